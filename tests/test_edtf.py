"""The EDTF profile: what it reads and refuses, and the laws of comparing and sorting."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.text.edtf import Edtf, compatible, display, parse, precision, sort_key


@st.composite
def points(draw, first_year=1, last_year=9999):
    day = draw(st.dates(date(2000, 1, 1), date(2000, 12, 31)))
    year = draw(st.none() | st.integers(first_year, last_year))
    parts = draw(st.integers(2 if year is None else 1, 3))
    if parts == 3 and year is not None and (day.month, day.day) == (2, 29):
        year = 2000
    return Edtf(year, day.month if parts > 1 else None, day.day if parts > 2 else None, draw(st.booleans()))


@st.composite
def dates(draw):
    near = points(2020, 2026)
    start = draw(near | points())
    if draw(st.booleans()) and draw(st.booleans()):
        return replace(start, ongoing=True)
    end = draw(st.none() | near)
    if end is None or (start.year is None) != (end.year is None):
        return start
    try:
        return parse(f"{start}/{end}")
    except ValueError:
        return start


@pytest.mark.parametrize("text", ["2023", "2023-12", "2023-12-08", "XXXX-05-19", "XXXX-05", "2020~", "2024-02-29"])
def test_a_date_of_the_profile_is_read_and_written_back(text):
    assert str(parse(text)) == text


def test_an_interval_is_read_and_written_back():
    assert str(parse("2031-04-26/2031-04-28")) == "2031-04-26/2031-04-28"
    assert str(parse("XXXX-12-30/XXXX-01-02")) == "XXXX-12-30/XXXX-01-02"


def test_both_marks_of_the_approximate_mean_the_same():
    assert parse("2020?") == parse("2020~")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 2023",
        "2023\n",
        "2023-2",
        "23",
        "XXXX",
        "2023-XX-08",
        "2023-12-08T04:00",
        "8.12.2023",
        "2023-12/",
        "/2023",
        "../2023",
        "2023~~",
        "٢٠٢٣",
        "2023/2024/2025",
        "202X",
        "-0044",
        "recently",
    ],
)
def test_what_is_outside_the_profile_is_refused_with_the_text_in_the_message(text):
    with pytest.raises(ValueError, match="not a date of the profile") as refusal:
        parse(text)
    assert repr(text) in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2023-02-30", "February 2023 has no day 30"),
        ("2023-02-29", "February 2023 has no day 29"),
        ("XXXX-02-30", "February has no day 30"),
        ("2023-13", "no month 13"),
        ("2023-00-01", "no month 00"),
        ("2023-04-31", "April 2023 has no day 31"),
        ("2023-04-00", "has no day 00"),
        ("0000", "no year 0000"),
        ("2024-01-02/2024-01-01", "ends before it begins"),
        ("2024/XXXX-05", "only one end has a year"),
    ],
)
def test_an_impossible_date_is_refused_with_the_reason(text, why):
    with pytest.raises(ValueError, match=why):
        parse(text)


@given(dates())
def test_every_date_survives_being_written_and_parsed(e):
    assert parse(str(e)) == e


@given(dates())
def test_every_date_is_compatible_with_itself(e):
    assert compatible(e, e)


@given(dates(), dates())
def test_compatibility_goes_both_ways(a, b):
    assert compatible(a, b) == compatible(b, a)


@given(st.dates(date(1, 1, 2), date(9999, 12, 30)))
def test_a_day_is_compatible_with_its_month_its_year_and_itself_without_a_year(day):
    iso = day.isoformat()
    for coarser in (iso[:7], iso[:4], f"XXXX{iso[4:]}", f"XXXX{iso[4:7]}", f"{iso}~"):
        assert compatible(parse(iso), parse(coarser)), coarser


@given(dates(), dates())
def test_making_a_date_approximate_never_makes_it_incompatible(a, b):
    wider = replace(a, approximate=True)
    assert compatible(wider, b) or not compatible(a, b)


@given(dates(), dates())
def test_only_equal_dates_have_equal_sort_keys(a, b):
    assert (sort_key(a) == sort_key(b)) == (a == b)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2023-12-08", "2023-12-09", False),
        ("2023-12-08~", "2023-12-09", True),
        ("2023-12-08~", "2023-12-10", False),
        ("2023-12", "2024-01-01", False),
        ("2023-12~", "2024-01-31", True),
        ("2023-12~", "2024-02-01", False),
        ("2020~", "2021-12-31", True),
        ("2020~", "2022", False),
        ("2023", "2023-12-08", True),
        ("2023", "2024-12-08", False),
        ("XXXX-05-19", "2020-05-19", True),
        ("XXXX-05-19", "2020-05-20", False),
        ("XXXX-05-19", "XXXX-05-19", True),
        ("XXXX-05-19", "XXXX-05-20", False),
        ("XXXX-05", "XXXX-05-20", True),
        ("XXXX-02-29", "2023-02", False),
        ("XXXX-02-29", "2024-02", True),
        ("XXXX-02-29", "1897/1904", True),
        ("XXXX-02-29", "1897/1903", False),
        ("XXXX-12-31~", "2024-01-01", True),
        ("XXXX-12-30/XXXX-01-02", "2024-01-01", True),
        ("2031-04-26/2031-04-28", "2031-04-27", True),
        ("2031-04-26/2031-04-28", "2031-04-29", False),
        ("2031-04-26/2031-04-28~", "2031-04-29", True),
        ("2031-04-26/2031-04-28", "2031-04-28/2031-05-02", True),
        ("2031-04-26/2031-04-28", "XXXX-04-27", True),
        ("9999-12-31~", "9999", True),
        ("0001~", "0001-01-01~", True),
    ],
)
def test_two_dates_are_compatible_when_they_can_share_a_day(a, b, expected):
    assert compatible(parse(a), parse(b)) is expected


def test_order_is_chronological_with_coarse_dates_first_and_yearless_ones_last():
    ordered = ["2020", "2023", "2023-12", "2023-12-08", "2023-12-08/2023-12-09", "2024-01", "XXXX-05", "XXXX-05-19"]
    shuffled = ordered[1::2] + ordered[::2]
    assert sorted(shuffled, key=lambda text: sort_key(parse(text))) == ordered


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2023-12-08", "8 December 2023"),
        ("2023-12", "December 2023"),
        ("2023", "2023"),
        ("XXXX-05-19", "19 May (year not stated)"),
        ("XXXX-05", "May (year not stated)"),
        ("2020~", "about 2020"),
        ("XXXX-05-19?", "about 19 May (year not stated)"),
        ("2031-04-26/2031-04-28", "26 to 28 April 2031"),
        ("2031-04-26/2031-05-03", "26 April to 3 May 2031"),
        ("2030-12-30/2031-01-02", "30 December 2030 to 2 January 2031"),
        ("2031-04/2031-05", "April to May 2031"),
        ("2020/2022", "2020 to 2022"),
        ("2031-04/2031-04-28", "April 2031 to 28 April 2031"),
        ("2020~/2022", "about 2020 to 2022"),
        ("XXXX-05-19/XXXX-05-21", "19 to 21 May (year not stated)"),
    ],
)
def test_dates_are_shown_in_plain_english(text, words):
    assert display(parse(text)) == words


@pytest.mark.parametrize(
    ("text", "unit"),
    [("2023-12-08", "day"), ("XXXX-05", "month"), ("2020~", "year"), ("2020/2021", "interval")],
)
def test_precision_is_the_unit_that_the_date_is_known_to(text, unit):
    assert precision(parse(text)) == unit


def test_what_goes_on_since_a_day_reaches_every_later_day_and_no_earlier_one():
    since = parse("2023-10-07/..")
    assert compatible(since, parse("2031-01-01"))
    assert compatible(since, parse("2023-10"))
    assert not compatible(since, parse("2023-10-06"))
    assert precision(since) == "interval"
    assert display(since) == "since 7 October 2023"
