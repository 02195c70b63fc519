"""Takes a question and a mode and gives the `create` that instructor calls: what was said so far, and usable answers.

instructor renders and dedents as a Jinja2 template every message that it is given together with a context, so it is
given none: the question is put in front here, and its re-asks follow as they come.
"""

import json
from typing import TYPE_CHECKING, Any

from summariser.edges.llm.payload import UnusableError, choice_of, must_be_strict, payload, words_of
from summariser.edges.llm.shapes import schema_of
from summariser.nouns.base import Noun
from summariser.nouns.mode import Mode
from summariser.nouns.problems import Refused
from summariser.nouns.question import NOTHING, Create, Question, Usage, added

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion
    from openai.types.chat.chat_completion import Choice

_LONGEST_ECHO = 20_000
"""How many characters of a bad answer, or of what is wrong with it, are put to the model again."""

# Servers that hold an answer to a schema by a grammar (llama.cpp, Ollama, vLLM) do not show it to the model.
_AS_OBJECT = """

# The form of the answer

There is no function to call here. What is said above of the function's arguments holds for one JSON object that you
answer with{how}. It fits this JSON Schema:

{schema}"""
_HOW = {
    Mode.JSON_SCHEMA: ", with nothing before or after it",
    Mode.JSON: ", with nothing before or after it",
    Mode.MARKDOWN_JSON: " in a ```json block, with no other braces or brackets outside of it",
}
_MEND = "with this mended."


class Conversation:
    """The messages of one question in one mode, and what its answers told of themselves."""

    def __init__(self, question: Question, create: Create, shape: type[Noun], mode: Mode) -> None:
        self.mode = mode
        self.usage = NOTHING
        self.model = ""
        self.in_form = False
        """Whether an answer came in the form of the mode."""
        self._create = create
        self._path = question.path
        self._function = shape.__name__
        self._said: list[Any] = [
            {"role": "system", "content": question.system + _form(shape, mode)},
            {"role": "user", "content": question.user},
        ]
        self._heard: int | None = None

    async def ask(self, *, messages: list[Any], **kwargs: Any) -> "ChatCompletion":  # noqa: ANN401 - as in Create
        """Send all that was said with instructor's newest `messages`, and give the completion with its answer alone."""
        from instructor.core.exceptions import ResponseParsingError

        # What instructor opens with says, at four times the length, what stands in the question already.
        heard = len(messages) if self._heard is None else self._heard
        self._said += map(_shortened, messages[heard:])
        self._heard = len(messages)
        completion: ChatCompletion = await self._create(messages=list(self._said), **kwargs)
        self._count(completion)
        try:
            return self._bare(completion)
        except Refused as refused:
            raise type(refused)(f"{self._path}: {refused}") from None
        except UnusableError as fault:
            self._said += self._correction(completion, str(fault))
            raise ResponseParsingError(str(fault)) from None

    def _bare(self, completion: "ChatCompletion") -> "ChatCompletion":
        """Give `completion` with its answer and nothing else, where instructor looks for it in this mode."""
        # A recorded answer is read by the rule of the mode that it was made in.
        made_in = getattr(completion, "recorded_mode", None)
        text = payload(completion, made_in if isinstance(made_in, Mode) else self.mode, self._function)
        self.in_form = True
        must_be_strict(text)
        return _laid(completion, text, self._function if self.mode is Mode.TOOLS else None)

    def _correction(self, completion: "ChatCompletion", fault: str) -> list[dict[str, str]]:
        choice = choice_of(completion)
        said = words_of(choice.message).encode("utf-8", "replace").decode() if choice else ""
        again = "Call the function again" if self.mode is Mode.TOOLS else "Answer again, with the JSON object alone"
        answer = [_shortened({"role": "assistant", "content": said})] if said else []
        return [*answer, {"role": "user", "content": f"{fault}\n{again}, {_MEND}"}]

    def _count(self, completion: "ChatCompletion") -> None:
        # At once, and copied: instructor overwrites `completion.usage` with its running total.
        told = Usage.of_call(completion.usage)
        self.model = completion.model or self.model
        self.usage = added(self.usage, told)


def _form(shape: type[Noun], mode: Mode) -> str:
    if mode is Mode.TOOLS:
        return ""
    schema = json.dumps(schema_of(shape), ensure_ascii=False, separators=(",", ":"))
    return _AS_OBJECT.format(how=_HOW[mode], schema=schema)


def _laid(completion: "ChatCompletion", text: str, function: str | None) -> "ChatCompletion":
    # A copy: whoever keeps the completion keeps what the server sent.
    from openai.types.chat import ChatCompletionMessage

    choice = completion.choices[0]
    call = {"id": _id_of(choice), "type": "function", "function": {"name": function, "arguments": text}}
    answer: dict[str, Any] = {"content": None, "tool_calls": [call]} if function else {"content": text}
    message = ChatCompletionMessage.construct(role="assistant", refusal=None, **answer)
    return completion.model_copy(update={"choices": [choice.model_copy(update={"message": message})]})


def _id_of(choice: "Choice") -> str:
    calls = choice.message.tool_calls
    return (calls[0].id if calls else None) or "call_1"


def _shortened(message: dict[str, Any]) -> dict[str, Any]:
    content = message.get("content")
    if not isinstance(content, str) or len(content) <= _LONGEST_ECHO:
        return message
    return {**message, "content": content[:_LONGEST_ECHO] + "…"}
