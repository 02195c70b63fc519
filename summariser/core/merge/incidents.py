"""Takes the incidents of all readings and gives clusters of sightings that are one incident, with reasons.

Only sightings that share a day and a place, or a day and an actor, are compared, so the work grows with the number
of reports of one event and not with the square of all incidents.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from summariser.core.merge.clusters import Cluster, Pair, cluster
from summariser.core.merge.dates import days_of
from summariser.core.merge.origins import World
from summariser.core.merge.rules import Verdict, judge
from summariser.core.merge.sightings import TOUCHED, Sighting, date_words, sighting
from summariser.nouns.kinds import RoleKind
from summariser.nouns.reading import Incident, Reading
from summariser.text.names import Tokens, skeleton

_MOST_APART = 3
_NEVER = 1 << 30
_FIRM = 1000
"""Above every score: what `_coarse_pairs` adds comes after all firm pairs."""


@dataclass(frozen=True)
class FoundIncident:
    """Sightings that are one incident, why, and which look-alikes are not it."""

    sightings: tuple[Sighting, ...]
    reasons: tuple[str, ...]
    apart: tuple[str, ...]


class _Court:
    """Judges pairs of sightings, each pair once."""

    def __init__(self, sightings: Mapping[str, Sighting], world: World) -> None:
        self.sightings = sightings
        self._world = world
        self._verdicts: dict[tuple[str, str], Verdict] = {}

    def verdict(self, a: str, b: str) -> Verdict:
        pair = (a, b) if a < b else (b, a)
        if pair not in self._verdicts:
            self._verdicts[pair] = judge(self.sightings[a], self.sightings[b], self._world)
        return self._verdicts[pair]

    def conflict(self, a: str, b: str) -> bool:
        return self.verdict(a, b).kind == "conflict"


def find_incidents(readings: Sequence[Reading], world: World) -> tuple[tuple[FoundIncident, ...], tuple[str, ...]]:
    """Give the incidents in order of their first ids, and lines for the account."""
    sightings = {
        incident.id: sighting(incident, reading.article, world)
        for reading in readings
        for incident in reading.incidents
    }
    court = _Court(sightings, world)
    firm = list(_firm_pairs(court))
    coarse, notes = _coarse_pairs(cluster(sightings, firm, court.conflict), court)
    clusters = cluster(sightings, [*firm, *coarse], court.conflict)
    apart = _kept_apart(clusters, court)
    found = (
        FoundIncident(tuple(sightings[one] for one in group.ids), group.reasons, apart[group.ids[0]])
        for group in clusters
    )
    return tuple(found), notes


# Firm pairs: whole days on both sides


def _firm_pairs(court: _Court) -> Iterator[Pair]:
    for a, b in sorted(_candidates(court.sightings.values())):
        verdict = court.verdict(a, b)
        if verdict.kind == "join":
            yield Pair(verdict.score, a, b, verdict.words)


def _candidates(sightings: Iterable[Sighting]) -> set[tuple[str, str]]:
    """Give the pairs that share a day and a city; or a country or actor, where one of them lacks city or country."""
    full: dict[Hashable, list[str]] = defaultdict(list)
    loose: dict[Hashable, list[tuple[str, bool]]] = defaultdict(list)
    for one in sightings:
        lacking = not (one.cities and one.countries)
        for day in _days(one):
            for key in _city_keys(one):
                full[day, key].append(one.id)
            for loose_key in (*one.countries, *one.in_role(*TOUCHED)):
                loose[day, loose_key].append((one.id, lacking))
    pairs = {_ordered(a, b) for block in full.values() for a, b in combinations(block, 2)}
    for loose_block in loose.values():
        wanting = [one for one, lacking in loose_block if lacking]
        pairs |= {_ordered(a, b) for a, (b, _) in product(wanting, loose_block) if a != b}
    return pairs


def _ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _days(one: Sighting) -> set[int]:
    return {day for date in one.dates() for day in days_of(date)}


def _city_keys(one: Sighting) -> set[Tokens]:
    """Give the cities, and places that may be cities, by their consonants: "Arbil" and "Erbil" fall together."""
    return {tuple(map(skeleton, name)) for name in (*one.cities, *one.spots)}


# Coarse pairs: a month, a year, no date


def _coarse_pairs(clusters: Iterable[Cluster], court: _Court) -> tuple[list[Pair], tuple[str, ...]]:
    """Pair a sighting without a whole day with the one incident that it fits, if there is exactly one."""
    home = {one: group.ids for group in clusters for one in group.ids}
    index = _by_actor_city_and_period(court.sightings.values())
    pairs: list[Pair] = []
    notes: list[str] = []
    for one in sorted(court.sightings):
        fitting = [] if _days(court.sightings[one]) else _fitting(court.sightings[one], index, home, court)
        if len(fitting) == 1:
            pairs.append(fitting[0])
        elif fitting:
            notes.append(f"{court.sightings[one].incident.title}: may be any of several incidents, so kept apart")
    return pairs, tuple(dict.fromkeys(notes))


def _fitting(
    one: Sighting, index: Mapping[Hashable, list[str]], home: Mapping[str, tuple[str, ...]], court: _Court
) -> list[Pair]:
    """Give the best pair with each dated incident that `one` may be, all weaker than any firm pair."""
    best: dict[str, Pair] = {}
    for other in sorted({other for key in _lookups(one) for other in index.get(key, ())}):
        verdict = court.verdict(one.id, other)
        if verdict.kind == "perhaps" and not any(court.conflict(one.id, member) for member in home[other]):
            pair = Pair(verdict.score - _FIRM, *_ordered(one.id, other), verdict.words)
            first = home[other][0]
            best[first] = max(best.get(first, pair), pair, key=lambda pair: pair.score)
    return list(best.values())


def _by_actor_city_and_period(sightings: Iterable[Sighting]) -> dict[Hashable, list[str]]:
    index: dict[Hashable, list[str]] = defaultdict(list)
    for one in filter(_days, sightings):
        for key in _keys(one, {period for date in one.dates() for period in (date[:7], date[:4], "")}):
            index[key].append(one.id)
    return index


def _lookups(one: Sighting) -> set[Hashable]:
    return _keys(one, {"" if set(date) & set("X/~?") else date for date in one.dates()} or {""})


def _keys(one: Sighting, periods: Iterable[str]) -> set[Hashable]:
    return set(product(one.in_role(*TOUCHED), _city_keys(one), periods))


# Look-alikes


def _kept_apart(clusters: Sequence[Cluster], court: _Court) -> dict[str, tuple[str, ...]]:
    """Say for each cluster, by its first id, which look-alikes nearest in time it was not merged with, and why."""
    near: dict[int, set[int]] = defaultdict(set)
    when = [
        min((day for one in group.ids for day in _days(court.sightings[one])), default=_NEVER) for group in clusters
    ]
    for block in _look_alikes(clusters, court).values():
        in_time = sorted(block, key=lambda position: (when[position], position))
        for place, position in enumerate(in_time):
            near[position].update(in_time[place + 1 : place + 1 + _MOST_APART])
            for later in in_time[place + 1 : place + 1 + _MOST_APART]:
                near[later].add(position)
    apart = {}
    for position, group in enumerate(clusters):
        nearest = sorted(near[position], key=lambda other: (abs(when[other] - when[position]), other))[:_MOST_APART]
        apart[group.ids[0]] = tuple(_why_apart(group, clusters[other], court) for other in nearest)
    return apart


def _look_alikes(clusters: Sequence[Cluster], court: _Court) -> dict[Hashable, set[int]]:
    """Give the positions of clusters by what makes them alike: city and family of kinds, or a target."""
    blocks: dict[Hashable, set[int]] = defaultdict(set)
    for position, group in enumerate(clusters):
        for one in map(court.sightings.__getitem__, group.ids):
            for key in product((*one.cities, *one.in_role(RoleKind.TARGET)), [one.family]):
                blocks[key].add(position)
    return blocks


def title_of(members: Sequence[Incident]) -> str:
    """Give the title of the report that has it as news and says most."""
    return min(members, key=lambda member: (member.background, -len(member.facts), member.id)).title


def _why_apart(group: Cluster, other: Cluster, court: _Court) -> str:
    pairs = list(product(group.ids, other.ids))
    deciding = next((pair for pair in pairs if court.conflict(*pair)), pairs[0])
    look_alike = court.sightings[deciding[1]]
    verdict = court.verdict(*deciding)
    why = "may be one, but so may others" if verdict.kind == "perhaps" else verdict.words
    title = title_of([court.sightings[one].incident for one in other.ids])
    return f"{title} ({date_words(look_alike)}): {why}"
