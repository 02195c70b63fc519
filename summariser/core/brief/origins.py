"""Takes one merged incident and gives those to whom its reports go back."""

from collections.abc import Iterator

from summariser.core.brief.context import Context, articles_of, tells_itself
from summariser.nouns.kinds import Aspect
from summariser.nouns.merged import MergedIncident
from summariser.nouns.reading import Fact

_REPEATED = (Aspect.TIME, Aspect.PLACE, Aspect.MEANS, Aspect.RESPONSIBILITY, Aspect.RESPONSE, Aspect.OTHER)


def origins_of(context: Context, incident: MergedIncident) -> tuple[str, ...]:
    """Name those to whom the reports of an incident go back, each origin once.

    An article is one of its own if it tells what happened in its own voice, or attributes nothing at all.
    """
    named = [origin for group in incident.facts for side in group.sides for origin in side.origins]
    named += [origin for role in incident.roles for origin in role.origins]
    own = own_voices(incident) | (set(articles_of(incident)) - _attributing(incident))
    return context.origins(own, named)


def own_voices(incident: MergedIncident) -> set[str]:
    """Give the articles (sha256) that tell what an incident amounts to without naming somebody else as its source.

    When and where it was, and what went on around it, every article repeats; to tell that alone makes no origin.
    """
    return {
        fact.evidence[0].article for fact in _facts(incident) if tells_itself(fact) and fact.aspect not in _REPEATED
    }


def _attributing(incident: MergedIncident) -> set[str]:
    roles = [report for role in incident.roles for report in role.reports]
    accusing = {role.evidence[0].article for role in roles if role.accuser or role.relayed_by}
    return accusing | {fact.evidence[0].article for fact in _facts(incident) if not tells_itself(fact)}


def _facts(incident: MergedIncident) -> Iterator[Fact]:
    return (fact for group in incident.facts for side in group.sides for fact in side.facts)
