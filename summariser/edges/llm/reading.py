"""Takes a question, the shape of its answer and a `create` function and gives the model's well-formed draft.

`create` has the signature of the openai client's `chat.completions.create`: live, recorded and replayed answers all
go through instructor's parsing, validation and re-asks.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from summariser.edges.llm.conversation import Conversation
from summariser.edges.llm.shapes import answer_model
from summariser.nouns.base import Noun
from summariser.nouns.mode import Mode
from summariser.nouns.problems import NeverValid, OutOfForm, Problem, Refused, ServerProblem
from summariser.nouns.question import Create, Question, Usage
from summariser.text.clean import clean

# instructor logs each failed attempt with the model's output; unhandled, that would be printed on standard error.
logging.getLogger("instructor").addHandler(logging.NullHandler())


Draft = TypeVar("Draft", bound=Noun)
_MODES = {Mode.TOOLS: "TOOLS", Mode.JSON_SCHEMA: "JSON_SCHEMA", Mode.JSON: "JSON", Mode.MARKDOWN_JSON: "MD_JSON"}


@dataclass(frozen=True)
class Answer(Generic[Draft]):
    """A well-formed draft, what it took to get it, and the model that gave it, by the name that the server tells."""

    draft: Draft
    usage: Usage
    asked_again: int
    model: str


def content(_draft: Noun) -> list[str]:
    """Find nothing to complain of: the examiner of drafts whose shape says all that can be checked."""
    return []


async def read(  # noqa: PLR0913 - a question, its answer's shape, and how it is asked
    question: Question,
    create: Create,
    shape: type[Draft],
    *,
    model: str | None,
    mode: Mode = Mode.TOOLS,
    examine: Callable[[Draft], list[str]] = content,
    attempts: int = 3,
) -> Answer[Draft]:
    """Ask `question` in `mode` until the answer fits `shape`, at most `attempts` times, and once more if complained of.

    The complaints of `examine` are put to the model once, and its next well-formed answer is taken as it is; if there
    is none, be it for a trouble of the server, the one complained of is taken. Checking rejects what is bad in either.
    Raises NeverValid when no answer was well-formed, Refused when the model refused, was filtered or was cut off, and
    whatever `create` raises.
    """
    import instructor
    from instructor.core.exceptions import InstructorRetryException

    conversation, examined = Conversation(question, create, shape, mode), _Examined[Draft](examine)
    ask: Any = instructor.patch(create=conversation.ask, mode=instructor.Mode[_MODES[mode]])
    draft: Draft | None
    try:
        draft = await ask(
            response_model=answer_model(shape, mode),
            context={"examine": examined},
            max_retries=attempts - 1,
            messages=[],
            model=model,
            temperature=0,
        )
    except InstructorRetryException as error:
        failure = _failure(error.__cause__ or error, question, conversation)
        # A missing recording is none of these: a replay must be complete.
        draft = examined.draft if isinstance(failure, NeverValid | Refused | ServerProblem) else None
    if draft is None:
        raise failure
    # A plain draft, without what instructor hangs on to its own.
    whole = shape(**dict(draft))
    return Answer(whole, conversation.usage, conversation.usage.attempts - 1, conversation.model)


class _Examined(Generic[Draft]):
    """An examiner that complains at most once and remembers the last well-formed draft that it was shown."""

    def __init__(self, examine: Callable[[Draft], list[str]]) -> None:
        self.draft: Draft | None = None
        self._examine = examine
        self._complained = False

    def __call__(self, draft: Draft) -> list[str]:
        self.draft = draft
        complaints = [] if self._complained else self._examine(draft)
        self._complained = self._complained or bool(complaints)
        return complaints


def _failure(cause: BaseException, question: Question, conversation: Conversation) -> BaseException:
    """Tell what ended the re-asks: a Problem of `create`, NeverValid for bad answers, or a fault of our own."""
    if isinstance(cause, Problem) or not isinstance(cause, ValueError):
        return cause
    attempts = conversation.usage.attempts
    times = "1 attempt" if attempts == 1 else f"{attempts} attempts"
    if conversation.in_form:
        return NeverValid(f"{question.path}: no valid answer in {times} ({_in_short(cause)}); try another --model")
    lacking = f"no answer in the mode {conversation.mode} in {times} ({_in_short(cause)})"
    return OutOfForm(f"{question.path}: {lacking}; try another --mode or --model")


def _in_short(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return clean(str(error))[:200]
    first, *others = error.errors(include_url=False, include_input=False, include_context=False)
    place = ".".join(str(step) for step in first["loc"])
    more = f", and {len(others)} more" if others else ""
    return clean(f"{place}: {first['msg']}" if place else first["msg"])[:200] + more
