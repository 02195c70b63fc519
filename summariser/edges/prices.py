"""Takes the path of a prices.toml and gives the prices in it."""

import tomllib
from decimal import Decimal
from pathlib import Path

from pydantic import Field, ValidationError

from summariser.nouns.base import Noun
from summariser.nouns.price import Price
from summariser.nouns.problems import Misconfigured
from summariser.text.clean import clean


class _Table(Noun):
    price: tuple[Price, ...] = Field(min_length=1)


def load_prices(path: Path) -> tuple[Price, ...]:
    """Load the prices in the TOML file at `path`, in its order.

    Raises Misconfigured, in one line with the file, the place and what to do, when it cannot be read, is not TOML in
    UTF-8, or has another shape than [[price]] tables with models, currency, input, cached, output, date and source.
    """
    try:
        return _Table.model_validate(tomllib.loads(_text_of(path), parse_float=Decimal)).price
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(clean(f"{path}: not TOML ({error}); mend it")) from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise Misconfigured(clean(f"{path}: {_place(first['loc'])}: {_wrong(first['type'], first['msg'])}")) from None


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Misconfigured(
            clean(f"{path}: the prices cannot be read ({error.strerror}); check the path of --prices")
        ) from None
    except UnicodeDecodeError:
        raise Misconfigured(clean(f"{path}: the prices are not UTF-8; save the file as UTF-8")) from None


def _place(location: tuple[int | str, ...]) -> str:
    """Give a place in the file as people count: ("price", 0, "input") is "[[price]] 1, input"."""
    table, *rest = location
    numbered = [str(part + 1) if isinstance(part, int) else part for part in rest]
    return f"[[{table}]] {', '.join(numbered)}".strip()


def _wrong(kind: str, message: str) -> str:
    match kind:
        case "extra_forbidden":
            return "unknown; use [[price]] with models, currency, input, cached, output, date and source"
        case "missing":
            return "is missing; add it"
    return f"{message[:1].lower()}{message[1:]}; mend it"
