"""Takes the bytes of a feed, RSS, Atom or JSON, and gives its title and its entries."""

import json
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from summariser.edges.collect.pages import NEEDED, plain
from summariser.text.clean import clean
from summariser.text.instants import is_plausible, read_instant


@dataclass(frozen=True)
class Entry:
    """One entry: its id, else its address; its text as far as the feed has it, and when it was published."""

    id: str
    address: str
    title: str
    text: str
    outlet: str
    time: datetime | None

    def version(self) -> str:
        """What changes when the entry does."""
        return json.dumps([self.address, self.title, self.text, str(self.time)])


@dataclass(frozen=True)
class Feed:
    """A feed; `broken` says what is wrong with it where only a part of it could be read."""

    title: str
    entries: tuple[Entry, ...]
    broken: str = ""


def read_feed(body: bytes, charset: str | None) -> Feed:
    """Read a feed whose server tells this `charset`, or none. Raises ValueError, in words, when it is no feed."""
    return _from_json(body) if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" else _from_xml(body, charset)


def _from_xml(body: bytes, charset: str | None) -> Feed:
    try:
        import feedparser
    except ImportError:
        raise ValueError(f"is a feed, for which {NEEDED}") from None
    try:
        # Of a text/xml without a charset it would believe that it is ASCII.
        headers = {"content-type": f"application/xml; charset={charset}"} if charset else {}
        # As a stream: of bytes that look like a path or an address it would read what is there.
        parsed = feedparser.parse(BytesIO(body), response_headers=headers)
        feed = Feed(clean(_words(parsed.feed, "title")), tuple(_entries(parsed)), _broken(parsed))
    except Exception as error:  # noqa: BLE001 - a parser of what anybody may have written; whatever it raises is this feed's
        raise ValueError(f"is no feed that can be read ({type(error).__name__})") from None
    if not feed.entries and (feed.broken or not parsed.get("version")):
        raise ValueError(f"is no feed ({feed.broken or 'neither RSS nor Atom nor JSON'})")
    return feed


def _broken(parsed: Any) -> str:  # noqa: ANN401 - what feedparser gives has no types
    error = parsed.get("bozo_exception")
    if not parsed.get("bozo") or not hasattr(error, "getMessage"):  # wrong charsets and types are got over
        return ""
    return clean(f"its XML is broken: {error.getMessage()}")[:200]


def _entries(parsed: Any) -> Iterator[Entry]:  # noqa: ANN401 - see above
    for entry in parsed.entries:
        contents = [_text_in(content) for content in entry.get("content") or ()]
        summary = _text_in(entry.get("summary_detail") or {"value": _words(entry, "summary")})
        address = _words(entry, "link")
        yield Entry(
            id=_words(entry, "id") or address,
            address=address,
            title=clean(plain(_words(entry, "title"))),
            text=max([*contents, summary], key=len),
            outlet=clean(_words(entry.get("source") or {}, "title")),
            time=_time(entry),
        )


def _text_in(detail: Any) -> str:  # noqa: ANN401 - see above
    value = _words(detail, "value")
    return value.strip() if detail.get("type") == "text/plain" else plain(value)


def _time(entry: Any) -> datetime | None:  # noqa: ANN401 - see above
    """When the entry was published, else updated: as it is written, for feedparser leaves no offset."""
    for name in ("published", "updated"):
        if name not in entry.keys():  # noqa: SIM118 - else it would give the one for the other, with a warning
            continue
        stated = _words(entry, name)
        if time := read_instant(stated):
            return time
        parsed = entry.get(f"{name}_parsed") if ":" in stated else None
        if parsed and is_plausible(parsed.tm_year):
            return datetime.fromtimestamp(timegm(parsed), UTC)
    return None


def _from_json(body: bytes) -> Feed:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise ValueError("is no feed (its JSON is broken)") from None
    items = told.get("items")
    if "jsonfeed.org" not in _words(told, "version") or not isinstance(items, list):
        raise ValueError("is no feed (JSON, but no JSON Feed)")
    return Feed(clean(_words(told, "title")), tuple(_item(item) for item in items if isinstance(item, dict)))


def _item(item: dict[str, Any]) -> Entry:
    address = _words(item, "url") or _words(item, "external_url")
    texts = (plain(_words(item, "content_html")), _words(item, "content_text").strip(), _words(item, "summary").strip())
    times = (read_instant(_words(item, name)) for name in ("date_published", "date_modified"))
    return Entry(
        id=_words(item, "id") or address,
        address=address,
        title=clean(_words(item, "title")),
        text=max(texts, key=len),
        outlet="",
        time=next((time for time in times if time), None),
    )


def _words(told: Any, name: str) -> str:  # noqa: ANN401 - see above
    value = told.get(name)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
