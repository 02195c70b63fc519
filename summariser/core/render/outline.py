"""Takes a brief and gives its headings, paragraphs and list items in reading order, for any way of writing it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from summariser.core.render.account import account_items
from summariser.nouns.brief import Brief, BriefDisagreement, BriefIncident, Cited, Source, Telling
from summariser.text.edtf import display, parse
from summariser.text.english import count, language_name


@dataclass(frozen=True)
class Block:
    """A piece of the brief: `level` is that of a heading or the depth of an item; a `label` is set off."""

    kind: Literal["heading", "paragraph", "item"]
    text: str | Cited
    level: int = 1
    label: str = ""


def outline(brief: Brief) -> Iterator[Block]:
    """Give everything but the list of citations, which every way of writing sets in its own manner."""
    yield Block("heading", brief.title)
    yield Block("paragraph", _as_of(brief))
    yield from lines("Bottom line", brief.bottom_line)
    yield from _incidents("Incidents", brief.incidents)
    yield from _incidents("Background", brief.background)
    yield from _tellings("Runs of incidents", brief.series)
    yield from _tellings("Standing facts", brief.standing_facts)
    yield from _tellings("Other statements", brief.statements)
    yield from _actors(brief)
    yield from lines("Timeline", [entry.line for entry in brief.timeline])
    yield from lines("Gaps: what no article says", brief.gaps)
    yield from sources_listed("Sources", brief.sources)
    yield Block("heading", "How this was made", 2)
    yield from (Block("item", text, depth, label) for depth, label, text in account_items(brief))


def _as_of(brief: Brief) -> str:
    dated = sum(source.published is not None for source in brief.sources)
    if brief.as_of is None:
        return "As of: not known, since no article states when it was published."
    undated = len(brief.sources) - dated
    rest = f" ({count(undated, 'article')} without one)" if undated else ""
    return f"As of {display(parse(brief.as_of))}, the latest publication date stated{rest}."


def lines(heading: str, told: Sequence[str | Cited]) -> Iterator[Block]:
    """Give a heading with an item a line; nothing where there is none."""
    if told:
        yield Block("heading", heading, 2)
    for line in told:
        yield Block("item", line)


def _incidents(heading: str, incidents: Sequence[BriefIncident]) -> Iterator[Block]:
    if incidents:
        yield Block("heading", heading, 2)
    for incident in incidents:
        yield from _incident(incident)


def _incident(incident: BriefIncident) -> Iterator[Block]:
    yield Block("heading", incident.heading, 3)
    if incident.status_line:
        yield Block("item", incident.status_line, label="Status")
    yield from _labelled("When", incident.when)
    yield from _labelled("Where", incident.where)
    yield from _group("Who", incident.who)
    yield from _group("What is reported", incident.agreed)
    if incident.disagreements:
        yield Block("item", "", label="Where sources disagree")
        yield from (block for one in incident.disagreements for block in _disagreement(one))
    if incident.statements:
        yield Block("item", "", label="Statements")
        yield from (block for one in incident.statements for block in _telling(one, 2))
    yield from _group("Linked to", incident.links)
    yield Block("item", incident.reports, label="Reports")
    yield from _group("Why these reports were joined", incident.joined)
    yield from _group("Kept apart from", incident.apart)


def _labelled(label: str, lines: Sequence[Cited]) -> Iterator[Block]:
    for place, line in enumerate(lines):
        yield Block("item", line, label=label if place == 0 else f"{label}, also given as")


def _group(label: str, lines: Sequence[Cited]) -> Iterator[Block]:
    if len(lines) == 1 and not lines[0].label:
        yield Block("item", lines[0], label=label)
        return
    if lines:
        yield Block("item", "", label=label)
    yield from (Block("item", line, 2) for line in lines)


def _disagreement(one: BriefDisagreement) -> Iterator[Block]:
    yield Block("item", one.line, 2)
    yield from (Block("item", side.line, 3) for side in one.sides)


def _tellings(heading: str, tellings: Sequence[Telling]) -> Iterator[Block]:
    if tellings:
        yield Block("heading", heading, 2)
    yield from (block for one in tellings for block in _telling(one, 1))


def _telling(one: Telling, depth: int) -> Iterator[Block]:
    yield Block("item", one.line, depth)
    yield from (Block("item", line, depth + 1) for line in (*one.quotations, *one.wordings))
    yield from (Block("item", line, depth + 1, "Why these were joined") for line in one.joined)


def _actors(brief: Brief) -> Iterator[Block]:
    if brief.actors:
        yield Block("heading", "Actors", 2)
    for actor in brief.actors:
        yield Block("item", actor.line)
        yield from (Block("item", line, 2, "Why these names were joined") for line in actor.joined)


def sources_listed(heading: str, sources: Sequence[Source]) -> Iterator[Block]:
    """Give the sources as they name themselves."""
    yield Block("heading", heading, 2)
    for source in sources:
        yield Block("item", _source(source), label=source.id)


def _source(source: Source) -> str:
    date = source.published
    return "; ".join(
        [
            source.outlet or "outlet not stated",
            source.title or "no title",
            f"{display(parse(date.edtf))} ({date.how})" if date else "publication date not stated",
            language_name(source.language),
            source.path,
            f"sha256 {source.sha256}",
            *source.notes,
        ]
    )
