"""Takes groups of actors and gives verdicts on pairs of them, each pair judged once, and which pairs stay open."""

from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable
from itertools import combinations

from summariser.core.merge.actors.groups import Group
from summariser.core.merge.actors.rules import BY_SCENE, Verdict, judge
from summariser.core.merge.clusters import Pair
from summariser.core.merge.rulings import Rulings
from summariser.text.english import count

Ids = tuple[str, str]
_MOST_OPEN = 3
"""Open pairs of one group: more are the namesakes of a common name, and asking about each would cost too much."""


class Court:
    """Judges pairs of groups by their ids. `home` gives the group of each actor."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self.groups = {group.id: group for group in groups}
        self.home = {one.actor.id: group.id for group in self.groups.values() for one in group.told}
        self._verdicts: dict[Ids, Verdict] = {}

    def verdict(self, a: str, b: str) -> Verdict:
        """Give the verdict on two groups."""
        pair = ordered(a, b)
        if pair not in self._verdicts:
            self._verdicts[pair] = judge(self.groups[pair[0]], self.groups[pair[1]])
        return self._verdicts[pair]

    def conflict(self, a: str, b: str) -> bool:
        """Whether something forbids two groups to be one."""
        return self.verdict(a, b).kind == "conflict"

    def has_new(self, pair: Ids, settled: Container[str]) -> bool:
        """Whether one of two groups has an actor that is not settled."""
        return any(one.actor.id not in settled for group in pair for one in self.groups[group].told)

    def never(self, a: str, b: str) -> bool:
        """Whether two groups cannot be one: something forbids it, or a word tells their names apart."""
        verdict = self.verdict(a, b)
        return verdict.kind == "conflict" or verdict.score < 0

    def unlike(self, a: str, b: str) -> bool:
        """Whether nothing in their names speaks for two groups' being one, so that no third may bring them together."""
        return self.never(a, b) or self.verdict(a, b).score <= BY_SCENE


def ordered(a: str, b: str) -> Ids:
    """Give two ids, the smaller first."""
    return (a, b) if a < b else (b, a)


def certain_pairs(court: Court, pairs: Iterable[Ids], settled: Iterable[Collection[str]]) -> list[Pair]:
    """Give the pairs that the rules join. One that fits two groups which are not each other joins neither.

    Each of `settled` are groups that are each other.
    """
    known = {ordered(a, b) for same in settled for a, b in combinations(same, 2)}
    certain = [_pair(court, a, b) for a, b in pairs if court.verdict(a, b).kind == "join"]
    partners: dict[str, list[str]] = defaultdict(list)
    for pair in certain:
        partners[pair.a].append(pair.b)
        partners[pair.b].append(pair.a)
    torn = {
        one
        for one, others in partners.items()
        if any(court.unlike(*two) and ordered(*two) not in known for two in combinations(others, 2))
    }
    return [pair for pair in certain if not torn & {pair.a, pair.b}]


def _pair(court: Court, a: str, b: str) -> Pair:
    verdict = court.verdict(a, b)
    names = "; ".join(sorted({court.groups[a].name, court.groups[b].name}))
    return Pair(verdict.score, a, b, f"{verdict.words} ({names})")


def open_pairs(court: Court, pairs: Iterable[Ids]) -> tuple[list[Ids], tuple[str, ...]]:
    """Give the pairs worth a question, best first, and a note if pairs are left out because a group has better ones."""
    worth = [(-found.score, *pair) for pair in pairs if (found := court.verdict(*pair)).kind in ("open", "join")]
    taken: Counter[str] = Counter()
    kept: list[Ids] = []
    for _, a, b in sorted(worth):
        if taken[a] < _MOST_OPEN and taken[b] < _MOST_OPEN:
            taken.update((a, b))
            kept.append((a, b))
    left = len(worth) - len(kept)
    return kept, (f"{count(left, 'pair')} of actors with common names left apart without a question",) * bool(left)


def ruled_one(court: Court, rulings: Rulings) -> tuple[list[Pair], list[str]]:
    """Give the pairs that rulings join, and a line for each that something forbids."""
    pairs, notes = [], []
    for (a, b), ruling in sorted(rulings.items()):
        if ruling.verdict != "same" or not {a, b} <= court.groups.keys():
            continue
        verdict = court.verdict(a, b)
        if verdict.kind == "conflict":
            names = " and ".join(court.groups[one].name for one in (a, b))
            notes.append(f"{names}: judged one by {ruling.model}, kept apart: {verdict.words}")
        else:
            pairs.append(Pair(0, *ordered(a, b), f"judged one by {ruling.model}, not by a rule"))
    return pairs, notes
