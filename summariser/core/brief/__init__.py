"""Takes merged objects, articles, readings, failures and an account and gives the brief of them, or a digest."""

import re
from collections.abc import Sequence

from summariser.core.brief.bottom_line import bottom_line
from summariser.core.brief.context import Context, told_outside_incidents
from summariser.core.brief.copies import copies_told, repeats
from summariser.core.brief.digest import Material, compose_digest
from summariser.core.brief.gaps import gaps, unclear_passages
from summariser.core.brief.incidents import brief_incident
from summariser.core.brief.ledger import Ledger
from summariser.core.brief.others import (
    brief_actor,
    in_reading_order,
    series_telling,
    standing_fact_telling,
    timeline,
    when_key,
)
from summariser.core.brief.sources import rejections_in, sources_of
from summariser.core.brief.statements import statement_telling
from summariser.core.brief.values import date_words
from summariser.nouns.article import Article, Failure
from summariser.nouns.brief import Account, Brief, Source
from summariser.nouns.known import Known
from summariser.nouns.merged import Merged, MergedIncident
from summariser.nouns.reading import Reading
from summariser.text.clean import unquoted
from summariser.text.edtf import parse, sort_key
from summariser.text.english import count

__all__ = ["Material", "compose", "compose_digest"]

_NOTHING_ELSE = Known()
_WHOLE_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def compose(  # noqa: PLR0913, PLR0917 - all that a brief is made of
    merged: Merged,
    articles: Sequence[Article],
    readings: Sequence[Reading],
    failures: Sequence[Failure],
    account: Account,
    known: Known = _NOTHING_ELSE,
) -> Brief:
    """Write the brief; the same for the same input, in whatever order articles and readings come.

    `known` is what merging was told: copies and publishers say which articles are one origin.
    Raises Problem if a piece of evidence does not stand in its article: a citation that does not hold is never shown.
    """
    sources = repeats(sources_of(articles, readings), known.copies)
    ledger = Ledger(articles, {source.sha256: source.id for source in sources})
    context = Context(merged, {source.sha256: source for source in sources}, ledger, known)
    ordered = in_reading_order(merged.incidents)
    current = [incident for incident in ordered if not incident.background]
    told: set[str] = set()
    # Citations are numbered as they are made, so the parts are made in the order in which they are read.
    return Brief(
        title=_title(current or ordered, len(sources)),
        as_of=_latest(sources),
        bottom_line=bottom_line(context, current or ordered),
        incidents=tuple(brief_incident(context, incident, told) for incident in current),
        background=tuple(brief_incident(context, incident, told) for incident in ordered if incident.background),
        series=tuple(series_telling(context, one) for one in merged.series),
        standing_facts=tuple(standing_fact_telling(context, one) for one in merged.standing_facts),
        statements=tuple(
            statement_telling(context, one, in_full=True) for one in merged.statements if one.id not in told
        ),
        actors=tuple(brief_actor(context, actor) for actor in merged.actors),
        timeline=timeline(context, merged),
        gaps=gaps(context, current) + unclear_passages(merged),
        sources=sources,
        citations=ledger.citations,
        account=account,
        rejections=rejections_in(readings, sources),
        failures=tuple(sorted(failures, key=lambda failure: (failure.path, failure.reason))),
        notes=tuple(unquoted(note) for note in merged.notes)
        + copies_told(sources, known.copies)
        + _notes_of_checks(merged, sources),
    )


def _title(incidents: Sequence[MergedIncident], sources: int) -> str:
    dated = sorted((one for one in incidents if one.when and one.when.edtf), key=when_key)
    dates = [one.when.edtf for one in dated if one.when and one.when.edtf]
    return f"Brief of {count(sources, 'article')}: {_period(dates)}"


def _period(dates: Sequence[str]) -> str:
    """Give first and last of ordered dates in words; two whole dates as one interval."""
    ends = list(dict.fromkeys([dates[0], dates[-1]])) if dates else []
    if len(ends) == 2 and all(_WHOLE_DATE.fullmatch(end) for end in ends):
        return date_words("/".join(ends))
    return " to ".join(date_words(end) for end in ends) or "no date stated"


def _latest(sources: Sequence[Source]) -> str | None:
    known = [source.published.edtf for source in sources if source.published and "X" not in source.published.edtf]
    return max(known, key=lambda edtf: sort_key(parse(edtf)), default=None)


def _notes_of_checks(merged: Merged, sources: Sequence[Source]) -> tuple[str, ...]:
    """Give what checking could not confirm, each with the source and the line that it is about."""
    ids = {source.sha256: source.id for source in sources}
    facts = [fact for one in merged.incidents for group in one.facts for side in group.sides for fact in side.facts]
    told = (*facts, *told_outside_incidents(merged))
    noted = ((ids[one.evidence[0].article], one.evidence[0].line, note) for one in told for note in one.notes)
    ordered = sorted(set(noted), key=lambda one: (int(one[0][1:]), *one[1:]))
    return tuple(f"{source}, line {line}: {unquoted(note)}" for source, line, note in ordered)
