"""Gives the digest of a window: what is new, changed, confirmed, contradicted or silent since the one before."""

from typing import Literal

from pydantic import AwareDatetime, Field, model_validator

from summariser.nouns.article import Failure
from summariser.nouns.base import Noun
from summariser.nouns.brief import Account, Citation, Cited, RejectedIn, Source, must_resolve
from summariser.nouns.window import Window

Kind = Literal["new", "changed", "confirmed", "contradicted", "silent"]
ChangeHow = Literal[
    "first", "apart", "later", "more_exact", "same_source", "contradiction", "came_about", "named", "further"
]


class Heading(Noun):
    """Which digest it is: its number, its revision, what it tells of, and when the next one is due."""

    number: int = Field(ge=1)
    revision: int = Field(1, ge=1)
    window: Window
    next_due: AwareDatetime


class DigestSource(Source):
    """An article of the window, or an earlier one that the digest cites.

    `came` says which; "late" is one that came after the digest had been issued. `reliability` is the user's grade.
    """

    came: Literal["today", "late", "earlier"]
    reliability: str | None = None


class DigestChange(Noun):
    """One particular that is not as it was: what it is now, with what it was before if anything was told.

    `aspect` is that of a fact, or "status", or "behind" for who is said to have done it. `how` says what the one is to
    the other: the first that is told of it; of a part or unit apart; a later figure; more exact; another value from the
    same source; a contradiction; planned and now come about; somebody named; the same by a further origin.
    """

    aspect: str
    how: ChangeHow
    after: Cited
    before: Cited | None = None


class DigestEntry(Noun):
    """One incident under one kind of change. `incident` is its lasting id.

    `articles` counts those of today that report it, `earlier` those before; for what is silent only the latter.
    `late` is true where it rests on articles that came after the digest had been issued.
    """

    kind: Kind
    incident: str
    type: str
    line: Cited
    changes: tuple[DigestChange, ...] = ()
    told: tuple[Cited, ...] = ()
    articles: int = Field(ge=0)
    earlier: int = Field(ge=0)
    late: bool = False


class Digest(Noun):
    """What the articles of one window say that no earlier one said, every sentence of it cited.

    It is as of the end of its window. `adds` are what the articles that came late bring, in a revision. `nothing_new`
    are the ids of the sources of today in which nothing differs from what had been told. Building one fails if a
    citation does not resolve or source words do not stand in the citation that they point to.
    """

    title: str
    heading: Heading
    summary: str
    adds: tuple[Cited, ...] = ()
    highlights: tuple[Cited, ...] = Field(max_length=5)
    new: tuple[DigestEntry, ...]
    changed: tuple[DigestEntry, ...]
    confirmed: tuple[DigestEntry, ...]
    contradicted: tuple[DigestEntry, ...]
    silent: tuple[DigestEntry, ...]
    figures: tuple[Cited, ...]
    places: tuple[Cited, ...]
    statements: tuple[Cited, ...]
    runs: tuple[Cited, ...]
    background: tuple[Cited, ...]
    again: tuple[Cited, ...]
    gaps: tuple[str, ...]
    sources: tuple[DigestSource, ...]
    citations: tuple[Citation, ...]
    account: Account
    nothing_new: tuple[str, ...]
    rejections: tuple[RejectedIn, ...]
    failures: tuple[Failure, ...]
    notes: tuple[str, ...]

    @model_validator(mode="after")
    def _citations_resolve(self) -> "Digest":
        must_resolve(self, self.citations)
        return self

    @property
    def entries(self) -> tuple[DigestEntry, ...]:
        """All entries in reading order."""
        return (*self.new, *self.changed, *self.confirmed, *self.contradicted, *self.silent)
