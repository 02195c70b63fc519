"""Takes what nobody may see, the key and a password, and gives words of a server in which none of it stands."""

import base64
import re
from urllib.parse import quote

from summariser.text.clean import clean

_LEAST = 12  # a shorter one is no secret but a word ("none", "ollama") that an answer may well have
_PIECE = 8  # half a key is a leak too
_LONGEST = 160
_ESCAPED = re.compile(rb"\\+u00([2-7][0-9a-fA-F])")


class Secrets:
    """What must stand in no message and in no answer, in any of the forms in which it is sent about."""

    def __init__(self, *secrets: str) -> None:
        forms = {form for secret in secrets if secret for form in _forms(secret)}
        self._pieces = {piece for form in forms for piece in _pieces(form.lower())}
        self._whole = tuple(form.encode() for form in forms if len(form) >= _LEAST)

    def shown(self, words: str) -> str:
        """One short line of `words`, or that they cannot be shown because a part of a secret stands in them."""
        if any(piece in words.lower() for piece in self._pieces):
            return "in words that are not shown, for they repeat the API key"
        return clean(words)[:_LONGEST]

    def stand_in(self, body: bytes) -> bool:
        """Whether a secret stands in JSON, its characters written out or as escapes of any depth."""
        if b"\\" in body:
            body = _ESCAPED.sub(lambda match: bytes.fromhex(match[1].decode()), body).replace(b"\\", b"")
        return any(form in body for form in self._whole)


def _forms(secret: str) -> tuple[str, ...]:
    return secret, quote(secret, safe=""), base64.b64encode(secret.encode()).decode().rstrip("=")[:-1]


def _pieces(form: str) -> list[str]:
    return [form[at : at + _PIECE] for at in range(max(1, len(form) - _PIECE + 1))]
