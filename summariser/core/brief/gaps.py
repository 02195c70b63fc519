"""Takes the current incidents and gives what no article says about them, and what rests on one origin or is unclear."""

from collections.abc import Iterator

from summariser.core.brief.context import Context, articles_of, told_outside_incidents
from summariser.core.brief.origins import origins_of
from summariser.nouns.kinds import Aspect, IncidentStatus, RoleKind
from summariser.nouns.merged import Merged, MergedIncident
from summariser.text.english import count, listed
from summariser.text.origins import own_voices

_HARMFUL = frozenset(
    [
        "armed_clash",
        "attack_on_civilians",
        "sexual_violence",
        "protest_suppressed",
        "riot",
        "crime",
        "earthquake",
        "flood",
        "landslide",
        "storm",
        "wildfire",
        "volcano",
        "transport_accident",
        "industrial_accident",
        "fire",
    ]
)
"""Incident types whose toll a reader asks for."""
_ATTACKS = frozenset(
    ["strike_means_not_stated", "shelling", "air_or_drone_strike", "bombing", "suicide_bombing", "chemical_attack"]
)
"""Incident types of which a reader also asks with what, and who says that they did it."""


def gaps(context: Context, incidents: list[MergedIncident]) -> tuple[str, ...]:
    """Say for each current incident what is not said; a gap is not a claim and has no citation."""
    return tuple(line for incident in incidents for line in _gaps(context, incident))


def _gaps(context: Context, incident: MergedIncident) -> Iterator[str]:
    title = context.title(incident.id)
    missing = list(_missing(incident))
    if missing:
        yield f"{title}: no article read here states {listed(missing, 'or')}."
    origins = origins_of(context, incident)
    articles = len(articles_of(incident))
    if len(origins) == 1 and articles > 1 and not own_voices(incident):
        yield f"{title}: {count(articles, 'article')} report it, but name one origin only: {origins[0]}."
    unclear = sum(fact.unclear for group in incident.facts for side in group.sides for fact in side.facts)
    if unclear:
        yield f"{title}: the source text is unclear in {count(unclear, 'passage')} marked above."


def _missing(incident: MergedIncident) -> Iterator[str]:
    told = {group.aspect for group in incident.facts}
    if incident.when is None or not (incident.when.edtf or incident.when.clock):
        yield "when it was"
    elif incident.type in _ATTACKS | _HARMFUL and not (incident.when.clock or incident.when.part_of_day):
        yield "the time of day"
    if incident.where is None:
        yield "where it was"
    if incident.status in (IncidentStatus.HAPPENED, IncidentStatus.ONGOING):
        yield from _missing_of_harm(incident, told)


def _missing_of_harm(incident: MergedIncident, told: set[Aspect]) -> Iterator[str]:
    attack = incident.type in _ATTACKS
    if not attack and incident.type not in _HARMFUL:
        return
    if Aspect.CASUALTIES not in told:
        unsaid = [word for aspect, word in _HARM_WORDS if aspect not in told]
        if unsaid:
            yield f"whether anybody was {' or '.join(unsaid)}"
    if attack and Aspect.MEANS not in told and Aspect.COUNT not in told:
        yield "what it was done with"
    if attack and Aspect.DAMAGE not in told:
        yield "what was damaged"
    roles = {role.role for role in incident.roles}
    if attack and Aspect.RESPONSIBILITY not in told and RoleKind.CLAIMANT not in roles:
        yield "whether anybody has claimed responsibility"


_HARM_WORDS = ((Aspect.KILLED, "killed"), (Aspect.INJURED, "injured"))


def unclear_passages(merged: Merged) -> tuple[str, ...]:
    """Count what is unclear outside incidents: series, standing facts and statements."""
    unclear = sum(member.unclear for member in told_outside_incidents(merged))
    if not unclear:
        return ()
    where = "Statements, runs of incidents and standing facts"
    return (f"{where}: the source text is unclear in {count(unclear, 'passage')} marked above.",)
