"""Gives the column types of the archive: packed JSON, any text whatever its characters, instants, keys.

No database is asked to hold text that is not the program's own: PostgreSQL refuses NUL, neither takes a lone surrogate,
and what a database is encoded in would matter.
"""

import json
import zlib
from collections.abc import Iterable, Set
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError
from sqlalchemy import BigInteger, Dialect, LargeBinary, TypeDecorator

from summariser.nouns.base import Noun

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_A_DAY = timedelta(days=1)
# A day from the first and the last instant there is, so that the clock of every zone can show them.
_FIRST = (datetime.min.replace(tzinfo=UTC) + _A_DAY - _EPOCH) // _MICROSECOND
_LAST = (datetime.max.replace(tzinfo=UTC) - _A_DAY - _EPOCH) // _MICROSECOND

Kept = TypeVar("Kept", bound=Noun)


class Packed(TypeDecorator[bytes]):
    """Bytes that are kept compressed: a reading takes a sixth, for an eighth of the time that parsing it takes."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: D102
        return None if value is None else zlib.compress(value, 6)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: D102
        return None if value is None else zlib.decompress(value)


class AnyText(TypeDecorator[str]):
    """Text that may hold whatever Python's can, NUL and lone surrogates too."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:  # noqa: D102
        return None if value is None else value.encode("utf-8", "surrogatepass")

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:  # noqa: D102
        return None if value is None else value.decode("utf-8", "surrogatepass")


class Instant(TypeDecorator[datetime]):
    """An aware instant, as microseconds since 1970 in UTC: exact, and in order.

    What has no instant in UTC, as the last hours of the year 9999 in New York, is read as the last there is.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: D102
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: D102
        return None if value is None else _EPOCH + min(max(value, _FIRST), _LAST) * _MICROSECOND


def hashed(keys: Iterable[str]) -> Set[int]:
    """Give the number that each key is kept as, 64 bits with a sign. Two keys that meet only widen a search."""
    return {_hash(key) for key in keys}


def _hash(key: str) -> int:
    digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def dumped(noun: Noun) -> bytes:
    """Give `noun` as JSON, whatever characters its text has."""
    try:
        return noun.model_dump_json().encode()
    except PydanticSerializationError:  # a lone surrogate, which only an escape can write
        return json.dumps(noun.model_dump(), default=str).encode()


def loaded(kind: type[Kept], body: bytes) -> Kept:
    """Give back what `dumped` was given. Raises ValueError when `body` is something else."""
    try:
        return kind.model_validate_json(body)
    except ValidationError:
        return kind.model_validate(json.loads(body))
