"""Takes a reading and gives the scenes in which it shows its actors: in which part, on which day, at which place.

Actors of two articles with one scene may be one, whatever they are called there. A scene is firm where the incident is
dated to the day and placed by its article, and loose where the date of publication or the country stands in.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple

from summariser.core.merge.dates import days_of, in_words
from summariser.nouns.kinds import RoleKind, StatementKind
from summariser.nouns.reading import Incident, Reading
from summariser.nouns.values import Place, Time
from summariser.text.countries import country_code
from summariser.text.english import spaced
from summariser.text.names import Tokens, fold_body

_PARTS = {
    RoleKind.PERPETRATOR: "act in",
    RoleKind.AGENT: "act in",
    RoleKind.CLAIMANT: "act in",
    RoleKind.PARTICIPANT: "act in",
    RoleKind.TARGET: "are hit in",
    RoleKind.AFFECTED: "are hit in",
    RoleKind.NEAR: "are hit in",
    RoleKind.VICTIM: "are victims of",
}
"""Roles that few have in one incident; many respond to it."""
_SPEAKING = "speak of"
_PLAIN = frozenset({StatementKind.SAYS, StatementKind.AFFIRMS, StatementKind.ANNOUNCES})
"""Acts of speech that one reader calls by one and another by the other."""


class Moment(NamedTuple):
    """A day, as a proleptic ordinal, and the folded name of a place or the code of a country ("@IQ")."""

    day: int
    place: Tokens


class Scene(NamedTuple):
    """One part in what looks like one incident."""

    part: str
    moment: Moment

    def __str__(self) -> str:
        """Give the scene in words for people."""
        day = in_words(date.fromordinal(self.moment.day).isoformat())
        return f"{self.part} what looks like one incident ({day}, {' '.join(self.moment.place)})"


Scenes = Mapping[str, tuple[Scene, ...]]
"""Scenes by the id of the actor."""


class Stage:
    """The scenes of one reading, each kind worked out when it is first asked for and kept until `forget`."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def forget(self) -> None:
        """Let go of what was worked out: that of very many readings would fill the memory."""
        reading = self._reading
        vars(self).clear()
        self._reading = reading

    @cached_property
    def firm(self) -> Scenes:
        """Give the firm scenes of each actor."""
        told = ((incident, moments_of(incident)) for incident in self._reading.incidents)
        return _by_actor(self._played(told))

    @cached_property
    def loose(self) -> Scenes:
        """Give the loose scenes of each actor."""
        told = ((incident, self._loose_moments(incident)) for incident in self._reading.incidents)
        return _by_actor((*self._played(told), *self._said_of_nothing()))

    @cached_property
    def moments(self) -> frozenset[Moment]:
        """Give the moments of the incidents that are dated to the day and placed."""
        return frozenset(moment for incident in self._reading.incidents for moment in moments_of(incident))

    @cached_property
    def parents(self) -> Mapping[str, Tokens]:
        """Give the folded name of what an actor is part of, by the actor's id."""
        names = {actor.id: fold_body(actor.name) for actor in self._reading.actors}
        parts = {actor.id: names.get(actor.part_of or "") for actor in self._reading.actors}
        return {one: parent for one, parent in parts.items() if parent}

    def _played(self, told: Iterator[tuple[Incident, frozenset[Moment]]]) -> Iterator[tuple[str, Scene]]:
        speeches: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for statement in self._reading.statements:
            for about in statement.about:
                speeches[about].append((statement.speaker, _speech(statement.kind)))
        for incident, moments in told:
            for actor, part in (*_parts(incident), *speeches[incident.id]):
                yield from ((actor, Scene(part, moment)) for moment in moments)

    def _loose_moments(self, incident: Incident) -> frozenset[Moment]:
        """Give each place or, by its country, each country, on the days of the incident or about publication."""
        values = [fact.value for fact in incident.facts]
        places = [value for value in values if isinstance(value, Place)]
        countries = {code for place in places if (code := country_code(place.country))}
        if not places:
            countries = {code for one in self._reading.actors if (code := country_code(one.country))}
        days = _days(incident)
        names = {(f"@{code}",) for code in countries} | (set() if days else _names(places))
        return frozenset(Moment(day, name) for day in days or self._published for name in names)

    def _said_of_nothing(self) -> Iterator[tuple[str, Scene]]:
        """Give a scene without a place to what is said of no incident."""
        for said in self._reading.statements:
            days = days_of(said.when.edtf) if said.when and said.when.edtf else ()
            for day in (days or self._published) if not said.about else ():
                yield said.speaker, Scene(_speech(said.kind), Moment(day, ()))

    @cached_property
    def _published(self) -> frozenset[int]:
        """Give the day of publication and those beside it, so that articles two days apart share one."""
        days = days_of(self._reading.published.edtf) if self._reading.published else ()
        return frozenset(day + step for day in days for step in (-1, 0, 1))


def _by_actor(pairs: Iterator[tuple[str, Scene]] | tuple[tuple[str, Scene], ...]) -> Scenes:
    found: dict[str, list[Scene]] = defaultdict(list)
    for actor, scene in dict.fromkeys(pairs):
        found[actor].append(scene)
    return {actor: tuple(scenes) for actor, scenes in found.items()}


def _parts(incident: Incident) -> Iterator[tuple[str, str]]:
    yield from ((role.actor, _PARTS[role.role]) for role in incident.roles if role.role in _PARTS)
    yield from ((fact.said_by, _SPEAKING) for fact in incident.facts if fact.said_by)


def _speech(kind: StatementKind) -> str:
    return _SPEAKING if kind in _PLAIN else f"speak ({spaced(kind)}) of"


def moments_of(incident: Incident) -> frozenset[Moment]:
    """Give the days and places of an incident that is dated to the day and placed, none for any other."""
    places = [fact.value for fact in incident.facts if isinstance(fact.value, Place)]
    return frozenset(Moment(day, name) for day in _days(incident) for name in _names(places))


def _days(incident: Incident) -> frozenset[int]:
    dates = (fact.value.edtf for fact in incident.facts if isinstance(fact.value, Time))
    return frozenset(day for edtf in dates if edtf for day in days_of(edtf))


def _names(places: list[Place]) -> set[Tokens]:
    return {fold_body(name) for place in places for name in (place.name, place.city) if name}
