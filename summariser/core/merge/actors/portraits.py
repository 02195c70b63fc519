"""Takes readings and a group of actors and gives its portrait: what a reader needs to know it by, a line a thing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from summariser.core.merge.actors.groups import Group
from summariser.nouns.kinds import RoleBasis, RoleKind
from summariser.nouns.pairs import Portrait
from summariser.nouns.reading import Incident, Reading, Role, Series, Statement
from summariser.nouns.values import Place, Time
from summariser.text.english import spaced

_MOST_NAMES = 4
_MOST_DEEDS = 3
_AS = {
    RoleKind.NEAR: "named as near to",
    RoleKind.AFFECTED: "affected by",
    RoleKind.PARTICIPANT: "participant in",
}


class Gallery:
    """What the readings say of actors, by the ids of these, so that portraits are made without a search."""

    def __init__(self, readings: Sequence[Reading], wanted: Iterable[str]) -> None:
        self._deeds: dict[str, set[str]] = defaultdict(set)
        self._names = {actor.id: actor.name for reading in readings for actor in reading.actors}
        ids = frozenset(wanted)
        for actor, deed in (pair for reading in readings for pair in _deeds(reading)):
            if actor in ids:
                self._deeds[actor].add(deed)

    def portrait(self, group: Group) -> Portrait:
        """Give the portrait of `group`, the same in whatever order the articles came."""
        return Portrait(lines=tuple(_lines(group, self._names, self._deeds)))


def _lines(group: Group, names: Mapping[str, str], deeds: Mapping[str, set[str]]) -> Iterator[str]:
    actors = [one.actor for one in group.told]
    quotes = sorted({" ".join(mention.quote.split()) for actor in actors for mention in actor.mentions})
    parents = sorted({names[actor.part_of] for actor in actors if actor.part_of in names and actor.part_of})
    yield _line("name in English", sorted({actor.name for actor in actors}))
    yield from [_line("name as written", quotes)] * bool(quotes)
    yield f"kind: {', '.join(sorted(spaced(kind) for kind in group.kinds))}"
    yield f"country: {', '.join(sorted(group.countries)) or 'not given'}"
    yield from [_line("part of", parents)] * bool(parents)
    yield from sorted(set().union(*(deeds.get(actor.id, set()) for actor in actors)))[:_MOST_DEEDS]


def _line(label: str, things: Sequence[str]) -> str:
    return f"{label}: {'; '.join(things[:_MOST_NAMES])}"


def _deeds(reading: Reading) -> Iterator[tuple[str, str]]:
    for incident in reading.incidents:
        when = _when_and_where(incident)
        yield from ((role.actor, _deed(role, incident, when)) for role in incident.roles)
    for series in reading.series:
        yield from ((role.actor, _deed(role, series, "")) for role in series.roles)
    yield from ((one.speaker, _said(one)) for one in reading.statements)


def _deed(role: Role, thing: Incident | Series, when: str) -> str:
    basis = "" if role.basis is RoleBasis.FACT else f" ({role.basis})"
    return f"{_AS.get(role.role, f'{spaced(role.role)} of')}{basis}: {thing.title}{when}"


def _said(statement: Statement) -> str:
    when = f", {statement.when.edtf}" if statement.when and statement.when.edtf else ""
    return f"{spaced(statement.kind)}: {statement.content}{when}"


def _when_and_where(incident: Incident) -> str:
    values = [fact.value for fact in incident.facts]
    dates = sorted({value.edtf for value in values if isinstance(value, Time) and value.edtf})
    places = sorted({value.city or value.name for value in values if isinstance(value, Place)})
    return "".join(f", {one}" for one in (*dates[:1], *places[:1]))
