"""Gives the settings of a summariser.toml: how the model is asked, what the digest is, and where articles come from."""

import re
from datetime import time
from email.errors import HeaderParseError
from email.policy import SMTP
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, StrictFloat, StrictInt, model_validator

from summariser.nouns.base import Noun
from summariser.nouns.mode import Mode

Grade = Literal["A", "B", "C", "D", "E", "F"]
"""How reliable a source is, by the Admiralty system (NATO AJP-2.1): A completely, E not, F cannot be judged."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not in the list, a path out of it, a folder of it
        missing = "" if available_timezones() else "; this machine has none at all: install its package tzdata"
        raise ValueError(f"no time zone of the IANA list; it looks like Europe/Berlin{missing}") from None
    return name


def _wall_clock(at: time) -> time:
    if at.tzinfo is not None:
        raise ValueError("a time with an offset; give the time alone, for example 06:00, and zone beside it")
    return at


def _address(address: str) -> str:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or not address.isprintable() or " " in address:
        raise ValueError("no address; it looks like https://example.org/feed.xml")
    if "@" in parts.netloc:
        raise ValueError("an address with a name or password in it, which are not taken")
    return address


def _archive(place: str) -> str:
    user, at, _ = place.partition("://")[2].partition("/")[0].rpartition("@")
    if (at and ":" in user) or _PASSWORD.search(place.partition("://")[2]):
        raise ValueError("passwords stand in no file; set SUMMARISER_ARCHIVE to the whole address, or use a .pgpass")
    return place


def _mail_address(told: str) -> str:
    try:
        header = SMTP.header_factory("to", told if told.isprintable() else "")
        found = [one for one in header.addresses if one.username and one.domain and one.addr_spec.isascii()]
    except (ValueError, IndexError, HeaderParseError):
        found = []
    if len(found) != 1 or header.defects or len(header.addresses) != 1:
        raise ValueError("no mail address; it looks like Desk <desk@example.org>")
    return told


_PASSWORD = re.compile(r"(?i)[?&](?:ssl)?password=")
_Words = Annotated[str, Field(min_length=1)]
Zone = Annotated[str, AfterValidator(_zone)]
Address = Annotated[str, AfterValidator(_address)]
MailAddress = Annotated[str, AfterValidator(_mail_address)]


class SourceConfig(Noun):
    """One `[[sources]]`: exactly one of `folder`, `mail`, `feed` and `url`, and what the user says of it.

    `outlet` and `language` (ISO 639-1) hold where an article does not state its own; `zone` for times that are written
    without an offset, else that of the digest. `publisher` is the house; nobody but the user grades `reliability`.
    """

    name: _Words
    folder: Path | None = None
    mail: Path | None = None
    feed: Address | None = None
    url: Address | None = None
    outlet: _Words | None = None
    language: str | None = Field(default=None, pattern="^[a-z]{2}$")
    publisher: _Words | None = None
    reliability: Grade | None = None
    zone: Zone | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if sum(place is not None for place in (self.folder, self.mail, self.feed, self.url)) != 1:
            raise ValueError("give exactly one of folder, mail, feed and url")
        return self


class FilesConfig(Noun):
    """`[digest.files]`: the folder that digests are written to."""

    folder: Path


class EmlConfig(Noun):
    """`[digest.eml]`: from whom, to whom, and the folder that the mails are written to."""

    sender: MailAddress = Field(alias="from")
    to: tuple[MailAddress, ...] = Field(min_length=1)
    folder: Path


class AtomConfig(Noun):
    """`[digest.atom]`: the file of the feed, and the address at which it will be published."""

    file: Path
    address: Address


class DigestConfig(Noun):
    """`[digest]`: days end `at` a time of the clock in `zone`, an IANA name; `archive` is a path or a URL.

    `zone` has no default: of two machines with one archive, or a cron of another locale, each would cut days its way.
    No digest comes of fewer articles read than the share `min_success`. `log_format` is that of what a run says.
    """

    zone: Zone
    at: Annotated[time, AfterValidator(_wall_clock)] = time(6)
    min_success: StrictFloat = Field(default=0.8, ge=0, le=1)
    archive: Annotated[_Words, AfterValidator(_archive)] | None = None
    log_format: Literal["text", "json"] = "text"
    files: FilesConfig | None = None
    eml: EmlConfig | None = None
    atom: AtomConfig | None = None


class Config(Noun):
    """A whole summariser.toml. None is what the file does not say; its paths are from where the program runs."""

    model: _Words | None = None
    base_url: _Words | None = None
    mode: Mode | None = None
    jobs: StrictInt | None = Field(default=None, ge=1, le=256)
    requests_per_minute: StrictInt | None = Field(default=None, ge=1)
    tokens_per_minute: StrictInt | None = Field(default=None, ge=1)
    prices: Path | None = None
    aliases: Path | None = None
    digest: DigestConfig | None = None
    sources: tuple[SourceConfig, ...] = ()
