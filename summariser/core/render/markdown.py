"""Takes a brief or a digest and gives it as Markdown with footnotes; foreign text shows as itself, whatever it has."""

import re
from urllib.parse import quote

from summariser.core.render.documents import Document, blocks_of
from summariser.core.render.outline import Block
from summariser.nouns.brief import Citation, Cited
from summariser.text.clean import clean, isolate, isolate_names
from summariser.text.english import language_name

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&$^]|:(?=//|[\w+-]+:)|(?<=[wW]{3})\.")
_OPENS_A_BLOCK = re.compile(r"^(?:([-+=])|(\d+)([.)]))")
_WORD_JOINER = "\u2060"


def as_markdown(document: Document, way: str = "") -> str:
    """Write the document in CommonMark with GitHub's footnotes; ends with one line feed.

    `way` leads from the folder where the document will lie to that from which its paths count ("../"), for the links.
    """
    blocks = "".join(_block(block) for block in blocks_of(document))
    footnotes = "\n".join(_footnote(citation, way) for citation in document.citations)
    return re.sub(r"\n{3,}", "\n\n", f"{blocks}\n{footnotes}").strip("\n") + "\n"


def escape(text: str) -> str:
    """Make text of any origin show as it is: no markup, link, autolink, mention, HTML, list or heading comes of it.

    An address would become a link after escapes are undone, so a word joiner (U+2060) follows its at sign.
    """
    safe = _SPECIAL.sub(lambda match: "\\" + match[0], clean(text))
    safe = safe.replace("@", "@" + _WORD_JOINER)
    return _OPENS_A_BLOCK.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", safe)


def _block(block: Block) -> str:
    text = _cited(block.text) if isinstance(block.text, Cited) else isolate_names(escape(block.text))
    if block.kind == "heading":
        return f"\n{'#' * block.level} {text}\n\n"
    if block.kind == "paragraph":
        return f"{text}\n"
    label = f"**{isolate_names(escape(block.label))}:** " if block.label else ""
    # A bare "-" under a line of text would make a heading of it.
    said = (label + text).rstrip() or "(no words)"
    return f"{'  ' * (block.level - 1)}- {said}\n"


def _cited(line: Cited) -> str:
    label = f"**{isolate_names(escape(line.label))}:** " if line.label else ""
    return label + _text(line) + "".join(f"[^{number}]" for number in line.citations)


def _text(line: Cited) -> str:
    shown, done = "", 0
    for original in line.originals:
        shown += _inside(line.text[done : original.start]) + isolate(escape(line.text[original.start : original.end]))
        done = original.end
    return shown + _inside(line.text[done:])


def _inside(text: str) -> str:
    """Escape a piece of a line without losing the blanks at its ends."""
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return (lead and " ") + isolate_names(escape(text)) + (trail and " ") if text.strip() else text[:1] and " "


def _footnote(citation: Citation, way: str) -> str:
    place = escape(f"{citation.path}:{citation.line}")
    if citation.path != "-":
        target = citation.path if citation.path.startswith("/") else way + citation.path
        place = f"[{place}](<{quote(target, safe='/')}#L{citation.line}>)"
    words = f"“{isolate(escape(citation.exact))}”"
    language = language_name(citation.language)
    return f"[^{citation.number}]: {citation.source}, {place}, sentence {citation.sentence} ({language}): {words}\n"
