"""Takes one reading alone and gives keys: those under which its reports are found later, and those that it looks up.

Two reports that merging would compare if it had all readings at once have a key in common: the one looks it up, the
other is kept under it. The keys say what two must share (`shared`), but in place of an actor, which only all readings
together make one, stand parts of names. What a key says is no business of those who keep it.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import product
from typing import Literal, NamedTuple

from summariser.core.merge.actors import MergedActors
from summariser.core.merge.actors.aliases import names_of_one
from summariser.core.merge.actors.court import Court
from summariser.core.merge.actors.groups import fold_actor
from summariser.core.merge.dates import days_of
from summariser.core.merge.followups import FOLLOWED_DAYS, day_of_coming, last_told, names_told
from summariser.core.merge.origins import World, world_of
from summariser.core.merge.rules import NEWS_DAYS, TIME_ZONES, may_be_one_family
from summariser.core.merge.shared import (
    ANY_TIME,
    coarse_keys,
    full_keys,
    in_city,
    is_lacking,
    loose_keys,
    periods_of,
    seldom,
)
from summariser.core.merge.sightings import Sighting, sightings_of
from summariser.core.merge.standing import series_key
from summariser.nouns.kinds import ActorKind
from summariser.nouns.known import Aliases, Known
from summariser.nouns.reading import Actor, Reading, Statement
from summariser.text.likeness import acronym, initials, is_distinctive, root
from summariser.text.names import skeleton, sound, words_of_name

_NO_ALIASES = Aliases()
_NOBODY = MergedActors({}, {}, (), (), Court(()), {}, ())
"""Of one reading alone no two actors are one."""
_SPANS = (16, 128, 1024)
"""Days. What is told on a day is kept under a span of each length, so that few keys look up all that is told since."""
_FOREVER = 4096
"""Days. A mention without a day that is told more than so long after is found no more."""
_UNKNOWN = "?"
_NAMED_DAYS = 32
"""Days. What is told is kept by its names under the span of so many days in which it is told."""


class Sought(NamedTuple):
    """The keys that a reading looks up.

    Of the `wide` ones those under which many incidents are tell nothing, of the `named` those with very many.
    """

    near: frozenset[str]
    wide: frozenset[str]
    named: frozenset[str]


class _Block(NamedTuple):
    """What a report shares with others: what it is kept under, what it looks up, and what `sort` of keys that is."""

    kept: Iterable[tuple[str, Hashable]]
    sought: Iterable[tuple[str, Hashable]]
    sort: Literal["near", "wide", "named"] = "near"


def stored_keys(reading: Reading, families: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Give for each incident, series and statement of `reading`, by its id, the keys under which it is found later.

    `families` gives the family of each incident type.
    """
    told = _told(reading, families, _NO_ALIASES)
    return {one: frozenset(_text(key) for block in blocks for key in block.kept) for one, blocks in told.items()}


def sought_keys(
    reading: Reading, families: Mapping[str, str], aliases: Aliases = _NO_ALIASES, came: datetime | None = None
) -> Sought:
    """Give the keys by which what `reading` may have in common with others is looked up.

    `came` is when its article came out or in, which is needed where the reading does not say on which day. The user's
    `aliases` count here alone, so that those of today find what was kept before they were written.
    """
    blocks = [block for blocks in _told(reading, families, aliases, came).values() for block in blocks]
    near, wide, named = (
        frozenset(_text(key) for block in blocks if block.sort == sort for key in block.sought)
        for sort in ("near", "wide", "named")
    )
    return Sought(near, wide, named)


def _told(
    reading: Reading, families: Mapping[str, str], aliases: Aliases, came: datetime | None = None
) -> dict[str, list[_Block]]:
    world = world_of([reading], _NOBODY, families, Known())
    names = {actor.id: _parts_of_names(actor, aliases) for actor in reading.actors}
    sightings = sightings_of([reading], world).values()
    kinds = frozenset(families.values())
    incidents = {
        one.id: [*_of_incident(_by_names(one, names)), _of_names(one, names_told(one, reading), kinds, came)]
        for one in sightings
    }
    series = {one.id: [_alike("series", [series_key(one, reading.article, world)])] for one in reading.series}
    statements = {one.id: list(_of_statement(one, reading, names, world)) for one in reading.statements}
    return {**incidents, **series, **statements}


# Incidents


def _by_names(one: Sighting, names: Mapping[str, frozenset[str]]) -> Sighting:
    """Give a sighting with parts of names in place of actors."""
    touched, doers = (
        frozenset(part for actor in actors for part in names.get(actor, ())) for actors in (one.touched, one.doers)
    )
    return replace(one, touched=touched, doers=doers)


def _of_incident(one: Sighting) -> Iterator[_Block]:
    """Give what a sighting shares with others; without a day on both sides it is compared by its kind, too."""
    yield _alike("day", full_keys(one))
    yield _of_those_lacking("loose", loose_keys(one), lacking=is_lacking(one))
    yield _alike("coarse", product(coarse_keys(one), [one.family]), sort="wide")
    periods = periods_of(one)
    lasting, passing = _of_a_time(one, periods & {ANY_TIME}), _of_a_time(one, periods - {ANY_TIME})
    if one.days:
        since = [_UNKNOWN, *spans_since(min(one.days) - TIME_ZONES)]
        sought = [*_under("undated", passing), *_under("undated", product(lasting, since))]
        yield _Block(_under("dated", [*lasting, *passing]), sought, "wide")
    else:
        told = spans_of(one.told_on) if one.told_on is not None and one.has_happened else [_UNKNOWN]
        kept = [*_under("undated", passing), *_under("undated", product(lasting, told))]
        yield _Block(kept, _under("dated", [*lasting, *passing]), "wide")


def _of_names(one: Sighting, names: Collection[str], families: Collection[str], came: datetime | None) -> _Block:
    """Give the names of a sighting: without a day it may follow up what was told under one of them of late."""
    told, day = last_told(one), None if one.days else day_of_coming(one, came)
    kept = product(names, [one.family], [_UNKNOWN if told is None else told // _NAMED_DAYS])
    if day is None:
        return _Block(_under("named", kept), (), "named")
    spans = range((day - FOLLOWED_DAYS) // _NAMED_DAYS, (day + NEWS_DAYS) // _NAMED_DAYS + 1)
    alike = [family for family in {one.family, *families} if may_be_one_family(one.family, family)]
    return _Block(_under("named", kept), _under("named", product(names, alike, [_UNKNOWN, *spans])), "named")


def _of_a_time(one: Sighting, periods: Collection[str]) -> list[Hashable]:
    """Give what a sighting without a day and one with a day share, and the kind."""
    return [*product(in_city(one, periods), [one.family]), *product(seldom(one, periods), [one.incident.type])]


def _alike(name: str, keys: Iterable[Hashable], sort: Literal["near", "wide"] = "near") -> _Block:
    told = _under(name, keys)
    return _Block(told, told, sort)


def _of_those_lacking(name: str, keys: Iterable[Hashable], *, lacking: bool) -> _Block:
    """Give a block in which only those that lack something look up those that do not."""
    few, many = _under(f"{name}, lacking", keys), _under(name, keys)
    return _Block(few, [*few, *many]) if lacking else _Block(many, few)


def _under(name: str, keys: Iterable[Hashable]) -> list[tuple[str, Hashable]]:
    return [(name, key) for key in keys if key != ()]


def spans_of(day: int) -> list[str]:
    """Give the spans of time in which a day falls."""
    return [f"{length}:{day // length}" for length in _SPANS]


def spans_since(day: int) -> list[str]:
    """Give few spans of time that hold `day` and what comes after it, and little before it."""
    spans, reached = [], day
    for length, longer in zip(_SPANS, (*_SPANS[1:], _FOREVER), strict=True):
        end = -(-(reached + length) // longer) * longer if longer < _FOREVER else day + _FOREVER
        spans += [f"{length}:{number}" for number in range(reached // length, -(-end // length))]
        reached = end
    return spans


# Statements


def _of_statement(
    one: Statement, reading: Reading, names: Mapping[str, frozenset[str]], world: World
) -> Iterator[_Block]:
    """Give the speaker with the day, for what is said of no incident: the rest is found by the incident."""
    days = _days_said(one, reading, world)
    parts = frozenset().union(*(names.get(actor, frozenset()) for actor in _voices(one, reading)))
    near = {day + off for day in days for off in range(-NEWS_DAYS, NEWS_DAYS + 1)}
    kept, sought = (
        _of_those_lacking("said", list(product(parts, when)), lacking=not one.about) for when in (days, near)
    )
    yield _Block(kept.kept, sought.sought)


def _days_said(one: Statement, reading: Reading, world: World) -> Sequence[int]:
    said = days_of(one.when.edtf) if one.when and one.when.edtf else ()
    return said or days_of(world.published.get(reading.article, ""))


def _voices(one: Statement, reading: Reading) -> Iterator[str]:
    yield one.speaker
    yield from (actor.part_of for actor in reading.actors if actor.id == one.speaker and actor.part_of)


# Names


def _parts_of_names(actor: Actor, aliases: Aliases) -> frozenset[str]:
    """Give what two names of one actor, as different as merging would join them, have at least one of in common."""
    if actor.kind is ActorKind.UNNAMED_GROUP:
        return frozenset()
    named = [actor, *(actor.model_copy(update={"name": name}) for name in names_of_one(actor, aliases))]
    parts = _parts_of_person if actor.kind is ActorKind.PERSON else _parts_of_body
    return frozenset(f"@{part}" for one in named for part in parts(one))


def _parts_of_person(actor: Actor) -> Iterator[str]:
    """Give the first name and the last, of which a shorter name has one."""
    tokens = fold_actor(actor)
    yield from (skeleton(token) or token for token in {*tokens[:1], *tokens[-1:]})


def _parts_of_body(actor: Actor) -> Iterator[str]:
    """Give the words that tell a body from others, by their sound, else all of its words; and its acronym."""
    tokens = fold_actor(actor)
    told = sorted(sound(word) or word for token in tokens if is_distinctive(word := root(token)))
    yield " ".join(told or sorted(map(root, tokens)))
    short = acronym(actor.name)
    yield from {short} if short else initials(words_of_name(actor.name))


def _text(key: Hashable) -> str:
    """Give a key as text that is the same in every run."""
    return "|".join(map(_text, key)) if isinstance(key, tuple) else str(key)
