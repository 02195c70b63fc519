"""Takes paths and settings and gives a run: articles loaded, asked about, checked; then one brief of them.

path --load--> Article --ask--> Question --read--> DraftReading --check--> Reading
[Reading] --adjudicate--> Known; [Reading] and Known --merge--> Merged --compose--> Brief
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from summariser import __version__
from summariser.adjudication import Adjudication, Court, adjudicate
from summariser.core.brief import compose
from summariser.core.evaluate import Answer, Evaluation, misquotes, score
from summariser.core.merge import Explanation, merge
from summariser.core.merge import explain as explain_merging
from summariser.core.merge.values import key
from summariser.core.verify import verify as verify_brief
from summariser.edges import articles, llm, prompts, recordings
from summariser.edges.aliases import load_aliases
from summariser.edges.gold import ARTICLES, load_gold
from summariser.edges.progress import progress_bar
from summariser.edges.shipped import incident_types_file, publishers_file, shipped
from summariser.edges.sources import read_source
from summariser.nouns.article import Article, Failure
from summariser.nouns.brief import Account, Adjudicated, Brief
from summariser.nouns.draft import DraftReading
from summariser.nouns.gold import Gold
from summariser.nouns.known import Aliases, Known
from summariser.nouns.merged import Merged
from summariser.nouns.problems import (
    EX_CONFIG,
    EX_DATAERR,
    EX_NOINPUT,
    EX_TEMPFAIL,
    EX_UNAVAILABLE,
    CannotWrite,
    Interrupted,
    Misconfigured,
    NoInput,
    Problem,
)
from summariser.nouns.question import Create, Question
from summariser.nouns.reading import Reading
from summariser.reader import Read, Reader
from summariser.text.clean import clean, portable_path
from summariser.text.copies import copies_of
from summariser.text.english import count
from summariser.text.origins import with_shipped

_TASK_PROMPT = "read_article.v1"
_PART_PROMPT = "continue_article.v1"
_DEMO = "fixtures/embassy"
_CODE_OF = {
    "missing": EX_NOINPUT,
    "no_recording": EX_CONFIG,
    "server": EX_UNAVAILABLE,
    "pending": EX_TEMPFAIL,
}
_MENDED_FIRST = (EX_CONFIG, EX_UNAVAILABLE, EX_TEMPFAIL, EX_NOINPUT, EX_DATAERR)


@dataclass(frozen=True)
class Settings:
    """What a user chose: the model and its server, the folders of recordings, how many articles at a time.

    `adjudicate` is whether the model is asked about pairs that no rule decides, `aliases` a file of names.
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


@dataclass(frozen=True)
class Run:
    """What came of reading: articles with their readings in the order of their paths, failures, and the account.

    `families` gives the family of each incident type that the articles were read with, `known` what else merging is
    told.
    """

    articles: tuple[Article, ...]
    readings: tuple[Reading, ...]
    failures: tuple[Failure, ...]
    account: Account
    families: Mapping[str, str]
    known: Known

    @property
    def partial(self) -> bool:
        """Whether something is missing from the result: an article (not a second copy) or an answer on a pair."""
        unanswered = any(one.unanswered for one in self.account.adjudicated)
        return unanswered or any(failure.kind != "duplicate" for failure in self.failures)

    def complaints(self) -> list[str]:
        """One line for each failure; failures of one reason share a line."""
        return _lines(self.failures) + [line for one in self.account.adjudicated for line in _unanswered(one)]


def read(paths: Sequence[str], settings: Settings, output: Path | None = None) -> Run:
    """Load what `paths` name, have each article read and checked, and give the run.

    `output` is the file that the result will go to. Raises CannotWrite when that is one of the articles or nothing
    could be recorded, NoInput when there is no article, Misconfigured when no article could be answered, Interrupted
    on Ctrl-C, and the first article's Problem when not one could be read.
    """
    try:
        loaded = articles.load(paths, sys.stdin.buffer if sys.stdin else BytesIO())
        if not loaded.articles:
            raise _nothing(loaded.failures, settings.say)
        _spare(loaded.articles, output)
        if settings.record:
            recordings.ready(settings.record)
        return asyncio.run(_read_all(loaded, settings))
    except KeyboardInterrupt:
        raise Interrupted("stopped; what was kept with --record can be replayed with --replay") from None


def _spare(given: Sequence[Article], output: Path | None) -> None:
    """Refuse to write over an article: a source that is gone can never be checked again."""
    if output and any(Path(article.path).resolve() == output.resolve() for article in given):
        raise CannotWrite(f"{output}: is one of the articles; give another -o FILE")


def brief(run: Run) -> Brief:
    """Merge the readings of a run and compose its brief."""
    return _brief(run, _merged(run))


def explain(run: Run, numbers: Sequence[int]) -> list[str]:
    """Say, rule by rule, why incidents were merged or kept apart: all, or one or two by their places in the brief.

    Raises Problem for a place that the brief does not have.
    """
    explanation = _explained(run)
    written = _brief(run, explanation.merged)
    by_id = {incident.id: incident for incident in explanation.merged.incidents}
    ordered = [by_id[one.id] for one in (*written.incidents, *written.background)]
    if any(not 1 <= number <= len(ordered) for number in numbers):
        raise Problem(
            f"--explain: the brief has {count(len(ordered), 'incident')}; give places from 1 to {len(ordered)}"
        )
    if len(set(numbers)) == 2:
        return list(explanation.of_two(*(ordered[number - 1] for number in numbers)))
    asked = numbers[:1] or range(1, len(ordered) + 1)
    return [line for number in asked for line in _numbered(number, explanation.of_one(ordered[number - 1]))]


def _numbered(number: int, lines: Iterable[str]) -> list[str]:
    first, *others = lines
    return [f"{number}. {first}", *others]


def _explained(run: Run) -> Explanation:
    paths = {article.sha256: article.path for article in run.articles}
    return explain_merging(run.readings, run.families, run.known, paths.__getitem__)


def _merged(run: Run) -> Merged:
    return merge(run.readings, run.families, run.known)


def _brief(run: Run, merged: Merged) -> Brief:
    return compose(merged, run.articles, run.readings, run.failures, run.account, run.known)


def evaluate(folder: Path, settings: Settings, output: Path | None = None) -> tuple[Evaluation, Run]:
    """Read the articles of a gold's folder, merge them, and score the outcome against the gold; give the run too.

    Raises NoInput when there is no gold, Problem when it is bad or has words that do not stand in their article, before
    anything is asked; then what `read` raises.
    """
    gold, place = load_gold(folder), folder / ARTICLES
    _check_words(gold, articles.load([str(place)], BytesIO()), place)
    run = read([str(place)], settings, output)
    explanation = _explained(run)
    merged = explanation.merged
    answer = Answer(
        articles={_name_in(place, article.path): article for article in run.articles},
        readings=run.readings,
        failed={_name_in(place, failure.path): failure.reason for failure in run.failures},
        merged=merged,
        brief=_brief(run, merged),
        same_value=lambda a, b: key(a) == key(b),
        why=explanation.why,
    )
    return score(gold, answer), run


def _check_words(gold: Gold, loaded: articles.Loaded, place: Path) -> None:
    """Raise the first of the gold's faults that only its articles show; files that cannot be read show none."""
    given = {_name_in(place, article.path): article for article in loaded.articles}
    faults = misquotes(gold, given, [_name_in(place, failure.path) for failure in loaded.failures])
    if given and faults:
        others = f" (and {len(faults) - 1} more faults)" if faults[1:] else ""
        raise Problem(clean(f"{place.parent}: {faults[0]}{others}"))


def _name_in(place: Path, path: str) -> str:
    """The name by which the gold knows a file of the folder `place`."""
    return path.removeprefix(f"{portable_path(place.as_posix())}/")


def verify(file: Path) -> tuple[int, list[str]]:
    """How many citations the brief in `file` has, and a line for each that no longer holds.

    Raises NoInput when there is no such file, and Problem when it is not a brief.
    """
    try:
        found = Brief.model_validate_json(file.read_bytes())
    except OSError as error:
        raise NoInput(f"{file}: cannot be read ({error.strerror}); give a brief written with --format json") from error
    except ValidationError as error:
        raise Problem(f"{file}: not a brief written with --format json ({error.error_count()} faults)") from error
    # The demo names its articles as they stand in the fixture, wherever that is installed.
    find = partial(read_source, folders=[Path(), file.parent], spare=shipped(_DEMO))
    broken = verify_brief(found, find, articles.decode)
    lines = [f"[{one.citation}] {one.path}:{one.line}: {one.quote!r}: {one.reason}" for one in broken]
    return len(found.citations), [clean(line) for line in lines]


def demo(say: Callable[[str], None]) -> Run:
    """The run of the shipped fixture, replayed, its articles named as they stand in the fixture."""
    fixture = shipped(_DEMO)
    settings = Settings(
        model=None, base_url=None, api_key=None, record=None, replay=fixture / "recordings",
        strict=True, jobs=8, say=say, progress=False,
    )  # fmt: skip
    run = read([str(fixture / "articles")], settings)
    return replace(run, articles=tuple(_named_within(article, fixture) for article in run.articles))


def _named_within(article: Article, folder: Path) -> Article:
    return article.model_copy(update={"path": Path(article.path).relative_to(folder).as_posix()})


async def _read_all(loaded: articles.Loaded, settings: Settings) -> Run:
    aliases = load_aliases(settings.aliases) if settings.aliases else Aliases()
    prompt, own = (prompts.load_prompt(shipped("prompts"), name) for name in (_TASK_PROMPT, _PART_PROMPT))
    types = prompts.load_types(incident_types_file())
    async with AsyncExitStack() as open_until_done:
        seam = await _seam(settings, open_until_done)
        reader = Reader(
            prompt, prompts.continuing(prompt, own), types, prompts.schema_id(DraftReading), seam, settings.model
        )
        outcomes = await _each(loaded.articles, reader, settings)
        failures = (*loaded.failures, *(outcome for outcome in outcomes if isinstance(outcome, Failure)))
        read = [outcome for outcome in outcomes if isinstance(outcome, Read)]
        if not read:
            raise _nothing(failures, settings.say)
        given = tuple(one.article for one in read)
        readings = tuple(one.reading for one in read)
        families = {code: kind.family for code, kind in types.items()}
        ruled = Adjudication(_known(given, aliases))
        if settings.adjudicate:
            ruled = await adjudicate(readings, families, ruled.known, Court(seam, settings.model, settings.jobs))
    return Run(
        articles=given,
        readings=readings,
        failures=failures,
        account=_account(reader, settings, read, failures, ruled),
        families=families,
        known=ruled.known,
    )


def _known(given: Sequence[Article], own: Aliases) -> Known:
    """What the articles say of themselves and of one another, and what the user and the program say of names."""
    return Known(
        outlets={article.sha256: article.outlet for article in given if article.outlet},
        copies=copies_of({article.sha256: _body(article) for article in given}),
        aliases=_with_publishers(own),
    )


def _with_publishers(own: Aliases) -> Aliases:
    """The user's aliases with the publishers that come with the program, for outlets that the user gives to none."""
    known = load_aliases(publishers_file())
    return own.model_copy(update={"publisher": with_shipped(own.publisher, known.publisher)})


def _body(article: Article) -> str:
    """The text without its front matter, which no sentence is in."""
    return article.text[article.sentences[0].start :] if article.sentences else ""


async def _seam(settings: Settings, open_until_done: AsyncExitStack) -> Callable[[Question], Create]:
    """The function that gives each question its `create`: replayed, live, or live and recorded."""
    if settings.replay:
        report = cache(settings.say)  # each line once, however many recordings it holds for
        return partial(recordings.replaying, settings.replay, report=report, strict=settings.strict)
    create = await open_until_done.enter_async_context(llm.live(settings.base_url, settings.api_key))
    if settings.record:
        return partial(recordings.recording, create, settings.record)
    return lambda _: create


async def _each(given: Sequence[Article], reader: Reader, settings: Settings) -> list[Read | Failure]:
    """The outcome for each article, in order. A problem costs its article only, unless no article can escape it.

    After such a one no further article is asked about, and it is the reason of all that are not read. It is raised
    when nothing has been read.
    """
    places = asyncio.Semaphore(settings.jobs)
    lasting: list[Problem] = []

    async def one(article: Article) -> Read | Failure:
        async with places:
            if lasting:
                return _failure(article, lasting[0])
            try:
                return await reader.read(article)
            except (Misconfigured, CannotWrite) as problem:
                lasting.append(problem)
                return _failure(article, lasting[0])
            except Problem as problem:
                return _failure(article, problem)

    with progress_bar(len(given), shown=settings.progress) as step:
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(one(article)) for article in given]
                for task in tasks:
                    task.add_done_callback(step)
        except ExceptionGroup as stopped:
            raise stopped.exceptions[0] from None
    outcomes = [task.result() for task in tasks]
    if lasting and all(isinstance(outcome, Failure) for outcome in outcomes):
        raise lasting[0]
    return outcomes


def _failure(article: Article, problem: Problem) -> Failure:
    return Failure(path=article.path, sha256=article.sha256, kind=problem.kind, reason=str(problem))


def _account(
    reader: Reader, settings: Settings, read: Sequence[Read], failures: Sequence[Failure], ruled: Adjudication
) -> Account:
    answers: list[llm.Answer[Any]] = [*(answer for one in read for answer in one.answers), *ruled.answers]
    return Account(
        models=tuple(sorted({answer.model for answer in answers})),
        prompt=reader.prompt.name,
        prompt_sha256=reader.prompt.sha256,
        schema_id=reader.schema_id,
        answered="recordings" if settings.replay else "live",
        tool_version=__version__,
        given=len(read) + len(failures),
        read=len(read),
        failed=len(failures),
        reasks=sum(answer.asked_again for answer in answers),
        tokens_in=_total(answer.usage.tokens_in for answer in answers),
        tokens_out=_total(answer.usage.tokens_out for answer in answers),
        adjudicated=ruled.adjudicated,
    )


def _total(counts: Iterable[int | None]) -> int | None:
    """The sum, or None when one of them is not known: a part would look like the whole."""
    known = list(counts)
    return None if None in known else sum(count for count in known if count is not None)


def _nothing(failures: Sequence[Failure], say: Callable[[str], None]) -> Problem:
    """Say every failure but the last, which becomes the problem that ends the run."""
    lines = _lines(failures) or ["nothing to read; give files (.txt, .md), folders or globs"]
    for line in lines[:-1]:
        say(line)
    problem = Problem(lines[-1])
    problem.exit_code = _code(failures)
    return problem


def _code(failures: Sequence[Failure]) -> int:
    """The code of what has to be mended first. A second copy of an article has none of its own."""
    codes = {_CODE_OF.get(failure.kind, EX_DATAERR) for failure in failures if failure.kind != "duplicate"}
    return next((code for code in _MENDED_FIRST if code in codes), EX_NOINPUT)


def _lines(failures: Sequence[Failure]) -> list[str]:
    """A line for each reason, with the number of articles where it holds for several."""
    counts = Counter(failure.reason for failure in failures)
    return [reason if count == 1 else f"{reason} ({count} articles)" for reason, count in counts.items()]


def _unanswered(adjudicated: Adjudicated) -> list[str]:
    """One line for the pairs of a task that got no usable answer: they stay apart."""
    if not adjudicated.unanswered:
        return []
    first, *others = adjudicated.unanswered
    return [f"{first}; apart without an answer: {count(len(others) + 1, 'pair')} ({adjudicated.prompt})"]
