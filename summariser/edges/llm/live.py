"""Takes an address and a key and gives the `create` that asks a real server, with retries of the transport only."""

import asyncio
import math
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from pydantic_core import to_json
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, wait_exponential_jitter

from summariser.edges.llm import faults
from summariser.edges.llm.address import OPENAI, check_key, server_at
from summariser.edges.llm.faults import Fault, Server
from summariser.edges.llm.pace import Pace, Turn
from summariser.nouns.problems import Busy, LeftAlone, Misconfigured, ModeRefused, Problem, ServerProblem

if TYPE_CHECKING:
    import httpx2
    from openai.types.chat import ChatCompletion

Wait = Callable[[RetryCallState], float]

_OPENAI = f"{OPENAI}/v1"
_NO_KEY = "none"  # what local servers are sent: the client insists on a key
_BACKOFF = wait_exponential_jitter(multiplier=0.5, max=20, jitter=0.5)
_CONNECTIONS = 256
_LOOK_SECONDS = 10.0
_PATIENCE = 300.0  # seconds of waiting for one question
_GIVEN_UP = 8  # questions in a row without one answer: the server is down, and the rest is not sent
_DOUBTED = 3  # such questions after which a server that has answered before is given time, twice as much after each
_RESPITE, _LONGEST_RESPITE = 4.0, 30.0  # seconds
_FORM = ("tools", "tool_choice", "response_format", "extra_body")


def live(  # noqa: PLR0913 - an address, a key, and how it is asked
    base_url: str | None,
    api_key: str | None,
    *,
    pace: Pace | None = None,
    wait: Wait = _BACKOFF,
    deadline: float = 300.0,
    connections: int = _CONNECTIONS,
    check: Callable[[], None] = lambda: None,
    sending: Callable[[dict[str, Any]], None] = lambda _: None,
) -> "Live":
    """Give a `create` that asks the OpenAI-compatible server at `base_url` (None: OpenAI's own); close it after use.

    What may pass is asked again after `wait` or the server's Retry-After, at most 4 times (8 after 429); what cannot
    work is asked once, and nothing is sent after it. `deadline`, in seconds, is for all requests of one call together;
    waits of `pace` do not count. At most `connections` are open. Raises Misconfigured when neither key nor address is
    given, or one of them cannot be right. `check` raises what nothing is to be sent for any more, `sending` is told of
    each call when its first request goes out.
    """
    key = (api_key or "").strip()
    if not key and base_url is None:
        raise Misconfigured("no model: set OPENAI_API_KEY, or --base-url for a local server, or --replay DIR")
    check_key(key)
    address = (_OPENAI if base_url is None else base_url).strip()
    return Live(address, key, server_at(address, key), pace or Pace(), wait, deadline, connections, check, sending)


def place_of(base_url: str | None) -> str:
    """Give scheme, host and port of `base_url` (None: OpenAI's own). Raises Misconfigured if it is no address."""
    return server_at((_OPENAI if base_url is None else base_url).strip(), "").place


class Live:
    """A `create` with a connection pool: `async with live(…) as create`, or call `aclose` in the end."""

    def __init__(  # noqa: PLR0913, PLR0917 - `live` gathers it
        self,
        base_url: str,
        key: str,
        server: Server,
        pace: Pace,
        wait: Wait,
        deadline: float,
        connections: int,
        check: Callable[[], None],
        sending: Callable[[dict[str, Any]], None],
    ) -> None:
        from summariser.edges.llm.wire import client

        self._client = client(base_url, key or _NO_KEY, deadline=deadline, connections=connections)
        self._server = server
        self._pace = pace
        self._deadline = deadline
        self._stops: list[tuple[dict[str, Any], Problem]] = []  # what was asked for, and why it cannot work
        self._given_up = 0
        self._has_answered = False
        self._respite_until = -math.inf
        self._check = check
        self._sending = sending
        self._retrying = AsyncRetrying(
            stop=_enough,
            wait=lambda state: _pause(state, wait),
            retry=retry_if_exception(lambda error: isinstance(error, Fault)),
            sleep=pace.pause,
            reraise=True,
        )

    async def __call__(self, **kwargs: Any) -> "ChatCompletion":  # noqa: ANN401 - as in Create
        """Give the completion for `kwargs`.

        Raises ServerProblem, Misconfigured, TooLong or Refused, in one line without the key.
        """
        if not kwargs.get("model"):
            raise Misconfigured("no model is named; give --model")
        try:
            return await self._asked(kwargs)
        except Fault as fault:
            problem = fault.problem
            self._give_up(fault)
        raise problem

    @property
    def place(self) -> str:
        """Scheme, host and port of the server."""
        return self._server.place

    async def look(self, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON of any kind
        """Give the JSON at `path`, counted from the base URL, or from the server's root if it begins with a slash.

        With `body` it is asked for by POST. Asked once, for 10 s at most. Raises the Problem that came instead.
        """
        address = self._server.place + path if path.startswith("/") else path
        told = await self._sent_to(address, body, "", _LOOK_SECONDS, _LOOK_SECONDS)
        told = told if isinstance(told, Fault) else faults.value_in(told, self._server)
        if isinstance(told, Fault):
            raise told.problem
        return told

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

    async def _asked(self, kwargs: dict[str, Any]) -> "ChatCompletion":
        left = self._deadline
        # A copy for each call: calls at the same time would share one count of attempts.
        async for attempt in self._retrying.copy():
            with attempt:
                self._go_on(kwargs)
                async with self._pace.turn(_size(kwargs) if self._pace.counts_tokens else 0) as turn:
                    self._go_on(kwargs)
                    if attempt.retry_state.attempt_number == 1:
                        self._sending(kwargs)
                    outcome = await self._sent(kwargs, left)
                    left -= self._pace.clock() - turn.at
                    answer = self._noted(outcome, turn, kwargs)
        return answer

    def _go_on(self, kwargs: dict[str, Any]) -> None:
        """Raise why nothing is sent any more, or what a question like this one has met for good."""
        self._check()
        for asked, problem in self._stops:
            if all(kwargs.get(name) == value for name, value in asked.items()):
                raise Fault(type(problem)(str(problem)))

    async def _sent(self, kwargs: dict[str, Any], seconds: float) -> "ChatCompletion | Fault":
        # `chat.completions.create` would take a third more time, to copy the question and to check nothing.
        told = await self._sent_to("/chat/completions", _body(kwargs), kwargs["model"], seconds, self._deadline)
        return told if isinstance(told, Fault) else self._completion(told, kwargs["model"])

    async def _sent_to(self, path: str, body: object, model: str, seconds: float, told: float) -> bytes | Fault:
        """Make one request that may take `seconds`, or has taken the `told` ones with those before it.

        What the client raises ends here: its errors hold the request, and with it the key.
        """
        import httpx2
        from openai import APIConnectionError, APIStatusError

        # Made here once, for the client takes ten times as long to write the same JSON.
        send = self._client.get if body is None else partial(self._client.post, content=to_json(body))
        try:
            async with asyncio.timeout(seconds):
                response = await send(path, cast_to=httpx2.Response)
        except APIStatusError as error:
            return self._refused(error.response, model)
        except TimeoutError:
            return faults.late(told, self._server)
        except APIConnectionError as error:
            return faults.of_connection(error, self._server)
        return response.content

    def _refused(self, response: "httpx2.Response", model: str) -> Fault:
        return faults.of_error(response.status_code, response.headers, response.content, self._server, model)

    def _completion(self, body: bytes, model: str) -> "ChatCompletion | Fault":
        from openai.types.chat import ChatCompletion

        told = faults.completion_in(body, self._server, model)
        if isinstance(told, Fault):
            return told
        # As the client does: taking an answer as it is, and judging it is for those who asked.
        return ChatCompletion.construct(**{name: told[name] for name in ChatCompletion.model_fields if name in told})

    def _noted(self, outcome: "ChatCompletion | Fault", turn: Turn, kwargs: dict[str, Any]) -> "ChatCompletion":
        """Give an answer, or raise a fault, once all others may know of it."""
        if isinstance(outcome, Fault):
            self._tell(outcome, turn, kwargs)
            raise outcome
        usage = outcome.usage
        self._pace.used(turn, usage.prompt_tokens + usage.completion_tokens if usage else None)
        self._given_up, self._has_answered = 0, True
        return outcome

    def _tell(self, fault: Fault, turn: Turn, kwargs: dict[str, Any]) -> None:
        fault.sent = turn.at
        if fault.final:
            form = _FORM if isinstance(fault.problem, ModeRefused) else ()
            self._stops.append(({name: kwargs.get(name) for name in form}, fault.problem))
        elif fault.wait:
            self._pace.close(fault.wait)
        if fault.crowded:
            self._pace.crowded(turn)

    def _give_up(self, fault: Fault) -> None:
        """Count a question without an answer; after some in a row give the server time, after many send no other.

        What was sent before the server was given time says nothing new.
        """
        problem = fault.problem
        if not isinstance(problem, ServerProblem) or fault.sent < self._respite_until:
            return
        self._given_up += 1
        doubts = self._given_up - _DOUBTED
        if self._has_answered and fault.requests > 1 and 0 <= doubts < _GIVEN_UP - _DOUBTED:
            self._respite_until = self._pace.leave_alone(min(_RESPITE * 2**doubts, _LONGEST_RESPITE))
        elif self._given_up == _GIVEN_UP:
            self._stops.append(({}, LeftAlone(str(problem)) if isinstance(problem, Busy) else problem))


def _body(kwargs: dict[str, Any]) -> dict[str, Any]:
    """Give the body of a request, with what stands in `extra_body` (a name of the openai client) put into it."""
    plain = {name: value for name, value in kwargs.items() if name != "extra_body"}
    return plain | (kwargs.get("extra_body") or {})


def _size(kwargs: dict[str, Any]) -> int:
    return len(to_json(_body(kwargs)))


def _enough(state: RetryCallState) -> bool:
    fault = _fault(state)
    return state.attempt_number >= fault.requests or state.idle_for > _PATIENCE


def _pause(state: RetryCallState, otherwise: Wait) -> float:
    told = _fault(state).wait
    return otherwise(state) if told is None else told


def _fault(state: RetryCallState) -> Fault:
    error = state.outcome.exception() if state.outcome else None
    if not isinstance(error, Fault):
        raise TypeError("only faults are retried")
    return error
