"""Takes JSON text and gives its value, refusing whatever two readers of JSON could read differently."""

import json
import math
from typing import Any


def strict_json(text: str) -> Any:  # noqa: ANN401 - JSON of any kind
    """Parse `text` as JSON (RFC 8259, with the advice of its sections 4, 6 and 8 as rules).

    Raises ValueError, with one line that says where it went wrong, when `text` is not JSON, an object has a key
    twice, a number is not finite, a string holds half of a surrogate pair, or it is nested too deeply.
    """
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_not_a_number, parse_float=_finite)
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except UnicodeEncodeError:
        raise ValueError("a string holds half of a surrogate pair") from None
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for key, part in pairs:
        if key in value:
            raise ValueError(f"the key {json.dumps(key)} stands twice in one object")
        value[key] = part
    return value


def _not_a_number(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits[:20]} is too large a number")
    return number
