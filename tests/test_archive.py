"""The archive keeps what it is given, finds it again, and settles a digest in one step; the same on both databases."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from summariser.edges.archive import open_archive
from summariser.edges.archive.columns import AnyText, Instant, Packed, dumped, hashed, loaded
from summariser.nouns.archived import Collected, Lasting, Moment
from summariser.nouns.article import Failure
from summariser.nouns.pairs import Ruling
from summariser.nouns.problems import AlreadyRunning
from tests.archived import DAY, START, came_in, incident, issue, keep, read, window

MILL, QUAY, PORT = came_in("mill"), came_in("quay"), came_in("port")


def shas(*collected):
    return {one.article.sha256 for one in collected}


@pytest.fixture
def archive(archive_url):
    with open_archive(archive_url) as archive:
        yield archive


def test_what_came_in_is_given_back_as_it_was_after_the_archive_was_closed(archive_url):
    with open_archive(archive_url) as archive:
        assert archive.unknown(shas(MILL, QUAY)) == shas(MILL, QUAY)
        assert set(archive.collect([MILL])) == shas(MILL)
    with open_archive(archive_url) as archive:
        assert archive.unknown(shas(MILL, QUAY)) == shas(QUAY)
        assert archive.collected(shas(MILL, QUAY)) == {MILL.article.sha256: MILL}
        assert archive.articles(shas(MILL)) == {MILL.article.sha256: MILL.article}
        assert list(archive.unread()) == [MILL]


def test_the_same_content_is_kept_once_as_it_came_first(archive):
    other = MILL.model_copy(update={"source": "another", "collected": START + 2 * DAY})
    assert len(archive.collect([MILL, other, QUAY])) == 2
    assert archive.collect([other]) == ()
    assert list(archive.unread()) == [MILL, QUAY]


def test_many_come_in_at_once_and_are_asked_for_at_once(archive):
    many = [came_in(f"n{number}") for number in range(1203)]
    archive.collect(many)
    assert list(archive.unread()) == many
    assert archive.articles(shas(*many)) == {one.article.sha256: one.article for one in many}


@pytest.mark.parametrize("far", ["9999-12-31T23:00:00-05:00", "0001-01-01T00:00:00+02:00", "9999-12-31T23:59:59+00:00"])
def test_a_time_that_utc_has_no_room_for_is_no_fault_of_the_archive(archive, far):
    archive.collect([came_in("mill", moment=Moment(instant=datetime.fromisoformat(far), how="front matter"))])
    (untold,) = archive.untold()
    for zone in ("Pacific/Kiritimati", "America/New_York"):
        assert str(untold.moment.instant.astimezone(ZoneInfo(zone)).year) in {"1", "9999"}


def test_a_reading_is_kept_with_its_answers_and_the_article_is_unread_no_more(archive):
    keep(archive, MILL)
    assert archive.readings(shas(MILL, QUAY)) == {MILL.article.sha256: read(MILL)}
    assert archive.answers(MILL.article.sha256) == ('{"answer": "磨"}',)
    assert not list(archive.unread())


def test_a_second_reading_of_an_article_changes_nothing(archive):
    keep(archive, MILL)
    archive.keep(read(MILL, incidents=2), {}, [])
    assert archive.readings(shas(MILL)) == {MILL.article.sha256: read(MILL)}


def test_a_failure_is_told_until_the_article_is_read(archive):
    failed = Failure(path="in/mill.txt", sha256=MILL.article.sha256, kind="refused", reason="no\x00 \ud800")
    archive.collect([MILL])
    archive.note_failure(failed.model_copy(update={"kind": "server"}))
    archive.note_failure(failed)
    assert archive.failures(shas(MILL, QUAY)) == {MILL.article.sha256: failed}
    assert list(archive.unread()) == [MILL]
    keep(archive, MILL)
    assert archive.failures(shas(MILL)) == {}


@pytest.mark.parametrize(
    "text", ["a\x00b", "lone \ud83d half", "\udcff", "磨坊 👩‍🚒 \u202e", "'; DROP TABLE article; --"]
)
def test_no_character_of_a_text_breaks_the_archive(archive, text):
    odd = came_in(f"odd {text}", text, source=text, publisher=text)
    keep(archive, odd, keys=(text,))
    archive.remember(text, {text: "1"})
    assert archive.collected(shas(odd)) == {odd.article.sha256: odd}
    assert archive.readings(shas(odd)) == {odd.article.sha256: read(odd)}
    assert archive.unsettled_with([text], START) == set()
    assert archive.remembered(text) == {text: "1"}


def test_what_no_digest_tells_is_untold_with_its_moment(archive):
    archive.collect([MILL, QUAY])
    keep(archive, PORT)
    archive.issue(issue(1, [PORT]))
    archive.keep(read(QUAY), {})
    assert [(one.sha256, one.moment, one.collected, one.read) for one in archive.untold()] == [
        (MILL.article.sha256, MILL.moment, MILL.collected, False),
        (QUAY.article.sha256, QUAY.moment, QUAY.collected, True),
    ]
    assert archive.told_in(window(1).end) == shas(PORT)


def test_an_article_that_a_digest_missed_keeps_the_first_window_that_missed_it(archive):
    archive.collect([MILL])
    missing = {"missing": (MILL.article.sha256,)}
    archive.issue(issue(1).model_copy(update=missing))
    archive.issue(issue(2).model_copy(update=missing))
    assert [one.missed for one in archive.untold()] == [window(1).end]
    assert (archive.missed_in(window(1).end), archive.missed_in(window(2).end)) == (shas(MILL), frozenset())


def test_an_incident_is_found_by_its_keys_and_its_articles_by_its_id(archive):
    keep(archive, MILL, QUAY)
    keep(archive, PORT, keys=("port",))
    archive.issue(issue(1, [MILL, QUAY, PORT], lasting=[incident("I1", MILL, QUAY), incident("I2", PORT)]))
    assert archive.reported_with(["mill", "nothing"], window(1).end) == {"I1"}
    assert archive.reported_with(["mill", "port"], window(1).end) == {"I1", "I2"}
    assert archive.reported_in(["I1"], window(1).end) == shas(MILL, QUAY)
    assert archive.settled(shas(MILL, PORT)) == {
        f"{MILL.article.sha256[:12]}:i1": "I1",
        f"{PORT.article.sha256[:12]}:i1": "I2",
    }
    assert archive.last_numbers() == {"incident": 2, "series": 0, "statement": 0, "actor": 0}


def test_a_key_under_which_more_incidents_are_than_asked_for_finds_nothing(archive):
    keep(archive, MILL, QUAY)
    keep(archive, PORT, keys=("mill", "port"))
    archive.issue(issue(1, [MILL, PORT], lasting=[incident("I1", MILL), incident("I2", PORT)], background=[QUAY]))
    until = window(1).end
    assert archive.reported_with(["mill", "port"], until, most=1) == {"I2"}
    assert archive.reported_with(["mill", "port"], until, most=2) == {"I1", "I2"}
    assert archive.unsettled_with(["mill"], until, most=1) == set()
    assert archive.unsettled_with(["mill"], until, most=2) == shas(QUAY)


def test_articles_of_later_windows_are_not_found(archive):
    keep(archive, MILL, QUAY)
    archive.issue(issue(1, [MILL], lasting=[incident("I1", MILL)]))
    archive.issue(issue(2, [QUAY], lasting=[incident("I1", MILL, QUAY)]))
    assert archive.reported_in(["I1"], window(1).end) == shas(MILL)
    assert archive.reported_with(["mill"], window(1).start) == set()


def test_background_is_told_in_no_digest_and_found_all_the_same(archive):
    keep(archive, MILL, QUAY)
    archive.issue(issue(1, [MILL], background=[QUAY], lasting=[incident("I1", MILL)]))
    assert archive.untold() == ()
    assert archive.unsettled_with(["mill"], window(1).start) == shas(QUAY)
    archive.issue(issue(2, lasting=[incident("I1", MILL, QUAY)]))
    assert archive.reported_in(["I1"], window(1).end) == shas(MILL, QUAY)


def test_actors_that_turn_out_to_be_two_part_and_the_second_has_an_id_of_its_own(archive):
    keep(archive, MILL, QUAY)
    mill, quay = (f"{one.article.sha256[:12]}:a1" for one in (MILL, QUAY))
    one = Lasting(id="A1", kind="actor", reports=(mill, quay))
    archive.issue(issue(1, [MILL, QUAY], lasting=[one]))
    two = [Lasting(id=name, kind="actor", reports=(report,)) for name, report in (("A1", mill), ("A2", quay))]
    archive.issue(issue(2, lasting=two))
    assert archive.settled(shas(MILL, QUAY)) == {mill: "A1", quay: "A2"}


def test_two_lasting_ids_that_turn_out_to_be_one_are_found_under_the_one_that_stays(archive):
    keep(archive, MILL)
    keep(archive, QUAY, keys=("quay",))
    archive.issue(issue(1, [MILL, QUAY], lasting=[incident("I1", MILL), incident("I2", QUAY)]))
    archive.issue(issue(2, lasting=[incident("I1", MILL, QUAY)], joined={"I2": "I1"}))
    assert archive.reported_with(["quay"], window(2).end) == {"I1"}
    assert archive.joined(["I1", "I2", "I3"]) == {"I2": "I1"}
    assert set(archive.settled(shas(MILL, QUAY)).values()) == {"I1"}
    assert archive.last_numbers()["incident"] == 2


def test_a_digest_is_given_back_byte_for_byte_revision_by_revision(archive):
    first = archive.issue(issue(1, digest='{"a": "é 磨\\u0000"}'))
    second = archive.issue(issue(2))
    again = archive.issue(issue(1, revision=2, digest="{}"))
    assert archive.digests() == (first, again, second)
    assert [archive.digest(one) for one in (first, again)] == ['{"a": "é 磨\\u0000"}', "{}"]


def test_the_same_issue_twice_is_refused_and_changes_nothing(archive):
    keep(archive, MILL, QUAY)
    archive.issue(issue(1, [MILL]))
    with pytest.raises(AlreadyRunning, match="has been issued already"):
        archive.issue(issue(1, [QUAY]))
    assert archive.told_in(window(1).end) == shas(MILL)
    assert len(archive.digests()) == 1


def test_a_window_before_the_last_one_or_across_it_is_not_issued_any_more(archive):
    archive.issue(issue(2))
    with pytest.raises(AlreadyRunning):
        archive.issue(issue(1))
    across = window(3).model_copy(update={"start": window(2).end - timedelta(hours=1)})
    with pytest.raises(AlreadyRunning):
        archive.issue(issue(3).model_copy(update={"window": across}))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (issue(2, [came_in("never")]), "never came in"),
        (issue(2, [MILL]), "another digest tells it"),
        (issue(2, [QUAY], lasting=[incident("I2", MILL)]), "another lasting id"),
        (issue(2, [QUAY], lasting=[incident("I2", QUAY, number=9)]), "in no reading"),
        (issue(2, [QUAY], lasting=[incident("I1", QUAY).model_copy(update={"kind": "actor"})]), "another kind"),
    ],
)
def test_an_issue_that_does_not_fit_is_refused_whole(archive, wrong, why):
    keep(archive, MILL, QUAY)
    archive.issue(issue(1, [MILL], lasting=[incident("I1", MILL)]))
    with pytest.raises(ValueError, match=why):
        archive.issue(wrong)
    assert len(archive.digests()) == 1
    assert [one.sha256 for one in archive.untold()] == [QUAY.article.sha256]
    assert archive.last_numbers()["incident"] == 1


def test_a_delivery_is_noted_once_for_each_output_and_revision(archive):
    first = archive.issue(issue(1))
    second = archive.issue(issue(1, revision=2))
    archive.note_delivery(first, "mail to the desk", START)
    archive.note_delivery(first, "mail to the desk", START + DAY)
    assert archive.deliveries(first) == {"mail to the desk": START}
    assert archive.deliveries(second) == {}


def test_what_was_ruled_for_a_digest_is_kept_with_it(archive):
    ruling = Ruling(a="x:i1", b="y:i1", verdict="same", reason="one mill", model="m")
    keep(archive, MILL)
    archive.issue(issue(1, [MILL]).model_copy(update={"rulings": (ruling,)}))
    assert archive.rulings(["x:i1", "y:i1"]) == {("x:i1", "y:i1"): ruling}


def test_rulings_are_given_for_pairs_of_which_both_are_at_hand(archive):
    first = Ruling(a="x:i1", b="y:i1", verdict="cannot_tell", reason="磨 \x00", model="m")
    later = first.model_copy(update={"verdict": "same"})
    archive.keep_rulings([first])
    archive.keep_rulings([later, first.model_copy(update={"b": "z:i1"})])
    assert archive.rulings(["x:i1", "y:i1"]) == {("x:i1", "y:i1"): later}
    assert archive.rulings(["y:i1"]) == {}


def test_what_a_source_wants_to_know_again_is_the_last_it_told(archive):
    assert archive.remembered("wires") == {}
    archive.remember("wires", {"etag": "1", "seen": "x"})
    archive.remember("wires", {"etag": "2"})
    assert archive.remembered("wires") == {"etag": "2"}


@given(st.text(st.characters()), st.datetimes(timezones=st.just(UTC)), st.sets(st.text(st.characters())))
def test_whatever_text_and_instant_there_are_come_back_as_they_went(text, instant, keys):
    one = came_in("odd", text, source=text, collected=instant)
    assert loaded(Collected, dumped(one)) == one
    dialect = sqlite.dialect()
    for kind, value in ((AnyText(), text), (Instant(), instant), (Packed(), dumped(one))):
        assert kind.process_result_value(kind.process_bind_param(value, dialect), dialect) == value
    assert len(hashed(keys)) == len(keys)
    assert all(-(2**63) <= key < 2**63 for key in hashed(keys))
