"""Takes merged objects and what today's articles bring to them and gives the digest of a window."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from summariser.core.brief.context import Context
from summariser.core.brief.copies import repeats
from summariser.core.brief.digest.entries import entry
from summariser.core.brief.digest.items import Bulletin
from summariser.core.brief.digest.overview import adds, again, all_items, background, figures, highlights, places
from summariser.core.brief.digest.silence import silent
from summariser.core.brief.gaps import gaps
from summariser.core.brief.ledger import Ledger
from summariser.core.brief.others import series_line
from summariser.core.brief.sources import rejections_in, sources_of
from summariser.core.brief.statements import statement_line
from summariser.core.brief.values import date_words
from summariser.nouns.article import Article, Failure
from summariser.nouns.brief import Account, Cited, Source, sentences_of
from summariser.nouns.changes import Changes
from summariser.nouns.digest import Digest, DigestEntry, DigestSource, Heading
from summariser.nouns.known import Known
from summariser.nouns.merged import Merged
from summariser.nouns.reading import Reading
from summariser.text.clean import unquoted
from summariser.text.english import count

__all__ = ["Material", "compose_digest"]

_MENTION = re.compile(r"\bsource (S[0-9]+)\b")
_AGAIN = " (the same speaker was quoted on this before)"


@dataclass(frozen=True)
class Material:
    """What a digest is made of besides what was merged.

    `articles` and `readings` are all that were merged; `today` are the articles of the window (sha256), read or not,
    and `late` those of them that came after it had been issued. `lasting` gives the lasting id of each merged incident
    that `today` or the digest before tells of, `joined` for a lasting id the one that it went into. `before` is the
    digest of the window before, in its last revision. `reliability` has the user's grades by sha256. `notes` are lines
    for the account.
    """

    articles: Sequence[Article]
    readings: Sequence[Reading]
    today: Collection[str]
    lasting: Mapping[str, str]
    account: Account
    late: Collection[str] = ()
    failures: Sequence[Failure] = ()
    before: Digest | None = None
    joined: Mapping[str, str] = field(default_factory=dict)
    reliability: Mapping[str, str] = field(default_factory=dict)
    known: Known = field(default_factory=Known)
    notes: Sequence[str] = ()


def compose_digest(merged: Merged, changes: Changes, heading: Heading, material: Material) -> Digest:
    """Write the digest; the same for the same input, in whatever order articles and readings come.

    `changes` are those of `merged` that the articles of `material.today` bring. Raises Problem if a piece of evidence
    does not stand in its article, KeyError if an incident to be told of has no lasting id.
    """
    sources = _sources(material)
    draft = _composed(merged, changes, heading, material, sources)
    # Of the earlier sources only those are listed that are cited or named, and all are numbered without a gap.
    used = _used(draft)
    ordered = sorted(sources, key=lambda one: one.came == "earlier" and one.id not in used)
    digest = _composed(merged, changes, heading, material, _numbered(ordered))
    listed = sum(one.came != "earlier" or one.id in used for one in sources)
    return digest.model_copy(update={"sources": digest.sources[:listed]})


def _composed(
    merged: Merged, changes: Changes, heading: Heading, material: Material, sources: Sequence[DigestSource]
) -> Digest:
    sources = repeats(sources, material.known.copies)
    by_sha: dict[str, Source] = {source.sha256: source for source in sources}
    ledger = Ledger(material.articles, {source.sha256: source.id for source in sources})
    context = Context(merged, by_sha, ledger, material.known)
    bulletin = Bulletin(context, changes, _day_before(heading))
    lasting, late = material.lasting, material.late
    # Citations are numbered as they are made, so the parts are made in the order in which they are read.
    added, high = adds(bulletin, late), highlights(bulletin)
    new, changed, confirmed, contradicted = (
        tuple(entry(bulletin, item, lasting, late) for item in bulletin.items[kind])
        for kind in ("new", "changed", "confirmed", "contradicted")
    )
    quiet = silent(bulletin, material.before, lasting, material.joined)
    parts = {
        "figures": figures(bulletin),
        "places": places(bulletin),
        "statements": tuple(_statements(bulletin)),
        "runs": tuple(series_line(context, one) for one in merged.series if one.id in changes.series),
        "background": background(bulletin),
        "again": again(bulletin),
    }
    cited = {citation.sha256 for citation in ledger.citations}
    current = dict.fromkeys(item.incident.id for item in all_items(bulletin))
    return Digest(
        title=_title(heading),
        heading=heading,
        summary=_summary(material, new, changed, confirmed, contradicted, quiet),
        adds=added,
        highlights=high,
        new=new,
        changed=changed,
        confirmed=confirmed,
        contradicted=contradicted,
        silent=quiet,
        **parts,
        gaps=gaps(context, [bulletin.incidents[one] for one in current]),
        sources=sources,
        citations=ledger.citations,
        account=material.account,
        nothing_new=tuple(one.id for one in sources if one.came != "earlier" and one.sha256 not in cited),
        rejections=rejections_in([one for one in material.readings if one.article in material.today], sources),
        failures=tuple(sorted(material.failures, key=lambda failure: (failure.path, failure.reason))),
        notes=tuple(map(unquoted, (*material.notes, *merged.notes))),
    )


def _title(heading: Heading) -> str:
    revision = f", revision {heading.revision}" if heading.revision > 1 else ""
    return f"Digest {heading.number}: {date_words(heading.window.name)}{revision}"


def _day_before(heading: Heading) -> str:
    return (heading.window.local_start.date() - timedelta(days=1)).isoformat()


def _summary(material: Material, *kinds: Sequence[DigestEntry]) -> str:
    """Count what came in and what it brings."""
    given = material.account.given
    came = f"{count(given, 'article')} came in, {material.account.read:,} read" if given else "nothing came in"
    names = ("new", "changed", "confirmed", "contradicted", "gone silent")
    told = [f"{len(found):,} {name}" for name, found in zip(names, kinds, strict=True) if given or found]
    return ": ".join(filter(None, [f"{came[:1].upper()}{came[1:]}", ", ".join(told)])) + "."


def _statements(bulletin: Bulletin) -> Iterator[Cited]:
    """Give the statements that are told for the first time by what they are about, most reported first.

    What a speaker was quoted on before stands last.
    """
    context = bulletin.context
    merged = {one.id: one for one in context.merged.statements}
    about = {one.statement: (*merged[one.statement].about, "")[0] for one in bulletin.changes.statements}
    ids = (*bulletin.incidents, *(one.id for one in context.merged.series), "")
    order = {one: place for place, one in enumerate(ids)}
    for one in sorted(
        bulletin.changes.statements,
        key=lambda one: (order[about[one.statement]], one.again, -len(merged[one.statement].members)),
    ):
        label = context.title(about[one.statement]) if about[one.statement] else ""
        yield statement_line(context, merged[one.statement], _AGAIN if one.again else "", label)


# Sources


def _sources(material: Material) -> list[DigestSource]:
    """Give all articles that were read, those of the window first; the others are among the failures."""
    read = {reading.article for reading in material.readings}
    articles = [article for article in material.articles if article.sha256 in read]
    plain = sources_of(articles, material.readings)
    ordered = sorted(plain, key=lambda source: source.sha256 not in material.today)
    return _numbered([_source(source, material) for source in ordered])


def _source(source: Source, material: Material) -> DigestSource:
    told = {**source.model_dump(), "reliability": material.reliability.get(source.sha256)}
    if source.sha256 not in material.today:
        return DigestSource(**told, came="earlier")
    return DigestSource(**told, came="late" if source.sha256 in material.late else "today")


def _used(draft: Digest) -> frozenset[str]:
    """Give the ids of the sources that a digest cites, or names for want of an outlet."""
    named = {one for line in sentences_of(draft) for one in _MENTION.findall(line.text)}
    return frozenset({citation.source for citation in draft.citations} | named)


def _numbered(sources: Sequence[DigestSource]) -> list[DigestSource]:
    return [one.model_copy(update={"id": f"S{place}"}) for place, one in enumerate(sources, 1)]
