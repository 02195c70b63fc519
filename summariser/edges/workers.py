"""Takes items and what to do with each and gives the outcomes in the items' order, until told to stop.

Whether the reason is Ctrl-C, SIGTERM or a problem that nothing can escape: no item is begun any more. What is under way
then may end, for it is paid for; after Ctrl-C and SIGTERM it gets a moment, and what is not done by then is broken off.
"""

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, NoReturn, TypeVar

from summariser.nouns.problems import Interrupted, Problem, Terminated

if TYPE_CHECKING:
    import asyncio

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

AHEAD = 1000
"""How many items may be begun beyond the first that is not done: their outcomes have to be held."""
GRACE = 3.0
"""Seconds that what is under way gets to end after Ctrl-C and SIGTERM."""

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_SHOW_CURSOR = b"\x1b[?25h"


class Stop:
    """Why a run stops, once it does; the first reason stays."""

    def __init__(self) -> None:
        self.problem: Problem | None = None
        self._told: list[Callable[[], None]] = []

    def because(self, problem: Problem) -> None:
        """Stop the run for `problem`."""
        if self.problem is None:
            self.problem = problem
            for tell in self._told:
                tell()

    def check(self) -> None:
        """Raise the problem if there is one: what costs money is not begun any more."""
        if self.problem is not None:
            raise type(self.problem)(str(self.problem))  # an own one for each: tasks would share a traceback

    @contextmanager
    def telling(self, tell: Callable[[], None]) -> Iterator[None]:
        """Have `tell` called when the run stops."""
        self._told.append(tell)
        try:
            yield
        finally:
            self._told.remove(tell)


@contextmanager
def stopped_by_signals(stop: Stop | None = None, say: Callable[[str], None] | None = None) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM stop what goes on meanwhile; heard once more, they end the process at once.

    In an event loop the first stops `stop`, which `say` may tell people; without one it raises Interrupted.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # where no signal comes
        return

    def heard(number: int, _frame: FrameType | None) -> None:
        for again in _SIGNALS:
            signal.signal(again, _end_at_once)
        problem, loop = _interruption(number), _running_loop()
        if stop is None or loop is None:
            raise problem
        if say is not None:
            loop.call_soon_threadsafe(say, "stopping: what is under way gets a moment to end; once more ends at once")
        loop.call_soon_threadsafe(stop.because, problem)

    before = [(number, signal.signal(number, heard)) for number in _SIGNALS]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _interruption(number: int) -> Interrupted:
    if number == signal.SIGTERM:
        return Terminated("stopped by SIGTERM; give the same command to go on")
    return Interrupted("stopped; give the same command to go on")


def _end_at_once(number: int, _frame: FrameType | None) -> NoReturn:
    with suppress(OSError):
        if os.isatty(2):
            os.write(2, _SHOW_CURSOR)  # which a progress bar hides
    os._exit(_interruption(number).exit_code)


def _running_loop() -> "asyncio.AbstractEventLoop | None":
    if "asyncio" not in sys.modules:
        return None
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


async def in_order(
    items: Iterator[Item], work: Callable[[Item], Awaitable[Outcome]], jobs: int, stop: Stop
) -> AsyncGenerator[tuple[Item, Outcome | None], None]:
    """Do `work` for each item, `jobs` at a time, and give each item with its outcome, in order.

    When the run stops, None is the outcome of what was broken off, and the items that were not begun stay in `items`.
    """
    import asyncio

    begun, news = deque[tuple[Item, "asyncio.Future[Outcome]"]](), asyncio.Event()
    running: set[asyncio.Future[Outcome]] = set()

    def ended(task: "asyncio.Future[Outcome]") -> None:
        running.discard(task)
        news.set()

    def begin(item: Item) -> None:
        task = asyncio.ensure_future(work(item))
        begun.append((item, task))
        running.add(task)
        task.add_done_callback(ended)

    try:
        with stop.telling(news.set):
            while stop.problem is None:
                while len(running) < jobs and len(begun) < AHEAD and (item := next(items, None)) is not None:
                    begin(item)
                if not begun:
                    return
                news.clear()
                if not begun[0][1].done():
                    await news.wait()
                while begun and begun[0][1].done():
                    item, task = begun.popleft()
                    yield item, task.result()
        await _broken_off(running, GRACE if isinstance(stop.problem, Interrupted) else None)
        for item, task in begun:
            yield item, None if task.cancelled() else task.result()
    finally:
        for task in running:
            task.cancel()


async def _broken_off(running: "set[asyncio.Future[Outcome]]", seconds: float | None) -> None:
    """Give what is running so many seconds (None: all it takes), then cancel what is not done, and wait for that."""
    import asyncio

    if running:
        await asyncio.wait(set(running), timeout=seconds)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
