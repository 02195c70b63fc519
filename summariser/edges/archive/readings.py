"""Gives the part of an archive that keeps readings, with the answers that they were made of."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import delete, insert, select, update

from summariser.edges.archive.articles import Articles
from summariser.edges.archive.columns import dumped, hashed
from summariser.edges.archive.tables import answer, article, failure, reading, report, report_key
from summariser.nouns.reading import Actor, Incident, Reading, Series, Statement


class Readings(Articles):
    """Readings, by the sha256 of their articles."""

    def keep(self, read: Reading, keys: Mapping[str, Collection[str]], answers: Sequence[str] = ()) -> None:
        """Keep a reading in one step; `keys` are those under which each of its incidents, by id, is found later.

        `answers` are the recordings that it was made of, as JSON. An article that has a reading keeps that one. Raises
        ValueError when the article never came in, or a key is of nothing in the reading.
        """
        number, names = self._id(read.article), set(reports_of(read))
        if strange := set(keys) - names:
            raise ValueError(f"keys for what is not in the reading of {read.article}: {sorted(strange)}")
        with self._transaction() as connection:
            if connection.scalar(select(article.c.read).where(article.c.id == number)):
                return
            connection.execute(update(article).where(article.c.id == number).values(read=True))
            connection.execute(delete(failure).where(failure.c.article == number))
            connection.execute(insert(reading).values(article=number, body=dumped(read)))
            rows = [{"article": number, "number": n, "body": one.encode()} for n, one in enumerate(answers, 1)]
            self._insert(answer, rows)
            self._insert(report, [{"name": name, "article": number, "lasting": None} for name in sorted(names)])
            self._insert(report_key, [{"key": key, "report": name} for name in keys for key in hashed(keys[name])])

    def readings(self, sha256s: Collection[str]) -> dict[str, Reading]:
        """Give the readings of those of `sha256s` that have one; what has been pruned has none any more."""
        query = select(article.c.sha256, reading.c.body).join(reading)
        rows = self._rows(query, article.c.sha256, sha256s)
        return {row.sha256: self._loaded(Reading, row.body, row.sha256) for row in rows}

    def answers(self, sha256: str) -> tuple[str, ...]:
        """Give the recordings that a reading was made of, as JSON, in order."""
        query = select(answer.c.body).join(article).where(article.c.sha256 == sha256).order_by(answer.c.number)
        with self._transaction() as connection:
            return tuple(body.decode() for body in connection.scalars(query))


def reports_of(read: Reading) -> Iterator[str]:
    """Give the ids of all in a reading that a digest can give a lasting id."""
    named: tuple[Sequence[Actor | Incident | Series | Statement], ...]
    named = (read.incidents, read.series, read.statements, read.actors)
    return (one.id for things in named for one in things)
