"""Takes a model's answer and gives the recording of it: a readable JSON file, from which the answer comes back.

A recording holds what was asked by name, the prompt and the model that it was made with, and what was answered; no
header, no address and no key.
"""

import json
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field, ValidationError
from pydantic_core import to_json

from summariser.nouns.base import Noun
from summariser.nouns.mode import Mode
from summariser.nouns.problems import TooLong
from summariser.nouns.question import Question, Usage
from summariser.text.clean import clean
from summariser.text.strict_json import strict_json

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

_LONGEST_OBJECT = 1_000_000
"""How many characters an answer may have to be laid out as an object: no run takes a longer one."""
_TOO_LONG = (
    "the model's server found the question too long in an earlier run; "
    "use a model with a larger context, or --refresh to ask again"
)


class _Article(Noun):
    sha256: str


class _Prompt(Noun):
    name: str
    sha256: str


class _Usage(Noun):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cached_tokens: int | None = None


class _Call(Noun):
    """What was answered: by calling `tool`, or as plain text where it is null; `answer` if that is a JSON object.

    Where somebody who writes a recording by hand gives an `answer`, no `tool` and no mode, it is the function asked
    for.
    """

    tool: str | None = None
    answer: dict[str, Any] | None = None
    answer_text: str | None = None


class Recording(_Call):
    """One recorded answer; neither `answer` nor `answer_text` stands in it where the server sent no choice at all.

    `model` is what answered; `model_asked` what was asked for, where that is another name (an alias). `mode` is how the
    answer was asked for and is to be read, whatever the mode of a later run. `too_long` stands, in a cache only, where
    there is no answer: the server found the question too long.
    """

    task: str
    article: _Article
    schema_id: str = Field(alias="schema")
    attempt: int = Field(ge=1)
    prompt: _Prompt
    model: str
    model_asked: str | None = None
    mode: Mode = Mode.TOOLS
    note: str | None = None
    finish_reason: str | None = None
    refusal: str | None = None
    further_calls: tuple[_Call, ...] = ()
    usage: _Usage | None = None
    too_long: bool = False


def told(completion: "ChatCompletion", question: Question, attempt: int, asked: dict[str, Any]) -> dict[str, Any]:
    """Give what is kept of `completion`, the answer to `question` at this `attempt`, counted from 1.

    `asked` is what `create` was called with.
    """
    mode = _mode(asked)
    return {
        **_told_question(question, attempt, completion.model, asked.get("model")),
        **({} if mode is Mode.TOOLS else {"mode": mode}),
        **_told_answer(completion, mode),
        "usage": _told_usage(completion),
    }


def told_too_long(question: Question, attempt: int, asked: dict[str, Any]) -> dict[str, Any]:
    """Give what is kept where the server found `question` too long at this `attempt`: that, and not in what words."""
    return {**_told_question(question, attempt, None, asked.get("model")), "too_long": True}


def _told_question(question: Question, attempt: int, model: str | None, model_asked: str | None) -> dict[str, Any]:
    model = model or model_asked or "unknown"
    return {
        "task": question.task,
        "article": {"sha256": question.article},
        "schema": question.schema_id,
        "attempt": attempt,
        "prompt": {"name": question.prompt, "sha256": question.prompt_sha256},
        "model": model,
        **({"model_asked": model_asked} if model_asked and model_asked != model else {}),
    }


def _mode(asked: dict[str, Any]) -> Mode:
    """How an answer is asked for by the arguments of a call."""
    if "tool_choice" in asked:
        return Mode.TOOLS
    forms = {"json_schema": Mode.JSON_SCHEMA, "json_object": Mode.JSON}
    return forms.get(asked.get("response_format", {}).get("type", ""), Mode.MARKDOWN_JSON)


def _told_answer(completion: "ChatCompletion", mode: Mode) -> dict[str, Any]:
    choice = completion.choices[0] if isinstance(completion.choices, list) and completion.choices else None
    if choice is None or getattr(choice, "message", None) is None:
        return {"finish_reason": None}
    functions = (getattr(call, "function", None) for call in _list(choice.message.tool_calls))
    # A call of no function counts, too: beside another it makes that one of two.
    told = [_told_call(getattr(one, "name", None), getattr(one, "arguments", None)) for one in functions]
    first, *further = told or [_told_content(choice.message.content, mode)]
    return {
        "finish_reason": _writable(choice.finish_reason),
        **({"refusal": _writable(str(choice.message.refusal))} if choice.message.refusal else {}),
        **first,
        **({"further_calls": further} if further else {}),
    }


def _list(calls: object) -> list[Any]:
    """Give calls as a list: the client checks nothing, and what a server sends for one may be anything."""
    if isinstance(calls, list):
        return calls
    return [calls] if calls else []


def _told_call(tool: object, arguments: object) -> dict[str, Any]:
    # Null would stand for the function asked for, which a call without a name is not of.
    return {"tool": _writable(tool) or "", **_object_or_text(arguments)}


def _told_content(content: object, mode: Mode) -> dict[str, Any]:
    # An object instead of a call is kept as text, for `answer` would stand for a call.
    told = {"answer_text": _writable(content)} if mode is Mode.TOOLS else _object_or_text(content)
    return {"tool": None, **told}


def _object_or_text(text: object) -> dict[str, Any]:
    try:
        answer = strict_json(text) if isinstance(text, str) and len(text) <= _LONGEST_OBJECT else None
    except ValueError:
        answer = None
    return {"answer": answer} if isinstance(answer, dict) else {"answer_text": _writable(text)}


def _told_usage(completion: "ChatCompletion") -> dict[str, int | None] | None:
    if completion.usage is None:
        return None
    usage = Usage.of_call(completion.usage)
    cached = {} if usage.tokens_cached is None else {"cached_tokens": usage.tokens_cached}
    return {"prompt_tokens": usage.tokens_in, "completion_tokens": usage.tokens_out, **cached}


def _writable(text: object) -> str | None:
    # Half of a surrogate pair has no UTF-8. As JSON's own escape it is refused when it is read back, as it was before.
    # What is no text at all is kept as none, which is refused as well.
    return text.encode("utf-8", "backslashreplace").decode() if isinstance(text, str) else None


def write(path: Path, told: dict[str, Any]) -> None:
    """Write a recording, whole or not at all, and onto the disk before it has its name. Raises OSError."""
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with unfinished.open("wb") as file:
            # As `json.dumps` would, which takes several times as long with an indent.
            file.write(to_json(told, indent=1) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def read(path: Path, question: Question, attempt: int) -> Recording:
    """Read the recording of `question` at `attempt`.

    Raises OSError when there is none or it cannot be read, and ValueError, in words, when it is no recording or one
    of something else.
    """
    data = path.read_bytes()
    try:
        stored = Recording.model_validate(strict_json(data.decode("utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    if (stored.task, stored.article.sha256, stored.attempt) != (question.task, question.article, attempt):
        raise ValueError("its task, article or attempt is not that of its name")
    return stored


def differences(stored: Recording, question: Question, model: str | None) -> list[str]:
    """Say, a line each, in what `stored` was made otherwise than `question` is asked now: the prompt, the model."""
    found = []
    if stored.prompt.sha256 != question.prompt_sha256:
        found.append(
            f"made with another prompt ({stored.prompt.name} {stored.prompt.sha256[:8]}, "
            f"now {question.prompt} {question.prompt_sha256[:8]})"
        )
    made_with = stored.model_asked or stored.model
    if model and model != made_with:
        found.append(f"made with another model ({made_with}, now {model})")
    return [clean(difference) for difference in found]


def completion_of(stored: Recording, asked: dict[str, Any]) -> "ChatCompletion":
    """Give the answer as it came; `asked` is what `create` was called with.

    Raises TooLong where the server gave none for that reason.
    """
    if stored.too_long:
        raise TooLong(_TOO_LONG)
    from openai.types.chat import ChatCompletion

    # `construct` takes an answer as it was, as the client does: judging it is for those who asked.
    return ChatCompletion.construct(
        id="recorded",
        object="chat.completion",
        created=0,
        model=stored.model,
        choices=_choices(stored, asked),
        usage=stored.usage and _usage(stored.usage),
        recorded_mode=stored.mode,
    )


def _usage(told: _Usage) -> dict[str, Any]:
    details = {} if told.cached_tokens is None else {"prompt_tokens_details": {"cached_tokens": told.cached_tokens}}
    return {"prompt_tokens": told.prompt_tokens, "completion_tokens": told.completion_tokens, **details}


def _choices(stored: Recording, asked: dict[str, Any]) -> list[dict[str, Any]]:
    if not {"answer", "answer_text"} & stored.model_fields_set:
        return []
    calls = _calls((stored, *stored.further_calls), asked)
    message = {"role": "assistant", "content": None if calls else _content(stored), "refusal": stored.refusal}
    finish = stored.finish_reason or ("tool_calls" if calls else "stop")
    return [{"index": 0, "finish_reason": finish, "message": {**message, **({"tool_calls": calls} if calls else {})}}]


def _content(told: _Call) -> str | None:
    return told.answer_text if told.answer is None else json.dumps(told.answer, ensure_ascii=False)


def _calls(told: Sequence[_Call], asked: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"id": f"call_{number}", "type": "function", "function": {"name": tool, "arguments": _content(call)}}
        for number, (tool, call) in enumerate(((_function(call, asked), call) for call in told), 1)
        if tool is not None
    ]


def _function(call: _Call, asked: dict[str, Any]) -> str | None:
    """Give the function that was called, None where none was; what nobody named was the one asked for."""
    if call.tool is not None or call.answer is None or (isinstance(call, Recording) and call.mode is not Mode.TOOLS):
        return call.tool
    asked_for: str = asked["tool_choice"]["function"]["name"]
    return asked_for
