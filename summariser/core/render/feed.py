"""Takes digests and the address of a feed and gives the feed (RFC 4287), the same bytes every time."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element, SubElement, tostring

from summariser.core.render.digest import period
from summariser.core.render.terminal import plain_words
from summariser.core.render.xhtml import as_xhtml, xml_text
from summariser.nouns.digest import Digest

ATOM = "http://www.w3.org/2005/Atom"
_NAME = "summariser"


def as_atom(digests: Sequence[Digest], address: str) -> str:
    """Write the feed of `digests`, newest first; of each only its last revision. ValueError if there is none.

    The feed is known by `address`, an entry by that and the day of its digest, so a reader program shows a revision
    as a change of what it has.
    """
    last = {one.heading.window.end: one for one in sorted(digests, key=lambda one: one.heading.revision)}
    ordered = [last[end] for end in sorted(last, reverse=True)]
    feed = Element("feed", xmlns=ATOM)
    _text(feed, "id", address)
    _text(feed, "title", "Daily digest")
    _text(feed, "updated", max(_stamp(updated(one)) for one in ordered))
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=xml_text(address))
    _text(SubElement(feed, "author"), "name", _NAME)
    _text(feed, "generator", _NAME)
    for one in ordered:
        feed.append(_entry(one, address))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode") + "\n"


def updated(digest: Digest) -> datetime:
    """Give the moment that a digest bears: the end of its window, and a second later for each revision."""
    return digest.heading.window.end + timedelta(seconds=digest.heading.revision - 1)


def _entry(digest: Digest, address: str) -> Element:
    entry = Element("entry")
    _text(entry, "id", f"{address}#{digest.heading.window.name}")
    _text(entry, "title", digest.title)
    _text(entry, "published", _stamp(digest.heading.window.end))
    _text(entry, "updated", _stamp(updated(digest)))
    high = [f"{line.label}: {plain_words(line)}" for line in digest.highlights]
    _text(entry, "summary", " ".join([period(digest.heading), digest.summary, *high]))
    SubElement(entry, "content", type="xhtml").append(as_xhtml(digest))
    return entry


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = xml_text(text)


def _stamp(moment: datetime) -> str:
    """Write an instant as RFC 3339 has it, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
