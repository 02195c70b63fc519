"""Takes a brief or a digest and gives its headings, paragraphs and list items in reading order."""

from collections.abc import Iterator

from summariser.core.render.digest import digest_outline
from summariser.core.render.outline import Block, outline
from summariser.nouns.brief import Brief
from summariser.nouns.digest import Digest

Document = Brief | Digest


def blocks_of(document: Document) -> Iterator[Block]:
    """Give everything but the list of citations, which every way of writing sets in its own manner."""
    return outline(document) if isinstance(document, Brief) else digest_outline(document)
