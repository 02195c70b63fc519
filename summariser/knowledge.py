"""Takes articles, what came with them, and the user's names, and gives what merging is told besides the readings."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from summariser.edges.aliases import load_aliases
from summariser.edges.shipped import publishers_file
from summariser.nouns.article import Article
from summariser.nouns.known import Aliases, Known, Publisher
from summariser.text.copies import copies_of
from summariser.text.origins import with_shipped


def aliases_of(file: Path | None, houses: Mapping[str, Iterable[str]] | None = None) -> Aliases:
    """Give the user's aliases, with the outlets of each of `houses`, then the publishers that come with the program.

    A publisher that comes with the program gets no outlet that the user gives to none or to another. Raises what
    reading `file` raises.
    """
    own = load_aliases(file) if file else Aliases()
    stated = tuple(
        Publisher(name=house, outlets=tuple(sorted(set(outlets)))) for house, outlets in sorted((houses or {}).items())
    )
    shipped = load_aliases(publishers_file())
    return own.model_copy(update={"publisher": with_shipped((*own.publisher, *stated), shipped.publisher)})


def known_of(articles: Iterable[Article], aliases: Aliases) -> Known:
    """Give what the articles say of themselves and of one another, and what is said of names."""
    given = list(articles)
    return Known(
        outlets={article.sha256: article.outlet for article in given if article.outlet},
        copies=copies_of({article.sha256: _body(article) for article in given}),
        aliases=aliases,
    )


def _body(article: Article) -> str:
    """The text without its front matter, which no sentence is in."""
    return article.text[article.sentences[0].start :] if article.sentences else ""
