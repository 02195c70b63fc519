"""Takes an aligned answer and gives which of the gold's disagreements it shows, whole or not, and which are false."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Literal, NamedTuple

from summariser.core.evaluate.align import is_scored, same_figure
from summariser.core.evaluate.answer import Scored, in_words
from summariser.core.evaluate.clusters import scores, share
from summariser.core.evaluate.result import Fault, Row, Share, row, share_of
from summariser.nouns.gold import GoldDisagreement, GoldFact, GoldIncident
from summariser.nouns.merged import Disagreement, MergedIncident, Side
from summariser.nouns.reading import Fact
from summariser.nouns.values import Value

_LEAST_SIDES = 2
"""How many sides two disagreements must have in common to be about the same thing."""


class _Wanted(NamedTuple):
    """One disagreement of the gold, with the facts that are its sides."""

    incident: GoldIncident
    of: GoldDisagreement
    sides: tuple[GoldFact, ...]

    @property
    def what(self) -> str:
        return f"{self.incident.id}: {self.of.type}, {self.of.aspect} ({', '.join(self.of.sides)})"


class _Shown(NamedTuple):
    """One disagreement of the answer, with the incident that it is shown under."""

    incident: MergedIncident
    of: Disagreement


def rows_of_disagreements(scored: Scored) -> tuple[Row, Row]:
    """Give precision and recall of the disagreements, type and all; precision is 1 less the false-disagreement rate.

    One of the gold is found if the merged incident that holds most of its incident's mentions shows one of the same
    aspect and type with two sides in common at least. One that is shown is right if it is so of any gold incident
    that the merged one holds a mention of. Those between clauses of text are not compared.
    A side is the gold's if it has the gold's value, or rests on the gold's words and has its figure: whether "police
    officer" is taken as a person there, or a place as a scope, is measured as a fact, and by the type.
    The second row asks only for those of which the readings have two sides: nothing else can be shown.
    """
    wanted, shown = _wanted(scored), list(_shown(scored))
    precision = share(sum(_is_right(scored, one) for one in shown), len(shown))
    read = [one for one in wanted if _is_read(scored, one)]
    return (
        _row("disagreements", scored, wanted, precision, len(shown)),
        _row("disagreements.aligned", scored, read, precision, len(shown)),
    )


def _row(measure: str, scored: Scored, wanted: Sequence[_Wanted], precision: float, shown: int) -> Row:
    found = sum(bool(_finds(scored, one)) for one in wanted)
    return row(measure, scores(precision, share(found, len(wanted))), len(wanted), shown)


def _is_read(scored: Scored, wanted: _Wanted) -> bool:
    """Whether two sides at least are in readings, with their figures."""
    there = (
        (fact, [_at_its_words(scored, name, wanted.incident, fact) for name in fact.told]) for fact in wanted.sides
    )
    return (
        sum(any(one and _is_value(scored, fact, one.value) for one in found) for fact, found in there) >= _LEAST_SIDES
    )


def _is_value(scored: Scored, fact: GoldFact, value: Value) -> bool:
    return scored.answer.same_value(fact.value, value) or same_figure(fact.value, value)


def shares_of_disagreements(scored: Scored) -> list[Share]:
    """Give the share of those found in whatever type that have the right one, and of the sides that are whole.

    Side completeness: of all articles on each side of the gold's disagreements that were found, the share that the
    answer shows on that side.
    """
    met = [one for one in _wanted(scored) if _meets(scored, one)]
    typed = [one for one in met if _finds(scored, one)]
    present, told = (sum(counts) for counts in zip((0, 0), *(_sides_shown(scored, one) for one in typed), strict=True))
    return [
        share_of("disagreements.type_accuracy", len(typed), len(met)),
        share_of("disagreements.side_completeness", present, told),
    ]


def faults_of_disagreements(scored: Scored) -> list[Fault]:
    """Give the gold's disagreements that are not shown, those shown that the gold does not have, and missing sides."""
    wanted = _wanted(scored)
    return [
        *(_missed(scored, one) for one in wanted if not _finds(scored, one)),
        *(_false(scored, one) for one in _shown(scored) if not _is_right(scored, one)),
        *(fault for one in wanted for fault in _missing_sides(scored, one)),
    ]


def _wanted(scored: Scored) -> list[_Wanted]:
    wanted = (
        _Wanted(incident, one, _facts(incident, one))
        for incident in scored.gold.incidents
        for one in incident.disagreements
    )
    return [one for one in wanted if is_scored(one.of.aspect, *(fact.value for fact in one.sides))]


def _facts(incident: GoldIncident, one: GoldDisagreement) -> tuple[GoldFact, ...]:
    by_id = {fact.id: fact for fact in incident.facts}
    return tuple(by_id[side] for side in one.sides)


def _shown(scored: Scored) -> Iterator[_Shown]:
    return (one for incident in scored.answer.merged.incidents for one in _shown_under(incident))


def _shown_under(incident: MergedIncident) -> Iterator[_Shown]:
    for group in incident.facts:
        for one in group.disagreements:
            if is_scored(one.aspect, *(side.value for side in one.sides)):
                yield _Shown(incident, one)


def _same_thing(scored: Scored, wanted: _Wanted, shown: Disagreement) -> bool:
    if wanted.of.aspect is not shown.aspect:
        return False
    taken = {side.facts[0].id for fact in wanted.sides if (side := _side(scored, wanted, fact, shown.sides))}
    return len(taken) >= _LEAST_SIDES


def _side(scored: Scored, wanted: _Wanted, fact: GoldFact, sides: Sequence[Side]) -> Side | None:
    """Give the side with the fact's value, else one that rests on its words and has its figure."""
    same = (side for side in sides if scored.answer.same_value(fact.value, side.value))
    there = {one.id for name in fact.told if (one := _at_its_words(scored, name, wanted.incident, fact))}
    alike = (side for side in sides if there & {one.id for one in side.facts} and same_figure(fact.value, side.value))
    return next(chain(same, alike), None)


def _at_its_words(scored: Scored, name: str, incident: GoldIncident, fact: GoldFact) -> Fact | None:
    here, key = scored.in_reading(name), (incident.id, fact.id)
    return here.facts.get(key) or here.other_values.get(key)


def _meets(scored: Scored, wanted: _Wanted) -> list[Disagreement]:
    """Give what is shown of the same thing, whatever its type."""
    home = scored.homes.get(wanted.incident.id)
    return [one.of for one in _shown_under(home) if _same_thing(scored, wanted, one.of)] if home else []


def _finds(scored: Scored, wanted: _Wanted) -> list[Disagreement]:
    return [one for one in _meets(scored, wanted) if one.type == wanted.of.type]


def _is_right(scored: Scored, shown: _Shown) -> bool:
    of_incident = _gold_of(scored, shown.incident)
    return any(one.of.type == shown.of.type and _same_thing(scored, one, shown.of) for one in of_incident)


def _gold_of(scored: Scored, merged: MergedIncident) -> list[_Wanted]:
    """Give the gold's disagreements on incidents that `merged` holds a mention of."""
    members = {one.id for one in merged.members}
    held = {
        gold for name in scored.readings for gold, one in scored.in_reading(name).incidents.items() if one.id in members
    }
    return [one for one in _wanted(scored) if one.incident.id in held]


def _sides_shown(scored: Scored, wanted: _Wanted) -> tuple[int, int]:
    """Give how many articles the gold's sides have in the disagreement that shows most of them, and in the gold."""
    told = [(fact, name) for fact in wanted.sides for name in fact.told]
    return max(len(told) - len(_lost(scored, wanted, one)) for one in _finds(scored, wanted)), len(told)


def _lost(scored: Scored, wanted: _Wanted, shown: Disagreement) -> list[tuple[GoldFact, str]]:
    """Give the sides of the gold, each with an article that tells it, that `shown` lacks."""
    there = {fact.id: _side(scored, wanted, fact, shown.sides) for fact in wanted.sides}
    on_side = {one: {scored.names[sha] for sha in side.articles} for one, side in there.items() if side}
    return [
        (fact, name) for fact in wanted.sides for name in fact.told if name not in on_side.get(fact.id, frozenset())
    ]


def _missed(scored: Scored, wanted: _Wanted) -> Fault:
    articles = {name for fact in wanted.sides for name in fact.told}
    return _fault("disagreements", "missed", wanted.what, articles, _why_missed(scored, wanted))


def _why_missed(scored: Scored, wanted: _Wanted) -> str:
    home = scored.homes.get(wanted.incident.id)
    if home is None:
        return "the incident is in no reading"
    if other := sorted({one.type for one in _meets(scored, wanted)}):
        return f"found as {', '.join(other)}"
    sides = [side for group in home.facts if group.aspect is wanted.of.aspect for side in group.sides]
    lost = [fact for fact in wanted.sides if not _side(scored, wanted, fact, sides)]
    if lost:
        return f"no side has {'; nor '.join(f'{fact.id} ({in_words(fact.value)})' for fact in lost)}"
    return "the values are all there, but not shown as differing"


def _false(scored: Scored, shown: _Shown) -> Fault:
    articles = {scored.names[sha] for side in shown.of.sides for sha in side.articles}
    what = f"{shown.incident.title}: {shown.of.type}, {shown.of.aspect} ({shown.of.words})"
    of_incident = _gold_of(scored, shown.incident)
    types = sorted({one.of.type for one in of_incident if _same_thing(scored, one, shown.of)})
    reason = f"in the gold it is {', '.join(types)}" if types else "the gold has no such disagreement"
    return _fault("disagreements", "wrong", what, articles, reason)


def _missing_sides(scored: Scored, wanted: _Wanted) -> Iterator[Fault]:
    found = _finds(scored, wanted)
    if found:
        for fact, name in min((_lost(scored, wanted, one) for one in found), key=len):
            yield _fault("disagreements.side_completeness", "missed", wanted.what, {name}, f"not on the side {fact.id}")


def _fault(measure: str, side: Literal["missed", "wrong"], what: str, articles: set[str], reason: str) -> Fault:
    return Fault(measure=measure, side=side, what=what, articles=tuple(sorted(articles)), reason=reason)
