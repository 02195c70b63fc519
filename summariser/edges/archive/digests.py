"""Gives the part of an archive that keeps digests as they were issued, each in one step with all that it settles."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, bindparam, func, insert, or_, select, update

from summariser.edges.archive.rulings import Rulings
from summariser.edges.archive.store import batches
from summariser.edges.archive.tables import article, delivery, digest, lasting, report, window
from summariser.nouns.archived import Issue, Issued, Lasting
from summariser.nouns.problems import AlreadyRunning, CannotRead
from summariser.nouns.window import Window


class Digests(Rulings):
    """Digests, by window and revision."""

    def digests(self) -> tuple[Issued, ...]:
        """Give every issued digest and revision, oldest window first, without what it says."""
        columns = (*window.c, digest.c.revision, digest.c.sha256)
        query = select(*columns).join(digest).order_by(window.c.end, digest.c.revision)
        with self._transaction() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Issued(
                window=Window(start=row.start, end=row.end, zone=row.zone),
                number=row.number, revision=row.revision, sha256=row.sha256,
            )
            for row in rows
        )  # fmt: skip

    def digest(self, issued: Issued) -> str:
        """Give the JSON of an issued digest, byte for byte. Raises CannotRead when it is not that any more."""
        query = select(digest.c.body).where(_is(issued))
        with self._transaction() as connection:
            body: bytes | None = connection.scalar(query)
        if body is None or sha256(body).hexdigest() != issued.sha256:
            raise CannotRead(
                f"the archive {self.place}: the digest of {issued.window.name}, revision {issued.revision}, is "
                "damaged; put the last backup in its place"
            )
        return body.decode()

    def issue(self, issue: Issue) -> Issued:
        """Keep a digest with all that it settles: all or nothing, and on the disk when this returns.

        Raises AlreadyRunning when this revision, or a later window, has been issued meanwhile, and ValueError when the
        issue does not fit the archive: an article that is not there or told elsewhere, a report of two lasting ids that
        is no actor.
        """
        issued = Issued(
            window=issue.window, number=issue.number, revision=issue.revision,
            sha256=sha256(issue.digest.encode()).hexdigest(),
        )  # fmt: skip
        with self._transaction():
            self._put_digest(issued, issue.digest)
            self._mark(issue.told, issued.window.end)
            self._mark(issue.background, None)
            self._miss(issue.missing, issued.window.end)
            self._settle(issue.lasting, issue.joined)
            self.keep_rulings(issue.rulings)
        return issued

    def deliveries(self, issued: Issued) -> dict[str, datetime]:
        """Give to which outputs an issued digest has gone out, and when."""
        query = select(delivery.c.output, delivery.c.at).where(
            delivery.c.end == issued.window.end, delivery.c.revision == issued.revision
        )
        with self._transaction() as connection:
            return {row.output: row.at for row in connection.execute(query)}

    def undelivered(self, output: str) -> tuple[Issued, ...]:
        """Give what has been issued and has not gone out to `output`, oldest first."""
        gone = select(delivery.c.end, delivery.c.revision).where(delivery.c.output == output)
        with self._transaction() as connection:
            there = {(row.end, row.revision) for row in connection.execute(gone)}
        return tuple(one for one in self.digests() if (one.window.end, one.revision) not in there)

    def note_delivery(self, issued: Issued, output: str, at: datetime) -> None:
        """Keep that an issued digest has gone out to `output`; the first time stays."""
        if output in self.deliveries(issued):
            return
        with self._transaction() as connection:
            connection.execute(
                insert(delivery).values(end=issued.window.end, revision=issued.revision, output=output, at=at)
            )

    def _put_digest(self, issued: Issued, body: str) -> None:
        end, start = issued.window.end, issued.window.start
        with self._transaction() as connection:
            last = connection.scalar(select(func.max(digest.c.revision)).where(digest.c.end == end)) or 0
            newest = connection.execute(select(window.c.end, window.c.number).order_by(window.c.end.desc())).first()
            if issued.revision != last + 1 or (not last and newest and start < newest.end):
                raise AlreadyRunning(
                    f"the archive {self.place}: the digest of {issued.window.name}, revision {issued.revision}, or a "
                    "later one has been issued already; start again"
                )
            if not last:
                values = {"end": end, "start": start, "zone": issued.window.zone, "number": issued.number}
                connection.execute(insert(window).values(values))
            values = {"end": end, "revision": issued.revision, "sha256": issued.sha256, "body": body.encode()}
            connection.execute(insert(digest).values(values))

    def _mark(self, sha256s: Collection[str], end: datetime | None) -> None:
        """Note that these articles are told by the digest of the window with this `end`, or background."""
        free = or_(article.c.told.is_(None), article.c.told == end)
        values = {"background": True} if end is None else {"told": end, "background": False}
        for some in batches(sorted(set(sha256s))):
            with self._transaction() as connection:
                change = update(article).where(article.c.sha256.in_(some), free).values(values)
                if connection.execute(change).rowcount != len(some):
                    raise ValueError("an article of the digest never came in, or another digest tells it")

    def _miss(self, sha256s: Collection[str], end: datetime) -> None:
        """Note that the digest of the window with this `end` was the first that could not tell of these articles."""
        for some in batches(sorted(set(sha256s))):
            with self._transaction() as connection:
                of_these = article.c.sha256.in_(some) & article.c.missed.is_(None)
                connection.execute(update(article).where(of_these).values(missed=end))

    def _settle(self, things: Iterable[Lasting], joined: Mapping[str, str]) -> None:
        self._put_lasting(things)
        for gone, stays in joined.items():
            self._join(gone, stays)
        owners = {name: thing for thing in things for name in thing.reports}
        rows = self._rows(select(report.c.name, report.c.lasting), report.c.name, owners)
        now = {row.name: row.lasting for row in rows}
        moved = {name: thing for name, thing in owners.items() if now.get(name) != thing.id}
        # Actors part where the user says so of two names that were one; incidents, series and statements never do.
        stuck = (name for name, thing in moved.items() if thing.kind != "actor" and now.get(name) is not None)
        if owners.keys() - now.keys() or any(stuck):
            raise ValueError("a report of the digest is in no reading, or has another lasting id")
        new = [{"of": name, "is": thing.id} for name, thing in moved.items()]
        change = update(report).where(report.c.name == bindparam("of")).values(lasting=bindparam("is"))
        self._execute_many(change, new)

    def _put_lasting(self, things: Iterable[Lasting]) -> None:
        kinds = {thing.id: thing.kind for thing in things}
        rows = self._rows(select(lasting.c.id, lasting.c.kind), lasting.c.id, kinds)
        there = {row.id: row.kind for row in rows}
        if any(kinds[one] != kind for one, kind in there.items()):
            raise ValueError("a lasting id of the digest is of another kind")
        new = [
            {"id": one, "kind": kind, "number": _number(one), "joined": None}
            for one, kind in kinds.items()
            if one not in there
        ]
        self._insert(lasting, new)

    def _join(self, gone: str, stays: str) -> None:
        with self._transaction() as connection:
            connection.execute(update(report).where(report.c.lasting == gone).values(lasting=stays))
            change = update(lasting).where(or_(lasting.c.id == gone, lasting.c.joined == gone)).values(joined=stays)
            connection.execute(change)


def _is(issued: Issued) -> ColumnElement[bool]:
    return and_(digest.c.end == issued.window.end, digest.c.revision == issued.revision)


def _number(lasting_id: str) -> int:
    return int(re.sub(r"\D", "", lasting_id))
