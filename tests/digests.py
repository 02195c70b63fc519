"""Makes digests of readings that are built by hand: what came today, what came before, and what was said of it."""

from datetime import UTC, datetime, timedelta

from summariser.core.brief import Material, compose_digest
from summariser.core.merge import changes, merge
from summariser.nouns.article import Article, Evidence
from summariser.nouns.base import Noun
from summariser.nouns.brief import sentences_of
from summariser.nouns.digest import Heading
from summariser.nouns.known import Known
from summariser.nouns.window import Window
from tests.sample_brief import ACCOUNT
from tests.told import FAMILIES

END = datetime(2031, 5, 4, 4, tzinfo=UTC)


def heading(number=2, revision=1, end=END):
    window = Window(start=end - timedelta(days=1), end=end, zone="Europe/Berlin")
    return Heading(number=number, revision=revision, window=window, next_due=end + timedelta(days=1))


def evidence_in(thing):
    if isinstance(thing, Evidence):
        yield thing
    elif isinstance(thing, Noun):
        for name in type(thing).model_fields:
            yield from evidence_in(getattr(thing, name))
    elif isinstance(thing, tuple):
        for one in thing:
            yield from evidence_in(one)


def article_of(reading):
    """Write the article that a reading could have come from: its evidence at the places where it is said to stand."""
    text = ""
    for one in sorted(evidence_in(reading), key=lambda one: one.start):
        text = text.ljust(one.start) + one.quote if len(text) <= one.start else text
    return Article(
        path=f"in/{reading.article[:2]}.txt",
        sha256=reading.article,
        text=text,
        encoding="utf-8",
        language="en",
        title=None,
        outlet=reading.outlet.name if reading.outlet else None,
        published=reading.published,
        sentences=(),
    )


def readings_of(told):
    return [one if isinstance(one, Noun) else one.reading() for one in told]


def lasting_ids(merged):
    return {one.id: f"I{place}" for place, one in enumerate(merged.incidents, 1)}


def digest_of(today, earlier=(), known=None, head=None, **material):
    """Merge articles of today and earlier ones and compose the digest; ids are given in canonical order."""
    new, old, known = readings_of(today), readings_of(earlier), known or Known()
    readings = [*old, *new]
    merged = merge(readings, FAMILIES, known)
    now = {one.article for one in new}
    given = {"lasting": lasting_ids(merged), "account": ACCOUNT, **material}
    made = Material(articles=[article_of(one) for one in readings], readings=readings, today=now, known=known, **given)
    return compose_digest(merged, changes(merged, readings, now, known), head or heading(), made)


def shown(entries):
    """Give every sentence of some entries with its label."""
    return [f"{line.label}: {line.text}" if line.label else line.text for one in entries for line in sentences_of(one)]
