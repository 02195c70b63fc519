"""Builds readings by hand: what one invented article tells, in a line a thing."""

from itertools import count

from summariser.nouns.article import Evidence, KnownDate
from summariser.nouns.reading import (
    Actor,
    Fact,
    Incident,
    Link,
    Named,
    Reading,
    Relay,
    Role,
    Series,
    StandingFact,
    Statement,
)
from summariser.nouns.values import Basis, Category, Number, Place, Text, Time

FAMILIES = {
    "shelling": "remote_violence",
    "air_or_drone_strike": "remote_violence",
    "strike_means_not_stated": "remote_violence",
    "bombing": "remote_violence",
    "earthquake": "disaster",
    "flood": "disaster",
    "landslide": "disaster",
    "talks": "diplomacy",
    "other": "other",
}


def at(edtf=None, clock=None, *, about=False, part=None):
    words = " ".join(filter(None, (edtf, clock, part))) or "recently"
    basis = Basis.STATED if edtf else Basis.UNKNOWN
    return Time(words=words, edtf=edtf, basis=basis, clock=clock, clock_about=about, part_of_day=part)


def in_(name, city=None, country="XA", relation="in"):
    return Place(words=name, name=name, city=city or name, country=country, relation=relation)


def number(low, counted="person", qualifier="exact", *, high=None, scope=None, words=None):
    top = low if qualifier in ("exact", "about") else high
    return Number(words=words or str(low), low=low, high=top, qualifier=qualifier, counted=counted, scope=scope)


def category(code):
    return Category(words=code, code=code)


def text(words):
    return Text(text=words)


class Told:
    """One article; `sign` is the hexadecimal digit that its sha256 is made of."""

    def __init__(self, sign, published=None, outlet=None):
        self.article = sign * 64
        self.prefix = sign * 12
        self._places = count()
        self.published = KnownDate(edtf=published, how="front matter") if published else None
        self.outlet = Named(name=outlet, evidence=self._evidence(outlet)) if outlet else None
        self.actors, self.incidents, self.series, self.standing, self.statements = [], [], [], [], []

    def _evidence(self, quote):
        start = 100 * next(self._places)
        return (Evidence(article=self.article, start=start, end=start + len(quote), line=1, sentence=1, quote=quote),)

    def _id(self, letter, things):
        return f"{self.prefix}:{letter}{len(things) + 1}"

    def _relays(self, names):
        return tuple(Relay(name=name, evidence=self._evidence(name)) for name in names)

    def actor(self, name, kind="government_body", country=None, part_of=None):
        one = self._id("a", self.actors)
        mentions = self._evidence(name)
        self.actors.append(Actor(id=one, name=name, kind=kind, country=country, part_of=part_of, mentions=mentions))
        return one

    def role(self, role, actor, basis="fact", accuser=None, relays=()):
        return Role(
            role=role,
            actor=actor,
            basis=basis,
            accuser=accuser,
            relayed_by=self._relays(relays),
            evidence=self._evidence(f"{role} {actor}"),
        )

    def incident(self, type_, *facts, roles=(), title=None, background=False, status="happened", links=()):
        """`facts` are values (times and places) or (aspect, value[, said_by[, relays[, as_of]]])."""
        one = self._id("i", self.incidents)
        self.incidents.append(
            Incident(
                id=one,
                type=type_,
                title=title or f"{type_} told by {self.prefix[0]}",
                background=background,
                status=status,
                evidence=self._evidence(f"{type_} {one}"),
                roles=tuple(self.role(*role) for role in roles),
                facts=tuple(self._fact(one, position, fact) for position, fact in enumerate(facts, 1)),
                links=tuple(Link(kind=kind, to=to, evidence=self._evidence(f"{kind} {to}")) for kind, to in links),
            )
        )
        return one

    def _fact(self, incident, position, fact):
        aspect, value, *rest = fact if isinstance(fact, tuple) else (fact.type, fact)
        said_by, relays, as_of, *_ = (*rest, *(None, (), None)[len(rest) :])
        return Fact(
            id=f"{incident}f{position}",
            aspect=aspect,
            value=value,
            as_of=as_of,
            said_by=said_by,
            relayed_by=self._relays(relays),
            unclear=False,
            figures="none",
            evidence=self._evidence(f"{aspect} {value.type}"),
        )

    def run(self, type_, many=None, period=None, targets=()):
        one = self._id("s", self.series)
        self.series.append(
            Series(
                id=one,
                type=type_,
                title=f"run of {type_}",
                count=many,
                period=period,
                said_by=None,
                relayed_by=(),
                roles=tuple(self.role("target", target) for target in targets),
                unclear=False,
                figures="none",
                evidence=self._evidence(f"run {one}"),
            )
        )
        return one

    def stands(self, words, value=None, about=None, as_of=None):
        one = self._id("f", self.standing)
        self.standing.append(
            StandingFact(
                id=one,
                text=words,
                value=value,
                about=about,
                as_of=as_of,
                said_by=None,
                relayed_by=(),
                unclear=False,
                figures="none",
                evidence=self._evidence(words),
            )
        )
        return one

    def says(self, speaker, kind, content, about=(), *, addressee=None, when=None, relays=()):
        one = self._id("t", self.statements)
        self.statements.append(
            Statement(
                id=one,
                kind=kind,
                speaker=speaker,
                voice=None,
                addressee=addressee,
                content=content,
                figures_told=(),
                quotations=(),
                when=when,
                about=tuple(about),
                relayed_by=self._relays(relays),
                quoted_in=None,
                unclear=False,
                figures="none",
                evidence=self._evidence(content),
            )
        )
        return one

    def reading(self):
        return Reading(
            article=self.article,
            outlet=self.outlet,
            published=self.published,
            actors=tuple(self.actors),
            incidents=tuple(self.incidents),
            series=tuple(self.series),
            standing_facts=tuple(self.standing),
            statements=tuple(self.statements),
            rejections=(),
        )
