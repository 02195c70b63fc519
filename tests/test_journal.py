"""The log of a run and its line for monitoring: an event a line, whatever is in it; a log that fails ends nothing."""

import io
import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.edges.journal import Journal, Level, LogFormat, health_line, last_health
from summariser.nouns.health import Health
from tests.command import ROOT

NOW = datetime(2031, 3, 28, 6, 5, 1, 999_999, tzinfo=timezone(timedelta(hours=1)))


def journal(form, least=Level.INFO):
    stream = io.StringIO()
    return Journal(stream, lambda: NOW, form, least), stream


def test_a_line_of_text_has_time_level_event_and_counts():
    log, stream = journal(LogFormat.TEXT)
    log.note("issued", digest="2031-03-28", articles=34, seconds=12.5, withheld=None)
    log.say("the disk is “full”")
    assert stream.getvalue() == (
        "2031-03-28T05:05:01Z info issued digest=2031-03-28 articles=34 seconds=12.5\n"
        '2031-03-28T05:05:01Z info note message="the disk is “full”"\n'
    )


def test_a_line_of_json_has_the_same():
    log, stream = journal(LogFormat.JSON)
    log.note("withheld", Level.ERROR, digest="2031-03-28", failures=9, share=0.25, model=None)
    assert json.loads(stream.getvalue()) == {
        "time": "2031-03-28T05:05:01Z",
        "level": "error",
        "event": "withheld",
        "digest": "2031-03-28",
        "failures": 9,
        "share": 0.25,
    }


@given(st.sampled_from(LogFormat), st.text(st.characters(codec=None), max_size=30))
def test_an_event_is_one_line_that_steers_no_screen_whatever_is_in_it(form, text):
    log, stream = journal(form)
    log.note("note", message=text, count=1)
    line = stream.getvalue()
    line.encode()
    assert line.count("\n") == len(line.splitlines()) == 1
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", line)
    if form is LogFormat.JSON:
        assert json.loads(line)["count"] == 1
    else:
        assert line.endswith(" count=1\n")


def test_quiet_leaves_what_matters():
    log, stream = journal(LogFormat.TEXT, Level.WARNING)
    log.note("begun")
    log.note("article-failed", Level.WARNING, source="wires")
    log.note("failed", Level.ERROR)
    assert [line.split()[1] for line in stream.getvalue().splitlines()] == ["warning", "error"]


def test_each_event_is_on_the_disk_when_it_is_told(tmp_path):
    with (tmp_path / "log").open("a") as file:
        Journal(file, lambda: NOW).note("begun")
        assert (tmp_path / "log").read_text() == "2031-03-28T05:05:01Z info begun\n"


LOGGING = """
import sys
from datetime import UTC, datetime
from summariser.edges.journal import Journal
log = Journal(sys.stderr, lambda: datetime.now(UTC))
log.note("begun")
log.note("ended")
print("done")
sys.exit(3)
"""


@pytest.mark.parametrize("log", ["2>/dev/full", "2>&-", "2>/dev/null"])
def test_a_log_that_cannot_be_written_ends_no_run_and_changes_no_exit_code(log):
    line = f'exec "$0" -c "$1" {log}'
    command = ["sh", "-c", line, sys.executable, LOGGING]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (3, b"done\n")


def test_a_log_that_is_closed_ends_no_run():
    closed = io.StringIO()
    closed.close()
    Journal(closed, lambda: NOW).note("begun")


HEALTH = Health(
    last_run=NOW,
    outcome="incomplete",
    exit_code=3,
    digest="2031-03-28",
    number=12,
    revision=1,
    as_of=datetime(2031, 3, 28, 5, tzinfo=UTC),
    next_due=datetime(2031, 3, 29, 5, tzinfo=UTC),
    articles=34,
    failures=2,
    duration=71.25,
)


def test_health_is_one_line_that_monitoring_can_read(tmp_path):
    line = health_line(HEALTH)
    told = json.loads(line)
    assert line.endswith("}\n")
    assert line.count("\n") == 1
    assert (told["last_run"], told["next_due"]) == ("2031-03-28T05:05:01Z", "2031-03-29T05:00:00Z")
    assert (told["outcome"], told["exit_code"], told["digest"], told["number"]) == ("incomplete", 3, "2031-03-28", 12)
    assert (told["articles"], told["failures"], told["withheld"], told["duration"]) == (34, 2, None, 71.25)
    assert list(told) == list(Health.model_fields)


def test_a_run_that_fails_early_still_knows_the_last_digest(tmp_path):
    file = tmp_path / "health.json"
    assert last_health(file) is None
    file.write_text(health_line(HEALTH))
    assert last_health(file) == HEALTH.model_copy(update={"last_run": NOW.replace(microsecond=0)})


@pytest.mark.parametrize("left", ["", "{}", "not JSON", '{"outcome": "issued"', "\x00"])
def test_what_is_no_health_is_as_if_it_were_not_there(tmp_path, left):
    (tmp_path / "health.json").write_text(left)
    assert last_health(tmp_path / "health.json") is None
