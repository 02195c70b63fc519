"""Takes who said something, who relayed it and which article tells it, and gives the origin that it goes back to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from summariser.core.merge.actors import MergedActors
from summariser.nouns.kinds import ActorKind
from summariser.nouns.merged import MergedActor, Origin
from summariser.nouns.reading import Fact, Reading, Relay, Role
from summariser.text.names import fold_body, outlet_key

_BODIES = (ActorKind.GOVERNMENT_BODY, ActorKind.ORGANISATION, ActorKind.ARMED_GROUP, ActorKind.COALITION)


@dataclass(frozen=True)
class World:
    """What the steps after the actors look things up in: actors, and what is known of each article."""

    actors: MergedActors
    outlets: Mapping[str, str]
    published: Mapping[str, str]
    families: Mapping[str, str]
    incident_of: dict[str, str] = field(default_factory=dict)

    def actor(self, reading_id: str | None) -> MergedActor | None:
        """Give the merged actor for an actor id of a reading, None for None and for an id that nothing bears."""
        return self.actors.by_id.get(self.actors.of.get(reading_id or "", ""))

    def spoken_for(self, speaker: MergedActor | None) -> MergedActor | None:
        """Give the body that a person belongs to, if known: a governor and her office are one origin, not two."""
        if speaker is None or speaker.kind is not ActorKind.PERSON or speaker.part_of is None:
            return speaker
        body = self.actors.by_id.get(speaker.part_of)
        return body if body and body.kind in _BODIES else speaker

    def actor_id(self, reading_id: str | None) -> str | None:
        """Give the merged id for an actor id of a reading, None for None."""
        return self.actors.of.get(reading_id, reading_id) if reading_id else None

    def family(self, incident_type: str) -> str:
        """Give the family of an incident type; a type that is not in the list is its own."""
        return self.families.get(incident_type, incident_type)


def world_of(
    readings: Iterable[Reading], actors: MergedActors, families: Mapping[str, str], outlets: Mapping[str, str]
) -> World:
    """Gather what the readings say of their articles; `outlets` are those that are known otherwise, and come first."""
    given = tuple(readings)
    named = {reading.article: reading.outlet.name for reading in given if reading.outlet}
    published = {reading.article: reading.published.edtf for reading in given if reading.published}
    return World(actors, {**named, **outlets}, published, families)


def origins_of(
    said_by: str | None, relayed_by: Iterable[Relay], articles: Iterable[str], world: World
) -> tuple[Origin, ...]:
    """Give the origins of one claim: its speaker, else those who relayed it, else the articles that make it.

    So two media that relay one speaker are one origin. Relays are known by their folded names.
    """
    speaker = world.spoken_for(world.actor(said_by))
    if speaker:
        return (Origin(key=f"speaker:{speaker.id}", name=speaker.name, kind="speaker"),)
    relays = {" ".join(fold_body(relay.name)): relay.name for relay in sorted(relayed_by, key=lambda r: r.name)}
    if relays:
        return tuple(Origin(key=f"relay:{key}", name=name, kind="relay") for key, name in sorted(relays.items()))
    return together([_origin_of_article(one, world)] for one in articles)


def _origin_of_article(article: str, world: World) -> Origin:
    """Give an article's outlet as its origin, so that two articles of one outlet count once; else the article."""
    outlet = world.outlets.get(article, "")
    return Origin(key=outlet_key(outlet, article), name=outlet, kind="article")


def origins_of_fact(fact: Fact, world: World) -> tuple[Origin, ...]:
    """Give the origins of a fact."""
    return origins_of(fact.said_by, fact.relayed_by, {one.article for one in fact.evidence}, world)


def origins_of_role(role: Role, world: World) -> tuple[Origin, ...]:
    """Give the origins of a role; its accuser, if any, is who says so."""
    return origins_of(role.accuser, role.relayed_by, {one.article for one in role.evidence}, world)


def together(origins: Iterable[Sequence[Origin]]) -> tuple[Origin, ...]:
    """Give equal origins once, in order of their keys; of several names the first in alphabetical order."""
    names = sorted(chain.from_iterable(origins), key=lambda origin: (origin.key, origin.name))
    return tuple({origin.key: origin for origin in reversed(names)}[key] for key in sorted({o.key for o in names}))
