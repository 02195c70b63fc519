"""Takes an aligned answer and gives how often the number of origins that it counts is the gold's, with each fault."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from summariser.core.evaluate.align import scored_facts
from summariser.core.evaluate.answer import Scored
from summariser.core.evaluate.result import Fault, Share, share_of
from summariser.nouns.gold import Groups
from summariser.nouns.merged import MergedStatement, Origin, Side


class _Counted(NamedTuple):
    """Something that several articles tell: the articles where it was found, and what the answer makes of it."""

    what: str
    articles: tuple[str, ...]
    groups: Groups
    places: tuple[tuple[Origin, ...], ...]

    @property
    def why(self) -> str:
        """Say in what the count differs from the gold's; "" if it does not."""
        if len(self.places) != 1:
            return f"told in {len(self.places)} places as if it were several things"
        origins, wanted = self.places[0], _number_of(self.groups, self.articles)
        named = ", ".join(origin.name for origin in origins)
        return "" if len(origins) == wanted else f"origins: {len(origins)} ({named}), in the gold {wanted}"


def share_of_origins(scored: Scored) -> Share:
    """Give the share of facts and statements, found in two articles or more, with as many origins as in the gold.

    The gold's number is that of its groups, an article in none being one of its own, counted over the articles in
    which the thing was found. What the answer tells apart, in several sides or statements, is a fault.
    """
    counted = list(_all(scored))
    return share_of("origins", sum(not one.why for one in counted), len(counted))


def faults_of_origins(scored: Scored) -> list[Fault]:
    """Give each fact and statement whose origins are not as many as in the gold, with their names."""
    return [
        Fault(measure="origins", side="wrong", what=one.what, articles=one.articles, reason=one.why)
        for one in _all(scored)
        if one.why
    ]


def _number_of(groups: Groups, articles: Iterable[str]) -> int:
    of = {name: str(number) for number, group in enumerate(groups) for name in group}
    return len({of.get(name, name) for name in articles})


def _all(scored: Scored) -> Iterator[_Counted]:
    return (one for one in (*_facts(scored), *_statements(scored)) if len(one.articles) > 1)


def _facts(scored: Scored) -> Iterator[_Counted]:
    sides = _sides(scored)
    for incident in scored.gold.incidents:
        for fact in incident.facts:
            names = [name for name in fact.told if fact in scored_facts(incident, name)]
            found = {name: scored.in_reading(name).facts.get((incident.id, fact.id)) for name in names}
            at = {name: sides[one.id] for name, one in found.items() if one}
            yield _Counted(f"{incident.id}/{fact.id}", tuple(at), fact.origins, _places(at))


def _sides(scored: Scored) -> dict[str, Side]:
    """The side that each fact of a reading is on."""
    return {
        fact.id: side
        for incident in scored.answer.merged.incidents
        for group in incident.facts
        for side in group.sides
        for fact in side.facts
    }


def _statements(scored: Scored) -> Iterator[_Counted]:
    merged = {said.id: one for one in scored.answer.merged.statements for said in one.members}
    for one in scored.gold.statements:
        found = {name: scored.in_reading(name).statements.get(one.id) for name in one.told}
        at = {name: merged[said.id] for name, said in found.items() if said}
        yield _Counted(one.id, tuple(at), one.origins, _places(at))


def _places(at: Mapping[str, Side] | Mapping[str, MergedStatement]) -> tuple[tuple[Origin, ...], ...]:
    """The origins of each different side or statement."""
    return tuple(one.origins for one in {id(one): one for one in at.values()}.values())
