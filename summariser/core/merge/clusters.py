"""Takes scored pairs and a test for conflict and gives clusters in which no two members conflict.

Best pairs go first, in an order that does not depend on the order of the articles, and two clusters are joined
only if none of their members conflict. So A like B and B like C never make A and C one when A and C conflict.
What an earlier digest told as one is one from the start, whatever the pairs say.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import product
from typing import NamedTuple

SINCE_EARLIER = "one since an earlier digest"
"""Why those are one that an earlier digest told as one, where nothing in the articles at hand makes them so."""


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


Conflict = Callable[[str, str], bool]
"""Says of two ids whether they must not come together."""


class _Groups:
    """Groups of ids that only grow."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.of = {one: [one] for one in ids}

    def join(self, a: str, b: str) -> None:
        group, other = self.of[a], self.of[b]
        if group is not other:
            larger, smaller = (group, other) if len(group) >= len(other) else (other, group)
            larger += smaller
            self.of.update(dict.fromkeys(smaller, larger))

    def are_one(self, a: str, b: str) -> bool:
        return self.of[a] is self.of[b]

    def bear(self, a: str, b: str, conflict: Conflict) -> bool:
        """Whether nothing speaks against making the groups of `a` and `b` one."""
        return not any(conflict(x, y) for x, y in product(self.of[a], self.of[b]))

    def all(self) -> list[list[str]]:
        return sorted({id(group): group for group in self.of.values()}.values(), key=min)


def cluster(
    ids: Iterable[str],
    pairs: Iterable[Pair],
    conflict: Conflict,
    settled: Iterable[Collection[str]] = (),
    never: Conflict | None = None,
) -> tuple[Cluster, ...]:
    """Give every id of `ids` in exactly one cluster, in order of their first ids.

    Each of `settled` are ids that are one from the start. They are no reason to keep a third apart that is in conflict
    with one of them and like another, unless the two can `never` be one.
    """
    given = tuple(ids)
    parts, wholes = _Groups(given), _wholes(given, settled)
    reasons: dict[str, list[str]] = {}
    for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.a, pair.b)):
        if parts.are_one(pair.a, pair.b) or not parts.bear(pair.a, pair.b, conflict):
            continue
        if wholes and not wholes.are_one(pair.a, pair.b) and not wholes.bear(pair.a, pair.b, never or conflict):
            continue
        said = [*reasons.get(parts.of[pair.a][0], ()), *reasons.get(parts.of[pair.b][0], ()), pair.words]
        parts.join(pair.a, pair.b)
        if wholes:
            wholes.join(pair.a, pair.b)
        reasons[parts.of[pair.a][0]] = _once(said)
    return tuple(_cluster(group, parts, reasons) for group in (wholes or parts).all())


def _wholes(ids: Iterable[str], settled: Iterable[Collection[str]]) -> _Groups | None:
    """Give the groups that the settled ids make, None where nothing is settled."""
    wholes = None
    for same in settled:
        wholes = wholes or _Groups(ids)
        first, *others = sorted(same)
        for one in others:
            wholes.join(first, one)
    return wholes


def _cluster(group: Iterable[str], parts: _Groups, reasons: Mapping[str, Sequence[str]]) -> Cluster:
    ids = tuple(sorted(group))
    firsts = list(dict.fromkeys(parts.of[one][0] for one in ids))
    said = [words for first in firsts for words in reasons.get(first, ())]
    return Cluster(ids, tuple(_once([*said, SINCE_EARLIER] if len(firsts) > 1 else said)))


def settled_together(ids: Iterable[str], settled: Mapping[str, str]) -> list[list[str]]:
    """Give those of `ids` that have one lasting id in `settled`, where there are at least two of it."""
    homes: dict[str, list[str]] = defaultdict(list)
    for one in ids if settled else ():
        if one in settled:
            homes[settled[one]].append(one)
    return [same for same in homes.values() if len(same) > 1]


def _once(words: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(words))
