"""Takes the readings of many articles and gives what they say together: merged objects, reasons, disagreements.

First actors, for everything else asks who; then incidents; then facts, roles and statements under them. The result
is the same in whatever order the readings come, holds every piece of evidence of theirs, and drops no side.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from summariser.core.merge.actors import merge_actors
from summariser.core.merge.blocking import sought_keys, stored_keys
from summariser.core.merge.changes import changes
from summariser.core.merge.explain import Explanation
from summariser.core.merge.gather import gather
from summariser.core.merge.incidents import FoundIncident, find_incidents
from summariser.core.merge.neighbourhood import Look, Neighbourhood, grown, neighbourhood, touched
from summariser.core.merge.origins import World, world_of
from summariser.core.merge.sightings import Sighting
from summariser.core.merge.standing import merge_series, merge_standing_facts
from summariser.core.merge.statements import merge_statements
from summariser.nouns.known import Aliases, Known
from summariser.nouns.merged import Merged, MergedSeries, MergedStatement
from summariser.nouns.pairs import OpenPair
from summariser.nouns.reading import Reading

__all__ = [
    "Explanation",
    "Look",
    "Met",
    "Neighbourhood",
    "changes",
    "explain",
    "meet",
    "merge",
    "open_actors",
    "open_incidents",
    "sought_keys",
    "stored_keys",
]

_NOTHING_ELSE = Known()


def merge(readings: Sequence[Reading], types: Mapping[str, str], known: Known = _NOTHING_ELSE) -> Merged:
    """Merge `readings`, at most one an article; `types` gives the family of each incident type code."""
    ordered = _in_order(readings)
    world, notes = _world(ordered, types, known)
    world = replace(world, actors=world.actors.settled())
    found = find_incidents(ordered, world, known.rulings)
    incidents, notes, sightings = found.incidents, (*notes, *found.notes), found.court.sightings
    # What lies behind the incidents takes as much memory as they do; it goes as soon as it has done its work.
    del found
    speech = _speech(ordered, world, incidents, sightings)
    del sightings
    return _merged(ordered, world, speech, incidents, notes)


class Met(NamedTuple):
    """Today's readings merged with those at hand, and what merging was told.

    `touched` are the lasting ids of earlier digests that today's articles report more of.
    """

    at_hand: Neighbourhood
    known: Known
    merged: Merged
    touched: frozenset[str]


def meet(  # noqa: PLR0913, PLR0917 - readings, and all that merging them is told
    today: Sequence[Reading],
    look: Look,
    types: Mapping[str, str],
    aliases: Aliases,
    known_of: Callable[[Neighbourhood], Known],
    besides: frozenset[str] = frozenset(),
) -> Met:
    """Merge today's readings with those of the archive that matter, with what `known_of` knows of those at hand.

    What has one of the lasting ids `besides` is at hand whole, too, whether or not today's articles report it. Where a
    report of today turns out to be one with something of which not all reports are at hand, these come in and all is
    merged again. That ends, for each time more of what the archive has is at hand with all its reports.
    """
    at_hand = neighbourhood(today, look, types, aliases)
    at_hand = grown(at_hand, besides - at_hand.whole, look)
    while True:
        known = known_of(at_hand)
        merged = merge(at_hand.readings, types, known)
        found, merged_were = touched(merged, at_hand), len(at_hand.readings)
        at_hand = grown(at_hand, found - at_hand.whole, look)
        if len(at_hand.readings) == merged_were:
            return Met(at_hand, known, merged, found)


def open_actors(readings: Sequence[Reading], known: Known = _NOTHING_ELSE) -> tuple[OpenPair, ...]:
    """Give the pairs of actors that no rule and no ruling decides, the strongest first."""
    return merge_actors(_in_order(readings), known).open


def open_incidents(
    readings: Sequence[Reading], types: Mapping[str, str], known: Known = _NOTHING_ELSE
) -> tuple[OpenPair, ...]:
    """Give the pairs of incidents that no rule and no ruling decides, the strongest first."""
    ordered = _in_order(readings)
    world, _ = _world(ordered, types, known)
    return find_incidents(ordered, world, known.rulings).open()


def explain(
    readings: Sequence[Reading], types: Mapping[str, str], known: Known, name_of: Callable[[str], str]
) -> Explanation:
    """Merge `readings` and give the result with what lies behind it; `name_of` names an article (sha256) for people."""
    ordered = _in_order(readings)
    world, notes = _world(ordered, types, known)
    found = find_incidents(ordered, world, known.rulings)
    speech = _speech(ordered, world, found.incidents, found.court.sightings)
    merged = _merged(ordered, world, speech, found.incidents, (*notes, *found.notes))
    return Explanation(merged, world.actors, found.court, found.home(), known.rulings, name_of)


def _world(readings: Sequence[Reading], types: Mapping[str, str], known: Known) -> tuple[World, tuple[str, ...]]:
    actors = merge_actors(readings, known)
    return world_of(readings, actors, types, known), actors.notes


class _Speech(NamedTuple):
    """What stands beside the incidents: series, and acts of speech about both."""

    series: tuple[MergedSeries, ...]
    statements: tuple[MergedStatement, ...]


def _speech(
    readings: Sequence[Reading],
    world: World,
    incidents: Sequence[FoundIncident],
    sightings: Mapping[str, Sighting],
) -> _Speech:
    """Merge series and statements; from here on the world knows which incident is part of which."""
    series = merge_series(readings, world)
    world.incident_of.update({one.id: of.members[0].id for of in incidents for one in of.members})
    world.incident_of.update({member.id: one.id for one in series for member in one.members})
    return _Speech(series, merge_statements(readings, world, sightings))


def _merged(
    readings: Sequence[Reading],
    world: World,
    speech: _Speech,
    incidents: Sequence[FoundIncident],
    notes: tuple[str, ...],
) -> Merged:
    """Put everything under the incidents that were found."""
    return Merged(
        actors=tuple(world.actors.by_id.values()),
        incidents=tuple(gather(one, world) for one in incidents),
        series=speech.series,
        standing_facts=merge_standing_facts(readings, world),
        statements=speech.statements,
        actor_of=world.actors.of,
        incident_of=world.incident_of,
        notes=(*notes, *world.publishers.notes),
    )


def _in_order(readings: Sequence[Reading]) -> list[Reading]:
    return sorted(readings, key=lambda reading: reading.article)
