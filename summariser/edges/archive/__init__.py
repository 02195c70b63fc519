"""Takes a file or a URL and gives the archive there: articles, readings, what digests told of them, lasting ids.

SQLite by default, PostgreSQL by URL. Whoever writes is alone; every method is one step, done or not done, on the disk
when it returns. What goes wrong with the database is a Problem: one line, an exit code.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from summariser.edges.archive.form import NEWEST, Form
from summariser.edges.archive.lasting import LastingIds
from summariser.edges.archive.opening import PATIENCE, connected
from summariser.edges.archive.place import Place
from summariser.edges.archive.rulings import Sources
from summariser.edges.archive.upkeep import Upkeep

__all__ = ["Archive", "open_archive"]


class Archive(Upkeep, LastingIds, Sources):
    """An open archive. Its parts tell what it keeps, and how that is found."""


@contextmanager
def open_archive(
    told: str | Path | None = None,
    *,
    alone: bool = True,
    new: bool = True,
    form: Form = NEWEST,
    patience: float = PATIENCE,
) -> Iterator[Archive]:
    """Give the archive at `told`, a file or a URL; None is a file in the user's data folder.

    `alone`: nobody else writes meanwhile; a new one is made, an older one brought to `form` with a backup first. Else
    it is only read. Without `new` none is made. `patience`: seconds to wait for another program that has it locked.

    Raises, here and in every method: AlreadyRunning (another run uses it), CannotRead (damaged, out of reach), NotKept
    (the disk is full, or it may only be read), Misconfigured (a newer form, a refused password, a strange address),
    and NoInput where there is none to read.
    """
    place = Place.of(told)
    with connected(place, alone=alone, new=new and alone, form=form, patience=patience) as connection:
        yield Archive(connection, place)
