"""The model: drafts that are well-formed, re-asked once with the complaints, never taken from half an answer."""

import asyncio
import json
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tenacity import wait_none

from summariser.edges.llm import live, read
from summariser.nouns.draft import DraftReading
from summariser.nouns.problems import NeverValid, NoRecording, Refused, ServerProblem
from summariser.nouns.question import Question
from summariser.text.strict_json import strict_json
from tests.servers import Reply, Server, completion, error

KEY = "sk-sentinel-7d1f0c"
EMPTY = {"actors": []}
MILL = {
    "actors": [
        {"id": "a1", "name": "Orla Mill", "kind": "organisation", "mentions": [{"sentence": 1, "quote": "Mill"}]}
    ]
}


def question_of(number=1, user="[1] Le moulin d’Orla a brûlé.", system="Report it."):
    return Question(
        task="read_article", article=f"{number:064x}", path=f"articles/{number}.txt", prompt="read_article.v1",
        prompt_sha256="0" * 64, schema_id="5" * 16, system=system, user=user,
    )  # fmt: skip


def content(_draft):
    return []


def wants_actors(draft):
    return [] if draft.actors else ["there is no actor; sentence 1 reads '{{ 7*7 }} {% raw'"]


async def asked(server, question=None, examine=content, key=KEY, **timing):
    async with live(server.base_url, key, **{"wait": wait_none(), **timing}) as create:
        return await read(question or question_of(), create, DraftReading, model="m", examine=examine)


def answer_of(server, **how):
    return asyncio.run(asked(server, **how))


def in_turn(*answers):
    """A script that gives `answers` one after another, the last one for ever."""
    return lambda _, number: answers[min(number, len(answers)) - 1]


def whole(**how):
    """A script whose answer is a whole completion with the given peculiarities."""
    return lambda request, _: Reply(completion(request, how.get("arguments", MILL), **_without(how, "arguments")))


def _without(how, name):
    return {key: value for key, value in how.items() if key != name}


# What a well-formed answer gives.


def test_answer_holds_the_draft_the_tokens_and_the_name_of_the_model_that_answered():
    with Server(in_turn(MILL)) as server:
        answer = answer_of(server)
    assert type(answer.draft) is DraftReading
    assert answer.draft == DraftReading.model_validate_json(json.dumps(MILL))
    assert (answer.usage.tokens_in, answer.usage.tokens_out, answer.usage.attempts) == (100, 10, 1)
    assert (answer.asked_again, answer.model) == (0, "m-2031-05-02")


def test_tokens_of_all_attempts_are_added_and_are_unknown_if_those_of_one_are():
    def untold(request, number):
        told = completion(request, EMPTY if number == 1 else MILL)
        return Reply(_without(told, "usage") if number == 2 else told)

    with Server(in_turn(EMPTY, MILL)) as server:
        assert answer_of(server, examine=wants_actors).usage.tokens_in == 200
    with Server(untold) as server:
        assert answer_of(server, examine=wants_actors).usage.tokens_in is None
    with Server(lambda request, _: Reply(_without(completion(request, MILL), "usage"))) as server:
        assert answer_of(server).usage.tokens_in is None


def test_request_asks_for_one_call_of_the_draft_at_temperature_zero():
    with Server(in_turn(MILL)) as server:
        answer_of(server)
    body = server.seen[0].body
    assert (body["model"], body["temperature"]) == ("m", 0)
    assert body["tool_choice"]["function"]["name"] == body["tools"][0]["function"]["name"] == "DraftReading"


# Article text is data.

TRAPS = "   {{ 7*7 }}\n\t {% if x %}{# gone #}\n   \n     Straße — «خبر»\n"


def test_article_that_is_a_template_reaches_the_server_byte_for_byte():
    with Server(in_turn(MILL)) as server:
        answer_of(server, question=question_of(user=TRAPS, system=TRAPS))
    assert server.seen[0].said == [TRAPS, TRAPS]


@given(st.text(min_size=1))
def test_no_text_is_changed_on_its_way_to_the_server(text):
    seen = []

    async def create(**kwargs):
        seen.append(kwargs)
        raise ServerProblem("enough")

    with pytest.raises(ServerProblem):
        asyncio.run(read(question_of(user=text), create, DraftReading, model="m", examine=content))
    assert seen[0]["messages"][1]["content"] == text


# Asking again.


def test_complaints_reach_the_server_word_for_word_and_the_mended_answer_is_taken():
    with Server(in_turn(EMPTY, MILL)) as server:
        answer = answer_of(server, examine=wants_actors, question=question_of(user=TRAPS))
    assert answer.draft.actors
    assert answer.asked_again == 1
    first, again = server.seen
    assert again.said[:2] == first.said == ["Report it.", TRAPS]
    assert wants_actors(DraftReading())[0] in again.said[-1]


def test_answer_that_is_still_complained_of_is_taken_as_it_is():
    with Server(in_turn(EMPTY)) as server:
        answer = answer_of(server, examine=wants_actors)
    assert answer.draft == DraftReading()
    assert len(server.seen) == 2


@pytest.mark.parametrize("later", ["{", {"actors": 3}, "[]"])
def test_last_well_formed_draft_is_taken_when_later_answers_are_malformed(later):
    with Server(in_turn(EMPTY, later)) as server:
        answer = answer_of(server, examine=wants_actors)
    assert answer.draft == DraftReading()
    assert len(server.seen) == 3


def test_draft_complained_of_is_taken_when_the_answer_to_the_complaint_is_cut_off():
    def script(request, number):
        return EMPTY if number == 1 else Reply(completion(request, MILL, finish="length"))

    with Server(script) as server:
        assert answer_of(server, examine=wants_actors).draft == DraftReading()


def test_draft_complained_of_is_taken_when_the_server_fails_on_the_complaint():
    with Server(in_turn(EMPTY, Reply(error("overloaded"), 503))) as server:
        assert answer_of(server, examine=wants_actors).draft == DraftReading()
    assert len(server.seen) == 5


def test_draft_complained_of_is_not_taken_when_the_recording_of_the_next_answer_is_missing():
    async def asking():
        async with live(server.base_url, KEY, wait=wait_none()) as create:
            answers = iter([create])

            async def replayed(**kwargs):
                for answer in answers:
                    return await answer(**kwargs)
                raise NoRecording("no recording")

            await read(question_of(), replayed, DraftReading, model="m", examine=wants_actors)

    with Server(in_turn(EMPTY)) as server, pytest.raises(NoRecording):
        asyncio.run(asking())


def test_malformed_answers_are_asked_again_until_one_is_well_formed():
    with Server(in_turn({"actors": 3}, "{", MILL)) as server:
        answer = answer_of(server)
    assert answer.draft.actors
    assert answer.asked_again == 2
    again = server.seen[2].said
    assert "Input should be a valid array" in again[3]
    assert "not strict JSON" in again[-1]


def test_answers_that_never_fit_are_one_line_that_names_the_article_and_the_fault():
    with Server(in_turn({"actors": [{"id": "secret-words"}]})) as server, pytest.raises(NeverValid) as raised:
        answer_of(server)
    assert str(raised.value) == (
        "articles/1.txt: no valid answer in 3 attempts (actors.0.id: String should match pattern '^a[0-9]+$', "
        "and 3 more); try another --model"
    )
    assert len(server.seen) == 3


def test_a_fault_of_the_examiner_is_not_taken_for_the_models():
    def broken(_draft):
        raise KeyError("ours")

    with Server(in_turn(MILL)) as server, pytest.raises(KeyError, match="ours"):
        answer_of(server, examine=broken)


# Answers that must not be used as if they were whole.


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"finish": "length"}, "was cut off at the token limit"),
        ({"finish": "content_filter"}, "content filter"),
        ({"arguments": None, "refusal": "I\nwon’t"}, r"the model refused \(I won’t\)"),
        ({"refusal": "no"}, r"the model refused \(no\)"),
    ],
)
def test_answer_cut_off_filtered_or_refused_is_refused_even_when_its_json_is_valid(how, words):
    with Server(whole(**how)) as server, pytest.raises(Refused, match=words) as raised:
        answer_of(server)
    assert str(raised.value).startswith("articles/1.txt: ")
    assert "\n" not in str(raised.value)
    assert len(server.seen) == 1


def test_empty_refusal_is_none():
    with Server(whole(refusal="")) as server:
        assert answer_of(server).draft.actors


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ('{"actors": [], "actors": []}', "the key \"actors\" stands twice"),
        ('{"actors": NaN}', "NaN is not a number"),
        ('{"actors": 1e999}', "too large a number"),
        ('{"actors": "\\ud800"}', "half of a surrogate pair"),
        ("[" * 100_000, "nested too deeply"),
        ("```json\n{}\n```", "not strict JSON"),
        ("", "not strict JSON"),
    ],
)  # fmt: skip
def test_arguments_that_are_not_strict_json_are_asked_again_with_the_fault(arguments, fault):
    with Server(in_turn(arguments, MILL)) as server:
        assert answer_of(server).draft.actors
    assert fault in server.seen[1].said[-1]


def _changed(**changes):
    return lambda request: {**completion(request, MILL), **changes}


UNUSABLE = {
    "another function": lambda request: completion(request, MILL, tool="Other"),
    "no call": lambda request: completion(request, None, content='{"actors": []}'),
    "two calls": lambda request: _doubled(completion(request, MILL)),
    "a call of nothing before the right one": lambda request: _with_a_call_of_nothing(completion(request, MILL)),
    "no message": _changed(choices=[{"index": 0, "finish_reason": "stop"}]),
    "no arguments": lambda request: _changed_call(completion(request, MILL), {"name": "DraftReading"}),
    "no function": lambda request: _changed_call(completion(request, MILL), None),
}


def _doubled(told):
    told["choices"][0]["message"]["tool_calls"] *= 2
    return told


def _with_a_call_of_nothing(told):
    told["choices"][0]["message"]["tool_calls"].insert(0, {"id": "call_y", "type": "function", "function": None})
    return told


def _changed_call(told, function):
    told["choices"][0]["message"]["tool_calls"][0]["function"] = function
    return told


@pytest.mark.parametrize("kind", UNUSABLE)
def test_answer_without_the_one_call_asked_for_is_invalid_and_asked_again(kind):
    with Server(lambda request, number: Reply(UNUSABLE[kind](request)) if number == 1 else MILL) as server:
        assert answer_of(server).draft.actors
    assert len(server.seen) == 2
    assert server.seen[1].body["messages"][-1]["role"] == "user"
    with Server(lambda request, _: Reply(UNUSABLE[kind](request))) as server, pytest.raises(NeverValid):
        answer_of(server)


NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
PLAIN = st.none() | st.booleans() | NUMBERS | st.text()


@given(st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_strict_json_reads_all_that_json_can_say(value):
    assert strict_json(json.dumps(value)) == value


# Troubles of the server are the transport's, and cost no attempt at a valid answer.


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 529])
def test_passing_troubles_of_a_server_are_asked_again(status):
    with Server(in_turn(Reply(error("busy"), status), Reply(b"", fault="reset"), MILL)) as server:
        answer = answer_of(server)
    assert len(server.seen) == 3
    assert (answer.usage.attempts, answer.asked_again) == (1, 0)


def test_a_server_that_never_recovers_is_asked_four_times_and_told_of_in_one_line():
    with (
        Server(in_turn(Reply(error("over\x1b[31mloaded\n" + "x" * 900), 503))) as server,
        pytest.raises(ServerProblem) as raised,
    ):
        answer_of(server)
    assert len(server.seen) == 4
    assert str(raised.value).startswith(
        f"the model's server at {server.base_url[:-3]} answered 503 (over\\x1b[31mloaded xxx"
    )
    assert len(str(raised.value)) < 300


# Many at a time.


def test_thirty_readings_at_once_all_succeed_through_429_and_500():
    def script(request, _number):
        with_this = Counter(seen.raw for seen in server.seen)[
            json.dumps(request, separators=(",", ":"), ensure_ascii=False).encode()
        ]
        who = int(request["messages"][1]["content"])
        if with_this <= who % 3:
            return Reply(error("busy"), 429 if with_this == 1 else 500)
        return {"standing_facts": [{"text": str(who), "evidence": [{"sentence": 1, "quote": "x"}]}]}

    async def all_at_once():
        async with live(server.base_url, KEY, wait=wait_none()) as create:
            asking = (read(question_of(n, user=str(n)), create, DraftReading, model="m") for n in range(30))
            return await asyncio.gather(*asking)

    with Server(script) as server:
        answers = asyncio.run(all_at_once())
    assert [answer.draft.standing_facts[0].text for answer in answers] == [str(n) for n in range(30)]
    assert len(server.seen) == 60


def test_closing_leaves_nothing_behind_and_failures_print_nothing():
    code = """if True:
        import asyncio, sys
        from summariser.edges.llm import live, read
        from tests.test_llm import DraftReading, question_of, content
        async def asking():
            async with live(sys.argv[1], "k") as create:
                await read(question_of(), create, DraftReading, model="m", examine=content)
        try:
            asyncio.run(asking())
        except Exception as error:
            print(type(error).__name__)
    """
    with Server(in_turn({"actors": 3})) as server:
        command = [sys.executable, "-W", "error", "-c", code, server.base_url]
        ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (ended.stdout, ended.stderr) == ("NeverValid\n", "")


def test_importing_the_seam_loads_neither_openai_nor_instructor():
    modules = "sys, summariser.edges.llm, summariser.edges.recordings"
    code = f"import {modules}; print({{'openai', 'instructor'}} & set(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "set()\n"
