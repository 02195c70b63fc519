"""Takes what came instead of a good answer and gives its class: ask again, end the run, or give up one article.

The table `_RULES` is the one place that decides. A problem that is Misconfigured ends the run, any other costs one
article; how many requests a question is worth says whether asking again may help.
"""

import json
import math
import os
import re
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from summariser.edges.llm.secrets import Secrets
from summariser.nouns.problems import (
    Busy,
    KeyRefused,
    LeftAlone,
    Misconfigured,
    ModeRefused,
    Problem,
    Refused,
    ServerProblem,
    TooLong,
    UnknownModel,
    WrongAddress,
)
from summariser.text.clean import clean


class TooMuchError(Exception):
    """An answer goes on and on."""


class PackedError(Exception):
    """An answer is compressed, which was not asked for: nobody knows how large it is."""


LONGEST_WAIT = 120.0
"""Seconds that a server may ask to wait; when it asks for more, nothing more is sent."""

_ONCE, _TWICE, _PASSING, _CROWDED = 1, 2, 4, 8
_LATER = "; run the same command again later"


@dataclass(eq=False)
class Fault(Exception):
    """Why a request gave no completion.

    `requests` is how many a question is worth in all when this is what they meet, `wait` the seconds that the server
    asks for, `crowded` whether it has too much to do, `final` whether no other question needs to be sent. `sent` is
    when the request went out, on the clock of the pace.
    """

    problem: Problem
    requests: int = _ONCE
    wait: float | None = None
    crowded: bool = False
    sent: float = -math.inf

    @property
    def final(self) -> bool:
        """Whether no other question can fare better."""
        return isinstance(self.problem, Misconfigured) or (self.wait or 0.0) > LONGEST_WAIT


@dataclass(frozen=True)
class Server:
    """Who was asked, in words fit to show: `place` is its address without path and password, `advice` on the path."""

    place: str
    advice: str
    secrets: Secrets

    def __str__(self) -> str:
        return f"the model's server at {self.place}"


@dataclass(frozen=True)
class _Told:
    """What an answer with an error says: status, codes and types (lower case), parameter, words fit to show."""

    status: int
    codes: frozenset[str]
    parameter: str
    words: str

    def names(self, *codes: str) -> bool:
        return not self.codes.isdisjoint(codes)

    def says(self, pattern: str) -> bool:
        return re.search(pattern, self.words, re.IGNORECASE) is not None


@dataclass(frozen=True)
class _Rule:
    """What an error is when `holds`: the problem, its line, and how many requests a question is worth with it."""

    holds: Callable[[_Told], bool]
    problem: type[Problem]
    line: str
    requests: int = _ONCE


_TOO_LONG = (
    r"context[ _](length|size|window)|maximum context|too many (input )?tokens|reduce the length"
    r"|(prompt|input|request) (is )?too (long|large)|too large to process"
)
_FORM = (
    r"response_format|initialize samplers|json.?schema|schema|grammar|\btools?\b|tool_choice|tool choice|function call"
)

_RULES = (
    _Rule(
        lambda told: told.status < 400,
        WrongAddress,
        "{server} redirects elsewhere, which is not followed; check --base-url",
    ),
    _Rule(
        lambda told: told.status == 402 or told.names("insufficient_quota", "billing_hard_limit_reached"),
        Misconfigured,
        "{server} says that the quota is spent ({told}); pay for more, or use another key",
    ),
    _Rule(
        lambda told: (
            told.status == 401 or told.names("invalid_api_key", "no_db_connection") or told.says("api key not valid")
        ),
        KeyRefused,
        "the server refused the API key; set OPENAI_API_KEY",
    ),
    _Rule(
        lambda told: told.status == 403,
        KeyRefused,
        "the server refused the API key ({told}); set OPENAI_API_KEY",
    ),
    _Rule(
        lambda told: told.status in (404, 405) and not (told.names("model_not_found") or told.says("model")),
        WrongAddress,
        "{server} has no chat completions at this address ({told}); {advice}",
    ),
    _Rule(
        lambda told: told.status == 404 or told.names("model_not_found") or told.says("invalid model name"),
        UnknownModel,
        "{server} does not know {model} ({told}); check --model and --base-url",
    ),
    _Rule(
        lambda told: (
            told.status == 413
            or told.names("context_length_exceeded", "exceed_context_size_error", "string_above_max_length")
            or told.says(_TOO_LONG)
        ),
        TooLong,
        "{server} finds the question too long ({told}); use a model with a larger context",
    ),
    _Rule(
        lambda told: told.status == 400 and told.names("content_filter", "responsibleaipolicyviolation"),
        Refused,
        "the content filter of {server} refused the question; use another model",
    ),
    _Rule(
        lambda told: told.status in (400, 422) and (told.says(_FORM) or bool(re.search(_FORM, told.parameter))),
        ModeRefused,
        "{server} refuses the form of answer asked for ({told}); give another --mode, or use another model",
    ),
    _Rule(
        lambda told: (
            told.status in (407, 415, 422, 501)
            or told.names("unsupported_parameter", "unsupported_value", "unknown_parameter")
        ),
        Misconfigured,
        "{server} does not take questions of this kind: {status} ({told}); check --base-url and --model",
    ),
    _Rule(
        lambda told: told.status == 429,
        Busy,
        "{server} answered {status} ({told})" + _LATER,
        _CROWDED,
    ),
    _Rule(
        lambda told: told.status in (408, 409, 425) or told.status >= 500,
        Busy,
        "{server} answered {status} ({told})" + _LATER,
        _PASSING,
    ),
    _Rule(lambda _: True, ServerProblem, "{server} answered {status} ({told})"),
)


def of_error(status: int, headers: Mapping[str, str], body: bytes, server: Server, model: str) -> Fault:
    """Classify an answer whose status is an error or a redirect. Names of `headers` are looked up in lower case."""
    told = _told(status, _value(body), body, server.secrets)
    return _fault(told, headers, server, model, answered=str(status))


def _fault(told: _Told, headers: Mapping[str, str], server: Server, model: str, *, answered: str) -> Fault:
    rule = next(rule for rule in _RULES if rule.holds(told))
    line = rule.line.format(server=server, model=clean(model), told=told.words, status=answered, advice=server.advice)
    wait = _wait(headers) if rule.requests > _ONCE else None
    if wait is not None and wait > LONGEST_WAIT:
        return Fault(LeftAlone(f"{server} asks to be left alone for {wait:.0f} s ({told.words}){_LATER}"), wait=wait)
    # A server that says of itself that asking again is of no use is believed.
    requests = _ONCE if headers.get("x-should-retry") == "false" else rule.requests
    return Fault(rule.problem(line), requests, wait, crowded=told.status in (429, 503, 529))


def completion_in(body: bytes, server: Server, model: str) -> dict[str, Any] | Fault:
    """Give the completion that stands in the body of an answer with status 200, or what is wrong with it."""
    if server.secrets.stand_in(body):
        # Where an answer goes, recordings and briefs, no key may go.
        return Fault(ServerProblem(f"{server} put the API key in its answer; use another server"))
    value = _value(body)
    if isinstance(value, dict) and value.get("error") and not value.get("choices"):
        return _error_inside(value, server, model)
    if not (isinstance(value, dict) and "choices" in value and _well_made(value["choices"])):
        return _no_completion(body, server)
    if not value["choices"]:
        return Fault(ServerProblem(f"{server} sent an answer without any choice; use another model"), _TWICE)
    return value | {"usage": _usage(value.get("usage")), "model": _without_folders(value.get("model"))}


def value_in(body: bytes, server: Server) -> Any | Fault:  # noqa: ANN401 - JSON of any kind
    """Give the JSON that stands in the body of an answer with status 200, or what is wrong with it."""
    if server.secrets.stand_in(body):
        return Fault(ServerProblem(f"{server} put the API key in its answer; use another server"))
    value = _value(body)
    return _no_completion(body, server) if value is None else value


def of_connection(error: BaseException, server: Server) -> Fault:
    """Classify what the client met on the way to a server, or on the way back."""
    cause = _bottom(error)
    if isinstance(cause, TooMuchError):
        return Fault(ServerProblem(f"{server} sent more than any answer is; use another model or server"))
    if isinstance(cause, PackedError):
        told = "sent a compressed answer, which was not asked for"
        return Fault(ServerProblem(f"{server} {told}; check --base-url"), _PASSING)
    told = server.secrets.shown(_reason(cause))
    requests = _ONCE if isinstance(cause, ssl.SSLCertVerificationError) else _PASSING
    return Fault(ServerProblem(f"{server} could not be reached ({told}); check --base-url"), requests)


def late(seconds: float, server: Server) -> Fault:
    """Classify an answer that is not there in time: the time is spent, so it is not asked for again."""
    return Fault(ServerProblem(f"{server} gave no whole answer within {seconds:g} s; try again later"))


def _no_completion(body: bytes, server: Server) -> Fault:
    what = "a web page" if _is_page(body) else "something else than a chat completion"
    return Fault(ServerProblem(f"{server} answered with {what}; {server.advice}"), _PASSING)


def _error_inside(value: dict[str, Any], server: Server, model: str) -> Fault:
    """Classify an error under a status that calls it a success: by the status that it tells itself, if any."""
    inner = value["error"]
    code = inner.get("code") if isinstance(inner, dict) else None
    status = code if isinstance(code, int) and 400 <= code < 600 else 500
    told = _told(status, value, b"", server.secrets)
    return _fault(told, {}, server, model, answered="200 with an error")


def _value(body: bytes) -> Any:  # noqa: ANN401 - JSON of any kind
    """Parse a body as JSON; None if it is none. A byte order mark is passed over (RFC 8259, 8.1)."""
    try:
        return json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def _told(status: int, value: object, body: bytes, secrets: Secrets) -> _Told:
    """Read an error in the shapes of OpenAI, vLLM, llama.cpp, Ollama, FastAPI and plain web servers."""
    outer = value if isinstance(value, dict) else {}
    inner = outer.get("error")
    error = inner if isinstance(inner, dict) else outer
    deeper = error.get("innererror")
    codes = (error.get("code"), error.get("type"), deeper.get("code") if isinstance(deeper, dict) else None)
    words = inner if isinstance(inner, str) else error.get("message") or outer.get("detail") or outer.get("message")
    return _Told(
        status,
        frozenset(str(code).lower() for code in codes if code),
        str(error.get("param") or ""),
        secrets.shown(_detail(words) if words else _named(body)),
    )


def _detail(words: object) -> str:
    """Read what FastAPI says of each field, or words as they are."""
    if isinstance(words, list):
        return ", ".join(str(one.get("msg", "")) for one in words if isinstance(one, dict))
    return str(words)


def _named(body: bytes) -> str:
    """Name a body that is no error in JSON: it is never shown."""
    if not body.strip():
        return "no reason given"
    return "a web page" if _is_page(body) else "no reason that can be read"


def _is_page(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _without_folders(model: object) -> str | None:
    """Give a model's name without the folders of its server's disk, which llama.cpp tells; None for no name."""
    if not isinstance(model, str):
        return None
    is_path = re.match(r"/|[A-Za-z]:\\", model)
    return clean(re.split(r"[/\\]", model)[-1] if is_path else model)


def _well_made(choices: object) -> bool:
    """Whether choices are null or a list of objects, each with a message that is an object, or with none."""
    return choices is None or (isinstance(choices, list) and all(map(_is_choice, choices)))


def _is_choice(choice: object) -> bool:
    return isinstance(choice, dict) and isinstance(choice.get("message", {}), dict | None)


def _usage(told: object) -> dict[str, Any] | None:
    """Keep the counts of tokens if they are counts."""
    if not isinstance(told, dict):
        return None
    counts = (told.get("prompt_tokens"), told.get("completion_tokens"))
    return told if all(isinstance(count, int) and count >= 0 for count in counts) else None


def _wait(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait; None if it does not say, or nothing that makes sense.

    RFC 9110, 10.2.3: a number or a date, here counted from the server's own clock; `retry-after-ms` is more exact.
    litellm's proxy hands on what its provider asked for under a name of its own.
    """
    exact = _number(headers.get("retry-after-ms", ""))
    told = headers.get("retry-after") or headers.get("llm_provider-retry-after", "")
    seconds = exact / 1000 if exact is not None else _number(told)
    if seconds is None:
        seconds = _seconds_until(told, headers.get("date", ""))
    return seconds if math.isfinite(seconds) and seconds > 0 else None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _seconds_until(date: str, now: str) -> float:
    try:
        return _timestamp(date) - (_timestamp(now) if now else time.time())
    except (ValueError, OverflowError):
        return math.nan


def _timestamp(date: str) -> float:
    return parsedate_to_datetime(date).timestamp()


def _bottom(error: BaseException) -> BaseException:
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return error


def _reason(cause: BaseException) -> str:
    """Why there is no connection, in the system's words; never in those of the other side."""
    if isinstance(cause, ssl.SSLError):
        return f"no secure connection: {cause.reason or 'TLS failed'}".lower().replace("_", " ")
    if isinstance(cause, OSError) and cause.errno:
        return (os.strerror(cause.errno) if cause.errno > 0 else str(cause.strerror)).lower()
    return "no connection in time" if "Timeout" in type(cause).__name__ else "the connection broke off"
