"""Takes numbers and gives an archive filled with what an invented world tells, and the readings of the day after.

Where the world tells in fewer articles than asked for, other outlets retell what it has.
"""

import hashlib
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain, cycle, islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.worlds import FAMILIES, World, make_world
from summariser.core.merge import stored_keys
from summariser.digest import Came, Order, issue
from summariser.edges.archive import open_archive
from summariser.edges.archive.readings import reports_of
from summariser.edges.archive.whole import Archive
from summariser.nouns.archived import Collected, Issue, Lasting, Moment
from summariser.nouns.article import Article, Evidence, Sentence
from summariser.nouns.config import DigestConfig
from summariser.nouns.reading import Reading
from summariser.pipeline import Settings

_AT_ONCE = 2000
_DAY = timedelta(days=1)
FIRST = datetime(2060, 1, 1, 6, tzinfo=UTC)
"""The end of the window that all of the archive is told in; those of the day before and of the new day follow."""
BEFORE, TODAY = FIRST + _DAY, FIRST + 2 * _DAY
_ARCHIVE, _NEW = "archive.db", "new.jsonl"


class Filled(NamedTuple):
    """An archive that has issued the digest of the day before, and what is new after it."""

    archive: Path
    new: tuple[Reading, ...]


def filled(folder: Path, articles: int, incidents: int, new: int) -> Filled:
    """Give an archive with so many `articles`, none for 0, about so many `incidents`, and the readings of `new` ones.

    It is made in `folder` and kept there: a second call finds it.
    """
    place = folder / f"{articles}-{incidents}-{new}"
    if not place.exists():
        making = place.with_suffix(".part")
        making.mkdir(parents=True, exist_ok=True)
        (making / _ARCHIVE).unlink(missing_ok=True)
        _make(making, articles, incidents, new)
        making.rename(place)
    lines = (place / _NEW).read_text(encoding="utf-8").splitlines()
    return Filled(place / _ARCHIVE, tuple(map(Reading.model_validate_json, lines)))


def _make(folder: Path, articles: int, incidents: int, new: int) -> None:
    world = make_world(incidents)
    truth = {**world.incidents, **world.actors}
    old, before, today = world.readings[: -2 * new], world.readings[-2 * new : -new], world.readings[-new:]
    (folder / _NEW).write_text("".join(f"{one.model_dump_json()}\n" for one in today), encoding="utf-8")
    with open_archive(folder / _ARCHIVE) as archive:
        digest(archive, FIRST)
        if articles:
            _fill(archive, _retold(old, articles, truth), world, truth)
            _keep(archive, before, world.outlets)
        digest(archive, BEFORE)


def digest(archive: Archive, end: datetime) -> None:
    """Issue the digest of the window that ends at `end`, of what has been read."""
    settings = Settings(None, None, None, None, None, True, 1, lambda _: None, False, adjudicate=False)
    for _ in issue(archive, Came(), Order(DigestConfig(zone="UTC"), settings, end + timedelta(minutes=5))):
        pass


def _retold(readings: Sequence[Reading], articles: int, truth: dict[str, str]) -> Iterator[Reading]:
    """Give `readings`, and then again as those of other articles, until there are so many `articles`.

    `truth` says what each report is truly of, and learns it of those.
    """
    yield from islice(readings, articles)
    for number, model in enumerate(islice(cycle(readings), max(0, articles - len(readings)))):
        article = hashlib.sha256(f"retold {number}".encode()).hexdigest()
        told = model.model_dump_json().replace(model.article, article).replace(model.article[:12], article[:12])
        for report in reports_of(model):
            truth[report.replace(model.article[:12], article[:12])] = truth.get(report, report)
        yield Reading.model_validate_json(told)


def _fill(archive: Archive, readings: Iterable[Reading], world: World, truth: Mapping[str, str]) -> None:
    """Keep `readings` as told in the first digest, what they report settled as it truly was."""
    told: list[str] = []
    reports: dict[str, list[str]] = defaultdict(list)
    remaining = iter(readings)
    while batch := list(islice(remaining, _AT_ONCE)):
        _keep(archive, batch, world.outlets)
        told += [reading.article for reading in batch]
        for report in chain.from_iterable(map(reports_of, batch)):
            reports[f"{report[13]}{truth.get(report, report)}"].append(report)
        print(f"\r{len(told):,} articles kept", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    last, lasting = archive.digests()[-1], tuple(_lasting(reports))
    archive.issue(
        Issue(window=last.window, number=1, revision=2, digest=archive.digest(last), told=tuple(told), lasting=lasting)
    )


def _lasting(reports: dict[str, list[str]]) -> Iterator[Lasting]:
    kinds = {"i": ("I", "incident"), "a": ("A", "actor"), "t": ("T", "statement")}
    for number, (truth, of) in enumerate(reports.items(), 1):
        letter, kind = kinds[truth[0]]
        yield Lasting(id=f"{letter}{number}", kind=kind, reports=tuple(of))


def _keep(archive: Archive, readings: Sequence[Reading], outlets: Mapping[str, str]) -> None:
    """Put articles with their readings into the archive, all in one transaction."""
    with archive._transaction():  # a hundred thousand transactions would be waited for
        archive.collect(_collected(reading, outlets) for reading in readings)
        for reading in readings:
            archive.keep(reading, stored_keys(reading, FAMILIES))


def _collected(reading: Reading, outlets: Mapping[str, str]) -> Collected:
    return Collected(article=_article(reading, outlets), source="world", moment=Moment(how="world"), collected=FIRST)


def _article(reading: Reading, outlets: Mapping[str, str]) -> Article:
    """Write the article in which each quote stands where the reading has it."""
    quotes = sorted({(one.start, one.end, one.line, one.quote) for one in _evidence(reading)})
    text = ""
    for start, _, _, quote in quotes:
        text = text.ljust(start) + quote
    sentences = (
        Sentence(number=number, start=start, end=end, line=line)
        for number, (start, end, line, _) in enumerate(quotes, 1)
    )
    return Article(
        path=f"{reading.article[:16]}.txt",
        sha256=reading.article,
        text=text,
        encoding="utf-8",
        language="en",
        title=None,
        outlet=outlets.get(reading.article, f"Outlet {int(reading.article[:6], 16) % 300}"),
        published=reading.published,
        sentences=tuple(sentences),
    )


def _evidence(reading: Reading) -> Iterator[Evidence]:
    for told in (*reading.incidents, *reading.statements):
        yield from told.evidence
