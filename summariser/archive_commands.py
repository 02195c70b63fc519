"""Takes the place of an archive and looks after it: checked, backed up, pruned, exported; gives what to say of that.

`told` is a file or a URL, None the file in the user's data folder, as for `open_archive`, whose problems all raise.
"""

from datetime import date
from pathlib import Path

from summariser.edges.archive import open_archive
from summariser.edges.archive.exporting import export as write_all
from summariser.edges.archive.upkeep import Checked


def check(told: str | None) -> Checked:
    """Look at all that the archive keeps, and give what does not hold."""
    with open_archive(told, alone=False) as archive, archive.snapshot():
        return archive.check()


def backup(told: str | None, file: Path) -> str:
    """Copy the archive to `file`, an archive of its own. Raises CannotWrite when that is there already."""
    with open_archive(told, alone=False) as archive:
        archive.back_up(file)
        return f"the archive {archive.place} is copied; --archive opens the copy, too"


def prune(told: str | None, before: date) -> str:
    """Let go of the texts, readings and answers of what digests of days before `before` tell."""
    with open_archive(told, new=False) as archive:
        old = [issued.window.end for issued in archive.digests() if issued.window.name < before.isoformat()]
        if not old:
            return f"no digest is older than {before}: nothing went"
        gone = archive.prune(max(old))
        archive.shrink()
    return (
        f"of what the digests before {before} tell went {gone.articles} texts, {gone.readings} readings and "
        f"{gone.answers} answers; the digests and all ids stay"
    )


def export(told: str | None, folder: Path) -> str:
    """Write all that the archive keeps to `folder`. Raises CannotWrite when that is not new or empty."""
    with open_archive(told, alone=False) as archive, archive.snapshot():
        articles, readings, digests = write_all(archive, folder)
    return f"{articles} articles, {readings} readings and {digests} digests are written"
