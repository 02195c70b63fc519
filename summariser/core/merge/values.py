"""Takes two typed values and says whether they are the same, can both hold, or cannot, with the words for it.

The comparison is a table by value type. Wordings never count: "mười", "dix" and "10" are one number. Equal keys
mean the same value, so that sides are a partition whatever the order of the articles.
"""

import math
from collections.abc import Callable, Hashable
from typing import Literal, NamedTuple

from summariser.core.merge.counted import subject_of
from summariser.core.merge.dates import days_of, fineness, in_words, read_date, relate
from summariser.core.merge.shown import show_clock, show_moment, shown
from summariser.nouns.values import (
    Basis,
    Category,
    Extent,
    Means,
    Number,
    PartOfDay,
    Place,
    Qualifier,
    Responsibility,
    Text,
    Time,
    Value,
)
from summariser.text.countries import country_code
from summariser.text.english import country_name
from summariser.text.names import Tokens, fold_body

ABOUT_MINUTES = 30
"""How far "about" before a clock time reaches, on each side."""
_ABOUT_SHARE = 0.1
_DAY = 24 * 60
_NOON = "12:00"
_Spans = tuple[tuple[int, int], ...]
_MINUTES: dict[PartOfDay, _Spans] = {
    PartOfDay.NIGHT: ((0, 360), (1200, 1440)),
    PartOfDay.DAWN: ((0, 480),),
    PartOfDay.MORNING: ((180, 720),),
    PartOfDay.NOON: ((660, 840),),
    PartOfDay.AFTERNOON: ((720, 1140),),
    PartOfDay.EVENING: ((1020, 1440),),
}
"""Minutes after midnight, drawn generously: usage differs between languages ("4 in the morning", "4 at night")."""
_PARTS_OF_CITIES = frozenset({"district", "neighborhood", "neighbourhood", "quarter", "suburb", "borough", "area"})
_COVERS: dict[Means, frozenset[Means]] = {
    Means.ROCKET_OR_MISSILE: frozenset({Means.ROCKET, Means.MISSILE}),
    Means.AIR_STRIKE: frozenset({Means.DRONE, Means.MISSILE}),
    Means.STRIKE: frozenset(
        {
            Means.ROCKET_OR_MISSILE,
            Means.ROCKET,
            Means.MISSILE,
            Means.MORTAR,
            Means.ARTILLERY,
            Means.DRONE,
            Means.AIR_STRIKE,
            Means.BOMB,
        }
    ),
}
_MAY_BOTH_HOLD: frozenset[frozenset[str]] = frozenset(
    frozenset(pair)
    for pair in (
        (Extent.NONE, Extent.NONE_REPORTED),
        (Extent.NONE_REPORTED, Extent.MINOR),
        (Extent.NONE_REPORTED, Extent.SOME),
        (Extent.NONE_REPORTED, Extent.HEAVY),
        (Extent.SOME, Extent.MINOR),
        (Extent.SOME, Extent.HEAVY),
    )
)
_NO_DIFFERENCE = frozenset({Responsibility.NOT_CLAIMED, Responsibility.DENIED})
"""Who denies has not claimed."""


_EXACTNESS = {
    Qualifier.EXACT: 3,
    Qualifier.RANGE: 2,
    Qualifier.ABOUT: 2,
    Qualifier.AT_LEAST: 1,
    Qualifier.MORE_THAN: 1,
    Qualifier.AT_MOST: 1,
}


class Comparison(NamedTuple):
    """How two values stand to one another. A `compatible` pair without words is no difference worth showing."""

    verdict: Literal["same", "compatible", "conflict"]
    words: str


_UNRELATED = Comparison("compatible", "")


def key(value: Value) -> Hashable:
    """Give what makes two values the same one, whatever their wording."""
    if isinstance(value, Time):
        date = read_date(value.edtf)
        return (
            "time",
            str(date) if date else value.edtf,
            value.clock,
            value.clock_about,
            None if value.clock else value.part_of_day,
        )
    if isinstance(value, Number):
        vague_words = value.words.casefold() if value.qualifier is Qualifier.VAGUE and value.low is None else ""
        return "number", *_ends(value), value.qualifier, *subject_of(value), vague_words
    if isinstance(value, Place):
        return *spot_key(value), country_code(value.country)
    return (value.type, value.code) if isinstance(value, Category) else (value.type, value.text.casefold().strip(" ."))


def spot_key(value: Place) -> tuple[Hashable, ...]:
    """Give what makes two places the same one where a country is not named for both.

    The city in the name and a word like "district" add nothing: "consulate in Duyal" is the consulate in Duyal.
    """
    return "place", _spot(value), fold_body(value.city or ""), _side_of(value)


def _spot(value: Place) -> Tokens:
    """Give the folded name without the city and without words for parts of cities, unless nothing else is left."""
    name, city = fold_body(value.name), fold_body(value.city or "")
    return tuple(word for word in name if word not in city and word not in _PARTS_OF_CITIES) or name


def compare(a: Value, b: Value) -> Comparison:
    """Compare two values of one aspect; values of different types are never in conflict."""
    if key(a) == key(b):
        return Comparison("same", "")
    return _RULES[a.type](a, b) if a.type == b.type else _UNRELATED


def exactness(value: Value) -> tuple[int, ...]:
    """Rank how exactly a value says what it says; only values of one type compare."""
    match value:
        case Time():
            clock = 0 if not value.clock else 3 - value.clock_about
            return fineness(value.edtf), clock or int(value.part_of_day is not None), value.basis is Basis.STATED
        case Place():
            inside = bool(value.city) and fold_body(value.name) != fold_body(value.city or "")
            return bool(value.city) + bool(value.country) + inside, value.relation in ("in", "at")
        case Number():
            return (_EXACTNESS.get(value.qualifier, 0),)
        case Category():
            return (sum(value.code in covered for covered in _COVERS.values()),)
    return (0,)


def _against(verdict: Literal["compatible", "conflict"], a: str, b: str) -> Comparison:
    return Comparison(verdict, f"{a} against {b}")


# Times


def _compare_times(a: Time, b: Time) -> Comparison:
    dates = _compare_dates(a, b)
    if dates.words:
        return _compare_over_midnight(a, b) or dates
    return _compare_moments(a, b)


def _compare_over_midnight(a: Time, b: Time) -> Comparison | None:
    """Compare two times of different dates of which one at least is a night, which has two; None if none is."""
    minutes, others = _night_minutes(a) or _day_minutes(a), _night_minutes(b) or _day_minutes(b)
    if not minutes or not others or not any(_has_two_dates(*pair) for pair in ((a, b), (b, a))):
        return None
    meet = _meet(minutes, others)
    if meet and _are_nights_of_one_day_each(a, b):
        return _against("compatible", shown(a), shown(b))  # one night, if the one means its evening
    if meet and (_says_only_the_day(a) or _says_only_the_day(b) or a.part_of_day is b.part_of_day):
        return _UNRELATED
    return _against("compatible" if meet else "conflict", shown(a), shown(b))


def _has_two_dates(night: Time, other: Time) -> bool:
    """Whether `night` is dated by both its days, or by either of them and held against a clock time or a night."""
    by_either = other.clock is not None or bool(_night_minutes(other))
    return bool(_night_minutes(night)) and (len(days_of(night.edtf or "")) == 2 or by_either)


def _are_nights_of_one_day_each(a: Time, b: Time) -> bool:
    return all(_night_minutes(one) and len(days_of(one.edtf or "")) == 1 for one in (a, b))


def _night_minutes(value: Time) -> _Spans:
    """Give the minutes, counted over all days, of a night that is dated by both its days or by either."""
    days = days_of(value.edtf or "")
    if value.clock or value.part_of_day is not PartOfDay.NIGHT or len(days) not in (1, 2):
        return ()
    (_, morning), (evening, _) = _MINUTES[PartOfDay.NIGHT]
    over = (days[0] * _DAY + evening, (days[0] + 1) * _DAY + morning)
    return (over,) if len(days) == 2 else (over, (days[0] * _DAY, days[0] * _DAY + morning))


def _day_minutes(value: Time) -> _Spans:
    """Give the minutes, counted over all days, that a time of one day may mean; () for other dates."""
    days = days_of(value.edtf or "")
    if len(days) != 1:
        return ()
    return tuple((days[0] * _DAY + first, days[0] * _DAY + last) for first, last in _spans(value) or ((0, _DAY),))


def _says_only_the_day(value: Time) -> bool:
    return not value.clock and not value.part_of_day


def _compare_dates(a: Time, b: Time) -> Comparison:
    x, y = read_date(a.edtf), read_date(b.edtf)
    if not x or not y or not a.edtf or not b.edtf or str(x) == str(y):
        return _UNRELATED
    verdict: Literal["compatible", "conflict"] = "conflict" if relate(a.edtf, b.edtf) == "conflict" else "compatible"
    return _against(verdict, in_words(a.edtf), in_words(b.edtf))


def _compare_moments(a: Time, b: Time) -> Comparison:
    """Compare the times of day; one that says none is silent, not in conflict."""
    if _is_noon(a) and _is_noon(b):
        return _UNRELATED
    if a.clock and b.clock:
        reach = ABOUT_MINUTES * (a.clock_about + b.clock_about)
        verdict: Literal["compatible", "conflict"] = (
            "compatible" if minutes_between(a.clock, b.clock) <= reach else "conflict"
        )
        return _against(verdict, show_clock(a), show_clock(b)) if a.clock != b.clock else _UNRELATED
    spans, others = _spans(a), _spans(b)
    if not spans or not others or spans == others:
        return _UNRELATED
    meet = _meet(spans, others)
    return _against("compatible" if meet else "conflict", show_moment(a), show_moment(b))


def _meet(spans: _Spans, others: _Spans) -> bool:
    return any(first < other_last and other_first < last for first, last in spans for other_first, other_last in others)


def _is_noon(value: Time) -> bool:
    return value.clock == _NOON or (not value.clock and value.part_of_day is PartOfDay.NOON)


def _spans(value: Time) -> _Spans:
    """Give the minutes of the day that `value` may mean; () if it gives no time of day."""
    if value.clock:
        reach = ABOUT_MINUTES if value.clock_about else 0
        return ((minute_of(value.clock) - reach, minute_of(value.clock) + reach + 1),)
    return _MINUTES[value.part_of_day] if value.part_of_day else ()


def minute_of(clock: str) -> int:
    """Give the minutes from midnight to `clock` (HH:MM)."""
    return int(clock[:2]) * 60 + int(clock[3:])


def moment_of(value: Time) -> int | None:
    """Give the minute of the day by which a time is put in order: its clock, else the middle of its part of the day.

    A night lies on both sides of midnight and orders nothing.
    """
    if value.clock:
        return minute_of(value.clock)
    spans = _spans(value)
    return sum(spans[0]) // 2 if len(spans) == 1 else None


def minutes_between(a: str, b: str) -> int:
    """Give the minutes between two clock times of one day."""
    return abs(minute_of(a) - minute_of(b))


# Places


def _compare_places(a: Place, b: Place) -> Comparison:
    if _side_of(a) != _side_of(b) and {"from", "to"} & {a.relation, b.relation}:
        return _UNRELATED  # where a movement began and where it went
    country, other = country_code(a.country), country_code(b.country)
    if country and other and country != other:
        return _against("conflict", _with_country(a), _with_country(b))
    if a.city and b.city and fold_body(a.city) != fold_body(b.city) and not _is_a_town_of_both(a, b):
        return _against("conflict", shown(a), shown(b))
    if _spot(a) == _spot(b) and {_side_of(a), _side_of(b)} == {"in", "near"}:
        return _against("compatible", shown(a), shown(b))
    return _UNRELATED


def _is_a_town_of_both(a: Place, b: Place) -> bool:
    """Whether one place is a town by itself for one report and a part of the next city for the other."""
    name = fold_body(a.name)
    return name == fold_body(b.name) and name in (fold_body(a.city or ""), fold_body(b.city or ""))


def _with_country(value: Place) -> str:
    """Show a place with its country, without which the two Tripolis would be told as "Tripoli against Tripoli"."""
    return f"{shown(value)} ({country_name(country_code(value.country) or '')})"


def _side_of(value: Place) -> str:
    return "in" if value.relation == "at" else value.relation


# Numbers


def _compare_numbers(a: Number, b: Number) -> Comparison:
    words = f"{shown(a)} against {shown(b)}"
    if Qualifier.NONE_REPORTED in (a.qualifier, b.qualifier):
        return Comparison("compatible", words)
    low, high = bounds(a)
    other_low, other_high = bounds(b)
    if low > other_high or other_low > high:
        return Comparison("conflict", words)
    return Comparison("compatible", words if _figures(a) != _figures(b) else "")


def _figures(value: Number) -> Hashable:
    """Give what must differ for a difference worth showing: "about 6" and "6" agree, so do two vague words."""
    if value.qualifier is Qualifier.VAGUE and value.low is None:
        return "vague"
    exactly = Qualifier.EXACT if value.qualifier is Qualifier.ABOUT else value.qualifier
    return *_ends(value), exactly


def _ends(value: Number) -> tuple[float | None, float | None]:
    """Give the lowest and highest figure as the qualifier means them, whichever of the two the reading filled in."""
    low = value.high if value.low is None else value.low
    high = value.low if value.high is None else value.high
    match value.qualifier:
        case Qualifier.EXACT | Qualifier.ABOUT:
            return low, high
        case Qualifier.AT_MOST:
            return None, high
        case Qualifier.AT_LEAST | Qualifier.MORE_THAN:
            return low, None
    return value.low, value.high


def bounds(value: Number) -> tuple[float, float]:
    """Give the least and greatest number that `value` may mean. "About" reaches a tenth, and at least one."""
    lowest, highest = _ends(value)
    low = 0.0 if lowest is None else float(lowest)
    high = math.inf if highest is None else float(highest)
    reach = max(1.0, low * _ABOUT_SHARE)
    if value.qualifier is Qualifier.ABOUT:
        return low - reach, high + reach
    if value.qualifier is Qualifier.MORE_THAN:
        return math.nextafter(low, math.inf), math.inf
    return (max(low, 1.0), high) if value.qualifier is Qualifier.VAGUE else (low, high)


def least(value: Number) -> float | None:
    """Give the figure by which a toll is called higher or lower, None if it has no figure."""
    if value.qualifier is Qualifier.NONE_REPORTED:
        return 0.0
    figure = value.low if value.low is not None else value.high
    return None if figure is None else float(figure)


# Categories and texts


def _compare_categories(a: Category, b: Category) -> Comparison:
    if {a.code, b.code} == _NO_DIFFERENCE:
        return _UNRELATED
    both = _covered(a.code, b.code) or frozenset({str(a.code), str(b.code)}) in _MAY_BOTH_HOLD
    return _against("compatible" if both else "conflict", shown(a), shown(b))


def may_be_one_means(a: Means, b: Means) -> bool:
    """Say whether two words for a weapon may be for one: "other" may be any."""
    return a is b or Means.OTHER in (a, b) or _covered(a, b)


def _covered(a: object, b: object) -> bool:
    if not isinstance(a, Means) or not isinstance(b, Means):
        return False
    return a in _COVERS.get(b, ()) or b in _COVERS.get(a, ())


def _compare_texts(_a: Text, _b: Text) -> Comparison:
    """Two clauses are shown side by side; code does not judge whether they contradict one another."""
    return _UNRELATED


_RULES: dict[str, Callable[..., Comparison]] = {
    "time": _compare_times,
    "place": _compare_places,
    "number": _compare_numbers,
    "category": _compare_categories,
    "text": _compare_texts,
}
