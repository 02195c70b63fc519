"""Recordings: what was answered is kept at once and read back the same; what is missing or odd is one clear line."""

import asyncio
import json
import subprocess
import sys
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.types.chat import ChatCompletion
from pydantic_core import PydanticSerializationError

from summariser.edges.llm import live, read
from summariser.edges.llm.payload import UnusableError, payload
from summariser.edges.recordings import form, recording, replaying
from summariser.nouns.draft import DraftReading
from summariser.nouns.mode import Mode
from summariser.nouns.problems import CannotWrite, Misconfigured, NoRecording, Problem, Refused
from summariser.nouns.question import Question
from tests.servers import Reply, Server, completion, error

KEY = "sk-sentinel-7d1f0c"
MILL = {
    "actors": [
        {"id": "a1", "name": "Orla Mill", "kind": "organisation", "mentions": [{"sentence": 1, "quote": "磨坊"}]}
    ]
}
QUESTION = Question(
    task="read_article", article="ab" * 32, path="articles/x.txt", prompt="read_article.v1",
    prompt_sha256="1" * 64, schema_id="5" * 16, system="Report it.", user="[1] 磨坊 {{ 7*7 }}",
)  # fmt: skip
NAME = "read_article.abababababababab.55555555.{}.json"
ASKED = {"model": "m", "tool_choice": {"type": "function", "function": {"name": "DraftReading"}}}


def content(_draft):
    return []


def wants_actors(draft):
    return [] if draft.actors else ["there is no actor"]


def silent(line):
    raise AssertionError(line)


def asked(create, examine=content, model="m"):
    return asyncio.run(read(QUESTION, create, DraftReading, model=model, examine=examine))


def recorded(script, folder, examine=content):
    async def asking(server):
        async with live(server.base_url, KEY) as create:
            return await read(QUESTION, recording(create, folder, QUESTION), DraftReading, model="m", examine=examine)

    with Server(script) as server:
        return asyncio.run(asking(server))


def stored(folder, attempt=1):
    return json.loads((folder / NAME.format(attempt)).read_bytes())


def write(folder, attempt=1, **changes):
    """A recording as somebody writes it by hand, with `changes`; a value of None leaves the key out."""
    told = {
        "task": "read_article", "article": {"sha256": QUESTION.article}, "schema": QUESTION.schema_id,
        "attempt": attempt, "prompt": {"name": QUESTION.prompt, "sha256": QUESTION.prompt_sha256}, "model": "by hand",
        "note": "written for this test", "answer": MILL,
    } | changes  # fmt: skip
    kept = {name: value for name, value in told.items() if value is not None}
    (folder / NAME.format(attempt)).write_text(json.dumps(kept), encoding="utf-8")


# Live, recorded and replayed are the same.


def test_replay_gives_the_answer_of_the_live_run_re_asks_and_all(tmp_path):
    script = ["{", {"actors": []}, MILL]
    told = recorded(lambda _, number: script[number - 1], tmp_path, wants_actors)
    assert told.asked_again == 2
    assert asked(replaying(tmp_path, QUESTION, report=silent), wants_actors) == told


def test_replayed_refusals_are_refused_again(tmp_path):
    with pytest.raises(Refused) as first:
        recorded(lambda request, _: Reply(completion(request, MILL, finish="length")), tmp_path)
    with pytest.raises(Refused) as again:
        asked(replaying(tmp_path, QUESTION, report=silent))
    assert str(first.value) == str(again.value)


def test_file_is_readable_and_holds_what_was_asked_and_answered_and_nothing_else(tmp_path):
    recorded(lambda *_: MILL, tmp_path)
    text = (tmp_path / NAME.format(1)).read_text(encoding="utf-8")
    assert '"quote": "磨坊"' in text
    assert text.endswith("\n}\n")
    assert stored(tmp_path) == {
        "task": "read_article",
        "article": {"sha256": "ab" * 32},
        "schema": "5" * 16,
        "attempt": 1,
        "prompt": {"name": "read_article.v1", "sha256": "1" * 64},
        "model": "m-2031-05-02",
        "model_asked": "m",
        "finish_reason": "tool_calls",
        "tool": "DraftReading",
        "answer": MILL,
        "usage": {"prompt_tokens": 100, "completion_tokens": 10},
    }


def test_neither_key_nor_address_nor_environment_reaches_the_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_ORG_ID", "org-sentinel")
    recorded(lambda _, number: Reply(error(f"Bearer {KEY}"), 500) if number == 1 else MILL, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [NAME.format(1)]
    kept = (tmp_path / NAME.format(1)).read_text(encoding="utf-8")
    assert not [word for word in (KEY, "127.0.0.1", "org-sentinel", "Bearer") if word in kept]


def test_each_answer_is_kept_the_moment_it_arrives(tmp_path):
    kept_by_then = []

    def script(_request, number):
        kept_by_then.append([path.name for path in tmp_path.iterdir()])
        return Reply(error("no"), 401) if number == 2 else {"actors": []}

    with pytest.raises(Misconfigured):
        recorded(script, tmp_path, wants_actors)
    assert kept_by_then == [[], [NAME.format(1)]]


def test_recording_again_replaces_what_was_kept_and_drops_later_attempts_of_the_old_conversation(tmp_path):
    recorded(lambda _, number: {"actors": []} if number == 1 else MILL, tmp_path, wants_actors)
    assert len(list(tmp_path.iterdir())) == 2
    recorded(lambda *_: MILL, tmp_path, wants_actors)
    assert [path.name for path in tmp_path.iterdir()] == [NAME.format(1)]


def test_folder_is_made_and_one_that_cannot_be_is_a_problem(tmp_path):
    recorded(lambda *_: MILL, tmp_path / "a" / "b")
    assert stored(tmp_path / "a" / "b")
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite, match=r"cannot be written \(.*\); give another --record DIR"):
        recorded(lambda *_: MILL, tmp_path / "file")


WORDS = st.none() | st.text()
FUNCTIONS = st.tuples(st.sampled_from(["DraftReading", "Other", ""]), st.just('{"actors": []}') | WORDS)
CALLS = st.lists(FUNCTIONS | st.none(), max_size=3)
FINISHES = st.sampled_from(["stop", "tool_calls", "length", "content_filter", "odd"])


REFUSALS = st.none() | st.text(min_size=1)
TOKENS = st.none() | st.integers(0, 10**9)


def call_of(number, function):
    """A call as a server may send it; of no function where that is None."""
    if function is None:
        return {"id": f"call_{number}", "type": "custom", "custom": {"name": "DraftReading", "input": "{}"}}
    name, given = function
    return {"id": f"call_{number}", "type": "function", "function": {"name": name, "arguments": given}}


@st.composite
def completions(draw):
    told = [call_of(number, function) for number, function in enumerate(draw(CALLS), 1)]
    said = {"tool_calls": told, "content": None} if told else {"content": draw(WORDS)}
    message = {"role": "assistant", "refusal": draw(REFUSALS)} | said
    choices = [{"index": 0, "finish_reason": draw(FINISHES), "message": message}] if draw(st.booleans()) else []
    usage = draw(st.none() | TOKENS.map(lambda tokens: {"prompt_tokens": tokens, "completion_tokens": 3}))
    return ChatCompletion.construct(id="x", model="m-1", choices=choices, usage=usage)


def there_and_back(folder, answer, asked):
    async def create(**_):
        return answer

    async def kept():
        await recording(create, folder, QUESTION)(**asked)
        return await replaying(folder, QUESTION, report=silent)(**asked)

    return asyncio.run(kept())


@given(completions())
def test_any_answer_comes_back_as_it_was(tmp_path_factory, answer):
    back = there_and_back(tmp_path_factory.mktemp("recordings"), answer, ASKED)
    assert comparable(back) == comparable(answer)


def comparable(told):
    """What a completion says, its arguments as values where they are objects: layout is not kept.

    Of a call of no function it is kept that it was made.
    """
    said = told.model_dump(include={"model", "choices"})
    for choice in said["choices"]:
        calls = choice["message"].pop("tool_calls", None) or ()
        functions = [call.get("function") or {"name": "", "arguments": None} for call in calls]
        choice["message"]["called"] = [(one["name"], _value(one["arguments"])) for one in functions]
    return said, told.usage and (told.usage.prompt_tokens, told.usage.completion_tokens)


ASKED_IN = {Mode.TOOLS: ASKED, Mode.JSON: {"model": "m", "response_format": {"type": "json_object"}}}


@given(completions(), st.sampled_from(list(ASKED_IN)), st.none() | st.sampled_from([5, True, "no", {"id": "x"}]))
def test_any_answer_is_judged_as_it_was_when_it_came(tmp_path_factory, answer, mode, odd_calls):
    if answer.choices and odd_calls is not None:
        answer.choices[0].message.tool_calls = odd_calls
    back = there_and_back(tmp_path_factory.mktemp("recordings"), answer, ASKED_IN[mode])
    assert judged(back, mode) == judged(answer, mode)


def judged(answer, mode):
    """The answer's value, or why it cannot be used."""
    try:
        return json.loads(payload(answer, mode, "DraftReading"))
    except (UnusableError, Refused, ValueError) as fault:
        return type(fault), "" if isinstance(fault, ValueError) else str(fault)


def _value(arguments):
    try:
        value = json.loads(arguments or "")
    except ValueError:
        return arguments
    return value if isinstance(value, dict) else arguments


@given(
    st.dictionaries(
        st.text(),
        st.none() | st.integers(-999, 999) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    )
)
def test_any_json_object_is_kept_as_an_object(tmp_path_factory, answer):
    folder = tmp_path_factory.mktemp("recordings")

    async def create(**_):
        return ChatCompletion.construct(**completion({"model": "m", "tools": []}, answer))

    asyncio.run(recording(create, folder, QUESTION)(**ASKED))
    assert stored(folder)["answer"] == answer


def test_half_of_a_surrogate_pair_does_not_stop_the_recording(tmp_path):
    assert recorded(lambda _, number: '{"actors": "\ud800"}' if number == 1 else MILL, tmp_path).asked_again == 1
    assert stored(tmp_path)["answer_text"] == '{"actors": "\\ud800"}'


def test_recording_that_breaks_off_while_it_is_written_leaves_nothing_behind(tmp_path):
    with pytest.raises(PydanticSerializationError):
        form.write(tmp_path / "kept.json", {"answer": "\ud800"})
    assert list(tmp_path.iterdir()) == []


# By hand.


def test_recording_written_by_hand_needs_no_tool_finish_or_usage(tmp_path):
    write(tmp_path)
    answer = asked(replaying(tmp_path, QUESTION, report=silent), model=None)
    assert answer.draft.actors[0].name == "Orla Mill"
    assert answer.model == "by hand"
    assert answer.usage.tokens_in is None


# What is missing, odd or different.


def missing(folder, examine=content):
    with pytest.raises(NoRecording) as raised:
        asked(replaying(folder, QUESTION, report=silent), examine, model=None)
    return str(raised.value)


def test_missing_recording_names_the_article_and_the_flag(tmp_path):
    told = f"no recorded answer for articles/x.txt in {tmp_path}; run once with --record {tmp_path}"
    assert missing(tmp_path) == told
    assert missing(tmp_path / "nowhere").startswith("no recorded answer for articles/x.txt")


def test_missing_answer_to_a_complaint_says_which(tmp_path):
    write(tmp_path, answer={})
    assert missing(tmp_path, wants_actors).startswith("no recorded answer to the re-ask (attempt 2) for articles/x.txt")


def test_recording_for_another_schema_is_mentioned(tmp_path):
    write(tmp_path)
    (tmp_path / NAME.format(1)).rename(tmp_path / NAME.format(1).replace("55555555", "66666666"))
    assert "(there is one for another version of the answer's schema)" in missing(tmp_path)


@pytest.mark.parametrize(
    ("changes", "model", "line"),
    [
        ({"prompt": {"name": "read_article.v0", "sha256": "9" * 64}}, "by hand",
         "made with another prompt (read_article.v0 99999999, now read_article.v1 11111111)"),
        ({}, "m", "made with another model (by hand, now m)"),
        ({"model_asked": "alias"}, "by hand", "made with another model (alias, now by hand)"),
    ],
)  # fmt: skip
def test_another_prompt_or_model_is_reported_and_refused_when_strict(tmp_path, changes, model, line):
    write(tmp_path, **changes)
    lines = []
    assert asked(replaying(tmp_path, QUESTION, report=lines.append), model=model).draft.actors
    assert lines == [f"recordings in {tmp_path}: {line}"]
    with pytest.raises(NoRecording) as raised:
        asked(replaying(tmp_path, QUESTION, report=silent, strict=True), model=model)
    assert str(raised.value) == f"articles/x.txt: {line}; record it again, or replay without --strict"


def test_difference_is_reported_in_the_same_words_even_when_only_a_later_attempt_has_it(tmp_path):
    write(tmp_path, answer_text="{", tool="DraftReading", answer=None)
    for attempt in (2, 3):
        write(tmp_path, attempt, model="another", answer={"actors": 3} if attempt == 2 else MILL)
    lines = []
    asked(replaying(tmp_path, QUESTION, report=cache(lines.append)), model="by hand")
    assert lines == [f"recordings in {tmp_path}: made with another model (another, now by hand)"]


@pytest.mark.parametrize("model", ["alias", None])
def test_model_asked_for_by_an_alias_or_not_at_all_is_no_difference(tmp_path, model):
    write(tmp_path, model_asked="alias")
    assert asked(replaying(tmp_path, QUESTION, report=silent, strict=True), model=model).model == "by hand"


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff", b"{}", b'{"attempt": 1, "attempt": 1}', b"[" * 99999, b'{"answer": NaN}']
)
def test_corrupt_recording_is_one_line_that_names_the_file(tmp_path, content):
    (tmp_path / NAME.format(1)).write_bytes(content)
    corrupt(tmp_path)


@pytest.mark.parametrize(
    "changes", [{"article": {"sha256": "cd" * 32}}, {"task": "other"}, {"attempt": 2}, {"answr": {}}, {"usage": 3}]
)
def test_recording_that_is_not_what_its_name_says_is_corrupt(tmp_path, changes):
    write(tmp_path)
    told = stored(tmp_path) | changes
    (tmp_path / NAME.format(1)).write_text(json.dumps(told), encoding="utf-8")
    corrupt(tmp_path)


def corrupt(folder):
    with pytest.raises(Problem) as raised:
        asked(replaying(folder, QUESTION, report=silent))
    assert str(raised.value).startswith(f"{folder / NAME.format(1)}: not a recording (")
    assert "\n" not in str(raised.value)


def test_replay_opens_no_socket(tmp_path):
    write(tmp_path)
    code = """if True:
        import sys, asyncio, pathlib
        from tests.test_recordings import QUESTION, DraftReading, content, read, replaying, silent
        async def asking():
            create = replaying(pathlib.Path(sys.argv[1]), QUESTION, report=silent)
            return await read(QUESTION, create, DraftReading, model=None, examine=content)
        def watch(event, _):
            if event in ("socket.connect", "socket.bind", "socket.getaddrinfo"):
                raise RuntimeError(event)
        sys.addaudithook(watch)
        print(asyncio.run(asking()).model)
    """
    ended = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert (ended.stdout, ended.stderr) == ("by hand\n", "")
