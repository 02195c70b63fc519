"""Takes articles and settings and gives a run under way: each article asked about and checked, until stopped.

Article --ask--> Question --read--> DraftReading --check--> Reading
"""

import asyncio
import gc
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import replace
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Literal, Protocol

from summariser.asking import Asker, Settings
from summariser.edges import articles, llm, prompts, recordings
from summariser.edges.progress import progress_bar
from summariser.edges.scales import Scales
from summariser.edges.shipped import incident_types_file, shipped
from summariser.edges.workers import Stop, in_order, stopped_by_signals
from summariser.nouns.article import Article, Failure
from summariser.nouns.draft import DraftReading
from summariser.nouns.pairs import DraftRuling
from summariser.nouns.problems import (
    EX_CONFIG,
    EX_DATAERR,
    EX_NOINPUT,
    EX_TEMPFAIL,
    EX_UNAVAILABLE,
    CannotWrite,
    Interrupted,
    Problem,
)
from summariser.nouns.question import Question
from summariser.reader import Read, Reader
from summariser.text.clean import portable_path

TASK_PROMPT = "read_article.v1"
_PART_PROMPT = "continue_article.v1"
_CODE_OF = {
    "missing": EX_NOINPUT,
    "no_recording": EX_CONFIG,
    "server": EX_UNAVAILABLE,
    "pending": EX_TEMPFAIL,
}
_MOST_READY = 32
"""Articles, at most, whose questions are made ready while `jobs` others are asked: a place is then never empty."""
_NAMED = 3  # articles of those that failed for one reason
_NEW_OBJECTS = 20_000  # how many there are before the first look for garbage among them; Python's own rule says 700
_MENDED_FIRST = (EX_CONFIG, EX_UNAVAILABLE, EX_TEMPFAIL, EX_NOINPUT, EX_DATAERR)


class Source(Protocol):
    """Where articles are loaded from: which files there are, which are left, and what gave no article so far."""

    @property
    def files(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def left(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def failures(self) -> tuple[Failure, ...]: ...  # noqa: D102


@contextmanager
def session_of(
    paths: Sequence[str], settings: Settings, output: Path | None = None, scales: Scales | None = None
) -> Iterator["Session"]:
    """Give the run over the articles that `paths` name, as `session` does.

    Raises CannotWrite when `output` is one of the articles, NoInput or another Problem when there is no article, and
    what `session` raises.
    """
    source = articles.Source(paths, sys.stdin.buffer if sys.stdin else BytesIO())
    _spare(source.files, output)
    loaded = iter(source)
    first = next(loaded, None)
    if first is None:
        raise _nothing(source.failures, settings.say)
    with session(source, chain([first], loaded), settings, scales) as under_way:
        yield under_way


@contextmanager
def session(
    source: Source, loaded: Iterator[Article], settings: Settings, scales: Scales | None = None
) -> Iterator["Session"]:
    """Give the run over the articles of `source`, as `loaded` gives them; meanwhile Ctrl-C and SIGTERM stop it.

    With `scales` nothing is asked; they weigh what would be.
    Raises CannotWrite when answers cannot be kept, and Misconfigured when nothing can be asked.
    """
    stop = Stop()
    with stopped_by_signals(stop, settings.say if settings.progress else None):
        if settings.record and not scales:
            recordings.ready(settings.record)
        asker = Asker(settings, stop, scales)
        with asyncio.Runner() as runner:
            try:
                runner.run(asker.__aenter__())
                yield Session(source, loaded, asker, runner)
            finally:
                runner.run(asker.__aexit__(None, None, None))


def _spare(files: Sequence[str], output: Path | None) -> None:
    """Refuse to write over an article: a source that is gone can never be checked again."""
    if output and any(os.path.realpath(path) == os.path.realpath(output) for path in files):
        raise CannotWrite(f"{output}: is one of the articles; give another -o FILE")


class Session:
    """A run under way; `totals` are those of all answers so far, also of those that nothing came of."""

    def __init__(self, source: Source, loaded: Iterator[Article], asker: Asker, runner: asyncio.Runner) -> None:
        prompt, own = (prompts.load_prompt(shipped("prompts"), name) for name in (TASK_PROMPT, _PART_PROMPT))
        types, schema = prompts.load_types(incident_types_file()), prompts.schema_id(DraftReading)
        model = asker.settings.model
        self.reader = Reader(prompt, prompts.continuing(prompt, own), types, schema, asker.way(), model, asker.mode)
        self.totals = asker.totals
        self.prices = asker.settings.prices
        self.settle = asker.settle
        self.answered: Literal["live", "recordings"] = "recordings" if asker.settings.replay else "live"
        self._source = source
        self._loaded = loaded
        self._asker = asker
        self._runner = runner
        self._settings = asker.settings

    def read(self, put: Callable[[Read], None]) -> tuple[Failure, ...]:
        """Have every article read, `put` each once those before it are done, and give what gave no reading.

        A problem costs its article only, unless no article can escape it: then no other is asked about, and it is the
        reason of all that are not read. It is raised when nothing has been read, or it leaves no result.
        """
        failures = self.weigh(put)
        if not self._asker.tally.read:
            self._asker.settle_without_result()
            raise self._asker.ended_by() or _nothing(failures, self._settings.say)
        return failures

    def weigh(self, put: Callable[[Read], None]) -> tuple[Failure, ...]:
        """Do as `read` does, where it may be that nothing has been read."""
        failed: list[Failure] = []

        def sort(outcome: Read | Failure) -> None:
            if isinstance(outcome, Failure):
                failed.append(outcome)
                return
            put(outcome)

        self._runner.run(self._read(sort))
        self._asker.judge_mode()
        problem = self._asker.ended_by()
        rest = [_failure(portable_path(path), None, problem) for path in self._source.left] if problem else []
        return (*self._source.failures, *failed, *rest)

    async def _read(self, put: Callable[[Read | Failure], None]) -> None:
        asker, settings = self._asker, self._settings
        _collect_rarely()
        with progress_bar("reading", len(self._source.files), asker.tally, shown=settings.progress) as step:

            async def one(article: Article) -> Read | Failure:
                outcome = await self._one(article)
                step()
                return outcome

            ended: Problem | None = None
            async with aclosing(in_order(self._loaded, one, _at_once(settings.jobs), asker.stop)) as outcomes:
                async for article, outcome in outcomes:
                    try:
                        put(outcome or _failure(article.path, article.sha256, asker.stopped()))
                    except Problem as problem:
                        # The answers under way are paid for: they are waited for, and kept, before the run ends.
                        ended = ended or problem
                        asker.stop.because(problem)
            if ended:
                raise ended

    async def _one(self, article: Article) -> Read | Failure:
        way, tally = self._asker.way(), self._asker.tally
        try:
            read = await replace(self.reader, seam=way).read(article)
        except Problem as problem:
            way.failed(problem)
            tally.failed += not isinstance(problem, Interrupted)
            return _failure(article.path, article.sha256, problem)
        tally.read += 1
        tally.cached += way.calls == 0
        return read

    @property
    def ended(self) -> Problem | None:
        """The problem that ended the run early, if one did."""
        return self._asker.stop.problem

    def rule(self, questions: Sequence[Question]) -> list[llm.Answer[DraftRuling] | Problem]:
        """Have each of these questions about pairs answered; give in order the answers, or why there is none."""
        # Two pairs may be told in the same words: one question.
        outcomes = self._runner.run(self._rule({question.article: question for question in questions}))
        self._asker.ended_by()
        return [outcomes.get(question.article) or self._asker.stopped() for question in questions]

    async def _rule(self, questions: Mapping[str, Question]) -> dict[str, llm.Answer[DraftRuling] | Problem | None]:
        asker, settings = self._asker, self._settings
        with progress_bar("comparing", len(questions), asker.tally, shown=settings.progress) as step:

            async def one(question: Question) -> llm.Answer[DraftRuling] | Problem:
                way = asker.way()
                try:
                    return await llm.read(question, way(question), DraftRuling, model=settings.model, mode=asker.mode)
                except Problem as problem:
                    way.failed(problem)
                    return problem
                finally:
                    step()

            async with aclosing(in_order(iter(questions.values()), one, settings.jobs, asker.stop)) as outcomes:
                return {question.article: outcome async for question, outcome in outcomes}


def _at_once(jobs: int) -> int:
    """How many articles are under way: those asked about, and as many more, up to a bound, that are made ready."""
    return jobs + min(jobs, _MOST_READY)


def _collect_rarely() -> None:
    """Look for garbage in cycles less often, and never in what was imported, which stays.

    There is little of it, and looking for it took more than a twentieth of the time of a run.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


def _failure(path: str, sha256: str | None, problem: Problem) -> Failure:
    return Failure(path=path, sha256=sha256, kind=problem.kind, reason=str(problem))


def _nothing(failures: Sequence[Failure], say: Callable[[str], None]) -> Problem:
    """Say every failure but the last, which becomes the problem that ends the run."""
    lines = by_reason(failures) or ["nothing to read; give files (.txt, .md), folders or globs"]
    for line in lines[:-1]:
        say(line)
    problem = Problem(lines[-1])
    problem.exit_code = _code(failures)
    return problem


def _code(failures: Sequence[Failure]) -> int:
    """The code of what has to be mended first. A second copy of an article has none of its own."""
    codes = {_CODE_OF.get(failure.kind, EX_DATAERR) for failure in failures if failure.kind != "duplicate"}
    return next((code for code in _MENDED_FIRST if code in codes), EX_NOINPUT)


def by_reason(failures: Sequence[Failure]) -> list[str]:
    """A line for each reason; where it names no article, with the first three that failed for it, and their number."""
    paths: dict[str, list[str]] = {}
    for failure in failures:
        paths.setdefault(failure.reason, []).append(failure.path)
    return [_line(reason, where) for reason, where in paths.items()]


def _line(reason: str, paths: Sequence[str]) -> str:
    if len(paths) == 1:
        named = re.search(rf"(?<![\w./-]){re.escape(paths[0])}(?![\w/-])", reason)
        return reason if named else f"{paths[0]}: {reason}"
    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return f"{reason} ({len(paths)} articles: {', '.join(paths[:_NAMED])}{more})"
