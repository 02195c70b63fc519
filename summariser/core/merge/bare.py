"""Takes the facts of one incident and gives each with its value as it is compared: bare of what adds nothing.

The scope "in front of the consulate" says nothing of an attack on that consulate; a place without a country is in
the one that others name; two guards in one article and two security guards in another are two guards.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from summariser.core.merge.counted import (
    PERSON,
    SALVO,
    Subject,
    as_people,
    head_of,
    is_kind_of_people,
    is_told_apart,
    subject_of,
)
from summariser.core.merge.values import compare, spot_key
from summariser.nouns.kinds import Aspect
from summariser.nouns.reading import Fact
from summariser.nouns.values import Number, Place, Time, Value
from summariser.text.clock import names_clock
from summariser.text.countries import country_code
from summariser.text.names import Tokens, fold_body

_EVENTS = """attack incident accident event disaster explosion blast bombing strike shelling raid crash collision
    derailment landslide flood flooding earthquake quake fire shooting clash clashes protest riot outbreak"""
_SITUATING = frozenset({"front", "parked", "standing", "during", "result", *_EVENTS.split()})
"""Words of a scope that only say that it is the incident, or the place of the incident, that is meant."""
_A_CITY = frozenset({"city", "town", "village", "municipality", "urban", "area"})


_TREATMENT = frozenset({"admitted", "treated", "taken", "brought", "rushed", "hospital", "hospitals", "hospitalized"})
"""What a scope says of the injured whom hospitals took in; the name of one hospital is not among it."""


class Told(NamedTuple):
    """A fact with its value as it is compared and shown."""

    fact: Fact
    value: Value


def bare(facts: Iterable[Fact]) -> list[Told]:
    """Give the facts of one incident in their order, with their values made comparable."""
    given = [Told(fact, fact.value) for fact in facts]
    setting = _Setting.of(given)
    given = [one._replace(value=_without_place(one.value, setting)) for one in given]
    given = _with_clocks(given)
    injured = Counter(_article(one.fact) for one in given if one.fact.aspect is Aspect.INJURED)
    given = [one._replace(value=_without_treatment(one, injured)) for one in given]
    countries = _only_countries(given)
    heads = _shared_heads(given)
    given = [one._replace(value=_by_head(_in_country(one.value, countries), one.fact.aspect, heads)) for one in given]
    return _kinds_as_people(given)


# Times


def _with_clocks(told: Sequence[Told]) -> list[Told]:
    """Give a time whose own words have a clock time that another fact gives with that clock time."""
    clocks = sorted({(value.clock, value.clock_about) for _, value in told if isinstance(value, Time) and value.clock})
    return [one._replace(value=_with_clock(one.value, clocks)) for one in told]


def _with_clock(value: Value, clocks: Sequence[tuple[str | None, bool]]) -> Value:
    if not isinstance(value, Time) or value.clock:
        return value
    named = [(clock, about) for clock, about in clocks if clock and names_clock(value.words, clock)]
    if len({clock for clock, _ in named}) != 1:
        return value
    clock, about = named[-1]  # "about", where some say so
    filled = value.model_copy(update={"clock": clock, "clock_about": about})
    return value if compare(value, filled).verdict == "conflict" else filled


# Scopes


class _Setting(NamedTuple):
    """Where an incident was: the folded words of each of its places, and whether all are a city as such."""

    places: tuple[frozenset[str], ...]
    a_city: bool

    @classmethod
    def of(cls, told: Sequence[Told]) -> "_Setting":
        values = [one.value for one in told if one.fact.aspect is Aspect.PLACE]
        places = [value for value in values if isinstance(value, Place) and value.relation not in ("from", "to")]
        a_city = bool(places) and all(value.city and fold_body(value.name) == fold_body(value.city) for value in places)
        return cls(tuple(map(_words_of_place, places)), a_city)

    def has(self, words: frozenset[str]) -> bool:
        """Whether `words` only repeat the place, as every report of it has it."""
        left = words - _SITUATING - (_A_CITY if self.a_city else frozenset())
        return not left or (bool(self.places) and all(left <= place for place in self.places))


def _words_of_place(place: Place) -> frozenset[str]:
    country = country_code(place.country)
    return frozenset(fold_body(f"{place.name} {place.city or ''}")) | ({f"@{country}"} if country else frozenset())


def _without_place(value: Value, setting: _Setting) -> Value:
    """Give a number without a scope that only repeats where and in what the counted was."""
    if not isinstance(value, Number) or not value.scope or not setting.has(frozenset(fold_body(value.scope))):
        return value
    return value.model_copy(update={"scope": None})


def _without_treatment(one: Told, injured: Mapping[str, int]) -> Value:
    """Give the injured that hospitals took in as the injured, where the article has no other figure of these.

    Those in one hospital, which is named, are a part of them.
    """
    value = one.value
    if not isinstance(value, Number) or one.fact.aspect is not Aspect.INJURED or not value.scope:
        return value
    words = set(fold_body(value.scope))
    anywhere = "hospitals" in words or words <= _TREATMENT
    alone = injured[_article(one.fact)] == 1
    return value.model_copy(update={"scope": None}) if alone and anywhere else value


def _article(fact: Fact) -> str:
    return fact.evidence[0].article


# Places


def _only_countries(told: Iterable[Told]) -> dict[Hashable, str]:
    """Give for each place, by what it is without its country, the country if all who name one name the same."""
    named: dict[Hashable, set[str]] = defaultdict(set)
    for _, value in told:
        if isinstance(value, Place) and (country := country_code(value.country)):
            named[spot_key(value)].add(country)
    return {spot: countries.pop() for spot, countries in named.items() if len(countries) == 1}


def _in_country(value: Value, country_of: Mapping[Hashable, str]) -> Value:
    """Give a place without a country the one that others name for it; anything else as it is."""
    if not isinstance(value, Place) or value.country:
        return value
    return value.model_copy(update={"country": country_of.get(spot_key(value))})


# What is counted


def _kinds_as_people(told: Sequence[Told]) -> list[Told]:
    """Give people of a kind as people where nobody tells them apart: two workers here, two employees there.

    An article that counts the workers beside all people, or beside others, tells them apart for all. Who often is
    told apart, as soldiers and foreigners are, is counted as people only where somebody counts as many.
    """
    counts: dict[Aspect, list[tuple[Fact, Number]]] = defaultdict(list)
    for fact, value in told:
        if isinstance(value, Number) and subject_of(value).thing == PERSON:
            counts[fact.aspect].append((fact, value))
    people = {fact.id: as_people(value) for of in counts.values() for fact, value in of if _is_people(value, of)}
    return [one._replace(value=people.get(one.fact.id, one.value)) for one in told]


def _is_people(value: Number, told: Sequence[tuple[Fact, Number]]) -> bool:
    if not is_kind_of_people(value) or len({subject_of(other) for _, other in told}) < 2 or _told_apart(told):
        return False
    if not is_told_apart(value):
        return True
    alike = {_figure_alone(other) for _, other in told if subject_of(other) == subject_of(value)}
    return any(subject_of(other) == (PERSON, ()) and _figure_alone(other) in alike for _, other in told)


def _figure_alone(value: Number) -> Hashable:
    return value.low, value.high, value.qualifier


def _told_apart(told: Sequence[tuple[Fact, Number]]) -> bool:
    """Whether one article counts people in two ways that differ in who they are: not only in what they are called.

    It does not if it counts as many people as it counts police officers.
    """
    ways: dict[str, dict[Subject, set[Hashable]]] = defaultdict(lambda: defaultdict(set))
    for fact, value in told:
        ways[_article(fact)][subject_of(value)].add((value.low, value.high))
    return any(_differ(list(figures.values())) for figures in ways.values())


def _differ(figures: Sequence[set[Hashable]]) -> bool:
    return any(a.isdisjoint(b) for a, b in combinations(figures, 2))


def _shared_heads(told: Iterable[Told]) -> dict[Hashable, str]:
    """Give for each figure and noun that is told bare, and with one set of modifiers, the words of the bare noun."""
    things: dict[Hashable, dict[Tokens, str]] = defaultdict(dict)
    for fact, value in told:
        if isinstance(value, Number) and head_of(value):
            things[_figure_of(value, fact.aspect)].setdefault(_noun(value), value.counted)
    both = {figure: nouns for figure, nouns in things.items() if len(nouns) == 2}
    bare_ = {figure: min(nouns, key=len) for figure, nouns in both.items()}
    return {figure: both[figure][noun] for figure, noun in bare_.items() if len(noun) == 1}


def _noun(value: Number) -> Tokens:
    thing, part = subject_of(value.model_copy(update={"scope": None}))
    return part if thing == PERSON else thing


def _figure_of(value: Number, aspect: Aspect) -> Hashable:
    return aspect, value.low, value.high, value.qualifier, value.scope, head_of(value)


def _by_head(value: Value, aspect: Aspect, heads: Mapping[Hashable, str]) -> Value:
    if not isinstance(value, Number) or not head_of(value):
        return value
    counted = heads.get(_figure_of(value, aspect))
    return value.model_copy(update={"counted": counted}) if counted else value


def for_all(values: Sequence[Value]) -> Value:
    """Give the first of equal values, counting what all of them count.

    Salvos are named without what they are made of, and people without what they are, where that differs.
    """
    numbers = [value for value in values if isinstance(value, Number)]
    if len({number.counted for number in numbers}) < 2:
        return values[0]
    thing, part = subject_of(numbers[0])
    common = thing == SALVO or (thing == PERSON and not part)
    return numbers[0].model_copy(update={"counted": thing[0]}) if common else numbers[0]
