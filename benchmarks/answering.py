"""Takes how many and what invented articles and serves what a model would answer about them, over loopback.

python benchmarks/answering.py --articles 1000 --length 900 --stories 1
The first line on standard output is the address; the server ends when its standard input does. The base URL of a
client says after how many milliseconds and in which form it is answered: ADDRESS/200/reading/v1 calls the function
DraftReading (or gives its arguments as text where no function is offered), ADDRESS/200/extractions/v1 gives what
LangExtract's format has for the same content, of the part of the article that the question holds. Answers are made
before the first question; a question is known by the town in it. ADDRESS/stats tells the requests, the most at one
time, the questions without a known town and the seconds of the processor, all since it was last asked;
ADDRESS/question the last question.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.newsroom import MARK, TOWN_LENGTH, Story, make_articles

_HEAD = b'{"id":"chatcmpl-0","object":"chat.completion","created":0,"model":"prepared","choices":[{"index":0,'
_TAIL = b'}}],"usage":{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d}}'
_MARK = MARK.encode()


class Extraction(NamedTuple):
    """One thing in LangExtract's format: the words that it stands on, and itself as JSON."""

    words: str
    told: str


class Prepared(NamedTuple):
    """What is answered about one article: the answer as JSON inside JSON, and in LangExtract's format in pieces."""

    arguments: bytes
    extractions: tuple[Extraction, ...]


def prepare(story: Story) -> Prepared:
    """Make the answers to questions about one article."""
    return Prepared(_quoted(json.dumps(story.answer, ensure_ascii=False)), tuple(extractions_of(story)))


def extractions_of(story: Story) -> list[Extraction]:
    """Give everything that an answer reports as extractions, in the order of the words that they stand on."""
    found = [(words, kind, told) for kind, words, told in _told(story.answer)]
    found.sort(key=lambda one: story.text.index(one[0]))
    return [
        Extraction(words, json.dumps({kind: words, f"{kind}_attributes": told}, ensure_ascii=False))
        for words, kind, told in found
    ]


def _told(answer: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, str]]]:
    names = {actor["id"]: actor["name"] for actor in answer["actors"]}
    for actor in answer["actors"]:
        yield "actor", _words(actor, "mentions"), {"name": actor["name"], "kind": actor["kind"]}
    for incident in answer["incidents"]:
        yield "incident", _words(incident), {"type": incident["type"], "title": incident["title"]}
        for role in incident["roles"]:
            yield "role", _words(role), {"role": role["role"], "actor": names[role["actor"]], "basis": role["basis"]}
        for fact in incident["facts"]:
            yield "fact", _words(fact), {"aspect": fact["aspect"]} | _flat(fact["value"])
    for said in answer["statements"]:
        told = {"kind": said["kind"], "content": said["content"], "by": names[said["speaker"]]}
        yield "statement", _words(said), told
        for quotation in said.get("quotations", ()):
            yield "quotation", quotation["quote"], {"translation": quotation["translation"]}


def _words(thing: dict[str, Any], field: str = "evidence") -> str:
    words: str = thing[field][0]["quote"]
    return words


def _flat(value: dict[str, Any]) -> dict[str, str]:
    return {name: str(told) for name, told in value.items() if name != "type"}


def _quoted(text: str) -> bytes:
    return json.dumps(text, ensure_ascii=False).encode()


class Desk:
    """Answers questions out of what was prepared, and counts them."""

    def __init__(self, prepared: dict[bytes, Prepared]) -> None:
        self._prepared = prepared
        self._question = b"{}"
        self._unknown = self._requests = self._open = self._most = 0
        self._since = time.process_time()

    def began(self) -> None:
        """Count a question that came in."""
        self._requests += 1
        self._open += 1
        self._most = max(self._most, self._open)

    def ended(self) -> None:
        """Count a question that has been answered."""
        self._open -= 1

    def shown(self, path: str) -> bytes:
        """Give the last question, the list of models, or the counts since they were last asked for."""
        if path.endswith("/models"):
            # As a server whose mode is known: nothing is tried, so nothing but articles is asked about.
            return json.dumps({"data": [{"id": "m", "owned_by": "vllm"}]}).encode()
        if path.endswith("/question"):
            return self._question
        now = time.process_time()
        counts = {"requests": self._requests, "most_at_once": self._most, "unknown": self._unknown}
        told = json.dumps(counts | {"processor": now - self._since}).encode()
        self._requests = self._most = self._unknown = 0
        self._since = now
        return told

    def answer(self, question: bytes, form: str) -> bytes:
        """Give the completion in one of the two forms; an empty answer to a question about no known town."""
        at = question.rfind(_MARK)
        prepared = self._prepared.get(question[at : at + TOWN_LENGTH]) if at >= 0 else None
        self._unknown += prepared is None
        if form == "extractions":
            return _completion(question, _quoted(_within(question, prepared)), called=False)
        self._question = question
        return _completion(question, prepared.arguments if prepared else b'"{}"', called=b'"tools"' in question)


def _within(question: bytes, prepared: Prepared | None) -> str:
    """Give the extractions whose words stand in the question: its part of the article may not have all."""
    asked = json.loads(question)["messages"][-1]["content"]
    told = (one.told for one in (prepared.extractions if prepared else ()) if one.words in asked)
    return f'{{"extractions": [{", ".join(told)}]}}'


def _completion(question: bytes, told: bytes, *, called: bool) -> bytes:
    if called:
        message = (
            b'"finish_reason":"tool_calls","message":{"role":"assistant","content":null,"tool_calls":[{"id":"call_0",'
            b'"type":"function","function":{"name":"DraftReading","arguments":' + told + b"}}]"
        )
    else:
        message = b'"finish_reason":"stop","message":{"role":"assistant","content":' + told
    asked, answered = len(question) // 4, len(told) // 4
    return _HEAD + message + _TAIL % (asked, answered, asked + answered)


class Connection(asyncio.Protocol):
    """One client's connection: a request at a time, kept open."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._loop = asyncio.get_running_loop()
        self._came = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is whole."""
        self._came += data
        while (head := self._came.find(b"\r\n\r\n")) >= 0:
            lines = self._came[:head].decode("latin-1").split("\r\n")
            end = head + 4 + _length(lines)
            if len(self._came) < end:
                return
            body = bytes(self._came[head + 4 : end])
            del self._came[:end]
            self._take(lines[0], body)

    def _take(self, first: str, body: bytes) -> None:
        method, path, _ = first.split(" ", 2)
        if method == "GET":
            self._send(self._desk.shown(path))
            return
        self._desk.began()
        _, milliseconds, form, *_ = path.split("/")
        answer = self._desk.answer(body, form)
        if int(milliseconds):
            self._loop.call_later(int(milliseconds) / 1000, self._end, answer)
        else:
            self._end(answer)

    def _end(self, answer: bytes) -> None:
        self._desk.ended()
        self._send(answer)

    def _send(self, body: bytes) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
        self._transport.write(head + body)


def _length(lines: list[str]) -> int:
    return next((int(line[15:]) for line in lines if line.lower().startswith("content-length:")), 0)


async def _serve(desk: Desk) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(desk), "127.0.0.1", 0, backlog=512)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await asyncio.to_thread(sys.stdin.read)


def main() -> None:
    """Prepare the answers and serve them until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--length", type=int, default=900)
    parser.add_argument("--stories", type=int, default=1)
    args = parser.parse_args()
    articles = make_articles(args.articles, args.length, args.stories)
    desk = Desk({one.town.encode(): prepare(one) for one in articles})
    asyncio.run(_serve(desk))


if __name__ == "__main__":
    main()
