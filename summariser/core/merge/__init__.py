"""Takes the readings of many articles and gives what they say together: merged objects, reasons, disagreements.

First actors, for everything else asks who; then incidents; then facts, roles and statements under them. The result
is the same in whatever order the readings come, holds every piece of evidence of theirs, and drops no side.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from summariser.core.merge.actors import MergedActors, merge_actors
from summariser.core.merge.explain import Explanation
from summariser.core.merge.gather import gather
from summariser.core.merge.incidents import FoundIncidents, find_incidents
from summariser.core.merge.origins import World, world_of
from summariser.core.merge.standing import merge_series, merge_standing_facts
from summariser.core.merge.statements import merge_statements
from summariser.nouns.known import Known
from summariser.nouns.merged import Merged
from summariser.nouns.pairs import OpenPair
from summariser.nouns.reading import Reading

__all__ = ["Explanation", "explain", "merge", "open_actors", "open_incidents"]

_NOTHING_ELSE = Known()


def merge(readings: Sequence[Reading], types: Mapping[str, str], known: Known = _NOTHING_ELSE) -> Merged:
    """Merge `readings`, at most one an article; `types` gives the family of each incident type code."""
    return _Merging.of(readings, types, known).merged()


def open_actors(readings: Sequence[Reading], known: Known = _NOTHING_ELSE) -> tuple[OpenPair, ...]:
    """Give the pairs of actors that no rule and no ruling decides, the strongest first."""
    return merge_actors(_in_order(readings), known).open


def open_incidents(
    readings: Sequence[Reading], types: Mapping[str, str], known: Known = _NOTHING_ELSE
) -> tuple[OpenPair, ...]:
    """Give the pairs of incidents that no rule and no ruling decides, the strongest first."""
    return _Merging.of(readings, types, known).found.open()


def explain(
    readings: Sequence[Reading], types: Mapping[str, str], known: Known, name_of: Callable[[str], str]
) -> Explanation:
    """Merge `readings` and give the result with what lies behind it; `name_of` names an article (sha256) for people."""
    merging = _Merging.of(readings, types, known)
    home = merging.found.home()
    return Explanation(merging.merged(), merging.actors, merging.found.court, home, known.rulings, name_of)


@dataclass(frozen=True)
class _Merging:
    """The steps of merging up to the incidents, from which everything else follows."""

    readings: Sequence[Reading]
    actors: MergedActors
    world: World
    found: FoundIncidents

    @classmethod
    def of(cls, readings: Sequence[Reading], types: Mapping[str, str], known: Known) -> "_Merging":
        ordered = _in_order(readings)
        actors = merge_actors(ordered, known)
        world = world_of(ordered, actors, types, known)
        return cls(ordered, actors, world, find_incidents(ordered, world, known.rulings))

    def merged(self) -> Merged:
        world, found = self.world, self.found
        series = merge_series(self.readings, world)
        world.incident_of.update({one.id: of.sightings[0].id for of in found.incidents for one in of.sightings})
        world.incident_of.update({member.id: one.id for one in series for member in one.members})
        return Merged(
            actors=tuple(self.actors.by_id.values()),
            incidents=tuple(gather(one, world) for one in found.incidents),
            series=series,
            standing_facts=merge_standing_facts(self.readings, world),
            statements=merge_statements(self.readings, world),
            actor_of=self.actors.of,
            incident_of=world.incident_of,
            notes=(*self.actors.notes, *found.notes, *world.publishers.notes),
        )


def _in_order(readings: Sequence[Reading]) -> list[Reading]:
    return sorted(readings, key=lambda reading: reading.article)
