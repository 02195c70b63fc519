"""The pipeline: what has been read is kept, what has not has its reason, and the exit code is that of the worst."""

import json
import re
import shutil
import threading
import time

import pytest

from summariser import pipeline
from summariser.edges.workers import GRACE
from tests.command import complaints, counts, run
from tests.servers import Reply, Server, error

NOTHING = {"actors": [], "incidents": []}
UNHEARD_OF = {
    "id": "a1", "name": "Nobody", "kind": "person", "mentions": [{"sentence": 1, "quote": "stands nowhere"}],
}  # fmt: skip


@pytest.fixture
def desk(tmp_path):
    """A folder with five articles."""
    for number in range(1, 6):
        (tmp_path / f"{number}.txt").write_text(f"Ferry number {number} ran aground. Nobody knows why.\n")
    return tmp_path


def asked(server, desk, *paths, options=()):
    told = ["--base-url", server.base_url, "--model", "m", "--format", "json", *options]
    return run("brief", *(paths or ["."]), *told, cwd=desk, OPENAI_API_KEY="sk-sentinel")


def refusing_from(first):
    """A script that refuses the key from the request with the number `first` on."""
    return lambda _, number: NOTHING if number < first else Reply(error("no", "invalid_api_key"), 401)


@pytest.mark.parametrize("jobs", [1, 2])
def test_key_that_is_refused_midway_keeps_what_has_been_read_and_asks_no_further(desk, jobs):
    with Server(refusing_from(3)) as server:
        done = asked(server, desk, options=["--jobs", jobs])
    assert done.returncode == 3
    assert len(server.seen) in range(3, 3 + jobs)
    (line,) = complaints(done)
    assert "refused the API key" in line
    assert line.endswith("(3 articles: 3.txt, 4.txt, 5.txt)")
    account = json.loads(done.stdout)["account"]
    assert (account["given"], account["read"], account["failed"]) == (5, 2, 3)


def test_recordings_that_cannot_be_written_any_more_end_the_run_and_what_was_answered_is_kept(desk):
    def script(_request, number):
        if number == 3:
            shutil.rmtree(desk / "kept")
            (desk / "kept").touch()
        return NOTHING

    with Server(script) as server:
        done = asked(server, desk, options=["--jobs", 1, "--record", "kept"])
        assert (done.returncode, done.stdout, len(server.seen)) == (73, b"", 3)
        (line,) = complaints(done)
        assert "--record" in line
        (desk / "kept").unlink()
        assert asked(server, desk, options=["--jobs", 1, "--record", "kept"]).returncode == 0
    assert len(server.seen) == 5
    assert len(list((desk / "kept").iterdir())) == 5


def test_next_question_goes_out_before_the_last_answer_is_checked(desk):
    def script(_request, number):
        return {"actors": [UNHEARD_OF]} if number == 1 else NOTHING

    with Server(script) as server:
        assert asked(server, desk, "1.txt", "2.txt", options=["--jobs", 1]).returncode == 0
    told = [re.search(r"Ferry number (\d)", json.dumps(seen.body["messages"]))[1] for seen in server.seen]
    assert told == ["1", "2", "1"]


def test_no_more_questions_than_jobs_are_open_at_once(desk):
    open_now, most = threading.Semaphore(2), []

    def script(_request, _number):
        most.append(open_now.acquire(blocking=False))
        time.sleep(0.1)
        open_now.release()
        return NOTHING

    with Server(script) as server:
        assert asked(server, desk, options=["--jobs", 2]).returncode == 0
    assert most == [True] * 5


@pytest.mark.parametrize("jobs", [1, 4])
def test_article_that_the_server_breaks_down_over_costs_only_itself_and_is_named(desk, jobs):
    def script(request, _number):
        broken = "Ferry number 2 " in json.dumps(request)
        return Reply(error("assertion failed"), 500) if broken else NOTHING

    with Server(script) as server:
        done = asked(server, desk, options=["--jobs", jobs, "--mode", "tools"])
    (line,) = complaints(done)
    assert (done.returncode, json.loads(done.stdout)["account"]["read"]) == (3, 4)
    assert line.startswith("summariser: 2.txt: ")
    assert "answered 500" in line


def test_calls_are_counted_that_were_sent(desk):
    for number in range(6, 21):
        (desk / f"{number}.txt").write_text(f"Ferry number {number} ran aground.\n")

    with Server(lambda _, number: NOTHING if number == 1 else Reply(error("odd"), 400)) as server:
        done = asked(server, desk, options=["--mode", "tools", "--jobs", 1])
    assert counts(done)["calls"] == len(server.seen) == 1 + 8


def test_what_failed_for_its_answer_is_asked_again_though_nothing_could_be_read(desk):
    def script(_request, number):
        return {"incidents": 3} if number <= 3 else NOTHING

    with Server(script) as server:
        failed = asked(server, desk, "1.txt", options=["--mode", "tools"])
        done = asked(server, desk, "1.txt", options=["--mode", "tools"])
    assert (failed.returncode, done.returncode, len(server.seen)) == (65, 0, 4)
    assert counts(failed)["calls"] == 3


def test_answers_under_way_are_waited_for_and_kept_when_the_run_ends_itself(desk):
    def script(request, _number):
        if "Ferry number 3 " in json.dumps(request):
            return Reply(error("no", "insufficient_quota"), 429)
        time.sleep(GRACE + 0.5)
        return NOTHING

    with Server(script) as server:
        done = asked(server, desk, options=["--mode", "tools", "--jobs", 5])
    assert (done.returncode, json.loads(done.stdout)["account"]["read"], len(server.seen)) == (3, 4, 5)


def test_settings_that_cannot_work_end_the_run_when_nothing_has_been_read(desk):
    (desk / "6.txt").touch()
    with Server(refusing_from(1)) as server:
        done = asked(server, desk, options=["--jobs", 1])
    assert (done.returncode, done.stdout, len(server.seen)) == (78, b"", 1)
    assert len(complaints(done)) == 1


@pytest.mark.parametrize(
    ("paths", "code"),
    [
        (["1.txt", "empty.txt", "copy.txt", "gone.txt"], 78),
        (["empty.txt", "gone.txt"], 66),
        (["empty.txt"], 65),
    ],
)
def test_without_any_reading_the_code_is_that_of_what_has_to_be_mended_first(desk, paths, code):
    (desk / "empty.txt").touch()
    (desk / "copy.txt").write_bytes((desk / "1.txt").read_bytes())
    (desk / "kept").mkdir()
    done = run("brief", *paths, "--replay", "kept", cwd=desk)
    assert (done.returncode, done.stdout) == (code, b"")


def test_server_that_fails_comes_before_input_that_cannot_be_read(desk):
    (desk / "empty.txt").touch()
    with Server(lambda _request, _number: Reply(error("bad"), 400)) as server:
        assert asked(server, desk, "1.txt", "empty.txt", "gone.txt").returncode == 69


def test_run_carries_the_families_that_its_articles_were_read_with():
    whole = pipeline.demo(lambda _line: None)
    assert whole.families["flood"] == "disaster"
    assert pipeline.brief(whole).account == whole.account
