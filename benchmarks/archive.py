"""Prints how long a digest of new articles takes against a large archive and against an empty one, and the ratio.

python benchmarks/archive.py [--articles 100000] [--incidents 30000] [--new 200]
The archive is a SQLite file in a temporary folder, filled with what an invented world tells; where the world tells in
fewer articles than asked for, other outlets retell what it has. Readings are there already, so that nothing is asked of
a model. What is measured is a whole digest: placed, looked up, merged, compared, composed and issued.
"""

import argparse
import hashlib
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import chain, cycle, islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.worlds import World, make_world
from summariser.core.merge import stored_keys
from summariser.digest import Came, Order, issue
from summariser.edges.archive import open_archive
from summariser.edges.archive.readings import reports_of
from summariser.edges.archive.whole import Archive
from summariser.nouns.archived import Collected, Issue, Lasting, Moment
from summariser.nouns.article import Article, Evidence, Sentence
from summariser.nouns.config import DigestConfig
from summariser.nouns.reading import Reading
from summariser.pipeline import Settings

_MOST_TIMES = 3
_AT_ONCE = 2000
_DAY = timedelta(days=1)
_FIRST = datetime(2060, 1, 1, 6, tzinfo=UTC)
"""The end of the window that all of the archive is told in; those of the measured digests follow."""


class Measured(NamedTuple):
    """What one digest took: seconds by the clock and of the processor."""

    wall: float
    cpu: float


def main() -> None:
    """Measure a digest against an empty archive and against a filled one, and print both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000, help="in the archive")
    parser.add_argument("--incidents", type=int, default=30_000, help="in the archive")
    parser.add_argument("--new", type=int, default=200, help="articles of the digest that is measured")
    args = parser.parse_args()
    empty = _apart(args.incidents, 0, args.new)
    print(f"{'empty archive':>24}  {_line(empty)}", flush=True)
    filled = _apart(args.incidents, args.articles, args.new)
    print(f"{args.articles:>15,} articles  {_line(filled)}")
    times = filled.wall / empty.wall
    print(f"{times:.2f} times as long by the clock, {filled.cpu / empty.cpu:.2f} by the processor", end=" ")
    print(f"(at most {_MOST_TIMES}: {'yes' if times <= _MOST_TIMES else 'no'})")


def _apart(incidents: int, articles: int, new: int) -> Measured:
    """Measure in a fresh process, so that neither digest finds names folded by the other."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        return processes.submit(_measure, incidents, articles, new).result()


def _measure(incidents: int, articles: int, new: int) -> Measured:
    """Fill an archive with `articles`, none for 0, have a digest issued the day before, and measure that of today."""
    world = make_world(incidents)
    truth = {**world.incidents, **world.actors}
    old, before, today = world.readings[: -2 * new], world.readings[-2 * new : -new], world.readings[-new:]
    with TemporaryDirectory() as folder, open_archive(Path(folder) / "archive.db") as archive:
        _digest(archive, _FIRST)
        if articles:
            _fill(archive, _retold(old, articles, truth), world, truth)
            _keep(archive, before, _FIRST + _DAY / 2, world)
        _digest(archive, _FIRST + _DAY)
        _keep(archive, today, _FIRST + _DAY * 1.5, world)
        wall, cpu = time.perf_counter(), time.process_time()
        _digest(archive, _FIRST + 2 * _DAY)
        return Measured(time.perf_counter() - wall, time.process_time() - cpu)


def _line(one: Measured) -> str:
    return f"{one.wall:6.2f} s by the clock {one.cpu:6.2f} s of the processor"


def _retold(readings: Sequence[Reading], articles: int, truth: dict[str, str]) -> Iterator[Reading]:
    """Give `readings`, and then again as those of other articles, until there are so many `articles`.

    `truth` says what each report is truly of, and learns it of those.
    """
    yield from islice(readings, articles)
    for number, model in enumerate(islice(cycle(readings), max(0, articles - len(readings)))):
        article = hashlib.sha256(f"retold {number}".encode()).hexdigest()
        told = model.model_dump_json().replace(model.article, article).replace(model.article[:12], article[:12])
        for report in reports_of(model):
            truth[report.replace(model.article[:12], article[:12])] = truth.get(report, report)
        yield Reading.model_validate_json(told)


def _digest(archive: Archive, end: datetime) -> None:
    """Issue the digest of the window that ends at `end`."""
    settings = Settings(None, None, None, None, None, True, 1, lambda _: None, False, adjudicate=False)
    order = Order(DigestConfig(zone="UTC"), settings, end + timedelta(minutes=5))
    for _ in issue(archive, Came(), order):
        pass


def _fill(archive: Archive, readings: Iterable[Reading], world: World, truth: Mapping[str, str]) -> None:
    """Keep `readings` as told in the first digest, what they report settled as it truly was."""
    told: list[str] = []
    reports: dict[str, list[str]] = defaultdict(list)
    remaining = iter(readings)
    while batch := list(islice(remaining, _AT_ONCE)):
        _keep(archive, batch, _FIRST - _DAY / 2, world)
        told += [reading.article for reading in batch]
        for report in chain.from_iterable(map(reports_of, batch)):
            reports[f"{report[13]}{truth.get(report, report)}"].append(report)
        print(f"\r{len(told):,} articles kept", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    last, lasting = archive.digests()[-1], tuple(_lasting(reports))
    archive.issue(
        Issue(window=last.window, number=1, revision=2, digest=archive.digest(last), told=tuple(told), lasting=lasting)
    )


def _lasting(reports: dict[str, list[str]]) -> Iterator[Lasting]:
    kinds = {"i": ("I", "incident"), "a": ("A", "actor"), "t": ("T", "statement")}
    for number, (truth, of) in enumerate(reports.items(), 1):
        letter, kind = kinds[truth[0]]
        yield Lasting(id=f"{letter}{number}", kind=kind, reports=tuple(of))


def _keep(archive: Archive, readings: Sequence[Reading], moment: datetime, world: World) -> None:
    """Put articles with their readings into the archive, all in one transaction."""
    with archive._transaction():  # a hundred thousand transactions would be waited for
        archive.collect(_collected(reading, moment, world) for reading in readings)
        for reading in readings:
            archive.keep(reading, stored_keys(reading, world.families))


def _collected(reading: Reading, moment: datetime, world: World) -> Collected:
    return Collected(
        article=_article(reading, world), source="world", moment=Moment(instant=moment, how="world"), collected=moment
    )


def _article(reading: Reading, world: World) -> Article:
    """Write the article in which each quote stands where the reading has it."""
    quotes = sorted({(one.start, one.end, one.line, one.quote) for one in _evidence(reading)})
    text = ""
    for start, _, _, quote in quotes:
        text = text.ljust(start) + quote
    sentences = (
        Sentence(number=number, start=start, end=end, line=line)
        for number, (start, end, line, _) in enumerate(quotes, 1)
    )
    return Article(
        path=f"{reading.article[:16]}.txt",
        sha256=reading.article,
        text=text,
        encoding="utf-8",
        language="en",
        title=None,
        outlet=world.outlets.get(reading.article, f"Outlet {int(reading.article[:6], 16) % 300}"),
        published=reading.published,
        sentences=tuple(sentences),
    )


def _evidence(reading: Reading) -> Iterator[Evidence]:
    for told in (*reading.incidents, *reading.statements):
        yield from told.evidence


if __name__ == "__main__":
    main()
