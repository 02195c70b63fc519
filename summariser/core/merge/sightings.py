"""Takes an incident as one article tells it and gives a sighting: what the rules of merging look at, made ready."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from summariser.core.merge.counted import counted_key
from summariser.core.merge.dates import days_of, fineness, in_words, read_date
from summariser.core.merge.origins import World
from summariser.nouns.kinds import Aspect, IncidentStatus, RoleBasis, RoleKind
from summariser.nouns.reading import Incident, Reading
from summariser.nouns.values import Basis, Category, Means, Number, Place, Qualifier, Time
from summariser.text.countries import country_code
from summariser.text.names import Tokens, fold_body, words_of_name

_DID = (RoleKind.PERPETRATOR, RoleKind.AGENT, RoleKind.CLAIMANT, RoleKind.RESPONDER)
TOUCHED = (RoleKind.TARGET, RoleKind.AFFECTED, RoleKind.NEAR, RoleKind.VICTIM, RoleKind.PARTICIPANT)
_TOLLS = frozenset({Aspect.KILLED, Aspect.INJURED, Aspect.CASUALTIES, Aspect.MISSING, Aspect.COUNT})
_DIVISIONS = frozenset({"province", "governorate", "region", "county", "state", "prefecture", "oblast"})
_MAY_BE_DIVISIONS = _DIVISIONS | {"district"}
"""A district lies in a city in some countries, and cities in a district in others."""

_Item = TypeVar("_Item")

Gazetteer = Mapping[Tokens, tuple[Tokens, str]]
"""The city (folded, and as named) in which a place lies, by the place's folded name."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One incident as one article tells it, with what the rules look at worked out once.

    `cities` and `spots` are folded names with the names as told; `divisions` are provinces and the like, without the
    word for what they are.
    `dates` are the EDTF dates that the article has for it, `days` (proleptic ordinals) those that it is dated to, none
    if no date is so fine; `resolved` says that a date was worked out rather than stated, and may be a day off.
    `names_in_title` are words of the title that are written as names, but for those of the cities.
    `touched` are those to whom it happened, or who are named to say where, `doers` those who did it, claim it, or act
    because of it. `told_on` is the day of the article's publication, None if that is not known to the day.
    """

    incident: Incident
    article: str
    family: str
    times: tuple[Time, ...]
    dates: tuple[str, ...]
    days: frozenset[int]
    resolved: bool
    cities: Mapping[Tokens, str]
    countries: frozenset[str]
    spots: Mapping[Tokens, str]
    divisions: Mapping[Tokens, str]
    tolls: frozenset[tuple[Aspect, Tokens, float]]
    means: frozenset[Means]
    actors: Mapping[RoleKind, frozenset[str]]
    touched: frozenset[str]
    doers: frozenset[str]
    names_in_title: frozenset[str]
    told_on: int | None

    @property
    def id(self) -> str:
        """Give the id of the incident."""
        return self.incident.id

    @property
    def look(self) -> Hashable:
        """Give all that the rules look at; equal for sightings that no rule can tell apart."""
        told = self.incident
        places = (tuple(one.items()) for one in (self.cities, self.spots, self.divisions))
        times = tuple((time.edtf, time.clock, time.basis) for time in self.times)
        actors = tuple(sorted((role, tuple(sorted(ids))) for role, ids in self.actors.items()))
        figures = (self.tolls, self.means, self.countries, self.names_in_title)
        return told.type, told.background, told.status, times, *places, *figures, actors, self.told_on

    @property
    def is_placed(self) -> bool:
        """Whether any place is told, be it a country."""
        return bool(self.cities or self.spots or self.divisions or self.countries)

    @property
    def has_happened(self) -> bool:
        """Whether it is told as something that took place or is under way, so that no report can come before it."""
        return self.incident.status in (IncidentStatus.HAPPENED, IncidentStatus.ONGOING)

    def in_role(self, *roles: RoleKind) -> frozenset[str]:
        """Give the merged ids of the actors in any of `roles`."""
        return _in_role(self.actors, roles)


def sightings_of(readings: Iterable[Reading], world: World) -> dict[str, Sighting]:
    """Give the sighting of each incident of `readings` by its id."""
    given = tuple(readings)
    gazetteer = _gazetteer(given)
    return {one.id: _sighting(one, reading.article, world, gazetteer) for reading in given for one in reading.incidents}


def _gazetteer(readings: Sequence[Reading]) -> Gazetteer:
    """Learn from places told with their city in which city a place lies, where all that name one name the same.

    So "Karrada" alone in one article is in Baghdad if another tells of "Karrada, Baghdad".
    """
    cities: dict[Tokens, dict[Tokens, str]] = defaultdict(dict)
    for place in (place for reading in readings for one in reading.incidents for place in _places(one)):
        if place.city and fold_body(place.name) != fold_body(place.city):
            cities[fold_body(place.name)].setdefault(fold_body(place.city), place.city)
    return {spot: next(iter(named.items())) for spot, named in cities.items() if len(named) == 1}


def _sighting(incident: Incident, article: str, world: World, gazetteer: Gazetteer) -> Sighting:
    """Work out what the rules look at."""
    places = _not_departed_from(_places(incident))
    names = {fold_body(place.name): place.name for place in places}
    cities = {fold_body(place.city): place.city for place in places if place.city}
    if not cities:
        cities = dict(gazetteer[spot] for spot in names if spot in gazetteer)
    inside = {tokens: name for tokens, name in names.items() if tokens not in cities and not _is_country(tokens)}
    times = tuple(value for value in _values(incident, Aspect.TIME) if isinstance(value, Time))
    dates = tuple(sorted({time.edtf for time in times if time.edtf and read_date(time.edtf)}))
    actors = _actors(incident, world)
    return Sighting(
        incident=incident,
        article=article,
        family=world.family(incident.type),
        times=times,
        dates=dates,
        days=_shared(frozenset(day for date in dates for day in days_of(date))),
        resolved=any(time.basis is not Basis.STATED for time in times if time.edtf),
        cities=_shared_names(tuple(cities.items())),
        countries=_shared(frozenset(code for place in places if (code := country_code(place.country)))),
        spots=_shared_names(tuple((tokens, name) for tokens, name in inside.items() if not _DIVISIONS & set(tokens))),
        divisions=_shared_names(tuple((bare, name) for tokens, name in inside.items() if (bare := _division(tokens)))),
        tolls=_shared(frozenset(_tolls(incident))),
        means=_shared(frozenset(_means(incident))),
        actors=actors,
        touched=_shared(_in_role(actors, TOUCHED)),
        doers=_shared(_in_role(actors, _DID)),
        names_in_title=_shared(_names_in_title(incident.title, cities)),
        told_on=max(days_of(world.published.get(article, "")), default=None),
    )


def _values(incident: Incident, *aspects: Aspect) -> list[object]:
    return [fact.value for fact in incident.facts if fact.aspect in aspects]


def _places(incident: Incident) -> list[Place]:
    return [value for value in _values(incident, Aspect.PLACE, Aspect.TIME) if isinstance(value, Place)]


def _means(incident: Incident) -> Iterable[Means]:
    for value in _values(incident, Aspect.MEANS):
        if isinstance(value, Category) and isinstance(value.code, Means):
            yield value.code


def _actors(incident: Incident, world: World) -> dict[RoleKind, frozenset[str]]:
    roles: dict[RoleKind, set[str]] = defaultdict(set)
    for role in incident.roles:
        if role.basis is not RoleBasis.DENIED:
            roles[role.role].add(world.actor_id(role.actor) or role.actor)
    return {role: _shared(frozenset(ids)) for role, ids in roles.items()}


def _in_role(actors: Mapping[RoleKind, frozenset[str]], roles: Iterable[RoleKind]) -> frozenset[str]:
    found = [actors[role] for role in roles if role in actors]
    return found[0] if len(found) == 1 else frozenset().union(*found)


@lru_cache(maxsize=1 << 16)
def _shared(few: frozenset[_Item]) -> frozenset[_Item]:
    """Give equal sets as one object, for most reports have one day, one country and the like."""
    return few


@lru_cache(maxsize=1 << 16)
def _shared_names(names: tuple[tuple[Tokens, str], ...]) -> Mapping[Tokens, str]:
    """Give equal names as one mapping, which nobody changes."""
    return dict(names)


def _names_in_title(title: str, cities: Iterable[Tokens]) -> frozenset[str]:
    """Give the words of a title that are written as names, but for those of the cities."""
    names = (word for word in title.split()[1:] if word[:1].isupper())
    return frozenset(token for word in names for token in words_of_name(word)) - {
        part for city in cities for part in city
    }


def _is_country(tokens: Tokens) -> bool:
    return all(token.startswith("@") for token in tokens)


def _division(tokens: Tokens) -> Tokens:
    """Give the name of a province or the like without the word for what it is; () for anything else."""
    if not _MAY_BE_DIVISIONS & set(tokens):
        return ()
    return tuple(token for token in tokens if token not in _MAY_BE_DIVISIONS)


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
    return in_words(max(one.dates, key=fineness)) if one.dates else "no date"
