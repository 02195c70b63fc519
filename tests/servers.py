"""Takes a script and gives a server on loopback that answers chat completions by it, with the faults of real ones."""

import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reply:
    """One answer: `body` is sent as it is if bytes, else as JSON; `fault` breaks the connection or slows it down.

    "reset": nothing but a reset. "half": half of the body, then the end; "half, reset": then a reset. "drip": a byte at
    a time. "stall": nothing for ten seconds. "raw": the body alone, which has its own status line and headers.
    """

    body: object
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    fault: str = ""


@dataclass
class Seen:
    """One request as it came over the wire."""

    raw: bytes
    headers: dict[str, str]  # names in lower case

    @property
    def body(self):
        return json.loads(self.raw)

    @property
    def said(self):
        """The words of all messages, in order."""
        return [message["content"] for message in self.body["messages"]]


def completion(request, arguments, *, finish="tool_calls", tool="DraftReading", usage=(100, 10), **message):
    """A completion that calls `tool` with `arguments`: text as it is, anything else as JSON; no call if None.

    Where the request offers no function, the same is said as content.
    """
    text = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
    call = {"id": "call_x", "type": "function", "function": {"name": tool, "arguments": text}}
    answer = {"tool_calls": [call]} if "tools" in request else {"content": text}
    tokens = dict(zip(("prompt_tokens", "completion_tokens"), usage, strict=True))
    said = {"role": "assistant", "content": None} | ({} if arguments is None else answer) | message
    return {
        "id": "x", "object": "chat.completion", "created": 1, "model": request["model"] + "-2031-05-02",
        "choices": [{"index": 0, "finish_reason": finish, "message": said}],
        "usage": tokens | {"total_tokens": sum(usage)},
    }  # fmt: skip


def error(message, code=None):
    return {"error": {"message": message, "type": code, "code": code}}


def models(*names, owner="vllm", **more):
    """A list of models as servers give it at /v1/models; `owner` is by what programs can be told."""
    return {"object": "list", "data": [{"id": name, "object": "model", "owned_by": owner, **more} for name in names]}


class Server:
    """Answers each request with `script(request, number)`: a Reply, or what a completion is to call the tool with.

    `pages` are what it has besides, by path: Replies, what is sent as JSON, or what makes one of these from the headers
    of the request (names in lower case); `looked` are the paths asked for. With `tls` it speaks HTTPS.
    """

    def __init__(
        self,
        script: Callable[[dict, int], object],
        pages: dict[str, object] | None = None,
        tls: ssl.SSLContext | None = None,
    ):
        self._script = script
        self._pages = {"/v1/models": models("m")} if pages is None else pages
        self.looked: list[str] = []
        self._lock = threading.Lock()
        self.seen: list[Seen] = []
        self.closing = threading.Event()
        self._http = _Http(("127.0.0.1", 0), _Handler)
        self._http.owner = self
        self.base_url = f"{'https' if tls else 'http'}://127.0.0.1:{self._http.server_port}/v1"
        if tls:
            self._http.socket = tls.wrap_socket(self._http.socket, server_side=True)

    def __enter__(self):
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()

    def page(self, path: str, headers: dict[str, str]) -> Reply:
        self.looked.append(path)
        page = self._pages.get(path, Reply(error("File Not Found"), 404))
        page = page(headers) if callable(page) else page
        return page if isinstance(page, Reply) else Reply(page)

    def reply(self, seen: Seen) -> Reply:
        with self._lock:
            self.seen.append(seen)
            number = len(self.seen)
        answer = self._script(seen.body, number)
        return answer if isinstance(answer, Reply) else Reply(completion(seen.body, answer))


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self._answer(self.server.owner.page(self.path, self._headers()))

    def do_POST(self):
        raw = self.rfile.read(length := int(self.headers["Content-Length"]))
        if len(raw) < length:  # whoever asked was killed before the question was out
            self.close_connection = True
            return
        if self.path.startswith("/api/"):
            self._answer(self.server.owner.page(self.path, self._headers()))
            return
        reply = self.server.owner.reply(Seen(raw, self._headers()))
        self._answer(reply)

    def _headers(self):
        return {name.lower(): value for name, value in self.headers.items()}

    def _answer(self, reply):
        if reply.fault in ("reset", "stall", "raw"):
            self._instead(reply)
            return
        data = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
        self.send_response(reply.status)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(data)),
            **reply.headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self._send(data, reply.fault)

    def _instead(self, reply):
        if reply.fault == "stall":
            self.server.owner.closing.wait(10)
        if reply.fault == "raw":
            self._send(reply.body, "")
        else:
            self._reset()

    def _send(self, data, fault):
        if fault.startswith("half"):
            data = data[: len(data) // 2]
        for piece in [data[at : at + 1] for at in range(len(data))] if fault == "drip" else [data]:
            try:
                self.wfile.write(piece)
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.02 if fault == "drip" else 0)
        if fault.endswith("reset"):
            self._reset()

    def _reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def finish(self):
        try:
            super().finish()
        except (OSError, ValueError):
            self.close_connection = True

    def log_message(self, *_):
        """Keep quiet."""


def unused_port():
    """A port of loopback on which nothing listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
