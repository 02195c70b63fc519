"""Takes the joined draft of those parts of an article that have been read and gives what the next part is told."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from summariser.core.ground.joining import next_ids
from summariser.nouns.draft import DraftActor, DraftFact, DraftIncident, DraftReading, DraftSeries
from summariser.nouns.kinds import Aspect, IncidentStatus
from summariser.nouns.values import Number, Place, Time

_LONGEST = 300
_FEW = 2


class _Line(NamedTuple):
    """What is told of one thing, and how much the article has on it."""

    text: str
    weight: int


def told(earlier: DraftReading, most: int) -> tuple[str, ...]:
    """Give a line for each actor, incident and series with its id and what it is known by, then the next free ids.

    The lines of things have at most `most` characters in all; where they would have more, those with the most
    evidence are told, and the number of the others.
    """
    lines = [*_actors(earlier), *_incidents(earlier), *_series(earlier)]
    kept = sorted(_fitting(lines, most))
    left_out = len(lines) - len(kept)
    others = [f"(and {left_out} more, which are not listed)"] if left_out else []
    ids = ", ".join(f"{letter}{number}" for letter, number in next_ids(earlier).items())
    return (*(lines[place].text for place in kept), *others, f"New ids go on from {ids}.")


def _fitting(lines: Sequence[_Line], most: int) -> list[int]:
    """The places of the weightiest lines that have room."""
    by_weight = sorted(range(len(lines)), key=lambda place: (-lines[place].weight, place))
    sizes = accumulate(len(lines[place].text) + 1 for place in by_weight)
    return [place for place, so_far in zip(by_weight, sizes, strict=True) if so_far <= most]


def _line(words: str, known_by: Iterator[str | None], weight: int) -> _Line:
    line = f"{words} ({'; '.join(part for part in known_by if part)})"
    return _Line(line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…", weight)


def _actors(earlier: DraftReading) -> Iterator[_Line]:
    for one in earlier.actors:
        yield _line(f"{one.id}: {one.name}", _actor(one), len(one.mentions))


def _actor(one: DraftActor) -> Iterator[str | None]:
    yield one.kind
    yield one.country
    yield f"part of {one.part_of}" if one.part_of else None
    written = one.mentions[0].quote if one.mentions else one.name
    yield f"written {written}" if written != one.name else None


def _incidents(earlier: DraftReading) -> Iterator[_Line]:
    for one in earlier.incidents:
        yield _line(f"{one.id}: {one.title}", _incident(one), len(one.evidence) + len(one.facts) + len(one.roles))


def _incident(one: DraftIncident) -> Iterator[str | None]:
    yield one.type
    yield one.status if one.status is not IncidentStatus.HAPPENED else None
    yield "background" if one.background else None
    yield from _values(one.facts, Aspect.TIME)
    yield from _values(one.facts, Aspect.PLACE)
    yield from (f"{role.role} {role.actor}" for role in one.roles[:_FEW])


def _series(earlier: DraftReading) -> Iterator[_Line]:
    for one in earlier.series:
        yield _line(f"{one.id}: {one.title}", _run(one), len(one.evidence) + len(one.roles))


def _run(one: DraftSeries) -> Iterator[str | None]:
    yield one.type
    yield _shown(one.count) if one.count else None
    yield _shown(one.period) if one.period else None


def _values(facts: Sequence[DraftFact], aspect: Aspect) -> list[str]:
    return list(dict.fromkeys(_shown(fact.value) for fact in facts if fact.aspect is aspect))[:_FEW]


def _shown(value: object) -> str:
    match value:
        case Time():
            return " ".join(filter(None, (value.edtf or value.words, value.clock)))
        case Place():
            return ", ".join(dict.fromkeys(filter(None, (value.name, value.city, value.country))))
        case Number():
            return f"{value.words} {value.counted}"
    return ""
