"""Takes a date of our small EDTF profile as text and gives it parsed, compared, sortable and in words.

The profile, out of the Extended Date/Time Format of ISO 8601-2 and the Library of Congress: YYYY, YYYY-MM,
YYYY-MM-DD; XXXX-MM and XXXX-MM-DD where the year is not known; each with ~ or ? behind it if approximate; and
two of these as an interval, a/b, both with or both without a year; and a/.. for what goes on since a.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""The names that `display` uses; `MONTHS[month - 1]`."""

_POINT = re.compile(r"(?P<year>[0-9]{4}|XXXX)(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?P<mark>[~?])?")
_PROFILE = (
    "YYYY, YYYY-MM, YYYY-MM-DD, XXXX-MM or XXXX-MM-DD, with ~ behind it if approximate, two of them as a/b, "
    "or a/.. for since a"
)
_LEAP_YEAR = 2000
_LAST_ORDINAL = date.max.toordinal()
_NO_END = (9999, 13, 0, 0)
_YEARS_WITH_A_LEAP_YEAR = 9  # eight years lie between the leap days of 1896 and 1904

Precision = Literal["day", "month", "year", "interval"]


@dataclass(frozen=True)
class Edtf:
    """A date of the profile, or an interval if `until` or `ongoing` is set; made by `parse`, which checks it.

    `year` is None if it is not known (XXXX), `month` and `day` if the date is coarser. `str()` gives it back as
    EDTF, with ~ for both marks of the approximate.
    """

    year: int | None
    month: int | None = None
    day: int | None = None
    approximate: bool = False
    until: "Edtf | None" = None
    ongoing: bool = False

    def __str__(self) -> str:
        year = "XXXX" if self.year is None else f"{self.year:04}"
        rest = "".join(f"-{part:02}" for part in (self.month, self.day) if part is not None)
        mark = "~" if self.approximate else ""
        end = "/.." if self.ongoing else f"/{self.until}" if self.until else ""
        return year + rest + mark + end


def parse(text: str) -> Edtf:
    """Give the date that `text` writes; ValueError, in words for a person, if it is none of the profile's."""
    first, slash, second = text.partition("/")
    start = _parse_point(first, text)
    if not slash:
        return start
    if second == "..":
        return replace(start, ongoing=True)
    end = _parse_point(second, text)
    if (start.year is None) != (end.year is None):
        raise ValueError(f"{text!r} is an interval of which only one end has a year")
    if start.year and end.year and _last_day(end, end.year) < _first_day(start, start.year):
        raise ValueError(f"{text!r} is an interval that ends before it begins")
    return Edtf(start.year, start.month, start.day, start.approximate, end)


def precision(e: Edtf) -> Precision:
    """Give the unit that `e` is known to; "interval" for an interval, whatever its ends."""
    if e.until or e.ongoing:
        return "interval"
    if e.day is not None:
        return "day"
    return "year" if e.month is None else "month"


def compatible(a: Edtf, b: Edtf) -> bool:
    """Say whether `a` and `b` can both be the date of one thing: whether they share a day.

    So they are compared at the coarser precision. A date without a year fits the same day of any year, an
    approximate one reaches one unit of its precision further on both sides.
    """
    return any(
        first <= other_last and other_first <= last
        for year, other_year in _year_pairs(a, b)
        for first, last in _spans(a, year)
        for other_first, other_last in _spans(b, other_year)
    )


def sort_key(e: Edtf) -> tuple[int, ...]:
    """Give a key for chronological order: equal only for equal dates, a coarse date before its days, no year last."""
    end = _NO_END if e.ongoing else _point_key(e.until) if e.until else ()
    return (int(e.year is None), *_point_key(e), *end)


def display(e: Edtf) -> str:
    """Give `e` in English words: "8 December 2023", "19 May (year not stated)", "26 to 28 April 2031"."""
    if e.ongoing:
        words = f"since {_point_words(e)}"
    elif e.until is None:
        words = _point_words(e)
    elif e.approximate or e.until.approximate:
        words = f"{_point_words(e)} to {_point_words(e.until)}"
    else:
        words = f"{_words_not_repeated(e, e.until)} to {_point_words(e.until)}"
    return f"{words} (year not stated)" if e.year is None else words


def _parse_point(text: str, whole: str) -> Edtf:
    match = _POINT.fullmatch(text)
    if not match or (match["year"] == "XXXX" and match["month"] is None):
        raise ValueError(f"{whole!r} is not a date of the profile: {_PROFILE}")
    year, month, day = (int(part) if part and part != "XXXX" else None for part in match.group("year", "month", "day"))
    _check_that_it_exists(year, month, day, whole)
    return Edtf(year, month, day, match["mark"] is not None)


def _check_that_it_exists(year: int | None, month: int | None, day: int | None, whole: str) -> None:
    if year == 0:
        raise ValueError(f"{whole!r} is impossible: there is no year 0000")
    if month is None:
        return
    if not 1 <= month <= 12:
        raise ValueError(f"{whole!r} is impossible: there is no month {month:02}")
    if day is not None and not 1 <= day <= monthrange(year or _LEAP_YEAR, month)[1]:
        of_year = f" {year}" if year else ""
        raise ValueError(f"{whole!r} is impossible: {MONTHS[month - 1]}{of_year} has no day {day:02}")


def _year_pairs(a: Edtf, b: Edtf) -> Iterator[tuple[int, int]]:
    """Give the years in which to compare `a` and `b`; only a date without a year has a choice."""
    for year in _years_to_try(a, b):
        for other in _years_to_try(b, a):
            yield year, other


def _years_to_try(e: Edtf, other: Edtf) -> range:
    if e.year is not None:
        return range(e.year, e.year + 1)
    if other.year is None:
        return range(_LEAP_YEAR - 1, _LEAP_YEAR + 2)
    last = (other.until and other.until.year) or other.year
    # One year more on both sides for what reaches over New Year.
    return range(max(1, other.year - 1), min(9999, last + 1, other.year + _YEARS_WITH_A_LEAP_YEAR) + 1)


def _spans(e: Edtf, year: int) -> Iterator[tuple[int, int]]:
    """Give first and last day of `e` as ordinals if it began in `year`; none if `year` has no such day."""
    end = e.until or e
    end_year = end.year or year + _reaches_over_new_year(e, end)
    try:
        yield _first_day(e, year), _LAST_ORDINAL + 1 if e.ongoing else _last_day(end, end_year)
    except ValueError:  # 29 February
        return


def _reaches_over_new_year(start: Edtf, end: Edtf) -> bool:
    return (end.month or 12, end.day or 31) < (start.month or 1, start.day or 1)


def _first_day(e: Edtf, year: int) -> int:
    step = int(e.approximate)
    if e.day is not None:
        return _ordinal(year, e.month or 1, e.day) - step
    if e.month is not None:
        return _first_of_month(year * 12 + e.month - 1 - step)
    return _ordinal(year - step, 1, 1)


def _last_day(e: Edtf, year: int) -> int:
    step = int(e.approximate)
    if e.day is not None:
        return _ordinal(year, e.month or 1, e.day) + step
    if e.month is not None:
        return _first_of_month(year * 12 + e.month + step) - 1
    return _ordinal(year + 1 + step, 1, 1) - 1


def _first_of_month(months: int) -> int:
    return _ordinal(months // 12, months % 12 + 1, 1)


def _ordinal(year: int, month: int, day: int) -> int:
    """Give the number of a day, also just outside the years 1 to 9999, where `date` stops."""
    if year < 1:
        return 0
    return date(year, month, day).toordinal() if year <= 9999 else _LAST_ORDINAL + 1


def _point_key(e: Edtf) -> tuple[int, ...]:
    return (e.year or 0, e.month or 0, e.day or 0, int(e.approximate))


def _point_words(e: Edtf) -> str:
    about = "about " if e.approximate else ""
    return about + " ".join(_parts(e))


def _parts(e: Edtf) -> list[str]:
    month = MONTHS[e.month - 1] if e.month else None
    return [str(part) for part in (e.day, month, e.year) if part is not None]


def _words_not_repeated(start: Edtf, end: Edtf) -> str:
    """Give the beginning of an interval without the month and year that its end says anyway."""
    if start.year != end.year or start.month is None or (start.day is None) != (end.day is None):
        return _point_words(start)
    if start.day is not None and start.month == end.month:
        return str(start.day)
    return _point_words(Edtf(None, start.month, start.day))
