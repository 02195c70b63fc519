"""Takes JSON text and gives its value, refusing what two readers could read differently; or makes it fit to show."""

import json
import math
import re
from collections import Counter
from typing import Any

# What may be half of a surrogate pair: as it is, or escaped.
_HALF = re.compile(r"[\ud800-\udfff]|\\u[dD][89a-fA-F]")
# What RFC 8259 lets stand in a string and a screen or a reader of lines does not take as text: DEL and C1 controls,
# line separators, bidi controls, deprecated format characters, interlinear marks, TAG characters.
_UNSEEN = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\U000e0000-\U000e007f]")


def strict_json(text: str) -> Any:  # noqa: ANN401 - JSON of any kind
    """Parse `text` as JSON (RFC 8259, with the advice of its sections 4, 6 and 8 as rules).

    Raises ValueError, with one line that says where it went wrong, when `text` is not JSON, an object has a key
    twice, a number is not finite or an integer not exact everywhere, a string holds half of a surrogate pair, or it is
    nested too deeply.
    """
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_constant=_not_a_number, parse_float=_finite, parse_int=_exact
        )
        if _HALF.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except UnicodeEncodeError:
        raise ValueError("a string holds half of a surrogate pair") from None
    return value


def escape_unseen(text: str) -> str:
    """Write the characters of JSON text that steer a screen, or hide on it, as JSON's own escapes; no value changes."""
    return _UNSEEN.sub(lambda match: json.dumps(match[0])[1:-1], text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise ValueError(f"the key {json.dumps(twice)} stands twice in one object")
    return value


def _not_a_number(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _exact(digits: str) -> int:
    # RFC 8259, section 6: what lies beyond is another number to a reader with floating-point numbers.
    if len(digits) > 17 or abs(number := int(digits)) >= 2**53:
        raise ValueError(f"{digits[:20]} is too large a number")
    return number


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits[:20]} is too large a number")
    return number
