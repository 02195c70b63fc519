"""Takes today's reports that tell no day and gives the incidents of earlier digests that they may follow up.

An article of a later day often leaves out when something happened, or where, and only names what it happened to: the
ferry, the depot, the plant. Two such reports share too little for a rule to join them, but enough to ask whether they
are one; not to ask would make yesterday's news new.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from summariser.core.merge.origins import World
from summariser.core.merge.rules import NEWS_DAYS, may_be_one_family
from summariser.core.merge.sightings import TOUCHED, Sighting
from summariser.nouns.kinds import ActorKind
from summariser.nouns.reading import Reading
from summariser.text.countries import country_at
from summariser.text.likeness import is_common, is_known
from summariser.text.names import skeleton, words_of_name

FOLLOWED_DAYS = 30
"""How long after an incident was last told a report without a day may still follow it up."""
MOST_OF_A_NAME = 10
"""Incidents. A word that more of them have is no name of one."""
_PRECISE = (ActorKind.PERSON, ActorKind.ORGANISATION)
"""What one incident happens to; states, offices, the police and armed groups have a part in too many."""
_LEAST_LETTERS = 3
_POSSESSIVE = re.compile(r"['\u2019]s\b")
_NOT_NAMES_OF_ONE = """january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday north south east west northern southern eastern western central
    upper lower new old great black red white green blue city town village district province region governorate county
    state municipality quarter neighborhood street road avenue highway square bridge station airport port harbor bay
    gulf strait coast sea ocean lake river mount mountain valley island islands cape desert forest park border camp base
    depot plant factory warehouse refinery mine mill dam tower building hotel mall market school college university
    hospital clinic church mosque temple cathedral monastery stadium prison ferry ship vessel boat tanker train express
    flight bus company the union workers president minister ministry general los las les san santa saint"""
_NOT_NAMES = frozenset(_NOT_NAMES_OF_ONE.split())
"""Words that stand in the names of many places and things."""


def names_told(one: Sighting, reading: Reading) -> frozenset[str]:
    """Give the names that tell an incident of `reading` from others of its kind.

    Those are words written as names in its title, its places and those to whom it happened, but for cities and wider
    places. Of words in two spellings ("Martı", "Marti") the consonants are given.
    """
    precise = {actor.id: actor.name for actor in reading.actors if actor.kind in _PRECISE}
    touched = [precise[role.actor] for role in one.incident.roles if role.role in TOUCHED and role.actor in precise]
    # The first word of a title is written large whatever it is.
    title = " ".join(one.incident.title.split()[1:])
    wider = {word for name in (*one.cities.values(), *one.divisions.values()) for word in words_of_name(name)}
    told = {word for name in (title, *one.spots.values(), *touched) for word in _as_names(name)}
    return frozenset(map(_bones, told - wider))


@lru_cache(maxsize=1 << 14)
def _as_names(written: str) -> tuple[str, ...]:
    """Give the words that are written large and part of no country's name."""
    return tuple(_names_in(written))


def _names_in(written: str) -> Iterator[str]:
    parts = _POSSESSIVE.sub("", written).split()
    large = [(word, part[:1].isupper()) for part in parts for word in words_of_name(part)]
    words, position = tuple(word for word, _ in large), 0
    while position < len(words):
        country = country_at(words, position)
        if not country and large[position][1] and _is_name(words[position]):
            yield words[position]
        position += country[1] if country else 1


def _is_name(word: str) -> bool:
    told = len(word) >= _LEAST_LETTERS and not word.isdecimal() and word not in _NOT_NAMES
    return told and not is_known(word) and not is_common((word,))


def _bones(word: str) -> str:
    bones = skeleton(word)
    return bones if len(bones) >= _LEAST_LETTERS else word


def day_of_coming(one: Sighting, instant: datetime | None) -> int | None:
    """Give the day on which the article of a report came out, else that of `instant`, None if neither is known."""
    if one.told_on is not None:
        return one.told_on
    return instant.toordinal() if instant else None


def last_told(one: Sighting) -> int | None:
    """Give the day on which the article of a report came out, else the last day that it tells of, None for neither."""
    return one.told_on if one.told_on is not None else max(one.days, default=None)


def followed_up(
    readings: Sequence[Reading], sightings: Mapping[str, Sighting], world: World
) -> frozenset[tuple[str, str]]:
    """Give the pairs, each in order, of a report without a day and one of an earlier digest that share a name.

    Their kinds may be one, and the article came out or in within `FOLLOWED_DAYS` of the other's. Without earlier
    digests there are none.
    """
    if not world.settled:
        return frozenset()
    names = {one.id: names_told(sightings[one.id], reading) for reading in readings for one in reading.incidents}
    known: dict[str, list[str]] = defaultdict(list)
    for one in sightings:
        for name in names[one] if one in world.settled else ():
            known[name].append(one)
    following = (one for one in sightings.values() if one.id not in world.settled and not one.days)
    return frozenset(
        (min(one.id, other), max(one.id, other))
        for one in following
        for other in _earlier(one, [known[name] for name in names[one.id] if name in known], sightings, world)
    )


def _earlier(
    one: Sighting, named: Collection[Sequence[str]], sightings: Mapping[str, Sighting], world: World
) -> Iterator[str]:
    for ids in named:
        found = [other for other in ids if _may_follow(one, sightings[other], world)]
        if len({world.settled[other] for other in found}) <= MOST_OF_A_NAME:
            yield from found


def _may_follow(one: Sighting, earlier: Sighting, world: World) -> bool:
    came = day_of_coming(one, world.instants.get(one.article))
    told = last_told(earlier)
    if told is None:
        told = day_of_coming(earlier, world.instants.get(earlier.article))
    if came is None or told is None or one.article == earlier.article:
        return False
    return -NEWS_DAYS <= came - told <= FOLLOWED_DAYS and may_be_one_family(one.family, earlier.family)
