"""Takes a file and gives a lock on it for this process, which the system takes back however the process ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from summariser.nouns.problems import AlreadyRunning, NotKept
from summariser.text.clean import clean

IN_USE = "the archive {place}: another run uses it; when that has ended, the same command goes on"


@contextmanager
def locked(archive: Path) -> Iterator[None]:
    """Hold the lock of `archive`, the file beside it with `.lock` at its end, which stays there.

    Raises AlreadyRunning at once when another process or another caller holds it, NotKept where none can be made.
    """
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
