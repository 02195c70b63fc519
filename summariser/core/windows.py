"""Takes a time zone, an hour and the digests issued so far, and gives the windows to do and the one of each article.

A digest closes each day when the desk's clock first shows the hour `at`: where the clock goes through that hour twice,
the first time (as in RFC 5545, 3.3.5). Where it jumps over the hour, at the jump, which is when cron starts what it
jumped over; should the jump end on the next day (America/Nuuk: from 23:00 to 00:00), as much before `at` as it jumps,
so that every day keeps a digest of its name. A day that the clock leaves out whole (Pacific/Apia, 2011-12-30) has none.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from summariser.nouns.archived import Moment
from summariser.nouns.window import Placing, Timing, Window

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_NO_EARLIER = date(1900, 1, 1)
"""Days before this one are taken for it: there are no digests of them, and the first years have no instants in UTC."""


def window_of(instant: datetime, zone: ZoneInfo, at: time) -> Window:
    """Give the window that holds `instant`: the windows of a zone and an hour leave nothing out and never overlap."""
    day = instant.astimezone(zone).date()
    # Two days each way: the clock may leave out a day, or (Pacific/Kwajalein, 1969) go through one twice.
    closings = [closing for far in range(-2, 4) if (closing := _closing(day + far * _DAY, zone, at))]
    place = bisect_right(closings, instant)
    return Window(start=closings[place - 1], end=closings[place], zone=zone.key)


def window_after(window: Window, zone: ZoneInfo, at: time) -> Window:
    """Give the window of the digest after that of `window`: it begins where that ends, and has a later day's name.

    Where zone or hour were changed since, it is as much longer or shorter than a day.
    """
    day = window.local_end.date()
    end = None
    while end is None or end <= window.end:
        day += _DAY
        end = _closing(day, zone, at)
    return Window(start=window.end, end=end, zone=zone.key)


def windows_due(  # noqa: PLR0913, PLR0917 - all that decides what a run has to do
    zone: ZoneInfo,
    at: time,
    now: datetime,
    last: Window | None,
    since: date | None = None,
    until: date | None = None,
) -> list[Window]:
    """Give the windows that have ended by `now` and come after `last`, the latest that was issued; oldest first.

    Where nothing was issued yet it is the newest one only, unless `since` names an earlier day. `since` and `until` are
    the names of the first and the last digest wanted, both included; with a `since` later than the day after `last`
    the digests between are left out for ever. Nothing is due when the clock was set back behind `last`.
    """
    today = now.astimezone(zone).date()
    latest = min(until or today, today)
    if since and since > latest:
        return []
    if last is None and since is None:
        newest = _window_named(latest, zone, at)
        return [newest if newest.end <= now else window_of(newest.start - _SECOND, zone, at)]
    first = window_after(last, zone, at) if last else _window_named(since or latest, zone, at)
    wanted = takewhile(lambda window: window.end <= now and _day(window) <= latest, _from(first, zone, at))
    return [window for window in wanted if since is None or _day(window) >= since]


def place(moment: Moment, now: datetime, issued: Sequence[Window], due: Sequence[Window], zone: ZoneInfo) -> Placing:
    """Give the window in which an article is told that was published at `moment`, and whether in time.

    `issued` are the windows of the digests issued so far, that of one with revisions as often as it likes, and `due`
    those that this run will issue, both oldest first.

    - An instant belongs to the window that holds it: in time if that is due, late if it is issued.
    - Only a day is known: the earliest due window that has a part of that day of the desk's; where the day goes on
      after all these windows, it waits for the next; else it is late in the last of those issued.
    - Nothing is known, or it is more than a day after `now` (`ahead`): in time in the newest due window.
    - After all these windows it waits. In none of them, before the first digest or between two of which the user had
      those between left out, it is background: kept, and told as news by none.
    """
    ahead = _is_ahead(moment, now, zone)
    if ahead or (moment.instant is None and moment.day is None):
        newest = due[-1] if due else None
        return Placing(timing=Timing.IN_TIME if newest else Timing.WAITING, window=newest, ahead=ahead)
    return _placed(*_between(moment, zone), issued, due)


def _placed(start: datetime, end: datetime, issued: Sequence[Window], due: Sequence[Window]) -> Placing:
    """Place what was published at `start` or, where `end` is later, at some time before that."""
    if in_due := _touched(start, end, due):
        return Placing(timing=Timing.IN_TIME, window=in_due[0])
    if _is_after(start, end, [*issued[-1:], *due[-1:]]):
        return Placing(timing=Timing.WAITING)
    if in_issued := _touched(start, end, issued):
        return Placing(timing=Timing.LATE, window=in_issued[-1])
    return Placing(timing=Timing.BACKGROUND)


def _is_after(start: datetime, end: datetime, last: Sequence[Window]) -> bool:
    """Whether some of it is after the last window there is."""
    return not last or start >= last[-1].end or end > last[-1].end


def _touched(start: datetime, end: datetime, windows: Sequence[Window]) -> Sequence[Window]:
    """Give those of `windows`, in order, that hold `start` or anything from there up to `end`."""
    first = max(0, bisect_right(windows, start, key=lambda window: window.start) - 1)
    beyond = max(first + 1, bisect_right(windows, end, key=lambda window: window.start))
    return [window for window in windows[first:beyond] if window.holds(start) or start <= window.start < end]


def _is_ahead(moment: Moment, now: datetime, zone: ZoneInfo) -> bool:
    if moment.instant is not None:
        return moment.instant > now + _DAY
    return moment.day is not None and moment.day > (now + _DAY).astimezone(zone).date()


def _between(moment: Moment, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Give its instant twice, or the first instant of its day and of the next, on the desk's clock."""
    if moment.instant is not None:
        return moment.instant, moment.instant
    day = max(moment.day or _NO_EARLIER, _NO_EARLIER)
    midnight = datetime.combine(day, time.min)
    return _first_showing(midnight, zone), _first_showing(midnight + _DAY, zone)


def _from(window: Window, zone: ZoneInfo, at: time) -> Iterator[Window]:
    while True:
        yield window
        window = window_after(window, zone, at)


def _day(window: Window) -> date:
    return window.local_end.date()


def _window_named(day: date, zone: ZoneInfo, at: time) -> Window:
    """Give the window whose digest has the name of `day`, or of the day before where the clock leaves it out."""
    day = max(day, _NO_EARLIER)
    end = next(filter(None, (_closing(each, zone, at) for each in (day, day - _DAY))))
    return window_of(end - _SECOND, zone, at)


def _closing(day: date, zone: ZoneInfo, at: time) -> datetime | None:
    """Give the instant at which the digest of `day` closes, as the module says; None for a day that is left out."""
    told = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    jumped_back = told.replace(tzinfo=zone, fold=1).astimezone(UTC)
    ways = (_first_showing(told, zone), jumped_back)
    return next((instant for instant in ways if instant.astimezone(zone).date() == day), None)


def _first_showing(told: datetime, zone: ZoneInfo) -> datetime:
    """Give the first instant, in UTC, at which the clock of `zone` shows `told` or, where it jumps over that, later."""
    instant = told.replace(tzinfo=zone).astimezone(UTC)
    if _shown(instant, zone) == told:
        return instant
    # It jumps somewhere between `told` as counted with the offset after the jump and with that before it.
    before = told.replace(tzinfo=zone, fold=1).astimezone(UTC).replace(microsecond=0)
    seconds = range(int((instant - before) / _SECOND) + 2)
    return before + _SECOND * bisect_right(
        seconds, False, key=lambda second: _shown(before + _SECOND * second, zone) >= told
    )


def _shown(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)
