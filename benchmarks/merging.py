"""Prints how long merging takes, how much memory, and how good it is, on invented worlds of growing size.

python benchmarks/merging.py [--sizes 1000,10000,100000] [--copies 500,2000]
Each world has a process of its own. Seconds are those of the processor, so that what else the machine does counts
less; nothing is asked of a model. A size that is measured by hand may be given alone.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.worlds import World, make_world, same_text
from summariser.core.evaluate.clusters import b_cubed, false_merges, pairwise
from summariser.core.merge import merge
from summariser.nouns.known import Known

_MOST_TIMES = 12
_MOST_MEGABYTES = 2000
_LARGE, _LARGER = 10_000, 100_000


class Measured(NamedTuple):
    """What one world took: megabytes are the peak of the process, before the merge and in all."""

    size: int
    articles: int
    mentions: int
    seconds: float
    megabytes_before: float
    megabytes: float
    quality: dict[str, str]


def main() -> None:
    """Measure each size and print it beside the one before."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=_numbers, default=[1000, 10_000, 100_000], help="numbers of incidents")
    parser.add_argument("--copies", type=_numbers, default=[500, 2000], help="numbers of articles with one text")
    args = parser.parse_args()
    print(f"{'world':>18}{'articles':>10}{'mentions':>10}{'seconds':>10}{'ratio':>7}{'MB before':>11}{'MB peak':>9}")
    of_size = _table("incidents", args.sizes, make_world)
    _table("copies", args.copies, same_text)
    print(_in_short({one.size: one for one in of_size}))


def _numbers(words: str) -> list[int]:
    return [int(word) for word in words.split(",") if word]


def _table(noun: str, sizes: list[int], make: Callable[[int], World]) -> list[Measured]:
    found: list[Measured] = []
    for size in sizes:
        found.append(_apart(size, make))
        print(_line(noun, found), flush=True)
    return found


def _apart(size: int, make: Callable[[int], World]) -> Measured:
    """Measure in a fresh process, for the peak of memory is one of the whole process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        return processes.submit(_measure, size, make).result()


def _measure(size: int, make: Callable[[int], World]) -> Measured:
    world = make(size)
    before, start = _peak(), time.process_time()
    merged = merge(world.readings, world.families, Known(outlets=world.outlets))
    seconds, after = time.process_time() - start, _peak()
    quality = {
        "incidents": _quality(merged.incident_of, world.incidents),
        "actors": _quality(merged.actor_of, world.actors),
    }
    return Measured(size, len(world.readings), len(world.incidents), seconds, before, after, quality)


def _peak() -> float:
    """Give the peak of this process's memory so far in megabytes; Linux counts kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _quality(system: dict[str, str], gold: dict[str, str]) -> str:
    pairs, items, wrong = pairwise(system, gold), b_cubed(system, gold), false_merges(system, gold)
    return (
        f"pairwise P {pairs.precision:.4f} R {pairs.recall:.4f} F1 {pairs.f1:.4f}  "
        f"B³ P {items.precision:.4f} R {items.recall:.4f} F1 {items.f1:.4f}  false merges {len(wrong)}"
    )


def _line(noun: str, found: list[Measured]) -> str:
    one = found[-1]
    ratio = f"{one.seconds / found[-2].seconds:.1f}" if len(found) > 1 else ""
    first = (
        f"{f'{one.size:,} {noun}':>18}{one.articles:>10,}{one.mentions:>10,}{one.seconds:>10.1f}{ratio:>7}"
        f"{one.megabytes_before:>11.0f}{one.megabytes:>9.0f}"
    )
    return "\n".join([first, *(f"{what:>18}  {words}" for what, words in one.quality.items())])


def _in_short(of_size: dict[int, Measured]) -> str:
    if not {_LARGE, _LARGER} <= of_size.keys():
        return f"{_LARGE:,} and {_LARGER:,} incidents were not both measured: no word on scale"
    times = of_size[_LARGER].seconds / of_size[_LARGE].seconds
    megabytes = of_size[_LARGER].megabytes
    return (
        f"{_LARGER:,} took {times:.1f} times {_LARGE:,} (at most {_MOST_TIMES}: {_yes(times <= _MOST_TIMES)}) "
        f"and {megabytes:,.0f} MB (under {_MOST_MEGABYTES:,}: {_yes(megabytes < _MOST_MEGABYTES)})"
    )


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


if __name__ == "__main__":
    main()
