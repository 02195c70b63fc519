"""Takes text in any script and gives it folded, with a map back, so that a quote is found exactly or not at all.

Folding takes away what typing, copying and typesetting change and a reader does not see: the shapes of quotation
marks, dashes, spaces and digits, invisible characters, vowel points. It never turns one letter into another and
never changes case, so that a changed word, figure or "not" stays a difference.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from summariser.text.boundaries import UNSPACED, begins_whole, ends_whole


class Span(NamedTuple):
    """A piece of a text: from code point `start` up to, not including, `end`."""

    start: int
    end: int


class Folded(NamedTuple):
    """A folded text, and for each piece of it where it begins and which code points of the original it came from.

    A piece that folds to itself came from them one by one. The characters of any other came from all of them, a
    grapheme cluster or white space, so a cluster is never cut.
    """

    text: str
    begins: Sequence[int]
    sources: Sequence[Span]
    one_by_one: Sequence[bool]

    @classmethod
    def already(cls, text: str) -> "Folded":
        """Give a text that is folded already: it came from itself."""
        return cls(text, (0,), (Span(0, len(text)),), (True,))

    def source(self, at: int) -> Span:
        """Give the code points of the original that the character at `at` came from."""
        piece = bisect_right(self.begins, at) - 1
        if not self.one_by_one[piece]:
            return self.sources[piece]
        start = self.sources[piece].start + at - self.begins[piece]
        return Span(start, start + 1)

    def is_inside(self, at: int) -> bool:
        """Whether the characters before and at `at` came from the same code points, which no piece may cut."""
        piece = bisect_right(self.begins, at) - 1
        return not self.one_by_one[piece] and self.begins[piece] < at


_MARKS = "\"'`´‘’‚‛“”„‟′″‵‶«»‹›「」『』﹁﹂﹃﹄〝〞〟׳״ʼʻʹ＂＇｢｣"
_DASHES = "-‐‑‒–—―−﹘﹣－־⁃"
# All quotation marks become one: inside a JSON string models write 'x' for “x”, and no word depends on the shape.
_SHAPES = (
    dict.fromkeys(_MARKS, "'")
    | dict.fromkeys(_DASHES, "-")
    | {"…": "...", "¦": "|", "￤": "|", "٫": ".", "٬": ",", "٪": "%"}
)

_TATWEEL = "ـ"
# Vowel points and recitation marks. The hamza and madda marks (U+0653 to U+0655) are absent: they make letters.
_POINTS = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff]"
)
# Variation selectors, the combining grapheme joiner, Hangul fillers: nothing to see.
_BLANKS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180f\u034f\u115f\u1160\u3164\uffa0]")
# Format characters that do show: the Arabic number, year and verse signs and their like.
_SHOWN_FORMATS = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]")
_JOINERS = "\u200c\u200d"
# Compatibility forms that are the same letters in another dress: Latin ligatures, Arabic presentation forms.
_DRESSED = re.compile("[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc]")
# Letters by category that a reader sees as part of the letter before: Thai and Lao sara am, conjoining jamo.
_TRAILING_LETTERS = re.compile("[\u0e33\u0eb3\u1160-\u11ff\ud7b0-\ud7fb]")
_HUES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_VIRAMA = 9

# Letters that fold to themselves, one to one, in scripts with spaces and in those without. A run of them, not
# followed by anything that could combine with its last letter, is taken in one step.
_PLAIN = "0-9A-Za-z.,()À-ÖØ-öø-ɏḀ-ỿЀ-ҁҊ-ӿא-תء-غف-ي가-힣"
_PLAIN_RUN = re.compile(f"[{_PLAIN}]+(?: [{_PLAIN}]+)*(?=[\x00-\x7f{_PLAIN}]|\\Z)")
_PLAIN_HAN_RUN = re.compile("[一-鿿ぁ-ゖァ-ヺ]+(?=[\x00-\x7f一-鿿ぁ-ゖァ-ヺ。、，]|\\Z)")

# French sets a space before these, and others do not.
_SPACE_BEFORE = frozenset(";:!?%")


@lru_cache(maxsize=64)
def fold(text: str) -> Folded:
    """Fold `text`.

    What is folded: canonical composition (NFC, cluster by cluster), quotation marks to ', dashes to -, white space
    runs to one space, digits of every script and full-width ASCII to ASCII, … to three full stops, ¦ to |. What is
    dropped: vowel points, tatweel, invisible and control characters, white space next to a letter of a script
    that sets none between words, and that which French sets inside guillemets and before ; : ! ? and %.
    """
    out = _Output(text)
    at = 0
    while at < len(text):
        run = _PLAIN_RUN.match(text, at) or _PLAIN_HAN_RUN.match(text, at)
        if run:
            out.run(at, run.end())
            at = run.end()
        elif text[at].isspace():
            out.space(at)
            at += 1
        else:
            end = cluster_end(text, at)
            out.cluster(at, end)
            at = end
    return Folded("".join(out.pieces), out.begins, out.sources, out.one_by_one)


def locate(folded: Folded, quote: str) -> list[Span]:
    """Find the places in the original of `folded` that say `quote`, first to last; empty if there is none.

    The quote must stand there whole and unbroken after folding, begin and end at the edges of words and of
    numbers, and cut no grapheme cluster. White space around the quote is ignored; so are quotation marks around
    it, if it is not found with them.
    """
    wanted = fold(quote).text.strip(" ")
    return _occurrences(folded, wanted) or _occurrences(folded, wanted.strip(" '"))


def stands_in(words: str, quote: str) -> bool:
    """Whether `words` stand in `quote` after folding both, at the edges of words and of numbers."""
    return bool(locate(fold(quote), words))


def _occurrences(folded: Folded, wanted: str) -> list[Span]:
    if not wanted or not any(char.isalnum() for char in wanted):
        return []
    found = []
    start = folded.text.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        if _whole(folded, start, end):
            found.append(Span(folded.source(start).start, folded.source(end - 1).end))
        start = folded.text.find(wanted, start + 1)
    return found


def _whole(folded: Folded, start: int, end: int) -> bool:
    """Whether neither a cluster, nor a word, nor a number goes on beyond the piece."""
    if folded.is_inside(start) or (end < len(folded.text) and folded.is_inside(end)):
        return False
    return begins_whole(folded.text, start) and ends_whole(folded.text, end)


class _Output:
    """The folded pieces so far. White space is held back until it is known what follows it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[str] = []
        self.begins: list[int] = []
        self.sources: list[Span] = []
        self.one_by_one: list[bool] = []
        self._length = 0
        self._last = ""
        self._space: Span | None = None
        self._space_counts = True

    def run(self, start: int, end: int) -> None:
        """Take text that folds to itself."""
        self._before(self.text[start])
        self._take(self.text[start:end], Span(start, end), one_by_one=True)
        self._last = self.text[end - 1]

    def space(self, at: int) -> None:
        """Take one character of white space."""
        self._space = Span(self._space.start if self._space else at, at + 1)

    def cluster(self, start: int, end: int) -> None:
        """Take one grapheme cluster, which may fold to nothing."""
        folded = _fold_cluster(self.text[start:end])
        if not folded:
            return
        if self.text[start] in "»›" and not _word_at(self.text, end):
            self._space = None
        self._before(folded[0])
        self._take(folded, Span(start, end))
        self._last = folded[-1]
        self._space_counts = self.text[start] not in "«‹" or _word_at(self.text, start - 1)

    def _before(self, char: str) -> None:
        space, counts = self._space, self._space_counts
        self._space, self._space_counts = None, True
        if not space or not counts or not self._last or char in _SPACE_BEFORE:
            return
        if UNSPACED.match(self._last) or UNSPACED.match(char):
            return
        self._take(" ", space)

    def _take(self, piece: str, source: Span, *, one_by_one: bool = False) -> None:
        self.pieces.append(piece)
        self.begins.append(self._length)
        self.sources.append(source)
        self.one_by_one.append(one_by_one)
        self._length += len(piece)


def _word_at(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isalnum()


def cluster_end(text: str, start: int) -> int:
    """Where the grapheme cluster at `start` ends: Unicode Standard Annex 29 as far as quotes need it.

    Beyond the annex a tatweel belongs to the letter before it, and the consonant after a virama to the one before.
    """
    end = start + 1
    if _kind(text[start]) == "control":
        return end
    if _flag_letter(text[start]) and end < len(text) and _flag_letter(text[end]):
        end += 1
    while end < len(text) and _extends(text[end - 1], text[end]):
        end += 1
    return end


def _extends(before: str, char: str) -> bool:
    if _kind(char) == "extend":
        return True
    if before == "\u200d":
        return unicodedata.category(char) == "So"
    return unicodedata.combining(before) == _VIRAMA and unicodedata.category(char) == "Lo"


def _flag_letter(char: str) -> bool:
    return ord(char) in _FLAG_LETTERS


@lru_cache(maxsize=4096)
def _kind(char: str) -> str:
    """How a character takes part in a cluster: "extend" belongs to the one before, "control" stands alone."""
    category = unicodedata.category(char)
    if category[0] == "M" or char == _TATWEEL or char in _JOINERS or _TRAILING_LETTERS.match(char):
        return "extend"
    if ord(char) in _HUES or 0xE0020 <= ord(char) <= 0xE007F:
        return "extend"
    if category == "Cc" or (category == "Cf" and not _SHOWN_FORMATS.match(char)):
        return "control"
    return "letter"


@lru_cache(maxsize=16384)
def _fold_cluster(cluster: str) -> str:
    kept = "".join(char for char in unicodedata.normalize("NFC", cluster) if not _dropped(char))
    return "".join(_fold_char(char) for char in unicodedata.normalize("NFC", kept))


def _dropped(char: str) -> bool:
    if char == _TATWEEL or _POINTS.match(char) or _BLANKS.match(char) or _kind(char) == "control":
        return True
    return unicodedata.category(char) == "Cf" and not _SHOWN_FORMATS.match(char)


def _fold_char(char: str) -> str:
    if char in _SHAPES:
        return _SHAPES[char]
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.decimal(char))
    if "！" <= char <= "～":
        return chr(ord(char) - 0xFEE0)
    if _DRESSED.match(char):
        undressed = unicodedata.normalize("NFKC", char)
        return undressed if undressed.isalpha() else char
    return char
