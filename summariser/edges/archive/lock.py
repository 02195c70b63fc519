"""Takes the place of an archive and holds it for this process; the system takes it back however the process ends.

Nothing heavy is imported here: a run that has to leave is to say so at once.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from summariser.edges.archive.place import Place
from summariser.nouns.problems import AlreadyRunning, NoInput, NotKept
from summariser.text.clean import clean

IN_USE = "the archive {place}: another run uses it; when that has ended, the same command goes on"


@contextmanager
def held(place: Place, *, alone: bool, new: bool) -> Iterator[None]:
    """Hold an archive in a file against every other writer, if `alone`; one on a server is held by its connection.

    Raises AlreadyRunning at once when it is held, NotKept where nothing can be written, and, but for a `new` one,
    NoInput where there is none.
    """
    if place.file and not new and not place.file.exists():
        raise missing(place)
    with _locked(place.file) if place.file and alone else nullcontext():
        yield


def missing(place: Place) -> NoInput:
    """Give the problem that there is no archive."""
    return NoInput(f"the archive {place}: there is none yet; `summariser digest` makes it")


@contextmanager
def _locked(archive: Path) -> Iterator[None]:
    """Hold the lock of `archive`, the file beside it with `.lock` at its end, which stays there."""
    beside = archive.with_name(f"{archive.name}.lock")
    try:
        archive.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise cannot_write(archive, error) from None
    try:
        _take(handle, archive)
        yield
    finally:
        os.close(handle)


def cannot_write(archive: Path, error: OSError) -> NotKept:
    """Give the problem that there is no writing beside `archive`."""
    return NotKept(
        f"the archive {clean(str(archive))}: cannot be written ({error.strerror}); "
        "make room or mend the permissions, or give another with --archive"
    )


def _take(handle: int, archive: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AlreadyRunning(IN_USE.format(place=clean(str(archive)))) from None
