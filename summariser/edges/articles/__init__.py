"""Takes the paths that a user gave and gives the articles they hold, and for each that gave none the reason."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from summariser.edges.articles import decoding
from summariser.edges.articles.about import language_of, lines_of, published_in, title_of
from summariser.edges.articles.front_matter import FrontMatter, read_front_matter
from summariser.edges.articles.paths import STDIN, Found, failure, files_in, find
from summariser.nouns.article import Article, Failure, KnownDate
from summariser.nouns.stated import Stated, Timed
from summariser.text.clean import portable_path
from summariser.text.segment import segment

__all__ = ["MOST_BYTES", "Found", "Loaded", "Source", "decode", "files_in", "load", "of_file", "of_text"]

MOST_BYTES = 2_000_000
# Anything but white space, byte order marks and zero-width characters.
_SHOWN = re.compile(r"[^\s\ufeff\u200b-\u200f\u2060]")
_TOO_LONG = f"is longer than {MOST_BYTES // 1_000_000} MB, which is no news article; split it"


@dataclass(frozen=True)
class Loaded:
    """The articles, and a failure for each path that gave none, both in the order of their paths."""

    articles: tuple[Article, ...]
    failures: tuple[Failure, ...]


class Source:
    """The articles that `paths` name: files, folders, globs, and - for the one on `stdin`; loaded as they are taken.

    The order of `paths` does not matter. A file that holds the same bytes as one before it is a failure of kind
    "duplicate"; a file that is named twice is loaded once. Nothing is raised for a bad path: it is one of `failures`.
    """

    def __init__(self, paths: Sequence[str], stdin: BinaryIO) -> None:
        found = find(paths)
        self.files = found.files
        self._failures = list(found.failures)
        self._stdin = stdin
        self._begun = 0

    def __iter__(self) -> Iterator[Article]:
        """Load the articles, one by one."""
        first: dict[str, str] = {}
        for path in self.files[self._begun :]:
            self._begun += 1
            item = _load(path, self._stdin)
            if isinstance(item, Article) and first.setdefault(item.sha256, item.path) != item.path:
                item = failure(item.path, "duplicate", f"same bytes as {first[item.sha256]}", item.sha256)
            if isinstance(item, Article):
                yield item
            else:
                self._failures.append(item)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What has given no article so far, by path."""
        return tuple(sorted(self._failures, key=lambda one: one.path))

    @property
    def left(self) -> tuple[str, ...]:
        """The files that have not been loaded."""
        return self.files[self._begun :]


def load(paths: Sequence[str], stdin: BinaryIO) -> Loaded:
    """Load all the articles that `paths` name, as `Source` does."""
    source = Source(paths, stdin)
    return Loaded(tuple(source), source.failures)


def decode(data: bytes) -> str:
    """Give the text of a file's bytes, as `load` does. Raises ValueError, in words, if they are no text."""
    return decoding.decode(data).text


def _load(path: str, stdin: BinaryIO) -> Article | Failure:
    try:
        data = _read(path, stdin)
    except OSError as error:
        reason = error.strerror or error
        return failure(path, "unreadable", f"cannot be read ({reason}); check the file and its permissions")
    if data is None:
        return failure(path, "unreadable", _TOO_LONG)
    timed = of_file(path, data)
    return timed if isinstance(timed, Failure) else timed.article


def of_file(path: str, data: bytes, stated: Stated = Stated()) -> Timed | Failure:  # noqa: B008 - it never changes
    """Make an article of `data`, the bytes of the file `path`; what it does not say of itself is as `stated`."""
    digest = sha256(data).hexdigest()
    if len(data) > MOST_BYTES:
        return failure(path, "unreadable", _TOO_LONG, digest)
    try:
        decoded = decoding.decode(data)
    except ValueError as error:
        return failure(path, "unreadable", str(error), digest)
    front = read_front_matter(decoded.text)
    if not _SHOWN.search(decoded.text, front.body):
        return failure(path, "empty", "there is no text in it; give a file that has some", digest)
    return Timed(article=_article(portable_path(path), digest, decoded, front, stated), time=front.time)


def of_text(path: str, text: str, stated: Stated, notes: Sequence[str] = ()) -> Article | Failure:
    """Make an article of `text` as it was taken out of the mail or page `path`; what is `stated` of it holds.

    Its bytes are those of `text` in UTF-8. Front matter is none here: what a page says at its beginning is its text.
    """
    text = text.encode("utf-8", "replace").decode()  # a lone surrogate has no bytes
    digest = sha256(text.encode()).hexdigest()
    if len(text.encode()) > MOST_BYTES:
        return failure(path, "unreadable", _TOO_LONG, digest)
    if decoding.is_binary(text):
        return failure(path, "unreadable", "holds binary data, not text", digest)
    if not _SHOWN.search(text):
        return failure(path, "empty", "there is no text in it", digest)
    decoded = decoding.Decoded(text, "utf-8", tuple(notes))
    return _article(portable_path(path), digest, decoded, FrontMatter(), stated)


def _read(path: str, stdin: BinaryIO) -> bytes | None:
    """Read all bytes; None if they are too many, which is seen from the size or after one byte more than allowed."""
    if path == STDIN:
        data = stdin.read(MOST_BYTES + 1)
    else:
        with Path(path).open("rb") as file:
            if os.fstat(file.fileno()).st_size > MOST_BYTES:
                return None
            data = file.read(MOST_BYTES + 1)
    return data if len(data) <= MOST_BYTES else None


def _article(path: str, digest: str, decoded: decoding.Decoded, front: FrontMatter, stated: Stated) -> Article:
    text = decoded.text
    lines = lines_of(text, front.body)
    language = front.language or stated.language or language_of(text[front.body :])
    published = KnownDate(edtf=front.published, how="front matter") if front.published else stated.published
    return Article(
        path=path,
        sha256=digest,
        text=text,
        encoding=decoded.encoding,
        language=language,
        title=front.title or stated.title or title_of(lines),
        outlet=front.outlet or stated.outlet,
        published=published or published_in(lines),
        sentences=segment(text, language, front.body),
        notes=(*decoded.notes, *front.notes),
    )
