"""The shipped week, replayed: seven digests and a revision, byte for byte, and what must and must not stand in them."""

import pytest

from summariser.nouns.digest import Digest
from tests.command import ROOT, run

WEEK = ROOT / "fixtures" / "week"
EXPECTED = WEEK / "expected"
FILES = sorted(file.name for file in EXPECTED.iterdir())
TURNED_FERRY, DEPOT, OTHER_DEPOT = "Mavi Martı", "El Manglar", "Lumagas"


def digest(name):
    return Digest.model_validate_json((EXPECTED / f"{name}.json").read_bytes())


def told(entries):
    """The lines of entries, each with what changed under it."""
    return [
        " ".join([one.line.text, *(f"{c.after.text} {c.before.text if c.before else ''}" for c in one.changes)])
        for one in entries
    ]


@pytest.fixture(scope="module")
def replayed(tmp_path_factory):
    desk = tmp_path_factory.mktemp("week")
    done = run("demo", "--week", "-o", "digests", cwd=desk, network=False)
    assert done.returncode == 0, done.stderr.decode()
    return desk / "digests"


def test_the_week_has_seven_digests_and_one_revision():
    assert len([name for name in FILES if name.endswith(".md") and ".r2" not in name]) == 7
    assert [name for name in FILES if ".r2" in name] == ["2031-03-28.r2.json", "2031-03-28.r2.md"]


@pytest.mark.parametrize("name", FILES)
def test_a_digest_of_the_week_is_as_expected_byte_for_byte(replayed, name):
    assert (replayed / name).read_bytes() == (EXPECTED / name).read_bytes()


def test_the_week_makes_no_other_digest(replayed):
    assert sorted(file.name for file in replayed.iterdir()) == FILES


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".json")])
def test_every_citation_of_the_week_holds(name):
    done = run("verify", EXPECTED / name, cwd=WEEK)
    assert (done.returncode, done.stderr) == (0, b"")


def test_windows_touch_over_the_clock_change():
    windows = [digest(name.removesuffix(".md")).heading.window for name in FILES if name.endswith("-30.md")]
    assert [(one.end - one.start).total_seconds() / 3600 for one in windows] == [23]
    assert digest("2031-03-31").heading.window.start == windows[0].end


def test_a_rising_toll_is_a_change_with_both_figures_cited():
    for name, before, after in [("2031-03-28", "6 people", "11 people"), ("2031-03-29", "11 people", "17 people"),
                                ("2031-03-30", "17 people", "19 people")]:  # fmt: skip
        (toll,) = [
            change
            for entry in digest(name).changed
            if TURNED_FERRY in entry.line.text
            for change in entry.changes
            if change.aspect == "killed"
        ]
        assert before in toll.before.text
        assert after in toll.after.text
        assert set(toll.before.citations).isdisjoint(toll.after.citations)


def test_a_correction_downward_by_one_authority_is_a_change_and_no_contradiction():
    corrected = digest("2031-03-31")
    assert any("18 people" in line and "19 people" in line for line in told(corrected.changed) if TURNED_FERRY in line)
    assert not [line for line in told(corrected.contradicted) if TURNED_FERRY in line]


def test_a_claim_and_its_withdrawal_are_changes():
    assert any("Marea Roja claimed" in line for line in told(digest("2031-03-28").changed) if DEPOT in line)
    assert any("Marea Roja denied" in line for line in told(digest("2031-03-30").changed) if DEPOT in line)


def test_the_look_alike_is_new_and_another_incident_with_its_own_dead():
    fourth = digest("2031-03-30")
    (new,) = [entry for entry in fourth.new if OTHER_DEPOT in entry.line.text]
    (known,) = [entry for entry in fourth.changed if DEPOT in entry.line.text]
    assert new.incident != known.incident
    assert "3 people" not in new.line.text


def test_yesterdays_news_is_never_new_again():
    names = ["2031-03-27", "2031-03-28", "2031-03-29", "2031-03-30", "2031-03-31", "2031-04-01", "2031-04-02"]
    new = [entry for name in names for entry in digest(name).new]
    assert len({entry.incident for entry in new}) == len(new)
    ferry = [entry for entry in new if f"ferry {TURNED_FERRY}" in entry.line.text and "killed" in entry.line.text]
    assert len(ferry) == 1
    assert len([entry for entry in new if DEPOT in entry.line.text]) == 1


def test_a_further_origin_confirms_and_a_second_paper_with_the_same_ministry_does_not():
    assert any("Mostyska" in line for line in told(digest("2031-03-29").confirmed))
    assert not [line for name in ("2031-03-27", "2031-03-28") for line in told(digest(name).confirmed)]


def test_another_time_by_another_source_is_a_contradiction_with_both_sides_cited():
    (call,) = digest("2031-03-29").contradicted
    (time,) = call.changes
    assert "distress call" in call.line.text
    assert "10:04" in time.before.text
    assert "09:31" in time.after.text
    assert set(time.before.citations).isdisjoint(time.after.citations)


def test_what_nobody_reports_any_more_went_silent_with_its_last_figures():
    gone = told(digest("2031-03-30").silent)
    assert any("Himvarsha" in line for line in gone)
    assert any("Mostyska" in line for line in gone)


def test_a_day_with_nothing_has_a_digest_that_says_so():
    nothing = digest("2031-04-01")
    assert nothing.summary.startswith("Nothing came in")
    assert [one.kind for one in nothing.entries if one.kind != "silent"] == []


def test_a_late_article_revises_its_own_day_and_is_no_news_of_the_day_it_came():
    revised, first, today = digest("2031-03-28.r2"), digest("2031-03-28"), digest("2031-03-31")
    assert (revised.heading.number, revised.heading.revision) == (first.heading.number, 2)
    assert any("Batumi" in line.text for line in revised.adds)
    assert not [line for line in told((*today.new, *today.changed)) if "Batumi" in line]
