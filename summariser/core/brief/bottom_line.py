"""Takes merged incidents in the order of the brief and gives at most five cited sentences, most reported first."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from summariser.core.brief.context import Context, articles_of, evidence_of, grounds
from summariser.core.brief.ledger import Part, one_each
from summariser.core.brief.origins import origins_of
from summariser.core.brief.sides import disputed_sides, few_of_each, gives, marks, side_origins, side_parts, sides_of
from summariser.core.brief.statements import statement_telling
from summariser.core.brief.values import aspect_in_sentence, aspect_words, place_words, time_basis, time_words
from summariser.nouns.article import Evidence
from summariser.nouns.brief import Cited
from summariser.nouns.kinds import Aspect, IncidentStatus, RoleBasis, RoleKind
from summariser.nouns.merged import Disagreement, FactGroup, MergedIncident, MergedRole, Side
from summariser.nouns.values import Number
from summariser.text.english import listed

_SENTENCES = 5
TOLL = (Aspect.KILLED, Aspect.INJURED, Aspect.CASUALTIES, Aspect.MISSING, Aspect.DISPLACED)
_BELOW = " (other figures below)"
_STATUS = {
    IncidentStatus.HAPPENED: "reported",
    IncidentStatus.ONGOING: "reported as ongoing",
    IncidentStatus.PLANNED: "reported as planned",
    IncidentStatus.DENIED: "reported as denied",
}
_GRAVEST_FIRST = ("contradiction", "different_unit", "within_article", "different_scope", "updated", "less_precise")
_ASPECTS_FIRST = (*TOLL, Aspect.COUNT, Aspect.RESPONSIBILITY, Aspect.TIME, Aspect.PLACE, Aspect.MEANS)
Told = tuple[list[Part], list[Evidence]]
"""The parts of a sentence, and the words that it rests on."""
Cite = Callable[[Iterable[Side]], list[Evidence]]
"""What chooses the words to cite of the sides of a fact."""
Found = tuple[MergedIncident, FactGroup, Disagreement]


def bottom_line(context: Context, incidents: list[MergedIncident]) -> tuple[Cited, ...]:
    """Give the lead incident, who is said to be behind it, the other incidents, and the gravest disagreement.

    Where nothing happened but somebody spoke, give the statements. `incidents` are in the order of the brief.
    """
    disputes = sorted(_disputes(incidents), key=lambda found: _gravity(found, incidents))[:1]
    told = islice(_told(context, incidents), _SENTENCES - len(disputes))
    return (*told, *(_disagreement(context, found) for found in disputes))


def _told(context: Context, incidents: list[MergedIncident]) -> Iterator[Cited]:
    for place, incident in enumerate(incidents):
        said, toll = what(context, incident), tolls(context, incident)
        if place == 0:
            yield sentence(context, said)
            yield from (sentence(context, (["Toll: ", *toll[0]], toll[1])),) if toll[0] else ()
            yield from filter(None, (behind(context, incident),))
        else:
            yield sentence(context, in_one(said, toll))
    if not incidents:
        yield from (statement_telling(context, one, in_full=True).line for one in context.merged.statements)


def in_one(said: Told, toll: Told) -> Told:
    """Put what happened and its toll in one sentence."""
    return [*said[0], "; " if toll[0] else "", *toll[0]], said[1] + toll[1]


def sentence(context: Context, told: Told) -> Cited:
    """Cite what was put together, with a full stop."""
    parts, evidences = told
    return context.ledger.sentence([*parts, "."], evidences)


def what(context: Context, incident: MergedIncident) -> Told:
    """Say what, when, where, and by how many reports."""
    parts: list[Part] = [context.title(incident.id), when_and_where(incident)]
    parts.append(f": {_status(context, incident)} in {_reports(context, incident)}")
    shown = that_give(incident, Aspect.TIME) + that_give(incident, Aspect.PLACE)
    return parts, one_each(evidence_of(incident)) + few_of_each(shown)


def _status(context: Context, incident: MergedIncident) -> str:
    planned = incident.status is IncidentStatus.PLANNED
    dated = that_give(incident, Aspect.TIME) if planned else []
    by = context.announced([fact for side in dated for fact in side.facts])
    differ = " (reports differ on its status)" if incident.statuses else ""
    return _STATUS[incident.status] + differ + (f"{by}," if by else "")


def tolls(context: Context, incident: MergedIncident, others: str = _BELOW, cited: Cite = few_of_each) -> Told:
    """Say who was killed, hurt, missing or displaced: the latest figures, each with whom it is attributed to.

    `others` says where figures stand that are not the latest, or of a part; `cited` gives the words to cite of them.
    """
    parts: list[Part] = []
    evidences: list[Evidence] = []
    for group in incident.facts:
        if group.aspect in TOLL and shown_of(group):
            parts += ["; " if parts else "", *_toll(context, group, others)]
            evidences += cited(shown_of(group))
    return parts, evidences


def _reports(context: Context, incident: MergedIncident) -> str:
    articles = articles_of(incident)
    origins = origins_of(context, incident) if len(articles) > 1 else ()
    return context.counted(articles, origins, "named origin")


def when_and_where(incident: MergedIncident) -> str:
    """Give when and where it was, in brackets behind its title; empty where neither is known."""
    when = time_words(incident.when) if incident.when else ""
    how = time_basis(incident.when) if incident.when else ""
    differ = "reports differ on the time" if _disputed(incident, Aspect.TIME) else ""
    where = place_words(incident.where) if incident.where else ""
    if where.casefold() in incident.title.casefold():
        where = ""
    when += marks(that_give(incident, Aspect.TIME)) if when else ""
    where += marks(that_give(incident, Aspect.PLACE)) if where else ""
    said = "; ".join(filter(None, [when, how if when else "", differ, where]))
    return f" ({said})" if said else ""


def _disputed(incident: MergedIncident, aspect: Aspect) -> bool:
    return any(group.disagreements for group in incident.facts if group.aspect == aspect)


def that_give(incident: MergedIncident, aspect: Aspect) -> list[Side]:
    """Give the sides that say when or where the brief puts an incident."""
    value = incident.when if aspect is Aspect.TIME else incident.where
    return [side for side in sides_of(incident, aspect) if value and gives(side, value)]


def _toll(context: Context, group: FactGroup, others: str) -> list[Part]:
    """Give the latest of one figure, each side with whom it is attributed to; once, where that is the same for all."""
    ordered = shown_of(group)
    values = [side_parts(context, side, group.aspect) for side in ordered]
    said = [context.attribution(side.facts) for side in ordered]
    shared = said[0] if len(set(said)) == 1 else ""
    # "No deaths" needs no heading.
    parts: list[Part] = [] if str(values[0][0]).startswith("no ") else [f"{aspect_words(group.aspect).lower()}: "]
    for place, value in enumerate(values):
        own = said[place] if not shared else ""
        parts += [" or " if place else "", *value, f", {own}" if own else ""]
    still = any(side in ordered for side in disputed_sides(group)) and len(ordered) > 1
    ends = [f", {shared}" if shared else "", " (reports differ)" if still else ""]
    return [*parts, *ends, others if len(ordered) < len(group.sides) else ""]


def shown_of(group: FactGroup) -> list[Side]:
    """Give the figures that stand: for the whole, and those that no later report took the place of."""
    return _for_the_whole(_latest(group))


def _for_the_whole(sides: list[Side]) -> list[Side]:
    """Give the sides that count all and not a part, if there are any."""
    whole = [side for side in sides if isinstance(side.value, Number) and not side.value.scope]
    return whole or sides


def _latest(group: FactGroup) -> list[Side]:
    """Give the sides of a figure that no later report took the place of; updates give their sides in order of time."""
    gone = [side for one in group.disagreements if one.type == "updated" for side in one.sides[:-1]]
    return [side for side in group.sides if side not in gone]


def behind(context: Context, incident: MergedIncident) -> Cited | None:
    """Say who is said to have done it, and whether anybody says that they did."""
    roles = [role for role in incident.roles if role.role in (RoleKind.PERPETRATOR, RoleKind.CLAIMANT)]
    sides = sides_of(incident, Aspect.RESPONSIBILITY)
    if not roles and not sides:
        return None
    said: list[list[Part]] = [[words] for words in who_is_named(context, roles)]
    said += [responsibility(context, side) for side in sides]
    parts: list[Part] = ["On who was behind it: "]
    for place, one in enumerate(said):
        parts += ["; " if place else "", *one]
    named = [[evidence for report in role.reports for evidence in grounds(report)] for role in roles]
    evidences = [evidence for one in named for evidence in one_each(one)]
    return context.ledger.sentence([*parts, "."], evidences + few_of_each(sides))


def who_is_named(context: Context, roles: Sequence[MergedRole]) -> list[str]:
    """Say who is named, those named by one party in one way together: several wordings are one suspicion."""
    alike: dict[tuple[str, str, str | None], list[MergedRole]] = defaultdict(list)
    for role in roles:
        alike[role.role, role.basis, role.accuser].append(role)
    return [_role(context, same) for same in alike.values()]


def responsibility(context: Context, side: Side) -> list[Part]:
    """Say that it was claimed or denied, or that nobody had claimed it, with who says so."""
    said = context.attribution(side.facts)
    return [*side_parts(context, side, Aspect.RESPONSIBILITY), f", {said}" if said else ""]


def _role(context: Context, roles: list[MergedRole]) -> str:
    role, actor = roles[0], listed(list(dict.fromkeys(context.actor(one.actor) for one in roles)))
    by = context.actor(role.accuser) if role.accuser else ""
    relays = context.relayed(relay for one in roles for report in one.reports for relay in report.relayed_by)
    if role.role is RoleKind.CLAIMANT:
        return _claimant(role.basis, actor, by) + relays
    said = {
        RoleBasis.FACT: f"{by or 'the reports themselves'} named {actor}",
        RoleBasis.CLAIMED: f"{by or actor} said that {actor if by else 'it'} did it",
        RoleBasis.ACCUSED: f"{by or 'an accuser not named'} accused {actor}",
        RoleBasis.SUSPECTED: f"{by} suspected {actor}" if by else f"{actor}, suspected by whom is not stated",
        RoleBasis.DENIED: f"{by or actor} denied that {actor if by and by != actor else 'it'} did it",
    }[role.basis]
    return said + relays


def _claimant(basis: RoleBasis, actor: str, by: str) -> str:
    """Say that somebody claimed the deed; what is suspected or denied is that they did so, not the deed."""
    claimed = f"{by} said that {actor} claimed it" if by and by != actor else f"{actor} claimed it"
    return {
        RoleBasis.FACT: claimed,
        RoleBasis.CLAIMED: claimed,
        RoleBasis.ACCUSED: f"{by or 'an accuser not named'} accused {actor} of claiming it",
        RoleBasis.SUSPECTED: f"{by} suspected that {actor} claimed it"
        if by
        else f"{actor}, suspected of claiming it, by whom is not stated",
        RoleBasis.DENIED: f"{by} denied that {actor} claimed it"
        if by and by != actor
        else f"{actor} denied the claim made in its name",
    }[basis]


def _disputes(incidents: list[MergedIncident]) -> list[Found]:
    return [(incident, group, one) for incident in incidents for group in incident.facts for one in group.disagreements]


def _gravity(found: Found, incidents: list[MergedIncident]) -> tuple[int, int, int]:
    incident, group, one = found
    aspect = _ASPECTS_FIRST.index(group.aspect) if group.aspect in _ASPECTS_FIRST else len(_ASPECTS_FIRST)
    return (_GRAVEST_FIRST.index(one.type), incidents.index(incident), aspect)


def _disagreement(context: Context, found: Found) -> Cited:
    incident, group, one = found
    parts: list[Part] = [f"{context.title(incident.id)}: reports differ on {aspect_in_sentence(group.aspect)}, "]
    for place, side in enumerate(one.sides):
        origins = side_origins(context, side)
        parts += [" against " if place else "", *side_parts(context, side, group.aspect)]
        parts.append(f" ({listed(origins)})" if origins else "")
    return context.ledger.sentence([*parts, "."], few_of_each(one.sides))
