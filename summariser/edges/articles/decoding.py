"""Takes the bytes of a text file in any encoding and gives the text, with notes on what was guessed or damaged."""

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

import chardet

from summariser.edges.articles.binary import refuse_known_formats

# UTF-32 first: its mark begins with that of UTF-16. The names are of codecs that leave the mark to us.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_ISO_2022 = {b"\x1b$)C": "iso2022_kr", b"\x1b$B": "iso2022_jp_2", b"\x1b$@": "iso2022_jp_2", b"\x1b(J": "iso2022_jp_2"}
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1b\x7f]")
_COMMON_SIGNS = re.compile("[\\s\u3000-\u3002\uff01\uff0c\uff1f]")
_REPLACEMENT = "\ufffd"
# More than this share of controls or damage is no text.
_MOST_CONTROLS, _MOST_DAMAGE = 0.02, 0.3
# chardet gave 0.22 and more where it was right, 0.15 and less for Vietnamese encodings that it does not know.
_SURE = 0.2
# A text in UTF-16 stays in few blocks of 256 code points, or has the spaces and full stops of Chinese and Japanese;
# bytes of another encoding taken in pairs do neither.
_LEAST_COHERENCE = 0.1


@dataclass(frozen=True)
class Decoded:
    """A text without its byte order mark, the encoding that it was in, and notes for the account."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """Decode the bytes of a file; the same bytes give the same text. Raises ValueError, in words, if it is no text.

    In this order: a byte order mark; UTF-8; the encodings that look like UTF-8 and are not (ISO 2022, UTF-16 and
    UTF-32 without a mark); UTF-8 with damage; what chardet guesses. A text never has a lone surrogate.
    """
    refuse_known_formats(data)
    decoded = _with_mark(data) or _plain_utf8(data) or _with_controls(data) or _damaged_or_guessed(data)
    if is_binary(decoded.text):
        raise ValueError("holds binary data, not text; give the article as a text file")
    return decoded


def is_binary(text: str) -> bool:
    """Whether more of `text` is control characters than of any text."""
    return len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text)


def _with_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _mended(data[len(mark) :], encoding, len(mark))
    return None


def _plain_utf8(data: bytes) -> Decoded | None:
    text = _strictly(data, "utf-8")
    if text is None or _CONTROL_BYTES.search(data):
        return None
    return Decoded(text, "utf-8")


def _with_controls(data: bytes) -> Decoded | None:
    """Decode what has control characters because its encoding is not the one that it looks like."""
    for escape, encoding in _ISO_2022.items():
        if escape in data and (text := _strictly(data, encoding)) is not None:
            return _guessed(text, encoding)
    if not _CONTROL_BYTES.search(data):
        return None
    wide = [(_coherence(text), encoding, text) for encoding in _WIDE if (text := _strictly(data, encoding))]
    coherence, encoding, text = max(wide, default=(0.0, "", ""))
    return _guessed(text, encoding) if coherence >= _LEAST_COHERENCE else None


def _coherence(text: str) -> float:
    """Give the share of characters that are white space, common signs or of the most frequent block of 256."""
    if any(unicodedata.category(char) in ("Cn", "Co", "Cs") for char in text) or _CONTROLS.search(text):
        return 0.0
    signs = len(_COMMON_SIGNS.findall(text))
    blocks = Counter(ord(char) >> 8 for char in text if not _COMMON_SIGNS.match(char))
    most = max(blocks.values(), default=0)
    # Han fills eighty blocks: there the signs have to do.
    return (signs + most) / len(text) if signs else 0.0


def _damaged_or_guessed(data: bytes) -> Decoded:
    mended = _mended(data, "utf-8", 0)
    damage = mended.text.count(_REPLACEMENT)
    beyond_ascii = sum(char > "\x7f" for char in mended.text) - damage
    # In another encoding hardly a pair of bytes is also a letter of UTF-8.
    if beyond_ascii >= damage:
        return mended
    guess = chardet.detect(data)
    name = (guess["encoding"] or "utf-8").lower()
    text = _strictly(data, name)
    if text is not None:
        return _guessed(text, name, "" if guess["confidence"] >= _SURE else "; the text may be wrong: save it as UTF-8")
    if damage > _MOST_DAMAGE * len(mended.text):
        raise ValueError("its encoding cannot be told; save it as UTF-8")
    return mended


def _mended(data: bytes, encoding: str, mark: int) -> Decoded:
    """Decode with U+FFFD for what is damaged, and say how much is; `mark` is the length of what stood before."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        first = mark + error.start
    text = data.decode(encoding, "replace")
    kept = len(text.replace(_REPLACEMENT, "").encode(encoding))
    written = data.count(_REPLACEMENT.encode(encoding)) * len(_REPLACEMENT.encode(encoding))
    count = len(data) - kept - written
    are = "bytes are" if count != 1 else "byte is"
    note = f"{count} {are} not {encoding.upper()}, the first at offset {first}; shown as \ufffd"
    return Decoded(text, encoding, (note,))


def _guessed(text: str, encoding: str, doubt: str = "") -> Decoded:
    return Decoded(text.removeprefix("\ufeff"), encoding, (f"encoding guessed: {encoding}{doubt}",))


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
        text.encode("utf-8")  # UTF-7 and some others can carry lone surrogates
    except (UnicodeError, LookupError):
        return None
    return text
