"""Takes .eml files and mboxes and gives an article for each mail: its text, with what its headers say of it.

The text is a snapshot: text/plain where there is some, else what stands in the HTML. Attachments are not read.
"""

import mailbox
import os
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from email.utils import parseaddr
from hashlib import sha256
from pathlib import Path

from summariser.edges.collect.desk import Desk, Taken, failed, taken
from summariser.edges.collect.pages import text_of
from summariser.nouns.archived import Collected
from summariser.nouns.article import Failure
from summariser.nouns.config import SourceConfig
from summariser.text.clean import clean
from summariser.text.instants import read_instant

_MAIL, _BOX = ".eml", ".mbox"
_MOST_BYTES = 50_000_000
_TOO_LONG = f"is a mail of more than {_MOST_BYTES // 1_000_000} MB; save its text as a file"
_FRESH = 5.0  # seconds since its last change in which a file may still be in the making
_A_WHILE = 0.5
_PENDING = "is empty or still being written; it is looked at again in the next run"
_LIST_ID = re.compile(r'\s*"?([^"<]*?)"?\s*<([^<>]+)>')
_NAMES = 5


def visit(source: SourceConfig, place: Path, desk: Desk) -> Iterator[Collected | Failure]:
    """Give the mails in `place`, an .eml file, an mbox, or a folder of them, whose text the archive has not.

    A mail that gave a text which the archive has is not taken apart again.
    """
    past = desk.archive.remembered(source.name)
    lost = desk.archive.unknown(list(past.values()))
    texts: dict[str, str] = {}
    for path, mail in _mails(place, desk):
        if isinstance(mail, Failure):
            yield mail
            continue
        digest = sha256(mail).hexdigest()
        if digest in past and past[digest] not in lost:
            texts[digest] = past[digest]
            continue
        item = _article(source, path, mail, desk)
        if isinstance(item, Collected):
            texts[digest] = item.article.sha256
        yield item
    if texts != past:
        desk.archive.remember(source.name, texts)


def _mails(place: Path, desk: Desk) -> Iterator[tuple[str, bytes | Failure]]:
    """Give each mail with the name that it is known by: the file's, and in an mbox its number after it."""
    looks = {file: _look(file) for file in _files(place)}
    if any(look and desk.now.timestamp() - look[1] / 1e9 < _FRESH for look in looks.values()):
        desk.wait(_A_WHILE)
    for file, look in looks.items():
        try:
            if look and (look != _look(file) or (look[0] == 0 and file.suffix.lower() == _MAIL)):
                yield str(file), failed(str(file), "pending", _PENDING)
            elif _is_box(file):
                yield from _in_box(file)
            else:
                yield str(file), _bytes_of(file)
        except OSError as error:
            words = f"cannot be read ({error.strerror or error}); check the file and its permissions"
            yield str(file), failed(str(file), "unreadable", words)


def _look(file: Path) -> tuple[int, int] | None:
    """The size of `file` and the time of its last change in nanoseconds; None if it is out of reach."""
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns


def _files(place: Path) -> list[Path]:
    if not place.is_dir():
        return [place]
    found = [path for path in place.rglob("*") if path.suffix.lower() in (_MAIL, _BOX) and path.is_file()]
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(place).parts))


def _is_box(file: Path) -> bool:
    if file.suffix.lower() == _MAIL:
        return False
    with file.open("rb") as opened:
        return opened.read(5) in (b"From ", b"")


def _bytes_of(file: Path) -> bytes | Failure:
    with file.open("rb") as opened:
        data = opened.read(_MOST_BYTES + 1)
    return data if len(data) <= _MOST_BYTES else failed(str(file), "unreadable", _TOO_LONG)


def _in_box(file: Path) -> Iterator[tuple[str, bytes | Failure]]:
    if not os.access(file, os.R_OK):
        raise PermissionError(13, os.strerror(13))
    box = mailbox.mbox(file, create=False)
    try:
        for number, key in enumerate(box.iterkeys(), 1):
            with box.get_file(key) as opened:
                data = opened.read(_MOST_BYTES + 1)
            name = f"{file}#{number}"
            yield name, data if len(data) <= _MOST_BYTES else failed(name, "unreadable", _TOO_LONG)
    finally:
        box.close()


def _article(source: SourceConfig, path: str, data: bytes, desk: Desk) -> Collected | Failure:
    try:
        mail = _taken_apart(path, data, desk)
    except ValueError as error:
        return failed(path, "unreadable", str(error))
    except Exception as error:  # noqa: BLE001 - the standard library's parser raises all sorts over broken headers
        return failed(path, "unreadable", f"is no mail that can be read ({type(error).__name__})")
    return taken(source, mail, desk)


def _taken_apart(path: str, data: bytes, desk: Desk) -> Taken:
    """Give what is in a mail. Raises ValueError, in words, when it has no text that can be had."""
    message = message_from_bytes(data, policy=default)
    if not message.keys():
        raise ValueError("is no mail: it has no headers")
    text, notes = _text(message, desk)
    # As it is written: the policy writes times without an offset as if they were in UTC.
    dates = [str(value) for name, value in message.raw_items() if name.lower() == "date"]
    time = read_instant(dates[0]) if dates else None
    whole = f"text of a mail; sha256 of the whole mail: {sha256(data).hexdigest()}"
    notes = (whole, *notes, *_attachments(message))
    return Taken(path, text, str(message["subject"] or ""), _outlet(message), time, "Date header", notes)


def _text(message: EmailMessage, desk: Desk) -> tuple[str, tuple[str, ...]]:
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        if part is None:
            continue
        text, notes = _decoded(part, desk)
        if kind == "html":
            return text_of(text), (*notes, "taken out of HTML")
        if text.strip():
            return _unwrapped(part, text), notes
    raise ValueError("has no text, plain or HTML")


def _decoded(part: MIMEPart, desk: Desk) -> tuple[str, tuple[str, ...]]:
    """Give the text of `part`, by its charset if that fits, else by what its bytes look like."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        raise ValueError("has no text, plain or HTML")  # noqa: TRY004 - a fault of the mail
    charset = part.get_content_charset("us-ascii")
    try:
        return data.decode(charset).replace("\r\n", "\n"), ()
    except (UnicodeError, LookupError):
        text = desk.articles.decode(data).replace("\r\n", "\n")
    return text, (f"its charset, {clean(charset)}, does not fit its bytes: encoding guessed",)


def _unwrapped(part: MIMEPart, text: str) -> str:
    """Join the lines of a paragraph that was broken only to be sent (format=flowed, RFC 3676)."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    lines = [line.removeprefix(" ") for line in text.split("\n")]
    return "".join(line if line.endswith(" ") and line != "-- " else f"{line}\n" for line in lines).rstrip("\n") + "\n"


def _outlet(message: EmailMessage) -> str | None:
    """The name of the list, else of the sender; what has no name goes by its address."""
    listed = _LIST_ID.match(str(message["list-id"] or ""))
    name, address = parseaddr(str(message["from"] or ""))
    found = (listed and listed[1], name, listed and listed[2], address.rpartition("@")[2])
    return next((words for one in found if one and (words := clean(one))), None)


def _attachments(message: EmailMessage) -> tuple[str, ...]:
    if not message.is_multipart():
        return ()
    names = [clean(part.get_filename() or part.get_content_type()) for part in message.iter_attachments()]
    if not names:
        return ()
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    return (f"not read: {', '.join(names[:_NAMES])}{more}",)
