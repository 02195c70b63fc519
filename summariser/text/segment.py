"""Takes the text of an article and gives its sentences, numbered, with exact offsets and line numbers."""

import re
from collections.abc import Iterator
from itertools import pairwise

import sentencex  # type: ignore[import-untyped]

from summariser.nouns.article import Sentence

_SPACE = re.compile(r"\s")


def segment(text: str, language: str = "und", body: int = 0) -> tuple[Sentence, ...]:
    """Give the sentences of `text` from offset `body`, the beginning of a line, on.

    A line break of any kind ends a sentence. `language` (ISO 639-1) chooses the abbreviations that end none.
    Offsets are code points into `text` and leave out the white space around a sentence; lines count from 1 as
    an editor counts them. Every character that is not white space is in exactly one sentence.
    """
    spans = _spans(text, language, body)
    return tuple(
        Sentence(number=number, start=start, end=end, line=line) for number, (start, end, line) in enumerate(spans, 1)
    )


def _spans(text: str, language: str, body: int) -> Iterator[tuple[int, int, int]]:
    start, line = body, 1 + _line_breaks(text[:body])
    for piece in text[body:].splitlines(keepends=True):
        edges = [0, *cuts(_SPACE.sub(" ", piece), language), len(piece)]
        for first, last in pairwise(edges):
            words = piece[first:last]
            if stripped := words.strip():
                begin = start + first + len(words) - len(words.lstrip())
                yield begin, begin + len(stripped), line
        start += len(piece)
        line += _line_breaks(piece)


def cuts(line: str, language: str) -> list[int]:
    """Give the offsets inside one line at which a new sentence begins, none if it cannot be told.

    sentencex panics where a space that is not ASCII stands near initials. `segment` hands it none, but a panic
    elsewhere shall cost no more than the cuts of one line.
    """
    try:
        found = sentencex.get_sentence_boundaries(language, line)
    except BaseException as error:
        # A Rust panic is no Exception and its class cannot be imported; whatever else comes is not ours to stop.
        if type(error).__name__ != "PanicException":
            raise
        return []
    return [boundary["start_index"] for boundary in found if boundary["start_index"] > 0]


def _line_breaks(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")
