"""The digest as it is started day after day: what is missed, late, withheld, stopped or run again, for the desk."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest

from summariser import unattended
from summariser.asking import Settings
from summariser.digest import Order, due_in
from summariser.edges.cache import CacheFolder
from summariser.edges.config import load_config
from summariser.edges.journal import Journal
from summariser.nouns.forms import DigestForm
from summariser.nouns.mode import Mode
from summariser.nouns.problems import Problem
from tests.command import cache_of
from tests.newsdesk import DAY, KEY, Newsdesk, aground, first_sentence
from tests.servers import Reply, Server, completion, error

TODAY = datetime(2031, 3, 28, 6, 15, tzinfo=UTC)
"""A quarter of an hour after the window of that day has ended."""


@pytest.fixture
def server():
    with Server(aground) as running:
        yield running


@pytest.fixture
def desk(tmp_path, server, archive_url):
    """A desk whose days end at six."""
    desk = Newsdesk(tmp_path / "desk", server.base_url, archive_url)
    desk.set_up(at="06:00:00")
    return desk


def job_of(desk, now, **changes):
    """What the command makes of its settings, with a clock that stands still."""
    config = load_config(desk.folder / "summariser.toml")
    cache = CacheFolder(cache_of(desk.folder))
    cache.open(config.jobs)
    settings = Settings(
        model="m", base_url=config.base_url, api_key=KEY, record=None, replay=None, strict=False, jobs=config.jobs,
        say=lambda _: None, progress=False, cache=cache,
    )  # fmt: skip
    told = config.digest.model_copy(update={"min_success": changes.pop("min_success", 0.8)})
    journal = Journal(StringIO(), lambda: now)
    job = unattended.Job(told, config.sources, settings, journal, lambda: now, health=desk.folder / desk.health)
    return replace(job, **changes)


def at(desk, now, **changes):
    """Run the digest at `now`, and give its exit code and what its log says."""
    job = job_of(desk, now, **changes)
    with desk.opened(alone=True) as archive:
        try:
            code = unattended.run(archive, job)
        except Problem as problem:
            code = problem.exit_code
    return code, job.journal.stream.getvalue()


def published(days_after=0, hour=1):
    return datetime(2031, 3, 28, hour, tzinfo=UTC) + days_after * DAY


def state(folder):
    """Every file under `folder` with its bytes."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# Days that were missed, and a clock that is wrong


def test_missed_days_are_caught_up_oldest_first_each_with_a_digest_of_its_own(desk):
    desk.add(0, published=published())
    at(desk, TODAY)
    for number in (3, 1, 2):
        desk.add(number, published=published(number))
    code, log = at(desk, TODAY + 3 * DAY)
    names = ["2031-03-28", "2031-03-29", "2031-03-30", "2031-03-31"]
    assert code == 0
    assert [line.split("digest=")[1][:10] for line in log.splitlines() if " issued " in line] == names[1:]
    told = [desk.told(name) for name in names]
    assert [one["heading"]["number"] for one in told] == [1, 2, 3, 4]
    for number, one in enumerate(told):
        (new,) = one["new"]
        assert f"Ferry number {number} ran aground" in new["line"]["text"]
        assert one["account"]["given"] == 1
    assert desk.letters() == [f"{name}.eml" for name in names]


def test_a_day_on_which_nothing_came_in_has_a_digest_that_says_so(desk):
    desk.add(1, published=published())
    at(desk, TODAY)
    assert at(desk, TODAY + DAY)[0] == 0
    told = desk.told("2031-03-29")
    assert (told["account"]["given"], told["new"], len(told["silent"])) == (0, [], 1)


def test_with_the_clock_set_back_nothing_is_due_and_all_stays_until_it_has_caught_up(desk, server):
    desk.add(1, published=published())
    at(desk, TODAY)
    before = state(desk.folder / "out"), state(desk.folder / "outbox"), desk.issued()
    for days in (1, 40, 4000):
        assert at(desk, TODAY - days * DAY)[0] == 0
        assert desk.last_health()["outcome"] == "nothing due"
        assert (state(desk.folder / "out"), state(desk.folder / "outbox"), desk.issued()) == before
    assert at(desk, TODAY + DAY)[0] == 0
    assert list(desk.issued()) == [("2031-03-28", 1), ("2031-03-29", 1)]
    assert len(server.seen) == 1


@pytest.mark.parametrize(("month", "last", "hours"), [(3, 30, 23), (10, 26, 25)])
def test_on_the_day_of_a_clock_change_every_article_is_told_once_and_in_its_window(desk, month, last, hours):
    desk.set_up(at="06:00:00", zone="Europe/Berlin")
    end = datetime(2031, month, last, 4 if month == 3 else 5, tzinfo=UTC)
    second = timedelta(seconds=1)
    times = {1: end - hours * timedelta(hours=1) - second, 2: end - hours * timedelta(hours=1), 3: end - second, 4: end}
    for number, time_ in times.items():
        desk.add(number, published=time_)
    at(desk, end - DAY + timedelta(hours=3))
    at(desk, end + DAY + timedelta(hours=3))
    news = [json.dumps(json.loads(body)["new"]) for body in desk.issued().values()]
    assert [[n for n in times if f"Ferry number {n} " in one] for one in news] == [[1], [2, 3], [4]]
    window = desk.told(f"2031-{month:02}-{last}")["heading"]["window"]
    assert datetime.fromisoformat(window["end"]) - datetime.fromisoformat(window["start"]) == timedelta(hours=hours)


# What is late


def test_a_late_article_makes_a_revision_that_says_what_it_adds_beside_the_first(desk):
    desk.add(1, published=published())
    at(desk, TODAY)
    first = state(desk.folder / "out")
    desk.add(2, published=published(hour=2))
    assert at(desk, TODAY + timedelta(hours=1))[0] == 0
    second = desk.told("2031-03-28", 2)
    assert (second["heading"]["number"], second["heading"]["revision"]) == (1, 2)
    assert second["account"]["given"] == 2
    assert len(second["new"]) == 2
    markdown = (desk.folder / "out" / "2031-03-28.r2.md").read_text()
    assert "evision 2 adds" in markdown
    assert first.items() <= state(desk.folder / "out").items()
    assert desk.letters() == ["2031-03-28.eml", "2031-03-28.r2.eml"]
    assert at(desk, TODAY + timedelta(hours=2))[0] == 0
    assert list(desk.issued()) == [("2031-03-28", 1), ("2031-03-28", 2)]


def test_a_late_article_of_an_earlier_day_revises_that_day_before_the_next_digest_is_issued(desk):
    desk.add(1, published=published())
    at(desk, TODAY)
    desk.add(2, published=published(hour=2))
    desk.add(3, published=published(1))
    _, log = at(desk, TODAY + DAY)
    revised, new = (line for line in log.splitlines() if " issued " in line)
    assert "digest=2031-03-28 number=1 revision=2" in revised
    assert "digest=2031-03-29 number=2 revision=1" in new
    assert "Ferry number 2" not in json.dumps(desk.told("2031-03-29")["new"])


def test_an_article_older_than_the_first_digest_is_no_news_and_is_told_of_in_the_account(desk):
    desk.add(1, published=published())
    desk.add(2, published=published(-3))
    at(desk, TODAY)
    told = desk.told("2031-03-28")
    assert len(told["new"]) == 1
    assert "came in, and is older than the first digest: one article" in json.dumps(told)
    assert list(desk.issued()) == [("2031-03-28", 1)]


def test_a_late_article_of_a_day_whose_texts_were_pruned_is_background_and_holds_up_no_digest(desk):
    for number in range(3):
        desk.add(number, published=published())
    at(desk, TODAY)
    at(desk, TODAY + DAY)
    assert desk.archive_command("prune", "--before", "2031-03-29").returncode == 0
    desk.add(5, published=published(hour=2))
    desk.add(6, published=published(2))
    assert [at(desk, TODAY + days * DAY)[0] for days in (2, 3)] == [0, 0]
    assert list(desk.issued()) == [("2031-03-28", 1), ("2031-03-29", 1), ("2031-03-30", 1), ("2031-03-31", 1)]
    told = desk.told("2031-03-30")
    assert ["Ferry number 6 " in one["line"]["text"] for one in told["new"]] == [True]
    assert "came late for a day whose texts were pruned: one article" in json.dumps(told)
    assert "older than the first digest" not in json.dumps(told)
    assert "pruned" not in json.dumps(desk.told("2031-03-31"))


FRONTS = ("Kesh Front", "Kesh Liberation Army")


def by_fronts(request, _number):
    """Read an article as `aground` does, with the front that it names."""
    said = aground(request)
    if request["tool_choice"]["function"]["name"] == "DraftReading":
        named = [one for one in FRONTS if one in first_sentence(request)]
        said["actors"] = [
            {"id": "a1", "name": one, "kind": "armed_group", "mentions": [{"sentence": 1, "quote": one}]}
            for one in named
        ]
    return said


def test_names_that_were_one_and_are_set_apart_later_are_two_from_then_on(desk):
    names = desk.folder / "names.toml"
    with Server(by_fronts) as server:
        settings = replace(job_of(desk, TODAY).settings, base_url=server.base_url, aliases=names)
        for days, said in enumerate(('[[actor]]\nname = "{}"\nalso = ["{}"]\n', '[[apart]]\nnames = ["{}", "{}"]\n')):
            names.write_text(said.format(*FRONTS))
            for number, front in enumerate(FRONTS, 10 * days):
                words = f"A bomb of {front} hurt {number + 2} on 2031-03-27 in Dalavir. Windows broke."
                desk.add(number, published=published(days), text=words)
            assert at(desk, TODAY + days * DAY, settings=settings)[0] == 0
    with desk.opened() as archive:
        shas = archive.told_in(TODAY - timedelta(minutes=15)) | archive.told_in(TODAY + DAY - timedelta(minutes=15))
        settled = archive.settled(shas)
        owners = {
            name: {settled[one.id] for reading in archive.readings(shas).values() for one in reading.actors
                   if one.name == name}
            for name in FRONTS
        }  # fmt: skip
    assert [len(ids) for ids in owners.values()] == [1, 1]
    assert owners[FRONTS[0]] != owners[FRONTS[1]]


# A day that is published


def test_a_rerun_of_a_published_day_gives_the_same_bytes_no_other_revision_and_no_second_mail(desk, server):
    for number in range(3):
        desk.add(number, published=published())
    desk.add(7, published=published(-1))
    at(desk, TODAY - DAY)
    at(desk, TODAY)
    before = state(desk.folder / "out"), desk.issued()
    for letter in (desk.folder / "outbox").iterdir():
        letter.unlink()  # the mail system has sent it
    (desk.folder / "out" / "2031-03-27.md").unlink()
    wanted = {"since": TODAY.date() - DAY, "until": TODAY.date()}
    assert at(desk, TODAY + timedelta(hours=5), **wanted, form=DigestForm.JSON, output=desk.folder / "again")[0] == 0
    assert (state(desk.folder / "out"), desk.issued()) == before
    told = [json.loads(line) for line in (desk.folder / "again").read_text().splitlines()]
    assert told == [json.loads(digest) for digest in desk.issued().values()]
    assert at(desk, TODAY + timedelta(hours=5), **wanted, form=DigestForm.ATOM, output=desk.folder / "atom")[0] == 0
    assert (desk.folder / "atom").read_bytes() == (desk.folder / "public" / "feed.atom").read_bytes()
    before_nothing = (desk.folder / "atom").stat()
    assert at(desk, TODAY + timedelta(hours=6), form=DigestForm.ATOM, output=desk.folder / "atom")[0] == 0
    assert (desk.folder / "atom").stat() == before_nothing  # nothing was due, and the file stays
    assert desk.letters() == []
    assert len(server.seen) == 4


# A digest that would miss too much


def refusing(*numbers):
    """A script that refuses to read these articles."""

    def script(request, _number):
        if any(f"Ferry number {one} " in first_sentence(request) + " " for one in numbers):
            return Reply(completion(request, None, finish="stop", refusal="I would rather not."))
        return aground(request)

    return script


def test_where_too_little_was_read_nothing_is_presented_under_todays_date_and_the_next_run_issues_it(desk):
    at(desk, TODAY - DAY)
    for number in range(1, 5):
        desk.add(number, published=published())
    before = [state(desk.folder / name) for name in ("out", "outbox", "public")]
    with Server(refusing(1, 2)) as unwell:
        settings = replace(job_of(desk, TODAY).settings, base_url=unwell.base_url)
        code, log = at(desk, TODAY, settings=settings)
    assert code == 4
    health = desk.last_health()
    assert (health["outcome"], health["exit_code"], health["digest"]) == ("withheld", 4, "2031-03-27")
    assert "articles read: 2 of 4, and --min-success asks for 80%" in health["withheld"]
    assert health["failures"] == log.count("the model refused (I would rather not.)") == 2
    assert "ended outcome=withheld code=4" in log
    assert [state(desk.folder / name) for name in ("out", "outbox", "public")] == before
    assert at(desk, TODAY)[0] == 0
    told = desk.told("2031-03-28")
    assert (told["heading"]["number"], told["heading"]["revision"], told["account"]["read"]) == (2, 1, 4)


def test_a_revision_is_issued_however_much_is_missing_from_it_and_holds_up_no_later_digest(desk):
    for number in range(3):
        desk.add(number, published=published())
    with Server(refusing(1, 2)) as unwell:
        settings = replace(job_of(desk, TODAY).settings, base_url=unwell.base_url)
        assert at(desk, TODAY, settings=settings, min_success=0.3)[0] == 3
        desk.add(5, published=published(hour=2))
        desk.add(6, published=published(1))
        assert at(desk, TODAY + DAY, settings=settings)[0] == 3
    assert list(desk.issued()) == [("2031-03-28", 1), ("2031-03-28", 2), ("2031-03-29", 1)]
    assert desk.told("2031-03-28", 2)["account"]["read"] == 2


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(b"", fault="reset"), 69),
        (Reply(error("slow down", "rate_limit"), 429, headers={"Retry-After": "7200"}), 75),
    ],
)
def test_where_only_the_server_kept_the_digest_from_being_whole_the_code_says_to_try_again(desk, reply, code):
    at(desk, TODAY - DAY)
    desk.add(1, published=published())
    with Server(lambda *_: reply) as unwell:
        settings = replace(job_of(desk, TODAY).settings, base_url=unwell.base_url, mode=Mode.TOOLS)
        assert at(desk, TODAY, settings=settings)[0] == code
    health = desk.last_health()
    assert (health["outcome"], health["exit_code"], health["withheld"]) == ("failed", code, None)
    assert list(desk.issued()) == [("2031-03-27", 1)]
    assert at(desk, TODAY)[0] == 0
    assert list(desk.issued()) == [("2031-03-27", 1), ("2031-03-28", 1)]


def test_a_share_that_is_just_reached_is_enough(desk):
    """0.55 of 20 is 11.000000000000002 to a computer."""
    for number in range(20):
        desk.add(number, published=published())
    with Server(refusing(*range(11, 20))) as unwell:
        settings = replace(job_of(desk, TODAY).settings, base_url=unwell.base_url)
        assert at(desk, TODAY, settings=settings, min_success=0.55)[0] == 3
    assert desk.told("2031-03-28")["account"]["read"] == 11


@pytest.mark.parametrize("failure", ["withheld", "wrong key"])
def test_the_first_day_of_all_is_told_although_its_own_run_came_to_nothing(desk, failure):
    desk.add(1, published=published())
    script = refusing(1) if failure == "withheld" else lambda *_: Reply(error("no such key", "invalid_api_key"), 401)
    with Server(script) as unwell:
        settings = replace(job_of(desk, TODAY).settings, base_url=unwell.base_url)
        assert at(desk, TODAY, settings=settings)[0] == (4 if failure == "withheld" else 78)
    with desk.opened() as archive:
        order = Order(job_of(desk, TODAY).desk, settings, TODAY + DAY)
        assert [window.name for window in due_in(archive, order)] == ["2031-03-28", "2031-03-29"]
    assert at(desk, TODAY + DAY)[0] == 0
    assert ["Ferry number 1 " in one["line"]["text"] for one in desk.told("2031-03-28")["new"]] == [True]
    assert list(desk.issued()) == [("2031-03-28", 1), ("2031-03-29", 1)]


def test_no_later_digest_is_issued_before_one_that_is_withheld(desk):
    at(desk, TODAY - DAY)
    desk.add(1, published=published())
    desk.add(2, published=published(1))
    with Server(refusing(1)) as unwell:
        settings = replace(job_of(desk, TODAY).settings, base_url=unwell.base_url)
        assert at(desk, TODAY + DAY, settings=settings)[0] == 4
    assert list(desk.issued()) == [("2031-03-27", 1)]
    assert at(desk, TODAY + DAY)[0] == 0
    assert list(desk.issued()) == [("2031-03-27", 1), ("2031-03-28", 1), ("2031-03-29", 1)]


def test_however_long_a_digest_was_withheld_it_is_issued_once_its_articles_can_be_read(desk):
    at(desk, TODAY - DAY)
    for number in (1, 2):
        desk.add(number, published=published())
    with Server(refusing(1, 2)) as unwell:
        settings = replace(job_of(desk, TODAY).settings, base_url=unwell.base_url)
        assert [at(desk, TODAY + days * DAY, settings=settings)[0] for days in range(6)] == [4] * 6
    assert at(desk, TODAY + 6 * DAY)[0] == 0
    assert desk.told("2031-03-28")["account"]["read"] == 2
    assert len(desk.issued()) == 8


def test_what_failed_for_three_days_and_is_missing_from_its_digest_is_not_asked_about_again(desk):
    for number in range(1, 6):
        desk.add(number, published=published())
    with Server(refusing(3)) as unwell:
        settings = replace(job_of(desk, TODAY).settings, base_url=unwell.base_url)
        codes = [at(desk, TODAY + days * DAY, settings=settings)[0] for days in range(6)]
    assert codes == [3, 0, 0, 0, 0, 0]
    assert sum("Ferry number 3 " in seen.said[1] for seen in unwell.seen) == 3


def test_what_failed_is_listed_and_once_it_is_read_it_is_late_and_makes_a_revision(desk):
    for number in range(1, 6):
        desk.add(number, published=published())
    with Server(refusing(3)) as unwell:
        settings = replace(job_of(desk, TODAY).settings, base_url=unwell.base_url)
        code, log = at(desk, TODAY, settings=settings)
    first = desk.told("2031-03-28")
    assert (code, first["account"]["given"], first["account"]["read"]) == (3, 5, 4)
    assert "003.md" in json.dumps(first["failures"])
    assert "missing why=" in log
    assert desk.last_health()["outcome"] == "incomplete"
    assert at(desk, TODAY)[0] == 0
    second = desk.told("2031-03-28", 2)
    assert (second["account"]["read"], second["failures"]) == (5, [])
    assert at(desk, TODAY)[0] == 0
    assert len(desk.issued()) == 2


@pytest.mark.parametrize("days_late", [1, 4])
def test_a_late_article_that_cannot_be_read_is_missing_from_the_next_digest_and_revises_that_once_it_can(
    desk, days_late
):
    """One day late it is of the first digest's window, four days late of none."""
    desk.add(1, published=published())
    at(desk, TODAY)
    desk.add(2, published=published(1 - days_late))
    desk.add(3, published=published(1))
    with Server(refusing(2)) as unwell:
        settings = replace(job_of(desk, TODAY).settings, base_url=unwell.base_url)
        codes = [at(desk, TODAY + days * DAY, settings=settings, min_success=1)[0] for days in (1, 2)]
    assert codes == [3, 0]
    told = desk.told("2031-03-29")
    assert (told["account"]["given"], told["account"]["read"]) == (2, 1)
    assert ["002.md" in json.dumps(one) for one in told["failures"]] == [True]
    assert desk.told("2031-03-30")["failures"] == []
    assert at(desk, TODAY + 2 * DAY)[0] == 0
    assert list(desk.issued()) == [("2031-03-28", 1), ("2031-03-29", 1), ("2031-03-29", 2), ("2031-03-30", 1)]
    second = desk.told("2031-03-29", 2)
    assert (second["account"]["read"], second["failures"]) == (2, [])


def test_pairs_that_the_model_gave_no_ruling_on_are_told_of(desk):
    for number, words in enumerate(("A bomb went off", "A blast was heard")):
        desk.add(number, published=published(), text=f"{words} on 2031-03-27 in Dalavir. Windows broke.")

    def unruled(request, _number):
        ruling = request["tool_choice"]["function"]["name"] == "DraftRuling"
        return Reply(completion(request, None, finish="stop", refusal="No.")) if ruling else aground(request)

    with Server(unruled) as unwell:
        settings = replace(job_of(desk, TODAY).settings, base_url=unwell.base_url)
        code, log = at(desk, TODAY, settings=settings)
    assert code == 3
    assert "without a ruling, left apart: one pair: " in log
    assert desk.last_health()["outcome"] == "incomplete"
    (asked,) = desk.told("2031-03-28")["account"]["adjudicated"]
    assert len(asked["unanswered"]) == 1


# Sources that cannot be looked at


def test_a_dead_source_is_told_of_and_costs_only_what_it_had(desk):
    desk.add(1, published=published())
    desk.set_up_more('[[sources]]\nname = "Gone"\nfolder = "gone"\n')
    code, log = at(desk, TODAY)
    told = desk.told("2031-03-28")
    assert (code, len(told["new"])) == (3, 1)
    assert "gone" in json.dumps(told["failures"])
    assert log.count("/gone: ") == 1
    assert desk.last_health()["failures"] == 1


def test_where_not_one_source_can_be_looked_at_no_digest_says_that_nothing_came_in(desk):
    at(desk, TODAY)
    shutil.move(desk.folder / "news", desk.folder / "away")
    before = desk.issued()
    code, _ = at(desk, TODAY + 2 * DAY)
    assert (code, desk.issued()) == (4, before)
    assert "not one source could be looked at" in desk.last_health()["withheld"]
    shutil.move(desk.folder / "away", desk.folder / "news")
    assert at(desk, TODAY + 2 * DAY)[0] == 0
    assert len(desk.issued()) == 3


FEED = "<rss version='2.0'><channel><title>Port</title></channel></rss>"


@pytest.mark.parametrize(("alive", "code"), [("?key=2", 3), ("?key=4", 4)])
def test_a_source_is_dead_by_itself_also_where_another_has_the_same_address_but_for_its_query(desk, alive, code):
    pytest.importorskip("feedparser")
    (desk.folder / "news").rmdir()
    pages = {"/feed?key=2": Reply(FEED.encode(), headers={"Content-Type": "application/rss+xml"})}
    with Server(aground, pages) as web:
        url = web.base_url.removesuffix("/v1") + "/feed"
        for name, key in (("One", "?key=1"), ("Two", alive)):
            desk.set_up_more(f'[[sources]]\nname = "{name}"\nfeed = "{url}{key}"\n')
        assert at(desk, TODAY)[0] == code
    assert len(desk.issued()) == (code == 3)
