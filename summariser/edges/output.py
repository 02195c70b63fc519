"""Takes finished text and puts it where the user asked: a file, replaced whole or not at all, or standard output."""

import os
import sys
import tempfile
from pathlib import Path

from summariser.nouns.problems import CannotWrite


def write(text: str, target: Path | None) -> None:
    """Write `text` as UTF-8 to `target`, or to standard output when `target` is None.

    A file is written beside its place and moved there, so that a reader never sees half of it and a link is
    replaced instead of followed. Raises CannotWrite when the file cannot be made.
    """
    if target is None:
        _to_stdout(text)
        return
    try:
        _replace(target, text)
    except OSError as error:
        raise CannotWrite(f"{target}: cannot be written ({error.strerror}); give another -o FILE") from error


def _to_stdout(text: str) -> None:
    # A terminal set to ASCII or cp1252 must not end a finished run: what it cannot show is shown escaped.
    stream = sys.stdout
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")
        if not stream.isatty():
            stream.reconfigure(encoding="utf-8")
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # The reader went away (`| head`): no error of ours, but Python would report it once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _replace(target: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
