"""Takes the text of a file and gives the YAML between --- lines at its beginning, and where the body begins."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from frontmatter.default_handlers import YAMLHandler
from yaml import YAMLError  # type: ignore[import-untyped]

from summariser.text import edtf
from summariser.text.clean import clean
from summariser.text.dates import read_dateline
from summariser.text.instants import read_instant

_LINE_END = r"[ \t]*(?:\r\n|\n|\r)"
_BLOCK = re.compile(rf"\s*---{_LINE_END}(?P<yaml>.*?)(?<=[\r\n])---(?:{_LINE_END}|[ \t]*\Z)", re.DOTALL)
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_][a-z0-9_-]+)?", re.IGNORECASE)
# Longer, it is no front matter; and YAML can be made to nest without end.
_LONGEST = 4000


@dataclass(frozen=True)
class FrontMatter:
    """What an article's front matter states, None for what it does not; `body` is the offset of what follows it."""

    body: int = 0
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    time: datetime | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()


def read_front_matter(text: str) -> FrontMatter:
    """Read the front matter of `text`; what cannot be read of it becomes a note.

    `published` is an EDTF date, `time` the same with its time of day, naive if it has no offset, None if there is
    none; `language` is ISO 639-1. Keys other than title, outlet, date and language are left alone.
    """
    block = _BLOCK.match(text[: 2 * _LONGEST])
    if not block or len(block["yaml"]) > _LONGEST:
        return FrontMatter()
    try:
        stated = YAMLHandler().load(block["yaml"])
    except (YAMLError, ValueError, RecursionError):  # the last where PyYAML is installed without libyaml
        return FrontMatter(notes=("front matter is not valid YAML: read as text",))
    if not isinstance(stated, dict):
        return FrontMatter(notes=("front matter has no fields: read as text",))
    return _from_fields(stated, block.end())


def _from_fields(stated: dict[object, object], body: int) -> FrontMatter:
    published, language = _date(stated.get("date")), _language(stated.get("language"))
    notes = tuple(
        f"front matter: the {key} '{_words(stated[key]) or '…'}' is not understood"
        for key, value in (("date", published), ("language", language))
        if stated.get(key) is not None and value is None
    )
    title, outlet, time = _words(stated.get("title")), _words(stated.get("outlet")), _time(stated.get("date"))
    return FrontMatter(body, title, outlet, published, time, language, notes)


def _words(value: object) -> str | None:
    # Only of a scalar: a few lines of YAML can name lists that fill the memory once they are written out.
    return clean(str(value)) or None if isinstance(value, str | int | float | date) else None


def _date(value: object) -> str | None:
    if isinstance(value, datetime):
        return value.date().isoformat()
    words = _words(value) or ""
    try:
        return str(edtf.parse(words))
    except ValueError:
        return read_dateline(words)


def _time(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value
    return read_instant(_words(value) or "")


def _language(value: object) -> str | None:
    # YAML takes a bare no, the code of Norwegian, for a false.
    match = _LANGUAGE.fullmatch("no" if value is False else _words(value) or "")
    return match[1].lower() if match else None
