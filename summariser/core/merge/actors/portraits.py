"""Takes readings and a group of actors and gives its portrait: what a reader needs to know it by, a line a thing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from summariser.core.merge.actors.groups import Group
from summariser.core.merge.actors.scenes import Moment, moments_of
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


class _Deed(NamedTuple):
    """What an actor does or says, in words, and when and where that is."""

    words: str
    moments: frozenset[Moment]


class Gallery:
    """What the readings say of actors, by the ids of these, so that portraits are made without a search."""

    def __init__(self, readings: Sequence[Reading], wanted: Iterable[str]) -> None:
        self._deeds: dict[str, set[_Deed]] = defaultdict(set)
        self._names = {actor.id: actor.name for reading in readings for actor in reading.actors}
        ids = frozenset(wanted)
        for actor, deed in (pair for reading in readings for pair in _deeds(reading)):
            if actor in ids:
                self._deeds[actor].add(deed)

    def portrait(self, group: Group, other: Group) -> Portrait:
        """Give the portrait of `group` beside `other`, the same in whatever order the articles came.

        Where there is not room for all that it does, what it does when and where `other` is told of too comes first.
        """
        deeds = set().union(*(self._deeds.get(one.actor.id, set()) for one in group.told))
        shared = group.moments & other.moments if len(deeds) > _MOST_DEEDS else frozenset()
        chosen = sorted((shared.isdisjoint(deed.moments), deed.words) for deed in deeds)[:_MOST_DEEDS]
        return Portrait(lines=(*_lines(group, self._names), *sorted(words for _, words in chosen)))


def _lines(group: Group, names: Mapping[str, str]) -> Iterator[str]:
    actors = [one.actor for one in group.told]
    quotes = sorted({" ".join(mention.quote.split()) for actor in actors for mention in actor.mentions})
    parents = sorted({names[actor.part_of] for actor in actors if actor.part_of in names and actor.part_of})
    yield _line("name in English", sorted({actor.name for actor in actors}))
    yield from [_line("name as written", quotes)] * bool(quotes)
    yield f"kind: {', '.join(sorted(spaced(kind) for kind in group.kinds))}"
    yield f"country: {', '.join(sorted(group.countries)) or 'not given'}"
    yield from [_line("part of", parents)] * bool(parents)


def _line(label: str, things: Sequence[str]) -> str:
    return f"{label}: {'; '.join(things[:_MOST_NAMES])}"


def _deeds(reading: Reading) -> Iterator[tuple[str, _Deed]]:
    moments = {incident.id: moments_of(incident) for incident in reading.incidents}
    for incident in reading.incidents:
        when = _when_and_where(incident)
        for role in incident.roles:
            yield role.actor, _Deed(_deed(role, incident, when), moments[incident.id])
    for series in reading.series:
        yield from ((role.actor, _Deed(_deed(role, series, ""), frozenset())) for role in series.roles)
    for one in reading.statements:
        yield one.speaker, _Deed(_said(one), frozenset().union(*(moments.get(about, ()) for about in one.about)))


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
