"""Takes what a database complains of and gives the problem that the user can mend, without a word of the database's.

Its own words may hold an address, a user or a text; what is said here is chosen by its codes.
"""

import re
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from summariser.edges.archive.place import Place
from summariser.nouns.problems import AlreadyRunning, CannotRead, Misconfigured, NotKept, Problem

_IN_USE = "is in use by another program; try again when that has ended"
_FULL = "cannot be written: the disk is full; make room, and the same command goes on"
_NO_WRITING = "cannot be written; mend its permissions, or give another with --archive"
DAMAGED = "is damaged or no archive; put its last backup in its place (summariser archive backup makes them)"
_FAILING = "cannot be read or written: the disk fails or is full; see to it, and the same command goes on"
_NOT_OPENED = "cannot be opened; mend the permissions of the file and its folder"

_Told = tuple[type[Problem], str]
_SQLITE: tuple[tuple[str, _Told], ...] = (
    ("SQLITE_BUSY", (AlreadyRunning, _IN_USE)),
    ("SQLITE_LOCKED", (AlreadyRunning, _IN_USE)),
    ("SQLITE_FULL", (NotKept, _FULL)),
    ("SQLITE_READONLY", (NotKept, _NO_WRITING)),
    ("SQLITE_CANTOPEN", (CannotRead, _NOT_OPENED)),
    ("SQLITE_PERM", (CannotRead, _NOT_OPENED)),
    ("SQLITE_AUTH", (CannotRead, _NOT_OPENED)),
    ("SQLITE_IOERR", (NotKept, _FAILING)),
    ("SQLITE_CORRUPT", (CannotRead, DAMAGED)),
    ("SQLITE_NOTADB", (CannotRead, DAMAGED)),
)
_NO_ANSWER = "its server does not answer, or broke off; see that it runs, and the same command goes on"
_NO_RIGHT = "the server does not let this user do that; give it an own schema or database"
_POSTGRESQL: tuple[tuple[str, _Told], ...] = (
    ("55P03", (AlreadyRunning, _IN_USE)),
    ("40", (AlreadyRunning, _IN_USE)),
    ("53100", (NotKept, _FULL)),
    ("53", (AlreadyRunning, "its server has no room for another user now; try again later")),
    ("25006", (NotKept, "cannot be written: its server is read-only; give the address of the one that is written to")),
    ("42501", (Misconfigured, _NO_RIGHT)),
    ("3F000", (Misconfigured, "its server has no such schema; make it with CREATE SCHEMA")),
    ("42", (CannotRead, DAMAGED)),
    ("XX", (CannotRead, DAMAGED)),
    ("58", (NotKept, _FAILING)),
    ("57", (CannotRead, _NO_ANSWER)),
    ("08", (CannotRead, _NO_ANSWER)),
)
# A connection that fails has no code: these are libpq's and the server's words for what the user can mend.
_REFUSED: tuple[tuple[str, str], ...] = (
    (r"password|authentication|no pg_hba|role .* does not exist", "its server refuses the user or the password"),
    (r"database .* does not exist", "its server has no such database; make it with createdb"),
    (r"sslmode|SSL|certificate|invalid .*option|invalid .*value", "its address has a setting that does not work"),
)


@contextmanager
def faults(place: Place) -> Iterator[None]:
    """Turn what goes wrong with the archive at `place` meanwhile into a Problem: one line, the right exit code.

    AlreadyRunning when it is locked, NotKept when it cannot be written, CannotRead when it is damaged or out of reach,
    Misconfigured when the user or the address is refused.
    """
    try:
        yield
    except DBAPIError as error:
        raise problem_of(error.orig, place) from None
    except sqlite3.Error as error:
        raise problem_of(error, place) from None
    except zlib.error:
        raise CannotRead(f"the archive {place}: {DAMAGED}") from None


def problem_of(error: BaseException | None, place: Place) -> Problem:
    """Give the problem that the driver's `error` is."""
    if isinstance(error, sqlite3.Error):
        kind, words = _by_code(getattr(error, "sqlite_errorname", "") or "", _SQLITE, (CannotRead, DAMAGED))
    else:
        state = getattr(error, "sqlstate", None)
        kind, words = _by_code(state, _POSTGRESQL, _refused(state)) if state else _refusal(str(error))
    return kind(f"the archive {place}: {words}")


def _by_code(code: str, table: tuple[tuple[str, _Told], ...], otherwise: _Told) -> _Told:
    return next((told for start, told in table if code.startswith(start)), otherwise)


def _refused(state: str) -> _Told:
    return CannotRead, f"its server refuses what is asked of it (SQLSTATE {state}); see its log"


def _refusal(words: str) -> _Told:
    said = next((line for pattern, line in _REFUSED if re.search(pattern, words)), None)
    return (Misconfigured, said) if said else (CannotRead, _NO_ANSWER)
