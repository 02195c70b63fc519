"""Takes what the user says of the archive's place, a file or a URL, and gives it in parts that are safe to show."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from summariser.nouns.problems import Misconfigured
from summariser.text.clean import clean

if TYPE_CHECKING:
    from sqlalchemy import URL

VARIABLE = "SUMMARISER_ARCHIVE"
_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")


@dataclass(frozen=True)
class Place:
    """Where an archive is: `file` if it is SQLite's, else `url`. As text it shows no user and no password."""

    file: Path | None
    url: "URL | None" = None

    def __str__(self) -> str:
        if self.url is None:
            return clean(str(self.file))
        server = self.url.host or "localhost"
        port = f":{self.url.port}" if self.url.port else ""
        return clean(f"postgresql://{server}{port}/{self.url.database or ''}")

    @classmethod
    def of(cls, told: str | Path | None) -> Self:
        """Read a file's name or a URL (sqlite:///FILE, postgresql://…); nothing is a file of the user's data folder.

        Raises Misconfigured for a URL that is none, or of another database, and never shows what was told.
        """
        if not told:
            return cls(data_folder() / "archive.db")
        text = os.fspath(told)
        if "://" not in text:
            return cls(Path(text).expanduser())
        url = _parsed(text)
        if url.drivername == "sqlite" and url.database and not url.query:
            return cls(Path(url.database))
        if url.drivername not in _POSTGRESQL:
            raise Misconfigured(
                f"the archive's address begins with {clean(url.drivername)}://; "
                "give a file, sqlite:///FILE or postgresql://USER@HOST/DATABASE"
            )
        return cls(None, url.set(drivername="postgresql+psycopg"))


def data_folder() -> Path:
    """Give the user's folder for data that programs keep (XDG_DATA_HOME)."""
    from platformdirs import user_data_path

    return user_data_path("summariser", appauthor=False)


def _parsed(text: str) -> "URL":
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = None
    if url is None or "@" in (url.host or ""):
        raise Misconfigured(
            "the archive's address cannot be read; give postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with %40 for @, "
            "%2F for / and %3A for : in user and password"
        ) from None
    return url
