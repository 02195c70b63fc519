"""Takes a way of reading, a server and a folder, has all articles in it read, and prints as JSON what that took.

python benchmarks/readers.py http|openai|instructor|instructor-kept|summariser BASE_URL FOLDER IN_FLIGHT [COMMAND]
The clock starts when everything is imported. The first four are given the same prompt and schema as `summariser` and
the text of the articles already in memory; `summariser` is its own command from the files to the written result, run
in this process: COMMAND is extract (the default) or brief.
"""

import asyncio
import contextlib
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx2
import instructor
import openai
import openai.resources  # the client would else import it on its first call, in all readers but one

import summariser.cli
import summariser.pipeline
from summariser.edges.articles import load
from summariser.edges.prompts import ask, load_prompt, load_types
from summariser.edges.shipped import incident_types_file, shipped
from summariser.nouns.draft import DraftReading

Ask = Callable[[list[dict[str, str]]], Awaitable[int]]
"""Takes the messages about one article and gives the number of facts in the answer."""

_MODEL = "prepared"
_KEY = "no-secret-but-as-long-as-a-real-key-is"


def main() -> None:
    """Read, and print what it took."""
    way, base_url, folder, in_flight, *command = sys.argv[1:]
    if way == "summariser":
        print(json.dumps(_by_command(base_url, folder, in_flight, *command)))
    else:
        print(json.dumps(asyncio.run(_by_library(way, base_url, Path(folder), int(in_flight)))))


def _by_command(base_url: str, folder: str, in_flight: str, command: str = "extract") -> dict[str, float]:
    with tempfile.TemporaryDirectory() as place:
        os.environ |= {"XDG_CACHE_HOME": f"{place}/cache", "OPENAI_API_KEY": _KEY}
        output = Path(place) / ("out.jsonl" if command == "extract" else "out.json")
        others = ["--no-adjudicate"] if command == "brief" else []
        said = ["--base-url", base_url, "--model", _MODEL, "--jobs", in_flight, "--output", str(output), "--quiet"]
        sys.argv = ["summariser", command, folder, *said, *others]
        took = _Clock()
        with contextlib.suppress(SystemExit):
            summariser.cli.main()
        measured = took.stop()
        facts = _facts_in(output) if command == "extract" else output.stat().st_size
    return measured | {"objects": facts}


def _facts_in(output: Path) -> int:
    with output.open(encoding="utf-8") as lines:
        return sum(len(one["facts"]) for line in lines for one in json.loads(line)["incidents"])


async def _by_library(way: str, base_url: str, folder: Path, in_flight: int) -> dict[str, float]:
    system = _system()
    given = [path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())]
    facts: list[int] = []
    async with openai.AsyncOpenAI(base_url=base_url, api_key=_KEY, max_retries=0) as client:
        ask = await _WAYS[way](client, base_url)
        left = iter(given)

        async def worker() -> None:
            for text in left:
                facts.append(await ask([{"role": "system", "content": system}, {"role": "user", "content": text}]))

        took = _Clock()
        await asyncio.gather(*(worker() for _ in range(in_flight)))
        measured = took.stop()
    return measured | {"objects": sum(facts)}


def _system() -> str:
    """Give the instructions that `summariser` gives, which do not depend on the article."""
    any_article = load(["-"], BytesIO(b"Any article.")).articles[0]
    prompt = load_prompt(shipped("prompts"), "read_article.v1")
    return ask(prompt, any_article, load_types(incident_types_file()), "", "").system


def _tools() -> dict[str, Any]:
    schema = DraftReading.model_json_schema()
    tool = {"type": "function", "function": {"name": "DraftReading", "parameters": schema}}
    return {"tools": [tool], "tool_choice": {"type": "function", "function": {"name": "DraftReading"}}}


async def _http(_client: openai.AsyncOpenAI, base_url: str) -> Ask:
    """Send and receive JSON: what no client can do without."""
    http = httpx2.AsyncClient(limits=httpx2.Limits(max_connections=None))
    fixed = {"model": _MODEL, "temperature": 0} | _tools()

    async def asked(messages: list[dict[str, str]]) -> int:
        answer = await http.post(f"{base_url}/chat/completions", json=fixed | {"messages": messages})
        answer.json()
        return 0

    return asked


async def _openai(client: openai.AsyncOpenAI, _base_url: str) -> Ask:
    """Use the client that instructor and `summariser` stand on, and take the answer as it comes."""
    tools: Any = _tools()

    async def asked(messages: Any) -> int:  # noqa: ANN401 - the client's own type for messages is a union of many
        await client.chat.completions.create(messages=messages, model=_MODEL, temperature=0, **tools)
        return 0

    return asked


async def _instructor(client: openai.AsyncOpenAI, _base_url: str) -> Ask:
    """Use instructor as its documentation shows it: the shape is given to each call."""
    return _validated(instructor.from_openai(client, mode=instructor.Mode.TOOLS).chat.completions.create, DraftReading)


async def _instructor_kept(client: openai.AsyncOpenAI, _base_url: str) -> Ask:
    """Use instructor with the shape of the answer wrapped once and kept."""
    create = instructor.patch(create=client.chat.completions.create, mode=instructor.Mode.TOOLS)
    return _validated(create, instructor.response_schema(DraftReading))


def _validated(create: Any, shape: Any) -> Ask:  # noqa: ANN401 - whatever instructor makes of them
    async def asked(messages: list[dict[str, str]]) -> int:
        draft = await create(response_model=shape, messages=messages, model=_MODEL, temperature=0)
        return sum(len(one.facts) for one in draft.incidents)

    return asked


_WAYS: dict[str, Callable[[openai.AsyncOpenAI, str], Awaitable[Ask]]] = {
    "http": _http,
    "openai": _openai,
    "instructor": _instructor,
    "instructor-kept": _instructor_kept,
}


class _Clock:
    """Measures from when it is made: seconds, seconds of the processor, and the peak of memory in megabytes."""

    def __init__(self) -> None:
        self._start, self._used = time.perf_counter(), time.process_time()

    def stop(self) -> dict[str, float]:
        """Give what it took; Linux counts the peak in kilobytes."""
        seconds, used = time.perf_counter() - self._start, time.process_time() - self._used
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {"seconds": seconds, "processor": used, "megabytes": peak}


if __name__ == "__main__":
    main()
