"""Takes the actors of all readings and gives them merged across scripts, articles and spellings, with the reasons.

What the user says comes first, then equality of the folded English name, then the table of rules; what they leave
open is given as pairs, and rulings on such pairs join or part. Kind, country and article forbid. When in doubt, apart.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from summariser.core.merge.actors.aliases import joined_by_user, rulebook, sides_of_actors
from summariser.core.merge.actors.candidates import candidates
from summariser.core.merge.actors.companions import companions
from summariser.core.merge.actors.court import Court, Ids, certain_pairs, open_pairs, ordered, ruled_one
from summariser.core.merge.actors.groups import Group, Told, of_one_name, reasons_of, united, why_never
from summariser.core.merge.actors.portraits import Gallery
from summariser.core.merge.actors.scenes import Stage
from summariser.core.merge.actors.settled import settled_groups
from summariser.core.merge.clusters import Cluster, cluster
from summariser.core.merge.rulings import Rulings, rulings_on
from summariser.nouns.known import Aliases, Known
from summariser.nouns.merged import MergedActor
from summariser.nouns.pairs import OpenPair
from summariser.nouns.reading import Reading

_JUDGED = {"same": "one", "different": "two", "cannot_tell": "impossible to tell"}


@dataclass(frozen=True)
class MergedActors:
    """The merged actors by id, the merged id of each actor id, lines for the account, and pairs left open.

    `court`, `rulings` and `readings` are what `why` and `open` look things up in: the groups before any ruling, the
    rulings, and what was merged.
    """

    by_id: dict[str, MergedActor]
    of: dict[str, str]
    notes: tuple[str, ...]
    undecided: tuple[Ids, ...]
    court: Court = field(repr=False, compare=False)
    rulings: Rulings = field(repr=False, compare=False)
    readings: Sequence[Reading] = field(repr=False, compare=False)

    @cached_property
    def open(self) -> tuple[OpenPair, ...]:
        """Give the undecided pairs as they are put to the model, the strongest first."""
        return _portrayed(self.undecided, self.court, self.readings)

    def settled(self) -> "MergedActors":
        """Give the actors without what only questions and explanations look at, which is as large again."""
        return replace(self, undecided=(), court=Court(()), readings=())

    def why(self, a: str, b: str) -> str:
        """Say in words why two actors of readings, by their ids, are one or apart; KeyError if there is no such."""
        if self.of[a] == self.of[b]:
            return "; ".join(self.by_id[self.of[a]].reasons) or "one actor of one article"
        pair = ordered(self.court.home[a], self.court.home[b])
        ruling = self.rulings.get(pair)
        words = self.court.verdict(*pair).words
        return f"{words}; judged {_JUDGED[ruling.verdict]} by {ruling.model}" if ruling else words


def merge_actors(readings: Sequence[Reading], known: Known) -> MergedActors:
    """Merge the actors of `readings`, with the aliases and rulings of `known`.

    Rulings and open pairs go by the ids of groups before any ruling, so the same readings give the same pairs. A
    ruling that something forbids is not followed; a note says so. What earlier digests told apart is asked about only
    where an actor that none of them told is one of the two.
    """
    stages = {reading.article: Stage(reading) for reading in readings}
    told = [Told(reading.article, one, stages[reading.article]) for reading in readings for one in reading.actors]
    named, user_notes = _by_names(told, known.aliases)
    pairs, uncompared = candidates(named.groups.values())
    same = settled_groups(named, known.settled)
    certain = certain_pairs(named, sorted(pairs), same)
    court = _joined(named, cluster(named.groups, certain, named.unlike, same, named.conflict))
    rulings = rulings_on(known.rulings, court.home, known.settled)
    judged, refused = ruled_one(court, rulings)
    final = _joined(court, cluster(court.groups, judged, _against(court, rulings)))
    undecided = _undecided([*pairs, *companions(court, readings)], court, court)
    worth, unasked = open_pairs(court, (pair for pair in undecided if court.has_new(pair, known.settled)))
    still = _undecided(worth, court, final) - rulings.keys()
    parents, loops = _parents(final)
    for stage in stages.values():
        stage.forget()
    return MergedActors(
        {one: _merged(final.groups[one], parents[one]) for one in sorted(final.groups)},
        final.home,
        (*user_notes, *uncompared, *refused, *unasked, *loops),
        tuple(pair for pair in worth if pair in still),
        court,
        rulings,
        readings,
    )


def _by_names(told: Sequence[Told], aliases: Aliases) -> tuple[Court, tuple[str, ...]]:
    """Group actors by what the user says of names, else by their folded names; with notes on the user's aliases."""
    book = rulebook(aliases)
    sides = sides_of_actors(told, book)
    by_user, rest, notes = joined_by_user(told, sides, book)
    return Court([*by_user, *of_one_name(rest, sides)]), (*book.notes, *notes)


def _joined(court: Court, clusters: Iterable[Cluster]) -> Court:
    """Give the groups of `court` united by `clusters`."""
    return Court(united([court.groups[one] for one in group.ids], group.reasons) for group in clusters)


def _against(court: Court, rulings: Rulings) -> Callable[[str, str], bool]:
    """Give the test for two groups that rulings must not bring together: never one, or judged two.

    A body whose name and translation are each judged one with a third is one, though the two differ in words.
    """

    def conflict(a: str, b: str) -> bool:
        ruling = rulings.get(ordered(a, b))
        if ruling and ruling.verdict == "same":
            return court.verdict(a, b).kind == "conflict"
        if ruling and ruling.verdict == "different":
            return True
        return court.never(a, b) and not court.verdict(a, b).by_words

    return conflict


def _undecided(pairs: Iterable[Ids], court: Court, final: Court) -> set[Ids]:
    """Give the pairs of groups of `court` that are not one in `final` and could still be."""
    found = {ordered(court.home[a], court.home[b]) for a, b in pairs}
    homes = {pair: (final.home[pair[0]], final.home[pair[1]]) for pair in found}
    return {pair for pair, (a, b) in homes.items() if a != b and why_never(final.groups[a], final.groups[b]) is None}


def _portrayed(pairs: Sequence[Ids], court: Court, readings: Sequence[Reading]) -> tuple[OpenPair, ...]:
    """Give the pairs as they are put to the model."""
    ids = {one.actor.id for pair in pairs for side in pair for one in court.groups[side].told}
    portrait = Gallery(readings, ids).portrait
    return tuple(
        OpenPair(
            task="same_actor",
            a=a,
            b=b,
            articles=frozenset(one.article for side in (a, b) for one in court.groups[side].told),
            portraits=(
                portrait(court.groups[a], court.groups[b]),
                portrait(court.groups[b], court.groups[a]),
            ),
            score=court.verdict(a, b).score,
            why=court.verdict(a, b).words,
        )
        for a, b in pairs
    )


def _merged(group: Group, part_of: str | None) -> MergedActor:
    members = tuple(sorted((one.actor for one in group.told), key=lambda actor: actor.id))
    kinds = Counter(actor.kind for actor in members)
    return MergedActor(
        id=members[0].id,
        name=group.name,
        kind=min(kinds, key=lambda kind: (-kinds[kind], kind)),
        country=min(group.countries, default=None),
        part_of=part_of,
        members=members,
        reasons=reasons_of(group),
    )


def _parents(final: Court) -> tuple[dict[str, str | None], list[str]]:
    """Give what each merged actor is part of: the first that a member names, unless it leads back to the actor."""
    parents: dict[str, str | None] = {}
    notes: list[str] = []
    for first, group in sorted(final.groups.items()):
        actors = sorted((one.actor for one in group.told), key=lambda actor: actor.id)
        named = [final.home[actor.part_of] for actor in actors if actor.part_of in final.home and actor.part_of]
        kept = [parent for parent in named if not _leads_to(parent, first, parents)]
        parents[first] = kept[0] if kept else None
        if len(kept) < len(named):
            notes.append(f"{actors[0].name}: is told to be part of itself; not kept")
    return parents, notes


def _leads_to(start: str, end: str, parents: Mapping[str, str | None]) -> bool:
    here: str | None = start
    while here is not None and here != end:
        here = parents.get(here)
    return here == end
