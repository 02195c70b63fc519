"""Takes the texts of articles by their ids and gives which article repeats the text of which.

A text repeats another if nearly all of it stands in the other: containment of shingles, not resemblance, because an
editor who cuts wire copy keeps a part of it. Containment and resemblance of shingles are those of Broder, "On the
resemblance and containment of documents" (1997), and the sampling by remainders is that of Manber, "Finding similar
files in a large file system" (1994). Shingles of three words are those of Lyon, Malcolm and Dickerson, "Detecting short
passages of similar text in large document collections" (2001), who found that texts written apart share few of them.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from heapq import nsmallest
from itertools import groupby
from typing import NamedTuple
from zlib import crc32

from summariser.text.boundaries import UNSPACED

_WORDS, _CHARACTERS = 3, 6
"""How long a shingle is: in words, and in characters where a script puts no space between words."""
_CONTAINED = 0.65
"""The share of a text's shingles that must stand in the other: a changed word costs a short text three of seventy."""
_JUDGED = 40
"""The words that a text must have to be judged by a share, and that are too many in a row to be of its own."""
_LEAST_PART = 4
"""A text that is shorter than this part of the other is a quotation in it, not the other cut short."""
_ONE_IN = 4
"""One shingle in so many is looked up, of which a copy has nearly all and two texts written apart hardly one."""
_COMPARED = 5
"""The texts that one is compared with in full; of thousands made from one form each would else meet all."""
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_TOKEN = re.compile(rf"{UNSPACED.pattern}|(?:(?!{UNSPACED.pattern})\w)+")

Words = tuple[str, ...]


class _Text(NamedTuple):
    """The folded words of a text, which several articles may have, and their ids in order."""

    words: Words
    ids: tuple[str, ...]


def copies_of(texts: Mapping[str, str]) -> dict[str, str]:
    """Give for each article that repeats another's text the id of the one that it repeats, which repeats none itself.

    Of articles that repeat one another the one with most words counts as repeated, and of those with the same words the
    first by id. There are no chains: each copy was found in the very text that it is said to repeat. Texts shorter than
    forty words repeat one another only if their words are equal; case, punctuation and accents never count.
    """
    repeated: dict[str, str] = {}
    originals = _Originals()
    for text in _distinct(texts):
        original = originals.repeated_by(text.words)
        if original is None:
            originals.add(text)
        first = text.ids[0] if original is None else original.ids[0]
        repeated.update({one: first for one in text.ids if one != first})
    return repeated


def _distinct(texts: Mapping[str, str]) -> list[_Text]:
    """Give each text once with all ids that have it, the fullest first; texts without a word are left out."""
    folded = sorted((_folded(text), one) for one, text in texts.items())
    same = [_Text(words, tuple(one for _, one in group)) for words, group in groupby(folded, key=lambda one: one[0])]
    return sorted((text for text in same if text.words), key=lambda text: (-len(text.words), text.words))


def _folded(text: str) -> Words:
    bare = _MARKS.sub("", unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold()))
    return tuple(_TOKEN.findall(unicodedata.normalize("NFC", bare)))


class _Originals:
    """Texts that repeat no other, each found by a sample of its shingles."""

    def __init__(self) -> None:
        self._texts: list[_Text] = []
        self._samples: list[frozenset[int]] = []
        self._having: dict[int, list[int]] = defaultdict(list)

    def add(self, text: _Text) -> None:
        """Keep `text`, to be found by what it has in common with those that come later."""
        sample = _sample(_shingles(text.words))
        for one in sample:
            self._having[one].append(len(self._texts))
        self._texts.append(text)
        self._samples.append(sample)

    def repeated_by(self, words: Words) -> _Text | None:
        """Give the text that `words` repeat, the one with most of them where there are several."""
        if len(words) < _JUDGED:
            return None
        places = self._likely(_sample(_shingles(words)))
        shares = {place: _share(words, self._texts[place].words) for place in places}
        enough = [place for place, share in shares.items() if share >= _CONTAINED]
        return self._texts[min(enough, key=lambda place: (-shares[place], place))] if enough else None

    def _likely(self, sample: frozenset[int]) -> list[int]:
        """Give the few texts that have most of `sample`, and half of it at least: less than is asked of the whole."""
        rarest = sorted(sample, key=lambda one: (len(self._having.get(one, ())), one))
        # Who has half of them has one of any set of more than half, so those that many texts have are not looked up.
        found = {place for one in rarest[: len(sample) // 2 + 1] for place in self._having.get(one, ())}
        shared = {place: len(sample & self._samples[place]) for place in found}
        enough = [place for place in found if 2 * shared[place] >= len(sample)]
        return nsmallest(_COMPARED, enough, key=lambda place: (-shared[place], place))


def _share(words: Words, other: Words) -> float:
    """Give the share of the shingles of `words` that stand in `other`; 0 if it is too long or `words` has its own."""
    if len(words) * _LEAST_PART < len(other):
        return 0.0
    known = frozenset(_shingles(other))
    shared = [one in known for one in _shingles(words)]
    own = max((len(list(run)) for stands, run in groupby(shared) if not stands), default=0)
    return 0.0 if own >= _JUDGED else sum(shared) / len(shared)


def _sample(shingles: Iterable[int]) -> frozenset[int]:
    return frozenset(one for one in shingles if one % _ONE_IN == 0)


def _shingles(words: Words) -> list[int]:
    """Give the shingles as numbers that are the same in every run."""
    unspaced = sum(1 for word in words if UNSPACED.match(word))
    length = _CHARACTERS if 2 * unspaced > len(words) else _WORDS
    return [crc32(" ".join(words[at : at + length]).encode()) for at in range(len(words) - length + 1)]
