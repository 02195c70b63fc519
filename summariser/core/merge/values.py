"""Takes two typed values and says whether they are the same, can both hold, or cannot, with the words for it.

The comparison is a table by value type. Wordings never count: "mười", "dix" and "10" are one number. Equal keys
mean the same value, so that sides are a partition whatever the order of the articles.
"""

import math
from collections.abc import Callable, Hashable
from typing import Literal, NamedTuple

from summariser.core.merge.dates import fineness, in_words, read_date, relate
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
_MINUTES: dict[PartOfDay, tuple[tuple[int, int], ...]] = {
    PartOfDay.NIGHT: ((0, 360), (1200, 1440)),
    PartOfDay.DAWN: ((0, 480),),
    PartOfDay.MORNING: ((180, 720),),
    PartOfDay.NOON: ((660, 840),),
    PartOfDay.AFTERNOON: ((720, 1140),),
    PartOfDay.EVENING: ((1020, 1440),),
}
"""Minutes after midnight, drawn generously: usage differs between languages ("4 in the morning", "4 at night")."""
_SALVOS = frozenset({"salvo", "salvos", "volley", "volleys", "barrage", "barrages", "series"})
"""Words for several shots at once; of what shots is told as the means, which may be less precise."""
SALVO: Tokens = ("salvo",)
_PEOPLE = frozenset(
    {
        "person",
        "people",
        "human",
        "individual",
        "victim",
        "fatality",
        "death",
        "dead",
        "casualty",
        "life",
        "live",
        "injury",
        "wounded",
        "injured",
        "killed",
        "missing",
        "displaced",
    }
)
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
        (Responsibility.NOT_CLAIMED, Responsibility.DENIED),
    )
)


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
        return "number", *_ends(value), value.qualifier, counted_key(value), scope_key(value), vague_words
    if isinstance(value, Place):
        return *spot_key(value), country_code(value.country)
    return (value.type, value.code) if isinstance(value, Category) else (value.type, value.text.casefold().strip(" ."))


def spot_key(value: Place) -> tuple[Hashable, ...]:
    """Give what makes two places the same one where a country is not named for both."""
    return "place", fold_body(value.name), fold_body(value.city or ""), _side_of(value)


def counted_key(value: Number) -> Tokens:
    """Give what is counted as folded singular words; all words for people are one, and so are those for salvos."""
    words = fold_body(value.counted)
    if _SALVOS & set(words):
        return SALVO
    return tuple("person" if word in _PEOPLE else word for word in map(_singular, words))


def scope_key(value: Number) -> Tokens:
    """Give the scope as folded words, () for none."""
    return fold_body(value.scope) if value.scope else ()


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


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
    return dates if dates.words else _compare_moments(a, b)


def _compare_dates(a: Time, b: Time) -> Comparison:
    x, y = read_date(a.edtf), read_date(b.edtf)
    if not x or not y or not a.edtf or not b.edtf or str(x) == str(y):
        return _UNRELATED
    verdict: Literal["compatible", "conflict"] = "conflict" if relate(a.edtf, b.edtf) == "conflict" else "compatible"
    return _against(verdict, in_words(a.edtf), in_words(b.edtf))


def _compare_moments(a: Time, b: Time) -> Comparison:
    """Compare the times of day; one that says none is silent, not in conflict."""
    if a.clock and b.clock:
        reach = ABOUT_MINUTES * (a.clock_about + b.clock_about)
        verdict: Literal["compatible", "conflict"] = (
            "compatible" if minutes_between(a.clock, b.clock) <= reach else "conflict"
        )
        return _against(verdict, show_clock(a), show_clock(b)) if show_clock(a) != show_clock(b) else _UNRELATED
    spans, others = _spans(a), _spans(b)
    if not spans or not others or spans == others:
        return _UNRELATED
    meet = any(first < other_last and other_first < last for first, last in spans for other_first, other_last in others)
    return _against("compatible" if meet else "conflict", show_moment(a), show_moment(b))


def _spans(value: Time) -> tuple[tuple[int, int], ...]:
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
    if a.city and b.city and fold_body(a.city) != fold_body(b.city):
        return _against("conflict", shown(a), shown(b))
    if fold_body(a.name) == fold_body(b.name) and {_side_of(a), _side_of(b)} == {"in", "near"}:
        return _against("compatible", shown(a), shown(b))
    return _UNRELATED


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
    low, high = _bounds(a)
    other_low, other_high = _bounds(b)
    if low > other_high or other_low > high:
        return Comparison("conflict", words)
    return Comparison("compatible", words if _figures(a) != _figures(b) else "")


def _figures(value: Number) -> Hashable:
    vague = value.qualifier is Qualifier.VAGUE and value.low is None
    return "vague" if vague else (*_ends(value), value.qualifier)


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


def _bounds(value: Number) -> tuple[float, float]:
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
