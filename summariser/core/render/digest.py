"""Takes a digest and gives its headings, paragraphs and list items, short enough for a telephone."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from summariser.core.render.account import account_items
from summariser.core.render.outline import Block, lines, sources_listed
from summariser.nouns.brief import Cited
from summariser.nouns.digest import Digest, DigestEntry, DigestSource, Heading
from summariser.text.edtf import display, parse
from summariser.text.english import listed

_METHOD = (
    "New, changed, confirmed, contradicted and silent are found by comparing values and reports, not wordings.",
    "Confirmed is what rested on one origin and is now told by a further one; a copy, a relay, and one speaker quoted "
    "by several outlets are one origin.",
    "What an article tells as background is no news. Clauses that code cannot compare are not told as changes.",
    "Highlights are what most articles of the period report, one for an incident.",
)


def digest_outline(digest: Digest) -> Iterator[Block]:
    """Give everything but the list of citations."""
    yield Block("heading", digest.title)
    yield Block("paragraph", period(digest.heading))
    yield Block("paragraph", "")
    yield Block("paragraph", digest.summary)
    yield from _adds(digest)
    yield from lines("Highlights", digest.highlights)
    yield from _entries("New", digest.new)
    yield from _entries("Changed", digest.changed)
    yield from _entries("Confirmed by a further origin", digest.confirmed)
    yield from _entries("Contradicted", digest.contradicted)
    yield from _entries("Gone silent", digest.silent)
    yield from _grouped("Key figures", digest.figures)
    yield from lines("By place", digest.places)
    yield from _grouped("Statements told for the first time", digest.statements)
    yield from lines("Runs of incidents told for the first time", digest.runs)
    yield from lines("Told as background", digest.background)
    yield from lines("Reported again, nothing new", digest.again)
    yield from lines("Gaps: what no article says", digest.gaps)
    yield from _sources(digest)
    yield Block("heading", "Method and account", 2)
    yield from (Block("item", line) for line in _METHOD)
    if digest.nothing_new:
        yield Block("item", listed(digest.nothing_new), label="Articles that add nothing new")
    yield from (Block("item", text, depth, label) for depth, label, text in account_items(digest))


def period(heading: Heading) -> str:
    """Say as of when the digest is, what stretch of time it tells of, and when the next one is due."""
    window = heading.window
    zone = ZoneInfo(window.zone)
    due = heading.next_due.astimezone(zone)
    end = _moment(window.local_end)
    told = f"Period: {_moment(window.local_start)} to {end}. Next due: {_moment(due)}."
    return f"As of {end} ({window.zone}, {_offset(window.local_end)}). {told}"


def _moment(local: datetime) -> str:
    return f"{display(parse(local.date().isoformat()))}, {local:%H:%M}"


def _offset(local: datetime) -> str:
    told = f"{local:%z}"
    return f"UTC{told[:3]}:{told[3:5]}"


def _adds(digest: Digest) -> Iterator[Block]:
    if digest.heading.revision > 1:
        yield Block("heading", f"What revision {digest.heading.revision} adds", 2)
        if not digest.adds:
            yield Block("item", "no change; the articles that came late are among the sources")
    yield from (Block("item", line) for line in digest.adds)


def _entries(heading: str, entries: Sequence[DigestEntry]) -> Iterator[Block]:
    if entries:
        yield Block("heading", heading, 2)
    for entry in entries:
        yield Block("item", entry.line)
        for change in entry.changes:
            yield Block("item", change.after, 2)
            if change.before:
                yield Block("item", change.before, 3)
        yield from (Block("item", line, 2) for line in entry.told)


def _grouped(heading: str, told: Sequence[Cited]) -> Iterator[Block]:
    """Give sentences under what they are about, which is said once."""
    if told:
        yield Block("heading", heading, 2)
    for label, same in groupby(told, key=lambda line: line.label):
        if label:
            yield Block("item", "", label=label)
        yield from (Block("item", line.model_copy(update={"label": ""}), 2 if label else 1) for line in same)


def _sources(digest: Digest) -> Iterator[Block]:
    today = [source for source in digest.sources if source.came != "earlier"]
    earlier = [source for source in digest.sources if source.came == "earlier"]
    if today:
        yield from sources_listed("Sources of this period", _graded(today))
    if earlier:
        yield from sources_listed("Earlier sources cited", _graded(earlier))


def _graded(sources: Sequence[DigestSource]) -> list[DigestSource]:
    """Put the user's grade and a late arrival among the notes."""
    return [source.model_copy(update={"notes": (*source.notes, *_marks(source))}) for source in sources]


def _marks(source: DigestSource) -> Iterator[str]:
    if source.reliability:
        yield f"reliability, as graded by the user: {source.reliability}"
    if source.came == "late":
        yield "came late"
