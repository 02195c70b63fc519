"""Takes the facts of one merged incident and gives them grouped by particular, each with its sides and disagreements.

Facts are compared by value. Every fact stands in exactly one side of one group; no side is dropped or averaged.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations

from summariser.core.merge.bare import Told, bare, for_all
from summariser.core.merge.counted import counted_key, may_be_one_count, subject_of
from summariser.core.merge.differences import OF_PEOPLE, against_no_casualties, articles_of, disagreements
from summariser.core.merge.origins import World, origins_of_fact, together
from summariser.core.merge.values import key
from summariser.nouns.kinds import Aspect
from summariser.nouns.merged import FactGroup, Side
from summariser.nouns.reading import Fact
from summariser.nouns.values import Basis, Number, Place, Time
from summariser.text.names import Tokens

_Particular = tuple[Aspect, str, Tokens]
_OF_UNITS = (Aspect.COUNT, Aspect.DAMAGE)
"""Aspects in which two articles may count one thing in two units."""


def group_facts(facts: Iterable[Fact], claimants: Mapping[str, str], world: World) -> tuple[FactGroup, ...]:
    """Give the groups in the order of the aspects; within one aspect by the ids of their first facts.

    `claimants` gives for an article who claims the incident there.
    """
    blocks: dict[_Particular, list[Told]] = defaultdict(list)
    for told in bare(sorted(facts, key=lambda fact: fact.id)):
        blocks[_particular(told)].append(told)
    sides = {particular: _sides(block, claimants, world) for particular, block in blocks.items()}
    groups = [_group(aspect, of, claimants, world) for (aspect, _, _), of in _with_units_together(sides)]
    order = list(Aspect)
    return against_no_casualties(
        sorted(groups, key=lambda one: (order.index(one.aspect), one.sides[0].facts[0].id)), world
    )


def _particular(told: Told) -> _Particular:
    """Give what must be equal for two facts to speak of one thing: aspect, type of value, and what is counted."""
    aspect, value = told.fact.aspect, told.value
    # Soldiers and people killed are one toll in two scopes; houses and cars damaged are two things.
    counted = subject_of(value).thing if isinstance(value, Number) and aspect not in OF_PEOPLE else ()
    return aspect, value.type, counted


def _sides(told: Iterable[Told], claimants: Mapping[str, str], world: World) -> tuple[Side, ...]:
    by_value: dict[Hashable, list[Told]] = defaultdict(list)
    for one in told:
        by_value[key(one.value)].append(one)
    return tuple(_side(same, claimants, world) for same in by_value.values())


def _side(told: Sequence[Told], claimants: Mapping[str, str], world: World) -> Side:
    facts = tuple(one.fact for one in told)
    return Side(
        value=for_all([one.value for one in sorted(told, key=_certainty)]),
        facts=facts,
        origins=together(origins_of_fact(fact, claimants, world) for fact in facts),
        articles=tuple(sorted({one.article for fact in facts for one in fact.evidence})),
    )


def _certainty(told: Told) -> tuple[int, bool, bool, bool, str]:
    """Rank how well a fact stands for its side, best first: a stated date, a named country, a verified figure."""
    fact, value = told
    no_country = isinstance(fact.value, Place) and fact.value.country is None
    basis = list(Basis).index(value.basis) if isinstance(value, Time) else 0
    return basis, no_country, fact.unclear, fact.figures == "unverified", fact.id


def _with_units_together(sides: Mapping[_Particular, tuple[Side, ...]]) -> list[tuple[_Particular, tuple[Side, ...]]]:
    """Put counts that may be two accounts of one count into one group where no article gives both: salvos, rockets.

    An article that gives both shows that they are two particulars and not two accounts of one.
    """
    home = {one: one for one in sides}
    for a, b in combinations(sides, 2):
        if _may_be_one(a, b) and not any(
            articles_of(sides[x]) & articles_of(sides[y]) for x in _with(home, a) for y in _with(home, b)
        ):
            home |= dict.fromkeys(_with(home, b), home[a])
    firsts = [one for one in sides if home[one] == one]
    return [(first, tuple(side for one in _with(home, first) for side in sides[one])) for first in firsts]


def _with(home: Mapping[_Particular, _Particular], one: _Particular) -> list[_Particular]:
    return [other for other, first in home.items() if first == home[one]]


def _may_be_one(a: _Particular, b: _Particular) -> bool:
    return a[:2] == b[:2] and a[0] in _OF_UNITS and a[1] == "number" and may_be_one_count(a[2], b[2])


def _group(aspect: Aspect, sides: Sequence[Side], claimants: Mapping[str, str], world: World) -> FactGroup:
    ordered = tuple(sorted(sides, key=lambda side: (-len(side.articles), side.facts[0].id)))
    numbers = [side.value for side in ordered if isinstance(side.value, Number)]
    counted = {counted_key(number): number.counted for number in reversed(numbers)}
    scopes = {subject_of(number).part: number.scope for number in reversed(numbers)}
    return FactGroup(
        aspect=aspect,
        counted=next(iter(counted.values())) if len(counted) == 1 else None,
        scope=next(iter(scopes.values())) if len(scopes) == 1 else None,
        sides=ordered,
        disagreements=disagreements(aspect, ordered, claimants, world),
    )
