"""Windows of digests: days of a desk's clock, whatever that clock does, and the one that an article belongs to."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from summariser.core.windows import place, window_after, window_of, windows_due
from summariser.nouns.archived import Moment
from summariser.nouns.window import Timing, Window

BERLIN = ZoneInfo("Europe/Berlin")
SIX = time(6)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
hours = st.times()
instants = st.datetimes(datetime(1900, 1, 3), datetime(2100, 1, 1), timezones=st.just(UTC))


def local(zone, *when, fold=0):
    return datetime(*when, fold=fold, tzinfo=ZoneInfo(zone) if isinstance(zone, str) else zone)


def window(zone, name, at=SIX):
    """The window of the digest called `name`."""
    zone = ZoneInfo(zone) if isinstance(zone, str) else zone
    found = window_of(datetime.combine(date.fromisoformat(name), at, zone).astimezone(UTC) - HOUR / 60, zone, at)
    assert found.name == name
    return found


def names(windows):
    return [each.name for each in windows]


# --- The days of a clock


@settings(max_examples=400)
@given(zone=zones, at=hours, instant=instants)
@example(zone=ZoneInfo("Australia/Lord_Howe"), at=time(2, 15), instant=datetime(2031, 10, 4, 15, 20, tzinfo=UTC))
@example(zone=ZoneInfo("Pacific/Apia"), at=SIX, instant=datetime(2011, 12, 30, 9, tzinfo=UTC))
@example(zone=ZoneInfo("America/Nuuk"), at=time(23, 30), instant=datetime(2031, 3, 30, 1, tzinfo=UTC))
@example(zone=ZoneInfo("Pacific/Kwajalein"), at=SIX, instant=datetime(1969, 9, 30, 13, tzinfo=UTC))
@example(zone=ZoneInfo("America/St_Johns"), at=time(0), instant=datetime(2010, 11, 7, 3, tzinfo=UTC))
def test_every_instant_lies_in_one_window_and_windows_touch(zone, at, instant):
    here = window_of(instant, zone, at)
    after = window_of(here.end, zone, at)
    before = window_of(here.start - timedelta(microseconds=1), zone, at)
    assert here.start <= instant < here.end
    assert (before.end, here.end) == (here.start, after.start)
    assert before.name < here.name < after.name
    for each in (here.start, here.start + (here.end - here.start) / 2, here.end - timedelta(microseconds=1)):
        assert window_of(each, zone, at) == here
    assert window_after(here, zone, at) == after


@settings(max_examples=400)
@given(zone=zones, at=hours, instant=instants)
def test_a_window_ends_when_the_clock_first_shows_the_hour(zone, at, instant):
    found = window_of(instant, zone, at)
    end = found.local_end.replace(tzinfo=None)
    told = datetime.combine(found.local_end.date(), at)
    if end != told:  # the clock jumps over that hour, or shows it on the day before
        there = told.replace(tzinfo=zone)
        assert there.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != told
    earlier = (found.end - timedelta(microseconds=1)).astimezone(zone).replace(tzinfo=None)
    assert earlier < told


LATELY = st.datetimes(datetime(2015, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))


@settings(max_examples=400)
@given(zone=zones, at=hours, instant=LATELY)
def test_a_day_of_today_s_zones_has_from_23_to_25_hours(zone, at, instant):
    found = window_of(instant, zone, at)
    assert 23 * HOUR <= found.end - found.start <= 25 * HOUR


@pytest.mark.parametrize(
    ("zone", "name", "at", "length", "start", "end"),
    [
        ("Europe/Berlin", "2031-03-29", SIX, 24, "03-28 06:00", "03-29 06:00"),
        ("Europe/Berlin", "2031-03-30", SIX, 23, "03-29 06:00", "03-30 06:00"),
        ("Europe/Berlin", "2031-10-26", SIX, 25, "10-25 06:00", "10-26 06:00"),
        # The hour is left out on the 30th: the digest closes at the jump.
        ("Europe/Berlin", "2031-03-30", time(2, 30), 23.5, "03-29 02:30", "03-30 03:00"),
        ("Europe/Berlin", "2031-03-31", time(2, 30), 23.5, "03-30 03:00", "03-31 02:30"),
        # The hour is there twice on the 26th: the digest closes the first time.
        ("Europe/Berlin", "2031-10-26", time(2, 30), 24, "10-25 02:30", "10-26 02:30"),
        ("Europe/Berlin", "2031-10-27", time(2, 30), 25, "10-26 02:30", "10-27 02:30"),
        # Half an hour, in the south.
        ("Australia/Lord_Howe", "2031-10-05", SIX, 23.5, "10-04 06:00", "10-05 06:00"),
        ("Australia/Lord_Howe", "2031-10-05", time(2, 15), 23.75, "10-04 02:15", "10-05 02:30"),
        ("Australia/Lord_Howe", "2031-04-06", SIX, 24.5, "04-05 06:00", "04-06 06:00"),
        # From 23:00 to 00:00 of the next day, from 00:00 to 01:00, and back from 00:01 to 23:01 of the day before.
        ("America/Nuuk", "2031-03-29", time(23, 30), 23, "03-28 23:30", "03-29 22:30"),
        ("America/Nuuk", "2031-03-30", time(23, 30), 24, "03-29 22:30", "03-30 23:30"),
        ("America/Sao_Paulo", "2018-11-04", time(0), 24, "11-03 00:00", "11-04 01:00"),
        ("America/St_Johns", "2010-11-07", time(0), 24, "11-06 00:00", "11-07 00:00"),
        # A day left out, and one that is there twice.
        ("Pacific/Apia", "2011-12-31", SIX, 24, "12-29 06:00", "12-31 06:00"),
        ("Pacific/Kwajalein", "1969-10-01", SIX, 47, "09-30 06:00", "10-01 06:00"),
    ],
)
def test_the_days_on_which_a_clock_is_changed(  # noqa: PLR0917
    zone, name, at, length, start, end
):
    noon = datetime.combine(date.fromisoformat(name), time(0, 1), ZoneInfo(zone)).astimezone(UTC)
    near = [window_of(noon + hours * HOUR, ZoneInfo(zone), at) for hours in range(-30, 31)]
    (found,) = {(each.start, each.end): each for each in near if each.name == name}.values()
    assert (found.end - found.start) / HOUR == length
    assert (f"{found.local_start:%m-%d %H:%M}", f"{found.local_end:%m-%d %H:%M}") == (start, end)


def test_instants_of_a_window_are_in_utc_and_survive_json():
    found = window("Europe/Berlin", "2031-10-26", time(2, 30))
    assert (found.start.utcoffset(), found.end.utcoffset()) == (timedelta(0), timedelta(0))
    assert Window.model_validate_json(found.model_dump_json()) == found


# --- What is due


def due(now, last=None, since=None, until=None, zone=BERLIN, at=SIX):  # noqa: PLR0917
    days = [day and date.fromisoformat(day) for day in (since, until)]
    return windows_due(zone, at, now, last, *days)


def test_the_first_digest_is_the_newest_only():
    assert names(due(local(BERLIN, 2031, 3, 28, 6))) == ["2031-03-28"]
    assert names(due(local(BERLIN, 2031, 3, 28, 5, 59))) == ["2031-03-27"]


def test_missed_days_are_caught_up_oldest_first_across_a_change_of_the_clock():
    found = due(local(BERLIN, 2031, 4, 1, 7), last=window(BERLIN, "2031-03-28"))
    assert names(found) == ["2031-03-29", "2031-03-30", "2031-03-31", "2031-04-01"]
    assert [(each.end - each.start) / HOUR for each in found] == [24, 23, 24, 24]


def test_a_digest_that_is_issued_is_not_due_again():
    assert due(local(BERLIN, 2031, 3, 28, 23), last=window(BERLIN, "2031-03-28")) == []


@pytest.mark.parametrize("back", [HOUR, 30 * DAY, 40_000 * DAY])
def test_nothing_is_due_when_the_clock_was_set_back(back):
    last = window(BERLIN, "2031-03-28")
    assert due(last.end - back, last=last) == []


@pytest.mark.parametrize(
    ("last", "since", "until", "wanted"),
    [
        (None, "2031-03-27", "2031-03-29", ["2031-03-27", "2031-03-28", "2031-03-29"]),
        (None, "2031-03-29", None, ["2031-03-29", "2031-03-30"]),
        (None, None, "2031-03-27", ["2031-03-27"]),
        (None, None, "2099-01-01", ["2031-03-30"]),
        (None, "2031-03-31", None, []),
        (None, "9999-12-31", None, []),
        (None, "2031-03-29", "2031-03-27", []),
        ("2031-03-27", None, "2031-03-28", ["2031-03-28"]),
        ("2031-03-27", "2031-03-20", None, ["2031-03-28", "2031-03-29", "2031-03-30"]),
        ("2031-03-27", "2031-03-30", None, ["2031-03-30"]),
        ("2031-03-27", None, "2031-03-20", []),
        ("2031-03-27", None, "0001-01-01", []),
    ],
)
def test_since_and_until_name_the_first_and_the_last_digest(last, since, until, wanted):
    found = due(local(BERLIN, 2031, 3, 30, 7), last=last and window(BERLIN, last), since=since, until=until)
    assert names(found) == wanted


def test_since_the_beginning_of_the_calendar_is_since_1900():
    found = due(datetime(1900, 1, 5, tzinfo=UTC), since="0001-01-01")
    assert names(found)[:2] == ["1900-01-01", "1900-01-02"]


def test_a_day_that_the_clock_leaves_out_has_no_digest():
    apia = ZoneInfo("Pacific/Apia")
    now = local(apia, 2012, 1, 1, 7)
    found = due(now, since="2011-12-29", zone=apia)
    assert names(found) == ["2011-12-29", "2011-12-31", "2012-01-01"]
    assert due(now, since="2011-12-30", zone=apia) == found[1:]
    assert names(due(now, until="2011-12-30", zone=apia)) == ["2011-12-29"]


@pytest.mark.parametrize(
    ("zone", "at", "hours"),
    [(BERLIN, time(8), 26), (BERLIN, time(4), 22), (ZoneInfo("Asia/Tokyo"), SIX, 16), (ZoneInfo("UTC"), SIX, 25)],
)
def test_after_a_change_of_zone_or_hour_windows_still_touch_and_no_name_comes_twice(zone, at, hours):
    last = window(BERLIN, "2031-03-28")
    found = due(last.end + 2 * DAY, last=last, zone=zone, at=at)
    assert (found[0].start, found[0].name) == (last.end, "2031-03-29")
    assert (found[0].end - found[0].start) / HOUR == hours


def test_a_change_to_the_other_end_of_the_world_leaves_no_window_without_time():
    last = window("America/New_York", "2031-03-28", time(23))
    found = due(last.end + 2 * DAY, last=last, zone=ZoneInfo("Pacific/Kiritimati"), at=time(0))
    assert names(found) == ["2031-03-30", "2031-03-31"]
    assert found[0].start == last.end < found[0].end


@settings(max_examples=100)
@given(zone=zones, at=hours, later=zones, then=hours, start=instants, gap=st.integers(0, 5), far=st.integers(0, 9))
def test_windows_issued_day_after_day_tile_the_time_whatever_is_changed_between(  # noqa: PLR0917
    zone, at, later, then, start, gap, far
):
    issued = windows_due(zone, at, start, None)
    issued += windows_due(zone, at, start + gap * DAY, issued[-1])
    issued += windows_due(later, then, start + (gap + far) * DAY, issued[-1])
    assert all(one.end == other.start for one, other in pairwise(issued))
    assert names(issued) == sorted(set(names(issued)))
    assert issued[-1].end <= start + (gap + far) * DAY


# --- Where an article belongs

ISSUED = [window(BERLIN, name) for name in ("2031-03-26", "2031-03-27")]
DUE = [window(BERLIN, name) for name in ("2031-03-28", "2031-03-29")]
NOW = local(BERLIN, 2031, 3, 29, 7)


def placed(instant=None, day=None, issued=ISSUED, due=DUE, now=NOW):
    moment = Moment(instant=instant, day=day and date.fromisoformat(day), how="front matter")
    found = place(moment, now, issued, due, BERLIN)
    return found.timing, found.window and found.window.name


@pytest.mark.parametrize(
    ("instant", "wanted"),
    [
        (local(BERLIN, 2031, 3, 28, 6), (Timing.IN_TIME, "2031-03-29")),
        (local(BERLIN, 2031, 3, 28, 5, 59), (Timing.IN_TIME, "2031-03-28")),
        (local("Asia/Tokyo", 2031, 3, 28, 12), (Timing.IN_TIME, "2031-03-28")),
        (local(BERLIN, 2031, 3, 26, 6), (Timing.LATE, "2031-03-27")),
        (local(BERLIN, 2031, 3, 25, 6), (Timing.LATE, "2031-03-26")),
        (local(BERLIN, 2031, 3, 25, 5, 59), (Timing.BACKGROUND, None)),
        (local(BERLIN, 2031, 3, 29, 6), (Timing.WAITING, None)),
        (local(BERLIN, 2031, 3, 30, 6), (Timing.WAITING, None)),
    ],
)
def test_an_instant_belongs_to_the_window_that_holds_it(instant, wanted):
    assert placed(instant) == wanted


@pytest.mark.parametrize(
    ("day", "due", "wanted"),
    [
        ("2031-03-29", DUE, (Timing.IN_TIME, "2031-03-29")),
        ("2031-03-28", DUE, (Timing.IN_TIME, "2031-03-28")),
        ("2031-03-27", DUE, (Timing.IN_TIME, "2031-03-28")),
        ("2031-03-26", DUE, (Timing.LATE, "2031-03-27")),
        ("2031-03-27", [], (Timing.WAITING, None)),
        ("2031-03-26", [], (Timing.LATE, "2031-03-27")),
        ("2031-03-25", DUE, (Timing.LATE, "2031-03-26")),
        ("2031-03-24", DUE, (Timing.BACKGROUND, None)),
        ("0001-01-01", DUE, (Timing.BACKGROUND, None)),
        ("2031-03-30", DUE, (Timing.WAITING, None)),
    ],
)
def test_a_day_belongs_to_the_earliest_window_of_it_that_is_to_come_or_to_the_last(day, due, wanted):
    assert placed(day=day, due=due) == wanted


@pytest.mark.parametrize(
    "moment",
    [
        {"instant": NOW + 25 * HOUR},
        {"instant": datetime(9999, 12, 31, 23, 59, tzinfo=UTC)},
        {"day": "2031-03-31"},
        {"day": "9999-12-31"},
    ],
)
def test_a_date_far_ahead_is_not_believed_and_said_so(moment):
    assert placed(**moment) == (Timing.IN_TIME, "2031-03-29")
    moment = Moment(**moment, how="feed")
    assert place(moment, NOW, ISSUED, DUE, BERLIN).ahead
    assert place(moment, NOW, ISSUED, [], BERLIN).ahead


def test_without_a_date_it_is_told_in_the_newest_digest_due_or_waits_for_one():
    assert placed() == (Timing.IN_TIME, "2031-03-29")
    assert placed(due=[]) == (Timing.WAITING, None)


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Etc/GMT+12")])
def test_the_first_instant_of_the_calendar_is_background(zone):
    assert placed(datetime(1, 1, 1, tzinfo=zone)) == (Timing.BACKGROUND, None)


def test_days_that_the_user_left_out_are_background():
    later = [window(BERLIN, "2031-03-29")]
    assert placed(local(BERLIN, 2031, 3, 27, 12), due=later) == (Timing.BACKGROUND, None)
    assert placed(day="2031-03-27", due=later) == (Timing.LATE, "2031-03-27")
    assert placed(day="2031-03-28", due=later) == (Timing.IN_TIME, "2031-03-29")
    assert placed(day="2031-03-28", due=[window(BERLIN, "2031-03-30")]) == (Timing.BACKGROUND, None)


def test_nothing_is_lost_where_no_digest_is_issued_or_due():
    assert placed(NOW, issued=[], due=[]) == (Timing.WAITING, None)
    assert placed(day="2031-03-01", issued=[], due=[]) == (Timing.WAITING, None)


@given(days=st.integers(-72, 72), whole=st.booleans())
def test_a_window_that_was_issued_in_revisions_counts_once(days, whole):
    instant = local(BERLIN, 2031, 3, 27, 6) + days * HOUR
    moment = {"day": instant.date().isoformat()} if whole else {"instant": instant}
    revised = [ISSUED[0], ISSUED[0], ISSUED[0], ISSUED[1], ISSUED[1]]
    for ahead in (DUE, []):
        assert placed(**moment, issued=revised, due=ahead) == placed(**moment, due=ahead)


moments = st.one_of(
    st.builds(Moment, instant=st.datetimes(timezones=st.just(UTC)), how=st.just("feed")),
    st.builds(Moment, instant=instants, how=st.just("feed")),
    st.builds(Moment, day=st.dates(), how=st.just("feed")),
    st.builds(Moment, day=st.dates(date(2031, 3, 1), date(2031, 4, 30)), how=st.just("feed")),
    st.just(Moment(how="nothing")),
)


@settings(max_examples=300)
@given(moment=moments, zone=zones, at=hours, past=st.integers(0, 9), days=st.integers(0, 9))
def test_an_article_waits_only_for_the_digest_of_its_window(moment, zone, at, past, days):
    first = datetime(2031, 3, 26, 12, tzinfo=UTC)
    issued = windows_due(zone, at, first, None)
    issued += windows_due(zone, at, first + past * DAY, issued[-1])
    for day in range(past, past + days + 2):
        now = first + day * DAY
        due = windows_due(zone, at, now, issued[-1])
        found = place(moment, now, issued, due, zone)
        assert (found.window in due) == (found.timing is Timing.IN_TIME)
        assert (found.window in issued) == (found.timing is Timing.LATE)
        if found.timing is not Timing.WAITING:
            break
        issued += due
        assert not due or moment.day or moment.instant >= issued[-1].end
