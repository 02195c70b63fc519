"""Takes the words of a date with a time of day, as files, feeds and mails write them, and gives the time."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_YEARS = range(1900, 2201)
"""The years in which news is published; others are a program's zero or its end of time, or somebody's joke."""


def is_plausible(year: int) -> bool:
    """Say whether an article can have been published in `year`; the first and last years have no instants in UTC."""
    return year in _YEARS


def read_instant(words: str) -> datetime | None:
    """Give the time that `words` state, in ISO 8601 (RFC 3339) or as mails do (RFC 5322), naive if without an offset.

    None if they state no time of day: a day alone is none, though it could be taken for its midnight. None, too, if
    it is not plausible.
    """
    if ":" not in words:
        return None
    for read in (datetime.fromisoformat, _of_mail):
        try:
            time = read(words.strip())
        except (ValueError, OverflowError):
            continue
        return time if is_plausible(time.year) else None
    return None


def _of_mail(words: str) -> datetime:
    time = parsedate_to_datetime(words)
    # RFC 5322, 3.3: "-0000" is a time in UTC, of a system that does not tell its own zone.
    return time.replace(tzinfo=UTC) if time.tzinfo is None and words.endswith("-0000") else time
