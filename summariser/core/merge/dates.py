"""Takes EDTF texts of readings and says how two dates stand to one another and which days a date covers."""

from datetime import date
from functools import lru_cache
from typing import Literal

from summariser.text.edtf import Edtf, compatible, display, parse, precision, sort_key

DateRelation = Literal["same_day", "overlap", "conflict"]

_LONGEST_FINE_INTERVAL = 7
"""Days. A flood or a battle told as a few days is dated finely enough to meet a report of one of these days."""


@lru_cache(maxsize=1 << 14)
def read_date(text: str | None) -> Edtf | None:
    """Give the date that `text` writes, None if it writes none of the profile."""
    try:
        return parse(text) if text else None
    except ValueError:
        return None


@lru_cache(maxsize=1 << 14)
def days_of(text: str) -> tuple[int, ...]:
    """Give the days (proleptic ordinals) of a fine date: a day, or an interval of at most a week; () if it is coarser.

    A date without a year is coarse, whatever else it says.
    """
    start = read_date(text)
    end = (start.until or start) if start else None
    if not start or not end or None in (start.year, start.day, end.year, end.day):
        return ()
    first, last = _ordinal(start), _ordinal(end)
    reach = int(start.approximate or end.approximate)
    return tuple(range(first - reach, last + reach + 1)) if last - first < _LONGEST_FINE_INTERVAL else ()


def _ordinal(e: Edtf) -> int:
    return date(e.year or 1, e.month or 1, e.day or 1).toordinal()


@lru_cache(maxsize=1 << 14)
def relate(a: str, b: str) -> DateRelation:
    """Say whether two dates can be one day of fine dates, can be one date only at a coarser precision, or cannot."""
    x, y = read_date(a), read_date(b)
    if x is None or y is None or not compatible(x, y):
        return "conflict"
    return "same_day" if days_of(a) and days_of(b) else "overlap"


@lru_cache(maxsize=1 << 14)
def before(a: str | None, b: str | None) -> bool:
    """Say whether date `a` lies wholly before date `b`; False if either is not known or they can be one."""
    x, y = read_date(a), read_date(b)
    if x is None or y is None or compatible(x, y) or None in (x.year, y.year):
        return False
    return sort_key(x) < sort_key(y)


def fineness(text: str | None) -> int:
    """Rank how exact a date is: 0 none, 1 year, 2 interval, 3 month or day without year, 4 a few days, 5 a day."""
    e = read_date(text)
    if e is None or text is None:
        return 0
    if days_of(text):
        return 4 if e.until or e.approximate else 5
    return {"year": 1, "interval": 2, "month": 3, "day": 3}[precision(e)]


def in_words(text: str | None) -> str:
    """Give a date in English words, "no date" for none."""
    e = read_date(text)
    return display(e) if e else "no date"
