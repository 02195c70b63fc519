"""The digest as files: a feed and a mail by their standards, the same bytes every time, and JSON that is verified."""

import email
import json
import re
from datetime import timedelta
from email.policy import default
from hashlib import sha256
from xml.etree.ElementTree import fromstring

import feedparser
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.core.render import as_atom, as_json, as_mail, as_markdown
from summariser.core.schemas import schema_text
from summariser.pipeline import verify
from tests.digests import END, article_of, digest_of, heading, readings_of
from tests.test_digest import blast, fire, killed
from tests.test_render import GFM, HOSTILE

ADDRESS = "https://desk.example/digest.xml"
SENDER, TO = "Desk <desk@example.org>", ["a@example.org", "Zoë <z@example.org>"]
EARLIER, TODAY = [blast("2", killed(3, "ministry"))], [blast("1", killed(5, "ministry")), fire("3")]
FIRST = digest_of(EARLIER, head=heading(number=1, end=END - timedelta(days=1)))
SECOND = digest_of(TODAY, EARLIER)
REVISED = digest_of([*TODAY, fire("4", city="Dast")], EARLIER, head=heading(revision=2), late={"4" * 64})
ATOM, XHTML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/1999/xhtml}"


def hostile(words):
    """A digest with `words` wherever a model or an article could put them."""
    told = blast("1", killed(5), title=words, outlet=words)
    return digest_of([told], [blast("2", killed(3), title=words)], notes=[words])


# Atom


def test_a_feed_has_what_the_standard_asks_for_newest_first():
    feed = fromstring(as_atom([FIRST, SECOND], ADDRESS))
    assert feed.tag == f"{ATOM}feed"
    assert [feed.findtext(ATOM + tag) for tag in ("id", "title", "updated")] == [
        ADDRESS,
        "Daily digest",
        "2031-05-04T04:00:00Z",
    ]
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    assert feed.find(f"{ATOM}link").attrib["rel"] == "self"
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [f"{ADDRESS}#2031-05-04", f"{ADDRESS}#2031-05-03"]
    assert all(entry.findtext(f"{ATOM}updated") for entry in entries)
    assert entries[0].find(f"{ATOM}content").attrib == {"type": "xhtml"}
    assert [one.tag for one in entries[0].find(f"{ATOM}content")] == [f"{XHTML}div"]


def test_a_reader_program_reads_it():
    read = feedparser.parse(as_atom([SECOND], ADDRESS))
    assert not read.bozo
    assert read.entries[0].title == "Digest 2: 4 May 2031"
    assert "Bombing at the Green Gate" in read.entries[0].content[0].value


def test_a_revision_takes_the_place_of_its_digest_and_is_newer():
    feed = fromstring(as_atom([SECOND, REVISED], ADDRESS))
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title").endswith("revision 2")
    assert entry.findtext(f"{ATOM}id") == f"{ADDRESS}#2031-05-04"
    assert entry.findtext(f"{ATOM}updated") == "2031-05-04T04:00:01Z"
    assert entry.findtext(f"{ATOM}published") == "2031-05-04T04:00:00Z"


def test_a_feed_is_the_same_bytes_in_any_order():
    assert as_atom([SECOND, FIRST, REVISED], ADDRESS) == as_atom([REVISED, SECOND, FIRST], ADDRESS)


def test_a_feed_without_a_digest_cannot_be_written():
    with pytest.raises(ValueError, match="max"):
        as_atom([], ADDRESS)


TAGS = {"div", "h1", "h2", "h3", "p", "ul", "ol", "li", "b"}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(HOSTILE) | st.text(max_size=30))
def test_nothing_that_an_article_says_is_markup(words):
    digest = hostile(words or "x")
    feed = fromstring(as_atom([digest], ADDRESS))
    div = feed.find(f"{ATOM}entry/{ATOM}content/{XHTML}div")
    assert {one.tag.removeprefix(XHTML) for one in div.iter()} <= TAGS
    assert all(set(one.attrib) <= {"value"} for one in div.iter())
    html = email.message_from_bytes(as_mail(digest, SENDER, TO), policy=default).get_body(("html",)).get_content()
    assert set(re.findall(r"<([a-z0-9]+)", html)) <= TAGS | {"html", "head", "meta", "title", "body"}
    tokens = [one for block in GFM.parse(as_markdown(digest)) for one in (block, *(block.children or ()))]
    assert not [one for one in tokens if one.type in ("html_block", "html_inline", "image")]


# Mail


def test_a_mail_has_its_headers_and_the_digest_as_text_and_html():
    mail = email.message_from_bytes(as_mail(SECOND, SENDER, TO), policy=default)
    assert [str(mail[name]) for name in ("From", "To", "Subject", "Date")] == [
        SENDER,
        "a@example.org, Zoë <z@example.org>",
        "Digest 2: 4 May 2031",
        "Sun, 04 May 2031 06:00:00 +0200",
    ]
    assert re.fullmatch(r"<digest\.2031-05-04\.1\.[0-9a-f]{24}@example\.org>", mail["Message-ID"])
    text = mail.get_body(("plain",)).get_content()
    assert text.startswith("Digest 2: 4 May 2031")
    assert max(map(len, text.splitlines())) <= 72 + len(sha256().hexdigest())
    assert "<h2>Highlights</h2>" in mail.get_body(("html",)).get_content()
    assert not mail.defects


def test_a_mail_is_the_same_bytes_every_time_and_has_lines_that_every_server_takes():
    written = as_mail(SECOND, SENDER, TO)
    assert as_mail(SECOND, SENDER, TO) == written
    assert written.isascii()
    assert max(map(len, written.split(b"\r\n"))) <= 78
    assert b"\n" not in written.replace(b"\r\n", b"")


def test_mails_of_two_revisions_or_two_desks_have_ids_of_their_own():
    mails = [as_mail(SECOND, SENDER, TO), as_mail(REVISED, SENDER, TO), as_mail(SECOND, "Other <o@example.org>", TO)]
    assert len({email.message_from_bytes(one)["Message-ID"] for one in mails}) == 3


def test_a_sender_without_a_domain_gets_none_of_somebody_else():
    assert email.message_from_bytes(as_mail(SECOND, "desk", TO))["Message-ID"].endswith("@summariser.invalid>")


# JSON


def test_a_digest_in_json_fits_its_schema():
    for digest in (FIRST, SECOND, REVISED):
        jsonschema.validate(json.loads(as_json(digest)), json.loads(schema_text("digest")))


def test_the_citations_of_a_digest_are_checked_again_like_those_of_a_brief(tmp_path):
    told = readings_of([*TODAY, *EARLIER])
    digest = digest_of(*[[with_real_hash(one) for one in part] for part in (told[:2], told[2:])])
    (tmp_path / "in").mkdir()
    for one in digest.sources:
        (tmp_path / one.path).write_text(TEXTS[one.sha256])
    file = tmp_path / "digest.json"
    file.write_text(as_json(digest))
    assert verify(file) == (len(digest.citations), [])
    gone = digest.sources[0]
    (tmp_path / gone.path).unlink()
    checked, broken = verify(file)
    assert checked == len(digest.citations)
    assert len(broken) == sum(one.sha256 == gone.sha256 for one in digest.citations)
    assert all("the file is not there" in line for line in broken)


TEXTS = {}


def with_real_hash(reading):
    """The same reading, of an article whose sha256 is that of its text."""
    text = article_of(reading).text
    digest = sha256(text.encode()).hexdigest()
    TEXTS[digest] = text
    return type(reading).model_validate_json(reading.model_dump_json().replace(reading.article, digest))
