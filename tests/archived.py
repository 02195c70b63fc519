"""Makes articles as they come in, and readings of them whose evidence stands in their texts."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from summariser.nouns.archived import Collected, Issue, Lasting, Moment
from summariser.nouns.article import Article, Evidence, Sentence
from summariser.nouns.reading import Actor, Incident, Reading
from summariser.nouns.window import Window

START = datetime(2031, 5, 1, 6, tzinfo=UTC)
DAY = timedelta(days=1)


def window(number):
    """The window of the digest with this number, in UTC."""
    return Window(start=START + (number - 1) * DAY, end=START + number * DAY, zone="UTC")


def came_in(name, text="Rockets hit the mill at Duyal. Nobody was hurt.", **changes):
    """An article of a file called `name`; its sha256 is that of name and text."""
    digest = sha256(f"{name}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
    article = Article(
        path=f"in/{name}.txt", sha256=digest, text=text, encoding="utf-8", language="en", title=None, outlet="The Quay",
        published=None, sentences=(Sentence(number=1, start=0, end=len(text), line=1),),
    )  # fmt: skip
    moment = Moment(instant=START + DAY / 2, how="front matter")
    given = {"article": article, "source": "wires", "moment": moment, "collected": START + DAY} | changes
    return Collected(**given)


def read(collected, incidents=1):
    """A reading of it: so many incidents, each told by its whole text, and one actor."""
    article = collected.article
    evidence = (
        Evidence(article=article.sha256, start=0, end=len(article.text), line=1, sentence=1, quote=article.text),
    )
    prefix = article.sha256[:12]
    told = tuple(
        Incident(
            id=f"{prefix}:i{number}", type="shelling", title="rockets at the mill", background=False, status="happened",
            evidence=evidence, roles=(), facts=(), links=(),
        )
        for number in range(1, incidents + 1)
    )  # fmt: skip
    actor = Actor(
        id=f"{prefix}:a1", name="Orla Mill", kind="organisation", country=None, part_of=None, mentions=evidence
    )
    return Reading(
        article=article.sha256, outlet=None, published=None, actors=(actor,), incidents=told, series=(),
        standing_facts=(), statements=(), rejections=(),
    )  # fmt: skip


def issue(number, told=(), *, revision=1, lasting=(), joined=None, background=(), digest='{"told": "磨坊"}'):
    """A digest of the window with this number."""
    return Issue(
        window=window(number), number=number, revision=revision, digest=digest,
        told=tuple(one.article.sha256 for one in told), background=tuple(one.article.sha256 for one in background),
        lasting=tuple(lasting), joined=joined or {},
    )  # fmt: skip


def incident(lasting_id, *collected, number=1):
    """The lasting incident that the incidents with this `number` of these articles are."""
    reports = tuple(f"{one.article.sha256[:12]}:i{number}" for one in collected)
    return Lasting(id=lasting_id, kind="incident", reports=reports)


def keep(archive, *collected, keys=("mill",)):
    """Have these come in and read, their first incident under `keys`."""
    archive.collect(collected)
    for one in collected:
        archive.keep(read(one), {f"{one.article.sha256[:12]}:i1": frozenset(keys)}, ['{"answer": "磨"}'])
