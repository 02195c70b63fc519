"""Takes articles with their readings and gives the sources of a brief, and what was rejected in each."""

from collections.abc import Sequence
from itertools import groupby

from summariser.nouns.article import Article
from summariser.nouns.brief import RejectedIn, Source
from summariser.nouns.reading import Reading
from summariser.text.clean import portable_path


def sources_of(articles: Sequence[Article], readings: Sequence[Reading]) -> tuple[Source, ...]:
    """Give each article as it names itself, numbered in the order of the paths."""
    reading_of = {reading.article: reading for reading in readings}
    ordered = sorted(articles, key=lambda article: (article.path, article.sha256))
    return tuple(
        _source(f"S{place}", article, reading_of.get(article.sha256)) for place, article in enumerate(ordered, 1)
    )


def _source(name: str, article: Article, reading: Reading | None) -> Source:
    named = reading.outlet.name if reading and reading.outlet else None
    return Source(
        id=name,
        path=portable_path(article.path),
        sha256=article.sha256,
        outlet=article.outlet or named,
        title=article.title,
        published=article.published or (reading.published if reading else None),
        language=article.language,
        notes=article.notes,
    )


def rejections_in(readings: Sequence[Reading], sources: Sequence[Source]) -> tuple[RejectedIn, ...]:
    """Give what was not accepted, by source in their order."""
    ids = {source.sha256: source.id for source in sources}
    order = {source.sha256: place for place, source in enumerate(sources)}
    rejected = [one for reading in readings for one in reading.rejections]
    rejected.sort(key=lambda one: order[one.article])
    return tuple(
        RejectedIn(source=ids[article], rejections=tuple(group))
        for article, group in groupby(rejected, key=lambda one: one.article)
    )
