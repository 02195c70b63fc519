"""Prints how long a digest of new articles takes against a large archive and against an empty one, and the ratio.

python benchmarks/archive.py [--articles 100000] [--incidents 30000] [--new 200] [--rounds 3] [--keep FOLDER]
Two things are measured, each in a process of its own with everything imported. "whole" is a run as cron starts it:
articles as files in a folder, collected, cut into sentences, asked about, answered at once from recordings, checked,
kept, placed, merged, compared, composed, issued and written. "after reading" is what is left of it where all has been
read before. The empty archive, like the large one, has issued the digest of the day before. Archives are SQLite files;
those in --keep are made once.
"""

import argparse
import os
import resource
import shutil
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import instructor  # noqa: F401 - what a run imports when it first asks is not to be measured
import openai.types.chat  # noqa: F401

from benchmarks.filled import TODAY, filled
from benchmarks.written import write_articles
from summariser import unattended
from summariser.asking import Settings
from summariser.digest import Came, Order, issue
from summariser.edges.archive import open_archive
from summariser.edges.journal import Journal
from summariser.nouns.config import DigestConfig, FilesConfig, SourceConfig

_MOST_TIMES = 3
_SOON = timedelta(minutes=5)
_ARTICLES, _RECORDINGS = "articles", "recordings"


class Measured(NamedTuple):
    """What one run took: seconds by the clock and of the processor, and the most megabytes that its process had."""

    wall: float
    cpu: float
    megabytes: float


def main() -> None:
    """Measure digests against an empty archive and against a filled one in turn, and print the medians of both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000, help="in the archive")
    parser.add_argument("--incidents", type=int, default=30_000, help="in the archive")
    parser.add_argument("--new", type=int, default=200, help="articles of the digest that is measured")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="folder in which archives are kept for the next time")
    args = parser.parse_args()
    with TemporaryDirectory() as scratch:
        folder = args.keep or Path(scratch)
        places = [
            _apart(_prepared, folder, Path(scratch), articles, args.incidents, args.new)
            for articles in (0, args.articles)
        ]
        print(f"load {os.getloadavg()[0]:.1f}; medians of {args.rounds}")
        for name, measure in (("after reading", _after_reading), ("whole", _whole)):
            rounds = [[_apart(measure, *place) for place in places] for _ in range(args.rounds)]
            empty, full = (_medians([one[which] for one in rounds]) for which in (0, 1))
            print(f"{name + ', empty':>24}  {_line(empty)}")
            print(f"{f'{name}, {args.articles:,}':>24}  {_line(full)}")
            print(_ratio(empty, full), flush=True)
        print(f"load {os.getloadavg()[0]:.1f}")


def _apart(do: Callable[..., Any], *given: Any) -> Any:  # noqa: ANN401 - whatever `do` takes and gives
    """Work in a fresh process, so that no run finds what another folded, and each has a peak of memory of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        return processes.submit(do, *given).result()


def _prepared(folder: Path, scratch: Path, articles: int, incidents: int, new: int) -> tuple[Path, Path]:
    """Give an archive, and a folder with the new articles and the recordings of the answers about them."""
    one = filled(folder, articles, incidents, new)
    desk = scratch / f"desk-{articles}"
    write_articles(one.new, desk / _ARTICLES, desk / _RECORDINGS)
    return one.archive, desk


def _after_reading(archive: Path, desk: Path) -> Measured:
    """Have the new articles read while their window lasts, and measure the digest of it."""
    with TemporaryDirectory() as scratch:
        copy = shutil.copy(archive, scratch)
        _run(copy, desk, Path(scratch), TODAY - timedelta(hours=1))
        with open_archive(copy) as opened:
            order = Order(DigestConfig(zone="UTC"), _settings(desk), TODAY + _SOON)
            return _measured(lambda: list(issue(opened, Came(), order)))


def _whole(archive: Path, desk: Path) -> Measured:
    """Measure a run that finds the new articles in their folder."""
    with TemporaryDirectory() as scratch:
        copy = shutil.copy(archive, scratch)
        return _measured(lambda: _run(copy, desk, Path(scratch), TODAY + _SOON))


def _run(archive: str, desk: Path, folder: Path, now: datetime) -> None:
    """Do as `summariser digest` does."""
    job = unattended.Job(
        desk=DigestConfig(zone="UTC", files=FilesConfig(folder=folder / "digests")),
        sources=[SourceConfig(name="desk", folder=desk / _ARTICLES)],
        settings=_settings(desk),
        journal=Journal(None, lambda: now),
        clock=lambda: now,
    )
    with open_archive(archive) as opened:
        unattended.run(opened, job)


def _settings(desk: Path) -> Settings:
    return Settings(None, None, None, None, desk / _RECORDINGS, True, 8, lambda _: None, False)


def _measured(do: Callable[[], object]) -> Measured:
    wall, cpu = time.perf_counter(), time.process_time()
    do()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # Linux counts kilobytes
    return Measured(time.perf_counter() - wall, time.process_time() - cpu, peak)


def _medians(rounds: list[Measured]) -> Measured:
    return Measured(*map(median, zip(*rounds, strict=True)))


def _line(one: Measured) -> str:
    return f"{one.wall:6.2f} s by the clock {one.cpu:6.2f} s of the processor {one.megabytes:5.0f} MB at most"


def _ratio(empty: Measured, full: Measured) -> str:
    times = full.cpu / empty.cpu
    holds = "yes" if times <= _MOST_TIMES else "no"
    return (
        f"{times:.2f} times as long of the processor, {full.wall / empty.wall:.2f} by the clock "
        f"(at most {_MOST_TIMES}: {holds})"
    )


if __name__ == "__main__":
    main()
