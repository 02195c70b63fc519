"""Gives the form of the archive's tables, and the steps by which older ones are brought to it.

A new archive is made with the newest tables; an older one gets every step from its version on, all in one transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, MetaData, insert, inspect, select, update

from summariser.edges.archive import tables
from summariser.edges.archive.place import Place
from summariser.nouns.problems import CannotRead, Misconfigured

Step = Callable[[Connection], None]


@dataclass(frozen=True)
class Form:
    """Tables of one version; `steps` bring an archive from the version that each stands under to the next."""

    version: int
    tables: MetaData
    steps: Mapping[int, Step] = field(default_factory=dict)


NEWEST = Form(1, tables.metadata)


def version_of(connection: Connection, form: Form, place: Place) -> int | None:
    """Give the version of the archive's tables, None if it has none yet.

    Raises Misconfigured when it is newer than `form`, CannotRead when the tables are another program's.
    """
    there = set(inspect(connection).get_table_names())
    version = connection.scalar(select(tables.form.c.version)) if tables.form.name in there else None
    if version is None and (foreign := there & set(form.tables.tables)):
        raise CannotRead(
            f"the archive {place}: has tables of another program ({', '.join(sorted(foreign))}); give it an own file, "
            "or an own schema of the database (?options=-csearch_path%3DNAME)"
        )
    if version is not None and version > form.version:
        raise Misconfigured(
            f"the archive {place} is of a newer summariser (form {version}, this one knows {form.version}); "
            "update summariser, or give another archive with --archive"
        )
    return version


def make(connection: Connection, form: Form) -> None:
    """Make the tables of a new archive."""
    form.tables.create_all(connection)
    connection.execute(insert(tables.form).values(version=form.version))


def migrate(connection: Connection, form: Form, version: int) -> None:
    """Bring tables of `version` to `form`, step by step; the caller's transaction holds them together."""
    for number in range(version, form.version):
        form.steps[number](connection)
    connection.execute(update(tables.form).values(version=form.version))
