"""Gives what a visit to a source works with: the archive, the way to articles, the desk's clock and time zone."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, Protocol, Self
from zoneinfo import ZoneInfo

from summariser.nouns.archived import Collected, Moment
from summariser.nouns.article import Article, Failure, KnownDate
from summariser.nouns.config import SourceConfig
from summariser.nouns.stated import Stated, Timed
from summariser.text.clean import clean, portable_path
from summariser.text.instants import is_plausible


class Archive(Protocol):
    """What is known from earlier runs: contents, and by the name of a source what its next visit wants to know."""

    def unknown(self, sha256s: Collection[str]) -> set[str]: ...  # noqa: D102
    def remembered(self, source: str) -> dict[str, str]: ...  # noqa: D102
    def remember(self, source: str, what: Mapping[str, str]) -> None: ...  # noqa: D102


class Files(Protocol):
    """The files of a folder by name, and why others cannot be taken."""

    @property
    def files(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def failures(self) -> tuple[Failure, ...]: ...  # noqa: D102


class Articles(Protocol):
    """How bytes and texts become articles."""

    def files_in(self, folder: str) -> Files: ...  # noqa: D102
    def of_file(self, path: str, data: bytes, stated: Stated) -> Timed | Failure: ...  # noqa: D102
    def of_text(  # noqa: D102
        self, path: str, text: str, stated: Stated, notes: Sequence[str]
    ) -> Article | Failure: ...
    def decode(self, data: bytes) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class Desk:
    """What every visit works with; `now` is when the run began, `zone` the desk's, `wait` takes seconds."""

    articles: Articles
    archive: Archive
    zone: ZoneInfo
    now: datetime
    clock: Callable[[], float] = time.monotonic
    wait: Callable[[float], None] = time.sleep


def collected(source: SourceConfig, article: Article, moment: Moment, desk: Desk) -> Collected:
    """Put an article together with what the settings say of its source."""
    return Collected(
        article=article,
        source=source.name,
        publisher=source.publisher,
        reliability=source.reliability,
        moment=moment,
        collected=desk.now,
    )


@dataclass(frozen=True)
class Taken:
    """A text as it was taken out of something at `path`, and what that says of it; `how` tells whence its `time` is."""

    path: str
    text: str
    title: str | None
    outlet: str | None
    time: datetime | None
    how: str
    notes: tuple[str, ...]

    def with_note(self, note: str) -> Self:
        """Itself with one note more."""
        return replace(self, notes=(*self.notes, note))

    def under(self, entry: Self) -> Self:
        """Itself, but with what `entry`, which led to it, says of it."""
        time, how = (entry.time, entry.how) if entry.time else (self.time, self.how)
        return replace(self, title=entry.title or self.title, outlet=entry.outlet or self.outlet, time=time, how=how)


def taken(source: SourceConfig, one: Taken, desk: Desk) -> Collected | Failure:
    """Make an article of a text; what the settings say of its source goes before what it was taken out of says."""
    zone = zone_of(source, desk)
    moment = moment_of(one.time, None, one.how, zone)
    stated = Stated(
        title=one.title and clean(one.title),
        outlet=source.outlet or (one.outlet and clean(one.outlet)),
        language=source.language,
        published=_day_of(moment, source),
    )
    article = desk.articles.of_text(one.path, one.text, stated, one.notes)
    if isinstance(article, Failure):
        return article
    moment = moment if moment.instant else moment_of(None, article.published, one.how, zone)
    return collected(source, article, moment, desk)


def zone_of(source: SourceConfig, desk: Desk) -> ZoneInfo:
    """The time zone in which `source` writes times that have no offset."""
    return ZoneInfo(source.zone) if source.zone else desk.zone


def moment_of(time: datetime | None, day: KnownDate | None, how: str, zone: ZoneInfo) -> Moment:
    """The moment of `time`, in `zone` if it has no offset, said by `how`; else the `day`, if it is a whole one.

    What is not plausible is not stated.
    """
    if time is not None and is_plausible(time.year):
        if time.tzinfo is not None:
            return Moment(instant=time, how=how)
        return Moment(instant=time.replace(tzinfo=zone), how=f"{how}, without an offset: as in {zone.key}")
    whole = _whole_day(day.edtf) if day else None
    if day and whole and is_plausible(whole.year):
        return Moment(day=whole, how=day.how)
    far = whole or time
    return Moment(how=f"not stated: the year {far.year} cannot be meant" if far else "not stated")


def _day_of(moment: Moment, source: SourceConfig) -> KnownDate | None:
    """The day on the publisher's calendar: in the zone of `source` if it has one, else as it was written."""
    if moment.instant is None:
        return None
    local = moment.instant.astimezone(ZoneInfo(source.zone)) if source.zone else moment.instant
    return KnownDate(edtf=local.date().isoformat(), how=moment.how)


def _whole_day(edtf: str) -> date | None:
    try:
        return date.fromisoformat(edtf)
    except ValueError:  # a month, a year, an interval, or about then
        return None


def failed(path: str, kind: Literal["empty", "pending", "server", "unreadable"], words: str) -> Failure:
    """Build the failure of `path`, whose reason is one line that begins with it."""
    name = portable_path(path)
    return Failure(path=name, sha256=None, kind=kind, reason=clean(f"{name}: {words}"))
