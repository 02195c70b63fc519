"""Takes a `create`, a model and a mode and says whether a small question gets an answer in that mode, and how fast."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pydantic import Field

from summariser.edges.llm.payload import UnusableError, must_be_strict, payload
from summariser.edges.llm.reading import read
from summariser.nouns.base import Noun
from summariser.nouns.diagnosis import Trial
from summariser.nouns.mode import Mode
from summariser.nouns.problems import Busy, ModeRefused, NeverValid, Problem, Refused
from summariser.nouns.question import Create, Question

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

_OF_THE_MODE = (ModeRefused, NeverValid, Refused, Busy)
"""What another mode may be spared. Busy: some servers break down over a mode that they do not have."""


class Sample(Noun):
    """The answer to a small question."""

    young: str = Field(min_length=1, description="what the young of a horse is called")
    legs: int = Field(ge=0, description="how many legs a horse has")


_QUESTION = Question(
    task="trial", article="0" * 64, path="a question to try the connection", prompt="", prompt_sha256="", schema_id="",
    system="Answer a small question.", user="What is the young of a horse called, and how many legs does a horse have?",
)  # fmt: skip


async def tried(create: Create, model: str, mode: Mode, clock: Callable[[], float]) -> Trial:
    """Ask once in `mode`. It works if the answer comes in the form of the mode.

    In json-schema mode, in which the server holds the model to the schema, the answer must fit it too; in the others a
    small model may well get the small question wrong. Raises the Problem that no mode can change.
    """
    heard: list[ChatCompletion] = []

    async def listening(**kwargs: Any) -> "ChatCompletion":  # noqa: ANN401 - as in Create
        heard.append(await create(**kwargs))
        return heard[-1]

    started, fault, busy = clock(), "", False
    try:
        await read(_QUESTION, listening, Sample, model=model, mode=mode, attempts=1)
    except _OF_THE_MODE as problem:
        fault, busy = _in_short(problem), isinstance(problem, Busy)
    seconds = clock() - started
    works = not fault or (mode is not Mode.JSON_SCHEMA and any(_in_form(one, mode) for one in heard))
    usage = heard[-1].usage if heard else None
    return Trial(
        mode=mode,
        works=works,
        fault=fault,
        seconds=seconds,
        tokens_in=usage.prompt_tokens if usage else None,
        tokens_out=usage.completion_tokens if usage else None,
        busy=busy,
    )


def _in_form(completion: "ChatCompletion", mode: Mode) -> bool:
    try:
        must_be_strict(payload(completion, mode, Sample.__name__))
    except (UnusableError, Refused):
        return False
    return True


def _in_short(problem: Problem) -> str:
    """Why, without what was asked and without what to do: other modes are tried yet."""
    return str(problem).removeprefix(f"{_QUESTION.path}: ").rpartition("; ")[0] or str(problem)
