"""Takes the readings of many articles and gives what they say together: merged objects, reasons, disagreements.

First actors, for everything else asks who; then incidents; then facts, roles and statements under them. The result
is the same in whatever order the readings come, holds every piece of evidence of theirs, and drops no side.
"""

from collections.abc import Mapping, Sequence

from summariser.core.merge.actors import merge_actors
from summariser.core.merge.gather import gather
from summariser.core.merge.incidents import find_incidents
from summariser.core.merge.origins import world_of
from summariser.core.merge.standing import merge_series, merge_standing_facts
from summariser.core.merge.statements import merge_statements
from summariser.nouns.known import Known
from summariser.nouns.merged import Merged
from summariser.nouns.pairs import OpenPair
from summariser.nouns.reading import Reading

_NOTHING_ELSE = Known()


def merge(readings: Sequence[Reading], types: Mapping[str, str], known: Known = _NOTHING_ELSE) -> Merged:
    """Merge `readings`, at most one an article; `types` gives the family of each incident type code."""
    ordered = _in_order(readings)
    actors = merge_actors(ordered, known)
    world = world_of(ordered, actors, types, known)
    found = find_incidents(ordered, world, known.rulings)
    series = merge_series(ordered, world)
    world.incident_of.update({one.id: group.sightings[0].id for group in found.incidents for one in group.sightings})
    world.incident_of.update({member.id: one.id for one in series for member in one.members})
    return Merged(
        actors=tuple(actors.by_id.values()),
        incidents=tuple(gather(one, world) for one in found.incidents),
        series=series,
        standing_facts=merge_standing_facts(ordered, world),
        statements=merge_statements(ordered, world),
        actor_of=actors.of,
        incident_of=world.incident_of,
        notes=(*actors.notes, *found.notes, *world.publishers.notes),
    )


def open_actors(readings: Sequence[Reading], known: Known = _NOTHING_ELSE) -> tuple[OpenPair, ...]:
    """Give the pairs of actors that no rule and no ruling decides, the strongest first."""
    return merge_actors(_in_order(readings), known).open


def open_incidents(
    readings: Sequence[Reading], types: Mapping[str, str], known: Known = _NOTHING_ELSE
) -> tuple[OpenPair, ...]:
    """Give the pairs of incidents that no rule and no ruling decides, the strongest first."""
    ordered = _in_order(readings)
    world = world_of(ordered, merge_actors(ordered, known), types, known)
    return find_incidents(ordered, world, known.rulings).open


def _in_order(readings: Sequence[Reading]) -> list[Reading]:
    return sorted(readings, key=lambda reading: reading.article)
