"""The pace: no minute holds more than the limit, one wait holds for all, and a busy server gets air."""

import asyncio
import itertools
import selectors

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.edges.llm import Pace


class _Jumping(selectors.SelectSelector):
    """A selector that does not wait: the time that it was to wait has passed."""

    now = 0.0

    def select(self, timeout=None):
        if timeout is None:
            raise RuntimeError("everything waits for something else")
        self.now += max(timeout, 0)
        return super().select(0)


class _Loop(asyncio.SelectorEventLoop):
    """An event loop in which time passes only where everything waits for it, and then at once."""

    def __init__(self):
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self):
        return self._jumping.now


def run(main):
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(main())


def pace_of(**limits):
    return Pace(clock=asyncio.get_running_loop().time, sleep=asyncio.sleep, **limits)


async def called(pace, size=10, tokens=None, seconds=1.0):
    """One call that takes `tokens` and `seconds`: its turn."""
    async with pace.turn(size) as turn:
        await asyncio.sleep(seconds)
        pace.used(turn, tokens)
    return turn


def most_in_a_minute(turns, weight):
    """The largest sum of weights in any minute, wherever it begins."""
    return max(sum(weight(other) for other in turns if one.at <= other.at < one.at + 60) for one in turns)


def test_no_minute_of_two_hundred_calls_has_more_than_the_limit_and_none_is_wasted():
    async def main():
        pace = pace_of(requests_per_minute=30)
        return await asyncio.gather(*(called(pace, seconds=number % 7) for number in range(200)))

    turns = run(main)
    assert most_in_a_minute(turns, lambda _: 1) == 30
    assert max(turn.at for turn in turns) == pytest.approx(360, abs=1)


@given(
    st.integers(1, 9),
    st.integers(50, 400),
    st.lists(st.tuples(st.integers(1, 100), st.floats(0, 1), st.floats(0, 90)), min_size=1, max_size=30),
)
def test_no_minute_has_more_requests_or_tokens_than_the_limits_as_they_were_used(requests, tokens, calls):
    async def main():
        pace = pace_of(requests_per_minute=requests, tokens_per_minute=tokens)
        made = (called(pace, size, int(size * 0.5 * part), seconds) for size, part, seconds in calls)
        return await asyncio.gather(*made)

    turns = run(main)
    assert most_in_a_minute(turns, lambda _: 1) <= requests
    assert most_in_a_minute(turns, lambda turn: turn.tokens) <= tokens


def test_tokens_are_guessed_high_and_what_was_not_used_is_given_back_at_once():
    async def main():
        pace = pace_of(tokens_per_minute=100)
        return [(await called(pace, size=100, tokens=10)).at for _ in range(6)]

    assert run(main) == [0, 1, 2, 3, 4, 5]


def test_call_that_waits_for_tokens_goes_out_as_soon_as_another_turns_out_smaller():
    async def main():
        pace = pace_of(tokens_per_minute=100)
        return [turn.at for turn in await asyncio.gather(*(called(pace, size, 20, 3) for size in (200, 100)))]

    assert run(main) == [0, 3]


def test_guess_follows_the_dearest_answer_seen():
    async def main():
        pace = pace_of(tokens_per_minute=1000)
        await called(pace, size=100, tokens=400)
        async with pace.turn(100) as turn:
            return turn.tokens

    assert run(main) == 400


def test_call_larger_than_the_limit_goes_out_when_no_other_counts():
    async def main():
        pace = pace_of(tokens_per_minute=100)
        return [(await called(pace, size, size // 2)).at for size in (100, 1000, 100)]

    assert run(main) == [0, 60, 120]


def test_closed_pace_gives_no_turn_until_the_longest_wait_is_over():
    async def main():
        pace = pace_of()
        pace.close(30)
        pace.close(10)
        return [turn.at for turn in await asyncio.gather(*(called(pace) for _ in range(5)))]

    assert min(run(main)) == 30


def test_turns_are_given_in_the_order_of_asking():
    async def main():
        pace = pace_of(tokens_per_minute=100)
        return [turn.at for turn in await asyncio.gather(*(called(pace, size) for size in (150, 190, 2, 2)))]

    assert run(main) == [0, 60, 60, 60]


def test_first_call_has_a_head_start_of_a_quarter_of_a_second_or_of_its_answer():
    async def main(seconds):
        pace = pace_of()
        return [turn.at for turn in await asyncio.gather(*(called(pace, seconds=seconds) for _ in range(3)))]

    assert run(lambda: main(2)) == [0, 0.25, 0.25]
    assert run(lambda: main(0.1)) == [0, 0.1, 0.1]


class _Limited:
    """A server that can do so much at a time and has too much to do beyond."""

    def __init__(self, capacity):
        self.capacity, self.busy, self.refusals = capacity, 0, []

    async def answer(self, pace):
        """Ask until there is an answer, after 0.5, 1, 2… seconds each time."""
        for refusals in itertools.count():
            async with pace.turn(1) as turn:
                if await self._answers():
                    pace.used(turn, None)
                    self.refusals.append(refusals)
                    return
                pace.crowded(turn)
            await asyncio.sleep(min(20, 0.5 * 2**refusals))

    async def _answers(self):
        self.busy += 1
        fits = self.busy <= self.capacity
        await asyncio.sleep(1 if fits else 0.01)
        self.busy -= 1
        return fits


@pytest.mark.parametrize("capacity", [1, 5, 40])
def test_number_in_flight_finds_what_a_server_can_do_before_any_call_is_given_up(capacity):
    server = _Limited(capacity)

    async def main():
        pace, places = pace_of(), asyncio.Semaphore(64)

        async def one():
            async with places:
                await server.answer(pace)

        await asyncio.gather(*(one() for _ in range(400)))
        return asyncio.get_running_loop().time()

    assert run(main) < 1.5 * 400 / capacity
    assert max(server.refusals) < 8


def test_calls_that_were_refused_together_halve_the_number_in_flight_once():
    async def main():
        pace = pace_of()
        await called(pace)

        async def refused(seconds):
            async with pace.turn(1) as turn:
                await asyncio.sleep(seconds)
                pace.crowded(turn)

        await asyncio.gather(*(refused(1 + number / 100) for number in range(16)))
        start = asyncio.get_running_loop().time()
        later = await asyncio.gather(*(called(pace, seconds=5) for _ in range(16)))
        return sum(turn.at == start for turn in later)

    assert run(main) == 8


def test_turn_that_nobody_waits_for_any_more_holds_up_no_other():
    async def main():
        pace = pace_of(requests_per_minute=1)
        await called(pace)
        waiting = [asyncio.ensure_future(called(pace)) for _ in range(2)]
        await asyncio.sleep(1)
        waiting[0].cancel()
        return (await waiting[1]).at

    assert run(main) == 60
