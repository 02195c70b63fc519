"""Takes an aligned answer and gives how often the number of origins that it counts is the gold's, with each fault."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from summariser.core.evaluate.answer import Scored
from summariser.core.evaluate.result import Fault, Share, share_of
from summariser.nouns.gold import Groups
from summariser.nouns.merged import MergedStatement, Origin, Side


class _Counted(NamedTuple):
    """Something that several articles tell: the articles where it was found, and the origins that the answer counts."""

    what: str
    articles: tuple[str, ...]
    groups: Groups
    origins: tuple[Origin, ...]

    @property
    def why(self) -> str:
        """Say in what the count differs from the gold's; "" if it does not."""
        counted, wanted = len(self.origins), _number_of(self.groups, self.articles)
        named = ", ".join(origin.name for origin in self.origins)
        return "" if counted == wanted else f"origins: {counted} ({named}), in the gold {wanted}"


def share_of_origins(scored: Scored) -> Share:
    """Give the share of facts and statements, found in two articles or more, with as many origins as in the gold.

    The gold's number is that of its groups, an article in none being one of its own, counted over the articles in
    which the thing was found; the answer's is that of all sides, or statements, that it was found on. Where these
    have other articles too, the numbers are not of the same thing and are not compared.
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
    return chain(_facts(scored), _statements(scored))


def _facts(scored: Scored) -> Iterator[_Counted]:
    sides = _sides(scored)
    for incident in scored.gold.incidents:
        for fact in incident.facts:
            found = {name: scored.in_reading(name).facts.get((incident.id, fact.id)) for name in fact.told}
            at = {name: sides[one.id] for name, one in found.items() if one}
            told = {sha for side in at.values() for sha in side.articles}
            yield from _counted(scored, f"{incident.id}/{fact.id}", fact.origins, at, told)


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
        told = {piece.article for group in at.values() for said in group.members for piece in said.evidence}
        yield from _counted(scored, one.id, one.origins, at, told)


def _counted(
    scored: Scored, what: str, groups: Groups, at: Mapping[str, Side | MergedStatement], told: Iterable[str]
) -> Iterator[_Counted]:
    """Count the origins of what was found `at` its articles, if they are several and the only ones that `told` it."""
    if len(at) > 1 and {scored.names[sha] for sha in told} == at.keys():
        origins = {origin.key: origin for one in at.values() for origin in one.origins}
        yield _Counted(what, tuple(at), groups, tuple(origins.values()))
