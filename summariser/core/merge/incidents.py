"""Takes the incidents of all readings and gives clusters of sightings that are one incident, with reasons.

Only sightings that share a day and a place, or a day and an actor, are compared, so the work grows with the number
of reports of one event and not with the square of all incidents. What the rules leave open may be put to the model.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice, product
from typing import NamedTuple

from summariser.core.merge.clusters import Cluster, Pair, cluster, settled_together
from summariser.core.merge.followups import followed_up
from summariser.core.merge.origins import World
from summariser.core.merge.portraits import portrait_of_incident
from summariser.core.merge.rulings import Rulings, rulings_on
from summariser.core.merge.shared import coarse_keys, dated_keys, full_keys, is_lacking, loose_keys, undated_keys
from summariser.core.merge.sightings import Sighting, date_words, sightings_of
from summariser.core.merge.verdicts import OF_ONE_ARTICLE, Verdict, judge
from summariser.nouns.kinds import RoleKind
from summariser.nouns.pairs import OpenPair, Portrait
from summariser.nouns.reading import Incident, Reading

_MOST_APART = 3
_MOST_COMPARED = 20
"""Of two big clusters, how many pairs are looked at for the words that say why they are apart."""
_NEVER = 1 << 30
_FIRM = 1000
"""Above every score: what `_coarse_pairs` adds comes after all firm pairs."""
_MOST_IN_PERIOD = 100
"""Of what happened to one actor in one city; a mention without a day that may be any of more can be no one of them."""
_MANY_COPIES = 20
"""Fewer are compared pair by pair like any other reports."""


@dataclass(frozen=True)
class FoundIncident:
    """What the articles tell of one incident, why it is one, and which look-alikes are not it."""

    members: tuple[Incident, ...]
    reasons: tuple[str, ...]
    apart: tuple[str, ...]


@dataclass(frozen=True)
class FoundIncidents:
    """The incidents in order of their first ids, lines for the account, and what the rules left to rulings.

    `by_rule` are the clusters before any ruling, by whose first ids rulings go; `undecided` are pairs of them.
    """

    incidents: tuple[FoundIncident, ...]
    notes: tuple[str, ...]
    by_rule: tuple[Cluster, ...]
    undecided: tuple["_Undecided", ...]
    court: "Court"

    def open(self) -> tuple[OpenPair, ...]:
        """Give the pairs left open with what is to be told of them, the strongest first."""
        members = {group.ids[0]: group for group in self.by_rule}
        return tuple(_open_pair(pair, members, self.court) for pair in self.undecided)

    def home(self) -> dict[str, str]:
        """Give for each sighting the first id of its cluster before any ruling."""
        return {one: group.ids[0] for group in self.by_rule for one in group.ids}


@dataclass
class Court:
    """Judges pairs of sightings by their ids; those that look alike to the rules, as in copies of one text, once."""

    sightings: Mapping[str, Sighting]
    world: World
    _verdicts: dict[tuple[int, int], Verdict] = field(default_factory=dict)
    _looks: dict[Hashable, int] = field(default_factory=dict)
    _look_of: dict[str, int] = field(default_factory=dict)

    def verdict(self, a: str, b: str) -> Verdict:
        """Give the verdict on two sightings."""
        first, second = (self.sightings[one] for one in ((a, b) if a < b else (b, a)))
        if first.article == second.article:
            return OF_ONE_ARTICLE
        looks = self.look(first.id), self.look(second.id)
        if looks not in self._verdicts:
            self._verdicts[looks] = judge(first, second, self.world)
        return self._verdicts[looks]

    def why_apart(self, a: str, b: str) -> str:
        """Say what speaks most against two sightings' being one: of one article, too, what tells them apart."""
        verdict = self.verdict(a, b)
        if verdict is OF_ONE_ARTICLE:
            verdict = judge(self.sightings[a], self.sightings[b], self.world)
        return "may be one, but so may others" if verdict.kind == "perhaps" else verdict.words

    def look(self, one: str) -> int:
        """Give a number that is equal for sightings which no rule can tell apart."""
        if one not in self._look_of:
            self._look_of[one] = self._looks.setdefault(self.sightings[one].look, len(self._looks))
        return self._look_of[one]

    def conflict(self, a: str, b: str) -> bool:
        """Whether two sightings can never be one."""
        return self.verdict(a, b).kind == "conflict"

    def conflict_or_doubt(self, a: str, b: str) -> bool:
        """Whether no rule may bring two sightings together, by whatever third they are like."""
        return self.verdict(a, b).kind in ("conflict", "doubt")


def find_incidents(readings: Sequence[Reading], world: World, rulings: Rulings) -> FoundIncidents:
    """Merge by the rules, then by the `rulings` on what the rules left open.

    The pairs left open are those before any ruling, so that the same readings always give the same questions.
    """
    court = Court(sightings_of(readings, world), world)
    candidates = sorted(_candidates(court))
    firm = _untorn([pair for a, b in candidates if (pair := _firm_pair(a, b, court))], court)
    coarse, notes = _coarse_pairs(_by_rule(firm, court), candidates, court)
    by_rule = _by_rule([*firm, *coarse], court)
    pairs = _undecided(by_rule, candidates, followed_up(readings, court.sightings, world), court)
    rulings = rulings_on(rulings, {one: group.ids[0] for group in by_rule for one in group.ids}, world.settled)
    clusters = _ruled(by_rule, pairs, rulings, court)
    apart = _kept_apart(clusters, court)
    found = (
        FoundIncident(tuple(court.sightings[one].incident for one in group.ids), group.reasons, apart[group.ids[0]])
        for group in clusters
    )
    unruled = tuple(pair for pair in pairs if (pair.a, pair.b) not in rulings)
    return FoundIncidents(tuple(found), notes, by_rule, unruled, court)


# Candidates


def _candidates(court: Court) -> set[tuple[str, str]]:
    """Give the pairs worth judging, each in order; of many copies of one report the first stands for all."""
    copies = _copies(court)
    given = [one for one in court.sightings.values() if one.id not in copies]
    of_copies = {(first, one) for one, first in copies.items()}
    return _of_one_day(given) | set(_of_one_period(given)) | set(_of_one_coarse_date(given)) | of_copies


def _copies(court: Court) -> dict[str, str]:
    """Give for each but the first of many reports that no rule can tell apart, and that the rules join, the first."""
    alike: dict[int, list[str]] = defaultdict(list)
    for one in sorted(court.sightings):
        alike[court.look(one)].append(one)
    return {one: same[0] for same in alike.values() if _are_copies(same, court) for one in same[1:]}


def _are_copies(same: Sequence[str], court: Court) -> bool:
    articles = {court.sightings[one].article for one in same}
    return len(same) >= _MANY_COPIES and len(articles) == len(same) and court.verdict(*same[:2]).kind == "join"


def _of_one_day(sightings: Iterable[Sighting]) -> set[tuple[str, str]]:
    full: dict[Hashable, list[str]] = defaultdict(list)
    loose: dict[Hashable, list[tuple[str, bool]]] = defaultdict(list)
    for one in sightings:
        for key in full_keys(one):
            full[key].append(one.id)
        for key in loose_keys(one):
            loose[key].append((one.id, is_lacking(one)))
    pairs = {_ordered(a, b) for block in full.values() for a, b in combinations(block, 2)}
    for loose_block in loose.values():
        wanting = [one for one, lacking in loose_block if lacking]
        pairs |= {_ordered(a, b) for a, (b, _) in product(wanting, loose_block) if a != b}
    return pairs


def _of_one_period(sightings: Sequence[Sighting]) -> Iterator[tuple[str, str]]:
    index: dict[Hashable, list[str]] = defaultdict(list)
    for one in sightings:
        for key in dated_keys(one):
            index[key].append(one.id)
    for one in sightings:
        blocks = (index.get(key, ()) for key in undated_keys(one))
        yield from (_ordered(one.id, other) for block in blocks if len(block) <= _MOST_IN_PERIOD for other in block)


def _of_one_coarse_date(sightings: Sequence[Sighting]) -> Iterator[tuple[str, str]]:
    blocks: dict[Hashable, list[str]] = defaultdict(list)
    for one in sightings:
        for key in coarse_keys(one):
            blocks[key].append(one.id)
    return (_ordered(a, b) for block in blocks.values() for a, b in combinations(block, 2))


def _ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


# By the rules


def _by_rule(pairs: Iterable[Pair], court: Court) -> tuple[Cluster, ...]:
    settled = settled_together(court.sightings, court.world.settled)
    return cluster(court.sightings, pairs, court.conflict_or_doubt, settled, court.conflict)


def _firm_pair(a: str, b: str, court: Court) -> Pair | None:
    verdict = court.verdict(a, b)
    return Pair(verdict.score, a, b, verdict.words) if verdict.kind == "join" else None


def _untorn(pairs: list[Pair], court: Court) -> list[Pair]:
    """Leave out the pairs of a sighting that fits equally well two of one article: a shock and its aftershock.

    What looks alike to the rules counts once, so that copies of one text cost no more than one.
    """
    fits: dict[int, dict[int, Pair]] = defaultdict(dict)
    for pair in pairs:
        a, b = court.look(pair.a), court.look(pair.b)
        fits[a].setdefault(b, pair)
        fits[b].setdefault(a, pair)
    torn = {look for look, others in fits.items() if _is_torn(look, others, court)}
    return [pair for pair in pairs if not torn & {court.look(pair.a), court.look(pair.b)}]


def _is_torn(look: int, others: Mapping[int, Pair], court: Court) -> bool:
    fitting = Counter(
        (pair.score, court.sightings[pair.a if court.look(pair.b) == look else pair.b].article)
        for pair in others.values()
    )
    best = max((score for score, _ in fitting), default=0)
    return any(number > 1 for (score, _), number in fitting.items() if score == best)


def _coarse_pairs(
    clusters: Iterable[Cluster], candidates: Iterable[tuple[str, str]], court: Court
) -> tuple[list[Pair], tuple[str, ...]]:
    """Pair a sighting without a whole day with the one incident that it fits, if there is exactly one.

    That is an incident with a day, or one with the same coarse date. What is settled as a part of one fits no other.
    """
    home, settled = {one: group.ids for group in clusters for one in group.ids}, court.world.settled
    fitting: dict[str, dict[str, Pair]] = defaultdict(dict)
    for a, b in candidates:
        if a in settled and settled[a] == settled.get(b):
            continue
        for one, other in ((a, b), (b, a)):
            free = len(home[one]) == 1 or home[one] is home[other]
            pair = _coarse_pair(one, other, home[other], court) if free else None
            if pair:
                best = fitting[one].get(home[other][0], pair)
                fitting[one][home[other][0]] = max(best, pair, key=lambda pair: pair.score)
    pairs = [pair for one in sorted(fitting) if len(fitting[one]) == 1 for pair in fitting[one].values()]
    unsure = [court.sightings[one].incident.title for one in sorted(fitting) if len(fitting[one]) > 1]
    notes = (f"{title}: may be any of several incidents, so no rule joined it to one" for title in unsure)
    return pairs, tuple(dict.fromkeys(notes))


def _coarse_pair(one: str, other: str, home: Sequence[str], court: Court) -> Pair | None:
    """Pair `one`, which has no whole day, with `other`, weaker than any firm pair."""
    coarse, fine = court.sightings[one], court.sightings[other]
    if coarse.days or not (fine.days or set(coarse.dates) & set(fine.dates)):
        return None
    verdict = court.verdict(one, other)
    if verdict.kind != "perhaps" or any(court.conflict_or_doubt(one, member) for member in home if member != one):
        return None
    return Pair(verdict.score - _FIRM, *_ordered(one, other), verdict.words)


# By rulings


class _Undecided(NamedTuple):
    """Two clusters, by their first ids, that no rule decides, and how much speaks for them to be one."""

    a: str
    b: str
    score: int
    why: str


def _undecided(
    clusters: Sequence[Cluster],
    candidates: Iterable[tuple[str, str]],
    followed: Collection[tuple[str, str]],
    court: Court,
) -> tuple[_Undecided, ...]:
    """Give the pairs of clusters that no rule decides and nothing forbids to be one, the strongest first.

    Those `followed` up are asked about however little else the two share. What earlier digests told apart is asked
    about only where a report that none of them told is like both.
    """
    settled = court.world.settled.keys()
    home = {one: group for group in clusters for one in group.ids}
    best: dict[tuple[str, str], Verdict] = {}
    for a, b in {*candidates, *followed}:
        verdict = court.verdict(a, b)
        asked = verdict.open or verdict.kind == "join" or (a, b) in followed
        if asked and home[a] is not home[b] and not {a, b} <= settled:
            pair = _ordered(home[a].ids[0], home[b].ids[0])
            best[pair] = max(best.get(pair, verdict), verdict, key=lambda one: (one.score, one.words))
    found = (
        _Undecided(a, b, verdict.score, verdict.words)
        for (a, b), verdict in best.items()
        if not any(court.conflict(x, y) for x, y in product(home[a].ids, home[b].ids))
    )
    return tuple(sorted(found, key=lambda pair: (-pair.score, pair.a, pair.b)))


def _open_pair(pair: _Undecided, members: Mapping[str, Cluster], court: Court) -> OpenPair:
    a, b = members[pair.a], members[pair.b]
    return OpenPair(
        task="same_incident",
        a=pair.a,
        b=pair.b,
        articles=frozenset(court.sightings[one].article for one in (*a.ids, *b.ids)),
        portraits=(_portrait(a, court), _portrait(b, court)),
        score=pair.score,
        why=pair.why,
    )


def _portrait(group: Cluster, court: Court) -> Portrait:
    return portrait_of_incident([court.sightings[one] for one in group.ids], court.world)


def _ruled(
    clusters: Sequence[Cluster], pairs: Iterable[_Undecided], rulings: Rulings, court: Court
) -> tuple[Cluster, ...]:
    """Join clusters that are ruled to be one; no ruling brings together what conflicts."""
    members = {group.ids[0]: group for group in clusters}
    found = ((pair, rulings.get((pair.a, pair.b))) for pair in pairs)
    same = [
        Pair(pair.score, pair.a, pair.b, f"judged one by {ruling.model}, not by a rule")
        for pair, ruling in found
        if ruling and ruling.verdict == "same"
    ]

    def conflict(a: str, b: str) -> bool:
        return any(court.conflict(x, y) for x, y in product(members[a].ids, members[b].ids))

    return tuple(_put_together(group, members) for group in cluster(members, same, conflict))


def _put_together(group: Cluster, members: Mapping[str, Cluster]) -> Cluster:
    ids = sorted(one for first in group.ids for one in members[first].ids)
    reasons = [reason for first in group.ids for reason in members[first].reasons]
    return Cluster(tuple(ids), tuple(dict.fromkeys([*reasons, *group.reasons])))


# Look-alikes


def _kept_apart(clusters: Sequence[Cluster], court: Court) -> dict[str, tuple[str, ...]]:
    """Say for each cluster, by its first id, which look-alikes nearest in time it was not merged with, and why."""
    near: dict[int, set[int]] = defaultdict(set)
    when = [min((day for one in group.ids for day in court.sightings[one].days), default=_NEVER) for group in clusters]
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


def _look_alikes(clusters: Sequence[Cluster], court: Court) -> dict[Hashable, set[int]]:
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


def deciding_pair(ids: Sequence[str], others: Sequence[str], court: Court) -> tuple[str, str]:
    """Give the pair of sightings that says best why two clusters are two: one in conflict, else the likest."""
    pairs = list(islice(product(ids, others), _MOST_COMPARED))
    against = next((pair for pair in pairs if court.conflict(*pair)), None)
    return against or max(pairs, key=lambda pair: (court.verdict(*pair).score, pair))


def _why_apart(group: Cluster, other: Cluster, court: Court) -> str:
    deciding = deciding_pair(group.ids, other.ids, court)
    look_alike = court.sightings[deciding[1]]
    title = title_of([court.sightings[one].incident for one in other.ids])
    return f"{title} ({date_words(look_alike)}): {court.why_apart(*deciding)}"
