"""Takes two partitions of the same items and gives how well they agree, and the pairs that they put differently."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from itertools import combinations
from typing import NamedTuple, TypeVar

Item = TypeVar("Item", bound=Hashable)


class Scores(NamedTuple):
    """Precision, recall and their harmonic mean F1, each from 0 to 1."""

    precision: float
    recall: float
    f1: float


def scores(precision: float, recall: float) -> Scores:
    """Give the two with their harmonic mean, which is 0 where both are."""
    both = precision + recall
    return Scores(precision, recall, 2 * precision * recall / both if both else 0.0)


def share(part: float, whole: float) -> float:
    """Give `part` of `whole`; 1 of nothing, for where nothing was asked nothing was missed."""
    return part / whole if whole else 1.0


def pairwise(system: Mapping[Item, Hashable], gold: Mapping[Item, Hashable]) -> Scores:
    """Give precision, recall and F1 over pairs of items that are in one cluster, as record linkage counts them.

    Both arguments give the cluster of each item, over the same items; raises ValueError if they do not. The pairs are
    counted in the contingency table (Hubert and Arabie, 1985, Comparing Partitions), not gone through.
    """
    both, of_system, of_gold = _tables(system, gold)
    together = _pairs(both.values())
    return scores(share(together, _pairs(of_system.values())), share(together, _pairs(of_gold.values())))


def b_cubed(system: Mapping[Item, Hashable], gold: Mapping[Item, Hashable]) -> Scores:
    """Give B³: precision and recall of each item's cluster, averaged over the items (Bagga and Baldwin, 1998).

    The item's precision is the share of its system cluster that is in its gold cluster too, its recall the share of
    its gold cluster that is in its system cluster too; all items weigh the same. F1 is that of the two averages.
    Raises ValueError if the two partitions are not over the same items.
    """
    both, of_system, of_gold = _tables(system, gold)
    precision = sum(count * count / of_system[one] for (one, _), count in both.items())
    recall = sum(count * count / of_gold[other] for (_, other), count in both.items())
    return scores(share(precision, len(gold)), share(recall, len(gold)))


def false_merges(system: Mapping[Item, Hashable], gold: Mapping[Item, Hashable]) -> list[tuple[Item, Item]]:
    """Give a pair of items for every two gold clusters that meet in one system cluster.

    Of each gold cluster the first of its items there stands for it, in the order of `gold`.
    """
    return _torn(gold, system, gold)


def missed_merges(system: Mapping[Item, Hashable], gold: Mapping[Item, Hashable]) -> list[tuple[Item, Item]]:
    """Give a pair of items for every two system clusters over which one gold cluster is spread.

    Of each system cluster the first of its items there stands for it, in the order of `gold`.
    """
    return _torn(system, gold, gold)


def pairs_within(clusters: Mapping[Item, Hashable]) -> int:
    """Give the number of pairs of items that are in one cluster."""
    return _pairs(Counter(clusters.values()).values())


def _torn(
    parts: Mapping[Item, Hashable], wholes: Mapping[Item, Hashable], order: Iterable[Item]
) -> list[tuple[Item, Item]]:
    first: defaultdict[Hashable, dict[Hashable, Item]] = defaultdict(dict)
    for item in order:
        first[wholes[item]].setdefault(parts[item], item)
    return [pair for met in first.values() for pair in combinations(met.values(), 2)]


def _tables(
    system: Mapping[Item, Hashable], gold: Mapping[Item, Hashable]
) -> tuple[Counter[tuple[Hashable, Hashable]], Counter[Hashable], Counter[Hashable]]:
    """Give the contingency table and the sizes of the clusters on either side."""
    if system.keys() != gold.keys():
        raise ValueError("two partitions can be compared only over the same items")
    both = Counter((system[item], cluster) for item, cluster in gold.items())
    return both, Counter(system.values()), Counter(gold.values())


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)
