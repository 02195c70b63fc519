"""Takes the name of a folder that comes with the program and gives its path, installed or in a checkout."""

from pathlib import Path

from summariser.nouns.problems import Misconfigured

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(name: str) -> Path:
    """The folder `name` ("prompts", "schemas", "fixtures/embassy").

    A wheel carries these inside the package, a checkout beside it. Raises Misconfigured when neither has it.
    """
    for root in (_PACKAGE / "shipped", _PACKAGE.parent):
        if (root / name).is_dir():
            return root / name
    raise Misconfigured(f"this installation lacks its folder {name}; install summariser again")


def incident_types_file() -> Path:
    """The list of incident types that comes with the program."""
    return _PACKAGE / "data" / "incident_types.toml"


def publishers_file() -> Path:
    """The list of publishers with several outlets that comes with the program."""
    return _PACKAGE / "data" / "publishers.toml"


def prices_file() -> Path:
    """The list of prices that comes with the program."""
    return _PACKAGE / "data" / "prices.toml"
