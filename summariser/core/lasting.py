"""Takes clusters of reports and what earlier digests settled and gives each cluster the id that it keeps for ever."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple

from summariser.nouns.archived import Lasting, LastingKind

_LETTERS: dict[LastingKind, str] = {"incident": "I", "series": "S", "statement": "T", "actor": "A"}


class Assigned(NamedTuple):
    """Lasting ids: by the cluster's own id, the objects with all their reports, and which id went into which.

    `next_number` is the first that is still free.
    """

    of: dict[str, str]
    lasting: tuple[Lasting, ...]
    joined: dict[str, str]
    next_number: int


def assigned(
    clusters: Mapping[str, Collection[str]], settled: Mapping[str, str], next_number: int, kind: LastingKind
) -> Assigned:
    """Give each of `clusters` (ids of reports by the cluster's own id) its lasting id.

    A cluster with `settled` reports (the lasting id by the report's) keeps the lowest of their numbers; the others went
    into it. Clusters without count on from `next_number`, in order of their first reports. Should the reports of one id
    stand in two clusters, the one with most of them keeps it, of equals the first.
    """
    ordered = dict(sorted(clusters.items(), key=lambda one: (min(one[1]), one[0])))
    had = _had(ordered, settled)
    of: dict[str, str] = {}
    for one in ordered:
        if one in had:
            of[one] = min(had[one], key=_number)
        else:
            of[one] = f"{_LETTERS[kind]}{next_number}"
            next_number += 1
    lasting = (Lasting(id=of[one], kind=kind, reports=tuple(sorted(reports))) for one, reports in ordered.items())
    joined = {old: of[one] for one, ids in had.items() for old in sorted(ids, key=_number) if old != of[one]}
    return Assigned(of, tuple(lasting), joined, next_number)


def _had(clusters: Mapping[str, Collection[str]], settled: Mapping[str, str]) -> dict[str, set[str]]:
    """Give the ids that each cluster has a right to; clusters without are left out."""
    reports = {one: Counter(settled[report] for report in told if report in settled) for one, told in clusters.items()}
    heirs: dict[str, str] = {}
    for one, counted in reports.items():
        for old, number in counted.items():
            if old not in heirs or number > reports[heirs[old]][old]:
                heirs[old] = one
    had: dict[str, set[str]] = defaultdict(set)
    for old, one in heirs.items():
        had[one].add(old)
    return dict(had)


def _number(lasting: str) -> int:
    return int(lasting[1:])
