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
from summariser.edges.articles.paths import STDIN, failure, find
from summariser.nouns.article import Article, Failure, KnownDate
from summariser.text.clean import portable_path
from summariser.text.segment import segment

MOST_BYTES = 2_000_000
# Anything but white space, byte order marks and zero-width characters.
_SHOWN = re.compile(r"[^\s\ufeff\u200b-\u200f\u2060]")
_TOO_LONG = f"is longer than {MOST_BYTES // 1_000_000} MB, which is no news article; split it"


@dataclass(frozen=True)
class Loaded:
    """The articles, and a failure for each path that gave none, both in the order of their paths."""

    articles: tuple[Article, ...]
    failures: tuple[Failure, ...]


def load(paths: Sequence[str], stdin: BinaryIO) -> Loaded:
    """Load the articles that `paths` name: files, folders, globs, and - for the one on `stdin`.

    The order of `paths` does not matter. A file that holds the same bytes as one before it is a failure of kind
    "duplicate"; a file that is named twice is loaded once. Nothing is raised for a bad path: it is a failure.
    """
    found = find(paths)
    loaded = [*found.failures, *_without_copies(_load(path, stdin) for path in found.files)]
    return Loaded(
        tuple(item for item in loaded if isinstance(item, Article)),
        tuple(sorted((item for item in loaded if isinstance(item, Failure)), key=lambda one: one.path)),
    )


def decode(data: bytes) -> str:
    """Give the text of a file's bytes, as `load` does. Raises ValueError, in words, if they are no text."""
    return decoding.decode(data).text


def _without_copies(loaded: Iterator[Article | Failure]) -> Iterator[Article | Failure]:
    first: dict[str, str] = {}
    for item in loaded:
        if isinstance(item, Article) and first.setdefault(item.sha256, item.path) != item.path:
            yield failure(item.path, "duplicate", f"same bytes as {first[item.sha256]}", item.sha256)
        else:
            yield item


def _load(path: str, stdin: BinaryIO) -> Article | Failure:
    try:
        data = _read(path, stdin)
    except OSError as error:
        reason = error.strerror or error
        return failure(path, "unreadable", f"cannot be read ({reason}); check the file and its permissions")
    if data is None:
        return failure(path, "unreadable", _TOO_LONG)
    digest = sha256(data).hexdigest()
    try:
        decoded = decoding.decode(data)
    except ValueError as error:
        return failure(path, "unreadable", str(error), digest)
    front = read_front_matter(decoded.text)
    if not _SHOWN.search(decoded.text, front.body):
        return failure(path, "empty", "there is no text in it; give a file that has some", digest)
    return _article(portable_path(path), digest, decoded, front)


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


def _article(path: str, digest: str, decoded: decoding.Decoded, front: FrontMatter) -> Article:
    text = decoded.text
    lines = lines_of(text, front.body)
    language = front.language or language_of(text[front.body :])
    stated = KnownDate(edtf=front.published, how="front matter") if front.published else None
    return Article(
        path=path,
        sha256=digest,
        text=text,
        encoding=decoded.encoding,
        language=language,
        title=front.title or title_of(lines),
        outlet=front.outlet,
        published=stated or published_in(lines),
        sentences=segment(text, language, front.body),
        notes=(*decoded.notes, *front.notes),
    )
