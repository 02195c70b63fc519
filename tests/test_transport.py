"""The transport: what may pass is asked again, what cannot work ends the run, what is left costs one article."""

import asyncio
import base64
import json
import os
import subprocess
import sys
import threading
import time
import traceback
from urllib.parse import quote

import pytest
from tenacity import wait_fixed

from summariser.edges.llm import Pace, live
from summariser.nouns.problems import (
    Busy,
    KeyRefused,
    LeftAlone,
    Misconfigured,
    ModeRefused,
    Problem,
    ServerProblem,
    TooLong,
)
from tests.command import complaints, run
from tests.faults import ARTICLE, GOOD, GOOD_ANSWERS, PAGE, SCENARIOS, STOPS
from tests.servers import Reply, Server, completion, error, unused_port

KEY = "sk-sentinel-7d1f0c/+a"
QUESTION = {"model": "m", "messages": [{"role": "user", "content": "Straße"}]}


class Time:
    """A clock that nobody has to wait for."""

    def __init__(self):
        self.now = 0.0
        self.slept = []

    def clock(self):
        return self.now

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


def timeless(**limits):
    passing = Time()
    return passing, Pace(clock=passing.clock, sleep=passing.sleep, **limits)


async def asked(server, times=1, *, at_once=False, pace=None, key=KEY, question=QUESTION, path="", **settings):
    """The outcome of each call: a completion or a Problem."""
    async with live(
        path or server.base_url, key, pace=pace or timeless()[1], wait=wait_fixed(0.01), **settings
    ) as create:
        if at_once:
            return await asyncio.gather(*(create(**question) for _ in range(times)), return_exceptions=True)
        return [await outcome_of(create, question) for _ in range(times)]


async def outcome_of(create, question):
    try:
        return await create(**question)
    except Problem as problem:
        return problem


def outcomes(server, times=1, **how):
    return asyncio.run(asked(server, times, **how))


def outcome(server, **how):
    (one,) = outcomes(server, **how)
    return one


# Each fault of a server, by name.


@pytest.mark.parametrize("name", SCENARIOS)
def test_fault_has_its_class_its_number_of_requests_and_one_short_line_without_markup(name):
    scenario, (passing, pace) = SCENARIOS[name], timeless()
    with Server(scenario.script) as server:
        told = outcome(server, pace=pace)
    assert len(server.seen) == scenario.requests
    if scenario.problem is None:
        assert told.choices[0].message.content == json.dumps(GOOD)
    else:
        assert type(told) is scenario.problem
        assert scenario.words in str(told)
        assert str(told) == " ".join(str(told).split())
        assert len(str(told)) < 350
        assert not [sign for sign in ("<", "\x1b", "steal", "noise") if sign in str(told)]
    if scenario.waits is not None:
        assert passing.slept == pytest.approx(scenario.waits)


@pytest.mark.parametrize("name", GOOD_ANSWERS)
def test_usage_is_a_count_or_unknown(name):
    with Server(GOOD_ANSWERS[name].script) as server:
        usage = outcome(server).usage
    assert usage is None or (usage.prompt_tokens, usage.completion_tokens) == (100, 10)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("/srv/models/tiny.gguf", "tiny.gguf"),
        ("C:\\models\\tiny.gguf", "tiny.gguf"),
        ("meta-llama/Llama-3", "meta-llama/Llama-3"),
        (5, None),
        (["m"], None),
    ],
)
def test_model_is_told_without_the_folders_of_the_servers_disk(told, kept):
    with Server(lambda request, number: Reply(completion(request, GOOD) | {"model": told})) as server:
        assert outcome(server).model == kept


# What ends the run.


@pytest.mark.parametrize("name", STOPS)
def test_what_cannot_work_is_sent_once_however_many_wait_for_their_turn(name):
    with Server(STOPS[name].script) as server:
        told = outcomes(server, 50, at_once=True, pace=Pace())
    assert len(server.seen) == 1
    assert len({(type(one), str(one)) for one in told}) == 1


def test_server_that_asks_for_ten_minutes_is_left_alone_by_all():
    with Server(SCENARIOS["429 with ten minutes"].script) as server:
        told = outcomes(server, 50, at_once=True, pace=Pace())
    assert len(server.seen) == 1
    assert {type(one) for one in told} == {LeftAlone}


def test_refused_form_of_answer_ends_the_questions_of_that_form_alone():
    def script(request, _number):
        return STOPS["400 for tools"].script(request, 1) if "tools" in request else GOOD

    async def asking():
        async with live(server.base_url, KEY, pace=Pace()) as create:
            with_tools = QUESTION | {"tools": [{"type": "function", "function": {"name": "f"}}]}
            told = [await outcome_of(create, with_tools) for _ in range(3)]
            return told, await create(**QUESTION)

    with Server(script) as server:
        refused, answered = asyncio.run(asking())
    assert [type(one) for one in refused] == [ModeRefused] * 3
    assert answered.choices
    assert len(server.seen) == 2


@pytest.mark.parametrize("name", [name for name in ARTICLE if ARTICLE[name].problem is not ServerProblem])
def test_what_is_wrong_with_one_article_stops_no_other(name):
    with Server(ARTICLE[name].script) as server:
        outcomes(server, 20)
    assert len(server.seen) == 20


def test_server_that_is_down_is_given_up_after_eight_questions_in_a_row():
    with Server(SCENARIOS["500 for ever"].script) as server:
        told = outcomes(server, 50)
    assert len(server.seen) == 8 * 4
    assert [type(one) for one in told] == [Busy] * 8 + [LeftAlone] * 42


def test_server_that_breaks_down_for_a_moment_is_given_time_and_the_rest_is_read():
    passing, pace = timeless()

    def script(_request, number):
        return Reply(b"", 502) if number > 5 and passing.now < 10 else GOOD

    async def asking():
        async with live(server.base_url, KEY, pace=pace, wait=wait_fixed(0.01)) as create:
            left, told = iter(range(60)), []

            async def worker():
                for _ in left:
                    told.append(await outcome_of(create, QUESTION))

            await asyncio.gather(*(worker() for _ in range(8)))
            return told

    with Server(script) as server:
        told = asyncio.run(asking())
    assert sum(isinstance(one, Problem) for one in told) < 2 * 8
    assert not any(isinstance(one, LeftAlone) for one in told)


def test_server_that_stays_down_after_some_answers_is_given_up_within_minutes():
    passing, pace = timeless()
    with Server(lambda _, number: GOOD if number <= 5 else Reply(b"", 502)) as server:
        told = outcomes(server, 50, pace=pace)
    assert isinstance(told[-1], LeftAlone)
    assert len(server.seen) == 5 + 8 * 4
    assert 60 < passing.now < 180


def test_server_that_answers_now_and_then_is_not_given_up():
    def script(_request, number):
        return GOOD if number % 8 == 0 else Reply(error("odd"), 400)

    with Server(script) as server:
        told = outcomes(server, 40)
    assert len(server.seen) == 40
    assert sum(not isinstance(one, Problem) for one in told) == 5


# Time and size.


@pytest.mark.parametrize("fault", ["stall", "drip"])
def test_call_ends_at_its_deadline_by_the_clock_whatever_the_server_does(fault):
    with Server(lambda request, _: Reply(completion(request, GOOD), fault=fault)) as server:
        started = time.monotonic()
        told = outcome(server, pace=Pace(), deadline=0.3)
        assert time.monotonic() - started < 1.3
    assert type(told) is ServerProblem
    assert "no whole answer within 0.3 s" in str(told)
    assert len(server.seen) == 1


def test_deadline_is_for_all_requests_of_a_call_and_for_no_wait_between_them():
    def script(request, number):
        return Reply(error("busy"), 503) if number == 1 else Reply(completion(request, GOOD), fault="drip")

    passing, pace = timeless()
    with Server(script) as server:
        told = outcome(server, pace=pace, deadline=0.4)
    assert "no whole answer" in str(told)
    assert len(server.seen) == 2
    with Server(SCENARIOS["429 with two minutes"].script) as server:
        assert not isinstance(outcome(server, pace=pace, deadline=5), Problem)
    assert max(passing.slept) == 120


def test_endless_answer_is_read_to_a_bound_and_no_further():
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
    with Server(lambda _request, _number: Reply(head + b" " * 64_000_000, fault="raw")) as server:
        told = outcome(server)
    assert "more than any answer is" in str(told)
    assert len(server.seen) == 1


def test_answers_are_asked_for_uncompressed():
    with Server(SCENARIOS["as it should be"].script) as server:
        outcome(server)
    assert server.seen[0].headers["accept-encoding"] == "identity"


# The shared pace.


def test_wait_that_the_server_tells_one_call_holds_up_all():
    passing, over = Time(), asyncio.Event()

    async def sleep(_seconds):
        await over.wait()

    async def asking():
        pace = Pace(clock=passing.clock, sleep=sleep)
        async with live(server.base_url, KEY, pace=pace) as create:
            calls = [asyncio.ensure_future(create(**QUESTION)) for _ in range(5)]
            while not server.seen or calls[0].done():
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.1)
            before = len(server.seen)
            passing.now = 30
            over.set()
            await asyncio.gather(*calls)
            return before

    def script(_request, number):
        return Reply(error("slow down"), 429, {"Retry-After": "30"}) if number == 1 else GOOD

    with Server(script) as server:
        assert asyncio.run(asking()) == 1
    assert len(server.seen) == 6


def test_requests_per_minute_and_tokens_per_minute_are_kept_by_all_calls():
    passing, pace = timeless(requests_per_minute=3)
    with Server(lambda _request, _number: GOOD) as server:
        outcomes(server, 7, pace=pace)
    assert sum(passing.slept) == pytest.approx(120)
    passing, pace = timeless(tokens_per_minute=230)
    with Server(lambda _request, _number: GOOD) as server:
        outcomes(server, 5, pace=pace)
    assert sum(passing.slept) == pytest.approx(120)


def test_sixty_four_calls_are_in_flight_at_once():
    together = threading.Barrier(64)

    def script(_request, _number):
        together.wait(timeout=20)
        return GOOD

    with Server(script) as server:
        told = outcomes(server, 64, at_once=True, connections=64)
    assert not [one for one in told if isinstance(one, BaseException)]


def test_no_more_connections_are_open_than_handed_in():
    most, lock, now = 0, threading.Lock(), 0

    def script(_request, _number):
        nonlocal most, now
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.02)
        with lock:
            now -= 1
        return GOOD

    with Server(script) as server:
        outcomes(server, 12, at_once=True, connections=3)
    assert most == 3


# The key.


def forms(key):
    return {key, key[:9], key[3:14], quote(key, safe=""), base64.b64encode(key.encode()).decode()[:12]}


def told_by(raised):
    """Everything that a traceback with locals could show of an error, and of all that led to it."""
    found, error_ = [], raised
    while error_ is not None:
        found += traceback.format_exception(error_)
        for frame, _ in traceback.walk_tb(error_.__traceback__):
            if frame.f_code.co_filename != __file__:
                found += [f"{name}={value!r}" for name, value in frame.f_locals.items()]
        error_ = error_.__cause__ or error_.__context__
    return "\n".join(found)


ECHOES = {
    "as it is": KEY, "in capitals": KEY.upper(), "half of it": KEY[:11], "in a URL": quote(KEY, safe=""),
    "in base64": base64.b64encode(KEY.encode()).decode(), "after much else": "x" * 150 + KEY,
}  # fmt: skip


@pytest.mark.parametrize(
    ("status", "echo"),
    [*((status, "as it is") for status in (200, 400, 401, 403, 404, 413, 429, 500)), *((418, echo) for echo in ECHOES)],
)
def test_key_that_a_server_echoes_stands_in_no_line_and_hangs_on_no_error(status, echo):
    async def asking():
        async with live(server.base_url, KEY, pace=timeless()[1]) as create:
            await create(**QUESTION)

    with (
        Server(lambda _request, _number: Reply(error(f"bad token Bearer {ECHOES[echo]}"), status)) as server,
        pytest.raises(Problem) as raised,
    ):
        asyncio.run(asking())
    assert server.seen[0].headers["authorization"] == f"Bearer {KEY}"
    shown = told_by(raised.value).lower()
    assert not [form for form in forms(KEY) if form.lower() in shown]


@pytest.mark.parametrize("fault", ["reset", "half", "raw", "stall"])
def test_key_hangs_on_no_error_of_a_connection(fault):
    async def asking():
        async with live(server.base_url, KEY, pace=timeless()[1], deadline=0.3) as create:
            await create(**QUESTION)

    with (
        Server(lambda _request, _number: Reply(f"HTTP/1.1 {KEY}\r\n\r\n".encode(), fault=fault)) as server,
        pytest.raises(Problem) as raised,
    ):
        asyncio.run(asking())
    assert not [form for form in forms(KEY) if form in told_by(raised.value)]


def escaped(text):
    return "".join(f"\\u{ord(sign):04x}" for sign in text)


@pytest.mark.parametrize(
    "said",
    [
        KEY,
        escaped(KEY),
        escaped(KEY).replace("\\", "\\\\"),
        KEY.replace("/", "\\/"),
        base64.b64encode(KEY.encode()).decode(),
        quote(KEY, safe=""),
    ],
)
def test_answer_that_holds_the_key_in_any_form_is_not_taken(said):
    def script(request, _number):
        whole = json.dumps(completion(request, None, content="SAID"))
        return Reply(whole.replace("SAID", said).encode())

    with Server(script) as server:
        assert "put the API key in its answer" in str(outcome(server))


def test_short_word_for_a_key_may_stand_in_an_answer():
    with Server(lambda request, _: Reply(completion(request, None, content="ollama none"))) as server:
        assert outcome(server, key="ollama").choices


def test_password_in_an_address_is_as_secret_as_a_key():
    with Server(lambda _request, _number: Reply(error("hunter2-and-more is wrong"), 400)) as server:
        path = server.base_url.replace("://", "://reader:hunter2-and-more@")
        assert "hunter2" not in str(outcome(server, key=None, path=path))


def test_debug_log_of_the_client_does_not_hold_the_key():
    code = """if True:
        import asyncio, logging, sys
        logging.basicConfig(level=1)
        from summariser.edges.llm import live
        async def asking():
            async with live(sys.argv[1], sys.argv[2]) as create:
                await create(model="m", messages=[])
        asyncio.run(asking())
    """
    with Server(lambda _request, _number: Reply(error("no"), 401)) as server:
        command = [sys.executable, "-c", code, server.base_url, KEY]
        environment = os.environ | {"OPENAI_LOG": "debug"}
        ended = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert len(server.seen) == 1
    assert "KeyRefused" in ended.stderr
    assert not [form for form in forms(KEY) if form in ended.stdout + ended.stderr]


def test_refused_key_costs_one_request_though_its_answer_takes_a_while_and_many_wait():
    def refused_late(_request, _number):
        time.sleep(0.1)
        return Reply(error("no", "invalid_api_key"), 401)

    with Server(refused_late) as server:
        outcomes = asyncio.run(asked(server, 64, at_once=True, pace=Pace()))
    assert {type(one) for one in outcomes} == {KeyRefused}
    assert len(server.seen) == 1


# The way to a server.


def test_proxy_of_the_environment_is_used():
    code = """if True:
        import asyncio
        from summariser.edges.llm import live
        async def asking():
            async with live("http://model.invalid/v1", None) as create:
                await create(model="m", messages=[])
        asyncio.run(asking())
    """
    with Server(lambda _request, _number: GOOD) as proxy:
        environment = os.environ | {"HTTP_PROXY": proxy.base_url[:-3], "NO_PROXY": ""}
        subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert proxy.seen[0].headers["host"] == "model.invalid"


# Settings that cannot be right.


def test_server_that_is_not_there_is_one_line_that_says_what_to_check():
    where = f"127.0.0.1:{unused_port()}"
    told = outcome(None, key=None, path=f"http://user:{KEY[:18]}@{where}/v1")
    assert type(told) is ServerProblem
    assert (
        str(told) == f"the model's server at http://{where} could not be reached (connection refused); check --base-url"
    )


def test_local_server_needs_no_key_but_something_needs_to_be_given():
    with Server(lambda _request, _number: GOOD) as server:
        assert outcome(server, key=None).choices
    with pytest.raises(
        Misconfigured, match="no model: set OPENAI_API_KEY, or --base-url for a local server, or --replay DIR"
    ):
        live(None, None)


def test_model_must_be_named_to_a_live_server():
    with Server(lambda _request, _number: GOOD) as server:
        assert "--model" in str(outcome(server, question=QUESTION | {"model": None}))
    assert server.seen == []


def test_address_without_its_version_is_told_with_the_one_to_try():
    with Server(lambda _request, _number: Reply({"detail": "Not Found"}, 404)) as server:
        line = str(outcome(server, path=server.base_url[:-3]))
    assert line.endswith(f"has no chat completions at this address (Not Found); try --base-url {server.base_url}")
    assert len(server.seen) == 1


def test_web_page_at_an_address_without_its_version_is_told_with_the_one_to_try():
    with Server(lambda _request, _number: Reply(PAGE)) as server:
        line = str(outcome(server, path=server.base_url[:-3] + "/"))
    assert line.endswith(f"answered with a web page; try --base-url {server.base_url}")


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("sk-one\nsk-two", "a line break or a blank inside"),
        ("sk one", "a line break or a blank inside"),
        ("sk\u00a0one", "a line break or a blank inside"),
        ("sk-ключ", "characters that no key has"),
        ("sk-\x00", "characters that no key has"),
        ("“sk-one”", "characters that no key has"),
    ],
)
def test_key_that_no_server_could_be_sent_is_told_before_anything_is_sent(key, words):
    with pytest.raises(Misconfigured, match=words) as raised:
        live(None, key)
    assert "sk" not in str(raised.value)


def test_blanks_around_a_key_and_an_address_do_no_harm():
    with Server(lambda _request, _number: GOOD) as server:
        assert outcome(server, key=f" {KEY}\n", path=f" {server.base_url}\n").choices
    assert server.seen[0].headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1:8000",
        "ftp://x/v1",
        "",
        " ",
        "http://",
        "http://x:port/v1",
        "nonsense",
        "http://a b/v1",
        "http://x/v1\x00",
        "http://x\n/v1",
        "file:///etc",
        "http://[::1/v1",
        "http://x:99999/v1",
    ],
)
def test_address_that_is_none_is_told_with_one_that_is(address):
    with pytest.raises(Misconfigured, match="--base-url is no address"):
        live(address, KEY)


def test_address_of_the_endpoint_itself_is_told_with_what_to_leave_out():
    with pytest.raises(Misconfigured, match="give it without, up to /v1"):
        live("http://127.0.0.1:8000/v1/chat/completions", KEY)


def test_question_that_is_too_long_is_told_apart_so_that_it_may_be_split():
    with Server(ARTICLE["too long, vLLM"].script) as server:
        assert type(outcome(server)) is TooLong


def test_extra_body_is_sent_as_a_part_of_the_body():
    with Server(lambda _request, _number: GOOD) as server:
        outcome(server, question=QUESTION | {"extra_body": {"response_format": {"type": "json_object"}}})
    assert server.seen[0].body == QUESTION | {"response_format": {"type": "json_object"}}


# The run, as a user sees it.


@pytest.fixture
def desk(tmp_path):
    """A folder with fifty articles."""
    for number in range(50):
        (tmp_path / f"{number:02}.txt").write_text(f"Ferry number {number} ran aground near Port Ellery.\n")
    return tmp_path


def brief(server, desk):
    return run("brief", ".", "--base-url", server.base_url, "--model", "m", cwd=desk, OPENAI_API_KEY=KEY)


@pytest.mark.parametrize(("name", "code"), [("401", 78), ("429 for a spent quota", 78), ("429 with ten minutes", 75)])
def test_run_that_cannot_work_ends_after_one_request_with_one_line_and_its_code(desk, name, code):
    with Server(SCENARIOS[name].script) as server:
        done = brief(server, desk)
    assert (done.returncode, done.stdout) == (code, b"")
    assert len(server.seen) == 1
    assert len(complaints(done)) == 1
    assert SCENARIOS[name].words in complaints(done)[0]
    assert KEY.encode() not in done.stderr


def test_run_whose_server_becomes_busy_keeps_what_is_read_and_names_the_rest_as_pending(desk):
    def script(request, number):
        return GOOD if number == 1 else SCENARIOS["429 with ten minutes"].script(request, number)

    with Server(script) as server:
        done = run("extract", ".", "--base-url", server.base_url, "--model", "m", "--jobs", "1", cwd=desk)
    assert done.returncode == 3
    assert len(server.seen) == 2
    assert len(done.stdout.splitlines()) == 1
    assert "left alone for 600 s" in complaints(done)[-1]
    assert complaints(done)[-1].endswith("(49 articles: 01.txt, 02.txt, 03.txt and 46 more)")
