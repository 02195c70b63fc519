"""Takes words of the gold and evidence and gives the code points of an article at which they stand."""

from collections.abc import Iterable, Iterator, Mapping

from summariser.nouns.article import Article, Evidence
from summariser.nouns.gold import Gold, Told
from summariser.text.fold import Span, fold, locate

Places = frozenset[int]
"""Code points of an article's text."""


def of_evidence(*evidence: Evidence) -> Places:
    """Give the code points that any of `evidence` covers."""
    return frozenset(point for one in evidence for point in range(one.start, one.end))


def of_words(article: Article, words: Iterable[str]) -> list[Places]:
    """Give each place at which any of `words` stands in the body of `article`: whole words, or else parts of words.

    The body begins with the first sentence; what front matter says is no news.
    """
    body = article.sentences[0].start if article.sentences else 0
    spans = [span for one in words for span in _occurrences(article.text, one) if span.start >= body]
    return [frozenset(range(span.start, span.end)) for span in dict.fromkeys(spans)]


def overlap(a: Places, b: Places) -> float:
    """Give the share of what either covers that both cover (Jaccard, 1912), 0 for two empty ones."""
    return len(a & b) / len(a | b) if a & b else 0.0


def sentences_at(article: Article, places: Places) -> frozenset[int]:
    """Give the numbers of the sentences that have any of `places`."""
    return frozenset(
        sentence.number
        for sentence in article.sentences
        if any(point in places for point in range(sentence.start, sentence.end))
    )


def misquotes(gold: Gold, articles: Mapping[str, Article], failed: Iterable[str]) -> list[str]:
    """Give a line for each words of the gold that do not stand in their article, and each article that is not there.

    `articles` are by file name; of those in `failed` the words cannot be known and are not looked for.
    """
    unread = frozenset(failed)
    return [
        f"{what}: {fault}"
        for what, told in _tellings(gold)
        for name, words in told.items()
        if name not in unread
        for fault in _faults(name, words, articles.get(name))
    ]


def _occurrences(text: str, words: str) -> list[Span]:
    return locate(fold(text), words) or list(_parts(text, words))


def _parts(text: str, words: str) -> Iterator[Span]:
    start = text.find(words)
    while start >= 0:
        yield Span(start, start + len(words))
        start = text.find(words, start + 1)


def _tellings(gold: Gold) -> Iterator[tuple[str, Told]]:
    for actor in gold.actors:
        yield f"actor {actor.id}", actor.names
    for incident in gold.incidents:
        yield f"incident {incident.id}", incident.told
        for fact in incident.facts:
            yield f"fact {fact.id} of {incident.id}", fact.told
    for statement in gold.statements:
        yield f"statement {statement.id}", statement.told


def _faults(name: str, words: Iterable[str], article: Article | None) -> Iterator[str]:
    if article is None:
        yield f"there is no article {name}; name a file of the folder articles"
        return
    for one in words:
        if not of_words(article, [one]):
            yield f"{name} does not have the words {one!r} in its body; copy them from there"
