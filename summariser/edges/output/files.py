"""Takes finished text and puts it where the user asked: a file, replaced whole or not at all, or standard output."""

import errno
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from summariser.nouns.problems import CannotWrite
from summariser.text.clean import clean

_OF_DEVICES = (Path("/dev"), Path("/dev/fd"), Path(f"/proc/{os.getpid()}/fd"))


def ready(target: Path | None) -> None:
    """See that `write` will be able to write there, before anything is paid for. Raises CannotWrite when it will not.

    Nothing is left behind, and what stands at `target` stays.
    """
    if target is None:
        return
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not _is_written_into(target):
            handle, name = tempfile.mkstemp(dir=target.parent, prefix=".summariser.")
            os.close(handle)
            Path(name).unlink()
    except OSError as error:
        raise _cannot_write(target, error) from None


def write(text: str, target: Path | None) -> None:
    """Write `text` as UTF-8 to `target`, or to standard output when `target` is None, as `opened` does."""
    with opened(target) as put:
        put(text)


@contextmanager
def opened(target: Path | None) -> Iterator[Callable[[str], None]]:
    """Give a function that writes text, piece by piece, as UTF-8 to `target`, or to standard output when that is None.

    A file is written beside its place and moved there in the end, if all went well, so that a reader never sees half of
    it and a link is replaced instead of followed; a device or a pipe is written into. Raises CannotWrite when that
    fails, and leaves quietly, whatever was to follow, when nobody reads standard output any more.
    """
    way = _to_stdout() if target is None else _into(target) if _is_written_into(target) else replacing(target)
    try:
        with way as stream:
            yield partial(_put, stream)
    except BrokenPipeError:
        return  # `| head`: the reader has had enough
    except OSError as error:
        raise _cannot_write(target, error) from None


def _put(stream: TextIO, text: str) -> None:
    stream.write(text)
    stream.flush()


def _cannot_write(target: Path | None, error: OSError) -> CannotWrite:
    place = clean(str(target)) if target else "standard output"
    return CannotWrite(f"{place}: cannot be written ({error.strerror}); give another -o FILE")


def _is_written_into(target: Path) -> bool:
    """Whether `target` is a device, a pipe or one of /dev/stdout and its like, which must not be replaced."""
    there = Path(os.path.realpath(target.parent))
    return there in _OF_DEVICES or (target.exists() and not target.is_file())


@contextmanager
def _to_stdout() -> Iterator[TextIO]:
    stream: TextIO | None = sys.stdout
    if stream is None:
        raise OSError(errno.EBADF, "it is closed")
    # A terminal set to ASCII or cp1252 must not end a finished run: what it cannot show is shown escaped.
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
        if not stream.isatty():
            stream.reconfigure(encoding="utf-8")
    try:
        yield stream
    except OSError:
        # Python would try once more at exit, and report it there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise


@contextmanager
def _into(target: Path) -> Iterator[TextIO]:
    with target.open("w", encoding="utf-8", newline="") as stream:
        yield stream


@contextmanager
def replacing(target: Path) -> Iterator[TextIOWrapper]:
    """Give a file that takes the place of `target`, on the disk for good, if all goes well. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
