"""Takes the sides of a fact and gives their values in words, with marks, and the words of the sources behind them."""

from collections.abc import Iterable, Sequence

from summariser.core.brief.context import Context, grounds
from summariser.core.brief.ledger import Part, one_each
from summariser.core.brief.values import UNVERIFIED, aspect_words, time_basis, time_words, value_parts
from summariser.nouns.article import Evidence
from summariser.nouns.kinds import Aspect
from summariser.nouns.merged import FactGroup, MergedIncident, Side
from summariser.nouns.reading import Fact
from summariser.nouns.values import Number, Time, Value
from summariser.text.english import listed
from summariser.text.origins import tells_itself

_ARTICLES_PER_VALUE = 2


def gives(side: Side, value: Value) -> bool:
    """Say whether one of the facts of a side has just this value, which the side may show in other words."""
    return any(fact.value == value for fact in side.facts)


def sides_of(incident: MergedIncident, *aspects: Aspect) -> list[Side]:
    """Give all that is said of some particulars of an incident."""
    return [side for group in incident.facts if group.aspect in aspects for side in group.sides]


def disputed_sides(group: FactGroup) -> list[Side]:
    """Give the sides of a fact that stand in a disagreement."""
    return [side for one in group.disagreements for side in one.sides]


def side_evidence(sides: Iterable[Side]) -> list[Evidence]:
    """Give all words on which sides rest."""
    return [evidence for side in sides for fact in side.facts for evidence in grounds(fact)]


def side_origins(context: Context, side: Side) -> tuple[str, ...]:
    """Name those to whom a side goes back; an article that attributes it to somebody not established is none."""
    return context.origins({fact.evidence[0].article for fact in side.facts if tells_itself(fact)}, side.origins)


def words_of_each(sides: Iterable[Side]) -> list[Evidence]:
    """Give all words with which one report each of at most two articles gives a value: no part below cites the rest."""
    return [evidence for side in sides for fact in _first_of_each(side) for evidence in grounds(fact)]


def _first_of_each(side: Side) -> list[Fact]:
    first: dict[str, Fact] = {}
    for fact in side.facts:
        first.setdefault(fact.evidence[0].article, fact)
    return list(first.values())[:_ARTICLES_PER_VALUE]


def few_of_each(sides: Iterable[Side]) -> list[Evidence]:
    """Give for a summary line words that say each value, out of at most two articles; the parts below cite the rest."""
    return [evidence for side in sides for evidence in one_each(side_evidence([side]))[:_ARTICLES_PER_VALUE]]


def side_parts(context: Context, side: Side, aspect: Aspect) -> list[Part]:
    """Give the value of a side in words, with marks for what checking could not confirm.

    In a disagreement about another `aspect` it says which its own is: "3 people killed" against "no casualties".
    """
    own = side.facts[0].aspect
    value = value_parts(side.value, side_evidence([side]), context.ledger, own)
    of_what = _of_what(side.value, value, own) if own != aspect else ""
    return [*value, of_what, other_bases(side.value, [side]), _as_of(side), marks([side])]


def other_bases(shown: Value, sides: Iterable[Side]) -> str:
    """Say how other reports of one date know it, where that is not how the one that is shown does."""
    if not isinstance(shown, Time):
        return ""
    told = (fact.value for side in sides for fact in side.facts if isinstance(fact.value, Time))
    others = dict.fromkeys(time_basis(time) for time in told if time.edtf == shown.edtf)
    known = [how for how in others if how and how != time_basis(shown)]
    return f" (in other reports: {listed(known)})" if known else ""


def _of_what(value: Value, shown: list[Part], own: Aspect) -> str:
    words = aspect_words(own).lower()
    none = str(shown[0]).startswith("no ")
    return f" {words}" if isinstance(value, Number) and not none and not str(shown[0]).endswith(words) else ""


def _as_of(side: Side) -> str:
    """Say when the figure was so, where articles say it."""
    moments = dict.fromkeys(time_words(fact.as_of) for fact in side.facts if fact.as_of)
    exact = (words for words in moments if not any(other.startswith(f"{words},") for other in moments))
    known = [words for words in exact if words]
    return f" (as of {listed(known)})" if known else ""


def marks(sides: Sequence[Side]) -> str:
    """Say what checking could not confirm: words that no code can read as a figure, source text that is unclear."""
    facts = [fact for side in sides for fact in side.facts]
    unverified = f" ({UNVERIFIED})" if facts and all(fact.figures == "unverified" for fact in facts) else ""
    return unverified + (" (source text unclear)" if any(fact.unclear for fact in facts) else "")
