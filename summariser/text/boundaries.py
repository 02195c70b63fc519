"""Takes a folded text and a position in it, and says whether a quote may begin or end there.

A quote that breaks off inside a word or a number says something else: "strike" is not said by "strikers", "can" not
by "can't", "25" not by "25,000". Scripts that set no spaces have no edges of words to look at, only those of
numbers and of the negations that are written together with what they deny.
"""

import re
import unicodedata
from functools import lru_cache

UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u2e80-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff61-\uff9f\U00020000-\U0003ffff]"  # CJK
)
"""Matches one letter or mark of a script that sets no spaces between words."""

_CJK_NUMERALS = "〇零一二三四五六七八九十百千万亿两兩萬億廿卅"
_NUMERAL = re.compile(f"[0-9{_CJK_NUMERALS}]")
# Inside one written number, date, clock time or range: 2.500, 8/12, 4:15, 5-8.
_NUMBER_BEFORE = re.compile("[0-9][.,:/'-]?\\Z")
_NUMBER_AFTER = re.compile("[.,:/'-]?[0-9]")
# Groups of three after a space: 2 500.
_GROUP_BEFORE = re.compile("(?<![0-9])[1-9][0-9]{0,2}(?: [0-9]{3})* \\Z")
_GROUP = re.compile("[0-9]{3}(?![0-9])")
_GROUP_AFTER = re.compile(" [0-9]{3}(?![0-9])")
_SHORT_NUMBER_BEFORE = re.compile("(?<![0-9])(?:[1-9][0-9]{0,2}|[0-9]{1,3}(?: [0-9]{3})+)\\Z")
# Units that are written without a space. Not m and k, which may be million and thousand.
_UNIT_AFTER = re.compile("(?:km|kg|cm|mm|ha|mph)(?![^\\W_])")

# Arabic and Hebrew write conjunction, preposition and article together with the next word: وبغداد "and Baghdad",
# للحكومة "to the government". A name that is quoted alone then begins inside a written word. Only these
# proclitics may stand before it, so لا "not" and every other beginning still refuse the quote.
_PROCLITICS = re.compile(
    "(?<!\\w)(?:[\u0648\u0641]?[\u0628\u0643]?(?:\u0627\u0644)?|[\u0648\u0641]?\u0644\u0644?"  # wa- fa- bi- ka- al- li-
    "|[\u05d5\u05e9\u05db]?[\u05d1\u05dc\u05de\u05d4\u05db]?\u05d4?)\\Z"  # ve- she- be- le- mi- ha-
)
_AFTER_PROCLITIC = re.compile("[\u05d0-\u05ea\u0620-\u064a\u066e-\u06d30-9]")
# Korean likewise writes its case particles together with the noun before them.
_PARTICLES = re.compile(
    "(?:은|는|이|가|을|를|의|에|에서|에게|에는|에도|께|로|으로|와|과|도|만|부터|까지|측은|측이|이라고|라고)(?!\\w)"
)
_HANGUL = re.compile("[가-힣]")
_HANGUL_SCALES = "십백천만억조"

# Negations that are written together with the word that they deny.
_DENIED_BEFORE = re.compile("(?:(?<!\\w)[nN]'|(?<!\\w)[nN]on-|[不未没沒无無]|ไม่|ບໍ່|មិន)\\Z")
_DENIED_AFTER = re.compile("'t(?!\\w)|ない|なかった|ません|ず(?![っつ])|ぬ")
_LOOK = 16


def begins_whole(text: str, start: int) -> bool:
    """Whether a quote may begin at `start` of the folded `text`: at no word's, number's or denied word's inside."""
    before = text[max(0, start - _LOOK) : start]
    if not before:
        return True
    if _inside_number(before, text[start : start + _LOOK]) or _DENIED_BEFORE.search(before):
        return False
    if not _one_word(before[-1], text[start]):
        return True
    return bool(_AFTER_PROCLITIC.match(text[start]) and _PROCLITICS.search(before))


def ends_whole(text: str, end: int) -> bool:
    """Whether a quote may end before `end` of the folded `text`: at no word's, number's or denied word's inside."""
    before, after = text[max(0, end - _LOOK) : end], text[end : end + _LOOK]
    if not after:
        return True
    if _inside_number(before, after) or _DENIED_AFTER.match(after):
        return False
    if not _one_word(before[-1], after[0]):
        return True
    if before[-1].isdigit():
        return bool(_UNIT_AFTER.match(after)) or (bool(_HANGUL.match(after)) and after[0] not in _HANGUL_SCALES)
    return bool(_PARTICLES.match(after))


def _inside_number(before: str, after: str) -> bool:
    """Whether the place between `before` and `after` is inside one written number."""
    if _NUMERAL.match(before[-1]) and _NUMERAL.match(after[0]):
        return True
    if not (before[-1].isdigit() or after[0].isdigit()):
        return False  # most places are between letters: nothing below can hold there
    if _NUMBER_BEFORE.search(before) and after[0].isdigit():
        return True
    if before[-1].isdigit() and _NUMBER_AFTER.match(after):
        return True
    if _GROUP_BEFORE.search(before) and _GROUP.match(after):
        return True
    return bool(_SHORT_NUMBER_BEFORE.search(before) and _GROUP_AFTER.match(after))


def _one_word(before: str, after: str) -> bool:
    return _in_word(before) and _in_word(after)


@lru_cache(maxsize=4096)
def _in_word(char: str) -> bool:
    """Whether `char` can be part of a word of a script that sets spaces."""
    return not UNSPACED.match(char) and (char.isalnum() or unicodedata.category(char)[0] == "M" or char == "_")
