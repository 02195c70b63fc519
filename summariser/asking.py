"""Takes settings and gives the way of every question to the model: replayed, or out of the cache, or live and kept."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from summariser.core.cost import cost_of, price_of
from summariser.edges import llm, recordings
from summariser.edges.cache import CacheFolder
from summariser.edges.progress import Tally
from summariser.edges.scales import Scales
from summariser.edges.workers import Stop
from summariser.nouns.mode import Mode
from summariser.nouns.price import Price
from summariser.nouns.problems import (
    CannotRead,
    CannotWrite,
    Interrupted,
    LeftAlone,
    Misconfigured,
    ModeRefused,
    NeverValid,
    OutOfForm,
    Problem,
    Refused,
    TooLong,
)
from summariser.nouns.question import NOTHING, Create, Question, Usage, added
from summariser.text.english import money

_ENDING = (Misconfigured, CannotWrite, CannotRead, LeftAlone)
"""What no other question can escape."""
_WITHOUT_RESULT = (Interrupted, CannotWrite, CannotRead)
"""What ends a run without a result: the same command goes on, and half a result would replace a whole one."""
_OF_THE_ANSWER = (NeverValid, Refused, TooLong)
"""What another answer may mend."""


@dataclass(frozen=True)
class Settings:
    """What a user chose: the model and its server, where answers are kept, how many articles at a time.

    `cache` keeps answers between runs, unless it is None; with `refresh` those of earlier runs are asked for again.
    `requests_per_minute` and `tokens_per_minute` bound what is sent, None: not at all.
    `mode` is how the model is asked for its answers; None leaves that to what its server is.
    `adjudicate` is whether the model is asked about pairs that no rule decides, `aliases` a file of names.
    `prices` are those that money is reckoned with; the first that names a model holds for it.
    `say` takes one line for people; `progress` is whether a bar may be drawn on standard error.
    """

    model: str | None
    base_url: str | None
    api_key: str | None
    record: Path | None
    replay: Path | None
    strict: bool
    jobs: int
    say: Callable[[str], None]
    progress: bool
    adjudicate: bool = True
    aliases: Path | None = None
    cache: CacheFolder | None = None
    refresh: bool = False
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    prices: tuple[Price, ...] = ()
    mode: Mode | None = None


@dataclass
class Totals:
    """What answers add up to, kept or fresh, used or not: what they took by the model that gave them, and re-asks."""

    reasks: int = 0
    spent: dict[str, Usage] = field(default_factory=dict)

    def add(self, model: str, usage: Usage, *, again: bool) -> None:
        """Add one answer; `again` says that it is one to a re-ask."""
        self.reasks += again
        self.spent[model] = added(self.spent.get(model, NOTHING), usage)


class Asker:
    """What asks all questions of a run: `async with` it while it asks; `stop` ends it.

    `tally` counts what this run asks, `totals` all answers that it gets about articles and pairs.

    With `scales` no server is asked: they weigh what is not answered already.
    """

    def __init__(self, settings: Settings, stop: Stop, scales: Scales | None = None) -> None:
        self.tally = Tally()
        self.totals = Totals()
        self.stop = stop
        self.settings = settings
        self.mode = settings.mode or Mode.TOOLS
        self._chosen: llm.Chosen | None = None
        self._out_of_form = False
        self._connections = AsyncExitStack()
        self._live: Create | None = None
        self._places = asyncio.Semaphore(settings.jobs)
        self._cached: recordings.Cached | None = None
        self._scales = scales
        self._lacking = False
        self._unusable: list[Question] = []
        self._paid = Totals()
        self._report = cache(settings.say)  # each line once, however many recordings it holds for

    async def __aenter__(self) -> Self:
        """Open the connections, which `__aexit__` closes whatever this raises, and choose a mode if none is set.

        Raises Misconfigured when neither key nor address is given, or one cannot be right, and what no mode can change.
        """
        if self._scales:
            self._live = self._scales.ask
            remembered = self._remembered_mode()  # which sees, too, that the address is one
            self.mode = self.settings.mode or remembered or Mode.TOOLS
        elif not self.settings.replay:
            pace = llm.Pace(
                requests_per_minute=self.settings.requests_per_minute,
                tokens_per_minute=self.settings.tokens_per_minute,
            )
            self._connections.enter_context(self.stop.telling(pace.end))
            live = llm.live(
                self.settings.base_url, self.settings.api_key, pace=pace, check=self.stop.check, sending=self._count
            )
            self._live = await self._connections.enter_async_context(live)
            if self.settings.model and not self.settings.mode:
                await self._choose_mode(live, self.settings.model)
        if self.settings.cache and self._live:
            address = _without_user(self.settings.base_url)
            self._cached = recordings.Cached(self.settings.cache, address, refresh=self.settings.refresh)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        await self._connections.aclose()

    async def _choose_mode(self, live: llm.Live, model: str) -> None:
        trial = partial(llm.tried, self.ask_live, model, clock=time.monotonic)
        self._chosen = await llm.mode_for(trial, live.look, live.place, model, self._memory())
        self.mode = self._chosen.mode

    def _memory(self) -> llm.Memory:
        cache = self.settings.cache
        return llm.Memory(cache.modes if cache else None, self.settings.say)

    def _remembered_mode(self) -> Mode | None:
        return self._memory().recall(llm.place_of(self.settings.base_url), self.settings.model or "")

    def way(self) -> "Way":
        """Give the way to the model for one article or pair."""
        return Way(self)

    def create(self, question: Question, live: Create) -> Create:
        """Give the `create` for `question`; `live` is what asks the model, where nothing else answers."""
        create = self._create(question, live)
        return self._scales.over(create, question) if self._scales else self._counting(create)

    def _counting(self, create: Create) -> Create:
        async def counted(**kwargs: Any) -> Any:  # noqa: ANN401 - as in Create
            # Given back once the answer is kept, and before it is checked: no more calls than `jobs` are ever repeated.
            async with self._places:
                completion = await create(**kwargs)
            model = completion.model or kwargs["model"] or "unknown"
            self.totals.add(model, Usage.of_call(completion.usage), again=_is_reask(kwargs))
            return completion

        return counted

    def _create(self, question: Question, live: Create) -> Create:
        settings, cached = self.settings, self._cached
        if settings.replay:
            return recordings.replaying(settings.replay, question, report=self._report, strict=settings.strict)
        create = cached.asking(live, question) if cached else live
        if settings.record:
            anew = cached is None or settings.refresh or cached.is_set_aside(question, settings.model)
            return recordings.recording(create, settings.record, question, anew=anew, keep=not self._scales)
        return create

    async def ask_live(self, **kwargs: Any) -> Any:  # noqa: ANN401 - as in Create
        """Ask the model, unless the run is to stop, and count what that takes."""
        self.stop.check()
        if self._live is None:
            raise ValueError("nothing is open")
        completion = await self._live(**kwargs)
        self._pay(completion.model or kwargs["model"], Usage.of_call(completion.usage), again=_is_reask(kwargs))
        return completion

    def _count(self, asked: dict[str, Any]) -> None:
        self.tally.calls += 1
        self.tally.reasks += _is_reask(asked)

    def _pay(self, model: str, usage: Usage, *, again: bool) -> None:
        self.tally.untold += usage.tokens_in is None or usage.tokens_out is None
        self.tally.tokens_in += usage.tokens_in or 0
        self.tally.tokens_cached += usage.tokens_cached or 0
        self.tally.tokens_out += usage.tokens_out or 0
        self._paid.add(model, usage, again=again)
        cost = cost_of(self._paid.spent, self.settings.prices)
        self.tally.cost = money(cost.amount, cost.currency) if cost else f"not known{self._why(model)}"

    def _why(self, model: str) -> str:
        priced = price_of(model, self.settings.prices)
        return "" if priced else f" (no price for {model}; --prices FILE gives one)"

    def failed(self, problem: Problem, questions: list[Question]) -> None:
        """Note why nothing came of `questions`: the run may have to stop, or the next is to ask them anew."""
        self._lacking = True
        self._out_of_form |= isinstance(problem, OutOfForm | ModeRefused)
        if isinstance(problem, _ENDING):
            self.stop.because(problem)
        elif isinstance(problem, _OF_THE_ANSWER):
            # Without its words, which are long.
            self._unusable += [one.model_copy(update={"system": "", "user": ""}) for one in questions]

    def judge_mode(self) -> None:
        """Remember the mode that was chosen if it worked, and forget it if it no longer does."""
        # What came from the cache was asked in the mode of its own run.
        if self._chosen and self.tally.read > self.tally.cached:
            self._chosen.worked()
        elif self._chosen and self._out_of_form:
            self._chosen.failed()

    def ended_by(self) -> Problem | None:
        """Give the problem that ended the run early, if one did; raise it if the run has no result for that."""
        problem = self.stop.problem
        if isinstance(problem, _WITHOUT_RESULT):
            if self._paid.spent:
                self.settings.say(str(self.tally))
            raise self._with_what_goes_on(problem)
        return problem

    def _with_what_goes_on(self, problem: Problem) -> Problem:
        """Give `problem` with words about the command that goes on, where that is not the same one."""
        if isinstance(problem, Interrupted) and self._live and not self._cached:
            return type(problem)("stopped; --no-cache keeps nothing that the same command could go on from")
        if isinstance(problem, Interrupted) and self.settings.refresh:
            return type(problem)("stopped; give the same command without --refresh to go on")
        return problem

    def stopped(self) -> Problem:
        """Give the problem that is the reason of what was not asked."""
        return self.stop.problem or Problem("not asked")

    def settle(self) -> None:
        """Have the next run ask anew what nothing came of, and say what was asked in this one."""
        if self._live is None:
            return
        if self._cached:
            for question in self._unusable:
                self._cached.set_aside(question)
            for line in self._cached.remarks():
                self.settings.say(line)
        if self._lacking:
            self.settings.say(self._how_to_retry())
        self.settings.say(str(self.tally))

    def settle_without_result(self) -> None:
        """Do so where nothing could be read, if there were answers."""
        if self._paid.spent or self._unusable:
            self.settle()

    def _how_to_retry(self) -> str:
        if not self._cached:
            return "--no-cache keeps nothing: to ask again about just what is missing, give those files alone"
        same = "the same command without --refresh" if self.settings.refresh else "the same command"
        return f"{same} asks again for what is missing; the rest is kept"


class Way:
    """The way to the model for one article or pair: a seam that remembers what went over it, and how many calls."""

    def __init__(self, asker: Asker) -> None:
        self.calls = 0
        self._asker = asker
        self._questions: list[Question] = []

    def __call__(self, question: Question) -> Create:
        """Give the `create` for `question`."""
        self._questions.append(question)
        return self._asker.create(question, self._live)

    def failed(self, problem: Problem) -> None:
        """Note that nothing came of what was asked."""
        self._asker.failed(problem, self._questions[-1:])

    async def _live(self, **kwargs: Any) -> Any:  # noqa: ANN401 - as in Create
        self.calls += 1
        return await self._asker.ask_live(**kwargs)


def _is_reask(asked: dict[str, Any]) -> bool:
    """Whether more is said than the two messages of a question: a bad answer, and what is wrong with it."""
    return len(asked["messages"]) > 2


def _without_user(base_url: str | None) -> str:
    parts = urlsplit(base_url or "")
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], path=parts.path.rstrip("/")).geturl()
