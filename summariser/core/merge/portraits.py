"""Takes the sightings of one incident and gives its portrait: what the model is told of one side of a pair."""

from collections.abc import Iterable, Iterator, Sequence

from summariser.core.merge.origins import World
from summariser.core.merge.shown import show_counted, shown
from summariser.core.merge.sightings import Sighting
from summariser.nouns.kinds import Aspect, IncidentStatus
from summariser.nouns.pairs import Portrait
from summariser.nouns.reading import Fact
from summariser.nouns.values import Number, Place, Text, Time
from summariser.text.english import spaced

_MOST_OF_A_LABEL = 4
_LONGEST = 240
_ORDER = ("what", "kind", "when", "where", "who", "figure", "other", "reported", "words")


def portrait_of_incident(sightings: Sequence[Sighting], world: World) -> Portrait:
    """Give what the reports of an incident say, a few lines of each sort; the same in any order of the reports."""
    told: dict[str, dict[str, None]] = {label: {} for label in _ORDER}
    for label, text in sorted(line for one in sightings for line in _lines(one, world)):
        told[label][text] = None
    return Portrait(
        lines=tuple(f"{label}: {text[:_LONGEST]}" for label in _ORDER for text in list(told[label])[:_MOST_OF_A_LABEL])
    )


def _lines(one: Sighting, world: World) -> Iterator[tuple[str, str]]:
    yield "what", one.incident.title
    yield "kind", spaced(one.incident.type)
    yield "reported", f"on {_published(one, world)}, as {_told_as(one)}"
    yield "words", one.incident.evidence[0].quote
    for fact in one.incident.facts:
        yield from _fact(fact)
    yield from _who(one, world)


def _told_as(one: Sighting) -> str:
    if one.incident.status in (IncidentStatus.PLANNED, IncidentStatus.DENIED):
        return str(one.incident.status)
    return "background" if one.incident.background else "news"


def _published(one: Sighting, world: World) -> str:
    return world.published.get(one.article, "a day not known")


def _fact(fact: Fact) -> Iterable[tuple[str, str]]:
    value = fact.value
    match value:
        case Time() if fact.aspect is Aspect.TIME:
            return [("when", f"{value.words} ({', '.join(filter(None, (value.edtf, value.clock))) or 'no date'})")]
        case Place() if fact.aspect is Aspect.PLACE:
            return [("where", ", ".join(filter(None, (value.name, value.city, value.country))))]
        case Number():
            return [("figure", f"{spaced(fact.aspect)} {show_counted(value, value.counted)}")]
        case Text():
            return [("other", f"{spaced(fact.aspect)}: {value.text}")]
    return [("other", f"{spaced(fact.aspect)}: {shown(value)}")]


def _who(one: Sighting, world: World) -> Iterator[tuple[str, str]]:
    for role in one.incident.roles:
        actor = world.actor(role.actor)
        if actor:
            yield "who", f"{spaced(role.role)} ({spaced(role.basis)}): {actor.name}"
