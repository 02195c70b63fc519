"""Takes a question and a folder and gives `create` functions that keep the model's answers there, or read them back.

A recording is found by task, article content, shape of the answer, and attempt; the prompt and the model that it
was made with are kept beside it and compared.
"""

import os
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summariser.edges.recordings import form
from summariser.nouns.problems import CannotWrite, NoRecording, Problem
from summariser.nouns.question import Create, Question
from summariser.text.clean import clean

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion


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


def recording(create: Create, folder: Path, question: Question, *, anew: bool = True, keep: bool = True) -> Create:
    """Give a `create` that passes everything to `create` and keeps each answer in `folder` the moment it arrives.

    Attempts are its calls, counted from 1. Unless `anew`, `folder` itself answers as far as it has the conversation
    with the same prompt and model. What an earlier run kept for the same attempt is replaced, and for later attempts
    taken away: those answered another conversation. Unless `keep`, `folder` stays as it is. Raises CannotWrite when a
    file cannot be written.
    """
    attempts, follows = count(1), not anew

    async def recorded(**kwargs: Any) -> Any:  # noqa: ANN401 - the seam's own signature
        nonlocal follows
        attempt = next(attempts)
        kept = _same(folder, question, attempt, kwargs.get("model")) if follows else None
        if kept is not None:
            return form.completion_of(kept, kwargs)
        follows = False
        completion = await create(**kwargs)
        if keep:
            _keep(folder, question, attempt, form.told(completion, question, attempt, kwargs))
        return completion

    return recorded


def _same(folder: Path, question: Question, attempt: int, model: str | None) -> form.Recording | None:
    """Give what `folder` has for this very question: None where the prompt or the model was another."""
    try:
        kept = form.read(folder / _name(question, attempt), question, attempt)
    except (OSError, ValueError):
        return None
    return None if form.differences(kept, question, model) else kept


def replaying(folder: Path, question: Question, *, report: Callable[[str], None], strict: bool = False) -> Create:
    """Give a `create` that answers with the recordings in `folder`, one for each call, without any network.

    Where a recording was made with another prompt, or with another model than the one asked for (if one is named),
    `report` gets a line, the same for all questions and each time anew; under `strict` that is a NoRecording instead.
    Raises NoRecording when an answer is missing and Problem when a file is no recording.
    """
    attempts = count(1)

    async def replayed(**kwargs: Any) -> "ChatCompletion":  # noqa: ANN401 - the seam's own signature
        attempt = next(attempts)
        stored = _stored(folder, question, attempt)
        for difference in form.differences(stored, question, kwargs.get("model")):
            if strict:
                raise NoRecording(f"{question.path}: {difference}; record it again, or replay without --strict")
            report(f"recordings in {folder}: {difference}")
        return form.completion_of(stored, kwargs)

    return replayed


def _name(question: Question, attempt: int | str) -> str:
    return f"{question.task}.{question.article[:16]}.{question.schema_id[:8]}.{attempt}.json"


def _keep(folder: Path, question: Question, attempt: int, told: dict[str, Any]) -> None:
    target = folder / _name(question, attempt)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        form.write(target, told)
        _drop_after(folder, question, attempt)
    except OSError as error:
        raise CannotWrite(f"{target}: cannot be written ({error.strerror}); give another --record DIR") from None


def _drop_after(folder: Path, question: Question, attempt: int) -> None:
    for later in count(attempt + 1):
        path = folder / _name(question, later)
        if not path.exists():
            return
        path.unlink()


def _stored(folder: Path, question: Question, attempt: int) -> form.Recording:
    path = folder / _name(question, attempt)
    try:
        return form.read(path, question, attempt)
    except FileNotFoundError:
        raise NoRecording(_missing(folder, question, attempt)) from None
    except OSError as error:
        raise NoRecording(f"{path}: the recording cannot be read ({error.strerror})") from None
    except ValueError as error:
        raise Problem(f"{path}: not a recording ({clean(str(error))[:200]}); delete it and run with --record") from None


def _missing(folder: Path, question: Question, attempt: int) -> str:
    what = "recorded answer" if attempt == 1 else f"recorded answer to the re-ask (attempt {attempt})"
    return f"no {what} for {question.path} in {folder}{_elsewhere(folder, question)}; run once with --record {folder}"


def _elsewhere(folder: Path, question: Question) -> str:
    others = folder.glob(_name(question.model_copy(update={"schema_id": "*"}), 1))
    return " (there is one for another version of the answer's schema)" if any(others) else ""
