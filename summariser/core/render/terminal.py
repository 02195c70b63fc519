"""Takes a brief or a digest and a width and gives it as wrapped text for a terminal, bold where colour is wanted."""

import re
import unicodedata
from collections.abc import Iterator

from summariser.core.render.documents import Document, blocks_of
from summariser.core.render.outline import Block
from summariser.nouns.brief import Citation, Cited
from summariser.text.clean import clean, isolate, isolate_names
from summariser.text.english import language_name

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
_NARROWEST = 20


def as_terminal(document: Document, width: int, *, colour: bool) -> str:
    """Write the document wrapped to `width` columns; without `colour` it has no escape sequence at all."""
    width = max(width, _NARROWEST)
    lines = [line for block in blocks_of(document) for line in _block(block, width, colour)]
    lines += ["", *_bold(["Citations"], colour), ""]
    lines += [line for citation in document.citations for line in _citation(citation, width)]
    return "\n".join(lines).strip("\n") + "\n"


def columns(text: str) -> int:
    """Count the columns that `text` takes: two for wide characters, none for marks and format characters (UAX 11)."""
    return len(text) if text.isascii() else sum(_columns_of(char) for char in text)


def wrap(text: str, width: int, indent: str, hanging: str) -> Iterator[str]:
    """Break `text` at blanks into lines of at most `width` columns, and inside a word only if no line can hold it."""
    line, empty = indent, True
    for word in text.split(" "):
        for piece in _pieces(word, width - columns(hanging)):
            if not empty and columns(line) + 1 + columns(piece) > width:
                yield line
                line, empty = hanging, True
            line += piece if empty else " " + piece
            empty = False
    yield line


def _columns_of(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _pieces(word: str, width: int) -> Iterator[str]:
    if columns(word) <= width:
        yield word
        return
    piece = ""
    for char in word:
        if columns(piece) + _columns_of(char) > width:
            yield piece
            piece = ""
        piece += char
    yield piece


def _block(block: Block, width: int, colour: bool) -> list[str]:
    text = _cited(block.text) if isinstance(block.text, Cited) else isolate_names(clean(block.text))
    if block.kind == "heading":
        return ["", *_bold(list(wrap(text, width, "", "")), colour), ""]
    if block.kind == "paragraph":
        return list(wrap(text, width, "", ""))
    label = f"{isolate_names(clean(block.label))}: " if block.label else ""
    indent = "  " * (block.level - 1)
    return list(wrap((label + text).strip(), width, f"{indent}- ", f"{indent}  "))


def _bold(lines: list[str], colour: bool) -> list[str]:
    return [f"{_BOLD}{line}{_PLAIN}" for line in lines] if colour else lines


def _cited(line: Cited) -> str:
    label = f"{isolate_names(clean(line.label))}: " if line.label else ""
    return label + plain_words(line) + " " + "".join(f"[{number}]" for number in line.citations)


def plain_words(line: Cited) -> str:
    """Give the text of a sentence clean, each run from right to left between isolates, without its citations."""
    shown, done = "", 0
    for original in line.originals:
        shown += isolate_names(line.text[done : original.start]) + isolate(
            clean(line.text[original.start : original.end])
        )
        done = original.end
    return re.sub(" +", " ", shown + isolate_names(line.text[done:]))


def _citation(citation: Citation, width: int) -> list[str]:
    place = clean(f"{citation.path}:{citation.line}")
    words = isolate(clean(citation.exact))
    text = f"[{citation.number}] {place} ({language_name(citation.language)}): “{words}”"
    return list(wrap(text, width, "", "    "))
