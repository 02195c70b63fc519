"""Takes the sources of the settings and gives what came in: articles with their moments, and what could not be taken.

What is new is told by content: an article that the archive has is not given again, whatever its name or time.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from typing import TYPE_CHECKING

from summariser.edges.collect import folders, mail
from summariser.edges.collect.desk import Desk
from summariser.nouns.archived import Collected
from summariser.nouns.article import Failure
from summariser.nouns.config import SourceConfig

if TYPE_CHECKING:
    from summariser.edges.collect.web import Web

__all__ = ["Desk", "collect"]


def collect(sources: Sequence[SourceConfig], desk: Desk) -> Iterator[Collected | Failure]:
    """Visit `sources` in their order, and give each article that is new, once, or why there is none.

    A failure of kind "pending" is no fault: a file that is still being written waits for the next run. Nothing is
    raised for a bad source. What a source is to be asked next time is kept only in a form that loses nothing when the
    articles never reach the archive.
    """
    given: set[str] = set()
    with ExitStack() as stack:
        web = cache(lambda: _opened(stack, desk))  # one for all, so that each server is asked politely; none if none is
        for source in sources:
            for item in _visit(source, desk, web):
                if isinstance(item, Failure):
                    yield item
                elif item.article.sha256 not in given:
                    given.add(item.article.sha256)
                    yield item


def _visit(source: SourceConfig, desk: Desk, web: Callable[[], "Web"]) -> Iterator[Collected | Failure]:
    if source.folder:
        yield from folders.visit(source, source.folder, desk)
    elif source.mail:
        yield from _new(mail.visit(source, source.mail, desk), desk)
    else:
        from summariser.edges.collect import feeds

        if source.feed:
            yield from _new(feeds.visit_feed(source, source.feed, desk, web()), desk)
        elif source.url:
            yield from _new(feeds.visit_page(source, source.url, desk, web()), desk)


def _opened(stack: ExitStack, desk: Desk) -> "Web":
    from summariser.edges.collect.web import Web

    return stack.enter_context(Web(desk.clock, desk.wait, desk.now))


def _new(items: Iterator[Collected | Failure], desk: Desk) -> Iterator[Collected | Failure]:
    """Leave out what the archive has: another mail, or another page, with the same text."""
    for item in items:
        if isinstance(item, Failure) or desk.archive.unknown([item.article.sha256]):
            yield item
