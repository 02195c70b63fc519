"""Gives an article as decoded, its numbered sentences, and evidence: a place in its text."""

from typing import Literal

from pydantic import Field

from summariser.nouns.base import Noun


class Sentence(Noun):
    """One numbered piece of an article; `start` and `end` are code points into its text, `line` counts from 1."""

    number: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    line: int = Field(ge=1)


class KnownDate(Noun):
    """A publication date and how it is known.

    `edtf` is a date of the profile in `summariser.text.edtf`; `how` says where it was found, in words
    ("front matter", "stated in line 3").
    """

    edtf: str
    how: str


class Article(Noun):
    """One source file: its text as decoded, and what its bytes and text say of themselves.

    `path` is the name that the user knows the file by, `sha256` that of its bytes. Offsets are code points
    into `text`, which is never normalised. `notes` are lines for the account ("encoding guessed: cp1258").
    """

    path: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    text: str
    encoding: str
    language: str
    title: str | None
    outlet: str | None
    published: KnownDate | None
    sentences: tuple[Sentence, ...]
    notes: tuple[str, ...] = ()

    def words_of(self, sentence: Sentence) -> str:
        """The text of `sentence`, exactly."""
        return self.text[sentence.start : sentence.end]


class Evidence(Noun):
    """The place in an article that says something: `article.text[start:end] == quote`, always.

    `article` is the sha256 of the article's file; `start` and `end` are code points; `line` and `sentence`
    are those in which the quote begins.
    """

    article: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    line: int = Field(ge=1)
    sentence: int = Field(ge=1)
    quote: str


class Failure(Noun):
    """An article, or a path that should have been one, that gave no reading, and why."""

    path: str
    sha256: str | None
    kind: Literal[
        "missing", "empty", "unreadable", "duplicate", "no_recording",
        "invalid", "refused", "too_long", "server", "pending",
    ]  # fmt: skip
    reason: str
