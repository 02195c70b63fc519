"""Gives what servers of chat models do wrong, by name: what is sent, how many requests come, and the class of fault."""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate

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
from tests.servers import Reply, completion, error

GOOD = {"actors": []}
PAGE = b"<!doctype html><html><title>Sign in</title><script>steal()</script></html>"
HTML = {"Content-Type": "text/html"}
PASSING, CROWDED = 4, 8


@dataclass(frozen=True)
class Scenario:
    """`replies` are given one after another, the last for ever; a reply may be made from the request.

    `requests` must be seen; `problem` is the class that comes out, None for a good answer; `words` stand in its line;
    `waits` are the seconds between the requests, where the server has told them.
    """

    replies: tuple[object, ...]
    requests: int
    problem: type[Problem] | None = None
    words: str = ""
    waits: tuple[float, ...] | None = None

    def script(self, request, number):
        reply = self.replies[min(number, len(self.replies)) - 1]
        return reply(request) if isinstance(reply, Callable) else reply


def _good(change=lambda told: told, **how):
    """A reply with the whole completion, changed."""
    return lambda request: Reply(change(completion(request, GOOD)), **how)


def _bytes(change):
    return lambda request: Reply(change(json.dumps(completion(request, GOOD)).encode()))


def _http(head, tail):
    """What a server writes on the connection: a head, and a tail made from the bytes of a good answer."""
    return lambda request: Reply(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
        + head
        + tail(json.dumps(completion(request, GOOD)).encode()),
        fault="raw",
    )


def _then_good(reply, requests=2, **how):
    return Scenario((reply, GOOD), requests, **how)


def _for_ever(reply, requests, problem, words="", **how):
    return Scenario((reply,), requests, problem, words, **how)


def _told(status, message, code=None, **more):
    return Reply({"error": {"message": message, "type": code, "code": code, **more}}, status)


def _slow_down(**headers):
    named = {name if "-" in name else name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(error("Rate limit reached", "rate_limit_exceeded"), 429, named)


def _dated(seconds):
    """Asks to wait until a date that is so far ahead on the server's own clock, which is years behind."""
    dates = {"Date": formatdate(1e9, usegmt=True), "Retry-After": formatdate(1e9 + seconds, usegmt=True)}
    head = "".join(f"{name}: {value}\r\n" for name, value in dates.items())
    return Reply(f"HTTP/1.1 429 No\r\n{head}Content-Length: 0\r\nConnection: close\r\n\r\n".encode(), fault="raw")


def _events(*events, end=b""):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    return Reply(head + b"".join(b"data: " + event + b"\n\n" for event in events) + end, fault="raw")


_CHUNK = json.dumps({"object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": "{"}}]}).encode()

AGAIN = {
    "429 with seconds": _then_good(_slow_down(Retry_After="7"), waits=(7,)),
    "429 with a date": _then_good(_dated(9), waits=(9,)),
    "429 with milliseconds": _then_good(_slow_down(retry_after_ms="300", Retry_After="5"), waits=(0.3,)),
    "429 with a provider's seconds": _then_good(_slow_down(**{"llm_provider-Retry-After": "6"}), waits=(6,)),
    "429 with words for seconds": _then_good(_slow_down(Retry_After="soon; NaN"), waits=(0.01,)),
    "429 with nan": _then_good(_slow_down(Retry_After="nan"), waits=(0.01,)),
    "429 with infinity": _then_good(_slow_down(Retry_After="inf"), waits=(0.01,)),
    "429 with a negative number": _then_good(_slow_down(Retry_After="-5"), waits=(0.01,)),
    "429 with a date that is past": _then_good(_dated(-9), waits=(0.01,)),
    "429 with an impossible date": _then_good(_slow_down(Retry_After="Mon, 99 Foo 20000 00:00:00 GMT"), waits=(0.01,)),
    "429 for ever": _for_ever(_slow_down(), CROWDED, Busy, "answered 429 (Rate limit reached)"),
    "429 with two minutes": _then_good(_slow_down(Retry_After="120"), waits=(120,)),
    "429 with ten minutes": _for_ever(_slow_down(Retry_After="600"), 1, LeftAlone, "left alone for 600 s", waits=()),
    "503 with ten minutes": _for_ever(Reply(b"", 503, {"Retry-After": "600"}), 1, LeftAlone, "left alone for 600 s"),
    "408": _then_good(_told(408, "timeout")),
    "409": _then_good(_told(409, "conflict")),
    "500": _then_good(_told(500, "The server had an error", "server_error")),
    "500 for ever": _for_ever(_told(500, "The server had an error"), PASSING, Busy, "answered 500 (The server had"),
    "500 that says that it is lasting": _for_ever(
        Reply(error("fatal"), 500, {"x-should-retry": "false"}), 1, Busy, "answered 500 (fatal)"
    ),
    "502 with a web page": _for_ever(Reply(PAGE, 502, HTML), PASSING, Busy, "answered 502 (a web page)"),
    "502 with text": _for_ever(Reply(b"Bad\x1b[2J gateway", 502), PASSING, Busy, "(no reason that can be read)"),
    "503 slow down": _for_ever(_told(503, "Slow Down", "slow_down"), PASSING, Busy, "answered 503 (Slow Down)"),
    "503 while a model loads": _then_good(_told(503, "Loading model", "unavailable_error")),
    "503 of a full queue": _for_ever(_told(503, "maximum pending requests exceeded"), PASSING, Busy, "pending"),
    "504 with a web page": _then_good(Reply(PAGE, 504, HTML)),
    "529": _for_ever(
        Reply({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}, 529),
        PASSING,
        Busy,
        "answered 529 (Overloaded)",
    ),
    "reset before a byte": _for_ever(Reply(b"", fault="reset"), PASSING, ServerProblem, "could not be reached"),
    "reset once": _then_good(Reply(b"", fault="reset")),
    "end in the middle of the body": _for_ever(_good(fault="half"), PASSING, ServerProblem, "the connection broke off"),
    "reset in the middle of the body": _then_good(_good(fault="half, reset")),
    "chunks without an end": _for_ever(
        _http(b"Transfer-Encoding: chunked\r\n\r\n", lambda body: b"%x\r\n%s\r\n" % (len(body), body)),
        PASSING,
        ServerProblem,
        "the connection broke off",
    ),
    "no HTTP at all": _for_ever(
        Reply(b"\x16\x03 secret noise\r\n\r\n", fault="raw"), PASSING, ServerProblem, "broke off"
    ),
    "nothing": _for_ever(Reply(b""), PASSING, ServerProblem, "something else than a chat completion"),
    "web page": _for_ever(Reply(PAGE, headers=HTML), PASSING, ServerProblem, "answered with a web page"),
    "web page that calls itself JSON": _for_ever(Reply(PAGE), PASSING, ServerProblem, "answered with a web page"),
    "null": _for_ever(Reply(b"null"), PASSING, ServerProblem, "something else"),
    "list": _for_ever(Reply(b"[]"), PASSING, ServerProblem, "something else"),
    "string": _for_ever(Reply(b'"text"'), PASSING, ServerProblem, "something else"),
    "object of another kind": _for_ever(Reply(b'{"ok": true}'), PASSING, ServerProblem, "something else"),
    "choices of another kind": _for_ever(Reply({"choices": "x"}), PASSING, ServerProblem, "something else"),
    "choice of another kind": _for_ever(Reply({"choices": ["x"]}), PASSING, ServerProblem, "something else"),
    "message of another kind": _for_ever(
        Reply({"choices": [{"message": 3}]}), PASSING, ServerProblem, "something else"
    ),
    "cut JSON": _for_ever(_bytes(lambda body: body[: len(body) // 2]), PASSING, ServerProblem, "something else"),
    "no UTF-8": _for_ever(
        _bytes(lambda body: body.replace(b"chat", b"\xff\xfe")), PASSING, ServerProblem, "something else"
    ),
    "too deep": _for_ever(Reply(b"[" * 100_000), PASSING, ServerProblem, "something else"),
    "error called a success": _for_ever(
        Reply(error("upstream exploded")), PASSING, Busy, "answered 200 with an error (upstream exploded)"
    ),
    "error called a success in words": _for_ever(Reply({"error": "broken"}), PASSING, Busy, "broken"),
    "broken compression": _for_ever(
        Reply(b"\x1f\x8b\x08\x00garbage", headers={"Content-Encoding": "gzip"}), PASSING, ServerProblem, "compressed"
    ),
    "compressed bomb": _for_ever(
        Reply(gzip.compress(b" " * 50_000_000, 1), headers={"Content-Encoding": "gzip"}),
        PASSING,
        ServerProblem,
        "compressed",
    ),
    "no choice": _for_ever(_good(lambda told: told | {"choices": []}), 2, ServerProblem, "without any choice"),
    "choices null": _for_ever(_good(lambda told: told | {"choices": None}), 2, ServerProblem, "without any choice"),
    "no choice once": _then_good(_good(lambda told: told | {"choices": []})),
    "stream without an end": _for_ever(_events(_CHUNK), PASSING, ServerProblem, "something else"),
    "stream with an error": _for_ever(_events(_CHUNK, b'{"error": {"message": "x"}}'), PASSING, ServerProblem, "else"),
    "stream with an error in words": _for_ever(_events(_CHUNK, b'{"error": "x"}'), PASSING, ServerProblem, "else"),
    "stream with bad JSON": _for_ever(_events(_CHUNK, b"{not json", end=b"data: [DONE]\n\n"), PASSING, ServerProblem),
}

STOPS = {
    "401": _for_ever(
        _told(401, "Incorrect API key provided: sk-t****3456", "invalid_api_key"), 1, KeyRefused, "OPENAI_API_KEY"
    ),
    "401 in words": _for_ever(Reply({"error": "Unauthorized"}, 401), 1, KeyRefused, "refused the API key"),
    "401 with a number": _for_ever(
        Reply({"error": {"code": 401, "message": "Invalid API Key", "type": "authentication_error"}}, 401),
        1,
        KeyRefused,
        "refused the API key",
    ),
    "401 with nothing": _for_ever(Reply(b"", 401), 1, KeyRefused, "refused the API key"),
    "401 with a web page": _for_ever(Reply(PAGE, 401, HTML), 1, KeyRefused, "refused the API key"),
    "400 for a key": _for_ever(
        _told(400, "API key not valid. Pass a valid one."), 1, KeyRefused, "refused the API key"
    ),
    "403": _for_ever(
        _told(403, "Country not supported", "request_forbidden"), 1, KeyRefused, "(Country not supported)"
    ),
    "400 of a proxy for a model": _for_ever(
        _told(400, "Invalid model name passed in model=m", "bad_request"), 1, UnknownModel, "check --model"
    ),
    "400 of a proxy for a key": _for_ever(
        _told(400, "No connected db.", "no_db_connection"), 1, KeyRefused, "OPENAI_API_KEY"
    ),
    "400 for a grammar": _for_ever(
        _told(400, "Failed to initialize samplers: std::exception", "400"), 1, ModeRefused, "give another --mode"
    ),
    "404 for a model": _for_ever(
        _told(404, "The model `m` does not exist", "model_not_found"), 1, UnknownModel, "check --model"
    ),
    "404 for a model with a number": _for_ever(
        Reply({"error": {"message": "The model `m` does not exist.", "type": "NotFoundError", "code": 404}}, 404),
        1,
        UnknownModel,
        "does not know m (The model",
    ),
    "404 for a model that is not pulled": _for_ever(
        _told(404, "model 'm' not found", "not_found_error"), 1, UnknownModel, "does not know m (model 'm' not found)"
    ),
    "404 for a path": _for_ever(
        Reply({"error": {"code": 404, "message": "File Not Found", "type": "not_found_error"}}, 404),
        1,
        WrongAddress,
        "no chat completions at this address (File Not Found); check --base-url",
    ),
    "404 with a web page": _for_ever(Reply(PAGE, 404, HTML), 1, WrongAddress, "at this address (a web page)"),
    "405": _for_ever(Reply({"detail": "Method Not Allowed"}, 405), 1, WrongAddress, "(Method Not Allowed)"),
    "429 for a spent quota": _for_ever(
        _told(429, "You exceeded your current quota", "insufficient_quota"), 1, Misconfigured, "the quota is spent"
    ),
    "402": _for_ever(_told(402, "Insufficient credits"), 1, Misconfigured, "the quota is spent (Insufficient credits)"),
    "200 for a spent quota": _for_ever(
        Reply(error("pay first", "insufficient_quota")), 1, Misconfigured, "the quota is spent (pay first)"
    ),
    "400 for a schema": _for_ever(
        _told(400, "Invalid schema for response_format 'X'", param="response_format"),
        1,
        ModeRefused,
        "the form of answer",
    ),
    "400 for tools": _for_ever(_told(400, "m does not support tools"), 1, ModeRefused, "(m does not support tools)"),
    "400 for a parameter": _for_ever(
        _told(400, "'temperature' does not support 0", "unsupported_value"), 1, Misconfigured, "questions of this kind"
    ),
    "422": _for_ever(
        Reply({"detail": [{"loc": ["body", "model"], "msg": "field required", "type": "missing"}]}, 422),
        1,
        Misconfigured,
        "422 (field required)",
    ),
    "307 to another place": _for_ever(
        Reply(b"", 307, {"Location": "http://127.0.0.2:9/v1"}), 1, WrongAddress, "redirects"
    ),
    "307 to the same place": _for_ever(
        Reply(b"", 307, {"Location": "/v1/chat/completions"}), 1, WrongAddress, "redirects"
    ),
    "301 with a web page": _for_ever(Reply(PAGE, 301, {"Location": "//x"} | HTML), 1, WrongAddress, "redirects"),
}

ARTICLE = {
    "too long, OpenAI": _for_ever(
        _told(400, "This model's maximum context length is 8192 tokens.", "context_length_exceeded"), 1, TooLong, "8192"
    ),
    "too long, vLLM": _for_ever(
        Reply(
            {
                "error": {
                    "message": "This model's maximum context length is 8192 tokens. However, you requested 9000 "
                    "tokens in the messages.",
                    "type": "BadRequestError",
                    "param": None,
                    "code": 400,
                }
            },
            400,
        ),
        1,
        TooLong,
        "too long",
    ),
    "too long, llama.cpp": _for_ever(
        Reply(
            {
                "error": {
                    "code": 400,
                    "message": "request (9412 tokens) exceeds the available context size (8192 tokens)",
                    "type": "exceed_context_size_error",
                    "n_prompt_tokens": 9412,
                    "n_ctx": 8192,
                }
            },
            400,
        ),
        1,
        TooLong,
        "8192",
    ),
    "too long, 500": _for_ever(_told(500, "input is too large to process"), 1, TooLong, "too large to process"),
    "too long, for the limit of a minute": _for_ever(
        _told(429, "Request too large for m on tokens per min (TPM): Limit 10, Requested 12", "rate_limit_exceeded"),
        1,
        TooLong,
        "Requested 12",
    ),
    "too long, 413": _for_ever(Reply(PAGE, 413, HTML), 1, TooLong, "too long (a web page)"),
    "filtered": _for_ever(
        _told(400, "The response was filtered", "content_filter", innererror={"code": "ResponsibleAIPolicyViolation"}),
        1,
        Refused,
        "the content filter of",
    ),
    "400 for any other reason": _for_ever(_told(400, "odd words"), 1, ServerProblem, "answered 400 (odd words)"),
    "451": _for_ever(Reply(b"", 451), 1, ServerProblem, "answered 451 (no reason given)"),
    "more than any answer is": _for_ever(
        _good(lambda told: told | {"padding": "x" * 5_000_000}), 1, ServerProblem, "more than any answer is"
    ),
}

GOOD_ANSWERS = {
    "as it should be": Scenario((GOOD,), 1),
    "called text": Scenario((_good(headers={"Content-Type": "text/plain"}),), 1),
    "with a byte order mark": Scenario((_bytes(lambda body: b"\xef\xbb\xbf" + body),), 1),
    "without usage": Scenario((_good(lambda told: told | {"usage": None}),), 1),
    "with negative usage": Scenario(
        (_good(lambda told: told | {"usage": {"prompt_tokens": -1, "completion_tokens": -1}}),), 1
    ),
    "with usage in words": Scenario((_good(lambda told: told | {"usage": "much"}),), 1),
    "with names that Python knows": Scenario(
        (_good(lambda told: told | {"_fields_set": 1, "self": 2, "error": ""}),), 1
    ),
}

SCENARIOS = AGAIN | STOPS | ARTICLE | GOOD_ANSWERS
