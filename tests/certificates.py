"""Makes a self-signed certificate for 127.0.0.1 and its key, as PEM: so no key lies in the repository.

DER by ITU-T X.690, the certificate by RFC 5280, key and signature (RSA, SHA-256) by RFC 8017.
"""

import base64
import secrets
from hashlib import sha1, sha256

_BITS = 2048
_EXPONENT = 65_537
_LOOPBACK = bytes([127, 0, 0, 1])


def self_signed() -> tuple[str, str]:
    """Give the certificate and its key."""
    p, q = _prime(_BITS // 2), _prime(_BITS // 2)
    n, d = p * q, pow(_EXPONENT, -1, (p - 1) * (q - 1))
    numbers = (0, n, _EXPONENT, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))
    told = _told(n)
    certificate = _sequence(told, _BY_SHA256, _bits(_signature(told, n, d)))
    return _pem("CERTIFICATE", certificate), _pem("RSA PRIVATE KEY", _sequence(*map(_integer, numbers)))


def _told(n):
    name = _sequence(_der(0x31, _sequence(_oid(85, 4, 3), _der(0x0C, b"loopback"))))
    valid = _sequence(_der(0x17, b"240101000000Z"), _der(0x17, b"491231235959Z"))
    key = _sequence(_integer(n), _integer(_EXPONENT))
    public = _sequence(_sequence(_RSA, _NULL), _bits(key))
    extensions = (
        _extension(19, _sequence(_TRUE), critical=True),  # an authority, so that it may sign itself
        _extension(15, _der(0x03, b"\x02\x84"), critical=True),  # signs, certificates too
        _extension(14, _octets(sha1(key).digest())),
        _extension(17, _sequence(_der(0x87, _LOOPBACK))),  # for this address
    )
    version, serial = _der(0xA0, _integer(2)), _integer(secrets.randbits(64))
    return _sequence(
        version, serial, _BY_SHA256, name, valid, name, public, _der(0xA3, _sequence(*extensions))
    )  # fmt: skip


def _signature(data, n, d):
    digest = _sequence(_sequence(_oid(96, 134, 72, 1, 101, 3, 4, 2, 1), _NULL), _octets(sha256(data).digest()))
    padded = b"\x00\x01" + b"\xff" * (_BITS // 8 - 3 - len(digest)) + b"\x00" + digest
    return pow(int.from_bytes(padded), d, n).to_bytes(_BITS // 8)


def _prime(bits):
    while True:
        number = secrets.randbits(bits) | 3 << (bits - 2) | 1
        if (number - 1) % _EXPONENT and all(pow(base, number - 1, number) == 1 for base in (2, 3, 5, 7)):
            return number


def _der(tag, body):
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8)
    return bytes([tag]) + (bytes([len(body)]) if len(body) < 128 else bytes([128 | len(size)]) + size) + body


def _sequence(*parts):
    return _der(0x30, b"".join(parts))


def _integer(number):
    return _der(0x02, number.to_bytes(number.bit_length() // 8 + 1))


def _bits(body):
    return _der(0x03, b"\x00" + body)


def _octets(body):
    return _der(0x04, body)


def _oid(*encoded):
    """An object identifier from its bytes; a part above 127 stands in several."""
    return _der(0x06, bytes(encoded))


def _extension(number, value, *, critical=False):
    return _sequence(_oid(85, 29, number), *([_TRUE] if critical else []), _octets(value))


def _pem(what, body):
    lines = base64.encodebytes(body).decode()
    return f"-----BEGIN {what}-----\n{lines}-----END {what}-----\n"


_NULL, _TRUE = _der(0x05, b""), _der(0x01, b"\xff")
_RSA = _oid(42, 134, 72, 134, 247, 13, 1, 1, 1)
_BY_SHA256 = _sequence(_oid(42, 134, 72, 134, 247, 13, 1, 1, 11), _NULL)
