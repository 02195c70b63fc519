"""Folders as sources: new by content, one bad file no more than itself, moments from what a file says."""

import os
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from summariser.edges import articles
from summariser.edges.collect import Desk, collect
from summariser.nouns.archived import Collected
from summariser.nouns.config import SourceConfig

NOW = datetime(2031, 3, 28, 5, 0, tzinfo=UTC)
STORY = "The weir gave way before dawn. Two farms were flooded.\n"


class Known:
    """What is known from earlier runs, without a disk."""

    def __init__(self):
        self.sha256s = set()
        self.kept = {}

    def unknown(self, sha256s):
        return set(sha256s) - self.sha256s

    def remembered(self, source):
        return self.kept.get(source, {})

    def remember(self, source, what):
        self.kept[source] = dict(what)


def desk(known=None, *, now=NOW, wait=lambda seconds: None):
    return Desk(articles, known or Known(), ZoneInfo("Europe/Berlin"), now, wait=wait)


def visited(folder, at=None, **settings):
    return list(collect([SourceConfig(name="Wire", folder=folder, **settings)], at or desk()))


def only(folder, **settings):
    (one,) = visited(folder, **settings)
    assert isinstance(one, Collected)
    return one


def moment(folder, text, **settings):
    (folder / "a.txt").write_text(text)
    return only(folder, **settings).moment


@pytest.fixture
def wire(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    return tmp_path


# Times that cannot be meant


@pytest.mark.parametrize(
    ("stated", "year"),
    [
        ("9999-12-31T23:00:00-05:00", 9999),
        ("0001-01-01T00:00:00+02:00", 1),
        ("0001-01-01", 1),
        ("9999-12-31", 9999),
        ("1899-12-31T23:59:59Z", 1899),
        ("2201-01-01", 2201),
    ],
)
def test_a_time_in_which_there_is_no_news_is_not_stated_and_that_is_said(tmp_path, stated, year):
    found = moment(tmp_path, f"---\ndate: {stated}\n---\n{STORY}", zone="Asia/Tokyo")
    assert (found.instant, found.day, found.how) == (None, None, f"not stated: the year {year} cannot be meant")


# What is new


def test_a_folder_gives_its_articles_at_any_depth_with_what_the_settings_say_of_it(wire):
    (wire / "deep").mkdir()
    (wire / "deep" / "b.md").write_text("The ferry sank at noon.")
    (wire / "c.pdf").write_bytes(b"%PDF-")
    first, second = visited(wire, outlet="Ode News", language="en", publisher="Ode House", reliability="B")
    assert (first.article.path, second.article.path) == (f"{wire}/a.txt", f"{wire}/deep/b.md")
    assert (first.source, first.publisher, first.reliability, first.collected) == ("Wire", "Ode House", "B", NOW)
    assert (first.article.outlet, first.article.language) == ("Ode News", "en")


def test_what_the_article_says_of_itself_goes_before_the_settings(wire):
    (wire / "a.txt").write_text(f"---\noutlet: Its Own\nlanguage: fr\n---\n{STORY}")
    article = only(wire, outlet="Of the settings", language="en").article
    assert (article.outlet, article.language) == ("Its Own", "fr")


def test_new_is_what_has_new_content_whatever_its_name_and_time(wire):
    known = Known()
    known.sha256s = {only(wire).article.sha256}
    (wire / "a.txt").rename(wire / "renamed.txt")
    os.utime(wire / "renamed.txt", (0, 2e9))
    assert visited(wire, desk(known)) == []
    (wire / "renamed.txt").write_text(STORY + "The road is closed.\n")
    (edited,) = visited(wire, desk(known))
    assert edited.article.text.endswith("closed.\n")


def test_one_content_is_one_article_in_however_many_files_and_sources(wire):
    (wire / "b.txt").write_text(STORY)
    sources = [SourceConfig(name=name, folder=wire) for name in ("One", "Two")]
    (one,) = collect(sources, desk())
    assert (one.source, one.article.path) == ("One", f"{wire}/a.txt")


def test_only_what_is_unknown_is_made_an_article(wire):
    class Counting:
        made = 0
        files_in = staticmethod(articles.files_in)

        def of_file(self, *given):
            self.made += 1
            return articles.of_file(*given)

    known = Known()
    known.sha256s = {only(wire).article.sha256}
    for number in range(1200):
        (wire / f"{number}.txt").write_text(STORY)
    (wire / "new.txt").write_text("The ferry sank.")
    counting = Counting()
    (new,) = visited(wire, Desk(counting, known, ZoneInfo("UTC"), NOW))
    assert (new.article.text, counting.made) == ("The ferry sank.", 1)


# What is not taken


def test_a_bad_file_and_a_bad_source_cost_only_themselves(wire):
    (wire / "b.txt").write_bytes(b"%PDF-1.7")
    (wire / "c.txt").symlink_to(wire / "nowhere")
    (wire / "d.txt").write_text("   \n")
    missing = SourceConfig(name="Gone", folder=wire / "gone")
    items = list(collect([missing, SourceConfig(name="Wire", folder=wire)], desk()))
    assert [item.article.path for item in items if isinstance(item, Collected)] == [f"{wire}/a.txt"]
    failures = {item.path: item.kind for item in items if not isinstance(item, Collected)}
    assert failures == {
        f"{wire}/gone": "missing",
        f"{wire}/b.txt": "unreadable",
        f"{wire}/c.txt": "missing",
        f"{wire}/d.txt": "empty",
    }


def test_an_empty_folder_is_no_fault(tmp_path):
    assert visited(tmp_path) == []


def test_a_file_in_place_of_a_folder_is_a_failure(wire):
    (failure,) = visited(wire / "a.txt")
    assert failure.reason == f"{wire}/a.txt: is no folder; give the folder it is in"


def test_what_is_empty_waits_for_the_next_run(wire):
    (wire / "a.txt").write_text("")
    (waiting,) = visited(wire)
    assert (waiting.kind, waiting.path) == ("pending", f"{wire}/a.txt")


def test_what_is_longer_than_any_article_is_not_even_hashed(wire):
    with (wire / "a.txt").open("wb") as file:
        file.truncate(10**12)
    (failure,) = visited(wire)
    assert failure.reason == f"{wire}/a.txt: is longer than 16 MB, which is no news article; split it"


def test_a_file_that_grows_while_it_is_looked_at_waits_for_the_next_run(wire):
    def write_on(seconds):
        with (wire / "a.txt").open("a") as file:
            file.write("The road is cl")

    just_now = datetime.now(UTC)
    (waiting,) = visited(wire, desk(now=just_now, wait=write_on))
    assert waiting.kind == "pending"
    (taken,) = visited(wire, desk(now=just_now))
    assert taken.article.text.endswith("The road is cl")


def test_files_that_are_long_written_are_not_waited_for(wire):
    def never(seconds):
        raise AssertionError

    assert len(visited(wire, desk(now=datetime.now(UTC) + timedelta(minutes=1), wait=never))) == 1


def test_the_files_of_editors_are_no_articles(wire):
    for name in ("~a.txt", "~$a.txt", "#a.txt", ".a.txt.swp", "a.txt~", ".#a.txt", "b.txt.part", ".b.txt"):
        (wire / name).write_text("No.")
    assert only(wire).article.path == f"{wire}/a.txt"


# Moments


@pytest.mark.parametrize(
    "stated",
    ["2031-03-27T23:30:00+02:00", "2031-03-27 21:30Z", "'2031-03-27T21:30:00Z'", "Thu, 27 Mar 2031 23:30:00 +0200"],
)
def test_a_date_with_time_and_offset_is_an_instant(tmp_path, stated):
    found = moment(tmp_path, f"---\ndate: {stated}\n---\n{STORY}")
    assert found.instant == datetime(2031, 3, 27, 21, 30, tzinfo=UTC)
    assert (found.day, found.how) == (None, "front matter")


@pytest.mark.parametrize(("zone", "hour"), [(None, 22), ("Asia/Tokyo", 14), ("UTC", 23)])
def test_a_time_without_an_offset_is_in_the_zone_of_the_source_else_of_the_desk(tmp_path, zone, hour):
    found = moment(tmp_path, f"---\ndate: 2031-03-27T23:30:00\n---\n{STORY}", zone=zone)
    assert found.instant == datetime(2031, 3, 27, hour, 30, tzinfo=UTC)
    assert found.how == f"front matter, without an offset: as in {zone or 'Europe/Berlin'}"


@pytest.mark.parametrize(
    ("text", "how"),
    [
        (f"---\ndate: 2031-03-27\n---\n{STORY}", "front matter"),
        (f"---\ndate: '2031-03-27'\n---\n{STORY}", "front matter"),
        (f"Weir gives way\n27 March 2031\n\n{STORY}", "stated in line 2"),
    ],
)
def test_a_day_alone_is_a_day(tmp_path, text, how):
    found = moment(tmp_path, text)
    assert (found.instant, found.day, found.how) == (None, date(2031, 3, 27), how)


@pytest.mark.parametrize("text", [STORY, f"---\ndate: 2031-03\n---\n{STORY}", f"---\ndate: 2031-03-27~\n---\n{STORY}"])
def test_a_month_or_nothing_is_unknown(tmp_path, text):
    found = moment(tmp_path, text)
    assert (found.instant, found.day) == (None, None)


def test_the_publication_date_of_an_article_stays_the_day_that_it_states(tmp_path):
    (tmp_path / "a.txt").write_text(f"---\ndate: 2031-03-27T23:30:00+02:00\n---\n{STORY}")
    article = only(tmp_path).article
    assert (article.published.edtf, article.published.how) == ("2031-03-27", "front matter")
