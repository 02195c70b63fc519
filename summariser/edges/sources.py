"""Takes the path of a cited file, as a brief has it, and gives the file's bytes."""

import os
import stat
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

# More than any article may have, so that a brief made by others cannot make us read a disk.
_MOST_BYTES = 16_000_000


def read_source(path: str, digest: str, folders: Iterable[Path], spares: Iterable[Path]) -> bytes | None:
    """The bytes of `path`, looked for in `folders`: those with the sha256 `digest`, else the first that there are.

    When it is in none of them, it is taken from one of the folders `spares`, but only with that sha256. None when it
    is not there either, is no regular file or is too long to be an article; what came from standard input ("-") is
    nowhere.
    """
    first = None
    for folder in folders:
        data = _bytes_of(folder / path)
        if data is not None and _is(data, digest):
            return data
        first = data if first is None else first
    others = (_bytes_of(folder / path) for folder in spares) if first is None else ()
    return next((data for data in others if data is not None and _is(data, digest)), first)


def _is(data: bytes, digest: str) -> bool:
    return sha256(data).hexdigest() == digest


def _bytes_of(place: Path) -> bytes | None:
    try:
        # Without waiting: a pipe that nobody writes to would be opened for ever.
        handle = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            told = os.fstat(handle)
            return file.read() if stat.S_ISREG(told.st_mode) and told.st_size <= _MOST_BYTES else None
    except (OSError, ValueError):
        return None
