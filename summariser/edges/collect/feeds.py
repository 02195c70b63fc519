"""Takes the address of a feed or a page and gives the articles there that are new, as snapshots of their texts.

A server is asked for what has changed since, but only if all that came of it last time has reached the archive.
"""

import codecs
import re
from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import urljoin, urlsplit

from summariser.edges.collect.desk import Desk, Taken, failed, taken
from summariser.edges.collect.feed_forms import Entry, Feed, read_feed
from summariser.edges.collect.pages import Page, read_page
from summariser.edges.collect.web import Had, NotHadError, Web
from summariser.nouns.archived import Collected
from summariser.nouns.article import Failure
from summariser.nouns.config import SourceConfig
from summariser.text.clean import clean

_MOST_ENTRIES = 1000
# Shorter, or cut off, it is a teaser: the article is at the entry's address.
_WHOLE = 800
_LEAST = 200  # a page with less has its menus, and no article
_CUT_OFF = re.compile(r"(?:…|\.\.\.)\W*\Z")
_PAGES = ("", "text/html", "application/xhtml+xml", "text/xml", "application/xml")
_PLAIN = "text/plain"
_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
_CHARSET_WITHIN = 4096
_ADDRESS = "address"
_VERSION = ("If-None-Match", "If-Modified-Since")


def visit_feed(source: SourceConfig, address: str, desk: Desk, web: Web) -> Iterator[Collected | Failure]:
    """Give the articles of the feed at `address`: the text in an entry, if it is whole, else the page it leads to.

    An entry that has not changed, and whose text the archive has, is not read again.
    """
    visit = _Visit(source, address, desk, web)
    try:
        had = visit.had(address)
        feed = None if had.body is None else read_feed(had.body, had.charset)
    except (NotHadError, ValueError) as error:
        yield failed(shown(address), "server", str(error))
        return
    if feed and had.body is not None:
        yield from visit.entries(feed, sha256(had.body).hexdigest())
        visit.remember(had)


def visit_page(source: SourceConfig, address: str, desk: Desk, web: Web) -> Iterator[Collected | Failure]:
    """Give the article of the page at `address`, if it is another than last time."""
    visit = _Visit(source, address, desk, web)
    try:
        had = visit.had(address)
        page = None if had.body is None else visit.page(had)
    except (NotHadError, ValueError) as error:
        yield failed(shown(address), "server", str(error))
        return
    if page and had.body is not None:
        item = taken(source, _of_page(shown(address), page, had.body), desk)
        yield item
        visit.note(address, "", item)
        visit.remember(had)


def shown(address: str) -> str:
    """An address without what may be a secret in it: its query."""
    return clean(address.partition("#")[0].partition("?")[0])


class _Visit:
    """A visit to one source: what is known from the last one, and what the next one will want to know."""

    def __init__(self, source: SourceConfig, address: str, desk: Desk, web: Web) -> None:
        self._source, self._address, self._desk, self._web = source, address, desk, web
        past = desk.archive.remembered(source.name)
        self._past = past if past.get(_ADDRESS) == address else {}
        texts = {key: value.split()[-1] for key, value in self._past.items() if key not in (_ADDRESS, *_VERSION)}
        lost = desk.archive.unknown(list(texts.values()))
        self._known = {key for key, text in texts.items() if text not in lost}
        self._version = {} if lost else {name: self._past[name] for name in _VERSION if name in self._past}
        self._next = {_ADDRESS: address}
        self._whole = True

    def had(self, address: str) -> Had:
        """Give what is at the address of the source, nothing if it is as it was. Raises NotHadError."""
        return self._web.get(address, self._version, trusted=urlsplit(self._address).netloc)

    def remember(self, had: Had) -> None:
        """Keep what came of the visit; if something is to be had yet, not as if there were nothing new."""
        self._desk.archive.remember(self._source.name, self._next | (had.version if self._whole else {}))

    def note(self, key: str, stamp: str, item: Collected | Failure) -> None:
        """Note what `key`, in the state of `stamp`, has given."""
        if isinstance(item, Collected):
            self._next[key] = f"{stamp} {item.article.sha256}"
        else:
            self._whole = False

    def entries(self, feed: Feed, digest: str) -> Iterator[Collected | Failure]:
        """Give what the entries of `feed` lead to that have changed, and what is wrong with the feed."""
        for entry in feed.entries[:_MOST_ENTRIES]:
            key = f"entry {entry.id or sha256(entry.version().encode('utf-8', 'replace')).hexdigest()}"
            stamp = sha256(entry.version().encode("utf-8", "replace")).hexdigest()[:16]
            if key in self._known and self._past[key].startswith(f"{stamp} "):
                self._next[key] = self._past[key]
                continue
            item = self._entry(entry, feed, digest)
            self.note(key, stamp, item)
            yield item
        for trouble in _troubles(feed):
            self._whole = False
            yield failed(shown(self._address), "unreadable", trouble)

    def _entry(self, entry: Entry, feed: Feed, digest: str) -> Collected | Failure:
        address = self._leads_to(entry)
        path = address or f"{shown(self._address)}#{clean(entry.id)[:100]}"
        own = _of_entry(entry, feed, path, digest)
        if not address or (len(own.text) >= _WHOLE and not _CUT_OFF.search(own.text)):
            return taken(self._source, own, self._desk)
        try:
            had = self._web.get(address, {}, trusted=urlsplit(self._address).netloc)
            page = _of_page(address, self.page(had), had.body or b"")
        except (NotHadError, ValueError) as error:
            if not own.text or (isinstance(error, NotHadError) and not error.for_good):
                return failed(own.path, "server", str(error))
            note = f"what the feed has of it; the page cannot be had: {error}"
            return taken(self._source, own.with_note(note), self._desk)
        if own.text and len(page.text) < max(len(own.text), _LEAST):
            return taken(self._source, own.with_note("what the feed has of it; the page has no more"), self._desk)
        return taken(self._source, page.under(own), self._desk)

    def _leads_to(self, entry: Entry) -> str:
        """The address of an entry's own page; empty if it has none."""
        try:
            address = urljoin(self._address, entry.address)
        except ValueError:  # such as http://[
            return ""
        return address if address.isprintable() and address != self._address else ""

    def page(self, had: Had) -> Page:
        """Read a page. Raises ValueError, in words, when there is no article on it."""
        kind = had.type.partition(";")[0].strip().lower()
        if kind not in (*_PAGES, _PLAIN):
            raise ValueError(f"is {clean(kind)[:60]}, not a page")
        text = self._decoded(had)
        page = Page(text) if kind == _PLAIN else read_page(text)
        if not page.text.strip():
            raise ValueError("no article can be found in its HTML")
        return page

    def _decoded(self, had: Had) -> str:
        """Decode a page by what the server says of it, else by what it says itself, else by its bytes."""
        body = had.body or b""
        stated = _CHARSET.search(body[:_CHARSET_WITHIN])
        for charset in (had.charset, stated and stated[1].decode()):
            try:
                if charset and not body.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                    return body.decode(charset)
            except (UnicodeError, LookupError):
                continue
        return self._desk.articles.decode(body)


def _troubles(feed: Feed) -> Iterator[str]:
    if feed.broken:
        yield f"{feed.broken}; what could be read of it is taken"
    if len(feed.entries) > _MOST_ENTRIES:
        yield f"has {len(feed.entries):,} entries; the first {_MOST_ENTRIES:,} are taken"


def _of_entry(entry: Entry, feed: Feed, path: str, digest: str) -> Taken:
    note = f"text of an entry of a feed; sha256 of the whole feed: {digest}"
    return Taken(path, entry.text, entry.title or None, entry.outlet or feed.title or None, entry.time, "feed", (note,))


def _of_page(address: str, page: Page, body: bytes) -> Taken:
    note = f"text of a page; sha256 of the whole page: {sha256(body).hexdigest()}"
    return Taken(address, page.text, page.title, page.site, page.time, "page", (note,))
