"""Takes a draft and a bench and gives the reading, walking the draft once in the order in which ids are needed."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from summariser.core.ground.bench import Bench
from summariser.core.ground.incidents import incident, incident_parts, links, series, series_parts, standing_fact
from summariser.core.ground.statements import statement, statement_parts
from summariser.core.ground.values import UnprovedError, check_stated_date
from summariser.nouns.article import KnownDate
from summariser.nouns.draft import (
    DraftActor,
    DraftIncident,
    DraftOutlet,
    DraftPublished,
    DraftReading,
    DraftSeries,
    DraftStatement,
)
from summariser.nouns.reading import Actor, Incident, Named, Reading, Series, Statement

_Draft = TypeVar("_Draft", DraftActor, DraftIncident, DraftSeries, DraftStatement)


def walk(draft: DraftReading, bench: Bench) -> Reading:
    """Give the reading without its rejections, which are left on the bench as problems."""
    bench.defined = {
        thing.id for things in (draft.actors, draft.incidents, draft.series, draft.statements) for thing in things
    }
    actors = _actors(draft.actors, bench)
    incidents, run = _incidents_and_series(draft, bench)
    stated = _published(bench, draft.published)
    standing = (standing_fact(bench, n, fact) for n, fact in enumerate(draft.standing_facts, start=1))
    return Reading(
        article=bench.article.sha256,
        outlet=_outlet(bench, draft.outlet),
        published=bench.article.published or stated,
        actors=actors,
        incidents=incidents,
        series=run,
        standing_facts=tuple(fact for fact in standing if fact),
        statements=_statements(draft.statements, bench),
        rejections=(),
    )


def _outlet(bench: Bench, draft: DraftOutlet | None) -> Named | None:
    evidence = bench.proved(f"outlet {draft.name}", [draft]) if draft else ()
    return Named(name=draft.name, evidence=evidence) if draft and evidence else None


def _published(bench: Bench, draft: DraftPublished | None) -> KnownDate | None:
    if not draft:
        return None
    what = f"publication date {draft.edtf}"
    evidence = bench.proved(what, [draft])
    if not evidence:
        return None
    try:
        check_stated_date(draft.edtf, evidence[0].quote, bench.language)
    except UnprovedError as unproved:
        bench.reject(what, str(unproved), quote=draft.quote)
        return None
    return KnownDate(edtf=draft.edtf, how=f"stated in line {evidence[0].line}")


def _once(drafts: Iterable[_Draft], kind: str, bench: Bench) -> list[_Draft]:
    """Give the drafts with different ids; a second use of an id is a problem, and all its parts go with it."""
    seen: dict[str, _Draft] = {}
    for draft in drafts:
        if draft.id in seen:
            what = f"{kind} {draft.id}, second of that id"
            bench.reject(what, "the id is used twice")
            bench.lose(what, _parts(what, draft))
        seen.setdefault(draft.id, draft)
    return list(seen.values())


def _parts(what: str, draft: DraftActor | DraftIncident | DraftSeries | DraftStatement) -> list[str]:
    if isinstance(draft, DraftIncident):
        return incident_parts(what, draft)
    if isinstance(draft, DraftSeries):
        return series_parts(what, draft)
    return statement_parts(what, draft) if isinstance(draft, DraftStatement) else []


def _actors(drafts: Sequence[DraftActor], bench: Bench) -> tuple[Actor, ...]:
    kept = []
    for draft in _once(drafts, "actor", bench):
        mentions = bench.proved(f"actor {draft.id} ({draft.name})", draft.mentions)
        if mentions:
            kept.append((draft, mentions))
    bench.held |= {draft.id for draft, _ in kept}
    parents = _without_cycles({draft.id: draft.part_of for draft, _ in kept}, "actor", "part_of", bench)
    return tuple(
        Actor(
            id=bench.id(draft.id),
            name=draft.name,
            kind=draft.kind,
            country=draft.country,
            part_of=bench.reference(f"actor {draft.id} ({draft.name})", "part_of", parents[draft.id]),
            mentions=mentions,
        )
        for draft, mentions in kept
    )


def _without_cycles(parents: dict[str, str | None], kind: str, field: str, bench: Bench) -> dict[str, str | None]:
    """Cut each chain of ids where it comes back to where it began; that is a problem."""
    cut = dict(parents)
    for start in parents:
        seen, at = {start}, cut[start]
        while at is not None and at not in seen:
            seen.add(at)
            at = cut.get(at)
        if at == start:
            bench.reject(f"{kind} {start}", f"its {field} {cut[start]} leads back to itself")
            cut[start] = None
    return cut


def _incidents_and_series(draft: DraftReading, bench: Bench) -> tuple[tuple[Incident, ...], tuple[Series, ...]]:
    """Check incidents and series; links last, as they may lead to any of both."""
    drafts = _once(draft.incidents, "incident", bench)
    incidents = [incident(bench, one) for one in drafts]
    runs = [series(bench, one) for one in _once(draft.series, "series", bench)]
    bench.held |= {one.id for one, kept in zip(drafts, incidents, strict=True) if kept}
    bench.held |= {one.id.partition(":")[2] for one in runs if one}
    linked = (
        kept.model_copy(update={"links": links(bench, one)}) if kept else None
        for one, kept in zip(drafts, incidents, strict=True)
    )
    return tuple(one for one in linked if one), tuple(one for one in runs if one)


def _statements(drafts: Sequence[DraftStatement], bench: Bench) -> tuple[Statement, ...]:
    pairs = [(draft, statement(bench, draft)) for draft in _once(drafts, "statement", bench)]
    kept = [(draft, told) for draft, told in pairs if told]
    bench.held |= {draft.id for draft, _ in kept}
    outer = _without_cycles({draft.id: draft.quoted_in for draft, _ in kept}, "statement", "quoted_in", bench)
    return tuple(
        told.model_copy(
            update={"quoted_in": bench.reference(f"statement {draft.id}", "quoted_in", outer[draft.id], "t")}
        )
        for draft, told in kept
    )
