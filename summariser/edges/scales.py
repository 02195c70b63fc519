"""Takes questions as they would be sent and gives their weight; nothing is asked of any server."""

import json
from typing import TYPE_CHECKING, Any

from summariser.nouns.estimate import Weight
from summariser.nouns.problems import NotAsked
from summariser.nouns.question import Create, Question, Usage

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion


class Scales:
    """Stands in the place of a model's server: `kept` are the answers that were there, with the tokens they took."""

    def __init__(self) -> None:
        self.kept: list[tuple[Weight, Usage]] = []
        self._unanswered: list[tuple[Weight, NotAsked]] = []

    @property
    def unanswered(self) -> list[Weight]:
        """The questions that were not answered, each with those that would have followed it."""
        return [weight.model_copy(update={"times": 1 + why.further}) for weight, why in self._unanswered]

    def over(self, create: Create, question: Question) -> Create:
        """Give a `create` that passes everything to `create`, and weighs what that answers and what it does not."""

        async def weighed(**kwargs: Any) -> "ChatCompletion":  # noqa: ANN401 - the seam's own signature
            weight = weight_of(question.task, kwargs)
            try:
                completion: ChatCompletion = await create(**kwargs)
            except NotAsked as problem:
                self._unanswered.append((weight, problem))
                raise
            self.kept.append((weight, Usage.of_call(completion.usage)))
            return completion

        return weighed

    async def ask(self, **_: Any) -> Any:  # noqa: ANN401 - the seam's own signature
        """Raise NotAsked, whatever is to be asked."""
        raise NotAsked("not asked")


def weight_of(task: str, kwargs: dict[str, Any]) -> Weight:
    """Weigh a question by the arguments that it is sent with."""
    messages = kwargs.get("messages", [])
    form = {name: value for name, value in kwargs.items() if name in ("tools", "response_format")}
    sent = [str(message.get("content") or "") for message in messages]
    told = [*sent, *([json.dumps(form, ensure_ascii=False, separators=(",", ":"))] if form else [])]
    ascii_only = sum(len(text.encode("ascii", "ignore")) for text in told)
    return Weight(
        task=task,
        ascii=ascii_only,
        others=sum(map(len, told)) - ascii_only,
        telling=len(sent[1]) if sent[1:] else 0,
    )
