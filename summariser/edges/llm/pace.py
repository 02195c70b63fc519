"""Takes limits and a clock and gives each call its turn, so that no minute has too many and a busy server gets air."""

import asyncio
import math
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

_MINUTE = 60.0
_HEAD_START = 0.25  # seconds: what is wrong with a key or a model shows in the first answer, long before a good one
_TOKENS_PER_BYTE = 0.5  # more than any tokenizer in use makes of JSON and prose, the answer included
_GROWTH = 0.125  # for each answer: an eighth more in flight a round


@dataclass(eq=False)
class Turn:
    """One call: when it went out on the pace's clock, its bytes, and its tokens, first guessed, then known.

    `counted` is whether it is in the log: limits are kept, and less than a minute has passed.
    """

    at: float
    size: int
    tokens: int
    counted: bool


class Pace:
    """One for all callers that share a server; it may be made outside of an event loop.

    Limits are kept by a sliding log: in no minute, wherever it begins, more calls or tokens go out. A call's tokens are
    guessed high from its bytes and put right by `used`. A call that alone has more tokens than the limit goes out when
    no other counts. The number in flight is free until the server says that it is too many; it is halved then, once
    for all that went out together, and grows with each answer (the idea of RFC 5681, 3.1). Turns are given first come,
    first served; the very first has a head start of a quarter of a second.
    """

    def __init__(
        self,
        *,
        requests_per_minute: int | None = None,
        tokens_per_minute: int | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.clock = clock
        self.sleep = sleep
        self.counts_tokens = tokens_per_minute is not None
        self._requests = requests_per_minute or math.inf
        self._tokens = tokens_per_minute or math.inf
        self._limited = self.counts_tokens or requests_per_minute is not None
        self._log: deque[Turn] = deque()
        self._spent = 0  # the tokens of the log
        self._rate = _TOKENS_PER_BYTE
        self._line = asyncio.Lock()
        self._changed = asyncio.Event()
        self._in_flight = 0
        self._most_in_flight = math.inf
        self._crowded_at = -math.inf
        self._closed_until = -math.inf
        self._others_from: float | None = None
        self._over = asyncio.Event()

    def end(self) -> None:
        """Let nobody wait any longer: the run is to end, and who waited is to see that."""
        self._over.set()
        self._changed.set()

    async def pause(self, seconds: float) -> None:
        """Sleep for `seconds`, but not beyond the end of the run."""
        await self._first_of(self._over.wait(), self.sleep(seconds))

    @asynccontextmanager
    async def turn(self, size: int) -> AsyncIterator[Turn]:
        """Wait for a turn, and hold it while a call of `size` bytes is in flight."""
        async with self._line:
            while not self._over.is_set() and (delay := self._delay(self._guess(size))) > 0:
                await self._nap(delay)
            turn = self._begin(size)
        try:
            yield turn
        finally:
            self._in_flight -= 1
            self._others_from = -math.inf
            self._changed.set()

    def used(self, turn: Turn, tokens: int | None) -> None:
        """Note a good answer to `turn` and the tokens that it took in all, if the server told."""
        self._most_in_flight += _GROWTH
        if tokens is not None and turn.size:
            self._spent += tokens - turn.tokens if turn.counted else 0
            turn.tokens = tokens
            self._rate = max(self._rate, tokens / turn.size)
            self._changed.set()

    def crowded(self, turn: Turn) -> None:
        """Note that the server had too much to do for `turn`. Those that went out together with it count once."""
        if turn.at > self._crowded_at:
            self._crowded_at = self.clock()
            self._most_in_flight = max(1.0, self._in_flight / 2)

    def leave_alone(self, seconds: float) -> float:
        """Give no turn for so long, and then one at a time until there are answers; say when that is on the clock."""
        self.close(seconds)
        self._most_in_flight = 1.0
        return self._closed_until

    def close(self, seconds: float) -> None:
        """Give no turn to anyone for so long."""
        self._closed_until = max(self._closed_until, self.clock() + seconds)

    def _guess(self, size: int) -> int:
        return math.ceil(size * self._rate)

    def _begin(self, size: int) -> Turn:
        turn = Turn(self.clock(), size, self._guess(size), self._limited)
        self._in_flight += 1
        if self._others_from is None:
            self._others_from = turn.at + _HEAD_START
        if self._limited:
            self._log.append(turn)
            self._spent += turn.tokens
        return turn

    def _delay(self, tokens: int) -> float:
        """Seconds to wait, 0 or less for none; infinite when it depends on others and not on time."""
        if self._in_flight + 1 > self._most_in_flight:
            return math.inf
        now = self.clock()
        waits = (self._closed_until - now, (self._others_from or -math.inf) - now, self._full_for(now, tokens))
        return max(waits)

    def _full_for(self, now: float, tokens: int) -> float:
        """Seconds until enough of the log is a minute old for one more call of so many tokens."""
        while self._log and self._log[0].at + _MINUTE <= now:
            old = self._log.popleft()
            old.counted = False
            self._spent -= old.tokens
        calls = len(self._log) + 1 - self._requests
        excess = self._spent + tokens - self._tokens
        until = now
        for number, turn in enumerate(self._log):
            if number >= calls and excess <= 0:
                break
            until = turn.at + _MINUTE
            excess -= turn.tokens
        return until - now

    async def _nap(self, delay: float) -> None:
        """Sleep for `delay` seconds, or less if an answer changes what there is to wait for."""
        self._changed.clear()
        ways = [self._changed.wait()] if math.isinf(delay) else [self._changed.wait(), self.sleep(delay)]
        await self._first_of(*ways)

    @staticmethod
    async def _first_of(*ways: Awaitable[object]) -> None:
        """Wait until one of `ways` is done, and leave the others."""
        waiting = [asyncio.ensure_future(one) for one in ways]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waiting:
                one.cancel()
