"""Takes the sides of one particular and gives the disagreements between them, each with its type and words."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import combinations, permutations
from typing import NamedTuple

from summariser.core.merge.counted import PERSON, Subject, counted_key, may_be_one_count, of_people, subject_of
from summariser.core.merge.dates import before, read_date
from summariser.core.merge.origins import World
from summariser.core.merge.shown import show_counted, show_moment, shown
from summariser.core.merge.values import bounds, compare, exactness, least, moment_of
from summariser.nouns.article import Evidence
from summariser.nouns.kinds import ActorKind, Aspect
from summariser.nouns.merged import Disagreement, DisagreementType, FactGroup, Side
from summariser.nouns.reading import Fact
from summariser.nouns.values import (
    Category,
    Extent,
    Number,
    Qualifier,
    Responsibility,
    Time,
    Value,
)
from summariser.text.edtf import sort_key
from summariser.text.english import listed, plural

Claimants = Mapping[str, str]
"""Who claims the incident, by article (sha256)."""
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
_OPEN_UPWARDS = frozenset({Qualifier.AT_LEAST, Qualifier.MORE_THAN, Qualifier.NONE_REPORTED})
"""What is told so may rise without having been wrong; "about 15" after 14 is only less precise."""
_OWN_VOICES = frozenset(ActorKind) - {ActorKind.OUTLET}
_END_OF_DAY = 24 * 60
_ORDER: tuple[DisagreementType, ...] = (
    "contradiction",
    "within_article",
    "updated",
    "different_unit",
    "different_scope",
    "less_precise",
)


class _Difference(NamedTuple):
    """How two sides, by their positions, differ; of those of an update the first is the earlier one."""

    type: DisagreementType
    a: int
    b: int
    words: str


def articles_of(sides: Iterable[Side]) -> set[str]:
    """Give the articles that tell any of `sides`."""
    return {article for side in sides for article in side.articles}


def disagreements(
    aspect: Aspect, sides: Sequence[Side], claimants: Claimants, world: World
) -> tuple[Disagreement, ...]:
    """Give the disagreements among all sides of one particular."""
    whole = [position for position, side in enumerate(sides) if not _is_part_of_a_sum(side, sides)]
    differences = [
        difference
        for a, b in combinations(whole, 2)
        if not _of_two_groups(sides[a], sides[b], claimants, world)
        for difference in _differences(aspect, sides, (a, b), world)
    ]
    standing = _among_the_standing(differences, sides, world)
    return tuple(
        _disagreement(kind, aspect, linked, sides, world)
        for kind in _ORDER
        for linked in _linked([difference for difference in standing if difference.type == kind])
    )


def _is_part_of_a_sum(part: Side, sides: Sequence[Side]) -> bool:
    """Whether each article of `part` gives the sum that it makes with a greater figure: two more, so six and not four.

    It must be the smaller part: an article with six and seven is not explained by somebody's one. Two at ten and six at
    noon are no part and no sum.
    """
    summed = {
        article
        for other, whole in permutations((side for side in sides if side is not part), 2)
        if _subject(part.value) == _subject(other.value) == _subject(whole.value)
        and _figure(part) < _figure(other) == _figure(whole) - _figure(part)
        and not _told_in_one_breath(part, whole)
        for article in _shared(part, whole)
        if _hours(part, article) == _hours(whole, article)
    }
    return summed == set(part.articles)


def _hours(side: Side, article: str) -> set[tuple[str | None, int | None]]:
    """Give the dates and minutes of the day by which `article` dates its figure."""
    told = (fact.as_of for fact in side.facts if fact.evidence[0].article == article)
    return {(one.edtf, moment_of(one)) for one in told if one}


def _figure(side: Side) -> float:
    """Give an exact figure above zero; not a number, which is no part and no sum of anything, for any other value."""
    value = side.value
    exact = isinstance(value, Number) and value.qualifier is Qualifier.EXACT and value.low == value.high
    return (least(value) if exact and isinstance(value, Number) else None) or math.nan


def _among_the_standing(differences: Sequence[_Difference], sides: Sequence[Side], world: World) -> list[_Difference]:
    """Leave out differences of scope with a figure that had a later one in its place when the other was told."""
    gone = {one.a for one in differences if one.type == "updated"}

    def of_two_moments(one: _Difference) -> bool:
        return any(x in gone and told_before(sides[x], sides[y], world) for x, y in ((one.a, one.b), (one.b, one.a)))

    return [one for one in differences if one.type != "different_scope" or not of_two_moments(one)]


def _differences(aspect: Aspect, sides: Sequence[Side], pair: tuple[int, int], world: World) -> Iterator[_Difference]:
    """Give how two sides differ within an article that gives both, and between articles that give only one."""
    a, b = (sides[position] for position in pair)
    verdict, words = scoped(a.value, b.value) or compare(a.value, b.value)
    if not words:
        return
    if verdict in ("conflict", "compatible") and (earlier := earlier_of(aspect, a, b, world)):
        if _subject(a.value) == _subject(b.value):
            first, second = pair if earlier is a else pair[::-1]
            later = f"{shown(sides[first].value)}, later {shown(sides[second].value)}"
            yield _Difference("updated", first, second, later)
        return  # the later figure of a part says nothing against the earlier one of the whole
    contradicts_itself = verdict == "conflict" and _shared(a, b) and _one_only(aspect, a.value, b.value)
    if contradicts_itself:
        yield _Difference("within_article", *pair, words)
    if _differ_between_articles(aspect, a, b) or (contradicts_itself and _each_alone(a, b)):
        yield from _between_articles(verdict, sides, pair, words)


def _of_two_groups(a: Side, b: Side, claimants: Claimants, world: World) -> bool:
    """Whether one group claims and another denies, as far as both are known: each speaks for itself."""
    if _codes(a.value, b.value) != {Responsibility.CLAIMED, Responsibility.DENIED}:
        return False
    claims, denies = (a, b) if Responsibility.CLAIMED in _codes(a.value) else (b, a)
    claiming = {_claimant(fact, claimants, world) for fact in claims.facts}
    denying = {_speaker(fact.said_by, world) for fact in denies.facts}
    return None not in claiming | denying and claiming.isdisjoint(denying)


def _claimant(fact: Fact, claimants: Claimants, world: World) -> str | None:
    """Give who claims by a fact, None if that is not certain: the police may well tell what others have claimed."""
    named = claimants.get(fact.evidence[0].article)
    return _speaker(named, world) if named else _speaker(fact.said_by, world, only=(ActorKind.ARMED_GROUP,))


def _speaker(said_by: str | None, world: World, only: Collection[ActorKind] = _OWN_VOICES) -> str | None:
    """Give who speaks, or the body that she speaks for, by its id; None if nobody is named, or none of these kinds."""
    speaker = world.spoken_for(world.actor(said_by))
    return speaker.id if speaker and speaker.kind in only else None


def _shared(a: Side, b: Side) -> set[str]:
    return set(a.articles) & set(b.articles)


def _each_alone(a: Side, b: Side) -> bool:
    """Whether some article gives only the one side, and another only the other."""
    return bool(set(a.articles) - set(b.articles)) and bool(set(b.articles) - set(a.articles))


def _differ_between_articles(aspect: Aspect, a: Side, b: Side) -> bool:
    """Whether a difference is one of articles: what one of them gives side by side is none between others either.

    A rough and an exact value that one article gives of what has one value only are rough and exact between others.
    """
    rough = aspect in _ONE_VALUE_ONLY and compare(a.value, b.value).verdict == "compatible"
    return _each_alone(a, b) and (rough or not _shared(a, b))


def _one_only(aspect: Aspect, a: Value, b: Value) -> bool:
    """Whether an article that gives both values contradicts itself."""
    number = aspect is Aspect.DAMAGE and isinstance(a, Number)
    return aspect in _ONE_VALUE_ONLY or number or _codes(a, b) in _NOT_IN_ONE_ARTICLE


def _between_articles(verdict: str, sides: Sequence[Side], pair: tuple[int, int], words: str) -> Iterator[_Difference]:
    a, b = (sides[position] for position in pair)
    either = ((a, b), (b, a))
    if verdict == "conflict":
        yield _Difference("contradiction", *pair, words)
    elif verdict == "unit":
        yield _Difference("different_unit", *pair, words)
    elif verdict == "scope" and not any(_told_as_a_whole_too(x, y, sides) for x, y in either):
        yield _Difference("different_scope", *pair, words)
    elif verdict == "compatible" and not any(_said_more_exactly(x, y, sides) for x, y in either):
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


def _told_as_a_whole_too(part: Side, whole: Side, sides: Sequence[Side]) -> bool:
    """Say whether each article of `part` also counts what `whole` counts, which then is what differs, if anything."""
    alike = [side for side in sides if side is not part and _subject(side.value) == _subject(whole.value)]
    return set(part.articles) <= articles_of(alike)


def _subject(value: Value) -> Subject | None:
    return subject_of(value) if isinstance(value, Number) else None


def scoped(a: Value, b: Value) -> tuple[str, str] | None:
    """Say that two numbers count different things or parts; None if they count one thing, or cannot be its parts.

    A part cannot be more than the whole. Nobody of a part, and a part without a figure, differ from nothing.
    """
    if not isinstance(a, Number) or not isinstance(b, Number) or subject_of(a) == subject_of(b):
        return None
    counts = f"{_counts(a)} against {_counts(b)}"
    thing, other_thing = subject_of(a).thing, subject_of(b).thing
    if thing != other_thing and not of_people(a, b):
        return "unit", counts if may_be_one_count(thing, other_thing) else ""
    if _more_than_all(a, b) or _more_than_all(b, a):
        return None
    alike = (a.low, a.high, a.qualifier) == (b.low, b.high, b.qualifier)
    words = counts if counted_key(a) != counted_key(b) else f"{shown(a)} against {shown(b)}"
    return "scope", "" if alike or not least(a) or not least(b) else words


def _more_than_all(part: Number, whole: Number) -> bool:
    """Whether what is told of a part is more than what is told of the whole."""
    of_all = subject_of(whole).thing in (PERSON, subject_of(part).thing) and not subject_of(whole).part
    return of_all and bounds(part)[0] > bounds(whole)[1]


def _counts(value: Number) -> str:
    return show_counted(value, value.counted if least(value) == 1 else plural(value.counted))


def earlier_of(aspect: Aspect, a: Side, b: Side, world: World) -> Side | None:
    """Give the side that the other is the later account of, if their moments and the direction of the figure say so."""
    for earlier, later in ((a, b), (b, a)):
        told_later = can_follow(aspect, earlier, later) and told_before(earlier, later, world)
        if told_later or _risen_in_one_breath(aspect, earlier, later, world):
            return earlier
    return None


def _risen_in_one_breath(aspect: Aspect, earlier: Side, later: Side, world: World) -> bool:
    """Whether an article gives a lower and a higher toll in the same words: "from 9 to 12"."""
    risen = aspect in _GROWING and _is_higher(earlier.value, later.value) and _told_in_one_breath(earlier, later)
    return risen and not lowered_in_one_breath(later, earlier, world)


def lowered_in_one_breath(higher: Side, lower: Side, world: World) -> bool:
    """Say whether an article gives both in the same words and dates only `lower` to its own day: "from 19 to 18"."""
    undated = all(fact.as_of is None for fact in _beside(higher, lower))
    return undated and _told_in_one_breath(higher, lower) and _is_of_its_day(lower, world)


def _is_of_its_day(side: Side, world: World) -> bool:
    """Whether an article dates the figure to the day of its own publication."""
    return any(
        fact.as_of and fact.as_of.edtf and fact.as_of.edtf == world.published.get(fact.evidence[0].article)
        for fact in side.facts
    )


def _beside(side: Side, other: Side) -> list[Fact]:
    """Give the facts of a side that articles of the other side tell, too."""
    return [fact for fact in side.facts if fact.evidence[0].article in other.articles]


def _told_in_one_breath(a: Side, b: Side) -> bool:
    return any(_overlap(one, other) for one in _evidence(a) for other in _evidence(b))


def _evidence(side: Side) -> Iterator[Evidence]:
    return (one for fact in side.facts for one in fact.evidence)


def _overlap(a: Evidence, b: Evidence) -> bool:
    return a.article == b.article and a.start < b.end and b.start < a.end


class _Moment(NamedTuple):
    """When a figure was so: a date (EDTF) and, where known, the minute of the day; and when it was published.

    `dated` says that the article itself dates the figure; `instant` is when it was published, where that is known.
    """

    date: str | None
    minute: int | None
    published: str | None
    dated: bool
    instant: datetime | None = None

    def before(self, other: "_Moment") -> bool:
        """Whether this is the earlier moment: certainly, or as far as one of the two leaves open by publication."""
        if not self.dated and not other.dated and self.instant and other.instant:
            return self.instant < other.instant
        if self.date == other.date and self.minute is not None and other.minute is not None:
            return self.minute < other.minute
        if before(self.date, other.date) or before(other.date, self.date):
            return before(self.date, other.date)
        one_known = (self.dated, self.minute is None) != (other.dated, other.minute is None)
        return one_known and self._published_before(other)

    def _published_before(self, other: "_Moment") -> bool:
        if self.instant and other.instant:
            return self.instant < other.instant
        return before(self.published, other.published)


def _moment(fact: Fact, world: World) -> _Moment:
    """Give when the article says that a figure was so, else when the article was published."""
    article = fact.evidence[0].article
    published, instant = world.published.get(article), world.instants.get(article)
    if fact.as_of is None:
        return _Moment(published, None, published, dated=False, instant=instant)
    return _Moment(fact.as_of.edtf or published, moment_of(fact.as_of), published, dated=True, instant=instant)


def told_before(a: Side, b: Side, world: World) -> bool:
    """Say whether `a` was told before all of `b`, and is not dated after all of `b`; False if a moment is not known.

    Articles that tell an old figure again later, without a date for it, do not make it a new one.
    """
    moments, others = ({_moment(fact, world) for fact in side.facts} for side in (a, b))
    if any(moment.date is None and moment.instant is None for moment in (*moments, *others)):
        return False
    first = any(all(x.before(y) for y in others) for x in moments)
    return first and not outlasts(a, b, world)


def outlasts(a: Side, b: Side, world: World) -> bool:
    """Say whether somebody dates `a` after all of `b`."""
    moments, others = ({_moment(fact, world) for fact in side.facts} for side in (a, b))
    return any(x.dated and all(y.before(x) for y in others) for x in moments)


def _first_told(side: Side, world: World) -> tuple[tuple[int, ...], int, float, float, str]:
    moments = [_moment(fact, world) for fact in side.facts]
    ends = [(read_date(one.date), _END_OF_DAY if one.minute is None else one.minute) for one in moments]
    dated = [(sort_key(date), minute) for date, minute in ends if date]
    day, minute = min(dated, default=((), 0))
    first = min((one.instant.timestamp() for one in moments if one.instant), default=0.0)
    figure = least(side.value) if isinstance(side.value, Number) else None
    return day, minute, first, figure or 0, side.facts[0].id


def can_follow(aspect: Aspect, before_: Side, after: Side) -> bool:
    """Say whether a value may take the place of another as time goes on, so that both may have been right."""
    earlier, later = before_.value, after.value
    if isinstance(earlier, Category) and isinstance(later, Category):
        claimed = (earlier.code, later.code) == (Responsibility.NOT_CLAIMED, Responsibility.CLAIMED)
        return claimed or earlier.code is Extent.NONE_REPORTED
    if not isinstance(earlier, Number) or not isinstance(later, Number):
        return False
    if compare(earlier, later).verdict == "compatible" and earlier.qualifier not in _OPEN_UPWARDS:
        return False
    if aspect in _CHANGING:
        return least(earlier) is not None and least(later) is not None
    return (aspect in _GROWING or _accumulates(aspect, after)) and _is_higher(earlier, later)


def _accumulates(aspect: Aspect, after: Side) -> bool:
    """Whether a count is one that an article dates, as it dates a toll: cases, arrests."""
    return aspect is Aspect.COUNT and any(fact.as_of is not None for fact in after.facts)


def _is_higher(earlier: Value, later: Value) -> bool:
    if not isinstance(earlier, Number) or not isinstance(later, Number):
        return False
    low, high = least(earlier), least(later)
    return low is not None and high is not None and low < high


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
    words = differences[0].words if len(differences) == 1 else f"{len(taken)} values: {_listed(kind, taken)}"
    return Disagreement(type=kind, aspect=aspect, words=words, sides=taken)


def _listed(kind: DisagreementType, sides: Sequence[Side]) -> str:
    """List the values; times of one day without the day."""
    times = [side.value for side in sides if isinstance(side.value, Time)]
    if len({time.edtf for time in times}) == 1 and all(map(show_moment, times)):
        return listed([show_moment(time) for time in times])
    return listed([_in_full(kind, side.value) for side in sides])


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
    if group.aspect is not Aspect.CASUALTIES:
        return group
    of_parts: dict[tuple[str, ...], list[Side]] = {}
    for side in group.sides:
        if isinstance(side.value, Number) and _says_nobody(side.value):
            of_parts.setdefault(subject_of(side.value).part, []).append(side)
    added = [
        _nobody_against(none, hurt, world)
        for part, none in of_parts.items()
        if (hurt := [side for side in some if any(_is_within(part, fact.value) for fact in side.facts)])
    ]
    return group.model_copy(update={"disagreements": (*group.disagreements, *added)}) if added else group


def _is_within(part: tuple[str, ...], value: Value) -> bool:
    """Whether `value` counts people of `part`, or of a part of it: US soldiers are soldiers."""
    if not isinstance(value, Number):
        return False
    return not part or (subject_of(value).thing == PERSON and set(part) <= set(subject_of(value).part))


def _nobody_against(none: Sequence[Side], hurt: Sequence[Side], world: World) -> Disagreement:
    nobody = next(_nobody_of_a_part(side.value) for side in none)
    told = [f"{_counts_or_shows(side.value, nobody)} {side.facts[0].aspect}" for side in hurt]
    return Disagreement(
        type=_type_of_the_hurt(none, hurt, world),
        aspect=Aspect.CASUALTIES,
        words=f"{nobody or 'no casualties'} against {listed(told)}",
        sides=(*none, *hurt),
    )


def _nobody_of_a_part(value: Value) -> str:
    """Say of whom nobody is hurt: "no soldiers hurt"; "" if nobody at all is."""
    if not isinstance(value, Number) or not subject_of(value).part:
        return ""
    who = "nobody" if counted_key(value) == PERSON else f"no {plural(value.counted)}"
    return f"{who} hurt" + (f" ({value.scope})" if value.scope else "")


def _counts_or_shows(value: Value, of_a_part: str) -> str:
    return _counts(value) if of_a_part and isinstance(value, Number) else shown(value)


def _type_of_the_hurt(none: Sequence[Side], some: Sequence[Side], world: World) -> DisagreementType:
    if len(articles_of((*none, *some))) == 1:
        return "within_article"
    later = all(told_before(a, b, world) for a in none for b in some)
    return "updated" if later else "contradiction"


def _says_nobody(value: Number) -> bool:
    """Whether nobody is said to be hurt, be it of one part only, which leaves the others open."""
    return value.qualifier is Qualifier.EXACT and value.low == value.high == 0 and subject_of(value).thing == PERSON
