"""Gives the part of an archive that looks after it: whether all in it holds, a backup, what may go, all that it has."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Row, and_, delete, or_, select, text, update

from summariser.edges.archive.copying import back_up
from summariser.edges.archive.digests import Digests
from summariser.edges.archive.faults import faults
from summariser.edges.archive.readings import Readings, reports_of
from summariser.edges.archive.store import AT_ONCE
from summariser.edges.archive.tables import (
    answer,
    article,
    content,
    failure,
    reading,
    report,
    report_key,
)
from summariser.nouns.archived import Collected, Issued
from summariser.nouns.article import Evidence
from summariser.nouns.problems import CannotRead
from summariser.nouns.reading import Reading


@dataclass(frozen=True)
class Checked:
    """What was looked at, and what does not hold, a line each."""

    articles: int
    readings: int
    digests: int
    broken: tuple[str, ...]


@dataclass(frozen=True)
class Pruned:
    """How much went."""

    articles: int
    readings: int
    answers: int


class Upkeep(Readings, Digests):
    """What keeps an archive sound, and of a bearable size."""

    def back_up(self, target: Path) -> None:
        """Write a copy to `target`: an archive in one file of SQLite, whatever this one is kept in.

        Raises CannotWrite when it is there already, NotKept when it cannot be written.
        """
        with faults(self.place):
            back_up(self._connection, target)

    def everything(self) -> Iterator[tuple[Collected, Reading | None]]:
        """Give, as they came in, all articles that have not been pruned, each with its reading if it has one."""
        for row in self._all():
            yield self._parsed(row)

    def check(self) -> Checked:
        """Look at all that is kept.

        The database is sound, every citation of a reading stands in its article, every report that it has can be found,
        and every digest is the one that was issued.
        """
        broken = list(self._faults_of_database())
        articles = readings = 0
        for row in [] if broken else self._all():
            articles, readings = articles + 1, readings + (row.reading is not None)
            broken += self._faults_of(row)
        digests = [] if broken else self.digests()
        broken += [fault for issued in digests for fault in self._faults_of_digest(issued)]
        return Checked(articles, readings, len(digests), tuple(broken))

    def prune(self, before: datetime) -> Pruned:
        """Let go of the texts, readings and answers of articles that digests of windows up to `before` tell.

        Of background those go that came in before. Digests and lasting ids stay, and what was here is still known: it
        is not read again. An incident of which nothing but pruned reports are left is not found any more.
        """
        old = or_(article.c.told <= before, and_(article.c.background, article.c.collected <= before))
        ids = select(article.c.id).where(old, ~article.c.pruned)
        with self._transaction() as connection:
            keys = delete(report_key).where(
                report_key.c.report.in_(select(report.c.name).where(report.c.article.in_(ids)))
            )
            connection.execute(keys)
            gone = [
                connection.execute(delete(one).where(one.c.article.in_(ids))).rowcount
                for one in (content, reading, answer)
            ]
            connection.execute(delete(failure).where(failure.c.article.in_(ids)))
            connection.execute(update(article).where(old, ~article.c.pruned).values(pruned=True))
        return Pruned(*gone)

    def shrink(self) -> None:
        """Give the room of what went back to the disk, where that is ours to do."""
        if self.place.file:
            with faults(self.place):
                driver: Any = self._connection.connection.driver_connection
                driver.execute("VACUUM")

    def _all(self) -> Iterator[Row[Any]]:
        """Give the rows of all articles that are kept, with what they are made of."""
        columns = (article.c.id, article.c.sha256, article.c.read, content.c.body, reading.c.body.label("reading"))
        tables = article.outerjoin(content).outerjoin(reading, reading.c.article == article.c.id)
        query = select(*columns).select_from(tables).where(~article.c.pruned).order_by(article.c.id).limit(AT_ONCE)
        last = 0
        while True:
            with self._transaction() as connection:
                rows = list[Row[Any]](connection.execute(query.where(article.c.id > last)))
            yield from rows
            if len(rows) < AT_ONCE:
                return
            last = rows[-1].id

    def _parsed(self, row: Row[Any]) -> tuple[Collected, Reading | None]:
        one = self._loaded(Collected, row.body or b"", row.sha256)
        return one, None if row.reading is None else self._loaded(Reading, row.reading, row.sha256)

    def _faults_of_database(self) -> Iterator[str]:
        """Ask SQLite whether its file is sound; PostgreSQL sees to that itself."""
        if not self.place.file:
            return
        with self._transaction() as connection:
            said = connection.scalars(text("PRAGMA integrity_check(10)")).all()
            astray = connection.execute(text("PRAGMA foreign_key_check")).all()
        if said != ["ok"]:
            yield f"the file of the database is damaged in {len(said)} places or more"
        if astray:
            yield f"{len(astray)} rows belong to nothing"

    def _faults_of(self, row: Row[Any]) -> Iterator[str]:
        try:
            one, read = self._parsed(row)
        except CannotRead as problem:
            yield str(problem)
            return
        name = f"{one.article.path} ({row.sha256[:12]})"
        if one.article.sha256 != row.sha256 or (read and read.article != row.sha256):
            yield f"{name}: what is kept is of another article"
        elif row.read != (read is not None):
            yield f"{name}: its reading is not there" if row.read else f"{name}: has a reading that nobody knows of"
        elif read:
            yield from self._faults_of_reading(name, one, read)

    def _faults_of_reading(self, name: str, one: Collected, read: Reading) -> Iterator[str]:
        for evidence in evidences(read):
            if one.article.text[evidence.start : evidence.end] != evidence.quote or evidence.article != read.article:
                yield f"{name}: the words at {evidence.start}–{evidence.end} are not those that its reading cites"
        query = select(report.c.name).join(article).where(article.c.sha256 == read.article)
        with self._transaction() as connection:
            known = set(connection.scalars(query))
        if known != set(reports_of(read)):
            yield f"{name}: what its reading reports cannot all be found"

    def _faults_of_digest(self, issued: Issued) -> Iterator[str]:
        try:
            self.digest(issued)
        except CannotRead as problem:
            yield str(problem)


def evidences(part: object) -> Iterator[Evidence]:
    """Give all evidence in a reading, or in a part of one."""
    if isinstance(part, Evidence):
        yield part
    elif isinstance(part, BaseModel):
        for _, value in part:
            yield from evidences(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from evidences(value)
