"""Takes an open archive and gives a copy of it in a file: SQLite's, whatever the archive is kept in.

So a backup needs no other program, can be read on any machine, and is itself an archive.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, MetaData, NullPool, create_engine, insert, inspect, select

from summariser.edges.archive.store import transaction
from summariser.edges.archive.tables import metadata
from summariser.nouns.problems import CannotWrite, NotKept
from summariser.text.clean import clean

_AT_ONCE = 500


def back_up(connection: Connection, target: Path) -> None:
    """Write a copy of the archive to `target`, which is not there yet: whole or not at all.

    Raises CannotWrite when it is there already, NotKept when it cannot be written.
    """
    if target.exists():
        raise CannotWrite(f"{clean(str(target))}: is there already; give another name for the backup")
    with _beside(target) as new:
        if connection.dialect.name == "sqlite":
            _copy_file(connection, new)
        else:
            _copy_rows(connection, new)


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give a new file, to be at `target` if all goes well."""
    name = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        os.close(handle)
        yield Path(name)
        sync(Path(name))
        Path(name).rename(target)
        sync(target.parent)
    except OSError as error:
        raise _not_written(target, error.strerror) from None
    except sqlite3.Error:
        raise _not_written(target, "the disk fails or is full") from None
    finally:
        if name:
            Path(name).unlink(missing_ok=True)


def _not_written(target: Path, reason: str | None) -> NotKept:
    return NotKept(f"the backup {clean(str(target))}: cannot be written ({reason}); make room, or give another file")


def sync(path: Path) -> None:
    """Have what was done to a file or a folder on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy_file(connection: Connection, new: Path) -> None:
    source = connection.connection.driver_connection
    with closing(sqlite3.connect(new)) as target:
        source.backup(target)  # type: ignore[union-attr]  # sqlite3's own connection
        target.execute("PRAGMA journal_mode=DELETE")  # one file, whole by itself


def _copy_rows(connection: Connection, new: Path) -> None:
    """Copy table by table, as they are there: an older form is copied in its own."""
    engine = create_engine("sqlite://", creator=partial(sqlite3.connect, new), poolclass=NullPool)
    with transaction(connection), engine.begin() as target:
        there = _reflected(connection)
        there.create_all(target)
        for table in there.sorted_tables:
            rows = connection.execute(select(table).execution_options(yield_per=_AT_ONCE))
            for some in rows.mappings().partitions():
                target.execute(insert(table), [dict(row) for row in some])


def _reflected(connection: Connection) -> MetaData:
    """Give the archive's tables as the database has them, with types that any database knows."""
    there = MetaData()
    names = set(inspect(connection).get_table_names()) & set(metadata.tables)
    there.reflect(connection, only=sorted(names))
    for table in there.tables.values():
        for column in table.columns:
            column.type = column.type.as_generic()
    return there
