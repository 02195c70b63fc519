"""Takes the facts of one merged incident and gives them grouped by particular, each with its sides and disagreements.

Facts are compared by value. Every fact stands in exactly one side of one group; no side is dropped or averaged.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations

from summariser.core.merge.differences import OF_PEOPLE, against_no_casualties, articles_of, disagreements
from summariser.core.merge.origins import World, origins_of_fact, together
from summariser.core.merge.values import SALVO, counted_key, key, scope_key, spot_key
from summariser.nouns.kinds import Aspect
from summariser.nouns.merged import FactGroup, Side
from summariser.nouns.reading import Fact
from summariser.nouns.values import (
    Basis,
    Number,
    Place,
    Time,
    Value,
)
from summariser.text.countries import country_code


def group_facts(facts: Iterable[Fact], world: World) -> tuple[FactGroup, ...]:
    """Give the groups in the order of the aspects; within one aspect by the ids of their first facts."""
    blocks: dict[tuple[Aspect, str, Hashable], list[Fact]] = defaultdict(list)
    for fact in sorted(facts, key=lambda fact: fact.id):
        blocks[_particular(fact)].append(fact)
    sides = {particular: _sides(block, world) for particular, block in blocks.items()}
    groups = [_group(aspect, sides_of, world) for (aspect, _), sides_of in _with_units_together(sides).items()]
    order = list(Aspect)
    return against_no_casualties(
        sorted(groups, key=lambda one: (order.index(one.aspect), one.sides[0].facts[0].id)), world
    )


def _particular(fact: Fact) -> tuple[Aspect, str, Hashable]:
    """Give what must be equal for two facts to speak of one thing: aspect, type of value, and what is counted."""
    value = fact.value
    # Soldiers and people killed are one toll in two scopes; houses and cars damaged are two things.
    counted = counted_key(value) if isinstance(value, Number) and fact.aspect not in OF_PEOPLE else ()
    return fact.aspect, value.type, counted


def _sides(facts: Iterable[Fact], world: World) -> tuple[Side, ...]:
    given = tuple(facts)
    country_of = _only_countries(given)
    by_value: dict[Hashable, list[Fact]] = defaultdict(list)
    for fact in given:
        by_value[key(_in_country(fact.value, country_of))].append(fact)
    return tuple(_side(same, world) for same in by_value.values())


def _only_countries(facts: Iterable[Fact]) -> dict[Hashable, str]:
    """Give for each place, by what it is without its country, the country if all who name one name the same."""
    named: dict[Hashable, set[str]] = defaultdict(set)
    for fact in facts:
        if isinstance(fact.value, Place) and (country := country_code(fact.value.country)):
            named[spot_key(fact.value)].add(country)
    return {spot: countries.pop() for spot, countries in named.items() if len(countries) == 1}


def _in_country(value: Value, country_of: Mapping[Hashable, str]) -> Value:
    """Give a place without a country the one that others name for it; anything else as it is."""
    if not isinstance(value, Place) or value.country:
        return value
    return value.model_copy(update={"country": country_of.get(spot_key(value))})


def _side(facts: Sequence[Fact], world: World) -> Side:
    return Side(
        value=_for_all(min(facts, key=_certainty).value, facts),
        facts=tuple(facts),
        origins=together(origins_of_fact(fact, world) for fact in facts),
        articles=tuple(sorted({one.article for fact in facts for one in fact.evidence})),
    )


def _for_all(value: Value, facts: Sequence[Fact]) -> Value:
    """Name salvos without what they are made of where the facts of a side differ in that: the means tell it."""
    counted = {fact.value.counted for fact in facts if isinstance(fact.value, Number)}
    if isinstance(value, Number) and len(counted) > 1 and counted_key(value) == SALVO:
        return value.model_copy(update={"counted": SALVO[0]})
    return value


def _certainty(fact: Fact) -> tuple[int, bool, bool, bool, str]:
    """Rank how well a fact stands for its side, best first: a stated date, a named country, a verified figure."""
    value = fact.value
    no_country = isinstance(value, Place) and value.country is None
    basis = list(Basis).index(value.basis) if isinstance(value, Time) else 0
    return basis, no_country, fact.unclear, fact.figures == "unverified", fact.id


def _with_units_together(
    sides: dict[tuple[Aspect, str, Hashable], tuple[Side, ...]],
) -> dict[tuple[Aspect, Hashable], tuple[Side, ...]]:
    """Put counts of different things into one group where no article gives both: two salvos, two rockets.

    An article that gives both shows that they are two particulars and not two accounts of one.
    """
    counts = {
        counted: of for (aspect, kind, counted), of in sides.items() if (aspect, kind) == (Aspect.COUNT, "number")
    }
    shared = any(articles_of(a) & articles_of(b) for a, b in combinations(counts.values(), 2))
    together_: dict[tuple[Aspect, Hashable], tuple[Side, ...]] = defaultdict(tuple)
    for (aspect, kind, counted), of in sides.items():
        alone = aspect is not Aspect.COUNT or shared
        together_[aspect, (kind, counted) if alone else ()] += of
    return together_


def _group(aspect: Aspect, sides: Sequence[Side], world: World) -> FactGroup:
    ordered = tuple(sorted(sides, key=lambda side: (-len(side.articles), side.facts[0].id)))
    numbers = [side.value for side in ordered if isinstance(side.value, Number)]
    counted = {counted_key(number): number.counted for number in reversed(numbers)}
    scopes = {scope_key(number): number.scope for number in reversed(numbers)}
    return FactGroup(
        aspect=aspect,
        counted=next(iter(counted.values())) if len(counted) == 1 else None,
        scope=next(iter(scopes.values())) if len(scopes) == 1 else None,
        sides=ordered,
        disagreements=disagreements(aspect, ordered, world),
    )
