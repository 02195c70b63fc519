"""Takes an incident as one article tells it and gives a sighting: what the rules of merging look at, made ready."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from summariser.core.merge.dates import fineness, in_words, read_date
from summariser.core.merge.origins import World
from summariser.core.merge.values import counted_key
from summariser.nouns.kinds import Aspect, RoleBasis, RoleKind
from summariser.nouns.reading import Incident
from summariser.nouns.values import Number, Place, Qualifier, Time
from summariser.text.countries import country_code
from summariser.text.names import Tokens, fold_body

TOUCHED = (RoleKind.TARGET, RoleKind.AFFECTED, RoleKind.NEAR, RoleKind.VICTIM, RoleKind.PARTICIPANT)
_TOLLS = frozenset({Aspect.KILLED, Aspect.INJURED, Aspect.CASUALTIES, Aspect.MISSING, Aspect.COUNT})


@dataclass(frozen=True)
class Sighting:
    """One incident as one article tells it, with what the rules look at worked out once."""

    incident: Incident
    article: str
    family: str
    times: tuple[Time, ...]
    cities: Mapping[Tokens, str]
    countries: frozenset[str]
    spots: Mapping[Tokens, str]
    tolls: frozenset[tuple[Aspect, Tokens, float]]
    actors: Mapping[RoleKind, frozenset[str]]

    @property
    def id(self) -> str:
        """Give the id of the incident."""
        return self.incident.id

    def dates(self) -> tuple[str, ...]:
        """Give the EDTF dates that the article has for the incident."""
        return tuple(sorted({time.edtf for time in self.times if time.edtf and read_date(time.edtf)}))

    def in_role(self, *roles: RoleKind) -> frozenset[str]:
        """Give the merged ids of the actors in any of `roles`."""
        return frozenset().union(*(self.actors.get(role, frozenset()) for role in roles))


def sighting(incident: Incident, article: str, world: World) -> Sighting:
    """Work out what the rules look at."""
    values = [fact.value for fact in incident.facts if fact.aspect in (Aspect.TIME, Aspect.PLACE)]
    places = _not_departed_from([value for value in values if isinstance(value, Place)])
    cities = {fold_body(place.city): place.city for place in places if place.city}
    names = {fold_body(place.name): place.name for place in places}
    roles: dict[RoleKind, set[str]] = {}
    for role in incident.roles:
        if role.basis is not RoleBasis.DENIED:
            roles.setdefault(role.role, set()).add(world.actor_id(role.actor) or role.actor)
    return Sighting(
        incident=incident,
        article=article,
        family=world.family(incident.type),
        times=tuple(value for value in values if isinstance(value, Time)),
        cities=cities,
        countries=frozenset(code for place in places if (code := country_code(place.country))),
        spots={tokens: name for tokens, name in names.items() if tokens not in cities and not _is_country(tokens)},
        tolls=frozenset(_tolls(incident)),
        actors={role: frozenset(ids) for role, ids in roles.items()},
    )


def _is_country(tokens: Tokens) -> bool:
    return all(token.startswith("@") for token in tokens)


def _not_departed_from(places: list[Place]) -> list[Place]:
    """Leave out where a movement came from, if the article says where it went or took place."""
    return [place for place in places if place.relation != "from"] or places


def _tolls(incident: Incident) -> Iterable[tuple[Aspect, Tokens, float]]:
    for fact in incident.facts:
        value = fact.value
        if fact.aspect in _TOLLS and isinstance(value, Number) and value.qualifier is Qualifier.EXACT and value.low:
            yield fact.aspect, counted_key(value), float(value.low)


def date_words(one: Sighting) -> str:
    """Give the most exact date of a sighting in English."""
    dates = one.dates()
    return in_words(max(dates, key=fineness)) if dates else "no date"
