"""Takes a folder and gives the articles in it whose content is new, by the sha256 of their bytes."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path

from summariser.edges.collect.desk import Desk, collected, failed, moment_of, zone_of
from summariser.nouns.archived import Collected
from summariser.nouns.article import Failure
from summariser.nouns.config import SourceConfig
from summariser.nouns.stated import Stated

_BATCH = 500
_FRESH = 5.0  # seconds since its last change in which a file may still be in the making
_A_WHILE = 0.5
_OF_EDITORS = ("~", "#")
_MOST_BYTES = 16_000_000  # what is longer is no article: it is not even hashed
_TOO_LONG = f"is longer than {_MOST_BYTES // 1_000_000} MB, which is no news article; split it"
_PENDING = "is empty or still being written; it is looked at again in the next run"


@dataclass(frozen=True)
class _Look:
    """A file as it was seen: the time of its last change, and what was in it."""

    path: str
    changed: float  # seconds since 1970
    sha256: str


def visit(source: SourceConfig, folder: Path, desk: Desk) -> Iterator[Collected | Failure]:
    """Give the articles in `folder`, at any depth, that the archive has not, and what cannot be read.

    Every file is hashed, new ones alone are loaded. Those of editors (~ or # before the name) are none; a file that is
    empty, or changes while it is looked at, waits for the next run.
    """
    found = desk.articles.files_in(str(folder))
    yield from found.failures
    paths = iter([path for path in found.files if not Path(path).name.startswith(_OF_EDITORS)])
    fresh: list[_Look] = []
    while batch := list(islice(paths, _BATCH)):
        looks = [_look(path) for path in batch]
        yield from (look for look in looks if isinstance(look, Failure))
        new = _new([look for look in looks if isinstance(look, _Look)], desk)
        fresh += [look for look in new if _is_fresh(look, desk)]
        yield from (_load(source, look, desk) for look in new if not _is_fresh(look, desk))
    if fresh:
        desk.wait(_A_WHILE)
    yield from (_load(source, look, desk) for look in fresh)


def _look(path: str) -> _Look | Failure:
    try:
        with Path(path).open("rb") as file:
            stat = os.fstat(file.fileno())
            if stat.st_size == 0:
                return failed(path, "pending", _PENDING)
            if stat.st_size > _MOST_BYTES:
                return failed(path, "unreadable", _TOO_LONG)
            return _Look(path, stat.st_mtime, sha256(file.read(_MOST_BYTES)).hexdigest())
    except OSError as error:
        return _unreadable(path, error)


def _new(looks: Sequence[_Look], desk: Desk) -> list[_Look]:
    unknown = desk.archive.unknown([look.sha256 for look in looks])
    return [look for look in looks if look.sha256 in unknown]


def _is_fresh(look: _Look, desk: Desk) -> bool:
    return desk.now.timestamp() - look.changed < _FRESH


def _load(source: SourceConfig, look: _Look, desk: Desk) -> Collected | Failure:
    try:
        data = Path(look.path).read_bytes()
    except OSError as error:
        return _unreadable(look.path, error)
    if sha256(data).hexdigest() != look.sha256:
        return failed(look.path, "pending", _PENDING)
    timed = desk.articles.of_file(look.path, data, Stated(outlet=source.outlet, language=source.language))
    if isinstance(timed, Failure):
        return timed
    moment = moment_of(timed.time, timed.article.published, "front matter", zone_of(source, desk))
    return collected(source, timed.article, moment, desk)


def _unreadable(path: str, error: OSError) -> Failure:
    return failed(path, "unreadable", f"cannot be read ({error.strerror or error}); check the file and its permissions")
