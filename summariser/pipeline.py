"""Takes paths and settings and gives a run: articles loaded, asked about, checked; then one brief of them.

path --load--> Article --ask--> Question --read--> DraftReading --check--> Reading
[Reading] --adjudicate--> Known; [Reading] and Known --merge--> Merged --compose--> Brief
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path

from pydantic import ValidationError

from summariser import __version__
from summariser.adjudication import Adjudication, adjudicate
from summariser.asking import Settings
from summariser.core.brief import compose
from summariser.core.cost import Limits, cost_of, estimate, price_of
from summariser.core.evaluate import Answer, Evaluation, misquotes, score
from summariser.core.merge import Explanation, merge
from summariser.core.merge import explain as explain_merging
from summariser.core.merge.values import key
from summariser.core.render import Weighed, as_estimate
from summariser.core.verify import verify as verify_brief
from summariser.edges import articles
from summariser.edges.gold import ARTICLES, load_gold
from summariser.edges.scales import Scales
from summariser.edges.shipped import shipped
from summariser.edges.sources import read_source
from summariser.knowledge import aliases_of, known_of
from summariser.nouns.article import Article, Failure
from summariser.nouns.brief import Account, Adjudicated, Brief
from summariser.nouns.digest import Digest
from summariser.nouns.gold import Gold
from summariser.nouns.known import Known
from summariser.nouns.merged import Merged
from summariser.nouns.problems import NoInput, NotAsked, Problem
from summariser.nouns.question import total
from summariser.nouns.reading import Reading
from summariser.reader import Read
from summariser.session import Session, by_reason, session_of
from summariser.text.clean import clean, portable_path
from summariser.text.english import count

__all__ = [
    "Outcome",
    "Run",
    "Settings",
    "brief",
    "demo",
    "evaluate",
    "explain",
    "extract",
    "forecast",
    "read",
    "verify",
]

_DEMO, WEEK = "fixtures/embassy", "fixtures/week"


@dataclass(frozen=True)
class Outcome:
    """What came of reading: the failures, and the account.

    `settle` is to be called once the result is safe: the next run then asks anew what failed for its answers.
    """

    failures: tuple[Failure, ...]
    account: Account
    settle: Callable[[], None]

    @property
    def partial(self) -> bool:
        """Whether something is missing from the result: an article (not a second copy) or an answer on a pair."""
        unanswered = any(one.unanswered for one in self.account.adjudicated)
        return unanswered or any(failure.kind != "duplicate" for failure in self.failures)

    def complaints(self) -> list[str]:
        """One line for each failure; failures of one reason share a line."""
        return by_reason(self.failures) + [line for one in self.account.adjudicated for line in _unanswered(one)]


@dataclass(frozen=True)
class Run(Outcome):
    """What came of reading, with the articles and their readings in the order of the articles' paths.

    `families` gives the family of each incident type that the articles were read with, `known` what else merging is
    told.
    """

    articles: tuple[Article, ...]
    readings: tuple[Reading, ...]
    families: Mapping[str, str]
    known: Known


def read(paths: Sequence[str], settings: Settings, output: Path | None = None) -> Run:
    """Load what `paths` name, have each article read and checked, and give the run.

    `output` is the file that the result will go to. Raises CannotWrite when that is one of the articles or answers
    cannot be kept, NoInput when there is no article, Misconfigured when no article could be answered, Interrupted
    on Ctrl-C, and the first article's Problem when not one could be read.
    """
    aliases = aliases_of(settings.aliases)
    given: list[Article] = []
    readings: list[Reading] = []

    def keep(one: Read) -> None:
        # Without the answers that it was made from, which take as much memory again.
        given.append(one.article)
        readings.append(one.reading)

    with session_of(paths, settings, output) as under_way:
        failures = under_way.read(keep)
        families = {code: kind.family for code, kind in under_way.reader.types.items()}
        ruled = Adjudication(known_of(given, aliases))
        if settings.adjudicate:
            ruled = adjudicate(readings, families, ruled.known, under_way.rule)
    return Run(
        failures=failures,
        account=_account(under_way, len(readings), failures, ruled),
        settle=under_way.settle,
        articles=tuple(given),
        readings=tuple(readings),
        families=families,
        known=ruled.known,
    )


def extract(
    paths: Sequence[str], settings: Settings, put: Callable[[Reading], None], output: Path | None = None
) -> Outcome:
    """Load what `paths` name, have each article read and checked, and `put` each reading as it comes, in order.

    Neither articles nor readings are held, however many there are. Raises what `read` raises.
    """
    done = 0

    def pass_on(one: Read) -> None:
        nonlocal done
        done += 1
        put(one.reading)

    with session_of(paths, settings, output) as under_way:
        failures = under_way.read(pass_on)
    return Outcome(failures, _account(under_way, done, failures, Adjudication(Known())), under_way.settle)


def forecast(paths: Sequence[str], settings: Settings) -> list[str]:
    """Say, a line each, what a run over what `paths` name is likely to take; nothing is asked of any server.

    Raises NoInput when there is no article, CannotRead when the answers that are kept cannot be read.
    """
    scales = Scales()
    with session_of(paths, settings, scales=scales) as under_way:
        return weigh(under_way, settings, scales)


def weigh(under_way: Session, settings: Settings, scales: Scales) -> list[str]:
    """Say, a line each, what the run `under_way`, in which `scales` weigh all questions, is likely to take."""
    done: list[Read] = []
    failures = under_way.weigh(done.append)
    if settings.adjudicate and done:
        families = {code: kind.family for code, kind in under_way.reader.types.items()}
        known = known_of([one.article for one in done], aliases_of(settings.aliases))
        adjudicate([one.reading for one in done], families, known, under_way.rule)
    pending = sum(failure.kind == NotAsked.kind for failure in failures)
    limits = Limits(settings.jobs, settings.requests_per_minute, settings.tokens_per_minute)
    price = price_of(settings.model or "", settings.prices)
    unread = pending if settings.adjudicate else 0
    likely = estimate(scales.unanswered, scales.kept, unread, price, limits)
    weighed = Weighed(
        given=len(done) + len(failures),
        answered=len(done),
        left_out=len(failures) - pending,
        model=settings.model,
        jobs=settings.jobs,
    )
    for line in by_reason([failure for failure in failures if failure.kind != NotAsked.kind]):
        settings.say(line)
    return list(as_estimate(likely, weighed))


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
    """How many citations the brief or digest in `file` has, and a line for each that no longer holds.

    What is no file any more, or never was one (an entry of a feed, a part of a mail), is told as not there.
    Raises NoInput when there is no such file, and Problem when it is neither a brief nor a digest.
    """
    try:
        found = _document(file.read_bytes())
    except OSError as error:
        raise NoInput(f"{file}: cannot be read ({error.strerror}); give a brief written with --format json") from error
    except ValidationError as error:
        faults = f"{error.error_count()} faults"
        raise Problem(f"{file}: not a brief written with --format json, and no digest in JSON ({faults})") from error
    # The demos name their articles as they stand in the fixture, wherever that is installed.
    find = partial(read_source, folders=[Path(), file.parent], spares=[shipped(_DEMO), shipped(WEEK)])
    broken = verify_brief(found, find, articles.decode)
    lines = [f"[{one.citation}] {one.path}:{one.line}: {one.quote!r}: {one.reason}" for one in broken]
    return len(found.citations), [clean(line) for line in lines]


def _document(data: bytes) -> Brief | Digest:
    """Read a brief, else a digest; raises the faults of the one that it comes nearer to."""
    try:
        return Brief.model_validate_json(data)
    except ValidationError as error:
        no_brief = error
    try:
        return Digest.model_validate_json(data)
    except ValidationError as no_digest:
        raise min(no_brief, no_digest, key=ValidationError.error_count) from None


def demo(say: Callable[[str], None]) -> Run:
    """The run of the shipped fixture, replayed, its articles named as they stand in the fixture."""
    fixture = shipped(_DEMO)
    settings = Settings(
        model=None, base_url=None, api_key=None, record=None, replay=fixture / "recordings",
        strict=True, jobs=8, say=say, progress=False,
    )  # fmt: skip
    run = read([str(fixture / "articles")], settings)
    return replace(run, articles=tuple(named_within(article, fixture) for article in run.articles))


def named_within(article: Article, folder: Path) -> Article:
    """Give `article` with the path that it has within `folder`."""
    return article.model_copy(update={"path": Path(article.path).relative_to(folder).as_posix()})


def _account(under_way: Session, read: int, failures: Sequence[Failure], ruled: Adjudication) -> Account:
    """Say how the result came about. Whether an answer was kept or fresh makes no difference to it, nor to a byte."""
    totals, reader = under_way.totals, under_way.reader
    usage = total(totals.spent.values())
    return Account(
        models=tuple(sorted(totals.spent)),
        prompt=reader.prompt.name,
        prompt_sha256=reader.prompt.sha256,
        schema_id=reader.schema_id,
        answered=under_way.answered,
        tool_version=__version__,
        given=read + len(failures),
        read=read,
        failed=len(failures),
        calls=usage.attempts,
        reasks=totals.reasks,
        tokens_in=usage.tokens_in,
        tokens_cached=usage.tokens_cached,
        tokens_out=usage.tokens_out,
        cost=cost_of(totals.spent, under_way.prices),
        adjudicated=ruled.adjudicated,
    )


def _unanswered(adjudicated: Adjudicated) -> list[str]:
    """One line for the pairs of a task that got no usable answer: they stay apart."""
    if not adjudicated.unanswered:
        return []
    first, *others = adjudicated.unanswered
    return [f"{first}; apart without an answer: {count(len(others) + 1, 'pair')} ({adjudicated.prompt})"]
