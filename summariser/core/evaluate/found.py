"""Takes an aligned answer and gives precision, recall and F1 of what each article reports, with every fault."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from summariser.core.evaluate.align import is_scored, scored_facts, speaks
from summariser.core.evaluate.answer import Scored, in_words
from summariser.core.evaluate.clusters import scores, share
from summariser.core.evaluate.result import Fault, Row, Share, row, share_of
from summariser.nouns.gold import GoldFact, GoldIncident, GoldStatement
from summariser.nouns.reading import Fact, Incident, Statement


class _Item(NamedTuple):
    """One thing that an article reports, of gold or reading; `why` says why it is a fault, "" if it is none."""

    article: str
    what: str
    why: str


def rows_found(scored: Scored) -> list[Row]:
    """Give the rows of actors, incidents, facts and statements, the items being those of each article.

    An actor that three articles name is three items. Facts whose values are clauses of text, series and standing
    facts are not compared.
    """
    return [_row(kind, list(wanted(scored)), list(given(scored))) for kind, wanted, given in _KINDS]


def faults_found(scored: Scored) -> list[Fault]:
    """Give what the readings lack, in the order of the gold, and what they have too much, in that of the articles."""
    return [fault for kind, wanted, given in _KINDS for fault in _faults(kind, wanted(scored), given(scored))]


def _row(kind: str, wanted: list[_Item], given: list[_Item]) -> Row:
    right, not_wrong = (sum(not item.why for item in items) for items in (wanted, given))
    found = scores(share(not_wrong, len(given)), share(right, len(wanted)))
    return row(kind, found, len(wanted), len(given))


def _faults(kind: str, wanted: Iterator[_Item], given: Iterator[_Item]) -> Iterator[Fault]:
    for item in wanted:
        if item.why:
            yield Fault(measure=kind, side="missed", what=item.what, articles=(item.article,), reason=item.why)
    for item in given:
        if item.why:
            yield Fault(measure=kind, side="wrong", what=item.what, articles=(item.article,), reason=item.why)


# What the gold has


def _actors_wanted(scored: Scored) -> Iterator[_Item]:
    for one in scored.gold.actors:
        for name in one.names:
            missed = one.id not in scored.in_reading(name).actors
            why = scored.unread(name) or "no actor of the reading is named at the places of its names"
            yield _Item(name, one.id, why if missed else "")


def _incidents_wanted(scored: Scored) -> Iterator[_Item]:
    for one in scored.gold.incidents:
        for name in one.told:
            yield _Item(name, one.id, _incident_missed(scored, name, one))


def _incident_missed(scored: Scored, name: str, incident: GoldIncident) -> str:
    if incident.id in scored.in_reading(name).incidents:
        return ""
    return scored.unread(name) or "no incident of the reading rests on the words that tell it"


def _facts_wanted(scored: Scored) -> Iterator[_Item]:
    for one in scored.gold.incidents:
        for name in one.told:
            for fact in scored_facts(one, name):
                yield _Item(name, f"{one.id}/{fact.id}", _fact_missed(scored, name, one, fact))


def _fact_missed(scored: Scored, name: str, incident: GoldIncident, fact: GoldFact) -> str:
    here, key = scored.in_reading(name), (incident.id, fact.id)
    if key in here.facts:
        return ""
    if why := _incident_missed(scored, name, incident):
        return why
    if other := here.other_values.get(key):
        return f"{fact.aspect}: given as {in_words(other.value)}; the gold has {in_words(fact.value)}"
    same_aspect = [one for one in here.incidents[incident.id].facts if one.aspect is fact.aspect]
    if any(scored.answer.same_value(one.value, fact.value) for one in same_aspect):
        return f"{fact.aspect}: the value is given, but for words at another place"
    given = "; ".join(in_words(one.value) for one in same_aspect) or "nothing"
    return f"{fact.aspect}: {in_words(fact.value)} is not given; the incident has {given}"


def _statements_wanted(scored: Scored) -> Iterator[_Item]:
    for one in scored.gold.statements:
        for name in one.told:
            missed = one.id not in scored.in_reading(name).statements
            why = scored.unread(name) or "no statement of the reading rests on these words"
            yield _Item(name, one.id, why if missed else "")


# What the readings have


def _actors_given(scored: Scored) -> Iterator[_Item]:
    for name, reading in scored.readings.items():
        used = {one.id for one in scored.in_reading(name).actors.values()}
        for actor in reading.actors:
            yield _Item(name, actor.name, "" if actor.id in used else "the gold has no such actor, or has it once")


def _incidents_given(scored: Scored) -> Iterator[_Item]:
    for name, reading in scored.readings.items():
        used = {one.id for one in scored.in_reading(name).incidents.values()}
        for incident in reading.incidents:
            why = "" if incident.id in used else "the gold has no incident told in these words, or has it once"
            yield _Item(name, incident.title, why)


def _facts_given(scored: Scored) -> Iterator[_Item]:
    for name, reading in scored.readings.items():
        right = {one.id for one in scored.in_reading(name).facts.values()}
        for incident in reading.incidents:
            for fact in incident.facts:
                if is_scored(fact.aspect, fact.value):
                    what = f"{incident.title}: {fact.aspect}"
                    yield _Item(name, what, "" if fact.id in right else _fact_wrong(scored, name, incident, fact))


def _fact_wrong(scored: Scored, name: str, incident: Incident, fact: Fact) -> str:
    here = scored.in_reading(name)
    other = {one.id: key for key, one in here.other_values.items()}.get(fact.id)
    if other:
        return f"{in_words(fact.value)} is not the value of {'/'.join(other)}"
    if all(one.id != incident.id for one in here.incidents.values()):
        return f"{in_words(fact.value)}: its incident is not in the gold"
    return f"{in_words(fact.value)}: the gold has no fact of this aspect in these words, or has it once"


def _statements_given(scored: Scored) -> Iterator[_Item]:
    for name, reading in scored.readings.items():
        used = {one.id for one in scored.in_reading(name).statements.values()}
        for said in reading.statements:
            why = "" if said.id in used else "the gold has no statement in these words, or has it once"
            yield _Item(name, f"{said.kind}: {said.content}", why)


_Items = Callable[[Scored], Iterator[_Item]]
_KINDS: tuple[tuple[str, _Items, _Items], ...] = (
    ("actors", _actors_wanted, _actors_given),
    ("incidents", _incidents_wanted, _incidents_given),
    ("facts", _facts_wanted, _facts_given),
    ("statements", _statements_wanted, _statements_given),
)


# Statements that were found


def statement_shares(scored: Scored) -> list[Share]:
    """Give the shares of the statements found that have the gold's kind, and the gold's speaker."""
    found = list(_statements_found(scored))
    return [
        share_of(measure, sum(not why(scored, *one) for one in found), len(found)) for measure, why in _OF_STATEMENTS
    ]


def statement_faults(scored: Scored) -> list[Fault]:
    """Give the statements found that have another kind or another speaker than in the gold."""
    return [
        Fault(measure=measure, side="wrong", what=one.id, articles=(name,), reason=reason)
        for measure, why in _OF_STATEMENTS
        for name, one, said in _statements_found(scored)
        if (reason := why(scored, name, one, said))
    ]


def _statements_found(scored: Scored) -> Iterator[tuple[str, GoldStatement, Statement]]:
    for one in scored.gold.statements:
        for name in one.told:
            if said := scored.in_reading(name).statements.get(one.id):
                yield name, one, said


def _other_kind(_scored: Scored, _name: str, one: GoldStatement, said: Statement) -> str:
    return "" if said.kind is one.kind else f"told as {said.kind}, in the gold as {one.kind}"


def _other_speaker(scored: Scored, name: str, one: GoldStatement, said: Statement) -> str:
    if speaks(one, said, scored.in_reading(name).actors):
        return ""
    speaker = next((actor.name for actor in scored.readings[name].actors if actor.id == said.speaker), "nobody")
    return f"spoken by {speaker}, in the gold by {one.speaker}"


_OF_STATEMENTS = (("statements.kind", _other_kind), ("statements.speaker", _other_speaker))
