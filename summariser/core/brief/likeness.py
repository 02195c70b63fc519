"""Takes one merged incident and gives why its reports were joined, and what it was kept apart from, with citations."""

from summariser.core.brief.context import Context, evidence_of
from summariser.core.brief.ledger import one_each
from summariser.core.brief.sides import few_of_each, sides_of
from summariser.core.brief.values import date_words
from summariser.nouns.article import Evidence
from summariser.nouns.brief import Cited
from summariser.nouns.kinds import Aspect
from summariser.nouns.merged import MergedIncident


def joined_lines(context: Context, incident: MergedIncident) -> tuple[Cited, ...]:
    """Give the reasons; they speak of times and places, so those are cited."""
    return context.ledger.explained(incident.reasons, _when_and_where(incident))


def apart_lines(context: Context, incident: MergedIncident) -> tuple[Cited, ...]:
    """Give the look-alikes, each with what this incident and the look-alike rest on."""
    own = _when_and_where(incident)
    return tuple(
        line
        for words in incident.apart
        for line in context.ledger.explained(
            [words], [*own, *(one for other in _meant(context, incident, words) for one in _when_and_where(other))]
        )
    )


def _when_and_where(incident: MergedIncident) -> list[Evidence]:
    return one_each(evidence_of(incident)) + few_of_each(sides_of(incident, Aspect.TIME, Aspect.PLACE))


def _meant(context: Context, incident: MergedIncident, words: str) -> list[MergedIncident]:
    """Find the look-alike by its title, and by its date where several have that title."""
    others = [one for one in context.merged.incidents if one.id != incident.id]
    titled = [one for one in others if words.startswith((f"{one.title} (", f"{one.title}:"))]
    dated = [one for one in titled if one.when and one.when.edtf and date_words(one.when.edtf) in words]
    return dated or titled
