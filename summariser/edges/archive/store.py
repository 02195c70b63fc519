"""Gives what every part of the archive is built on: a connection, transactions on it, and lookups of many at once."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Insert, Row, Select, Table, Update, insert

from summariser.edges.archive.columns import loaded
from summariser.edges.archive.faults import DAMAGED, faults
from summariser.edges.archive.place import Place
from summariser.nouns.base import Noun
from summariser.nouns.problems import CannotRead

Item = TypeVar("Item")
Kept = TypeVar("Kept", bound=Noun)

AT_ONCE = 500
"""How many values one query asks for, and how many rows one transaction collects."""


@contextmanager
def transaction(connection: Connection) -> Iterator[Connection]:
    """Give the transaction that is under way on `connection`, else an own one."""
    if connection.in_transaction():
        yield connection
        return
    with connection.begin():
        yield connection


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Give `items` in lists of at most AT_ONCE."""
    remaining = iter(items)
    while batch := list(islice(remaining, AT_ONCE)):
        yield batch


class Store:
    """A part of an archive, on its one connection."""

    def __init__(self, connection: Connection, place: Place) -> None:
        self.place = place
        self._connection = connection

    def snapshot(self) -> AbstractContextManager[object]:
        """Let all that is asked meanwhile be as it is at the first look, whoever writes in between."""
        return self._transaction()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """All or nothing of what is done meanwhile, on the disk when it ends. Raises what `faults` gives."""
        with faults(self.place), transaction(self._connection) as connection:
            yield connection

    def _rows(self, query: Select[Any], column: ColumnElement[Any], values: Collection[Any]) -> Iterator[Row[Any]]:
        """Give the rows of `query` in which `column` has one of `values`, however many those are."""
        for some in batches(values):
            with self._transaction() as connection:
                rows = connection.execute(query.where(column.in_(some))).all()
            yield from rows

    def _insert(self, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
        self._execute_many(insert(table), rows)

    def _execute_many(self, change: Insert | Update, rows: Sequence[Mapping[str, object]]) -> None:
        if rows:
            with self._transaction() as connection:
                connection.execute(change, rows)

    def _loaded(self, kind: type[Kept], body: bytes, what: str) -> Kept:
        try:
            return loaded(kind, body)
        except ValueError:
            raise CannotRead(f"the archive {self.place} ({kind.__name__.lower()} of {what}): {DAMAGED}") from None
