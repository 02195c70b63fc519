"""A server that nobody here wrote: what llama.cpp answers, refuses and does while it loads, and what we make of it."""

import asyncio
import time

import pytest

from summariser.edges.llm import live, read
from summariser.nouns.base import Noun
from summariser.nouns.problems import Misconfigured, Problem, Refused, ServerProblem
from summariser.nouns.question import Question
from tests.command import complaints, run
from tests.real_server import MISSING, RealServer, held_back, make_model

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)

KEY = "sk-sentinel-b3c9e1f7a2"
TERSE = '"}],{[:'  # what is favoured by a model that closes whatever it may close
FERRY = "The ferry Orla sank near Mill Bay on 2 May 2031.\n\nNobody was hurt, the coast guard said.\n"


class Weather(Noun):
    """A small shape."""

    sunny: bool
    windy: bool


def question(user="Is it sunny?"):
    return Question(
        task="weather", article="0" * 64, path="weather.txt", prompt="weather.v1", prompt_sha256="0" * 64,
        schema_id="5" * 16, system="Tell the weather.", user=user,
    )  # fmt: skip


def asked(server, *, user="Is it sunny?", **timing):
    async def ask():
        async with live(server.base_url, KEY, **timing) as create:
            return await read(question(user), create, Weather, model="tiny")

    return asyncio.run(ask())


def problem_of(server, **how):
    with pytest.raises(Problem) as caught:
        asked(server, **how)
    return caught.value


@pytest.fixture(scope="module")
def terse(tmp_path_factory):
    return make_model(tmp_path_factory.mktemp("terse") / "model.gguf", favoured=TERSE)


@pytest.fixture(scope="module")
def server(terse):
    with RealServer(terse, terse.with_name("log"), key=KEY, context=65536, slots=2) as one:
        yield one


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "ferry.txt").write_text(FERRY)
    (tmp_path / "mill.txt").write_text(FERRY.replace("ferry", "steamer"))
    return tmp_path


# What it refuses.


def test_unknown_key_stops_the_run_with_one_line_that_does_not_show_it(server, desk):
    done = run("brief", ".", "--base-url", server.base_url, "--model", "tiny", cwd=desk, OPENAI_API_KEY=KEY + "x")
    assert done.returncode == 78
    assert complaints(done) == ["summariser: the server refused the API key; set OPENAI_API_KEY"]
    assert KEY not in (done.stdout + done.stderr).decode()


def test_question_longer_than_the_context_is_told_with_the_server_s_numbers(server):
    told = problem_of(server, user="rain " * 20_000)
    assert not isinstance(told, Misconfigured)
    assert "65536" in str(told)


def test_answer_without_an_end_is_never_used(server):
    assert isinstance(problem_of(server), Refused)


# What it does while it starts, and when it goes.


def test_server_that_loads_its_model_is_asked_again_until_it_is_ready(tmp_path):
    model, waits = make_model(tmp_path / "model.gguf", favoured=TERSE), []

    def wait(state):
        waits.append(str(state.outcome.exception()))
        let_it_load()
        return 1.0

    with held_back(model) as let_it_load, RealServer(model, tmp_path / "log", key=KEY, loading=True) as one:
        # An answer, so the waiting was worth it; that it is cut off is another matter.
        assert isinstance(problem_of(one, wait=wait), Refused)
    assert "Loading model" in waits[0]


def test_server_that_never_gets_ready_is_given_up(tmp_path):
    model = make_model(tmp_path / "model.gguf")
    with held_back(model), RealServer(model, tmp_path / "log", key=KEY, loading=True) as one:
        told = problem_of(one, wait=lambda _: 0.01)
    assert isinstance(told, ServerProblem)
    assert "Loading model" in str(told)


def test_server_that_crashed_and_comes_back_is_asked_again(terse, tmp_path):
    def wait(_):
        one.start()
        return 0.0

    with RealServer(terse, tmp_path / "log", key=KEY) as one:
        one.crash()
        assert isinstance(problem_of(one, wait=wait), Refused)


def test_server_that_hangs_is_given_up_when_the_time_for_one_answer_is_over(terse, tmp_path):
    with RealServer(terse, tmp_path / "log", key=KEY) as one:
        one.hang()
        started = time.monotonic()
        told = problem_of(one, deadline=1.0)
    assert isinstance(told, ServerProblem)
    assert time.monotonic() - started < 10
