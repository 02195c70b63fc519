"""Takes the HTML of a page or a mail and gives the text of the article in it, and what the page says of it.

The text is a snapshot: it is what is cited. Nothing in it is run, fetched or filled in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

from summariser.text.instants import read_instant

NEEDED = "the extra feeds is needed: pip install 'summariser[feeds]'"

_MOST_TAGS = 50_000
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
        "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
    }
)  # fmt: skip
_UNSEEN = frozenset(("head", "noscript", "script", "style", "template", "title"))
_TAG = re.compile(r"<meta\b[^>]{1,1000}>", re.IGNORECASE)
_IS_PUBLISHED = re.compile(r"""["'](?:article:published_time|datePublished)["']""", re.IGNORECASE)
_CONTENT = re.compile(r"""\bcontent\s*=\s*["']([^"']{1,60})["']""", re.IGNORECASE)
_LINKED_DATA = re.compile(r'"datePublished"\s*:\s*"([^"]{1,60})"')
_BLANKS = re.compile(r"\s+")
_LINE_ENDS = re.compile(r"[^\S\n]*\n\s*")


@dataclass(frozen=True)
class Page:
    """The text of an article, and what its page says of it: title, name of the site, time of publication."""

    text: str
    title: str | None = None
    site: str | None = None
    time: datetime | None = None


def read_page(html: str) -> Page:
    """Give the article in `html` without menus and adverts; no text where none can be told from them.

    Raises ValueError, in words, when the extra is not installed, or `html` is made to keep a reader busy.
    """
    if html.count("<") > _MOST_TAGS:
        raise ValueError(f"its HTML has more than {_MOST_TAGS:,} tags, which no article has")
    try:
        from trafilatura import bare_extraction
    except ImportError:
        raise ValueError(f"is HTML, for which {NEEDED}") from None
    try:
        found = bare_extraction(html, with_metadata=True, include_comments=False)
    except Exception:  # noqa: BLE001 - a parser of what anybody may have written; whatever it raises is this page's
        found = None
    return Page(
        getattr(found, "text", None) or "",
        getattr(found, "title", None) or None,
        getattr(found, "sitename", None) or None,
        _time(html),
    )


def text_of(html: str) -> str:
    """Give the article in `html`, or all its text if that cannot be told apart. Raises ValueError as `read_page`."""
    return read_page(html).text or plain(html)


def _time(html: str) -> datetime | None:
    """The time of publication that a page states for machines (Open Graph, schema.org), first in its head."""
    tags = (tag[0] for tag in _TAG.finditer(html) if _IS_PUBLISHED.search(tag[0]))
    stated = [match[1] for tag in tags if (match := _CONTENT.search(tag))]
    stated += [match[1] for match in _LINKED_DATA.finditer(html)]
    return next((time for words in stated if (time := read_instant(unescape(words)))), None)


def plain(html: str) -> str:
    """Give all the text of a piece of HTML, a line for each block: of what has no menus, such as an entry of a feed.

    Raises ValueError, in words, when the extra is not installed.
    """
    if not html.strip():
        return ""
    try:
        from lxml import etree
    except ImportError:
        raise ValueError(f"is HTML, for which {NEEDED}") from None
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    root = etree.fromstring(html.replace("\0", "").encode("utf-8", "replace"), parser)
    return "" if root is None else _LINE_ENDS.sub("\n", "".join(_parts(root))).strip()


def _parts(root: Any) -> Iterator[str]:  # noqa: ANN401 - an element of lxml
    from lxml import etree

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        unseen = element.tag in _UNSEEN
        if element.tag in _BLOCKS:
            yield "\n"
        if event == "start" and unseen:
            walk.skip_subtree()
        said = element.tail if event == "end" else None if unseen else element.text
        yield _BLANKS.sub(" ", said or "")
