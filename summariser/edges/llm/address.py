"""Takes an address and a key as a user gives them and gives the server that they mean, or says what is wrong."""

from urllib.parse import SplitResult, urlsplit

from summariser.edges.llm.faults import Server
from summariser.edges.llm.secrets import Secrets
from summariser.nouns.problems import Misconfigured
from summariser.text.clean import clean

OPENAI = "https://api.openai.com"
"""Scheme and host of OpenAI's own server."""
_NO_ADDRESS = "--base-url is no address; it looks like http://127.0.0.1:8000/v1"
_ENDPOINT = "/chat/completions"


def server_at(address: str, key: str) -> Server:
    """Give the server at `address`, named without user, password and path. Raises Misconfigured if it is none."""
    parts = _parts(address)
    if parts.path.rstrip("/").endswith(_ENDPOINT):
        raise Misconfigured(f"--base-url ends in {_ENDPOINT}; give it without, up to /v1")
    place = _place(parts)
    return Server(place, _advice(parts, place), Secrets(key, parts.password or ""))


def check_key(key: str) -> None:
    """Raise Misconfigured, without repeating it, for a key that no server could be sent."""
    if any(sign.isspace() for sign in key):
        raise Misconfigured(
            "OPENAI_API_KEY has a line break or a blank inside; set it again, the key alone on one line"
        )
    if not (key.isascii() and key.isprintable()):
        raise Misconfigured("OPENAI_API_KEY holds characters that no key has; copy it again from where it was made")


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or not address.isprintable() or " " in address:
        raise Misconfigured(_NO_ADDRESS)
    return parts


def _place(parts: SplitResult) -> str:
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return clean(f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else ""))


def _advice(parts: SplitResult, place: str) -> str:
    if parts.path in ("", "/"):
        return f"try --base-url {place}/v1"
    return "check --base-url" if "/v1" in parts.path else "check --base-url, which mostly ends in /v1"
