"""Takes the environment and gives the folder in which answers are kept between runs, with its locks and its reserve.

Nothing heavy is imported here: a run that has to wait for another one is to say so at once.
"""

import errno
import fcntl
import os
from hashlib import sha256
from pathlib import Path
from typing import Self

from summariser.nouns.problems import AlreadyRunning, CannotRead, CannotWrite, Problem

VARIABLE = "SUMMARISER_CACHE"
_FORMAT = "answers of summariser, form 1\n"
_RESERVED = 32_768  # bytes for each answer that may be under way: a long one has about half


class CacheFolder:
    """A folder of answers: `answers` holds them, by two characters, and the file `modes` which mode works where."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.answers = path / "answers"
        self.modes = path / "modes.json"
        self._locks: int | None = None

    @classmethod
    def of_the_user(cls) -> Self:
        """Give the folder that SUMMARISER_CACHE names, else that of the system for caches (XDG_CACHE_HOME)."""
        from platformdirs import user_cache_path

        return cls(Path(os.environ.get(VARIABLE) or user_cache_path("summariser", appauthor=False)))

    def open(self, at_once: int) -> None:
        """Make the folder and set room aside for `at_once` answers, so that what is under way fits a disk that fills.

        Raises CannotWrite when it cannot be written, and CannotRead when it is that of another version or no cache.
        """
        try:
            self.answers.mkdir(parents=True, exist_ok=True)
            self._check_form()
            self._locks = os.open(self.path / "locks", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._reserve(at_once * _RESERVED)
        except OSError as error:
            raise self.cannot_write(error) from None

    def take(self, what: str) -> bool:
        """Lock `what` for this process, and say whether that was free; the system unlocks it when the process ends.

        Two callers in one process do not exclude each other. Raises CannotWrite where there are no locks.
        """
        try:
            fcntl.lockf(self._opened(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _place(what))
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EAGAIN):
                return False
            raise self.cannot_write(error) from None
        return True

    def give_back(self, what: str) -> None:
        """Unlock what was taken."""
        fcntl.lockf(self._opened(), fcntl.LOCK_UN, 1, _place(what))

    def run_alone(self, questions: str) -> None:
        """Lock this run's `questions`, until the process ends. Raises AlreadyRunning when another run asks the same."""
        if not self.take(f"run {questions}"):
            raise AlreadyRunning(
                "the same run is under way; when it has ended, the same command takes its answers from the cache"
            )

    def make_room(self) -> None:
        """Let go of what `open` set aside: the disk is full, and the answers under way are still to be kept."""
        os.truncate(self.path / "reserve", 0)

    def cannot_write(self, error: OSError) -> Problem:
        """Give the problem that the folder cannot be written, with what to do."""
        return CannotWrite(
            f"the cache {self.path}: cannot be written ({error.strerror}); make room or set {VARIABLE} to another "
            "folder, and the same command goes on; --no-cache does without"
        )

    def _opened(self) -> int:
        if self._locks is None:
            raise ValueError("open the folder first")
        return self._locks

    def _check_form(self) -> None:
        form = self.path / "form"
        try:
            told = form.read_bytes() if form.exists() else None
        except OSError as error:
            raise CannotRead(
                f"the cache {self.path}: cannot be read ({error.strerror}); mend its permissions"
            ) from None
        if told == _FORMAT.encode():
            return
        if told is not None or any(self.answers.iterdir()):
            raise CannotRead(
                f"the cache {self.path} is that of another version of summariser; "
                f"set {VARIABLE} to another folder, or delete it"
            )
        fresh = form.with_name(f".form.{os.getpid()}")
        fresh.write_bytes(_FORMAT.encode())
        fresh.replace(form)

    def _reserve(self, size: int) -> None:
        file = os.open(self.path / "reserve", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(file, 0, size)
        except OSError as error:
            os.truncate(file, 0)
            if error.errno not in (errno.EOPNOTSUPP, errno.EINVAL):  # not every file system can
                raise
        finally:
            os.close(file)


def _place(what: str) -> int:
    """Give the byte of the file of locks that stands for `what`."""
    return int.from_bytes(sha256(what.encode()).digest()[:7])
