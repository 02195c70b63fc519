"""Prints how fast articles are read against one local server: by this tool, LangExtract, instructor, the bare client.

python benchmarks/serving.py [--only length,zero,latency,memory,tokens] [--rounds 3] [--langextract-folder DIR]
The server answers from memory after a set latency (`answering.py`); the articles are invented (`newsroom.py`). Each
reader has a process of its own, and its clock starts when its imports are done. Where there are rounds, all readers
take turns in each, and the median is taken. LangExtract is installed, pinned, into an environment of its own in the
user's cache, which is made on the first run and needs the package index.
"""

import argparse
import contextlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.newsroom import make_articles

_HERE = Path(__file__).resolve().parent
_LANGEXTRACT = ("langextract[openai]==1.7.1", "openai==3.54.0", "bpe-openai==0.1.4")
"""What is installed beside the project: never into its environment. The last one counts tokens without the network."""
_IN_FLIGHT = 64
_LONG = 4000
"""Characters of the articles that a comparison with LangExtract is judged by."""
_COUNT_TOKENS = "import bpe_openai, sys; print(len(bpe_openai.get_encoding('o200k_base').encode(sys.stdin.read())))"


class Took(NamedTuple):
    """What reading a folder took: seconds by the clock and of the processor, peak megabytes, and what was asked."""

    articles: int
    seconds: float
    processor: float
    megabytes: float
    objects: float
    requests: int
    most_at_once: int
    whole: float

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.articles / self.seconds

    @property
    def milliseconds(self) -> float:
        """Milliseconds of the processor for each request."""
        return 1000 * self.processor / self.requests


class Reader(NamedTuple):
    """A way of reading: its name, the command before the address, the form it is answered in."""

    name: str
    command: tuple[str, ...]
    form: str = "reading"
    after: tuple[str, ...] = ()


class Bench:
    """A server with the articles that it can answer about, in a folder."""

    def __init__(self, address: str, folder: Path, articles: int) -> None:
        self.address, self.folder, self.articles = address, folder, articles

    def read(self, reader: Reader, latency: int) -> Took:
        """Have the folder read once, after `latency` milliseconds for each answer."""
        self._get("stats")
        command = [*reader.command, f"{self.address}/{latency}/{reader.form}/v1", str(self.folder), *reader.after]
        start = time.perf_counter()
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=_environment())
        whole = time.perf_counter() - start
        told, asked = json.loads(done.stdout), json.loads(self._get("stats"))
        if asked["requests"] < self.articles:
            raise SystemExit(f"{reader.name}: only {asked['requests']} requests for {self.articles} articles")
        return Took(
            self.articles, told["seconds"], told["processor"], told["megabytes"], told["objects"],
            asked["requests"], asked["most_at_once"], whole,
        )  # fmt: skip

    def question(self) -> dict[str, Any]:
        """Give the last question in the form that is not LangExtract's."""
        asked: dict[str, Any] = json.loads(self._get("question"))
        return asked

    def _get(self, what: str) -> bytes:
        with urllib.request.urlopen(f"{self.address}/{what}") as answer:
            told: bytes = answer.read()
        return told


@contextlib.contextmanager
def bench(articles: int, length: int, stories: int = 1) -> Iterator[Bench]:
    """Write the articles, start the server, and end both."""
    world = {"--articles": articles, "--length": length, "--stories": stories}
    command = [sys.executable, str(_HERE / "answering.py"), *(str(word) for pair in world.items() for word in pair)]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server,
    ):
        for story in make_articles(articles, length, stories):
            (Path(folder) / f"{story.town}.txt").write_text(story.text, encoding="utf-8")
        try:
            address = server.stdout.readline().decode().strip() if server.stdout else ""
            yield Bench(address, Path(folder), articles)
        finally:
            server.communicate()


def _environment() -> dict[str, str]:
    """Give the environment without what would send a reader elsewhere than to the server."""
    kept = {name: told for name, told in os.environ.items() if not name.startswith(("OPENAI", "SUMMARISER"))}
    return kept | {"PYTHONPATH": str(_HERE.parent)}


def _ours(way: str, name: str, *after: str) -> Reader:
    return Reader(name, (sys.executable, str(_HERE / "readers.py"), way), after=(str(_IN_FLIGHT), *after))


_SUMMARISER = _ours("summariser", "summariser extract")
_HTTP = _ours("http", "bare HTTP")
_OPENAI = _ours("openai", "openai client")
_INSTRUCTOR = _ours("instructor", "instructor")
_KEPT = _ours("instructor-kept", "instructor, wrapped once")


def _langextract(python: Path, way: str, name: str) -> Reader:
    return Reader(name, (str(python), str(_HERE / "read_with_langextract.py"), way), "extractions")


def environment_of(folder: Path) -> Path:
    """Give the Python of the environment that has LangExtract, made in `folder` if it is not there yet."""
    python, done = folder / "bin" / "python", folder / "installed"
    wanted = "\n".join(_LANGEXTRACT)
    if not done.exists() or done.read_text() != wanted:
        venv.create(folder, clear=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *_LANGEXTRACT], check=True)
        done.write_text(wanted)
    return python


def main() -> None:
    """Measure what is asked for and print a table for each, and whether it holds."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", type=lambda words: words.split(","), default=list(_PARTS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--langextract-folder", type=Path, default=cache / "summariser-benchmarks" / "langextract")
    args = parser.parse_args()
    python = environment_of(args.langextract_folder)
    print(_machine(python), flush=True)
    for part in args.only:
        print(flush=True)
        _PARTS[part](python, args.rounds)


def _machine(python: Path) -> str:
    told = subprocess.run(
        [python, "-c", "from importlib.metadata import version as v; print(v('langextract'), v('openai'))"],
        check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    ours = ", ".join(f"{name} {version(name)}" for name in ("openai", "instructor", "pydantic", "httpx2"))
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load before "
        f"{os.getloadavg()[0]:.1f}; {ours}; LangExtract {told[0]} with openai {told[1]}"
    )


def _length(python: Path, rounds: int) -> None:
    """Compare with LangExtract, at 200 ms and 64 in flight, on short articles and on long ones with less and more."""
    many = _langextract(python, "64-workers", "LangExtract, 64 workers")
    plain = _langextract(python, "as-it-comes", "LangExtract as it comes")
    for length, stories in ((900, 1), (4000, 1), (4000, 4)):
        what = f"{length:,} characters, {7 * stories} facts in an answer"
        print(f"200 ms, {_IN_FLIGHT} in flight, 200 articles of {what}")
        with bench(200, length, stories) as one:
            readers = (_HTTP, _OPENAI, _INSTRUCTOR, _KEPT, many, plain, _SUMMARISER)
            took = _rounds(one, readers, 200, rounds)
        _table(took, base=many.name)
        if length < _LONG:
            continue
        ours = took[_SUMMARISER.name].rate
        _verdict("times LangExtract with 64 workers", ours / took[many.name].rate, least=3)
        _verdict("times LangExtract as it comes", ours / took[plain.name].rate, least=10)


def _zero(_python: Path, rounds: int) -> None:
    """Compare with instructor where the server takes no time, so that only the processor counts."""
    print(f"no latency, {_IN_FLIGHT} in flight, 500 articles of 900 characters")
    with bench(500, 900) as one:
        took = _rounds(one, (_HTTP, _OPENAI, _INSTRUCTOR, _KEPT, _SUMMARISER), 0, rounds)
    _table(took, base=_INSTRUCTOR.name)
    ours = took[_SUMMARISER.name].rate
    _verdict("times the calls of instructor", ours / took[_INSTRUCTOR.name].rate, least=0.5)
    _verdict("times the calls of instructor, wrapped once", ours / took[_KEPT.name].rate, least=0.5)


def _latency(_python: Path, _rounds: int) -> None:
    """Compare with the ideal, where the model is slow."""
    print(f"2 s, {_IN_FLIGHT} in flight, 1,000 articles of 900 characters")
    with bench(1000, 900) as one:
        took = {_SUMMARISER.name: one.read(_SUMMARISER, 2000)}
    _table(took, base=_SUMMARISER.name)
    ideal = 1000 * 2 / _IN_FLIGHT
    _verdict(f"times the ideal of {ideal:.2f} s", took[_SUMMARISER.name].seconds / ideal, most=1.10)
    _verdict("times the ideal, the start of the program included", took[_SUMMARISER.name].whole / ideal, most=1.10)


def _memory(_python: Path, _rounds: int) -> None:
    """Compare the peaks of memory of a thousand and of ten thousand articles."""
    print(f"no latency, {_IN_FLIGHT} in flight, articles of 900 characters")
    for command in ("extract", "brief"):
        reader = _ours("summariser", f"summariser {command}", command)
        took = {}
        for articles in (1000, 10_000):
            with bench(articles, 900) as one:
                took[f"{articles:,} by {command}"] = one.read(reader, 0)
        _table(took, base=f"1,000 by {command}")
        small, large = (one.megabytes for one in took.values())
        _verdict(f"times the memory, {command}", large / small, most=1.5)


def _tokens(python: Path, _rounds: int) -> None:
    """Count what every question begins with."""
    with bench(20, 900) as one:
        one.read(_SUMMARISER, 0)
        asked = one.question()
    system, *others = asked["messages"]
    fixed = {"instructions": system["content"], "schema": _as_sent(asked.get("tools") or asked["response_format"])}
    article = "".join(message["content"] for message in others)
    count = partial(_counted, python)
    print(f"{'part of a question':<34}{'characters':>12}{'/ 4':>9}{'o200k tokens':>14}")
    for name, words in (fixed | {"article of 900 characters": article}).items():
        print(f"{name:<34}{len(words):>12,}{len(words) // 4:>9,}{count(words):>14,}")
    every = "".join(fixed.values())
    print(f"{'fixed, for every article the same':<34}{len(every):>12,}{len(every) // 4:>9,}{count(every):>14,}")


def _as_sent(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _counted(python: Path, words: str) -> int:
    done = subprocess.run([python, "-c", _COUNT_TOKENS], input=words.encode(), capture_output=True, check=True)
    return int(done.stdout)


_PARTS: dict[str, Callable[[Path, int], None]] = {
    "length": _length,
    "zero": _zero,
    "latency": _latency,
    "memory": _memory,
    "tokens": _tokens,
}


def _rounds(one: Bench, readers: Sequence[Reader], latency: int, rounds: int) -> dict[str, Took]:
    """Let all readers take turns, and give for each the round with the median of its seconds."""
    took = [[one.read(reader, latency) for reader in readers] for _ in range(rounds)]
    columns = zip(*took, strict=True)
    return {reader.name: _median(column) for reader, column in zip(readers, columns, strict=True)}


def _median(took: Sequence[Took]) -> Took:
    middle = statistics.median_low(one.seconds for one in took)
    return next(one for one in took if one.seconds == middle)


def _table(took: dict[str, Took], base: str) -> None:
    print(
        f"{'':<26}{'articles/s':>11}{'ratio':>7}{'seconds':>9}{'CPU ms/call':>13}{'calls':>8}{'at once':>9}"
        f"{'MB peak':>9}{'objects':>9}{'s with start':>14}"
    )
    for name, one in took.items():
        print(
            f"{name:<26}{one.rate:>11.1f}{one.rate / took[base].rate:>7.2f}{one.seconds:>9.2f}{one.milliseconds:>13.1f}"
            f"{one.requests:>8,}{one.most_at_once:>9}{one.megabytes:>9.0f}{one.objects:>9,.0f}{one.whole:>14.2f}"
        )
    print(f"ratio: of articles a second, to {base}; load of the machine now {os.getloadavg()[0]:.1f}")


def _verdict(words: str, found: float, *, least: float | None = None, most: float | None = None) -> None:
    """Print a ratio beside its bound and whether it holds."""
    holds = found >= least if least is not None else found <= (most or 0)
    bound = f"at least {least:g}" if least is not None else f"at most {most:.2f}"
    print(f"{found:.2f} {words} ({bound}: {'yes' if holds else 'no'})", flush=True)


if __name__ == "__main__":
    main()
