"""Gives what an archive keeps from day to day: articles as they came in, digests as they were issued, lasting ids."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, Field

from summariser.nouns.article import Article
from summariser.nouns.base import Noun
from summariser.nouns.pairs import Ruling
from summariser.nouns.question import Usage
from summariser.nouns.window import Window

LastingKind = Literal["incident", "series", "statement", "actor"]


class Moment(Noun):
    """When an article was published: the instant, else the day on the publisher's calendar, else neither is known.

    `how` says in words where that stands ("front matter", "feed", "Date header").
    """

    instant: AwareDatetime | None = None
    day: date | None = None
    how: str


class Collected(Noun):
    """One article as it came in: from which source (its name in the settings), when published, when collected.

    `publisher` and `reliability` are what the settings say of the source; nobody but the user grades a source.
    """

    article: Article
    source: str
    publisher: str | None = None
    reliability: str | None = None
    moment: Moment
    collected: AwareDatetime


class Untold(Noun):
    """An article of the archive that no digest has told yet, and whether it has a reading.

    `missed` is the end of the window whose digest listed it as not read.
    """

    sha256: str
    moment: Moment
    collected: AwareDatetime
    read: bool
    missed: AwareDatetime | None = None


class Lasting(Noun):
    """A merged object that keeps its id: "I12" for the twelfth incident. `reports` are ids of its parts in readings."""

    id: str
    kind: LastingKind
    reports: tuple[str, ...] = Field(min_length=1)


class Issue(Noun):
    """A digest with all that the archive has to note about it, in one step.

    `told` are the articles (sha256) whose window this is, but for the `missing`, which have no reading; `background`
    are those older than the first digest, told in none.
    `lasting` holds the objects that the digest's articles report, with all their reports known so far; `joined`
    gives for each lasting id that turned out to be another the one that stays. `rulings` are those that were asked for.
    """

    window: Window
    number: int = Field(ge=1)
    revision: int = Field(ge=1)
    digest: str
    told: tuple[str, ...]
    missing: tuple[str, ...] = ()
    background: tuple[str, ...] = ()
    lasting: tuple[Lasting, ...] = ()
    joined: dict[str, str] = Field(default_factory=dict)
    rulings: tuple[Ruling, ...] = ()


class Issued(Noun):
    """A digest of the archive: its window, number and revision, and the sha256 of its JSON."""

    window: Window
    number: int = Field(ge=1)
    revision: int = Field(ge=1)
    sha256: str


class KeptAnswer(Noun):
    """One answer that a reading was made of: what was asked, who answered, what it took, and the answer as JSON.

    `reasks` are those of the attempts that asked again about a faulty answer.
    """

    prompt: str
    prompt_sha256: str
    schema_id: str
    model: str
    usage: Usage
    reasks: int = Field(ge=0)
    answer: str
