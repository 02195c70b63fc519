"""Gives the tables of the archive. Every lookup has an index that leads to it: it costs by what it finds.

What is looked for stands in narrow rows; texts, readings and answers stand apart, each as packed JSON.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    and_,
    not_,
)

from summariser.edges.archive.columns import AnyText, Instant, Packed

metadata = MetaData()

form = Table(
    "archive_form",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
)
"""One row: the version of these tables."""

window = Table(
    "digest_window",
    metadata,
    Column("end", Instant, primary_key=True, autoincrement=False),
    Column("start", Instant, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("number", Integer, nullable=False, unique=True),
)

digest = Table(
    "digest",
    metadata,
    Column("end", Instant, ForeignKey("digest_window.end"), primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("sha256", String(64), nullable=False),
    Column("body", Packed, nullable=False),
    CheckConstraint("revision >= 1", name="revision_counts_from_one"),
)

delivery = Table(
    "delivery",
    metadata,
    Column("end", Instant, ForeignKey("digest_window.end"), primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("output", AnyText, primary_key=True),
    Column("at", Instant, nullable=False),
)

article = Table(
    "article",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("instant", Instant),
    Column("day", Date),
    Column("how", AnyText, nullable=False),
    Column("collected", Instant, nullable=False),
    Column("read", Boolean, nullable=False),
    Column("told", Instant, ForeignKey("digest_window.end")),
    Column("missed", Instant, ForeignKey("digest_window.end")),
    Column("background", Boolean, nullable=False),
    Column("pruned", Boolean, nullable=False),
    CheckConstraint("told is null or not background", name="background_is_told_in_none"),
)
"""`told` is the end of the window whose digest tells it, `missed` of the one whose digest could not, as it was unread.
What has been `pruned` stays here, so that it is known."""

Index("article_told", article.c.told)
_missed = article.c.missed.is_not(None)
Index("article_missed", article.c.missed, sqlite_where=_missed, postgresql_where=_missed)
_untold = and_(article.c.told.is_(None), not_(article.c.background))
Index("article_untold", article.c.id, sqlite_where=_untold, postgresql_where=_untold)
_unread = not_(article.c.read)
Index("article_unread", article.c.id, sqlite_where=_unread, postgresql_where=_unread)


def _of_an_article(*, primary_key: bool = False, index: bool = False) -> "Column[int]":
    """Give the column that says of which article a row is; not null, key or not."""
    owner = ForeignKey("article.id")
    return Column("article", Integer, owner, primary_key=primary_key, index=index, nullable=False, autoincrement=False)


content = Table("content", metadata, _of_an_article(primary_key=True), Column("body", Packed, nullable=False))
reading = Table("reading", metadata, _of_an_article(primary_key=True), Column("body", Packed, nullable=False))
failure = Table("failure", metadata, _of_an_article(primary_key=True), Column("body", Packed, nullable=False))
answer = Table(
    "answer",
    metadata,
    _of_an_article(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("body", Packed, nullable=False),
)

lasting = Table(
    "lasting",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("number", Integer, nullable=False),
    Column("joined", String(24), ForeignKey("lasting.id"), index=True),
    UniqueConstraint("kind", "number"),
)
"""`joined` is the id that it went into, once it turned out to be the same."""

report = Table(
    "report",
    metadata,
    Column("name", AnyText, primary_key=True),
    _of_an_article(index=True),
    Column("lasting", String(24), ForeignKey("lasting.id"), index=True),
    sqlite_with_rowid=False,
)
"""A thing of a reading by its id there, and the lasting thing that it is a report of, once a digest told it."""

report_key = Table(
    "report_key",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("report", AnyText, ForeignKey("report.name"), primary_key=True),
    sqlite_with_rowid=False,
)

ruling = Table(
    "ruling",
    metadata,
    Column("a", AnyText, primary_key=True),
    Column("b", AnyText, primary_key=True),
    Column("body", Packed, nullable=False),
)

remembered = Table(
    "remembered",
    metadata,
    Column("source", AnyText, primary_key=True),
    Column("body", Packed, nullable=False),
)
"""What a source wants to know at its next visit."""
