"""Gives a question to the model: which task, about which article, as which messages; and what its answers took."""

from collections.abc import Iterable
from typing import Any, Protocol

from summariser.nouns.base import Noun


class Prompt(Noun):
    """A prompt file: its name with version ("read_article.v1"), its text, and the sha256 of that text."""

    name: str
    text: str
    sha256: str


class Question(Noun):
    """What is asked about one article. `system` is static, `user` holds the article; neither is a template.

    `schema_id` identifies the shape of the answer, descriptions left out, so that rewording a description does
    not orphan recordings. `path` is for messages to people only and is not part of a recording's key, nor is
    `nonce`, of which the fences in `user` are made: it is another one each time.
    """

    task: str
    article: str
    path: str
    prompt: str
    prompt_sha256: str
    schema_id: str
    system: str
    user: str
    nonce: str = ""


class Usage(Noun):
    """Tokens that a server reports for all attempts at one question; None where it reported none.

    `tokens_cached` are those of `tokens_in` that the server had kept from an earlier question.
    """

    tokens_in: int | None = None
    tokens_out: int | None = None
    tokens_cached: int | None = None
    attempts: int = 0

    @classmethod
    def of_call(cls, told: object) -> "Usage":
        """Read what a server tells of one call, in the `usage` of its answer; what is absent or no count is None."""
        details = getattr(told, "prompt_tokens_details", None)
        return cls(
            tokens_in=_counted(getattr(told, "prompt_tokens", None)),
            tokens_out=_counted(getattr(told, "completion_tokens", None)),
            tokens_cached=_counted(getattr(details, "cached_tokens", None)),
            attempts=1,
        )


NOTHING = Usage(tokens_in=0, tokens_out=0)
"""What no call at all took."""


def added(a: Usage, b: Usage) -> Usage:
    """Add two usages. Tokens are unknown if those of one are: a part would look like the whole.

    Those that a server had kept are added as far as they are told.
    """
    return Usage(
        tokens_in=_whole(a.tokens_in, b.tokens_in),
        tokens_out=_whole(a.tokens_out, b.tokens_out),
        tokens_cached=_told(a.tokens_cached, b.tokens_cached),
        attempts=a.attempts + b.attempts,
    )


def total(usages: Iterable[Usage]) -> Usage:
    """Add any number of usages."""
    sum_of = NOTHING
    for usage in usages:
        sum_of = added(sum_of, usage)
    return sum_of


class Create(Protocol):
    """An async function with the signature of the openai client's `chat.completions.create`."""

    async def __call__(self, **kwargs: Any) -> Any:  # noqa: ANN401 - the SDK's own signature is that open
        """Give the completion for `kwargs`."""
        ...


def _counted(told: object) -> int | None:
    return told if isinstance(told, int) and not isinstance(told, bool) and told >= 0 else None


def _whole(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b


def _told(a: int | None, b: int | None) -> int | None:
    return None if a is None and b is None else (a or 0) + (b or 0)
