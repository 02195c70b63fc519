"""Feeds and pages as sources: RSS, Atom, JSON and HTML from a server that is now and then broken, busy or hostile."""

import gzip
import json
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest

from summariser.edges import articles
from summariser.edges.archive import open_archive
from summariser.edges.collect import Desk, collect
from summariser.edges.collect.web import NotHadError, Web
from summariser.nouns.archived import Collected
from summariser.nouns.config import SourceConfig
from tests.servers import Reply, Server, unused_port

NOW = datetime(2031, 3, 28, 5, 0, tzinfo=UTC)
LONG = "The weir above Lower Ode gave way before dawn, and two farms were flooded. " * 12
PUBLISHED = "Thu, 27 Mar 2031 23:30:00 +0200"
GZIP = {"Content-Encoding": "gzip"}
PACKED = gzip.compress(b"x" * 50_000_000)
INSTANT = datetime(2031, 3, 27, 21, 30, tzinfo=UTC)


def item(
    name="weir", text=f"<p>{LONG}</p>", link="http://elsewhere.example/{name}", when=f"<pubDate>{PUBLISHED}</pubDate>"
):
    body = text.replace("&", "&amp;").replace("<", "&lt;")
    return (
        f"<item><title>About the {name}</title><link>{link.format(name=name)}</link><guid>{name}</guid>{when}"
        f"<description>{body}</description></item>"
    )


def rss(*items, head='<?xml version="1.0"?>'):
    text = f'{head}<rss version="2.0"><channel><title>Ode News</title>{"".join(items)}</channel></rss>'
    return Reply(text.encode(), headers={"Content-Type": "application/rss+xml"})


def html(text, head="", charset="; charset=utf-8", status=200):
    menu = "<nav><a href='/'>Home</a> <a href='/w'>Weather</a></nav>"
    page = (
        f"<!doctype html><html><head><title>Weir</title>{head}</head><body>{menu}<article><h1>Weir gives way</h1>{text}"
    )
    return Reply(f"{page}</article></body></html>".encode(), status, {"Content-Type": f"text/html{charset}"})


def versioned(reply, version='"1"'):
    def page(headers):
        return (
            Reply(b"", 304)
            if headers.get("if-none-match") == version
            else Reply(reply.body, 200, reply.headers | {"ETag": version})
        )

    return page


@pytest.fixture
def archive(tmp_path):
    with open_archive(tmp_path / "archive.db") as opened:
        yield opened


class Waits:
    """A clock that only waiting moves."""

    def __init__(self):
        self.now = 0.0
        self.waits = []

    def clock(self):
        return self.now

    def wait(self, seconds):
        self.waits.append(seconds)
        self.now += seconds


class Site(Server):
    """A server of pages."""

    def __init__(self, **pages):
        self.pages = {f"/{name.replace('__', '.')}": page for name, page in pages.items()}
        super().__init__(None, self.pages)

    @property
    def root(self):
        return self.base_url.removesuffix("/v1")

    @property
    def asked(self):
        return [path for path in self.looked if path != "/robots.txt"]


def visited(archive, site, name="feed", waits=None, **settings):
    waits = waits or Waits()
    kind = {"url": f"{site.root}/{name}"} if name == "page" else {"feed": f"{site.root}/{name}"}
    desk = Desk(articles, archive, ZoneInfo("Europe/Berlin"), NOW, waits.clock, waits.wait)
    return list(collect([SourceConfig(name="Ode", **kind | settings)], desk))


def only(archive, site, name="feed", **settings):
    (one,) = visited(archive, site, name, **settings)
    return one


# Feeds


def test_an_entry_with_its_whole_text_is_an_article(archive):
    with Site(feed=rss(item())) as site:
        one = only(archive, site, reliability="B")
    article = one.article
    assert (article.text, article.title, article.outlet) == (LONG.strip(), "About the weir", "Ode News")
    assert article.path == "http://elsewhere.example/weir"
    assert article.sha256 == sha256(article.text.encode()).hexdigest()
    assert (article.published.edtf, one.moment.instant, one.moment.how) == ("2031-03-27", INSTANT, "feed")
    assert (one.source, one.reliability) == ("Ode", "B")
    assert site.asked == ["/feed"]


def test_the_hash_of_the_whole_feed_is_noted(archive):
    with Site(feed=rss(item())) as site:
        notes = only(archive, site).article.notes
    assert notes == (f"text of an entry of a feed; sha256 of the whole feed: {sha256(rss(item()).body).hexdigest()}",)


def test_the_settings_outlet_and_language_hold(archive):
    with Site(feed=rss(item())) as site:
        article = only(archive, site, outlet="The Ode", language="cy").article
    assert (article.outlet, article.language) == ("The Ode", "cy")


@pytest.mark.parametrize(
    ("when", "instant"),
    [
        ("<pubDate>Thu, 27 Mar 2031 21:30:00 GMT</pubDate>", INSTANT),
        ("<pubDate>Thu, 27 Mar 2031 22:30:00</pubDate>", INSTANT),
        ("<dc:date xmlns:dc='http://purl.org/dc/elements/1.1/'>2031-03-27T23:30:00+02:00</dc:date>", INSTANT),
        ("<pubDate>2031-03-27T21:30:00Z</pubDate>", INSTANT),
        ("<pubDate>soon</pubDate>", None),
        ("<pubDate>0001-01-01T00:00:00Z</pubDate>", None),
        ("<pubDate>9999-12-31T23:00:00-05:00</pubDate>", None),
        ("", None),
    ],
)
def test_the_time_of_an_entry_is_its_moment(archive, when, instant):
    with Site(feed=rss(item(when=when))) as site:
        assert only(archive, site).moment.instant == instant


def test_atom_and_json_feeds_are_read(archive):
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Ode Atom</title><entry><id>urn:a</id><title>Weir</title>'
        '<link href="/a"/><published>2031-03-27T21:30:00Z</published><updated>2031-03-28T01:00:00Z</updated>'
        f'<content type="html">&lt;p&gt;Atom. {LONG}&lt;/p&gt;</content></entry></feed>'
    )
    entry = {"id": 7, "url": "https://e.example/j", "title": "Weir", "date_published": "2031-03-27T23:30:00+02:00"}
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Ode JSON",
        "items": [entry | {"content_text": LONG}],
    }
    with Site(feed=Reply(atom.encode(), headers={"Content-Type": "application/atom+xml"}), json=told) as site:
        one, other = only(archive, site), only(archive, site, "json")
    assert (one.article.outlet, one.moment.instant, one.article.path) == ("Ode Atom", INSTANT, f"{site.root}/a")
    assert one.article.text.startswith("Atom. The weir")
    assert (other.article.outlet, other.moment.instant) == ("Ode JSON", INSTANT)
    assert (other.article.text, other.article.path) == (LONG.strip(), "https://e.example/j")


def test_a_teaser_leads_to_the_page(archive):
    with Site(story=html(f"<p>{LONG}</p><p>{{{{ 7*7 }}}} <script>alert(1)</script></p>")) as site:
        site.pages["/feed"] = rss(item(text="The weir gave way…", link=f"{site.root}/story"))
        one = only(archive, site)
    assert LONG.strip() in one.article.text
    assert "{{ 7*7 }}" in one.article.text
    assert "alert" not in one.article.text
    assert "Weather" not in one.article.text
    assert (one.article.title, one.article.path, one.moment.instant) == (
        "About the weir",
        f"{site.root}/story",
        INSTANT,
    )


@pytest.mark.parametrize(
    "page", [Reply(b"", 404), Reply(b"%PDF", headers={"Content-Type": "application/pdf"}), html("")]
)
def test_where_there_is_no_page_for_good_the_teaser_is_taken_and_said_to_be_one(archive, page):
    with Site(story=page) as site:
        site.pages["/feed"] = rss(item(text="The weir gave way.", link=f"{site.root}/story"))
        article = only(archive, site).article
    assert article.text == "The weir gave way."
    assert article.notes[-1].startswith("what the feed has of it; the page ")


def test_a_page_that_cannot_be_had_today_is_asked_for_again_and_the_rest_is_taken(archive):
    with Site(story=Reply(b"", 500)) as site:
        teaser = item("ferry", "The ferry sank.", f"{site.root}/story")
        site.pages["/feed"] = versioned(rss(teaser, item()))
        failure, taken = visited(archive, site)
        assert failure.reason == f"{site.root}/story: the server answers with status 500"
        archive.collect([taken])
        site.pages["/story"] = html(f"<p>Ferry. {LONG}</p>")
        assert "Ferry. The weir" in only(archive, site).article.text


def test_what_a_feed_says_as_front_matter_or_template_is_text(archive):
    text = f"---\noutlet: Another\n---\n{{{{ 7*7 }}}} {{% x %}}\n{LONG}"
    told = {
        "version": "https://jsonfeed.org/version/1",
        "items": [{"id": "1", "content_text": text, "url": "https://e.example/"}],
    }
    with Site(json=told) as site:
        article = only(archive, site, "json").article
    assert article.text == text.strip()
    assert article.outlet is None


# What is asked in the next run


def test_what_has_not_changed_is_not_sent_again(archive):
    with Site(feed=versioned(rss(item()))) as site:
        archive.collect(visited(archive, site))
        assert visited(archive, site) == []
        assert len(site.asked) == 2


def test_last_modified_does_the_same(archive):
    seen = []

    def page(headers):
        seen.append(headers.get("if-modified-since"))
        return Reply(rss(item()).body, headers={"Last-Modified": "Thu, 27 Mar 2031 21:30:00 GMT"})

    with Site(feed=page) as site:
        archive.collect(visited(archive, site))
        visited(archive, site)
    assert seen == [None, "Thu, 27 Mar 2031 21:30:00 GMT"]


def test_articles_that_never_reached_the_archive_are_had_again(archive):
    with Site(feed=versioned(rss(item()))) as site:
        assert visited(archive, site) == visited(archive, site) != []


def test_a_page_is_not_fetched_again_for_an_entry_that_has_not_changed(archive):
    with Site(story=html(f"<p>{LONG}</p>")) as site:
        site.pages["/feed"] = rss(item(text="Teaser.", link=f"{site.root}/story"))
        for _ in range(2):
            archive.collect(visited(archive, site))
        assert site.asked == ["/feed", "/story", "/feed"]
        site.pages["/feed"] = rss(item(text="Teaser, new.", link=f"{site.root}/story"))
        site.pages["/story"] = html(f"<p>{LONG}</p><p>The road is closed until further notice.</p>")
        (new,) = visited(archive, site)
    assert new.article.text.endswith("The road is closed until further notice.")


def test_another_address_under_the_same_name_is_another_feed(archive):
    with Site(feed=versioned(rss(item())), other=versioned(rss(item("ferry", f"Ferry. {LONG}")))) as site:
        archive.collect(visited(archive, site))
        (new,) = visited(archive, site, "other")
    assert new.article.title == "About the ferry"


# Pages


def test_a_page_is_an_article_with_the_time_that_it_states(archive):
    head = (
        '<meta property="og:site_name" content="Ode Site">'
        '<meta property="article:published_time" content="2031-03-27T21:30:00Z">'
    )
    with Site(page=versioned(html(f"<p>{LONG}</p>", head))) as site:
        one = only(archive, site, "page")
        archive.collect([one])
        assert visited(archive, site, "page") == []
    assert (one.article.outlet, one.moment.instant, one.article.path) == ("Ode Site", INSTANT, f"{site.root}/page")


def test_the_query_of_a_page_s_address_may_be_a_secret_and_does_not_come_out(archive):
    with Site(page=html(f"<p>{LONG}</p>")) as site:
        site.pages["/page?token=k-sentinel"] = site.pages["/page"]
        one = only(archive, site, "page", url=f"{site.root}/page?token=k-sentinel")
    assert site.asked == ["/page?token=k-sentinel"]
    assert one.article.path == f"{site.root}/page"
    assert "sentinel" not in one.model_dump_json()


def test_a_page_without_a_time_has_the_day_that_its_text_states(archive):
    with Site(page=html(f"<p>27 March 2031</p><p>{LONG}</p>")) as site:
        assert only(archive, site, "page").moment.day == date(2031, 3, 27)


@pytest.mark.parametrize(
    ("encoding", "said", "head"),
    [
        ("windows-1251", "; charset=windows-1251", ""),
        ("windows-1251", "", '<meta charset="windows-1251">'),
        ("windows-1251", "; charset=utf-8", '<meta charset="windows-1251">'),
        ("windows-1251", "; charset=x-none", ""),
        ("utf-16", "; charset=utf-8", ""),
    ],
)
def test_a_page_is_decoded_by_what_fits(archive, encoding, said, head):
    text = "Плотина прорвалась перед рассветом, затоплены две фермы, дороги закрыты до утра. " * 8
    page = html(f"<p>{text}</p>", head)
    body = page.body.decode().encode(encoding)
    with Site(page=Reply(body, headers={"Content-Type": f"text/html{said}"})) as site:
        assert text.strip() in only(archive, site, "page").article.text


# Bad servers


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(b"", 404), "the server answers with status 404"),
        (Reply(b"", 500), "the server answers with status 500"),
        (Reply(b"", 403), "the server answers with status 403"),
        (Reply(b"", 429, {"Retry-After": "3600"}), "the server asks to be left alone for 3600 s; asked again in the"),
        (Reply(b"<html><body>Hello</body></html>"), "is no feed (neither RSS nor Atom nor JSON)"),
        (Reply(b"<rss><chan"), "is no feed (its XML is broken: "),
        (Reply(b"/etc/passwd"), "is no feed ("),
        (Reply(b"http://127.0.0.1:1/"), "is no feed ("),
        (Reply(b""), "is no feed ("),
        (Reply(b"{"), "is no feed (its JSON is broken)"),
        (Reply(b"{" * 100_000), "is no feed (its JSON is broken)"),
        (Reply({"items": []}), "is no feed (JSON, but no JSON Feed)"),
        (Reply(b"x" * 5_000_001), "the answer is longer than 5 MB"),
        (Reply(PACKED, headers=GZIP), "the answer is longer than 5 MB"),
        (Reply(gzip.compress(rss(item()).body)[:-20], headers=GZIP), "the answer is cut off"),
        (Reply(b"junk", headers=GZIP), "the answer cannot be unpacked"),
        (Reply(b"junk", headers={"Content-Encoding": "br"}), "the answer is packed as br, which"),
        (Reply(b"", 302, {"Location": "/feed"}), "leads to more than 5 other addresses"),
        (Reply(b"", 302), "leads on, but not to where"),
        (Reply(b"", 302, {"Location": "file:///etc/passwd"}), "leads to what is no address on the web"),
        (Reply(b"", 302, {"Location": "http://me:pw@127.0.0.1/"}), "leads to what is no address on the web"),
        (Reply(b"", 302, {"Location": "http://localhost:1/"}), "leads into the own network, where nothing is asked"),
        (Reply(b"", 302, {"Location": "http://169.254.169.254/"}), "leads into the own network, where"),
        (Reply(b"", 302, {"Location": "http://[::1]/"}), "leads into the own network, where nothing is asked"),
        (Reply(b"long", fault="half"), "the connection failed (RemoteProtocolError)"),
        (Reply(b"", fault="reset"), "the connection failed ("),
        (Reply(b"nonsense\r\n\r\n", fault="raw"), "the connection failed (RemoteProtocolError)"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)  # fmt: skip
def test_a_server_that_gives_no_feed_is_a_failure_and_the_other_sources_go_on(archive, tmp_path, reply, words):
    waits = Waits()
    with Site(feed=reply, good=rss(item())) as site:
        sources = [SourceConfig(name=name, feed=f"{site.root}/{name}?token=sentinel") for name in ("feed", "good")]
        site.pages |= {f"/{name}?token=sentinel": site.pages[f"/{name}"] for name in ("feed", "good")}
        sources.append(SourceConfig(name="Folder", folder=tmp_path / "none"))
        desk = Desk(articles, archive, ZoneInfo("UTC"), NOW, waits.clock, waits.wait)
        first, *rest = collect(sources, desk)
    assert first.reason.startswith(f"{site.root}/feed: {words}")
    assert "sentinel" not in str(first)
    assert rest[-1].kind == "missing"
    assert sum(waits.waits) < 30


def test_a_server_that_is_not_there_is_a_failure(archive):
    class Gone:
        root = f"http://127.0.0.1:{unused_port()}"

    assert only(archive, Gone).reason == f"{Gone.root}/feed: its robots.txt cannot be had: the server cannot be reached"


def test_of_a_broken_feed_what_can_be_read_is_taken_and_the_break_is_said(archive):
    whole = rss(item(), item("ferry", f"Ferry. {LONG}")).body
    with Site(feed=versioned(Reply(whole[: whole.rindex(b"</item>")], headers={"Content-Type": "text/xml"}))) as site:
        *taken, failure = visited(archive, site)
        archive.collect(taken)
        assert taken[0].article.title == "About the weir"
        assert "its XML is broken: " in failure.reason
        assert visited(archive, site)[-1].reason == failure.reason


def test_entities_without_end_are_not_written_out(archive):
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha"><!ENTITY x SYSTEM "file:///etc/passwd">{laughs}]>'
    with Site(feed=rss("<item><title>&l9;&x;</title><description>&x;</description></item>", head=head)) as site:
        found = visited(archive, site)
    assert "root:" not in str(found)
    assert len(str(found)) < 10_000


@pytest.mark.parametrize(
    "link", ["http://[", "javascript:alert(1)", "mailto:a@b.example", "http://a.example/\n\x1b[2J", "//"]
)
def test_an_entry_that_leads_nowhere_is_what_the_feed_has_of_it(archive, link):
    told = {"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "url": link, "content_text": "Teaser."}]}
    with Site(json=told) as site:
        article = only(archive, site, "json").article
    assert article.text == "Teaser."
    assert article.path.isprintable()
    assert site.asked == ["/json"]


@pytest.mark.parametrize("charset", ["utf-16", "koi8-r"])
def test_a_feed_in_another_charset_than_its_server_says_is_read(archive, charset):
    text = "Плотина прорвалась перед рассветом, затоплены две фермы. " * 20
    body = rss(item(text=text), head=f'<?xml version="1.0" encoding="{charset}"?>').body.decode().encode(charset)
    with Site(feed=Reply(body, headers={"Content-Type": "text/xml"})) as site:
        assert only(archive, site).article.text == text.strip()


# Politeness


def test_one_request_at_a_time_with_a_pause_and_a_name(archive):
    waits, agents = Waits(), []

    def page(headers):
        agents.append(headers["user-agent"])
        return html(f"<p>{agents} {LONG}</p>")

    with Site(a=page, b=page) as site:
        site.pages["/feed"] = rss(*(item(name, "Teaser.", f"{site.root}/{name}") for name in "ab"))
        visited(archive, site, waits=waits)
    assert waits.waits == [1.0, 1.0, 1.0]
    assert all(agent.startswith("summariser/") for agent in agents)


def test_robots_txt_is_followed(archive):
    robots = Reply(b"User-agent: summariser\nDisallow: /story\nCrawl-delay: 7\n")
    waits = Waits()
    with Site(robots__txt=robots, story=html(f"<p>{LONG}</p>")) as site:
        site.pages["/feed"] = rss(item(text="Teaser.", link=f"{site.root}/story"))
        article = only(archive, site, waits=waits).article
    assert article.notes[-1].endswith("the site's robots.txt asks not to read it")
    assert site.looked == ["/robots.txt", "/feed"]
    assert waits.waits == [7.0]


def test_a_site_whose_robots_txt_is_out_of_order_is_left_alone(archive):
    with Site(robots__txt=Reply(b"", 503), feed=rss(item())) as site:
        assert "its robots.txt cannot be had: the server answers with status 503" in only(archive, site).reason
    assert site.asked == []


def in_seconds(seconds):
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("after", "least", "most"), [(lambda: "5", 5, 5), (lambda: in_seconds(30), 27, 30), (lambda: "soon", 2, 2)]
)
def test_a_busy_server_gets_the_time_that_it_asks_for(archive, after, least, most):
    replies = iter([Reply(b"", 429, {"Retry-After": after()}), rss(item())])
    waits = Waits()
    with Site(feed=lambda headers: next(replies)) as site:
        assert isinstance(only(archive, site, waits=waits), Collected)
    assert least <= max(waits.waits) <= most


def test_a_connection_that_breaks_once_is_made_again(archive):
    replies = iter([Reply(b"", fault="reset"), rss(item())])
    with Site(feed=lambda headers: next(replies)) as site:
        assert isinstance(only(archive, site), Collected)


def test_a_server_that_wants_to_be_left_alone_is_not_asked_again_in_this_run(archive):
    with Site(feed=Reply(b"", 503, {"Retry-After": "86400"})) as site:
        sources = [SourceConfig(name=name, feed=f"{site.root}/feed") for name in ("One", "Two")]
        waits = Waits()
        desk = Desk(articles, archive, ZoneInfo("UTC"), NOW, waits.clock, waits.wait)
        assert [one.kind for one in collect(sources, desk)] == ["server", "server"]
    assert site.asked == ["/feed"]


def test_an_entry_cannot_lead_into_the_own_network(archive):
    with Site(feed=None) as site, Site(secret=html(f"<p>{LONG}</p>")) as inside:
        site.pages["/feed"] = rss(item(text="Teaser.", link=f"{inside.root}/secret"))
        article = only(archive, site).article
    assert article.text == "Teaser."
    assert inside.looked == []


def test_an_answer_that_never_ends_is_left_by_the_clock():
    with Site(robots__txt=Reply(b"User-agent: *\n" * 100, fault="drip")) as site:
        waits = Waits()
        with (
            Web(waits.clock, waits.wait, NOW, seconds=0.3) as web,
            pytest.raises(NotHadError, match=r"took longer than 0\.3 s"),
        ):
            web.get(f"{site.root}/feed", {}, trusted=site.root.removeprefix("http://"))


def test_a_feed_of_nonsense_does_not_stop_the_run(archive):
    told = {
        "version": "https://jsonfeed.org/version/1",
        "title": 5,
        "items": [None, {}, {"id": {}}, {"content_html": "<p>\ud800\0"}],
    }
    with Site(feed=Reply(json.dumps(told).encode())) as site:
        assert {type(one).__name__ for one in visited(archive, site)} == {"Failure", "Collected"} or visited(
            archive, site
        )
