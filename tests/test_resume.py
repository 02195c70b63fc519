"""A run that can be resumed: killed, stopped, run twice or beside another, it pays once and ends the same."""

import json
import os
import random
import signal
import subprocess
import time

import pytest

from tests.command import ADVICE, COMMAND, COUNTS, cache_of, complaints, counts, run
from tests.servers import Reply, Server, completion, error

NOTHING = {"actors": [], "incidents": []}
SLOW = 0.1
ARTICLES = 12


def aground(request, _number):
    """Read an article: one incident, in the words of its first sentence, after a moment."""
    time.sleep(SLOW)
    line = next(line for line in request["messages"][1]["content"].splitlines() if line.startswith("[1]"))
    words = line.removeprefix("[1] ").partition(".")[0]
    evidence = [{"sentence": 1, "quote": words}]
    incident = {"id": "i1", "type": "transport_accident", "title": words, "background": False, "evidence": evidence}
    return {"actors": [], "incidents": [incident]}


@pytest.fixture
def desk(tmp_path):
    """A folder with articles."""
    for number in range(1, ARTICLES + 1):
        (tmp_path / f"{number:02}.txt").write_text(f"Ferry number {number} ran aground. Nobody knows why.\n")
    return tmp_path


def options(server, *more):
    return [".", "--base-url", server.base_url, "--model", "m", "--no-adjudicate", "--jobs", "2", *more]


def brief(server, desk, *more):
    return run("brief", *options(server, *more), cwd=desk, OPENAI_API_KEY="sk-sentinel-41d0")


def started(server, desk, *more):
    environment = os.environ | {"SUMMARISER_CACHE": str(cache_of(desk)), "OPENAI_API_KEY": "sk-sentinel-41d0"}
    return subprocess.Popen(
        [COMMAND, "brief", *options(server, *more)],
        cwd=desk,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def after(server, requests):
    """Wait until the server has seen so many requests."""
    until = time.monotonic() + 60
    while len(server.seen) < requests:
        assert time.monotonic() < until
        time.sleep(0.01)


def articles_of(server):
    """Which articles were asked about, one for each request."""
    return [seen.said[1].partition("Ferry number ")[2].partition(" ")[0] for seen in server.seen]


def test_killed_again_and_again_it_ends_with_the_bytes_of_an_uninterrupted_run(desk):
    kills, when = 3, random.Random(7)
    with Server(aground) as server:
        whole = brief(server, desk, "--no-cache", "-o", "whole.json")
        server.seen.clear()
        for _ in range(kills):
            before = len(server.seen)
            killed = started(server, desk, "-o", "out.json")
            after(server, before + when.randint(1, 4))
            time.sleep(when.uniform(0, SLOW))
            killed.kill()
            killed.communicate()
            assert not (desk / "out.json").exists()
        done = brief(server, desk, "-o", "out.json")
    assert (whole.returncode, done.returncode) == (0, 0)
    assert (desk / "out.json").read_bytes() == (desk / "whole.json").read_bytes()
    assert len(json.loads((desk / "out.json").read_bytes())["incidents"]) == ARTICLES
    assert len(server.seen) <= ARTICLES + 2 * kills


def test_the_same_run_asks_nothing_a_renamed_article_asks_nothing_an_edited_one_asks_for_itself(desk):
    with Server(aground) as server:
        first = brief(server, desk)
        again = brief(server, desk)
        assert (again.stdout, len(server.seen)) == (first.stdout, ARTICLES)
        assert counts(again) == {
            "read": ARTICLES, "cached": ARTICLES, "calls": 0, "reasks": 0, "tokens_in": 0, "tokens_out": 0,
        }  # fmt: skip
        (desk / "01.txt").rename(desk / "renamed.txt")
        (desk / "02.txt").touch()
        (desk / "03.txt").write_text("Ferry number 99 ran aground.\n")
        assert brief(server, desk).returncode == 0
    assert articles_of(server)[ARTICLES:] == ["99"]


def test_without_the_cache_everything_is_asked_and_nothing_kept(desk):
    with Server(aground) as server:
        brief(server, desk, "--no-cache")
        assert not cache_of(desk).exists()
        brief(server, desk)
        brief(server, desk, "--no-cache")
        done = brief(server, desk, "--refresh")
    assert len(server.seen) == 4 * ARTICLES
    assert counts(done)["calls"] == ARTICLES
    assert run("brief", ".", "--no-cache", "--refresh", cwd=desk).returncode == 2


def test_the_same_run_at_the_same_time_ends_at_once_and_one_that_was_killed_holds_nothing(desk):
    with Server(aground) as server:
        first = started(server, desk)
        after(server, 1)
        second = brief(server, desk)
        first.kill()
        first.communicate()
        third = brief(server, desk)
    assert (second.returncode, second.stdout, third.returncode) == (75, b"", 0)
    assert complaints(second) == [
        "summariser: the same run is under way; when it has ended, the same command takes its answers from the cache"
    ]


def test_runs_that_share_articles_never_pay_twice_for_one_question(desk):
    with Server(aground) as server:
        first = started(server, desk)
        second = run("extract", "0*.txt", *options(server)[1:-3], "--jobs", "3", cwd=desk, OPENAI_API_KEY="k")
        first.communicate()
    assert (first.returncode, second.returncode) == (0, 0)
    assert sorted(articles_of(server), key=int) == [str(number) for number in range(1, ARTICLES + 1)]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_run_with_one_line_and_the_same_command_goes_on(desk, number, code):
    with Server(aground) as server:
        stopped = started(server, desk, "-o", "out.json")
        after(server, 3)
        stopped.send_signal(number)
        out, told = stopped.communicate(timeout=60)
        asked = len(server.seen)
        done = brief(server, desk, "-o", "out.json")
    spent, line = told.decode().splitlines()
    assert (stopped.returncode, out) == (code, b"")
    assert spent.startswith(COUNTS)
    assert line.endswith("; give the same command to go on")
    assert asked < ARTICLES
    assert (done.returncode, len(server.seen)) == (0, ARTICLES)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_is_to_be_sent_again_when_a_signal_comes_is_not_sent(desk, number):
    with Server(lambda *_: Reply(error("slow down"), 429, {"Retry-After": "1"})) as server:
        stopped = started(server, desk, "--mode", "tools")
        after(server, 2)
        asked = len(server.seen)
        stopped.send_signal(number)
        stopped.communicate(timeout=10)
    assert len(server.seen) == asked


def test_a_run_that_asks_anew_and_is_stopped_names_the_command_that_goes_on(desk):
    with Server(aground) as server:
        brief(server, desk)
        stopped = started(server, desk, "--refresh")
        after(server, ARTICLES + 2)
        stopped.send_signal(signal.SIGINT)
        told = stopped.communicate(timeout=60)[1].decode()
    assert told.endswith("summariser: stopped; give the same command without --refresh to go on\n")


@pytest.mark.parametrize(
    ("more", "advice"),
    [
        (["--refresh"], "the same command without --refresh asks again for what is missing; the rest is kept"),
        (["--no-cache"], "--no-cache keeps nothing: to ask again about just what is missing, give those files alone"),
    ],
)
def test_a_run_that_lacks_something_says_how_to_ask_for_just_that(desk, more, advice):
    def script(request, number):
        return {"incidents": 3} if "Ferry number 3 " in json.dumps(request) else aground(request, number)

    with Server(script) as server:
        done = brief(server, desk, *more)
    assert done.returncode == 3
    assert f"summariser: {advice}" in done.stderr.decode().splitlines()


def test_a_run_without_the_cache_that_is_stopped_promises_nothing(desk):
    with Server(aground) as server:
        stopped = started(server, desk, "--no-cache")
        after(server, 1)
        stopped.send_signal(signal.SIGINT)
        told = stopped.communicate(timeout=60)[1]
    assert (stopped.returncode, b"--no-cache keeps nothing" in told) == (130, True)


def test_a_second_ctrl_c_ends_at_once(desk):
    def stuck(_request, _number):
        time.sleep(30)
        return NOTHING

    with Server(stuck) as server:
        stopped = started(server, desk)
        after(server, 2)
        stopped.send_signal(signal.SIGINT)
        time.sleep(0.5)
        begun = time.monotonic()
        stopped.send_signal(signal.SIGINT)
        out, told = stopped.communicate(timeout=60)
    assert (stopped.returncode, out, told) == (130, b"", b"")
    assert time.monotonic() - begun < 2


def test_a_bad_article_costs_only_itself_and_the_same_command_asks_about_it_again(desk):
    mended = []

    def refusing_one(request, number):
        if "Ferry number 7 " in request["messages"][1]["content"] and not mended:
            return Reply(completion(request, None, finish="stop", refusal="I would rather not."))
        return aground(request, number)

    with Server(refusing_one) as server:
        done = brief(server, desk, "--format", "json")
        mended.append(True)
        asked = len(server.seen)
        again = brief(server, desk, "--format", "json")
    assert (done.returncode, again.returncode) == (3, 0)
    (line,) = complaints(done)
    assert "07.txt: the model refused" in line
    assert ADVICE in done.stderr.decode().splitlines()
    assert ADVICE not in again.stderr.decode().splitlines()
    assert json.loads(done.stdout)["account"]["read"] == ARTICLES - 1
    assert articles_of(server)[asked:] == ["7"]
    assert counts(again)["cached"] == ARTICLES - 1


@pytest.mark.parametrize(("reply", "code"), [(Reply(error("no", "invalid_api_key"), 401), 78)])
def test_what_no_article_can_escape_ends_the_run_and_the_same_command_goes_on(desk, reply, code):
    with Server(lambda request, number: reply if number > 4 else aground(request, number)) as server:
        done = brief(server, desk)
    assert (done.returncode, len(complaints(done))) == (3, 1)
    assert len(server.seen) <= 6
    with Server(lambda *_: reply) as server:
        done = brief(server, desk)
    assert (done.returncode, len(server.seen)) == (code, 1)


def test_the_key_is_nowhere_in_the_cache(desk):
    with Server(aground) as server:
        brief(server, desk)
    files = [path for path in cache_of(desk).rglob("*") if path.is_file()]
    assert len(files) > ARTICLES
    assert not [path for path in files if b"sentinel" in path.read_bytes()]


def test_readings_come_in_the_order_of_the_articles_however_the_answers_come(desk):
    def random_moment(request, number):
        time.sleep(random.Random(number).uniform(0, 0.3))
        return aground(request, number)

    with Server(random_moment) as server:
        told = [run("extract", *options(server)[:-3], "--jobs", jobs, "--no-cache", cwd=desk) for jobs in ("8", "1")]
    assert told[0].stdout == told[1].stdout
    assert len(told[0].stdout.splitlines()) == ARTICLES


@pytest.mark.parametrize("limit", ["--requests-per-minute", "--tokens-per-minute"])
def test_a_limit_holds_back_what_goes_beyond_it(desk, limit):
    with Server(aground) as server:
        held = started(server, desk, limit, "2" if "requests" in limit else "1")
        after(server, 1)
        time.sleep(1.5)
        held.send_signal(signal.SIGINT)
        held.communicate(timeout=60)
    assert held.returncode == 130
    assert len(server.seen) == (2 if "requests" in limit else 1)
