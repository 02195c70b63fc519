"""Mails as sources: .eml files and mboxes of all sorts, whole and broken, to articles with their moments."""

from datetime import UTC, datetime
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.edges import articles
from summariser.edges.archive import open_archive
from summariser.edges.collect import Desk, collect
from summariser.nouns.archived import Collected
from summariser.nouns.config import SourceConfig

NOW = datetime(2031, 3, 28, 5, 0, tzinfo=UTC)
STORY = "The weir gave way before dawn. Two farms were flooded.\n"
DATED = "Thu, 27 Mar 2031 23:30:00 +0200"


@pytest.fixture
def archive(tmp_path):
    with open_archive(tmp_path / "archive.db") as opened:
        yield opened


@pytest.fixture
def box(tmp_path):
    (tmp_path / "box").mkdir()
    return tmp_path / "box"


def mail(text=STORY, **headers):
    message = EmailMessage()
    message["From"] = "Ode News <desk@ode.example>"
    for name, value in ({"Subject": "Weir gives way", "Date": DATED} | headers).items():
        if value is not None:
            del message[name]
            message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def visited(place, archive, *, now=NOW, wait=lambda seconds: None, **stated):
    source = SourceConfig(name="Mail", mail=place, **stated)
    return list(collect([source], Desk(articles, archive, ZoneInfo("Europe/Berlin"), now, wait=wait)))


def only(box, archive, message, **stated):
    (box / "a.eml").write_bytes(message if isinstance(message, bytes) else bytes(message))
    (one,) = visited(box, archive, **stated)
    return one


def text_of(box, archive, message):
    return only(box, archive, message).article.text


# What a mail gives


def test_a_mail_is_an_article_with_what_its_headers_say(box, archive):
    message = mail()
    one = only(box, archive, message, reliability="C")
    article = one.article
    assert (article.text, article.title, article.outlet) == (STORY, "Weir gives way", "Ode News")
    assert (article.path, article.language) == (f"{box}/a.eml", "en")
    assert (article.published.edtf, article.published.how) == ("2031-03-27", "Date header")
    assert one.moment.instant == datetime(2031, 3, 27, 21, 30, tzinfo=UTC)
    assert (one.source, one.reliability, one.collected) == ("Mail", "C", NOW)


def test_the_cited_text_is_a_snapshot_and_the_hash_of_the_whole_mail_is_noted(box, archive):
    message = mail()
    article = only(box, archive, message).article
    assert article.sha256 == sha256(article.text.encode()).hexdigest()
    assert article.notes == (f"text of a mail; sha256 of the whole mail: {sha256(bytes(message)).hexdigest()}",)


@pytest.mark.parametrize(
    ("headers", "outlet"),
    [
        ({"List_Id": '"Ode Bulletin" <bulletin.ode.example>'}, "Ode Bulletin"),
        ({"List_Id": "<bulletin.ode.example>"}, "Ode News"),
        ({"From": "desk@ode.example", "List_Id": "<bulletin.ode.example>"}, "bulletin.ode.example"),
        ({"From": "desk@ode.example"}, "ode.example"),
        ({"From": "=?utf-8?b?2LXYrdmK2YHYqSDYp9mE2YbYrtmK2YQ=?= <a@b.example>"}, "صحيفة النخيل"),
    ],
)
def test_an_outlet_that_the_settings_do_not_give_is_the_list_or_the_sender(box, archive, headers, outlet):
    assert only(box, archive, mail(**headers)).article.outlet == outlet


def test_the_outlet_and_language_of_the_settings_hold(box, archive):
    article = only(box, archive, mail(), outlet="Ode", language="cy").article
    assert (article.outlet, article.language) == ("Ode", "cy")


def test_encoded_words_of_a_subject_are_decoded(box, archive):
    raw = b"Subject: =?iso-8859-1?q?La_digue_a_c=E9d=E9?=\nFrom: a@b.example\n\nLa digue a cede avant l'aube.\n"
    assert only(box, archive, raw).article.title == "La digue a cédé"


@pytest.mark.parametrize(
    ("stated", "zone", "hour", "day"),
    [
        (DATED, None, 21, 27),
        (DATED, "Asia/Tokyo", 21, 28),
        ("Thu, 27 Mar 2031 23:30:00 -0000", None, 23, 27),
        ("Thu, 27 Mar 2031 23:30:00", None, 22, 27),
        ("Thu, 27 Mar 2031 23:30:00 GMT", None, 23, 27),
    ],
)
def test_the_date_header_is_the_moment(box, archive, stated, zone, hour, day):  # noqa: PLR0917
    one = only(box, archive, f"From: a@b.example\nDate: {stated}\n\n{STORY}".encode(), zone=zone)
    assert one.moment.instant == datetime(2031, 3, 27, hour, 30, tzinfo=UTC)
    assert one.article.published.edtf == f"2031-03-{day}"


@pytest.mark.parametrize("stated", ["yesterday", "99 Foo 2031 99:99:99 +9999", "", "Thu, 27 Mar 2031"])
def test_a_date_that_is_none_leaves_the_moment_unknown(box, archive, stated):
    one = only(box, archive, f"From: a@b.example\nDate: {stated}\n\n{STORY}".encode())
    assert (one.moment.instant, one.moment.day) == (None, None)


# Bodies


def test_plain_text_goes_before_html(box, archive):
    message = mail()
    message.add_alternative("<p>Another text.</p>", subtype="html")
    assert text_of(box, archive, message) == STORY


def test_html_is_read_where_there_is_no_plain_text(box, archive):
    message = mail(" \n")
    message.add_alternative(
        f"<html><body><p>{STORY}</p><p>{{{{ 7*7 }}}}<script>x()</script></p></body>", subtype="html"
    )
    one = only(box, archive, message)
    assert "The weir gave way before dawn." in one.article.text
    assert "{{ 7*7 }}" in one.article.text
    assert "x()" not in one.article.text
    assert "taken out of HTML" in one.article.notes


def test_attachments_are_noted_and_not_read(box, archive):
    message = mail()
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="report\x1b[2J.pdf")
    message.add_attachment("Not this.", filename="b.txt")
    article = only(box, archive, message).article
    assert article.text == STORY
    assert article.notes[-1] == r"not read: report\x1b[2J.pdf, b.txt"


@pytest.mark.parametrize(
    ("charset", "data", "text"),
    [
        ("utf-8", "La digue a cédé avant l’aube.".encode(), "La digue a cédé avant l’aube."),
        ("koi8-r", "Плотина прорвалась перед рассветом.".encode("koi8-r"), "Плотина прорвалась перед рассветом."),
        ("x-nothing", "Плотина прорвалась, затоплены две фермы.".encode(), "Плотина прорвалась, затоплены две фермы."),
        ("us-ascii", "La digue a cédé avant l’aube.".encode(), "La digue a cédé avant l’aube."),
    ],
)
def test_a_body_is_decoded_by_its_charset_or_if_that_is_broken_by_its_bytes(box, archive, charset, data, text):
    raw = (
        f"From: a@b.example\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n".encode()
    )
    article = only(box, archive, raw + data).article
    assert article.text == text
    assert any("does not fit" in note for note in article.notes) == (charset in ("x-nothing", "us-ascii"))


def test_lines_that_were_broken_only_to_be_sent_are_joined(box, archive):
    head = b"From: a@b.example\nContent-Type: text/plain; format=flowed\n\n"
    raw = head + b"The weir gave \nway before dawn.\n From here on.\n"
    assert text_of(box, archive, raw) == "The weir gave way before dawn.\nFrom here on.\n"


def test_what_looks_like_front_matter_in_a_mail_is_its_text(box, archive):
    article = only(box, archive, mail(f"---\noutlet: Another\ndate: 1999-01-01\n---\n{STORY}")).article
    assert (article.outlet, article.published.edtf) == ("Ode News", "2031-03-27")
    assert article.text.startswith("---\noutlet: Another")


# What is not taken


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"no header here", "is no mail: it has no headers"),
        (b"From: a@b.example\n\n\n", "has no text, plain or HTML"),
        (b"From: a@b.example\nContent-Type: image/png\n\nxx", "has no text, plain or HTML"),
        (b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b--\n", "has no text, plain or HTML"),
        (b"From: a@b.example\n\n" + b"a\0\1" * 50, "holds binary data, not text"),
    ],
)
def test_what_has_no_text_is_a_failure(box, archive, raw, reason):
    assert only(box, archive, raw).reason.startswith(f"{box}/a.eml: {reason}")


def test_a_bad_mail_costs_only_itself(box, archive):
    (box / "bad.eml").write_bytes(b"nothing")
    (box / "empty.eml").write_bytes(b"")
    (box / ".hidden.eml").write_bytes(bytes(mail()))
    (box / "deep").mkdir()
    (box / "deep" / "good.EML").write_bytes(bytes(mail()))
    kinds = {Path(getattr(one, "path", "taken")).name: getattr(one, "kind", None) for one in visited(box, archive)}
    assert kinds == {"bad.eml": "unreadable", "empty.eml": "pending", "taken": None}


def test_a_place_that_is_not_there_is_a_failure(tmp_path, archive):
    (failure,) = visited(tmp_path / "gone.eml", archive)
    assert failure.reason.endswith(
        "gone.eml: cannot be read (No such file or directory); check the file and its permissions"
    )


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([
            b"From: a@b\n", b"From: =?x?b?!!?= <\n", b"From: \"\n", b"From: @ : ;\n", b"To: [\n", b"Date: 1\n",
            b"Subject: =?utf-8?q?=FF?=\n", b"List-Id: <<\n", b"Content-Type: ;\n", b"Content-Type: message/rfc822\n",
            b"Content-Type: multipart/mixed; boundary=b\n", b"Content-Type: text/plain; charset=\xff\n", b"--b\n",
            b"Content-Transfer-Encoding: base64\n", b"Content-Disposition: attachment\n", b"--b--\n", b"=\n",
            b"\n", b"Words.\n", b"\xff\xfe",
        ]),
        max_size=12,
    ).map(b"".join)
)  # fmt: skip
def test_no_mail_breaks_the_visit(tmp_path_factory, raw):
    folder = tmp_path_factory.mktemp("box")
    (folder / "a.eml").write_bytes(raw)
    with open_archive(folder / "archive.db") as archive:
        assert len(visited(folder / "a.eml", archive)) == 1


# Boxes, and runs after the first


def filled(box, *messages):
    mbox = box / "desk.mbox"
    mbox.write_bytes(b"".join(b"From desk Thu Mar 27 21:30:00 2031\n" + bytes(one) + b"\n" for one in messages))
    return mbox


def test_a_box_gives_an_article_for_each_mail(box, archive):
    place = filled(box, mail(), mail("The ferry sank at noon.\n", Subject="Ferry"))
    found = visited(place, archive)
    assert [(one.article.title, one.article.path) for one in found] == [
        ("Weir gives way", f"{place}#1"),
        ("Ferry", f"{place}#2"),
    ]


def test_an_empty_box_is_no_fault(box, archive):
    assert visited(filled(box), archive) == []


def test_new_is_what_the_archive_has_not_however_the_mail_came(box, archive):
    place = filled(box, mail())
    archive.collect(visited(place, archive))
    assert visited(place, archive) == []
    filled(box, mail("The ferry sank at noon.\n"), mail(), mail(Received="by another way"))
    (new,) = visited(place, archive)
    assert new.article.text == "The ferry sank at noon.\n"


def test_a_mail_that_never_reached_the_archive_is_given_again(box, archive):
    place = filled(box, mail())
    assert visited(place, archive) == visited(place, archive) != []


def test_a_mail_whose_text_is_known_is_not_taken_apart_again(box, archive):
    class Counting:
        files_in, of_file, decode = map(staticmethod, (articles.files_in, articles.of_file, articles.decode))
        made = 0

        def of_text(self, *given):
            self.made += 1
            return articles.of_text(*given)

    place = filled(box, mail(), mail("The ferry sank at noon.\n"))
    counting = Counting()
    for _ in range(3):
        source = SourceConfig(name="Mail", mail=place)
        new = [
            one
            for one in collect([source], Desk(counting, archive, ZoneInfo("UTC"), NOW))
            if isinstance(one, Collected)
        ]
        archive.collect(new)
    assert counting.made == 2


def test_a_box_that_grows_while_it_is_looked_at_waits_for_the_next_run(box, archive):
    place = filled(box, mail())

    def write_on(seconds):
        with place.open("ab") as file:
            file.write(b"From desk Thu")

    (waiting,) = visited(place, archive, now=datetime.now(UTC), wait=write_on)
    assert waiting.kind == "pending"
