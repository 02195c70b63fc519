"""Takes the path of a cited file, as a brief has it, and gives the file's bytes."""

from pathlib import Path


def read_source(path: str, beside: Path) -> bytes | None:
    """The bytes of `path`, looked for from the current folder and then from `beside`, where the brief lies.

    None when it is in neither; what came from standard input ("-") is in neither.
    """
    for place in (Path(path), beside / path):
        try:
            return place.read_bytes()
        except (OSError, ValueError):
            continue
    return None
