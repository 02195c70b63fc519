"""Takes the gold and the reading of one article and gives which thing of the reading is which of the gold.

Things are told by the words that they rest on, never by their values: places of evidence against places of the
gold's words. Each is aligned with one other at most, the pair with the greatest overlap first; where two overlap
alike, the earlier in the gold, then in the reading, goes first.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

from summariser.core.evaluate.places import Places, of_evidence, of_words, overlap, sentences_at
from summariser.nouns.article import Article
from summariser.nouns.gold import Gold, GoldActor, GoldFact, GoldIncident, GoldStatement
from summariser.nouns.kinds import Aspect
from summariser.nouns.reading import Actor, Fact, Incident, Reading, Statement
from summariser.nouns.values import Category, Number, Text, Time, Value
from summariser.text.fold import fold

SameValue = Callable[[Value, Value], bool]
FactKey = tuple[str, str]
"""The id of a gold incident and that of its fact."""
Left = TypeVar("Left", bound=Hashable)
Thing = TypeVar("Thing", Actor, Incident, Statement, Fact)
_UNSCORED = frozenset({Aspect.RESPONSE, Aspect.CAUSE, Aspect.OTHER})
_LEAST_NAME = 1 / 3
"""How much of a name and a mention must be the same place for the actors to be the same at all."""
_KIND, _SPEAKER = 0.25, 0.25
"""What a statement's kind and speaker weigh beside its overlap: they decide between two told in the same words."""


@dataclass(frozen=True)
class Aligned:
    """What of one article's gold is in its reading, by gold id; `other_values` are facts that give another value."""

    actors: Mapping[str, Actor] = field(default_factory=dict)
    incidents: Mapping[str, Incident] = field(default_factory=dict)
    statements: Mapping[str, Statement] = field(default_factory=dict)
    facts: Mapping[FactKey, Fact] = field(default_factory=dict)
    other_values: Mapping[FactKey, Fact] = field(default_factory=dict)


def is_scored(aspect: Aspect, *values: Value) -> bool:
    """Whether facts of this aspect with these values are compared: clauses of text are not, nor aspects made of them.

    Aspects left out are response, cause and other.
    """
    return aspect not in _UNSCORED and not any(isinstance(value, Text) for value in values)


def align(gold: Gold, name: str, article: Article, reading: Reading, same_value: SameValue) -> Aligned:
    """Align the gold of the article called `name` with its reading."""
    actors = _actors([one for one in gold.actors if name in one.names], name, article, reading)
    incidents = _incidents([one for one in gold.incidents if name in one.told], name, article, reading)
    statements = [one for one in gold.statements if name in one.told]
    facts, other_values = _facts(gold, name, article, incidents, same_value)
    return Aligned(actors, incidents, _statements(statements, name, article, reading, actors), facts, other_values)


def _best_first(scores: Mapping[tuple[Left, str], tuple[float, ...]]) -> dict[Left, str]:
    """Give for each left side its right side, each once, the pair with the highest score first."""
    taken: dict[Left, str] = {}
    for left, right in sorted(scores, key=scores.__getitem__, reverse=True):
        if left not in taken and right not in taken.values():
            taken[left] = right
    return taken


# Actors


def _actors(gold: Sequence[GoldActor], name: str, article: Article, reading: Reading) -> dict[str, Actor]:
    places = _without_longer_names({one.id: of_words(article, one.names[name]) for one in gold})
    scores = {
        (one.id, actor.id): score
        for one in gold
        for actor in reading.actors
        if (score := _names_meet(actor, one.names[name], places[one.id]))
    }
    return _by_id(_best_first(scores), reading.actors)


def _without_longer_names(places: Mapping[str, list[Places]]) -> dict[str, list[Places]]:
    """Leave out where a name stands inside another's longer one, unless it stands nowhere else."""
    every = list(chain.from_iterable(places.values()))
    alone = {one: [spot for spot in spots if not any(spot < other for other in every)] for one, spots in places.items()}
    return {one: alone[one] or spots for one, spots in places.items()}


def _names_meet(actor: Actor, names: Iterable[str], places: Sequence[Places]) -> tuple[float, ...]:
    """Give how well an actor's mentions meet the `names` at `places`, () if they do not.

    A mention in the very words of a name is as good as one at its place: a reading cites each name once.
    """
    at_place = [max((overlap(of_evidence(one), spot) for spot in places), default=0.0) for one in actor.mentions]
    folded = {_folded(one) for one in names}
    in_words = [float(_folded(one.quote) in folded) for one in actor.mentions]
    best = [max(pair) for pair in zip(at_place, in_words, strict=True)]
    return (sum(best) / len(best), sum(at_place)) if max(best, default=0.0) >= _LEAST_NAME else ()


def _folded(words: str) -> str:
    return fold(words).text.casefold()


# Incidents


def _incidents(gold: Sequence[GoldIncident], name: str, article: Article, reading: Reading) -> dict[str, Incident]:
    scores = {
        (one.id, incident.id): score
        for one in gold
        for incident in reading.incidents
        if (score := _events_meet(one, name, article, incident))
    }
    return _by_id(_best_first(scores), reading.incidents)


def _events_meet(gold: GoldIncident, name: str, article: Article, incident: Incident) -> tuple[float, ...]:
    """Give how well the places of an incident meet those of the gold, () if they do not.

    The words that say that it happened weigh twice what all its words weigh, with those of its facts. Where the
    former do not meet, they must at least stand in one sentence, and the others meet.
    """
    told, said = _all_words(article, gold.told[name]), of_evidence(*incident.evidence)
    facts = [_all_words(article, fact.told[name]) for fact in gold.facts if name in fact.told]
    own = overlap(said, told)
    every = overlap(said.union(*(of_evidence(*fact.evidence) for fact in incident.facts)), told.union(*facts))
    near = own or (every and sentences_at(article, said) & sentences_at(article, told))
    return (2 * own + every,) if near else ()


def _all_words(article: Article, words: Iterable[str]) -> Places:
    return frozenset[int]().union(*of_words(article, words))


# Statements


def _statements(
    gold: Sequence[GoldStatement], name: str, article: Article, reading: Reading, actors: Mapping[str, Actor]
) -> dict[str, Statement]:
    scores = {}
    for one in gold:
        words = _all_words(article, one.told[name])
        for said in reading.statements:
            if shared := overlap(_places_of(said), words):
                known = _KIND * (said.kind is one.kind) + _SPEAKER * speaks(one, said, actors)
                scores[one.id, said.id] = (shared + known,)
    return _by_id(_best_first(scores), reading.statements)


def _places_of(said: Statement) -> Places:
    return of_evidence(*said.evidence, *(one.evidence for one in said.quotations))


def speaks(gold: GoldStatement, said: Statement, actors: Mapping[str, Actor]) -> bool:
    """Whether the speaker of `said`, or the one who gives the body its voice, is aligned with the gold's speaker."""
    speaker = actors.get(gold.speaker)
    return speaker is not None and speaker.id in (said.speaker, said.voice)


# Facts


def _facts(
    gold: Gold, name: str, article: Article, incidents: Mapping[str, Incident], same_value: SameValue
) -> tuple[dict[FactKey, Fact], dict[FactKey, Fact]]:
    """Give the facts of the aligned incidents that the gold has, and those at their place with another value."""
    same, other = dict[FactKey, Fact](), dict[FactKey, Fact]()
    for one in gold.incidents:
        if one.id not in incidents:
            continue
        wanted = {(one.id, fact.id): fact for fact in scored_facts(one, name)}
        pairs = _best_first(dict(_meeting(wanted, name, article, incidents[one.id].facts, same_value)))
        for key, fact in _by_id(pairs, incidents[one.id].facts).items():
            (same if same_value(wanted[key].value, fact.value) else other)[key] = fact
    return same, other


def scored_facts(incident: GoldIncident, name: str) -> list[GoldFact]:
    """Give the facts of a gold incident that the article called `name` tells and that are compared."""
    return [fact for fact in incident.facts if name in fact.told and is_scored(fact.aspect, fact.value)]


def _meeting(
    wanted: Mapping[FactKey, GoldFact], name: str, article: Article, facts: Sequence[Fact], same_value: SameValue
) -> Iterator[tuple[tuple[FactKey, str], tuple[float, ...]]]:
    """Give the pairs of facts that share aspect and place, those of one value or figure before others."""
    for key, one in wanted.items():
        words = _all_words(article, one.told[name])
        for fact in facts:
            shared = overlap(of_evidence(*fact.evidence), words)
            if fact.aspect is one.aspect and shared:
                alike = float(same_value(one.value, fact.value)), float(same_figure(one.value, fact.value))
                yield (key, fact.id), (*alike, shared)


def same_figure(a: Value, b: Value) -> bool:
    """Say whether two values differ at most in what is counted or which part of it, or in the date of one hour."""
    match a, b:
        case Number(), Number():
            return (a.low, a.high) == (b.low, b.high)
        case Time(), Time():
            return (a.clock or a.part_of_day) == (b.clock or b.part_of_day) is not None
        case Category(), Category():
            return a.code == b.code
    return False


def _by_id(pairs: Mapping[Left, str], things: Sequence[Thing]) -> dict[Left, Thing]:
    found = {one.id: one for one in things}
    return {left: found[right] for left, right in pairs.items()}
