"""Takes paths and settings and gives a run: articles loaded, asked about, checked; then one brief of them.

    path --load--> Article --ask--> Question --read--> DraftReading --check--> Reading
    [Reading] --merge--> Merged --compose--> Brief
"""

import asyncio
import json
import secrets
import sys
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from summariser.core.brief import compose
from summariser.core.ground import check, complaints
from summariser.core.merge import merge
from summariser.core.verify import verify as verify_brief
from summariser.edges import articles, llm, prompts, recordings
from summariser.edges.shipped import incident_types_file, shipped
from summariser.nouns.article import Article, Failure
from summariser.nouns.brief import Account, Brief
from summariser.nouns.problems import Interrupted, Misconfigured, NoInput, Problem
from summariser.nouns.question import Create, Prompt, Question
from summariser.nouns.reading import Reading

_TASK_PROMPT = "read_article.v1"
_CODE_OF = {
    "missing": EX_NOINPUT,
    "no_recording": EX_CONFIG,
    "server": EX_UNAVAILABLE,
}


@dataclass(frozen=True)
class Settings:
    """What a user chose: the model and its server, the folders of recordings, how many articles at a time.

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


@dataclass(frozen=True)
class Run:
    """What came of reading: articles with their readings in the order of their paths, failures, and the account."""

    articles: tuple[Article, ...]
    readings: tuple[Reading, ...]
    failures: tuple[Failure, ...]
    account: Account

    @property
    def partial(self) -> bool:
        """Whether something that was given is missing from the result; a second copy of an article is not."""
        return any(failure.kind != "duplicate" for failure in self.failures)

    def complaints(self) -> list[str]:
        """One line for each failure; failures of one reason share a line."""
        return _lines(self.failures)


def read(paths: Sequence[str], settings: Settings) -> Run:
    """Load what `paths` name, have each article read and checked, and give the run.

    Raises NoInput when there is no article, Misconfigured when no article can ever be answered, Interrupted on
    Ctrl-C, and the first article's Problem when not one article could be read.
    """
    loaded = articles.load(paths, sys.stdin.buffer)
    if not loaded.articles:
        raise _nothing(loaded.failures, settings.say)
    try:
        return asyncio.run(_read_all(loaded, settings))
    except KeyboardInterrupt:
        raise Interrupted("stopped; what was kept with --record can be replayed with --replay") from None


def brief(run: Run) -> Brief:
    """Merge the readings of a run and compose its brief."""
    families = {code: kind.family for code, kind in prompts.load_types(incident_types_file()).items()}
    return compose(merge(run.readings, families), run.articles, run.readings, run.failures, run.account)


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
    broken = verify_brief(found, partial(articles.read_source, beside=file.parent), articles.decode)
    return len(found.citations), [str(one) for one in broken]


def demo(say: Callable[[str], None]) -> Run:
    """The run of the shipped fixture, replayed, its articles named as they stand in the fixture."""
    fixture = shipped("fixtures/embassy")
    settings = Settings(
        model=None, base_url=None, api_key=None, record=None, replay=fixture / "recordings",
        strict=True, jobs=8, say=say, progress=False,
    )  # fmt: skip
    run = read([str(fixture / "articles")], settings)
    return replace(run, articles=tuple(_named_within(article, fixture) for article in run.articles))


def _named_within(article: Article, folder: Path) -> Article:
    return article.model_copy(update={"path": Path(article.path).relative_to(folder).as_posix()})


async def _read_all(loaded: articles.Loaded, settings: Settings) -> Run:
    prompt = prompts.load_prompt(shipped("prompts"), _TASK_PROMPT)
    types = prompts.load_types(incident_types_file())
    places = asyncio.Semaphore(settings.jobs)
    async with AsyncExitStack() as stack:
        seam = await _seam(settings, stack)
        tasks = [...]
