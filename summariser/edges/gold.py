"""Takes a folder with a gold.toml and gives the gold that it holds."""

import tomllib
from pathlib import Path

from pydantic import ValidationError

from summariser.nouns.gold import Gold
from summariser.nouns.problems import NoInput, Problem
from summariser.text.clean import clean

ARTICLES = "articles"
"""The folder inside that of the gold which holds the articles."""
_FILE = "gold.toml"


def load_gold(folder: Path) -> Gold:
    """Load `gold.toml` of `folder`.

    Raises NoInput when it cannot be read, and Problem, with the place and the fault, when it is no gold.
    """
    file = folder / _FILE
    try:
        return Gold.model_validate(tomllib.loads(file.read_bytes().decode("utf-8")))
    except OSError as error:
        reason = f"cannot be read ({error.strerror}); give a folder with {_FILE} and {ARTICLES}"
        raise NoInput(f"{clean(str(file))}: {reason}") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "gold"
        raise _bad(file, f"{place}: {first['msg']}") from None
    except ValueError as error:
        raise _bad(file, str(error)) from None


def _bad(file: Path, fault: str) -> Problem:
    return Problem(f"{clean(str(file))}: {clean(fault)}; mend it there")
