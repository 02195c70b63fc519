"""Takes the sides of one particular and gives the disagreements between them, each with its type and words."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from summariser.core.merge.dates import before, read_date
from summariser.core.merge.origins import World
from summariser.core.merge.shown import show_counted, shown
from summariser.core.merge.values import compare, counted_key, exactness, least, moment_of, scope_key
from summariser.nouns.kinds import Aspect
from summariser.nouns.merged import Disagreement, DisagreementType, FactGroup, Side
from summariser.nouns.reading import Fact
from summariser.nouns.values import (
    Category,
    Extent,
    Number,
    Qualifier,
    Responsibility,
    Value,
)
from summariser.text.edtf import sort_key
from summariser.text.english import listed, plural

_GROWING = frozenset({Aspect.KILLED, Aspect.INJURED, Aspect.CASUALTIES, Aspect.DAMAGE, Aspect.RESPONSE})
_CHANGING = frozenset({Aspect.MISSING, Aspect.DISPLACED})
OF_PEOPLE = frozenset({Aspect.KILLED, Aspect.INJURED, Aspect.CASUALTIES, Aspect.MISSING, Aspect.DISPLACED})
_ONE_VALUE_ONLY = frozenset({Aspect.TIME, Aspect.COUNT, *OF_PEOPLE})
"""Aspects of which an article that gives two values contradicts itself; places, means and damage may be several."""
_NOT_IN_ONE_ARTICLE = frozenset(
    frozenset(pair)
    for pair in (
        (Responsibility.CLAIMED, Responsibility.NOT_CLAIMED),
        (Extent.NONE, Extent.MINOR),
        (Extent.NONE, Extent.SOME),
        (Extent.NONE, Extent.HEAVY),
    )
)
"""Codes of which one article contradicts itself. One group claims and another denies it, one house burns down and
another is scratched: such pairs are two particulars of one account."""
_END_OF_DAY = 24 * 60
_COLLECTIVES = frozenset({"family", "household", "home"})
_ORDER: tuple[DisagreementType, ...] = (
    "contradiction",
    "within_article",
    "updated",
    "different_unit",
    "different_scope",
    "less_precise",
)


class _Difference(NamedTuple):
    """How two sides, by their positions, differ; `superseded` is the earlier one if the type is `updated`."""

    type: DisagreementType
    a: int
    b: int
    words: str
    superseded: int | None = None


def articles_of(sides: Iterable[Side]) -> set[str]:
    """Give the articles that tell any of `sides`."""
    return {article for side in sides for article in side.articles}


def disagreements(aspect: Aspect, sides: Sequence[Side], world: World) -> tuple[Disagreement, ...]:
    """Give the disagreements among all sides of one particular."""
    differences = [
        difference
        for a, b in combinations(range(len(sides)), 2)
        for difference in _differences(aspect, sides, (a, b), world)
    ]
    standing = _among_the_standing(differences)
    return tuple(
        _disagreement(kind, aspect, linked, sides, world)
        for kind in _ORDER
        for linked in _linked([difference for difference in standing if difference.type == kind])
    )


def _among_the_standing(differences: Sequence[_Difference]) -> list[_Difference]:
    """Leave out differences of scope with a figure that a later one took the place of: they are of two moments."""
    gone = {one.superseded for one in differences if one.superseded is not None}
    return [one for one in differences if one.type != "different_scope" or not gone & {one.a, one.b}]


def _differences(aspect: Aspect, sides: Sequence[Side], pair: tuple[int, int], world: World) -> Iterator[_Difference]:
    """Give how two sides differ within an article that gives both, and between articles that give only one."""
    a, b = (sides[position] for position in pair)
    verdict, words = _scoped(a.value, b.value) or compare(a.value, b.value)
    only_a, only_b = (set(one.articles) - set(other.articles) for one, other in ((a, b), (b, a)))
    both = set(a.articles) & set(b.articles)
    later = _updates(aspect, a, b, world) if verdict not in ("scope", "unit") else None
    one_only = aspect in _ONE_VALUE_ONLY or _codes(a.value, b.value) in _NOT_IN_ONE_ARTICLE
    contradicts_itself = bool(both) and verdict == "conflict" and one_only and not later
    if contradicts_itself:
        yield _Difference("within_article", *pair, words)
    if later:
        earlier = pair[0] if _told_before(a, b, world) else pair[1]
        yield _Difference("updated", *pair, later, earlier)
        return
    # What one article gives side by side without contradiction is no disagreement between others either.
    if not words or not only_a or not only_b or (both and not contradicts_itself):
        return
    if verdict in ("scope", "unit"):
        yield _Difference("different_scope" if verdict == "scope" else "different_unit", *pair, words)
    elif verdict == "conflict":
        yield _Difference("contradiction", *pair, words)
    elif not _said_more_exactly(a, b, sides) and not _said_more_exactly(b, a, sides):
        yield _Difference("less_precise", *pair, words)


def _codes(*values: Value) -> frozenset[StrEnum]:
    return frozenset(value.code for value in values if isinstance(value, Category))


def _said_more_exactly(side: Side, against: Side, sides: Sequence[Side]) -> bool:
    """Say whether each article of `side` also gives a more exact value that fits it, which then speaks for it.

    An article with "in the morning" and "about 04:00" differs from one with "04:15" by the second only.
    """
    finer = [
        other
        for other in sides
        if other is not against
        and exactness(other.value) > exactness(side.value)
        and compare(side.value, other.value).verdict == "compatible"
    ]
    return set(side.articles) <= articles_of(finer)


def _scoped(a: Value, b: Value) -> tuple[str, str] | None:
    """Say that two numbers count different things or parts; they cannot contradict one another."""
    if not isinstance(a, Number) or not isinstance(b, Number):
        return None
    counts = f"{_counts(a)} against {_counts(b)}"
    if counted_key(a) != counted_key(b):
        return ("scope", counts) if _of_people(a, b) else ("unit", counts)
    if scope_key(a) != scope_key(b):
        same_figure = (a.low, a.high, a.qualifier) == (b.low, b.high, b.qualifier)
        return "scope", "" if same_figure else f"{shown(a)} against {shown(b)}"
    return None


def _counts(value: Number) -> str:
    return show_counted(value, value.counted if least(value) == 1 else plural(value.counted))


def _of_people(a: Number, b: Number) -> bool:
    counted = counted_key(a), counted_key(b)
    return ("person",) in counted and not any(_COLLECTIVES & set(one) for one in counted)


def _updates(aspect: Aspect, a: Side, b: Side, world: World) -> str | None:
    """Say that one side is the later account of the other, if their moments and the direction of the figure do."""
    earlier, later = (a, b) if _told_before(a, b, world) else (b, a)
    if not _told_before(earlier, later, world) or not _can_follow(aspect, earlier.value, later.value):
        return None
    return f"{shown(earlier.value)}, later {shown(later.value)}"


class _Moment(NamedTuple):
    """When a figure was so: a date (EDTF) and, where known, the minute of the day."""

    date: str | None
    minute: int | None

    def before(self, other: "_Moment") -> bool:
        """Whether this is certainly the earlier moment."""
        if self.date == other.date and self.minute is not None and other.minute is not None:
            return self.minute < other.minute
        return before(self.date, other.date)


def _moment(fact: Fact, world: World) -> _Moment:
    """Give when the article says that a figure was so, else when the article was published."""
    published = world.published.get(fact.evidence[0].article)
    if fact.as_of is None:
        return _Moment(published, None)
    return _Moment(fact.as_of.edtf or published, moment_of(fact.as_of))


def _told_before(a: Side, b: Side, world: World) -> bool:
    """Whether `a` was told before all of `b`, and nothing of `a` after all of `b`; False if a moment is not known."""
    moments, others = ({_moment(fact, world) for fact in side.facts} for side in (a, b))
    if any(moment.date is None for moment in (*moments, *others)):
        return False
    first = any(all(x.before(y) for y in others) for x in moments)
    outlasts = any(all(y.before(x) for y in others) for x in moments)
    return first and not outlasts


def _first_told(side: Side, world: World) -> tuple[tuple[int, ...], int, str]:
    moments = [_moment(fact, world) for fact in side.facts]
    ends = [(read_date(one.date), _END_OF_DAY if one.minute is None else one.minute) for one in moments]
    dated = [(sort_key(date), minute) for date, minute in ends if date]
    day, minute = min(dated, default=((), 0))
    return day, minute, side.facts[0].id


def _can_follow(aspect: Aspect, earlier: Value, later: Value) -> bool:
    if isinstance(earlier, Category) and isinstance(later, Category):
        return earlier.code in (Responsibility.NOT_CLAIMED, Extent.NONE_REPORTED)
    if not isinstance(earlier, Number) or not isinstance(later, Number):
        return False
    low, high = least(earlier), least(later)
    if low is None or high is None:
        return False
    return aspect in _CHANGING or (aspect in _GROWING and low < high)


def _linked(differences: Sequence[_Difference]) -> Iterator[list[_Difference]]:
    """Give the differences of one type in groups that share sides, so that five tolls are one disagreement."""
    group_of: dict[int, list[_Difference]] = {}
    for one in differences:
        group, other = group_of.setdefault(one.a, []), group_of.setdefault(one.b, [])
        if group is not other:
            group += other
            group_of.update({position: group for linked in other for position in (linked.a, linked.b)})
            group_of[one.b] = group
        group.append(one)
    yield from {id(group_of[one.a]): group_of[one.a] for one in differences}.values()


def _disagreement(
    kind: DisagreementType, aspect: Aspect, differences: Sequence[_Difference], sides: Sequence[Side], world: World
) -> Disagreement:
    positions = sorted({position for one in differences for position in (one.a, one.b)})
    taken = tuple(sides[position] for position in positions)
    if kind == "updated":
        taken = tuple(sorted(taken, key=lambda side: _first_told(side, world)))
    values = listed([_in_full(kind, side.value) for side in taken])
    words = differences[0].words if len(differences) == 1 else f"{len(taken)} values: {values}"
    return Disagreement(type=kind, aspect=aspect, words=words, sides=taken)


def _in_full(kind: DisagreementType, value: Value) -> str:
    by_thing = kind in ("different_unit", "different_scope")
    return _counts(value) if by_thing and isinstance(value, Number) else shown(value)


# Across aspects


def against_no_casualties(groups: Sequence[FactGroup], world: World) -> tuple[FactGroup, ...]:
    """Add to the casualties that somebody says "none" where somebody else counts dead or injured."""
    hurt = [side for group in groups if group.aspect in (Aspect.KILLED, Aspect.INJURED) for side in group.sides]
    some = tuple(side for side in hurt if isinstance(side.value, Number) and (least(side.value) or 0) > 0)
    return tuple(_with_the_hurt(group, some, world) if some else group for group in groups)


def _with_the_hurt(group: FactGroup, some: tuple[Side, ...], world: World) -> FactGroup:
    none = tuple(side for side in group.sides if _says_nobody(side.value))
    if group.aspect is not Aspect.CASUALTIES or not none:
        return group
    told = listed([f"{shown(side.value)} {side.facts[0].aspect}" for side in some])
    added = Disagreement(
        type=_type_of_the_hurt(none, some, world),
        aspect=Aspect.CASUALTIES,
        words=f"no casualties against {told}",
        sides=(*none, *some),
    )
    return group.model_copy(update={"disagreements": (*group.disagreements, added)})


def _type_of_the_hurt(none: Sequence[Side], some: Sequence[Side], world: World) -> DisagreementType:
    if len(articles_of((*none, *some))) == 1:
        return "within_article"
    later = all(_told_before(a, b, world) for a in none for b in some)
    return "updated" if later else "contradiction"


def _says_nobody(value: Value) -> bool:
    return isinstance(value, Number) and value.qualifier is Qualifier.EXACT and value.low == value.high == 0
