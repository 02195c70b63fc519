"""Takes an address and a key and gives the `create` that asks a real server, with retries of the transport only."""

import asyncio
import math
import os
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from json import JSONDecodeError
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from summariser.nouns.problems import Misconfigured, Problem, Refused, ServerProblem
from summariser.text.clean import clean

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI
    from openai.types.chat import ChatCompletion

Wait = Callable[[RetryCallState], float]

_OPENAI = "https://api.openai.com/v1"
_NO_KEY = "none"  # what local servers are sent: the client insists on a key
_LEAST_KEY = 12  # a shorter one is no secret but a word ("none", "ollama") that an answer may well have
_REQUESTS = 4
_LONGEST_WAIT = 60.0
_CONNECT_SECONDS = 10.0
_BACKOFF = wait_exponential_jitter(multiplier=0.5, max=20, jitter=0.5)


def live(base_url: str | None, api_key: str | None, *, wait: Wait = _BACKOFF, deadline: float = 300.0) -> "Live":
    """Give a `create` that asks the OpenAI-compatible server at `base_url` (None: OpenAI's own); close it after use.

    A request is made at most 4 times: again after a lost connection, a timeout, 408, 429 or 5xx, when `wait` or the
    server's Retry-After (up to 60 s) has passed. `deadline`, in seconds, is for one call with all that belongs to it.
    Raises Misconfigured when neither key nor address is given, or one of them cannot be right.
    """
    key = (api_key or "").strip()
    if not key and base_url is None:
        raise Misconfigured("no model: set OPENAI_API_KEY, or --base-url for a local server, or --replay DIR")
    if not (key.isascii() and key.isprintable()):
        raise Misconfigured("OPENAI_API_KEY holds characters that no key has; set it again")
    return Live(base_url or _OPENAI, key, _place(base_url or _OPENAI), wait, deadline)


class Live:
    """A `create` with a connection pool: `async with live(…) as create`, or call `aclose` in the end."""

    def __init__(self, base_url: str, key: str, place: str, wait: Wait, deadline: float) -> None:
        self._client = _client(base_url, key or _NO_KEY, deadline)
        self._place = place
        self._key = key
        self._deadline = deadline
        self._retrying = AsyncRetrying(
            stop=stop_after_attempt(_REQUESTS),
            wait=lambda state: _pause(state, wait),
            retry=retry_if_exception(_passing),
            reraise=True,
        )

    async def __call__(self, **kwargs: Any) -> "ChatCompletion":  # noqa: ANN401 - as in Create
        """Give the completion for `kwargs`.

        Raises ServerProblem, Misconfigured or Refused, in one line without the key.
        """
        from openai import OpenAIError

        if not kwargs.get("model"):
            raise Misconfigured("no model is named; give --model")
        try:
            async with asyncio.timeout(self._deadline):
                completion = await self._asked(kwargs)
        except (OpenAIError, TimeoutError, JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
            problem = self._problem(error, kwargs["model"])
        else:
            return self._checked(completion)
        # Outside the handler, so that no trace of the client's error, which may hold the key, hangs on to it.
        raise problem

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def __aenter__(self) -> Self:
        """Give itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        await self.aclose()

    async def _asked(self, kwargs: dict[str, Any]) -> object:
        # A copy for each call: calls at the same time would share one count of attempts.
        async for attempt in self._retrying.copy():
            with attempt:
                answer: object = await self._client.chat.completions.create(**kwargs)
        return answer

    def _checked(self, completion: object) -> "ChatCompletion":
        from openai.types.chat import ChatCompletion

        if not isinstance(completion, ChatCompletion):
            raise self._no_completion()
        if len(self._key) >= _LEAST_KEY and self._key in repr(completion):
            # Where the answer goes, recordings and briefs, no key may go.
            raise ServerProblem(
                f"the model's server at {self._place} put the API key in its answer; use another server"
            )
        told = (completion.model_extra or {}).get("error")
        if told and not completion.choices:
            raise ServerProblem(f"the model's server at {self._place} failed: {self._shown(_message(told))}")
        return completion

    def _problem(self, error: Exception, model: str) -> Problem:
        from openai import APIConnectionError, APIStatusError

        server = f"the model's server at {self._place}"
        if isinstance(error, APIStatusError):
            return self._status_problem(error, server, model)
        if isinstance(error, TimeoutError):
            return ServerProblem(f"{server} gave no whole answer within {self._deadline:g} s; try again later")
        if isinstance(error, APIConnectionError):
            return ServerProblem(f"{server} could not be reached ({self._shown(_reason(error))}); check --base-url")
        return self._no_completion()

    def _no_completion(self) -> Problem:
        told = "answered with something else than a chat completion"
        return ServerProblem(f"the model's server at {self._place} {told}; check --base-url")

    def _status_problem(self, error: "APIStatusError", server: str, model: str) -> Problem:
        told = self._shown(_message(error.body))
        match error.status_code:
            case 401:
                return Misconfigured("the server refused the API key; set OPENAI_API_KEY")
            case 403:
                return Misconfigured(f"the server refused the API key ({told}); set OPENAI_API_KEY")
            case 404:
                return Misconfigured(f"{server} does not know {clean(model)} ({told}); check --model and --base-url")
            case 400 if error.code == "content_filter":
                return Refused(f"the content filter of {server} refused the question; use another model")
            case status if status < 400:
                return ServerProblem(f"{server} redirects elsewhere, which is not followed; check --base-url")
            case status:
                return ServerProblem(f"{server} answered {status} ({told})")

    def _shown(self, text: str) -> str:
        # Redacted before it is cut: half a key is a leak too.
        return clean(text.replace(self._key, "[key]") if self._key else text)[:160]


def _client(base_url: str, key: str, deadline: float) -> "AsyncOpenAI":
    from openai import AsyncOpenAI, DefaultAsyncHttpxClient, Timeout

    timeout = Timeout(deadline, connect=_CONNECT_SECONDS)
    # A redirect would take the key and the article to wherever it points.
    http = DefaultAsyncHttpxClient(follow_redirects=False, timeout=timeout)
    return AsyncOpenAI(base_url=base_url, api_key=key, max_retries=0, timeout=timeout, http_client=http)


def _place(base_url: str) -> str:
    """Scheme, host and port of an address, without user, password and path. Raises Misconfigured if it is none."""
    try:
        parts = urlsplit(base_url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        raise Misconfigured("--base-url is no address; it looks like http://127.0.0.1:8000/v1")
    host = f"[{host}]" if ":" in host else host
    return clean(f"{parts.scheme}://{host}" + (f":{port}" if port else ""))


def _passing(error: BaseException) -> bool:
    """Whether asking again may help."""
    from openai import APIConnectionError, APIStatusError

    if not isinstance(error, APIStatusError):
        return isinstance(error, APIConnectionError)
    if "insufficient_quota" in (error.code, error.type) or (_retry_after(error) or 0) > _LONGEST_WAIT:
        return False
    return error.status_code in (408, 429) or error.status_code >= 500


def _pause(state: RetryCallState, otherwise: Wait) -> float:
    from openai import APIStatusError

    error = state.outcome.exception() if state.outcome else None
    told = _retry_after(error) if isinstance(error, APIStatusError) else None
    return otherwise(state) if told is None else told


def _retry_after(error: "APIStatusError") -> float | None:
    """Seconds that the server asks to wait (RFC 9110, 10.2.3: a number or a date), None if it does not say."""
    told = error.response.headers.get("retry-after", "")
    try:
        seconds = float(told)
    except ValueError:
        seconds = _seconds_until(told)
    return max(seconds, 0.0) if math.isfinite(seconds) else None


def _seconds_until(date: str) -> float:
    try:
        return parsedate_to_datetime(date).timestamp() - time.time()
    except (ValueError, OverflowError):
        return math.nan


def _message(body: object) -> str:
    """Tell what an error's body says, in the shapes of OpenAI, vLLM, llama.cpp and plain web servers."""
    if isinstance(body, dict):
        return str(body.get("message") or body.get("detail") or "no reason given")
    return str(body or "no reason given")


def _reason(error: BaseException) -> str:
    """Why there is no connection: the words of the system's error at the bottom, as far down as there is one."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    if isinstance(error, OSError) and error.errno and error.errno > 0:
        return os.strerror(error.errno).lower()
    return str(error).lower() or type(error).__name__
