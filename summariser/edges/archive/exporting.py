"""Takes an open archive and writes all that it keeps into a folder, in forms that need no program to be read."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from summariser.edges.archive.columns import dumped
from summariser.edges.archive.upkeep import Upkeep
from summariser.nouns.archived import Collected
from summariser.nouns.problems import CannotWrite
from summariser.text.clean import clean


def export(archive: Upkeep, folder: Path) -> tuple[int, int, int]:
    """Write `archive` to `folder`, new or empty, whole or not at all; give how many articles, readings and digests.

    articles/SHA256.txt are the texts as decoded, articles.jsonl what is known of each, readings.jsonl and answers.jsonl
    the readings and what they were made of, digests/DATE.REVISION.json the digests, byte for byte.
    Raises CannotWrite when it cannot be written.
    """
    with _made(folder) as new:
        counts = _write_articles(archive, new)
        (new / "digests").mkdir()
        issued = archive.digests()
        for one in issued:
            _write(new / "digests" / f"{one.number:05}.{one.window.name}.{one.revision}.json", archive.digest(one))
    return *counts, len(issued)


@contextmanager
def _made(folder: Path) -> Iterator[Path]:
    """Give a new folder, to be at `folder` if all goes well."""
    new = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        yield new
        new.chmod(0o755)
        new.rename(folder)
    except OSError as error:
        raise CannotWrite(f"{clean(str(folder))}: cannot be written ({error.strerror}); give another folder") from None
    finally:
        if new:
            shutil.rmtree(new, ignore_errors=True)


def _write_articles(archive: Upkeep, new: Path) -> tuple[int, int]:
    (new / "articles").mkdir()
    articles = readings = 0
    with ExitStack() as stack:
        known, made, answers = (
            stack.enter_context((new / f"{name}.jsonl").open("wb")) for name in ("articles", "readings", "answers")
        )
        for one, read in archive.everything():
            sha256, articles = one.article.sha256, articles + 1
            _write(new / "articles" / f"{sha256}.txt", one.article.text)
            known.write(_without_text(one))
            if read:
                readings += 1
                made.write(dumped(read) + b"\n")
            for answer in archive.answers(sha256):
                answers.write(json.dumps({"article": sha256, "answer": json.loads(answer)}).encode() + b"\n")
    return articles, readings


def _write(file: Path, text: str) -> None:
    file.write_bytes(text.encode("utf-8", "surrogatepass"))


def _without_text(one: Collected) -> bytes:
    known = json.loads(dumped(one))
    for name in ("text", "sentences"):
        del known["article"][name]
    return json.dumps(known).encode() + b"\n"
