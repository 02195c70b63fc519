"""Takes the path of a cited file, as a brief has it, and gives the file's bytes."""

import os
import stat
from pathlib import Path

# More than any article may have, so that a brief made by others cannot make us read a disk.
_MOST_BYTES = 16_000_000


def read_source(path: str, beside: Path) -> bytes | None:
    """The bytes of `path`, looked for from the current folder and then from `beside`, where the brief lies.

    None when it is in neither, is no regular file or is too long to be an article; what came from standard input
    ("-") is in neither.
    """
    found = (_bytes_of(place) for place in (Path(path), beside / path))
    return next((data for data in found if data is not None), None)


def _bytes_of(place: Path) -> bytes | None:
    try:
        # Without waiting: a pipe that nobody writes to would be opened for ever.
        handle = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            told = os.fstat(handle)
            return file.read() if stat.S_ISREG(told.st_mode) and told.st_size <= _MOST_BYTES else None
    except (OSError, ValueError):
        return None
