"""Gives the part of an archive that keeps articles as they came in, and what became of each."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, not_, select

from summariser.edges.archive.columns import dumped
from summariser.edges.archive.store import Store, batches
from summariser.edges.archive.tables import article, content, failure
from summariser.nouns.archived import Collected, Moment, Untold
from summariser.nouns.article import Article, Failure


class Articles(Store):
    """Articles as they came in, by the sha256 of their files."""

    def unknown(self, sha256s: Collection[str]) -> set[str]:
        """Give those of `sha256s` that never came in."""
        return set(sha256s) - set(self._ids(sha256s))

    def collect(self, collected: Iterable[Collected]) -> tuple[str, ...]:
        """Keep what came in, and give the sha256 of what is new. What is known already stays as it came first."""
        new: list[str] = []
        for batch in batches(collected):
            first = {one.article.sha256: one for one in reversed(batch)}
            with self._transaction():
                known = self._ids(first)
                new += self._put(
                    [first.pop(sha256) for sha256 in list(dict.fromkeys(_sha256s(batch))) if sha256 not in known]
                )
        return tuple(new)

    def unread(self) -> Iterator[Collected]:
        """Give, as they came in, the articles that have no reading yet; those, too, that failed."""
        with self._transaction() as connection:
            ids = connection.scalars(select(article.c.id).where(not_(article.c.read)).order_by(article.c.id)).all()
        for some in batches(ids):
            bodies = dict(self._bodies(article.c.id, some))
            yield from (self._loaded(Collected, bodies[one], "an article") for one in some)

    def collected(self, sha256s: Collection[str]) -> dict[str, Collected]:
        """Give those of `sha256s` that are kept, as they came in; what has been pruned is not among them."""
        return {
            sha256: self._loaded(Collected, body, sha256) for sha256, body in self._bodies(article.c.sha256, sha256s)
        }

    def articles(self, sha256s: Collection[str]) -> dict[str, Article]:
        """Give the articles of `collected` alone."""
        return {sha256: one.article for sha256, one in self.collected(sha256s).items()}

    def untold(self) -> tuple[Untold, ...]:
        """Give, as they came in, the articles that no digest has told and that are not background."""
        query = select(article).where(article.c.told.is_(None), not_(article.c.background)).order_by(article.c.id)
        with self._transaction() as connection:
            rows = connection.execute(query).all()
        return tuple(_untold(row) for row in rows)

    def told_in(self, end: datetime) -> frozenset[str]:
        """Give the sha256 of the articles that the digest of the window with this `end` tells."""
        with self._transaction() as connection:
            return frozenset(connection.scalars(select(article.c.sha256).where(article.c.told == end)))

    def missed_in(self, end: datetime) -> frozenset[str]:
        """Give the sha256 of the articles that the digest of that window could not tell of, and no revision has."""
        query = select(article.c.sha256).where(article.c.missed == end, article.c.told.is_(None))
        with self._transaction() as connection:
            return frozenset(connection.scalars(query))

    def is_pruned(self, end: datetime) -> bool:
        """Whether texts of the digest of that window were pruned."""
        query = select(article.c.id).where(article.c.told == end, article.c.pruned).limit(1)
        with self._transaction() as connection:
            return connection.scalar(query) is not None

    def note_failure(self, failed: Failure) -> None:
        """Keep why an article gave no reading, the last reason only. Raises ValueError when it never came in."""
        number = self._id(failed.sha256 or "")
        with self._transaction() as connection:
            connection.execute(delete(failure).where(failure.c.article == number))
            connection.execute(insert(failure).values(article=number, body=dumped(failed)))

    def failures(self, sha256s: Collection[str]) -> dict[str, Failure]:
        """Give why those of `sha256s` have no reading that were tried and failed."""
        query = select(article.c.sha256, failure.c.body).join(failure)
        rows = self._rows(query, article.c.sha256, sha256s)
        return {row.sha256: self._loaded(Failure, row.body, row.sha256) for row in rows}

    def _bodies(self, column: Any, values: Collection[Any]) -> Iterator[tuple[Any, bytes]]:  # noqa: ANN401 - a column
        query = select(column, content.c.body).select_from(article).join(content)
        return ((row[0], row.body) for row in self._rows(query, column, values))

    def _ids(self, sha256s: Collection[str]) -> dict[str, int]:
        rows = self._rows(select(article.c.sha256, article.c.id), article.c.sha256, sha256s)
        return {row.sha256: row.id for row in rows}

    def _id(self, sha256: str) -> int:
        number = self._ids([sha256]).get(sha256)
        if number is None:
            raise ValueError(f"the article {sha256} never came in")
        return number

    def _put(self, new: list[Collected]) -> list[str]:
        """Keep `new`, none of which is known. Ids are counted here: whoever writes is alone."""
        if new:
            with self._transaction() as connection:
                last = connection.scalar(select(func.max(article.c.id))) or 0
                numbered = list(enumerate(new, last + 1))
                connection.execute(insert(article), [_row(number, one) for number, one in numbered])
                connection.execute(
                    insert(content), [{"article": number, "body": dumped(one)} for number, one in numbered]
                )
        return _sha256s(new)


def _sha256s(collected: Iterable[Collected]) -> list[str]:
    return [one.article.sha256 for one in collected]


def _row(number: int, one: Collected) -> dict[str, Any]:
    known = {"id": number, "sha256": one.article.sha256, "collected": one.collected}
    return (
        known | dict(one.moment) | {"read": False, "told": None, "missed": None, "background": False, "pruned": False}
    )


def _untold(row: Any) -> Untold:  # noqa: ANN401 - a row of `article`
    moment = Moment(instant=row.instant, day=row.day, how=row.how)
    return Untold(sha256=row.sha256, moment=moment, collected=row.collected, read=row.read, missed=row.missed)
