"""Takes an incident as one article tells it and gives a sighting: what the rules of merging look at, made ready."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

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

Gazetteer = Mapping[Tokens, tuple[Tokens, str]]
"""The city (folded, and as named) in which a place lies, by the place's folded name."""


@dataclass(frozen=True)
class Sighting:
    """One incident as one article tells it, with what the rules look at worked out once.

    `cities` and `spots` are folded names with the names as told; `divisions` are provinces and the like, without the
    word for what they are. `told_on` is the day (proleptic ordinal) of the article's publication, None if that is not
    known to the day.
    """

    incident: Incident
    article: str
    family: str
    times: tuple[Time, ...]
    cities: Mapping[Tokens, str]
    countries: frozenset[str]
    spots: Mapping[Tokens, str]
    divisions: Mapping[Tokens, str]
    tolls: frozenset[tuple[Aspect, Tokens, float]]
    means: frozenset[Means]
    actors: Mapping[RoleKind, frozenset[str]]
    told_on: int | None

    @property
    def id(self) -> str:
        """Give the id of the incident."""
        return self.incident.id

    @cached_property
    def dates(self) -> tuple[str, ...]:
        """Give the EDTF dates that the article has for the incident."""
        return tuple(sorted({time.edtf for time in self.times if time.edtf and read_date(time.edtf)}))

    @cached_property
    def days(self) -> frozenset[int]:
        """Give the days (proleptic ordinals) that it is dated to; none if the article has no date so fine."""
        return frozenset(day for date in self.dates for day in days_of(date))

    @property
    def look(self) -> Hashable:
        """Give all that the rules look at; equal for sightings that no rule can tell apart."""
        told = self.incident
        places = (tuple(one.items()) for one in (self.cities, self.spots, self.divisions))
        times = tuple((time.edtf, time.clock, time.basis) for time in self.times)
        actors = tuple(sorted((role, tuple(sorted(ids))) for role, ids in self.actors.items()))
        figures = (self.tolls, self.means, self.countries, self.names_in_title)
        return told.type, told.background, told.status, times, *places, *figures, actors, self.told_on

    @cached_property
    def resolved(self) -> bool:
        """Whether a date was worked out rather than stated; such a date may be a day off."""
        return any(time.basis is not Basis.STATED for time in self.times if time.edtf)

    @cached_property
    def names_in_title(self) -> frozenset[str]:
        """Give the words of the title that are written as names, but for those of its cities."""
        cities = {token for city in self.cities for token in city}
        names = (word for word in self.incident.title.split()[1:] if word[:1].isupper())
        return frozenset(token for word in names for token in words_of_name(word)) - cities

    @property
    def has_happened(self) -> bool:
        """Whether it is told as something that took place or is under way, so that no report can come before it."""
        return self.incident.status in (IncidentStatus.HAPPENED, IncidentStatus.ONGOING)

    def in_role(self, *roles: RoleKind) -> frozenset[str]:
        """Give the merged ids of the actors in any of `roles`."""
        return frozenset().union(*(self.actors.get(role, frozenset()) for role in roles))

    @cached_property
    def touched(self) -> frozenset[str]:
        """Give the merged ids of those to whom it happened, or who are named to say where."""
        return self.in_role(*TOUCHED)

    @cached_property
    def doers(self) -> frozenset[str]:
        """Give the merged ids of those who did it, claim it, or act because of it."""
        return self.in_role(*_DID)


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
    return Sighting(
        incident=incident,
        article=article,
        family=world.family(incident.type),
        times=tuple(value for value in _values(incident, Aspect.TIME) if isinstance(value, Time)),
        cities=cities,
        countries=frozenset(code for place in places if (code := country_code(place.country))),
        spots={tokens: name for tokens, name in inside.items() if not _DIVISIONS & set(tokens)},
        divisions={bare: name for tokens, name in inside.items() if (bare := _division(tokens))},
        tolls=frozenset(_tolls(incident)),
        means=frozenset(_means(incident)),
        actors=_actors(incident, world),
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
    return {role: frozenset(ids) for role, ids in roles.items()}


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
