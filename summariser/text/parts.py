"""Takes a text, its numbered sentences and a size, and gives parts of that size: runs of whole sentences."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from summariser.nouns.article import Sentence
from summariser.text.fold import cluster_end

Part = tuple[Sentence, ...]
"""A run of sentences with the article's own numbers and offsets; one that is too long for a part stands in pieces."""

_AROUND_NUMBER = len("[] \n")
_BLANK_LINE = re.compile(r"\n[^\S\n]*(?:\r?\n)|\r[^\S\r\n]*\r")
_CLAUSE_END = re.compile(r"(?:[,;:،؛।—–]\s|[，、；：。])\Z")


def size(part: Part) -> int:
    """How many characters the sentences of `part` take in a question, each on a line of its own with its number."""
    return sum(_size(one) for one in part)


def split(text: str, sentences: Sequence[Sentence], most: int) -> list[Part]:
    """Split `sentences` of `text` into parts of at most `most` characters, as they count in a question.

    The parts are about equally long, and end at a blank line rather than at the end of a line, and there rather than
    inside a line. A sentence that is too long for a part is cut after a clause, else at white space, else between
    two graphemes; a grapheme that is too long stays whole and is a part of its own. In their order the parts have
    every character of the sentences once, but for white space at a cut.
    """
    pieces = [piece for one in sentences for piece in _pieces(text, one, most)]
    sizes = [0, *accumulate(_size(one) for one in pieces)]
    ends = [0]
    while ends[-1] < len(pieces):
        ends.append(_end(text, pieces, sizes, ends[-1], most))
    return [tuple(pieces[start:end]) for start, end in pairwise(ends)]


def _size(one: Sentence) -> int:
    return one.end - one.start + len(str(one.number)) + _AROUND_NUMBER


def _end(text: str, pieces: Sequence[Sentence], sizes: Sequence[int], start: int, most: int) -> int:
    """Where the part that begins at the piece `start` ends; `sizes` are those of all pieces before each."""
    left = sizes[-1] - sizes[start]
    if left <= most or start + 1 == len(pieces):
        return len(pieces)
    aim = sizes[start] + left / -(-left // most)
    last = max(bisect_right(sizes, sizes[start] + most) - 1, start + 1)
    # Half a part is worth keeping a paragraph whole, less is not.
    first = min(bisect_right(sizes, (sizes[start] + aim) / 2), last)
    return max(
        range(first, last + 1), key=lambda end: (_rank(text, pieces[end - 1], pieces[end]), -abs(sizes[end] - aim))
    )


def _rank(text: str, last: Sentence, following: Sentence) -> int:
    """How good it is to part two pieces, more is better."""
    if last.number == following.number:
        return 0
    if last.line == following.line:
        return 1
    return 3 if _BLANK_LINE.search(text, last.end, following.start) else 2


def _pieces(text: str, sentence: Sentence, most: int) -> Iterator[Sentence]:
    room = max(1, most - (_size(sentence) - (sentence.end - sentence.start)))
    if sentence.end - sentence.start <= room:
        yield sentence
        return
    for start, end in pairwise(_cuts(text, sentence, room)):
        words = text[start:end]
        if stripped := words.strip():
            begin = start + len(words) - len(words.lstrip())
            yield sentence.model_copy(update={"start": begin, "end": begin + len(stripped)})


def _cuts(text: str, sentence: Sentence, room: int) -> Iterator[int]:
    """Where a sentence is cut, its own bounds included."""
    start = sentence.start
    yield start
    while sentence.end - start > room:
        start = _cut(text, start, start + room, sentence.end)
        yield start
    if start < sentence.end:
        yield sentence.end


def _cut(text: str, start: int, latest: int, end: int) -> int:
    """The best place to cut between `start` and `latest`: in the second half, where reading pauses, no grapheme cut."""
    found: dict[int, int] = {}
    at = start
    while (at := min(cluster_end(text, at), end)) <= latest:
        rank = 0 if at < (start + latest) / 2 else _pause(text, at)
        found[rank] = at
        if at == end:
            break
    return found[max(found)] if found else at


def _pause(text: str, at: int) -> int:
    if _CLAUSE_END.search(text, max(0, at - 2), at):
        return 2
    return int(text[at - 1].isspace())
