"""Takes the finished outputs of digests and puts them in folders: a file as often as asked, a letter exactly once."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from summariser.edges.output.files import replacing
from summariser.nouns.problems import CannotWrite
from summariser.text.clean import clean

_PART = ".part"


class Ledger(Protocol):
    """Which letters went out, kept where a run that is killed does not lose it."""

    def sent(self, name: str) -> bool:
        """Say whether that letter went out."""

    def note(self, name: str) -> None:
        """Note for good that it goes out."""


@dataclass(frozen=True)
class Parcel:
    """One output of a digest: the file `name` in `folder`, with the bytes `data`.

    `letter` is the name under which the ledger knows what somebody takes out of the folder and sends on, and that must
    therefore come there only once; None for a file that stays.
    """

    folder: Path
    name: str
    data: bytes
    letter: str | None = None


def file_name(name: str, revision: int, suffix: str) -> str:
    """Give the file name of a digest: "2031-03-28.md", and of its second revision "2031-03-28.r2.md"."""
    return f"{name}.{suffix}" if revision == 1 else f"{name}.r{revision}.{suffix}"


def unnamed(folder: Path) -> set[str]:
    """Give the names of the letters that are written in `folder`, but do not have their names yet."""
    return {part.name[1:].removesuffix(_PART) for part in folder.glob(f".*{_PART}")}


def deliver(parcels: Iterable[Parcel], ledger: Ledger) -> list[str]:
    """Put `parcels` in their folders, which are made where missing; give the names of those that are new there.

    A file that has the same bytes already is left alone. A letter is there whole, and once, whenever and how often a
    run is killed: it is written as `.NAME.part`, noted, and then given its name; what was noted and still has the
    other name gets its own the next time: `unnamed` tells of it.

    Raises CannotWrite for the first that cannot be put in place, after the others were: the next run does it.
    """
    new, problems = [], []
    for parcel in parcels:
        try:
            if _put(parcel) if parcel.letter is None else _post(parcel, parcel.letter, ledger):
                new.append(parcel.name)
        except OSError as error:
            problems.append(_cannot_deliver(parcel, error))
    if problems:
        raise problems[0]
    return new


def _put(parcel: Parcel) -> bool:
    """Put a file in its folder; say whether it was not there, or another."""
    target = _place(parcel)
    if target.is_file() and target.read_bytes() == parcel.data:
        return False
    _write(parcel.data, target)
    return True


def _post(parcel: Parcel, letter: str, ledger: Ledger) -> bool:
    """Put a letter in its folder; say whether it had not been there."""
    target = _place(parcel)
    part = target.with_name(f".{parcel.name}{_PART}")
    noted = ledger.sent(letter)
    if noted and not part.exists():
        return False
    if not noted:
        _write(parcel.data, part)
        ledger.note(letter)
    part.replace(target)
    _settle(parcel.folder)
    return True


def _place(parcel: Parcel) -> Path:
    parcel.folder.mkdir(parents=True, exist_ok=True)
    return parcel.folder / parcel.name


def _write(data: bytes, target: Path) -> None:
    with replacing(target) as stream:
        stream.buffer.write(data)
    _settle(target.parent)


def _settle(folder: Path) -> None:
    """See that the names in `folder` outlast a loss of power: the ledger knows of them."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _cannot_deliver(parcel: Parcel, error: OSError) -> CannotWrite:
    place = clean(str(parcel.folder / parcel.name))
    return CannotWrite(
        f"{place}: cannot be written ({error.strerror}); the digest is issued: make room or mend the folder, and the "
        "next run puts it there"
    )
