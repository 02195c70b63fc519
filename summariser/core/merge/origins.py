"""Takes who said something, who relayed it and which article tells it, and gives the voices that it goes back to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from summariser.core.merge.actors import MergedActors
from summariser.nouns.kinds import ActorKind, RoleKind
from summariser.nouns.known import Known
from summariser.nouns.merged import MergedActor, Origin
from summariser.nouns.reading import Fact, Reading, Relay, Role
from summariser.nouns.values import Category, Responsibility
from summariser.text.origins import Publishers, Voice, article_voice, medium_voice, publishers_of, together, voice_of

__all__ = ["World", "claimants_of", "origins_of", "origins_of_fact", "origins_of_role", "together", "world_of"]

_BODIES = (ActorKind.GOVERNMENT_BODY, ActorKind.ORGANISATION, ActorKind.ARMED_GROUP, ActorKind.COALITION)


@dataclass(frozen=True)
class World:
    """What the steps after the actors look things up in: actors, and what is known of each article."""

    actors: MergedActors
    outlets: Mapping[str, str]
    copies: Mapping[str, str]
    publishers: Publishers
    published: Mapping[str, str]
    families: Mapping[str, str]
    settled: Mapping[str, str] = field(default_factory=dict)
    instants: Mapping[str, datetime] = field(default_factory=dict)
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

    def voice(self, article: str) -> Voice:
        """Give the voice of an article (sha256)."""
        return article_voice(article, self.outlets.get(article), self.publishers, self.copies)

    def family(self, incident_type: str) -> str:
        """Give the family of an incident type; a type that is not in the list is its own."""
        return self.families.get(incident_type, incident_type)


def world_of(readings: Iterable[Reading], actors: MergedActors, families: Mapping[str, str], known: Known) -> World:
    """Gather what the readings say of their articles; outlets that are `known` otherwise come first."""
    given = tuple(readings)
    outlets = {reading.article: reading.outlet.name for reading in given if reading.outlet} | dict(known.outlets)
    publishers = publishers_of(known.aliases.publisher)
    published = {reading.article: reading.published.edtf for reading in given if reading.published}
    return World(actors, outlets, known.copies, publishers, published, families, known.settled, known.instants)


def origins_of(
    said_by: str | None, relayed_by: Iterable[Relay], articles: Iterable[str], world: World
) -> tuple[Voice, ...]:
    """Give the voices behind one claim: its speaker, else those who relayed it, else the articles that make it.

    So two media that relay one speaker are one origin. Relays are known by their folded names; a medium that speaks for
    itself is one of them.
    """
    speaker = world.spoken_for(world.actor(said_by))
    if speaker and speaker.kind is not ActorKind.OUTLET:
        return (voice_of(Origin(key=f"speaker:{speaker.id}", name=speaker.name, kind="speaker")),)
    media = [speaker.name] if speaker else sorted({relay.name for relay in relayed_by})
    if media:
        return tuple(medium_voice(name, world.publishers) for name in media)
    return tuple(map(world.voice, articles))


def origins_of_fact(fact: Fact, claimants: Mapping[str, str], world: World) -> tuple[Voice, ...]:
    """Give the voices behind a fact; that somebody claims an incident goes back to the claimant of that article."""
    claims = isinstance(fact.value, Category) and fact.value.code is Responsibility.CLAIMED
    claimant = claimants.get(fact.evidence[0].article) if claims else None
    return origins_of(fact.said_by or claimant, fact.relayed_by, {one.article for one in fact.evidence}, world)


def claimants_of(roles: Iterable[Role]) -> dict[str, str]:
    """Give for each article (sha256) the one actor that claims an incident there."""
    named: dict[str, set[str]] = defaultdict(set)
    for role in roles:
        if role.role is RoleKind.CLAIMANT:
            named[role.evidence[0].article].add(role.actor)
    return {article: next(iter(actors)) for article, actors in named.items() if len(actors) == 1}


def origins_of_role(role: Role, world: World) -> tuple[Voice, ...]:
    """Give the voices behind a role; its accuser, if any, is who says so."""
    return origins_of(role.accuser, role.relayed_by, {one.article for one in role.evidence}, world)
