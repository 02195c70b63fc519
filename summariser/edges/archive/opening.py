"""Takes a place and gives an open connection to it, of the newest form: one writer at a time, what was kept is kept.

One connection does all, on PostgreSQL with the lock: if it breaks, so does the run, and none goes on without its lock.
"""

import errno
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, text

from summariser.edges.archive.copying import back_up, sync
from summariser.edges.archive.faults import DAMAGED, faults
from summariser.edges.archive.form import Form, make, migrate, version_of
from summariser.edges.archive.lock import IN_USE, cannot_write, missing
from summariser.edges.archive.place import Place, data_folder
from summariser.nouns.problems import AlreadyRunning, CannotRead, Misconfigured

_TRIES, _BETWEEN = 5, 0.05
_KEEPALIVES = {"keepalives_idle": 60, "keepalives_interval": 20, "keepalives_count": 3}


@contextmanager
def connected(place: Place, form: Form, *, alone: bool, new: bool, patience: float) -> Iterator[Connection]:
    """Give a connection to the archive at `place`, made or brought to `form` before, with a backup first.

    Whoever is `alone` has a file held already; on a server it is held here, at once or not at all: AlreadyRunning.
    Otherwise it is only read, and Misconfigured says that it is to be brought to `form` first. Without `new` NoInput
    says that there is none.
    """
    with ExitStack() as stack:
        stack.enter_context(faults(place))
        if place.file and alone:
            _make_file(place.file, form, patience)
            _see_that_it_is_whole(place.file, place)
        engine = _engine(place, alone=alone, patience=patience)
        connection = stack.enter_context(engine.connect())
        if place.url:
            _set_up(connection, patience)
        if place.url and alone:
            _own(connection, place)
        _bring_to(connection, form, place, alone=alone, new=new)
        yield connection


def _make_file(file: Path, form: Form, patience: float) -> None:
    """Make SQLite's file if there is none: whole, so that an empty one is known to be damaged."""
    if file.exists():
        return
    new = file.with_name(f".{file.name}.new")
    try:
        new.unlink(missing_ok=True)
        with _engine(Place(new), alone=True, patience=patience).begin() as connection:
            make(connection, form)
        new.rename(file)
        sync(file.parent)
    except OSError as error:
        raise cannot_write(file, error) from None


def _see_that_it_is_whole(file: Path, place: Place) -> None:
    """Refuse a file that SQLite would fill anew, or open though it cannot be written."""
    if not file.stat().st_size:
        raise CannotRead(f"the archive {place}: {DAMAGED}")
    if not os.access(file, os.W_OK, effective_ids=True):
        raise cannot_write(file, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))


def _bring_to(connection: Connection, form: Form, place: Place, *, alone: bool, new: bool) -> None:
    with connection.begin():
        version = version_of(connection, form, place)
        if version is None and place.file:
            raise CannotRead(f"the archive {place}: {DAMAGED}")
        if version is None and new:
            make(connection, form)
    if version is None and not new:
        raise missing(place)
    if version is None or version == form.version:
        return
    if not alone:
        raise Misconfigured(
            f"the archive {place} is of an older summariser (form {version}, this one needs {form.version}); "
            "the next `summariser digest` brings it up to date, and makes a backup first"
        )
    back_up(connection, _backup_of(place, version))
    with connection.begin():
        migrate(connection, form, version)


def _backup_of(place: Place, version: int) -> Path:
    """Give where the archive is kept as it was before its tables were changed."""
    beside = place.file or data_folder() / "archive.db"
    number = 1
    while (backup := beside.with_name(f"{beside.name}.form-{version}.backup-{number}")).exists():
        number += 1
    return backup


def _engine(place: Place, *, alone: bool, patience: float) -> Engine:
    options: dict[str, Any] = {"poolclass": NullPool, "hide_parameters": True}
    if place.url is None:
        creator = partial(_sqlite, Path(str(place.file)), alone=alone, patience=patience)
        engine = create_engine("sqlite://", creator=creator, **options)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(_begin(alone=alone)))
        return engine
    isolation = "READ COMMITTED" if alone else "REPEATABLE READ"
    try:
        return create_engine(place.url, connect_args=_postgresql(place.url), isolation_level=isolation, **options)
    except ImportError:
        raise Misconfigured(
            "an archive on PostgreSQL needs another package: pip install 'summariser[postgres]'"
        ) from None


def _begin(*, alone: bool) -> str:
    """Take the right to write at once where there will be need of it: it cannot be had later without starting anew."""
    return "BEGIN IMMEDIATE" if alone else "BEGIN"


def _sqlite(file: Path, *, alone: bool, patience: float) -> sqlite3.Connection:
    """Open SQLite's `file`; a commit is on the disk before anything is sent anywhere (synchronous=FULL)."""
    connection = _opened(file, alone=alone, patience=patience)
    with closing(connection.cursor()) as cursor:
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA cache_size=-65536")
        if alone:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
    return connection


def _opened(file: Path, *, alone: bool, patience: float) -> sqlite3.Connection:
    if alone:
        return sqlite3.connect(file, timeout=patience, isolation_level=None)
    address = file.absolute().as_uri()
    reading = partial(sqlite3.connect, timeout=patience, isolation_level=None, uri=True)
    # Not as mode=ro, which leaves SQLite's own two files behind; whoever may write them takes them away in the end.
    connection = reading(f"{address}?mode=rw")
    connection.execute("PRAGMA query_only=ON")
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").close()
    except sqlite3.OperationalError:
        connection.close()
        beside = file.with_name(f"{file.name}-wal")
        if beside.exists() and beside.stat().st_size:
            raise
        # In a folder that may only be read there is no place to say that one reads; and nobody writes, or there were
        # something in the file with what is written.
        return reading(f"{address}?immutable=1")
    return connection


def _postgresql(url: URL) -> dict[str, Any]:
    ours = {"connect_timeout": 10, "application_name": "summariser"} | _KEEPALIVES
    return {name: value for name, value in ours.items() if name not in url.query}


def _set_up(connection: Connection, patience: float) -> None:
    """Have a PostgreSQL server not wait for ever: for a lock, or for a machine that is gone."""
    with connection.begin():
        connection.execute(text(f"SET SESSION lock_timeout = {int(1000 * patience)}"))
        for name, value in _KEEPALIVES.items():
            connection.execute(text(f"SET SESSION tcp_{name} = {value}"))


def _own(connection: Connection, place: Place) -> None:
    """Take the lock of a PostgreSQL session. One that was killed is gone once its server sees that, in a moment."""
    with connection.begin():
        schema = connection.scalar(text("SELECT current_schema()")) or ""
    number = blake2b(f"summariser archive {schema}".encode(), digest_size=8).digest()
    for _ in range(_TRIES):
        with connection.begin():
            query = text("SELECT pg_try_advisory_lock(:number)")
            if connection.scalar(query, {"number": int.from_bytes(number, signed=True)}):
                return
        time.sleep(_BETWEEN)
    raise AlreadyRunning(IN_USE.format(place=place))
