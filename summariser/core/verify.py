"""Takes a brief or digest and a way to read its files; gives every citation that no longer holds, with the reason."""

from collections.abc import Callable
from hashlib import sha256
from itertools import groupby

from summariser.nouns.brief import Brief, Broken, Citation
from summariser.nouns.digest import Digest
from summariser.text.clean import native_path

_SHOWN = 60


Read = Callable[[str, str], bytes | None]
"""Takes a path and the sha256 that a file should have; gives the bytes of the file that comes nearest, or None."""


def verify(document: Brief | Digest, read: Read, decode: Callable[[bytes], str]) -> tuple[Broken, ...]:
    """Check each citation again; give the broken ones in order, none if all hold.

    `decode` turns them into the text as loading does, and may raise
    ValueError. A citation holds if the file has the same sha256 and the words stand at their place, between
    the words that stood beside them, in the line that is given.
    """
    broken: list[Broken] = []
    by_file = sorted(document.citations, key=_file_of)
    for (path, digest), group in groupby(by_file, key=_file_of):
        broken += _check_file(list(group), _bytes(path, digest, read), decode)
    return tuple(sorted(broken, key=lambda one: one.citation))


def _file_of(citation: Citation) -> tuple[str, str]:
    return citation.path, citation.sha256


def _bytes(path: str, digest: str, read: Read) -> bytes | None:
    data = read(path, digest)
    return read(native_path(path), digest) if data is None and native_path(path) != path else data


def _check_file(citations: list[Citation], data: bytes | None, decode: Callable[[bytes], str]) -> list[Broken]:
    if data is None:
        return [_broken(citation, "the file is not there") for citation in citations]
    try:
        text = decode(data)
    except ValueError as error:
        return [_broken(citation, f"the file cannot be decoded: {error}") for citation in citations]
    digest = sha256(data).hexdigest()
    reasons = [(citation, _reason(citation, text, digest)) for citation in citations]
    return [_broken(citation, reason) for citation, reason in reasons if reason]


def _reason(citation: Citation, text: str, digest: str) -> str:
    """Say why a citation does not hold; empty if it does."""
    fault = _fault(citation, text)
    if digest == citation.sha256:
        return fault
    return f"the file has changed since; {fault or 'the words still stand at their place'}"


def _fault(citation: Citation, text: str) -> str:
    quote, position = citation.target.selector
    start, end = position.start, position.end
    if text[start:end] != quote.exact:
        return f"the words at {start}–{end} read {_short(text[start:end])}{_elsewhere(text, quote.exact)}"
    beside = text[max(0, start - len(quote.prefix)) : start], text[end : end + len(quote.suffix)]
    if beside != (quote.prefix, quote.suffix):
        return f"the words stand at {start}–{end}, but not between the words that are given beside them"
    line = _line_at(text, start)
    return "" if line == citation.line else f"the words stand in line {line}"


def _elsewhere(text: str, exact: str) -> str:
    found = text.count(exact)
    if found == 0:
        return "; the cited words are not there"
    if found > 1:
        return f"; the cited words stand in {found} other places"
    start = text.index(exact)
    return f"; the cited words stand once elsewhere, at {start}–{start + len(exact)} (line {_line_at(text, start)})"


def _line_at(text: str, position: int) -> int:
    """Count lines as an editor does: line feed, carriage return, or both together end one."""
    before = text[:position].replace("\r\n", "\n")
    return before.count("\n") + before.count("\r") + 1


def _short(words: str) -> str:
    return repr(words if len(words) <= _SHOWN else words[:_SHOWN] + "…")


def _broken(citation: Citation, reason: str) -> Broken:
    return Broken(citation=citation.number, path=citation.path, line=citation.line, quote=citation.exact, reason=reason)
