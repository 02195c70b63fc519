"""Takes a completion and the mode that it answers in and gives the JSON text of its one answer, or says what is wrong.

The rule, in tools mode: one call, of the function asked for, and its arguments are the answer; text beside it is not
looked at, and text instead of it is no answer. In the other modes: no call, and the text, without a BOM and without a
`<think>…</think>` that it begins with, holds one JSON object, and no brace or bracket outside that object; so words
around it and a Markdown fence do no harm, and a second object is never overlooked. In all modes the JSON is strict
and not out of all proportion. An answer that was cut off, filtered or refused is never used, whatever it holds.
"""

import re
from typing import TYPE_CHECKING, Any

from summariser.nouns.mode import Mode
from summariser.nouns.problems import CutOff, Refused
from summariser.text.clean import clean
from summariser.text.strict_json import strict_json

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion, ChatCompletionMessage
    from openai.types.chat.chat_completion import Choice

_MOST_CHARACTERS = 1_000_000
_MOST_ITEMS = 2_000
_DEEPEST = 100
_THOUGHT = re.compile(r"\s*<think>.*?</think>", re.DOTALL)
_MARKS = re.compile(r"[{}\[\]]")


class UnusableError(Exception):
    """An answer that nothing can be read from; the message is the complaint to the model."""


def payload(completion: "ChatCompletion", mode: Mode, function: str) -> str:
    """Give the text that `completion` answers with in the form of `mode`, unread; `function` is that of tools mode.

    Raises UnusableError with what is wrong, and Refused for an answer that is not whole.
    """
    choice = choice_of(completion)
    if choice is None:
        raise UnusableError("the answer was empty")
    _must_be_whole(choice)
    return _arguments(choice.message, function) if mode is Mode.TOOLS else _object_in(_content(choice.message))


def must_be_strict(text: str) -> None:
    """Raise UnusableError, with what is wrong, unless `text` is strict JSON and not out of all proportion."""
    if len(text) > _MOST_CHARACTERS:
        raise UnusableError(f"the answer has {len(text)} characters; at most {_MOST_CHARACTERS} are read")
    try:
        value = strict_json(text)
    except ValueError as error:
        raise UnusableError(f"the answer is not strict JSON: {error}") from None
    _must_be_in_proportion(value)


def choice_of(completion: "ChatCompletion") -> "Choice | None":
    """Give the first choice that has a message; the client checks nothing, and a server may send none."""
    choices = completion.choices if isinstance(completion.choices, list) else []
    return choices[0] if choices and getattr(choices[0], "message", None) is not None else None


def words_of(message: "ChatCompletionMessage") -> str:
    """Give what was said in `message`, as far as it is text: the arguments of its calls, else its content."""
    called = "\n".join(text for _, text in _calls(message) if isinstance(text, str))
    return called or (message.content if isinstance(message.content, str) else "")


def _must_be_whole(choice: "Choice") -> None:
    if choice.finish_reason == "length":
        raise CutOff("the answer was cut off at the token limit; allow longer answers or use another model")
    if choice.finish_reason == "content_filter":
        raise Refused("the answer was stopped by the server's content filter; use another model")
    if choice.message.refusal:
        raise Refused(f"the model refused ({clean(str(choice.message.refusal))[:200]}); use another model")


def _arguments(message: "ChatCompletionMessage", function: str) -> str:
    calls = _calls(message)
    if len(calls) != 1 or calls[0][0] != function:
        raise UnusableError(f"the answer must be one call of the function {function}, and nothing else")
    if not isinstance(calls[0][1], str):
        raise UnusableError("the arguments are no JSON text")
    return calls[0][1]


def _calls(message: "ChatCompletionMessage") -> list[tuple[Any, Any]]:
    """Name and arguments of each call, None where a call is of another kind or lacks them."""
    calls = message.tool_calls if isinstance(message.tool_calls, list) else []
    functions = [getattr(call, "function", None) for call in calls]
    return [(getattr(one, "name", None), getattr(one, "arguments", None)) for one in functions]


def _content(message: "ChatCompletionMessage") -> str:
    if message.tool_calls:
        raise UnusableError("no function was offered: the answer must be one JSON object as text")
    if not isinstance(message.content, str):
        raise UnusableError("the answer was empty")
    return message.content


def _object_in(content: str) -> str:
    """Cut out the text from the first brace to the last, where no other brace or bracket stands outside of it."""
    said = content.removeprefix("\ufeff")
    thought = _THOUGHT.match(said)
    said = said[thought.end() :] if thought else said
    if said.lstrip().startswith("<think>"):
        raise UnusableError("the answer is a thought without an end")
    start, end = said.find("{"), said.rfind("}") + 1
    if not 0 <= start < end:
        raise UnusableError("the answer holds no JSON object")
    if _MARKS.search(said, 0, start) or _MARKS.search(said, end):
        raise UnusableError("the answer must be one JSON object, without brackets or braces outside of it")
    return said[start:end]


def _must_be_in_proportion(value: object) -> None:
    """Refuse what no reading of an article has: long lists, deep nesting, and NUL, which no file or screen takes."""
    level = [value]
    for _ in range(_DEEPEST):
        for one in level:
            if isinstance(one, list) and len(one) > _MOST_ITEMS:
                raise UnusableError(f"a list has {len(one)} items; at most {_MOST_ITEMS} are read")
            if isinstance(one, str) and "\0" in one:
                raise UnusableError("a string holds the character NUL")
        level = [part for one in level for part in _parts(one)]
        if not level:
            return
    raise UnusableError("the JSON is nested too deeply")


def _parts(value: object) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else ()
