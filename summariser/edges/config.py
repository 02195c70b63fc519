"""Takes the path of a summariser.toml and gives the settings in it, and those that stand in for flags."""

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from summariser.nouns.base import Noun
from summariser.nouns.config import (
    AtomConfig,
    Config,
    DigestConfig,
    EmlConfig,
    FilesConfig,
    SourceConfig,
)
from summariser.nouns.problems import Misconfigured
from summariser.text.clean import clean

_TABLES: dict[tuple[str, ...], type[Noun]] = {
    (): Config,
    ("digest",): DigestConfig,
    ("digest", "files"): FilesConfig,
    ("digest", "eml"): EmlConfig,
    ("digest", "atom"): AtomConfig,
    ("sources",): SourceConfig,
}
_PATHS = ("folder", "mail", "file", "prices", "aliases", "archive")
_SECRET = re.compile(r"(?i)(?:^|[_-])(?:api)?key$|password|passwd|secret|(?:^|[_-])token$|authorization")
_SHARED = ("model", "base_url", "mode", "jobs", "requests_per_minute", "tokens_per_minute", "prices", "aliases")
_OF_THE_DIGEST = ("archive", "min_success", "log_format")


def load_config(path: Path) -> Config:
    """Load the settings in the TOML file at `path`; relative paths in it are taken from its folder, ~ is the home.

    Raises Misconfigured, in one line with the file, the place, and what can stand there, when it cannot be read, is
    not TOML in UTF-8, has an unknown or mistyped setting, or holds a key: those belong in the environment.
    """
    try:
        config = Config.model_validate(_from(path.parent, tomllib.loads(_text_of(path))))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise Misconfigured(clean(f"{path}: {_wrong(first['loc'], first['type'], first['msg'])}")) from None
    except (ValueError, RecursionError) as error:
        raise Misconfigured(clean(f"{path}: not TOML ({error}); mend it")) from None
    for name, times in Counter(source.name for source in config.sources).items():
        if times > 1:
            raise Misconfigured(clean(f"{path}: {times} [[sources]] are named {name!r}; give each a name of its own"))
    return config


def flags(config: Config) -> dict[str, object]:
    """Give what `config` says in place of flags, by the names of the parameters."""
    stated = {name: getattr(config, name) for name in _SHARED}
    if config.digest:
        stated |= {
            name: getattr(config.digest, name) for name in _OF_THE_DIGEST if name in config.digest.model_fields_set
        }
    return {
        name: value if isinstance(value, int | float) else str(value)
        for name, value in stated.items()
        if value is not None
    }


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Misconfigured(
            clean(f"{path}: the settings cannot be read ({error.strerror}); check the path of --config")
        ) from None
    except UnicodeDecodeError:
        raise Misconfigured(clean(f"{path}: the settings are not UTF-8; save the file as UTF-8")) from None


def _from(folder: Path, stated: Any) -> Any:  # noqa: ANN401 - a value of TOML
    """Give `stated` with the paths in it counted from `folder`; what is no path or has another type stays."""
    if isinstance(stated, list):
        return [_from(folder, value) for value in stated]
    if not isinstance(stated, dict):
        return stated
    return {name: _placed(folder, value) if name in _PATHS else _from(folder, value) for name, value in stated.items()}


def _placed(folder: Path, value: object) -> object:
    if not isinstance(value, str) or not value or "://" in value:
        return value
    return str(folder / _at_home(Path(value)))


def _at_home(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:  # the home of nobody
        return path


def _wrong(location: tuple[int | str, ...], kind: str, message: str) -> str:
    table = tuple(part for part in location[:-1] if isinstance(part, str))
    if kind == "extra_forbidden":
        name = str(location[-1])
        if _SECRET.search(name):
            return f"{_place(location)}: keys and passwords stand in no file; take it out and set OPENAI_API_KEY"
        known = ", ".join(field.alias or name for name, field in _TABLES[table].model_fields.items())
        return f"{_place(location)}: no such setting; there can be: {known}"
    if kind == "missing":
        return f"{_place(location)}: is missing; add it"
    if kind == "tuple_type" and table == ():
        return f"{_place(location)}: is a list of tables; write [[{location[-1]}]]"
    return f"{_place(location)}: {_lowered(message.removeprefix('Value error, ').removeprefix('Input '))}"


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:]


def _place(location: tuple[int | str, ...]) -> str:
    """Give a place in the file as people count: ("sources", 0, "outlet") is "[[sources]] 1, outlet"."""
    match location:
        case ("sources", int(number), *rest):
            return ", ".join([f"[[sources]] {number + 1}", *map(str, rest)])
        case ("digest", "files" | "eml" | "atom" as table, str(name), *_):
            return f"[digest.{table}] {name}"
        case ("digest", str(name), *_):
            return f"[digest] {name}"
    return " ".join(map(str, location))
