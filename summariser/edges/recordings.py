"""Takes a question and a folder and gives `create` functions that keep the model's answers there, or read them back.

A recording is found by task, article content, shape of the answer, and attempt; the prompt and the model that it
was made with are kept beside it and compared. It holds no header, no address and no key.
"""

import json
import os
import secrets
import tempfile
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field, ValidationError

from summariser.nouns.base import Noun
from summariser.nouns.problems import CannotWrite, NoRecording, Problem
from summariser.nouns.question import Create, Question
from summariser.text.clean import clean
from summariser.text.strict_json import strict_json

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion


class _Article(Noun):
    sha256: str


class _Prompt(Noun):
    name: str
    sha256: str


class _Usage(Noun):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class _Call(Noun):
    """What was answered: by calling `tool`, or as plain text where it is null; `answer` if that is a JSON object.

    Where somebody who writes a recording by hand gives an `answer` and no `tool`, it is the function asked for.
    """

    tool: str | None = None
    answer: dict[str, Any] | None = None
    answer_text: str | None = None


class _Recording(_Call):
    """One recorded answer; neither `answer` nor `answer_text` stands in it where the server sent no choice at all.

    `model` is what answered; `model_asked` what was asked for, where that is another name (an alias).
    """

    task: str
    article: _Article
    schema_id: str = Field(alias="schema")
    attempt: int = Field(ge=1)
    prompt: _Prompt
    model: str
    model_asked: str | None = None
    note: str | None = None
    finish_reason: str | None = None
    refusal: str | None = None
    further_calls: tuple[_Call, ...] = ()
    usage: _Usage | None = None


def ready(folder: Path) -> None:
    """Make `folder` and see that files can be written there, before any answer is paid for; else CannotWrite."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".ready.")
        os.close(handle)
        Path(name).unlink()
    except OSError as error:
        reason = error.strerror
        raise CannotWrite(f"{clean(str(folder))}: cannot be written ({reason}); give another --record DIR") from None


def recording(create: Create, folder: Path, question: Question) -> Create:
    """Give a `create` that passes everything to `create` and keeps each answer in `folder` the moment it arrives.

    Attempts are its calls, counted from 1. What an earlier run kept for the same attempt is replaced, and for later
    attempts taken away: those answered another conversation. Raises CannotWrite when a file cannot be written.
    """
    attempts = count(1)

    async def recorded(**kwargs: Any) -> Any:  # noqa: ANN401 - the seam's own signature
        attempt = next(attempts)
        completion = await create(**kwargs)
        _keep(folder, question, attempt, _told(completion, question, attempt, kwargs.get("model")))
        return completion

    return recorded


def replaying(folder: Path, question: Question, *, report: Callable[[str], None], strict: bool = False) -> Create:
    """Give a `create` that answers with the recordings in `folder`, one for each call, without any network.

    Where a recording was made with another prompt, or with another model than the one asked for (if one is named),
    `report` gets a line that is the same for all questions; under `strict` that is a NoRecording instead. Raises
    NoRecording when an answer is missing and Problem when a file is no recording.
    """
    attempts, told = count(1), set[str]()

    async def replayed(**kwargs: Any) -> "ChatCompletion":  # noqa: ANN401 - the seam's own signature
        attempt = next(attempts)
        stored = _stored(folder, question, attempt)
        for difference in _differences(stored, question, kwargs.get("model")):
            if strict:
                raise NoRecording(f"{question.path}: {difference}; record it again, or replay without --strict")
            if difference not in told:
                told.add(difference)
                report(f"recordings in {folder}: {difference}")
        return _completion(stored, kwargs)

    return replayed


def _name(question: Question, attempt: int | str) -> str:
    return f"{question.task}.{question.article[:16]}.{question.schema_id[:8]}.{attempt}.json"


def _told(completion: "ChatCompletion", question: Question, attempt: int, model_asked: str | None) -> dict[str, Any]:
    model = completion.model or model_asked or "unknown"
    return {
        "task": question.task,
        "article": {"sha256": question.article},
        "schema": question.schema_id,
        "attempt": attempt,
        "prompt": {"name": question.prompt, "sha256": question.prompt_sha256},
        "model": model,
        **({"model_asked": model_asked} if model_asked and model_asked != model else {}),
        **_told_answer(completion),
        "usage": _told_usage(completion),
    }


def _told_answer(completion: "ChatCompletion") -> dict[str, Any]:
    choice = completion.choices[0] if completion.choices else None
    if choice is None or choice.message is None:
        return {"finish_reason": None}
    functions = (getattr(call, "function", None) for call in choice.message.tool_calls or ())
    told = [_told_call(function.name, function.arguments) for function in functions if function]
    first, *further = told or [{"tool": None, "answer_text": _writable(choice.message.content)}]
    return {
        "finish_reason": choice.finish_reason,
        **({"refusal": _writable(choice.message.refusal)} if choice.message.refusal else {}),
        **first,
        **({"further_calls": further} if further else {}),
    }


def _told_call(tool: str, arguments: str | None) -> dict[str, Any]:
    try:
        answer = strict_json(arguments or "")
    except ValueError:
        answer = None
    if isinstance(answer, dict):
        return {"tool": tool, "answer": answer}
    return {"tool": tool, "answer_text": _writable(arguments)}


def _told_usage(completion: "ChatCompletion") -> dict[str, int | None] | None:
    usage = completion.usage
    return {"prompt_tokens": usage.prompt_tokens, "completion_tokens": usage.completion_tokens} if usage else None


def _writable(text: str | None) -> str | None:
    # Half of a surrogate pair has no UTF-8; an answer that holds one is refused anyway.
    return text and text.encode("utf-8", "replace").decode()


def _keep(folder: Path, question: Question, attempt: int, told: dict[str, Any]) -> None:
    target = folder / _name(question, attempt)
    unfinished = folder / f".{target.name}.{secrets.token_hex(4)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        unfinished.replace(target)
        _drop_after(folder, question, attempt)
    except OSError as error:
        raise CannotWrite(f"{target}: cannot be written ({error.strerror}); give another --record DIR") from None


def _drop_after(folder: Path, question: Question, attempt: int) -> None:
    for later in count(attempt + 1):
        path = folder / _name(question, later)
        if not path.exists():
            return
        path.unlink()


def _stored(folder: Path, question: Question, attempt: int) -> _Recording:
    path = folder / _name(question, attempt)
    try:
        stored = _Recording.model_validate(strict_json(path.read_bytes().decode("utf-8")))
    except FileNotFoundError:
        raise NoRecording(_missing(folder, question, attempt)) from None
    except OSError as error:
        raise NoRecording(f"{path}: the recording cannot be read ({error.strerror})") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise _corrupt(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    except ValueError as error:
        raise _corrupt(path, str(error)) from None
    if (stored.task, stored.article.sha256, stored.attempt) != (question.task, question.article, attempt):
        raise _corrupt(path, "its task, article or attempt is not that of its name")
    return stored


def _missing(folder: Path, question: Question, attempt: int) -> str:
    what = "recorded answer" if attempt == 1 else f"recorded answer to the re-ask (attempt {attempt})"
    return f"no {what} for {question.path} in {folder}{_elsewhere(folder, question)}; run once with --record {folder}"


def _elsewhere(folder: Path, question: Question) -> str:
    others = folder.glob(_name(question.model_copy(update={"schema_id": "*"}), 1))
    return " (there is one for another version of the answer's schema)" if any(others) else ""


def _corrupt(path: Path, reason: str) -> Problem:
    return Problem(f"{path}: not a recording ({clean(reason)[:200]}); delete it and run with --record")


def _differences(stored: _Recording, question: Question, model: str | None) -> list[str]:
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


def _completion(stored: _Recording, asked: dict[str, Any]) -> "ChatCompletion":
    from openai.types.chat import ChatCompletion

    # `construct` takes an answer as it was, as the client does: judging it is for those who asked.
    return ChatCompletion.construct(
        id="recorded",
        object="chat.completion",
        created=0,
        model=stored.model,
        choices=_choices(stored, asked),
        usage=stored.usage and stored.usage.model_dump(),
    )


def _choices(stored: _Recording, asked: dict[str, Any]) -> list[dict[str, Any]]:
    if not {"answer", "answer_text"} & stored.model_fields_set:
        return []
    calls = _calls((stored, *stored.further_calls), asked)
    message = {"role": "assistant", "content": None if calls else stored.answer_text, "refusal": stored.refusal}
    finish = stored.finish_reason or ("tool_calls" if calls else "stop")
    return [{"index": 0, "finish_reason": finish, "message": {**message, **({"tool_calls": calls} if calls else {})}}]


def _calls(told: Sequence[_Call], asked: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"id": f"call_{number}", "type": "function", "function": {"name": tool, "arguments": arguments}}
        for number, (tool, arguments) in enumerate((_function(call, asked) for call in told), 1)
        if tool is not None
    ]


def _function(call: _Call, asked: dict[str, Any]) -> tuple[str | None, str | None]:
    if call.answer is None:
        return call.tool, call.answer_text
    return call.tool or asked["tool_choice"]["function"]["name"], json.dumps(call.answer, ensure_ascii=False)
