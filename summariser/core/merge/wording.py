"""Takes the English content of a statement or state of affairs and gives what two contents are compared by."""

import re
from functools import lru_cache

from summariser.text.names import Tokens, words_of_name

_FUNCTION_WORDS = """
    a an the and or but not no nor of for in on at to from by with about against into over under after
    before during between through as is are was were be been being it its this that these those there their they
    them he she his her him who whom which what when where will would shall should can could may might must do
    does did done has have had having all any each every some such more most other own same so than too very
    also again only any one out up
"""
_STOP_WORDS = frozenset(_FUNCTION_WORDS.split())
_ENDINGS = re.compile(r"(?:ational|ations?|ments?|ities|ity|ings?|ions?|ives?|ers?|ed|es|ly|al|e|s)$")
_NEGATING_WORDS = """
    not no never none nobody nothing neither nor without cannot cant dont doesnt didnt isnt wasnt wont
    avoid avoids avoided avoiding refrain refrains refraining away fail fails failed failing lack lacks lacked
    lacking unable refuse refuses refused refusing
"""
_NEGATING = frozenset(_NEGATING_WORDS.split())
_REPEATING_WORDS = "again anew renew renews renewed renewing repeat repeats repeated repeating reiterate reiterated"
_REPEATING = frozenset(_REPEATING_WORDS.split())


@lru_cache(maxsize=1 << 14)
def content_words(text: str) -> frozenset[str]:
    """Give the stems of the words of an English sentence that carry its content."""
    return frozenset(_stem(word) for word in words_of_name(text) if word not in _STOP_WORDS)


def _stem(word: str) -> str:
    """Cut common endings while four letters stay: "protection", "protecting", "protect" are one."""
    cut = _ENDINGS.sub("", word)
    return cut if len(cut) >= 4 else word


def negates(wording: Tokens) -> bool:
    """Say whether a content denies, rules out or forbids: "that the road is not open", "to keep away from it"."""
    return not _NEGATING.isdisjoint(wording)


def repeats(wording: Tokens) -> bool:
    """Say whether a content tells of something said, done or asked once more, so that there was a time before."""
    return not _REPEATING.isdisjoint(wording)


def as_written(wording: Tokens, stems: frozenset[str]) -> list[str]:
    """Give one word of a content for each of `stems`, in alphabetical order."""
    words = sorted(set(wording) - _STOP_WORDS)
    return sorted({_stem(word): word for word in words if _stem(word) in stems}.values())
