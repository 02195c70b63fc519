"""A server that nobody here wrote: what llama.cpp answers, refuses and does while it loads, and what we make of it."""

import asyncio
import json
import time

import pytest
from pydantic import Field

from summariser.edges.llm import live, read
from summariser.edges.llm.reading import content
from summariser.nouns.base import Noun
from summariser.nouns.draft import DraftReading
from summariser.nouns.mode import Mode
from summariser.nouns.problems import NeverValid, Problem, Refused, ServerProblem, TooLong
from summariser.nouns.question import Question
from tests.command import complaints, run
from tests.real_server import MISSING, RealServer, held_back, make_model

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)

KEY = "sk-sentinel-b3c9e1f7a2"
TERSE = '"}],{[:'  # what is favoured by a model that closes whatever it may close
FERRY = "The ferry Orla sank near Mill Bay on 2 May 2031.\n\nNobody was hurt, the coast guard said.\n"
STEAMER = FERRY.replace("ferry", "steamer")


class Weather(Noun):
    """What a grammar holds whole."""

    sunny: bool
    windy: bool


class Share(Noun):
    """What no grammar of llama.cpp's holds: the bounds of a number that is no integer."""

    share: float = Field(ge=0.25, le=0.5)


def asked(server, shape=Weather, *, mode=Mode.JSON_SCHEMA, user="Is it sunny?", examine=content, **timing):
    question = Question(
        task="weather", article="0" * 64, path="weather.txt", prompt="weather.v1", prompt_sha256="0" * 64,
        schema_id="5" * 16, system="Tell the weather.", user=user,
    )  # fmt: skip

    async def ask():
        async with live(server.base_url, KEY, **timing) as create:
            return await read(question, create, shape, model="tiny", mode=mode, examine=examine)

    return asyncio.run(ask())


def problem_of(server, *shape, **how):
    with pytest.raises(Problem) as caught:
        asked(server, *shape, **how)
    return caught.value


def never_content(_draft):
    return ["think again"]


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
    (tmp_path / "steamer.txt").write_text(STEAMER)
    return tmp_path


# What it answers.


def test_answer_held_to_a_schema_is_well_formed_and_its_tokens_are_counted(server):
    answer = asked(server)
    assert type(answer.draft) is Weather
    assert (answer.usage.attempts, answer.asked_again) == (1, 0)
    assert answer.usage.tokens_in > answer.usage.tokens_out > 0


def test_complaint_is_put_to_it_once_and_the_second_answer_taken(server):
    once, twice = asked(server, DraftReading), asked(server, DraftReading, examine=never_content)
    assert (once.asked_again, twice.asked_again) == (0, 1)
    assert twice.usage.tokens_in > 2 * once.usage.tokens_in


def test_what_its_grammar_lets_through_and_the_shape_does_not_is_asked_for_three_times_and_never_passes(server):
    told = problem_of(server, Share)
    assert isinstance(told, NeverValid)
    assert "3 attempts (share: Input should be" in str(told)


@pytest.mark.parametrize("mode", [Mode.TOOLS, Mode.MARKDOWN_JSON])
def test_answer_without_an_end_is_never_used(server, mode):
    # llama.cpp does not force the function that it is told to, and nothing holds it to a form.
    assert isinstance(problem_of(server, mode=mode), Refused)


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_noise_gives_a_well_formed_reading_or_an_honest_no(tmp_path, seed):
    model = make_model(tmp_path / "model.gguf", seed=seed)
    with RealServer(model, tmp_path / "log", longest=2000) as one:
        try:
            found = asked(one, DraftReading).draft
        except (NeverValid, Refused) as told:
            found = told
    assert isinstance(found, DraftReading) or str(found).startswith("weather.txt: ")


def test_run_gives_of_each_article_a_reading_without_a_false_quote_or_says_why_there_is_none(server, desk):
    done = run("extract", ".", "--base-url", server.base_url, "--model", "tiny", cwd=desk, OPENAI_API_KEY=KEY)
    readings = [json.loads(line) for line in done.stdout.splitlines()]
    said = [name for name in ("ferry.txt", "steamer.txt") if any(name in line for line in complaints(done))]
    assert len(readings) + len(said) == 2
    assert (done.returncode == 0) == (not said)
    assert all(quote in FERRY + STEAMER for reading in readings for quote in quotes_in(reading))
    assert KEY not in (done.stdout + done.stderr).decode()


def quotes_in(value):
    """The quotes of all evidence in a reading; what was rejected is told, not cited."""
    if isinstance(value, dict):
        here = [value["quote"]] if "start" in value else []
        return here + [quote for name, part in value.items() if name != "rejections" for quote in quotes_in(part)]
    return [quote for part in value for quote in quotes_in(part)] if isinstance(value, list) else []


# What it refuses.


def test_unknown_key_stops_the_run_with_one_line_that_does_not_show_it(server, desk):
    done = run("brief", ".", "--base-url", server.base_url, "--model", "tiny", cwd=desk, OPENAI_API_KEY=KEY + "x")
    assert done.returncode == 78
    assert complaints(done) == ["summariser: the server refused the API key; set OPENAI_API_KEY"]
    assert KEY not in (done.stdout + done.stderr).decode()


def test_question_longer_than_the_context_is_told_with_the_server_s_numbers(server):
    told = problem_of(server, user="rain " * 20_000)
    assert isinstance(told, TooLong)
    assert "65536" in str(told)


# What it does while it starts, and when it goes.


def test_server_that_loads_its_model_is_asked_again_until_it_is_ready(tmp_path):
    model, waits = make_model(tmp_path / "model.gguf", favoured=TERSE), []

    def wait(state):
        waits.append(str(state.outcome.exception()))
        let_it_load()
        return 1.0

    with held_back(model) as let_it_load, RealServer(model, tmp_path / "log", key=KEY, loading=True) as one:
        assert asked(one, wait=wait).usage.attempts == 1
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
        assert asked(one, wait=wait).usage.attempts == 1


def test_server_that_hangs_is_given_up_when_the_time_for_one_answer_is_over(terse, tmp_path):
    with RealServer(terse, tmp_path / "log", key=KEY) as one:
        one.hang()
        started = time.monotonic()
        told = problem_of(one, deadline=1.0)
    assert isinstance(told, ServerProblem)
    assert time.monotonic() - started < 10
