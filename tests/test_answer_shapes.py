"""What a model may send instead of an answer, in each mode: read by one rule, asked again or refused."""

import asyncio
import json

import pytest
from tenacity import wait_none

from summariser.edges.llm import live, read
from summariser.edges.recordings import recording, replaying
from summariser.nouns.draft import DraftReading
from summariser.nouns.mode import Mode
from summariser.nouns.problems import NeverValid, Refused
from tests.servers import Reply, Server, completion
from tests.test_llm import MILL, question_of

GOOD = json.dumps(MILL)
TEXT_MODES = [Mode.JSON_SCHEMA, Mode.JSON, Mode.MARKDOWN_JSON]


def killed(number):
    """An answer with a number as it stands in the JSON."""
    return GOOD[:-1] + (
        ', "standing_facts": [{"text": "t", "evidence": [{"sentence": 1, "quote": "q"}], '
        '"value": {"words": "w", "qualifier": "exact", "counted": "person", "low": ' + number + "}}]}"
    )


def actors(**changes):
    return json.dumps({"actors": [MILL["actors"][0] | changes]})


# Read in the modes of text, asked again in tools mode: arguments of a call are JSON and nothing else.
AROUND = {
    "prose around it": f"Here is what I found:\n{GOOD}\nAnything else?",
    "a fence around it": f"```json\n{GOOD}\n```",
    "a thought with a decoy before it": f'<think>perhaps {{"actors": []}}? No.</think>\n{GOOD}',
    "a byte order mark before it": "\ufeff" + GOOD,
}
# Asked again in all modes.
NEVER = {
    "nothing": "",
    "blanks": "  \n",
    "a refusal in prose": "I am sorry, but I cannot help with that.",
    "two objects": GOOD + '\n{"actors": []}',
    "two objects, the better one last": '{"actors": []}\n' + GOOD,
    "an object in a fence and one outside": f'```json\n{GOOD}\n```\n{{"actors": []}}',
    "a list after the object": GOOD + " [1]",
    "a list before the object": "[1] " + GOOD,
    "a thought without an end": "<think>" + GOOD,
    "a thought that ends twice, a decoy between": f'<think>x</think>{{"actors": []}}</think>{GOOD}',
    "half of it": GOOD[: len(GOOD) // 2],
    "null": "null",
    "a list": json.dumps(MILL["actors"]),
    "JSON in a string": json.dumps(GOOD),
    "a dict as Python writes it": str(MILL),
    "a comma too many": GOOD[:-1] + ",}",
    "the schema": json.dumps({"type": "object", "properties": {"actors": {"type": "array"}}}),
    "a field too few": '{"actors": [{"id": "a1"}]}',
    "an unknown field": actors(evil="x"),
    "a code outside the list": actors(kind="villain"),
    "text for a number": killed('"3"'),
    "a word for a number": killed('"three"'),
    "true for a number": killed("true"),
    "a fraction for a whole number": GOOD.replace('"sentence": 1', '"sentence": 1.5'),
    "a count below zero": killed("-4"),
    "NaN": killed("NaN"),
    "Infinity": killed("Infinity"),
    "1e999": killed("1e999"),
    "a number of 5,000 digits": killed("9" * 5_000),
    "a number of 20 digits": killed("9" * 20),
    "a key twice": killed('3, "low": 300'),
    "100,000 lists in one another": '{"actors": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "150 lists in one another": '{"actors": ' + "[" * 150 + "]" * 150 + "}",
    "half of a surrogate pair": actors(name="Mi\ud800ll"),
    "half of a surrogate pair as it is": GOOD.replace("Orla", "Or\ud800la"),
    "NUL": actors(name="Mi\0ll"),
    "NUL in a key": GOOD[:-1] + ', "a\\u0000": 1}',
    "a line break in a string": GOOD.replace("Orla", "Or\nla"),
    "two million characters": actors(name="A" * 2_000_000),
    "20,000 items": json.dumps({"actors": MILL["actors"] * 20_000}),
    "3,000 items": json.dumps({"incidents": [], "statements": [{}] * 3_000}),
}


def in_message(request, **message):
    """A completion with this in place of its message's parts."""
    told = completion(request, GOOD)
    told["choices"][0]["message"] |= message
    return told


def call_of(arguments, name="DraftReading"):
    return {"id": "call_1", "type": "function", "function": {"name": name, "arguments": arguments}}


MALFORMED = {
    "a choice without message": lambda request: completion(request, GOOD) | {"choices": [{"finish_reason": "stop"}]},
    "content null": lambda request: in_message(request, content=None, tool_calls=None),
    "content in parts": lambda request: in_message(request, content=[{"type": "text", "text": GOOD}], tool_calls=None),
    "another function": lambda request: in_message(request, tool_calls=[call_of(GOOD, "delete_everything")]),
    "two calls": lambda request: in_message(request, tool_calls=[call_of(GOOD)] * 2),
    "arguments as an object": lambda request: in_message(request, tool_calls=[call_of(MILL)]),
    "a call without a name": lambda request: in_message(request, tool_calls=[call_of(GOOD, None)]),
}


async def asked(server, mode, keep=None):
    question = question_of()
    async with live(server.base_url, "sk-sentinel-7d1f0c", wait=wait_none()) as create:
        kept = recording(create, keep, question) if keep else create
        return await read(question, kept, DraftReading, model="m", mode=mode)


def answer_of(server, mode, keep=None):
    return asyncio.run(asked(server, mode, keep))


def always(make):
    return lambda request, _: Reply(make(request))


def first(make):
    return lambda request, number: Reply(make(request) if number == 1 else completion(request, GOOD))


def saying(text, **how):
    return lambda request: completion(request, text, **how)


def silent(line):
    raise AssertionError(line)


def replayed(folder):
    """What a replay gives, which asks in no mode of its own."""
    create = replaying(folder, question_of(), report=silent)
    return asyncio.run(read(question_of(), create, DraftReading, model="m"))


def asked_again(make, mode, folder):
    """That such an answer is asked again, is never taken, and does both in a replay too."""
    with Server(first(make)) as server:
        answer = answer_of(server, mode, folder)
    assert (answer.draft, answer.asked_again) == (DraftReading.model_validate_json(GOOD), 1)
    assert replayed(folder) == answer
    again = server.seen[1].body["messages"]
    assert len(json.dumps(again[2:])) < 200_000, "what is bad is not sent back whole"
    assert again[-1]["role"] in ("user", "tool")


@pytest.mark.parametrize("mode", Mode)
def test_each_mode_asks_in_its_own_way_and_reads_the_answer(mode):
    with Server(always(saying(GOOD))) as server:
        assert answer_of(server, mode).draft.actors
    body = server.seen[0].body
    forms = {"tools": None, "json-schema": "json_schema", "json": "json_object", "markdown-json": None}
    assert body.get("response_format", {}).get("type") == forms[mode]
    assert ("tools" in body) == ("tool_choice" in body) == (mode is Mode.TOOLS)
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert body["messages"][0]["content"].startswith("Report it.")
    assert body["messages"][1]["content"] == question_of().user
    assert ('"DraftActor"' in body["messages"][0]["content"]) == (mode is not Mode.TOOLS)


@pytest.mark.parametrize("mode", TEXT_MODES)
@pytest.mark.parametrize("shape", AROUND)
def test_what_stands_around_one_object_does_no_harm_in_the_modes_of_text(shape, mode, tmp_path):
    with Server(always(saying(AROUND[shape]))) as server:
        answer = answer_of(server, mode, tmp_path)
    assert answer.draft == DraftReading.model_validate_json(GOOD)
    assert answer.asked_again == 0
    assert replayed(tmp_path) == answer


@pytest.mark.parametrize("shape", AROUND)
def test_what_stands_around_the_arguments_of_a_call_is_asked_again(shape, tmp_path):
    asked_again(saying(AROUND[shape]), Mode.TOOLS, tmp_path)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("shape", NEVER)
def test_bad_answer_is_asked_again_and_never_taken(shape, mode, tmp_path):
    asked_again(saying(NEVER[shape]), mode, tmp_path)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("shape", MALFORMED)
def test_malformed_completion_is_asked_again_and_never_taken(shape, mode, tmp_path):
    asked_again(MALFORMED[shape], mode, tmp_path)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("shape", ["two objects", "a key twice", "20,000 items", "100,000 lists in one another"])
def test_bad_answers_for_ever_are_one_line_after_three_attempts(shape, mode):
    with Server(always(saying(NEVER[shape]))) as server, pytest.raises(NeverValid) as raised:
        answer_of(server, mode)
    assert len(server.seen) == 3
    assert str(raised.value).startswith("articles/1.txt: no valid answer in 3 attempts (")
    assert str(raised.value).endswith("; try another --model")
    assert len(str(raised.value)) < 400


def test_good_json_as_text_is_no_call_and_the_line_names_the_mode(tmp_path):
    def without_call(request):
        return in_message(request, content=GOOD, tool_calls=None)

    asked_again(without_call, Mode.TOOLS, tmp_path)
    with Server(always(without_call)) as server, pytest.raises(NeverValid, match=r"the mode tools .* --mode"):
        answer_of(server, Mode.TOOLS)


@pytest.mark.parametrize("mode", TEXT_MODES)
def test_call_of_a_function_that_was_not_offered_is_no_text(mode, tmp_path):
    asked_again(lambda request: in_message(request, content=GOOD, tool_calls=[call_of(GOOD)]), mode, tmp_path)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"finish": "length"}, "cut off at the token limit"),
        ({"finish": "length", "text": GOOD[:40]}, "cut off at the token limit"),
        ({"finish": "length", "text": '{"actors":[{"name":"' + "mill " * 3_000}, "cut off at the token limit"),
        ({"finish": "content_filter"}, "content filter"),
        ({"finish": "content_filter", "text": GOOD[:40]}, "content filter"),
        ({"refusal": "I will not."}, r"the model refused \(I will not\.\)"),
        ({"refusal": "I will not.", "text": None}, r"the model refused \(I will not\.\)"),
        ({"refusal": {"why": "no"}}, "the model refused"),
    ],
)  # fmt: skip
def test_answer_that_is_not_whole_is_refused_at_once_with_and_without_valid_json(how, words, mode, tmp_path):
    text = how.get("text", GOOD)
    rest = {name: value for name, value in how.items() if name != "text"}
    with Server(always(saying(text, **rest))) as server, pytest.raises(Refused, match=words):
        answer_of(server, mode, tmp_path)
    assert len(server.seen) == 1
    with pytest.raises(Refused, match=words):
        replayed(tmp_path)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize(
    "usage",
    [None, {"prompt_tokens": -1, "completion_tokens": -1, "total_tokens": -1}, {"prompt_tokens": "many"}, {}],
)
def test_usage_that_tells_nothing_stays_unknown(usage, mode, tmp_path):
    with Server(always(lambda request: completion(request, GOOD) | {"usage": usage})) as server:
        answer = answer_of(server, mode, tmp_path)
    assert (answer.usage.tokens_in, answer.usage.tokens_out) == (None, None)
    assert replayed(tmp_path) == answer


@pytest.mark.parametrize("mode", Mode)
def test_complaint_about_a_field_reaches_the_model_in_each_mode(mode):
    with Server(first(saying(actors(kind="villain")))) as server:
        answer_of(server, mode)
    assert "kind" in server.seen[1].said[-1]
    assert "villain" in json.dumps(server.seen[1].body["messages"][-2])


@pytest.mark.parametrize("mode", TEXT_MODES)
def test_recording_tells_its_mode_and_holds_an_object_where_the_text_is_one(mode, tmp_path):
    with Server(always(saying(GOOD))) as server:
        answer_of(server, mode, tmp_path)
    (path,) = tmp_path.iterdir()
    told = json.loads(path.read_bytes())
    assert (told["mode"], told["tool"], told["answer"]) == (mode, None, MILL)
    assert "answer_text" not in told


@pytest.mark.parametrize("mode", Mode)
def test_recordings_of_every_mode_are_read_by_a_run_in_any_mode(mode, tmp_path):
    with Server(always(saying(GOOD))) as server:
        answer = answer_of(server, mode, tmp_path)
    for other in Mode:
        create = replaying(tmp_path, question_of(), report=silent)
        assert asyncio.run(read(question_of(), create, DraftReading, model="m", mode=other)) == answer
