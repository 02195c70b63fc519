"""Takes addresses and gives what is there, as a polite reader: one request at a time, with pauses, bounds and robots.

Whatever a server does, a request ends after a bounded time with a bounded number of bytes, or with words that say why.
"""

import asyncio
import ipaddress
import socket
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx2

from summariser import __version__
from summariser.text.clean import clean
from summariser.text.instants import read_instant

_AGENT = f"summariser/{__version__}"
_MOST_BYTES = 5_000_000
_MOST_OF_ROBOTS = 500_000  # RFC 9309, 2.5
_MOST_REDIRECTS = 5
_SECONDS = 60.0
_SECONDS_OF_SILENCE = 15.0
_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_TRIES = 3
_LONGEST_WAIT = 60.0
_PASSING = (429, 500, 502, 503, 504)
_REDIRECTS = (301, 302, 303, 307, 308)


class NotHadError(Exception):
    """What an address has could not be had, in words. `for_good`: asking again tomorrow will not help."""

    def __init__(self, words: str, *, for_good: bool = False) -> None:
        super().__init__(words)
        self.for_good = for_good


class _DroppedError(NotHadError):
    """The connection broke or was not made: the next may not."""


@dataclass(frozen=True)
class Had:
    """What was at an address: its bytes, None if it is unchanged; its type, charset, and version as the server tells.

    `version` are the headers to ask with next time, so that only another version is sent.
    """

    body: bytes | None
    type: str = ""
    charset: str | None = None
    version: dict[str, str] = field(default_factory=dict)


class Web:
    """The web for one run; it remembers who was asked when, and who wants to be left alone."""

    def __init__(
        self,
        clock: Callable[[], float],
        wait: Callable[[float], None],
        now: datetime,
        seconds: float = _SECONDS,
    ) -> None:
        self._clock, self._wait, self._now, self._seconds = clock, wait, now, seconds
        self._runner = asyncio.Runner()  # for asyncio alone has a limit for a whole request, however it drips
        self._client = httpx2.AsyncClient(
            follow_redirects=False,
            timeout=httpx2.Timeout(_SECONDS_OF_SILENCE),
            headers={"User-Agent": _AGENT, "Accept-Encoding": "gzip"},
        )
        self._asked: dict[str, float] = {}
        self._closed: dict[str, str] = {}
        self._robots: dict[str, RobotFileParser] = {}

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        with self._runner:
            self._runner.run(self._client.aclose())

    def get(self, address: str, version: dict[str, str], *, trusted: str) -> Had:
        """Give what is at `address`, or at where it leads; nothing if it is still the `version` of an earlier `Had`.

        `trusted` is the host, with its port, that the user named: no other is asked in the own network, where a feed
        or a redirect could point to. Raises NotHadError.
        """
        for _ in range(_MOST_REDIRECTS + 1):
            self._check(address, trusted)
            response, body = self._polite(address, version)
            if response.status_code not in _REDIRECTS:
                return _had(response, body)
            address = _led(address, response.headers.get("location"))
        raise NotHadError(f"leads to more than {_MOST_REDIRECTS} other addresses", for_good=True)

    def _check(self, address: str, trusted: str) -> None:
        host = _host_of(address)
        if host is None:
            raise NotHadError("leads to what is no address on the web", for_good=True)
        if urlsplit(address).netloc != trusted and _is_inside(host):
            raise NotHadError("leads into the own network, where nothing is asked", for_good=True)
        if words := self._closed.get(urlsplit(address).netloc):
            raise NotHadError(words)
        if not self._rules(address).can_fetch(_AGENT, address):
            raise NotHadError("the site's robots.txt asks not to read it", for_good=True)

    def _rules(self, address: str) -> RobotFileParser:
        origin = urljoin(address, "/")
        if origin not in self._robots:
            rules = RobotFileParser()
            try:
                response, body = self._polite(f"{origin}robots.txt", {}, _MOST_OF_ROBOTS)
            except NotHadError as error:
                words = self._closed[urlsplit(address).netloc] = f"its robots.txt cannot be had: {error}"
                raise NotHadError(words) from None
            # RFC 9309, 2.3.1: what is not there forbids nothing, what cannot be had everything.
            rules.parse(body.decode("utf-8", "replace").splitlines() if response.status_code == 200 else [])
            self._robots[origin] = rules
        return self._robots[origin]

    def _polite(self, address: str, version: dict[str, str], most: int = _MOST_BYTES) -> tuple[httpx2.Response, bytes]:
        """Ask until there is an answer that will not pass, as often and as soon as the server wishes."""
        host = urlsplit(address).netloc
        for attempt in range(1, _TRIES + 1):
            if host in self._closed:
                raise NotHadError(self._closed[host])
            self._pause(host, address)
            try:
                response, body = self._ask(address, version, most)
            except _DroppedError as error:
                words, seconds = str(error), None
            else:
                if response.status_code not in _PASSING:
                    return response, body
                words, seconds = f"the server answers with status {response.status_code}", self._told_to_wait(response)
            self._after(host, words, seconds, attempt)
        raise NotHadError(words)

    def _after(self, host: str, words: str, seconds: float | None, attempt: int) -> None:
        """Wait before the next attempt, or leave `host` alone where that is asked for or is all that can be done."""
        if seconds is not None and seconds > _LONGEST_WAIT:
            words = f"the server asks to be left alone for {seconds:.0f} s; asked again in the next run"
            self._closed[host] = words
            raise NotHadError(words)
        if attempt < _TRIES:
            self._wait(2.0**attempt if seconds is None else seconds)

    def _pause(self, host: str, address: str) -> None:
        rules = self._robots.get(urljoin(address, "/"))
        asked_for = rules.crawl_delay(_AGENT) if rules else None
        pause = min(max(_PAUSE, float(asked_for or 0)), _LONGEST_PAUSE)
        since = self._clock() - self._asked.get(host, -_LONGEST_PAUSE)
        if since < pause:
            self._wait(pause - since)
        self._asked[host] = self._clock()

    def _told_to_wait(self, response: httpx2.Response) -> float | None:
        """The seconds of Retry-After (RFC 9110, 10.2.3), which may be a date."""
        told = response.headers.get("retry-after", "").strip()
        if told.isascii() and told.isdigit() and len(told) < 10:
            return float(told)
        instant = read_instant(told)
        if instant is None or instant.tzinfo is None:
            return None
        now = read_instant(response.headers.get("date", ""))
        return max(0.0, (instant - (now if now and now.tzinfo else self._now)).total_seconds())

    def _ask(self, address: str, version: dict[str, str], most: int) -> tuple[httpx2.Response, bytes]:
        try:
            response, body = self._runner.run(self._sent(address, version, most))
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, TimeoutError, ValueError, OSError) as error:
            if isinstance(error, TimeoutError | httpx2.TimeoutException):
                words = self._closed[urlsplit(address).netloc] = self._in_words(error)
                raise NotHadError(words) from None
            raise _DroppedError(self._in_words(error)) from None
        return response, _unpacked(response, body, most)

    async def _sent(self, address: str, version: dict[str, str], most: int) -> tuple[httpx2.Response, bytes]:
        self._client.cookies.clear()  # nobody is to be known again
        parts, total = [], 0
        async with (
            asyncio.timeout(self._seconds),
            self._client.stream("GET", address, headers=version) as response,
        ):
            async for part in response.aiter_raw():
                parts.append(part)
                total += len(part)
                if total > most:
                    raise NotHadError(_too_much(most), for_good=True)
        return response, b"".join(parts)

    def _in_words(self, error: Exception) -> str:
        if isinstance(error, httpx2.TimeoutException):
            return f"the server said nothing for {_SECONDS_OF_SILENCE:.0f} s"
        if isinstance(error, TimeoutError):
            return f"the answer took longer than {self._seconds:g} s"
        if isinstance(error, httpx2.ConnectError):
            return "the server cannot be reached"
        return f"the connection failed ({type(error).__name__})"


def _had(response: httpx2.Response, body: bytes) -> Had:
    status, headers = response.status_code, response.headers
    if status == 304:
        return Had(None)
    if status != 200:
        raise NotHadError(f"the server answers with status {status}", for_good=status in (404, 410))
    told = {"If-None-Match": headers.get("etag"), "If-Modified-Since": headers.get("last-modified")}
    version = {name: value for name, value in told.items() if value and value.isascii() and value.isprintable()}
    return Had(body, headers.get("content-type", ""), response.charset_encoding, version)


def _led(address: str, location: str | None) -> str:
    if not location:
        raise NotHadError("leads on, but not to where")
    there = urljoin(address, location)
    if address.startswith("https:") and not there.startswith("https:"):
        raise NotHadError("leads from https to an address that is not encrypted", for_good=True)
    return there


def _host_of(address: str) -> str | None:
    """The host of `address`; None if it is none of the web."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    return host if parts.scheme in ("http", "https") and "@" not in parts.netloc and address.isprintable() else None


def _is_inside(host: str) -> bool:
    """Whether `host` is this machine or one of the own network. What is not found here may be found by a proxy."""
    try:
        found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        return False
    return any(not ipaddress.ip_address(str(address[0]).partition("%")[0]).is_global for *_, address in found)


def _unpacked(response: httpx2.Response, body: bytes, most: int) -> bytes:
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing in ("", "identity") or not body:
        return body
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise NotHadError(f"the answer is packed as {clean(packing)[:20]}, which was not asked for", for_good=True)
    unpacking = zlib.decompressobj(32 + zlib.MAX_WBITS)
    try:
        data = unpacking.decompress(body, most + 1)
    except zlib.error:
        raise NotHadError("the answer cannot be unpacked") from None
    if len(data) > most:
        raise NotHadError(_too_much(most), for_good=True)
    if not unpacking.eof:
        raise NotHadError("the answer is cut off")
    return data


def _too_much(most: int) -> str:
    return f"the answer is longer than {most / 1e6:g} MB"
