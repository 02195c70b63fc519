"""Gives the part of an archive that finds what earlier digests told: incidents by keys, reports by lasting ids."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import ColumnElement, Select, func, or_, select

from summariser.edges.archive.columns import hashed
from summariser.edges.archive.store import Store
from summariser.edges.archive.tables import article, lasting, report, report_key
from summariser.nouns.archived import LastingKind


class LastingIds(Store):
    """Lasting ids and their reports. `until` is the end of a window: articles of later windows are not looked at."""

    def reported_with(self, keys: Collection[str], until: datetime, most: int | None = None) -> set[str]:
        """Give the lasting ids of what is kept under one of `keys`, but for keys under which more than `most` are."""
        query = _with_keys(report.c.lasting).where(report.c.lasting.is_not(None), _before(until)).distinct()
        return {row[0] for row in self._rows(query, report_key.c.key, self._narrow(keys, most))}

    def unsettled_with(self, keys: Collection[str], until: datetime, most: int | None = None) -> set[str]:
        """Give the sha256 of articles with a report that is found likewise and has no lasting id.

        Those are background, or told by a digest that gave their incidents none.
        """
        query = _with_keys(article.c.sha256).where(report.c.lasting.is_(None), _before(until)).distinct()
        return {row[0] for row in self._rows(query, report_key.c.key, self._narrow(keys, most))}

    def _narrow(self, keys: Collection[str], most: int | None) -> set[int]:
        """Give those of `keys`, as they are kept, under which at most `most` lasting ids are; one told often is one."""
        if most is None:
            return set(hashed(keys))
        told = func.count(report.c.lasting.distinct())
        query = select(report_key.c.key).join(report).group_by(report_key.c.key).having(told <= most)
        return {row.key for row in self._rows(query, report_key.c.key, hashed(keys))}

    def reported_in(self, ids: Collection[str], until: datetime) -> set[str]:
        """Give the sha256 of the articles that report what has one of the lasting `ids`, and are still kept."""
        query = select(article.c.sha256).join(report).where(_before(until)).distinct()
        return {row[0] for row in self._rows(query, report.c.lasting, ids)}

    def settled(self, sha256s: Collection[str]) -> dict[str, str]:
        """Give for what these articles report, by its id in their readings, the lasting id of what it is part of."""
        query = select(report.c.name, report.c.lasting).join(article).where(report.c.lasting.is_not(None))
        return {row.name: row.lasting for row in self._rows(query, article.c.sha256, sha256s)}

    def joined(self, ids: Collection[str]) -> dict[str, str]:
        """Give for those of the lasting `ids` that went into another the one that stays."""
        query = select(lasting.c.id, lasting.c.joined).where(lasting.c.joined.is_not(None))
        return {row.id: row.joined for row in self._rows(query, lasting.c.id, ids)}

    def last_numbers(self) -> dict[LastingKind, int]:
        """Give the highest number of a lasting id of each kind: 12 for "I12"; 0 where there is none yet."""
        kinds: tuple[LastingKind, ...] = get_args(LastingKind)
        with self._transaction() as connection:
            return {
                kind: connection.scalar(select(func.max(lasting.c.number)).where(lasting.c.kind == kind)) or 0
                for kind in kinds
            }


def _with_keys(column: ColumnElement[Any]) -> Select[Any]:
    return select(column).select_from(report_key).join(report).join(article)


def _before(until: datetime) -> ColumnElement[bool]:
    """Whether an article is told by a digest up to `until`, or background, and still there."""
    return or_(article.c.told <= until, article.c.background) & ~article.c.pruned
