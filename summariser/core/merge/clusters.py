"""Takes scored pairs and a test for conflict and gives clusters in which no two members conflict.

Best pairs go first, in an order that does not depend on the order of the articles, and two clusters are joined
only if none of their members conflict. So A like B and B like C never make A and C one when A and C conflict.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple


class Pair(NamedTuple):
    """Two ids that may be one thing, how strongly (higher is better), and why in words. `a` sorts before `b`."""

    score: int
    a: str
    b: str
    words: str


class Cluster(NamedTuple):
    """Ids that are one thing, sorted, and the reasons in words, each once."""

    ids: tuple[str, ...]
    reasons: tuple[str, ...]


def cluster(ids: Iterable[str], pairs: Iterable[Pair], conflict: Callable[[str, str], bool]) -> tuple[Cluster, ...]:
    """Give every id of `ids` in exactly one cluster, in order of their first ids."""
    members: dict[str, list[str]] = {one: [one] for one in ids}
    reasons: dict[str, list[str]] = {}
    for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.a, pair.b)):
        group, other = members[pair.a], members[pair.b]
        if group is other or any(conflict(a, b) for a in group for b in other):
            continue
        said = _once([*reasons.get(group[0], ()), *reasons.get(other[0], ()), pair.words])
        larger, smaller = (group, other) if len(group) >= len(other) else (other, group)
        larger += smaller
        members.update(dict.fromkeys(smaller, larger))
        reasons[larger[0]] = said
    groups = sorted({id(group): group for group in members.values()}.values(), key=min)
    return tuple(Cluster(tuple(sorted(group)), tuple(reasons.get(group[0], ()))) for group in groups)


def _once(words: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(words))
