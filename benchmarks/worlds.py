"""Takes a number of incidents and a seed and gives an invented world: what articles tell of it, and what is true.

Cities and countries are real; bodies, groups, persons, outlets and all that happens are made up. The work and the
memory grow with the number of incidents, for the world gets longer and not denser: thirty incidents a day.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, chain
from random import Random
from typing import NamedTuple

from summariser.nouns.article import Evidence, KnownDate
from summariser.nouns.kinds import ActorKind, Aspect, RoleKind
from summariser.nouns.reading import Actor, Fact, Incident, Reading, Role, Statement
from summariser.nouns.values import Basis, Category, Number, Place, Time, Value
from summariser.text.english import country_name, spaced

A_DAY = 30
_FIRST_DAY = date(2031, 1, 1)
_CITIES = """
IQ Baghdad, Basra, Mosul, Kirkuk, Erbil, Najaf, Karbala
SY Damascus, Aleppo, Homs, Idlib, Latakia, Hama
YE Sanaa, Aden, Taiz, Hodeidah, Marib
LB Beirut, Tripoli, Sidon, Tyre
IL Jerusalem, Tel Aviv, Haifa, Ashdod
IR Tehran, Isfahan, Shiraz, Tabriz, Mashhad
AF Kabul, Kandahar, Herat, Jalalabad, Kunduz
PK Islamabad, Karachi, Lahore, Peshawar, Quetta
IN New Delhi, Mumbai, Kolkata, Chennai, Srinagar, Imphal
UA Kyiv, Kharkiv, Odesa, Dnipro, Lviv, Zaporizhzhia
RU Moscow, Saint Petersburg, Belgorod, Kursk, Rostov
SD Khartoum, Omdurman, Port Sudan, Nyala
SO Mogadishu, Kismayo, Baidoa
ET Addis Ababa, Mekelle, Gondar
NG Abuja, Lagos, Maiduguri, Kano, Kaduna
ML Bamako, Gao, Timbuktu, Mopti
BF Ouagadougou, Djibo, Kaya
NE Niamey, Agadez, Diffa
TD Ndjamena, Abeche
CD Kinshasa, Goma, Bukavu, Bunia
CF Bangui, Bambari
SS Juba, Malakal, Bentiu
KE Nairobi, Mombasa, Garissa
MZ Maputo, Pemba, Palma
LY Benghazi, Misrata, Sirte, Tripoli
EG Cairo, Alexandria, Arish
DZ Algiers, Oran
TN Tunis, Sfax
MA Rabat, Casablanca
TR Ankara, Istanbul, Diyarbakir, Izmir
SA Riyadh, Jeddah, Abha
AE Abu Dhabi, Dubai
JO Amman, Zarqa
MM Yangon, Mandalay, Naypyidaw, Sittwe
TH Bangkok, Pattani, Chiang Mai
PH Manila, Davao, Marawi, Zamboanga
ID Jakarta, Surabaya, Jayapura
BD Dhaka, Chittagong
LK Colombo, Jaffna
NP Kathmandu, Pokhara
CN Beijing, Shanghai, Urumqi, Chengdu
JP Tokyo, Osaka, Sendai
KR Seoul, Busan
VN Hanoi, Ho Chi Minh City, Da Nang
MX Mexico City, Tijuana, Culiacan, Guadalajara
CO Bogota, Medellin, Cali, Cucuta
VE Caracas, Maracaibo
EC Quito, Guayaquil
PE Lima, Arequipa
BR Brasilia, Rio de Janeiro, Sao Paulo, Manaus
HT Port-au-Prince, Cap-Haitien
GT Guatemala City, Quetzaltenango
US Washington, New York, Chicago, Los Angeles, Houston
GB London, Manchester, Belfast, Birmingham
FR Paris, Marseille, Lyon, Nice
DE Berlin, Hamburg, Munich, Cologne
IT Rome, Milan, Naples
ES Madrid, Barcelona, Valencia
GR Athens, Thessaloniki
PL Warsaw, Krakow
"""
"""The capital comes first; countries stand by how often news comes from them."""
_DISTRICTS = ("Old Town", "Northern District", "Market Street", "Airport Road", "University Quarter", "River Bank")
_SENDERS = ("US", "GB", "FR", "DE", "TR", "IR", "SA", "CN")
_KINDS = {
    "shelling": (12, "rocket"),
    "air_or_drone_strike": (14, "drone"),
    "bombing": (10, "bomb"),
    "armed_clash": (12, "small_arms"),
    "attack_on_civilians": (9, "blade"),
    "abduction": (4, None),
    "protest": (10, None),
    "riot": (3, None),
    "arrest": (7, None),
    "fire": (5, "fire"),
    "transport_accident": (5, None),
    "flood": (3, None),
    "earthquake": (2, None),
    "talks": (4, None),
}
"""Kinds with how many of a hundred incidents are of them, and their means."""
_DEADLY = frozenset(
    {
        "shelling",
        "air_or_drone_strike",
        "bombing",
        "armed_clash",
        "attack_on_civilians",
        "fire",
        "transport_accident",
        "flood",
        "earthquake",
    }
)
_BY_SOMEBODY = _DEADLY - {"fire", "transport_accident", "flood", "earthquake"} | {"abduction"}
_OFF_BY_ONE = {
    "shelling": "strike_means_not_stated",
    "air_or_drone_strike": "shelling",
    "bombing": "strike_means_not_stated",
    "protest": "riot",
    "riot": "protest",
}
FAMILIES = {
    "shelling": "remote_violence",
    "air_or_drone_strike": "remote_violence",
    "bombing": "remote_violence",
    "strike_means_not_stated": "remote_violence",
    "armed_clash": "battle",
    "attack_on_civilians": "violence_against_civilians",
    "abduction": "violence_against_civilians",
    "protest": "unrest",
    "riot": "unrest",
    "arrest": "security_operation",
    "fire": "accident",
    "transport_accident": "accident",
    "flood": "disaster",
    "earthquake": "disaster",
    "talks": "diplomacy",
}
"""The families that the shipped list of types gives the kinds that happen in these worlds."""
_SYLLABLES = re.findall("..", "badafakalamanarasatazobedekelemeneresetevokolomonorosoto")
_SPELT_OTHERWISE = (("a", "e"), ("o", "u"), ("e", "i"), ("k", "q"))
_SAYINGS = (
    "the {kind} in {city} is under investigation and arrests will follow",
    "emergency teams were sent to {city} and the wounded are treated",
    "the {kind} was a cowardly act against the people of {city}",
    "security around {city} will be tightened at every checkpoint",
    "families in {city} receive shelter, food and medicine",
)


class _Person(NamedTuple):
    """One that acts in the world: what is true of it, and the names that articles have for it."""

    key: str
    kind: ActorKind
    country: str | None
    names: tuple[str, ...]


class _City(NamedTuple):
    name: str
    country: str
    capital: str


class _Event(NamedTuple):
    """One incident as it truly was; `minute` is that of its day, `target` and `doer` may be None."""

    key: str
    day: int
    minute: int
    city: _City
    district: str
    kind: str
    target: _Person | None
    doer: _Person | None
    victim: _Person | None
    killed: int
    injured: int


@dataclass
class World:
    """What articles tell of an invented world, and the truth: the incident and the actor behind each id.

    `outlets` has the outlet of each article by its sha256.
    """

    readings: list[Reading] = field(default_factory=list)
    families: dict[str, str] = field(default_factory=lambda: dict(FAMILIES))
    outlets: dict[str, str] = field(default_factory=dict)
    incidents: dict[str, str] = field(default_factory=dict)
    actors: dict[str, str] = field(default_factory=dict)


def make_world(incidents: int, seed: int = 1) -> World:
    """Give a world in which `incidents` happen; equal numbers and seeds give equal worlds."""
    random = Random(seed)
    world = World()
    history = _History()
    desk: dict[int, list[_Event]] = defaultdict(list)
    days = -(-incidents // A_DAY)
    for day in range(days + 12):
        for number in range(day * A_DAY, min(incidents, (day + 1) * A_DAY)):
            event = _happen(f"e{number}", day, history, random)
            history.add(event)
            for later in _days_told(random):
                desk[day + later].append(event)
        for group in _articles_of(desk.pop(day, []), random):
            _write(world, group, day, history, random)
    return world


# What happens


@cache
def _cities() -> tuple[_City, ...]:
    lines = (line.split(" ", 1) for line in _CITIES.strip().splitlines())
    named = ((code, names.split(", ")) for code, names in lines)
    return tuple(_City(name, code, names[0]) for code, names in named for name in names)


@cache
def _city_weights() -> tuple[float, ...]:
    """Weigh the cities so that the first has about a fiftieth of the news, and the last a thousandth."""
    return tuple(accumulate(1 / (12 + place) ** 0.9 for place in range(len(_cities()))))


class _History:
    """What has happened so far, for look-alikes and for reports that look back."""

    def __init__(self) -> None:
        self.recent: list[_Event] = []
        self._of_country: dict[str, list[_Event]] = defaultdict(list)

    def add(self, event: _Event) -> None:
        self.recent = [*self.recent[-7 * A_DAY :], event]
        self._of_country[event.city.country].append(event)

    def remembered(self, country: str, day: int, random: Random) -> _Event | None:
        """Give something older than a month, often the worst of its forty incidents, as all articles recall it."""
        past = self._of_country[country]
        place = random.randrange(len(past)) if past else 0
        if random.random() < 0.4:
            block = past[place // 40 * 40 :][:40]
            event = max(block, key=lambda one: one.killed, default=None)
        else:
            event = past[place] if past else None
        return event if event and event.day < day - 30 else None


def _happen(key: str, day: int, history: _History, random: Random) -> _Event:
    """Make an incident, one time in three a look-alike of one of the last week."""
    if history.recent and random.random() < 1 / 3:
        return _look_alike(key, day, random.choice(history.recent), random)
    city = random.choices(_cities(), cum_weights=_city_weights())[0]
    kind = random.choices(list(_KINDS), [often for often, _ in _KINDS.values()])[0]
    return _Event(
        key=key,
        day=day,
        minute=random.randrange(1440),
        city=city,
        district=random.choice(_DISTRICTS),
        kind=kind,
        target=_target(city, random),
        doer=_doer(city, random) if kind in _BY_SOMEBODY else None,
        victim=_rare(key, city.country, random) if random.random() < 0.2 else None,
        killed=int(random.paretovariate(0.9)) - 1 if kind in _DEADLY else 0,
        injured=random.randrange(40) if kind in _DEADLY else 0,
    )


def _look_alike(key: str, day: int, of: _Event, random: Random) -> _Event:
    """Make one of the same kind in the same city; on the same day in another district, at another hour or target."""
    others = [district for district in _DISTRICTS if district != of.district]
    same_target = day != of.day and random.random() < 0.5
    return of._replace(
        key=key,
        day=day,
        minute=(of.minute + random.randrange(400, 1000)) % 1440,
        district=random.choice(others) if day == of.day else random.choice(_DISTRICTS),
        target=of.target if same_target else _target(of.city, random),
        victim=_rare(key, of.city.country, random) if random.random() < 0.2 else None,
        killed=int(random.paretovariate(0.9)) - 1 if of.kind in _DEADLY else 0,
        injured=random.randrange(40) if of.kind in _DEADLY else 0,
    )


def _target(city: _City, random: Random) -> _Person | None:
    chance = random.random()
    if chance < 0.15:
        return None
    if chance < 0.3:
        return _embassy(random.choice(_SENDERS), city.country)
    if chance < 0.5:
        return _national(random.choice(_OFFICES[1:]), city.country)
    return _local(random.choice(("University", "Hospital", "Airport", "City Hall", "Power Plant", "Port")), city.name)


def _doer(city: _City, random: Random) -> _Person | None:
    chance = random.random()
    if chance < 0.3:
        return None
    if chance < 0.5:
        return _national("Army", city.country)
    return _group(random.randrange(3), city.country, offshoot=random.random() < 0.3)


# Who acts

_OFFICES = ("State", "Army", "Police", "Ministry of Interior", "Ministry of Health", "Ministry of Defence")


@cache
def _national(office: str, country: str) -> _Person:
    land = country_name(country)
    if office == "State":
        return _Person(f"state {country}", ActorKind.STATE, country, (land,))
    short = office.removeprefix("Ministry of ")
    said_shortly = f"{land} {short} Ministry" if short != office else f"{office} of {land}"
    names = (f"{land} {office}", said_shortly, office)
    return _Person(f"{office} {country}", ActorKind.GOVERNMENT_BODY, country, names)


@cache
def _embassy(sender: str, host: str) -> _Person:
    capital = next(city.name for city in _cities() if city.country == host)
    land = country_name(sender)
    names = (f"Embassy of {land} in {capital}", f"{land} Embassy in {capital}", f"{land} Embassy to {capital}")
    return _Person(f"embassy {sender} {host}", ActorKind.GOVERNMENT_BODY, sender, names)


@cache
def _local(house: str, city: str) -> _Person:
    country = next(one.country for one in _cities() if one.name == city)
    return _Person(f"{house} {city}", ActorKind.ORGANISATION, country, (f"{city} {house}", f"{house} of {city}"))


@cache
def _group(number: int, country: str, *, offshoot: bool) -> _Person:
    """Give an armed group; its offshoot has nearly the same name."""
    random = Random(f"group {number} {country}")
    word = _word(random, 3).title()
    name = f"{word} {('Liberation Front', 'Resistance', 'Brigades')[number]}"
    full = f"New {name}" if offshoot else name
    acronym = "".join(part[0] for part in full.split())
    names = (full, f"the {full}", full, full, full, acronym)
    return _Person(f"group {number} {country} {offshoot}", ActorKind.ARMED_GROUP, country, names)


@cache
def _official(office: str, country: str) -> _Person:
    """Give the one who speaks for an office, whose name is romanised in several ways."""
    names = _spellings(Random(f"official {office} {country}"))
    return _Person(f"official {office} {country}", ActorKind.PERSON, country, names)


def _rare(key: str, country: str, random: Random) -> _Person:
    return _Person(f"victim {key}", ActorKind.PERSON, country, _spellings(random))


def _spellings(random: Random) -> tuple[str, ...]:
    first, middle, last = (_word(random, 3) for _ in range(3))
    old, new = random.choice(_SPELT_OTHERWISE)
    return tuple(" ".join((first, middle, one)).title() for one in (last, last, last.replace(old, new)))


def _word(random: Random, syllables: int) -> str:
    return "".join(random.choices(_SYLLABLES, k=syllables)) + random.choice("nrsd")


# What is told, and when


def _days_told(random: Random) -> Iterator[int]:
    """Give for each article about an incident how many days later it comes out: news, then some follow-ups."""
    for _ in range(random.choices((1, 2, 3, 4), (24, 8, 5, 3))[0]):
        yield random.choice((0, 0, 1))
    if random.random() < 0.15:
        yield random.randrange(2, 12)


def _articles_of(events: Sequence[_Event], random: Random) -> Iterator[list[_Event]]:
    """Give what is told on one day in articles of one to four incidents of one country, none of them twice."""
    group: list[_Event] = []
    room = 0
    for event in sorted(events, key=lambda one: (one.city.country, random.random())):
        if group and (len(group) >= room or event.city.country != group[0].city.country or event in group):
            yield group
            group = []
        if not group:
            room = random.choices((1, 2, 3, 4), (12, 5, 2, 1))[0]
        group.append(event)
    if group:
        yield group


def _write(world: World, events: Sequence[_Event], day: int, history: _History, random: Random) -> None:
    """Write one article about `events`, that looks back on something older now and then."""
    desk = _Desk(world, day, random)
    for event in events:
        desk.tell(event)
    past = history.remembered(events[0].city.country, day, random) if random.random() < 0.12 else None
    if past:
        desk.tell(past, background=True)
    world.readings.append(desk.reading())


class _Desk:
    """Writes one article."""

    def __init__(self, world: World, day: int, random: Random) -> None:
        self._world, self._day, self._random = world, day, random
        self._article = hashlib.sha256(f"article {len(world.readings)} {random.random()}".encode()).hexdigest()
        self._length = 0
        self._actors: dict[str, Actor] = {}
        self._incidents: list[Incident] = []
        self._statements: list[Statement] = []

    def reading(self) -> Reading:
        self._world.outlets[self._article] = f"Outlet {int(self._random.paretovariate(0.6)) % 300}"
        return Reading(
            article=self._article,
            outlet=None,
            published=_published(self._day) if self._random.random() < 0.95 else None,
            actors=tuple(self._actors.values()),
            incidents=tuple(self._incidents),
            series=(),
            standing_facts=(),
            statements=tuple(self._statements),
            rejections=(),
        )

    def tell(self, event: _Event, *, background: bool = False) -> None:
        """Tell one incident, with the faults that a model makes now and then."""
        one = f"{self._article[:12]}:i{len(self._incidents) + 1}"
        self._world.incidents[one] = event.key
        said = self._said(f"{spaced(event.kind)} in {event.city.name}")
        values = [*self._when(event, background), *self._where(event), *self._tolls(event), *self._means(event)]
        self._incidents.append(
            Incident(
                id=one,
                type=self._kind(event),
                title=f"{spaced(event.kind).capitalize()} in {event.city.name}",
                background=background,
                status="happened",
                evidence=said,
                roles=tuple(self._roles(event, said)),
                facts=tuple(
                    _fact(f"{one}f{place}", aspect, value, said) for place, (aspect, value) in enumerate(values, 1)
                ),
                links=(),
            )
        )
        if not background and self._random.random() < 0.35:
            self._quote(event, one)

    def _said(self, quote: str) -> tuple[Evidence]:
        start = self._length
        self._length += len(quote) + 40
        line = start // 80 + 1
        return (
            Evidence(article=self._article, start=start, end=start + len(quote), line=line, sentence=line, quote=quote),
        )

    def _kind(self, event: _Event) -> str:
        return _OFF_BY_ONE.get(event.kind, event.kind) if self._random.random() < 0.04 else event.kind

    def _when(self, event: _Event, background: bool) -> Iterator[tuple[Aspect, Value]]:
        chance = self._random.random()
        exact = _on(event.day)
        if background:
            told = exact[:7] if chance < 0.45 else exact[:4] if chance < 0.7 else exact if chance < 0.85 else None
        else:
            told = exact if chance < 0.95 else exact[:7] if chance < 0.97 else None
        if told:
            clock = self._clock(event) if len(told) > 7 and self._random.random() < 0.4 else (None, False)
            yield Aspect.TIME, _time(told, *clock)

    def _clock(self, event: _Event) -> tuple[str, bool]:
        about = self._random.random() < 0.3
        minute = event.minute + (self._random.randrange(-15, 16) if about else 0)
        minute = min(max(minute, 0), 1439)
        return f"{minute // 60:02}:{minute % 60:02}", about

    def _where(self, event: _Event) -> Iterator[tuple[Aspect, Value]]:
        inside = event.district if self._random.random() < 0.4 else None
        city = event.city.name if self._random.random() < 0.97 else None
        country = event.city.country if self._random.random() < 0.9 else None
        if city or inside:
            yield Aspect.PLACE, _place(inside or event.city.name, city, country)
        elif country:
            yield Aspect.PLACE, _place(country_name(country), None, country)

    def _tolls(self, event: _Event) -> Iterator[tuple[Aspect, Value]]:
        """Give the tolls of the day of the report: the first reports know less."""
        grown = 1.0 if self._day > event.day + 1 else self._random.choice((0.5, 0.8, 1.0, 1.0))
        for aspect, final in ((Aspect.KILLED, event.killed), (Aspect.INJURED, event.injured)):
            if final and self._random.random() < 0.6:
                qualifier = self._random.choices(("exact", "at_least", "about"), (8, 2, 1))[0]
                yield aspect, _number(max(1, round(final * grown)), qualifier)

    def _means(self, event: _Event) -> Iterator[tuple[Aspect, Value]]:
        means = _KINDS[event.kind][1]
        if means and self._random.random() < 0.5:
            yield Aspect.MEANS, _category(means)

    def _roles(self, event: _Event, said: tuple[Evidence]) -> Iterator[Role]:
        parts = (
            (RoleKind.TARGET, event.target, 0.85),
            (RoleKind.PERPETRATOR, event.doer, 0.6),
            (RoleKind.VICTIM, event.victim, 0.7),
            (RoleKind.AFFECTED, _national("State", event.city.country), 0.08),
            (RoleKind.RESPONDER, _national("Police", event.city.country), 0.1),
        )
        for role, who, often in parts:
            if who and self._random.random() < often:
                yield _role(role, self._actor(who, said), said)
        if event.kind in _BY_SOMEBODY and not event.doer and self._random.random() < 0.3:
            yield _role(RoleKind.PERPETRATOR, self._somebody(said), said)

    def _actor(self, who: _Person, said: tuple[Evidence]) -> str:
        """Name an actor in one of the ways in which articles do, the country left out one time in seven."""
        if who.key not in self._actors:
            country = who.country if self._random.random() < 0.86 else None
            self._name(who.key, self._random.choice(who.names), who.kind, country, said)
        return self._actors[who.key].id

    def _somebody(self, said: tuple[Evidence]) -> str:
        """Name a group without a name, which never is the same as another one."""
        key = f"somebody {self._article} {len(self._actors)}"
        self._name(key, "gunmen", ActorKind.UNNAMED_GROUP, None, said)
        return self._actors[key].id

    def _name(self, key: str, name: str, kind: ActorKind, country: str | None, said: tuple[Evidence]) -> None:
        one = f"{self._article[:12]}:a{len(self._actors) + 1}"
        self._world.actors[one] = key
        self._actors[key] = Actor(id=one, name=name, kind=kind, country=country, part_of=None, mentions=said)

    def _quote(self, event: _Event, incident: str) -> None:
        words = self._random.choice(_SAYINGS).format(kind=spaced(event.kind), city=event.city.name)
        said = self._said(words)
        speaker = self._actor(_official(self._random.choice(_OFFICES[2:4]), event.city.country), said)
        self._statements.append(
            Statement(
                id=f"{self._article[:12]}:t{len(self._statements) + 1}",
                kind="says",
                speaker=speaker,
                voice=None,
                addressee=None,
                content=words,
                figures_told=(),
                quotations=(),
                when=_time(_on(self._day)),
                about=(incident,),
                relayed_by=(),
                quoted_in=None,
                unclear=False,
                figures="none",
                evidence=said,
            )
        )


def _fact(one: str, aspect: Aspect, value: Value, said: tuple[Evidence]) -> Fact:
    return Fact(
        id=one, aspect=aspect, value=value, said_by=None, relayed_by=(), unclear=False, figures="none", evidence=said
    )


def _role(role: RoleKind, actor: str, said: tuple[Evidence]) -> Role:
    return Role(role=role, actor=actor, basis="fact", accuser=None, relayed_by=(), evidence=said)


# Values are immutable, so equal ones are one object: memory goes to what is told, not to copies of "Baghdad".


@cache
def _on(day: int) -> str:
    return (_FIRST_DAY + timedelta(days=day)).isoformat()


@cache
def _published(day: int) -> KnownDate:
    return KnownDate(edtf=_on(day), how="front matter")


@cache
def _time(edtf: str, clock: str | None = None, about: bool = False) -> Time:
    words = " ".join(filter(None, (edtf, clock)))
    return Time(words=words, edtf=edtf, basis=Basis.STATED, clock=clock, clock_about=about)


@cache
def _place(name: str, city: str | None, country: str | None) -> Place:
    return Place(words=name, name=name, city=city, country=country)


@cache
def _number(low: int, qualifier: str) -> Number:
    return Number(words=str(low), low=low, high=low, qualifier=qualifier, counted="person")


@cache
def _category(code: str) -> Category:
    return Category(words=spaced(code), code=code)


def same_text(articles: int) -> World:
    """Give a world in which `articles` all have one text, that of an article about three incidents."""
    model = max(make_world(A_DAY).readings, key=lambda reading: len(reading.incidents))
    world = World()
    for number in range(articles):
        _retell(world, model, hashlib.sha256(f"copy {number}".encode()).hexdigest())
    return world


def _retell(world: World, model: Reading, article: str) -> None:
    """Add `model` as the reading of another article, with the ids that it has there."""
    told = model.model_dump_json().replace(model.article, article).replace(model.article[:12], article[:12])
    world.readings.append(Reading.model_validate_json(told))
    for mine, old in ((world.incidents, model.incidents), (world.actors, model.actors)):
        mine.update({one.id.replace(model.article[:12], article[:12]): one.id for one in chain(old)})
