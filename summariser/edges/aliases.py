"""Takes the path of an aliases.toml and gives what it says of names: which are one actor's, and which never are."""

import tomllib
from pathlib import Path

from pydantic import ValidationError

from summariser.nouns.known import Aliases
from summariser.nouns.problems import Misconfigured


def load_aliases(path: Path) -> Aliases:
    """Load the aliases in the TOML file at `path`.

    Raises Misconfigured, in one line with the file, the place and what to do, when it cannot be read, is not UTF-8,
    is not TOML, or has another shape than [[actor]] (name, also), [[apart]] (names) and [[publisher]] (name, outlets).
    """
    try:
        return Aliases.model_validate(tomllib.loads(_text_of(path)))
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(f"{path}: not TOML ({error}); mend it") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise Misconfigured(f"{path}: {_place(first['loc'])}: {_wrong(first['type'], first['msg'])}") from None


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Misconfigured(f"{path}: the aliases cannot be read ({error.strerror}); check the path") from None
    except UnicodeDecodeError:
        raise Misconfigured(f"{path}: the aliases are not UTF-8; save the file as UTF-8") from None


def _place(location: tuple[int | str, ...]) -> str:
    """Give a place in the file as people count: ("actor", 0, "also") is "[[actor]] 1, also"."""
    table, *rest = location or ("file",)
    numbered = [str(part + 1) if isinstance(part, int) else part for part in rest]
    return f"[[{table}]] {', '.join(numbered)}".strip()


def _wrong(kind: str, message: str) -> str:
    match kind:
        case "extra_forbidden":
            return "unknown; use [[actor]] name and also, [[apart]] names, [[publisher]] name and outlets"
        case "missing":
            return "is missing; add it"
    return f"{message[:1].lower()}{message[1:]}; mend it"
