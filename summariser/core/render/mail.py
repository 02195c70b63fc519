"""Takes a digest and from whom to whom it goes and gives a mail (RFC 5322, MIME), the same bytes every time."""

from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from xml.etree.ElementTree import Element, SubElement, tostring
from zoneinfo import ZoneInfo

from summariser.core.render.feed import updated
from summariser.core.render.terminal import as_terminal
from summariser.core.render.xhtml import as_xhtml, xml_text
from summariser.nouns.digest import Digest

_COLUMNS = 72
_NOWHERE = "summariser.invalid"
"""A domain that no one has (RFC 2606), for a sender without one."""


def as_mail(digest: Digest, sender: str, to: Sequence[str]) -> bytes:
    """Write the mail: plain text and, for programs that show it, the same as HTML without links, images or scripts.

    Its date is the end of the window, a second later for each revision; its id comes of the digest's name, revision and
    words. Nothing depends on when, where or how often it is written. ValueError if an address has a line break.
    """
    text, html = as_terminal(digest, _COLUMNS, colour=False), _html(digest)
    mark = sha256(f"{sender}\n{text}\n{html}".encode()).hexdigest()[:24]
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = ", ".join(to)
    mail["Subject"] = digest.title
    mail["Date"] = format_datetime(updated(digest).astimezone(ZoneInfo(digest.heading.window.zone)))
    mail["Message-ID"] = f"<digest.{digest.heading.window.name}.{digest.heading.revision}.{mark}@{_domain(sender)}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = "en"
    mail.set_content(text, cte="base64")
    mail.add_alternative(html, subtype="html", cte="base64")
    # Left to itself the library draws lots; a mark that is made of the words cannot stand in them.
    mail.set_boundary(f"={mark}=")
    return mail.as_bytes()


def _domain(sender: str) -> str:
    _, at, domain = parseaddr(sender)[1].rpartition("@")
    return domain if at and domain and domain.isascii() else _NOWHERE


def _html(digest: Digest) -> str:
    page = Element("html", lang="en")
    head = SubElement(page, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    SubElement(head, "title").text = xml_text(digest.title)
    div = as_xhtml(digest)
    del div.attrib["xmlns"]
    # A path or a sha256 is wider than a phone.
    SubElement(page, "body", style="overflow-wrap: anywhere").append(div)
    return "<!DOCTYPE html>\n" + tostring(page, encoding="unicode", method="html") + "\n"
