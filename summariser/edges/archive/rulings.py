"""Gives the part of an archive that keeps what the model ruled on pairs, and what sources want to know again."""

import json
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import delete, insert, select

from summariser.edges.archive.columns import dumped
from summariser.edges.archive.store import Store, batches
from summariser.edges.archive.tables import remembered, ruling
from summariser.nouns.pairs import Ruling

_DESK = ""
"""The name, which no source can have, under which stands what is no source's."""


class Rulings(Store):
    """Rulings, by the ids of the pair in order."""

    def rulings(self, ids: Collection[str]) -> dict[tuple[str, str], Ruling]:
        """Give the rulings on pairs of which both are among `ids`."""
        among = set(ids)
        rows = self._rows(select(ruling), ruling.c.a, among)
        return {(row.a, row.b): self._loaded(Ruling, row.body, "a pair") for row in rows if row.b in among}

    def keep_rulings(self, rulings: Iterable[Ruling]) -> None:
        """Keep rulings; a later one on the same pair goes before an earlier one."""
        for batch in batches(rulings):
            rows = {(one.a, one.b): {"a": one.a, "b": one.b, "body": dumped(one)} for one in batch}
            with self._transaction() as connection:
                for a, b in rows:
                    connection.execute(delete(ruling).where(ruling.c.a == a, ruling.c.b == b))
                self._insert(ruling, list(rows.values()))


class Sources(Store):
    """What each source, by its name, wants to know at its next visit."""

    def remembered(self, source: str) -> dict[str, str]:
        """Give what `remember` was told of `source` last; nothing if it never was."""
        with self._transaction() as connection:
            body = connection.scalar(select(remembered.c.body).where(remembered.c.source == source))
        return json.loads(body) if body else {}

    def noted(self, topic: str) -> dict[str, str]:
        """Give what `note` was told of a topic of the desk itself last; nothing if it never was."""
        own = self.remembered(_DESK).get(topic)
        return json.loads(own) if own else {}

    def note(self, topic: str, what: Mapping[str, str]) -> None:
        """Keep `what` of a topic of the desk itself, in place of what was kept of it before."""
        self.remember(_DESK, {**self.remembered(_DESK), topic: json.dumps(dict(what))})

    def remember(self, source: str, what: Mapping[str, str]) -> None:
        """Keep `what` for the next visit of `source`, in place of what was kept before."""
        with self._transaction() as connection:
            connection.execute(delete(remembered).where(remembered.c.source == source))
            connection.execute(insert(remembered).values(source=source, body=json.dumps(dict(what)).encode()))
