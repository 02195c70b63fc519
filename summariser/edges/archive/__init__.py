"""Takes a file or a URL and gives the archive there: articles, readings, what digests told of them, lasting ids.

SQLite by default, PostgreSQL by URL. Whoever writes is alone; every method is one step, done or not done, on the disk
when it returns. What goes wrong with the database is a Problem: one line, an exit code.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from summariser.edges.archive.lock import held
from summariser.edges.archive.place import Place

# A run that has to leave because another is under way is to say so at once: the database is imported after that.
if TYPE_CHECKING:
    from summariser.edges.archive.form import Form
    from summariser.edges.archive.whole import Archive

__all__ = ["PATIENCE", "open_archive"]

PATIENCE = 10.0
"""Seconds to wait for another program that has the tables locked for a moment."""


@contextmanager
def open_archive(
    told: str | Path | None = None,
    *,
    alone: bool = True,
    new: bool = True,
    form: "Form | None" = None,
    patience: float = PATIENCE,
) -> "Iterator[Archive]":
    """Give the archive at `told`, a file or a URL; None is a file in the user's data folder.

    `alone`: nobody else writes meanwhile; a new one is made, an older one brought to `form` (the newest) with a backup
    first. Else it is only read. Without `new` none is made. `patience`: seconds to wait for another program that has it
    locked.

    Raises, here and in every method: AlreadyRunning (another run uses it), CannotRead (damaged, out of reach), NotKept
    (the disk is full, or it may only be read), Misconfigured (a newer form, a refused password, a strange address),
    and NoInput where there is none to read.
    """
    place = Place.of(told)
    with held(place, alone=alone, new=new and alone):
        from summariser.edges.archive.form import NEWEST
        from summariser.edges.archive.opening import connected
        from summariser.edges.archive.whole import Archive

        options = {"alone": alone, "new": new and alone}
        with connected(place, form or NEWEST, patience=patience, **options) as connection:
            yield Archive(connection, place)
