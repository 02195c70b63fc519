"""Takes the paths that a user gave and gives the files they stand for, and why some stand for none."""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path
from typing import Literal

from summariser.nouns.article import Failure
from summariser.text.clean import clean, portable_path

SUFFIXES = (".txt", ".md")
STDIN = "-"
_EMPTY = "''"

Kind = Literal["missing", "empty", "unreadable", "duplicate"]


@dataclass(frozen=True)
class Found:
    """The files to read, by name, each once however often it was named; and what could not be found."""

    files: tuple[str, ...]
    failures: tuple[Failure, ...]


def find(paths: Sequence[str]) -> Found:
    """Expand files, folders, globs and "-"; in any order of `paths` the result is the same.

    A folder gives its .txt and .md files and those of its folders, without hidden ones. A link in a folder is
    followed if it stays inside the folder.
    """
    return _found(item for path in paths for item in _expand(path))


def files_in(folder: str) -> Found:
    """Find the articles in `folder` as `find` does; a folder without any is no failure."""
    if not _is_folder(Path(folder)):
        return Found((), (not_regular(folder) or failure(folder, "missing", "is no folder; give the folder it is in"),))
    return _found(_walk(Path(folder)))


def _found(items: Iterable[str | Failure]) -> Found:
    found = list(items)
    failures = {item for item in found if isinstance(item, Failure)}
    files: dict[str, str] = {}
    for name in sorted((item for item in found if isinstance(item, str)), key=_links_last):
        files.setdefault(name if name == STDIN else os.path.realpath(name), name)
    return Found(tuple(sorted(files.values())), tuple(sorted(failures, key=lambda one: one.path)))


def _links_last(name: str) -> tuple[bool, str]:
    return Path(name).is_symlink(), name


def not_regular(path: str) -> Failure | None:
    """Say why `path` is no file that can be read to its end; None if it is one. Does not open it."""
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError) as error:
        return _unreached(path, error)
    if stat.S_ISREG(mode):
        return None
    return failure(path, "unreadable", "is not a regular file; give the article as a file, or - for standard input")


def failure(path: str, kind: Kind, words: str, sha256: str | None = None) -> Failure:
    """Build the failure of `path`, whose reason is one line that begins with it."""
    name = portable_path(path)
    return Failure(path=name, sha256=sha256, kind=kind, reason=f"{clean(name) or _EMPTY}: {words}")


def _expand(path: str) -> Iterator[str | Failure]:
    name = str(Path(path))
    name = path if name == STDIN else name  # ./- is a file
    if path == STDIN:
        yield path
    elif not path:  # which Path takes for the current folder
        yield failure(path, "missing", "the empty name names no file; check the arguments")
    elif has_magic(name) and not os.path.lexists(name):
        yield from _matching(name)
    elif _is_folder(Path(name)):
        yield from _inside(Path(name))
    else:
        yield not_regular(name) or name


def _matching(pattern: str) -> Iterator[str | Failure]:
    # Not Path.glob, which takes no absolute pattern and finds hidden files.
    matches = [match for match in glob(pattern, recursive=True) if _is_article(Path(match))]  # noqa: PTH207
    if not matches:
        yield failure(pattern, "missing", "no .txt or .md file matches; check the pattern")
    for match in matches:
        yield not_regular(match) or match


def _inside(root: Path) -> Iterator[str | Failure]:
    found = list(_walk(root))
    if not found:
        yield failure(str(root), "missing", "the folder has no .txt or .md file; give one that has")
    yield from found


def _walk(root: Path) -> Iterator[str | Failure]:
    """Give the articles under `root`. Linked folders come last and none is entered twice, so no loop is endless."""
    folders, linked, entered = [root], list[Path](), set[str]()
    while folders or linked:
        folder = folders.pop() if folders else linked.pop()
        if os.path.realpath(folder) in entered:
            continue
        entered.add(os.path.realpath(folder))
        try:
            entries = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
        except OSError as error:
            yield _unreached(str(folder), error)
            continue
        inner = [entry for entry in entries if _is_folder(entry)]
        folders += [entry for entry in inner if not entry.is_symlink()]
        linked += [entry for entry in inner if entry.is_symlink() and not _leads_out(entry, root)]
        for entry in entries:
            if _is_article(entry) or entry in inner:
                yield from _entry(entry, root)


def _entry(entry: Path, root: Path) -> Iterator[str | Failure]:
    if entry.is_symlink() and _leads_out(entry, root):
        yield failure(str(entry), "unreadable", "a link that leads out of its folder; give what it leads to by name")
    elif not _is_folder(entry):
        yield not_regular(str(entry)) or str(entry)


def _is_article(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not _is_folder(path)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name that is too long, or no possible name
        return False


def _leads_out(link: Path, root: Path) -> bool:
    return not Path(os.path.realpath(link)).is_relative_to(os.path.realpath(root))


def _unreached(path: str, error: OSError | ValueError) -> Failure:
    if isinstance(error, PermissionError):
        return failure(path, "unreadable", "may not be read; change its permissions")
    if os.path.islink(path):  # noqa: PTH114 - unlike is_symlink, it takes names that no file can have
        return failure(path, "missing", "a link that leads nowhere; give the file itself")
    return failure(path, "missing", "there is no such file or folder; check the name")
