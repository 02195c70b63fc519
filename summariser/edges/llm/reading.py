"""Takes a question, the shape of its answer and a `create` function and gives the model's well-formed draft.

`create` has the signature of the openai client's `chat.completions.create`: live, recorded and replayed answers all
go through instructor's parsing, validation and re-asks.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import ValidationError

from summariser.nouns.base import Noun
from summariser.nouns.problems import NeverValid, Problem, Refused, ServerProblem
from summariser.nouns.question import Create, Question, Usage
from summariser.text.clean import clean
from summariser.text.strict_json import strict_json

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion, ChatCompletionMessage
    from openai.types.chat.chat_completion import Choice
    from openai.types.chat.chat_completion_message_function_tool_call import Function

# instructor logs each failed attempt with the model's output; unhandled, that would be printed on standard error.
logging.getLogger("instructor").addHandler(logging.NullHandler())


Draft = TypeVar("Draft", bound=Noun)


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
    examine: Callable[[Draft], list[str]] = content,
    attempts: int = 3,
) -> Answer[Draft]:
    """Ask `question` until the answer fits `shape`, at most `attempts` times, and again once if `examine` complains.

    The complaints are put to the model once, and its next well-formed answer is taken as it is; if there is none, be
    it for a trouble of the server, the one complained of is taken. Checking rejects what is bad in either. Raises
    NeverValid when no answer was well-formed, Refused when the model refused, was filtered or was cut off, and
    whatever `create` raises.
    """
    import instructor
    from instructor.core.exceptions import InstructorRetryException

    conversation, examined = _Conversation(question, create), _Examined[Draft](examine)
    ask: Any = instructor.patch(create=conversation.ask, mode=instructor.Mode.TOOLS)
    draft: Draft | None
    try:
        draft = await ask(
            response_model=_answer_model(shape),
            context={"examine": examined},
            max_retries=attempts - 1,
            messages=[],
            model=model,
            temperature=0,
        )
    except InstructorRetryException as error:
        failure = _failure(error.__cause__ or error, question, conversation.usage.attempts)
        # A missing recording is none of these: a replay must be complete.
        draft = examined.draft if isinstance(failure, NeverValid | Refused | ServerProblem) else None
    if draft is None:
        raise failure
    # A plain draft, without what instructor hangs on to its own.
    whole = shape(**dict(draft))
    return Answer(whole, conversation.usage, conversation.usage.attempts - 1, conversation.model)


class _UnusableError(Exception):
    """An answer that cannot be handed to instructor; the message is the complaint to the model."""


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


class _Conversation:
    """The messages of one question, and the `create` that instructor calls.

    instructor renders and dedents as a Jinja2 template every message that it is given together with a context, so
    it is given none: the question is put in front here, and its re-asks follow as they come.
    """

    def __init__(self, question: Question, create: Create) -> None:
        self.usage = Usage()
        self.model = ""
        self._create = create
        self._path = question.path
        self._said: list[Any] = [
            {"role": "system", "content": question.system},
            {"role": "user", "content": question.user},
        ]
        self._heard = 0

    async def ask(self, *, messages: list[Any], **kwargs: Any) -> "ChatCompletion":  # noqa: ANN401 - as in Create
        """Send everything said so far with instructor's newest `messages`, and give the completion if it is usable."""
        from instructor.core.exceptions import ResponseParsingError

        self._said += messages[self._heard :]
        self._heard = len(messages)
        completion: ChatCompletion = await self._create(messages=list(self._said), **kwargs)
        self._count(completion)
        try:
            _check(completion, kwargs["tool_choice"]["function"]["name"], self._path)
        except _UnusableError as fault:
            self._said += _correction(completion, str(fault))
            raise ResponseParsingError(str(fault)) from None
        return completion

    def _count(self, completion: "ChatCompletion") -> None:
        # At once, and copied: instructor overwrites `completion.usage` with its running total.
        told = completion.usage
        self.model = completion.model or self.model
        self.usage = Usage(
            tokens_in=_sum(self.usage.tokens_in, told.prompt_tokens if told else None),
            tokens_out=_sum(self.usage.tokens_out, told.completion_tokens if told else None),
            attempts=self.usage.attempts + 1,
        )


def _sum(known: int | None, told: int | None) -> int | None:
    return known if told is None else told + (known or 0)


@cache
def _answer_model(shape: type[Draft]) -> type[Draft]:
    # Built once for each shape: instructor would build a class for each call.
    import instructor

    return instructor.response_schema(shape)


def _check(completion: "ChatCompletion", function: str, path: str) -> None:
    """Raise Refused for an answer that is not whole, and _UnusableError for one that instructor would misread."""
    choice = completion.choices[0] if completion.choices else None
    if choice is None or choice.message is None:
        raise _UnusableError("the answer was empty")
    _must_be_whole(choice, path)
    calls = choice.message.tool_calls or []
    called = _functions(choice.message)
    if len(calls) != 1 or [one.name for one in called] != [function]:
        raise _UnusableError(f"the answer must be one call of the function {function}, and nothing else")
    try:
        strict_json(called[0].arguments or "")
    except ValueError as error:
        raise _UnusableError(f"the arguments are not strict JSON: {error}") from None


def _must_be_whole(choice: "Choice", path: str) -> None:
    if choice.finish_reason == "length":
        raise Refused(f"{path}: the answer was cut off at the token limit; allow longer answers or use another model")
    if choice.finish_reason == "content_filter":
        raise Refused(f"{path}: the answer was stopped by the server's content filter; use another model")
    if choice.message.refusal:
        raise Refused(f"{path}: the model refused ({clean(choice.message.refusal)[:200]}); use another model")
    # Some servers send "" for none, which instructor takes for a refusal.
    choice.message.refusal = None


def _correction(completion: "ChatCompletion", fault: str) -> list[dict[str, str]]:
    said = _words_of(completion).encode("utf-8", "replace").decode()
    answer = [{"role": "assistant", "content": said}] if said else []
    return [*answer, {"role": "user", "content": f"{fault}\nCall the function again, with this mended."}]


def _words_of(completion: "ChatCompletion") -> str:
    message = completion.choices[0].message if completion.choices else None
    if message is None:
        return ""
    return "\n".join(one.arguments or "" for one in _functions(message)) or message.content or ""


def _functions(message: "ChatCompletionMessage") -> "list[Function]":
    # The client checks nothing: a call may be of another kind, or lack what it calls.
    found = (getattr(call, "function", None) for call in message.tool_calls or ())
    return [function for function in found if function is not None]


def _failure(cause: BaseException, question: Question, attempts: int) -> BaseException:
    """Tell what ended the re-asks: a Problem of `create`, NeverValid for bad answers, or a fault of our own."""
    if isinstance(cause, Problem) or not isinstance(cause, ValueError):
        return cause
    times = "1 attempt" if attempts == 1 else f"{attempts} attempts"
    return NeverValid(f"{question.path}: no valid answer in {times} ({_in_short(cause)}); try another --model")


def _in_short(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return clean(str(error))[:200]
    first, *others = error.errors(include_url=False, include_input=False, include_context=False)
    place = ".".join(str(step) for step in first["loc"])
    more = f", and {len(others)} more" if others else ""
    return clean(f"{place}: {first['msg']}" if place else first["msg"])[:200] + more
