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
    reasons: dict[str, list[str]] = {one: [] for one in members}
    for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.a, pair.b)):
        left, right = members[pair.a], members[pair.b]
        if left is right or any(conflict(a, b) for a in left for b in right):
            continue
        said = _once([*reasons[pair.a], *reasons[pair.b], pair.words])
        left.extend(right)
        for one in left:
            members[one], reasons[one] = left, said
    return _each_once(members, reasons)


def _each_once(members: dict[str, list[str]], reasons: dict[str, list[str]]) -> tuple[Cluster, ...]:
    firsts = {min(group): tuple(sorted(group)) for group in {id(group): group for group in members.values()}.values()}
    return tuple(Cluster(firsts[first], tuple(reasons[first])) for first in sorted(firsts))


def _once(words: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(words))
