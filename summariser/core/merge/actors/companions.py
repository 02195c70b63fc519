"""Takes groups of actors that names have not made one and gives the pairs that only their scenes bring together.

Two bodies of two articles play one part in what looks like one incident, and either no other of the one article who
plays it is one with any of the other, or all others are: so the two may be one body under a name and its translation.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from itertools import chain, combinations

from summariser.core.merge.actors.court import Court, Ids, ordered
from summariser.core.merge.actors.groups import fold_actor
from summariser.core.merge.actors.scenes import Stage
from summariser.nouns.kinds import ActorKind
from summariser.nouns.reading import Reading
from summariser.text.likeness import is_known

_BODIES = frozenset(
    {ActorKind.ORGANISATION, ActorKind.ARMED_GROUP, ActorKind.GOVERNMENT_BODY, ActorKind.COALITION},
)
_LARGEST_CAST = 12
"""Groups in one scene: where more play one part, the part tells nothing. Keeps the work near linear."""
_MOST_CASTS = 100
"""Articles that have different groups in one scene."""
_Cast = list[tuple[str, str]]
"""Groups in a scene, each with an article that shows it there."""


def companions(court: Court, readings: Iterable[Reading]) -> set[Ids]:
    """Give the pairs of ids, the smaller first, on which the verdict is open."""
    casts: dict[Hashable, _Cast] = defaultdict(list)
    for reading in readings:
        for actor, scene in _scenes(reading):
            group = court.groups[court.home[actor]]
            if group.kinds <= _BODIES:
                casts[scene].append((group.id, reading.article))
    found = {pair for cast in casts.values() if len(cast) > 1 for pair in _unmatched(cast)}
    return {pair for pair in found if court.verdict(*pair).kind == "open"}


def _scenes(reading: Reading) -> Iterator[tuple[str, Hashable]]:
    """Give the actors with their scenes; an office is also told by its terms in each place that its article tells of.

    The scenes are worked out for the time being only: those of all articles would fill the memory.
    """
    stage = Stage(reading)
    bodies = {actor.id for actor in reading.actors if actor.kind in _BODIES}
    for scenes in (stage.firm, stage.loose):
        yield from ((actor, scene) for actor in bodies & scenes.keys() for scene in scenes[actor])
    for office in reading.actors if stage.moments else ():
        if office.kind is ActorKind.GOVERNMENT_BODY:
            terms = tuple(word for word in fold_actor(office) if is_known(word) and "@" not in word)
            yield from ((office.id, (terms, moment)) for moment in stage.moments if terms)


def _unmatched(cast: _Cast) -> Iterator[Ids]:
    """Give the pairs of articles' groups where these share none, or all but one each."""
    groups_of: dict[str, set[str]] = defaultdict(set)
    for group, article in cast:
        groups_of[article].add(group)
    alike = sorted({tuple(sorted(groups)) for groups in groups_of.values()})
    if len(set(chain(*alike))) > _LARGEST_CAST:
        return
    for x, y in combinations(map(frozenset, alike[:_MOST_CASTS]), 2):
        left, right = x - y, y - x
        if not x & y or len(left) == len(right) == 1:
            yield from (ordered(a, b) for a in left for b in right)
