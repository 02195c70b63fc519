"""Takes one merged incident and gives it as the brief tells it: when, where, who, agreed, disputed, linked, joined."""

from collections import Counter
from collections.abc import Sequence

from summariser.core.brief.context import Context, articles_of, evidence_of, grounds
from summariser.core.brief.ledger import one_each
from summariser.core.brief.likeness import apart_lines, joined_lines
from summariser.core.brief.origins import origins_of
from summariser.core.brief.sides import (
    disputed_sides,
    few_of_each,
    gives,
    marks,
    other_bases,
    side_evidence,
    side_origins,
    side_parts,
    sides_of,
)
from summariser.core.brief.statements import statement_telling
from summariser.core.brief.values import aspect_words, date_words, value_parts
from summariser.nouns.brief import BriefDisagreement, BriefIncident, BriefSide, Cited, Telling
from summariser.nouns.kinds import Aspect, IncidentStatus, LinkKind, RoleBasis, RoleKind
from summariser.nouns.merged import Disagreement, MergedIncident, MergedRole, Side, StatusReport
from summariser.nouns.values import Place, Time, Value
from summariser.text.clean import unquoted
from summariser.text.english import count, listed, spaced

_ROLE_WORDS = {
    RoleKind.AGENT: "Done by",
    RoleKind.NEAR: "Named as near",
    RoleKind.CLAIMANT: "Said to have claimed it",
}
_LINK_WORDS = {
    LinkKind.RETALIATION_FOR: "In retaliation for",
    LinkKind.PART_OF: "Part of",
    LinkKind.FOLLOWS: "Follows",
    LinkKind.SAME_PLAN: "Of the same plan as",
}
DIFFERENCE_WORDS = {
    "contradiction": "the reports contradict each other",
    "less_precise": "a difference of precision",
    "different_scope": "different parts are counted",
    "updated": "the figure changed between reports",
    "different_unit": "different things are counted",
    "within_article": "one article gives more than one value",
}
_LESS = "some of these differ in precision only"
_GRAVITY = {"contradiction": 1, "within_article": 2, "less_precise": 3}
"""The differences of value, gravest first; only a lesser one can be told as part of another."""
_SHOWN_ABOVE = (Aspect.TIME, Aspect.PLACE)


def brief_incident(context: Context, incident: MergedIncident, told_before: set[str]) -> BriefIncident:
    """Compose one incident; statements in `told_before` are given in one line, and those told here join them."""
    ledger, heard = context.ledger, one_each(evidence_of(incident))
    origins = origins_of(context, incident)
    return BriefIncident(
        id=incident.id,
        type=incident.type,
        status=incident.status,
        heading=ledger.sentence([unquoted(incident.title) or "An event"], heard),
        status_line=_status(context, incident),
        when=_derived(context, incident, Aspect.TIME, incident.when),
        where=_derived(context, incident, Aspect.PLACE, incident.where),
        who=tuple(_role(context, role) for role in incident.roles),
        agreed=tuple(_agreed(context, incident)),
        disagreements=(
            *_on_the_status(context, incident),
            *(_disagreement(context, one) for group in incident.facts for one in told_once(group.disagreements)),
        ),
        statements=tuple(_statements(context, incident, told_before)),
        links=tuple(
            ledger.sentence([context.title(link.to)], link.evidence, _LINK_WORDS[link.kind]) for link in incident.links
        ),
        reports=ledger.sentence(
            [_reports_of(context, articles_of(incident), origins, "named origin")], evidence_of(incident)
        ),
        articles=len(articles_of(incident)),
        origins=origins,
        joined=joined_lines(context, incident),
        apart=apart_lines(context, incident),
    )


def _status(context: Context, incident: MergedIncident) -> Cited | None:
    """Say what became of it, unless it happened; of what is planned, who announced it."""
    if incident.status is IncidentStatus.HAPPENED:
        return None
    dated = sides_of(incident, Aspect.TIME) if incident.status is IncidentStatus.PLANNED else []
    by = context.announced([fact for side in dated for fact in side.facts])
    return context.ledger.sentence([f"{incident.status}{by}"], one_each(evidence_of(incident)) + side_evidence(dated))


def told_once(disagreements: Sequence[Disagreement]) -> list[Disagreement]:
    """Put a difference of values that shares a side with a graver one into that; they mostly come gravest first."""
    told: list[Disagreement] = []
    for one in disagreements:
        place = next((n for n, other in enumerate(told) if _is_part_of(one, other)), None)
        if place is None:
            told.append(one)
        else:
            told[place] = _put_together(told[place], one)
    return told


def _is_part_of(one: Disagreement, graver: Disagreement) -> bool:
    lesser = _GRAVITY.get(one.type, 0) > _GRAVITY.get(graver.type, len(_GRAVITY))
    return lesser and any(side in graver.sides for side in one.sides)


def _put_together(graver: Disagreement, other: Disagreement) -> Disagreement:
    added = tuple(side for side in other.sides if side not in graver.sides)
    also = f"{_giving_several(other.sides)} more than one of these values" if other.type == "within_article" else _LESS
    words = f"{graver.words}; {also}" if also not in graver.words else graver.words
    return graver.model_copy(update={"sides": (*graver.sides, *added), "words": words})


def _giving_several(sides: Sequence[Side]) -> str:
    given = Counter(article for side in sides for article in side.articles)
    several = sum(times > 1 for times in given.values())
    return f"{count(several, 'article')} {'gives' if several == 1 else 'give'}"


def _derived(
    context: Context, incident: MergedIncident, aspect: Aspect, value: Time | Place | None
) -> tuple[Cited, ...]:
    """Give the derived time or place first, with who says it, then other values that no disagreement shows."""
    sides = sides_of(incident, aspect)
    disputed = [side for group in incident.facts if group.aspect == aspect for side in disputed_sides(group)]
    if value is None:
        return tuple(_side_line(context, side, aspect, "") for side in sides if side not in disputed)
    others = [side for side in sides if not gives(side, value) and side not in disputed]
    like = [side for side in others if _names_less_or_more(side.value, value)]
    same = [side for side in sides if gives(side, value)] + like
    evidences = side_evidence(same or sides) or evidence_of(incident)
    said = context.attribution([fact for side in same for fact in side.facts])
    parts = value_parts(_fullest(value, like), evidences, context.ledger, aspect)
    parts += [
        other_bases(value, same),
        marks(same),
        f", {said}" if said else "",
        " (reports differ, see below)" if disputed else "",
    ]
    rest = (_side_line(context, side, aspect, "") for side in others if side not in like)
    return (context.ledger.sentence(parts, evidences), *rest)


def _names_less_or_more(a: Value, b: Value) -> bool:
    """Say whether two places are one but for a city or country that only one of them names."""
    if not isinstance(a, Place) or not isinstance(b, Place):
        return False
    pairs = [(unquoted(x or "").casefold(), unquoted(y or "").casefold()) for x, y in _wider(a, b)]
    alike = (unquoted(a.name).casefold(), a.relation) == (unquoted(b.name).casefold(), b.relation)
    return alike and all(not x or not y or x == y for x, y in pairs)


def _wider(a: Place, b: Place) -> list[tuple[str | None, str | None]]:
    return [(a.city, b.city), (a.country, b.country)]


def _fullest(value: Time | Place, like: Sequence[Side]) -> Time | Place:
    """Give a place with the city and country that a report of the same place names, if it has none itself."""
    for side in like:
        if isinstance(value, Place) and isinstance(side.value, Place) and _names_less_or_more(side.value, value):
            more = {"city": value.city or side.value.city, "country": value.country or side.value.country}
            value = value.model_copy(update=more)
    return value


def _side_line(context: Context, side: Side, aspect: Aspect, label: str) -> Cited:
    said = context.attribution(side.facts)
    parts = [*side_parts(context, side, aspect), f", {said}" if said else ""]
    return context.ledger.sentence(parts, side_evidence([side]), label)


def _agreed(context: Context, incident: MergedIncident) -> list[Cited]:
    # The dead and injured may stand against "no casualties" in a disagreement of another particular.
    disputed = [side for group in incident.facts for side in disputed_sides(group)]
    return [
        _side_line(context, side, group.aspect, aspect_words(group.aspect))
        for group in incident.facts
        if group.aspect not in _SHOWN_ABOVE
        for side in group.sides
        if side not in disputed
    ]


def _disagreement(context: Context, one: Disagreement) -> BriefDisagreement:
    lines = tuple(_side(context, side, one) for side in one.sides)
    label = f"{aspect_words(one.aspect)} ({DIFFERENCE_WORDS[one.type]})"
    words = unquoted(one.words) or "the values are not the same"
    return BriefDisagreement(
        type=one.type,
        aspect=one.aspect,
        line=context.ledger.sentence([words], few_of_each(one.sides), label),
        sides=lines,
    )


def _on_the_status(context: Context, incident: MergedIncident) -> tuple[BriefDisagreement, ...]:
    """Give all statuses where reports differ on what became of it: happened, denied, planned."""
    if not incident.statuses:
        return ()
    label = f"Status ({DIFFERENCE_WORDS['contradiction']})"
    words = " against ".join(one.status for one in incident.statuses)
    evidences = [evidence for one in incident.statuses for evidence in one_each(one.evidence)]
    return (
        BriefDisagreement(
            type="contradiction",
            aspect="status",
            line=context.ledger.sentence([words], evidences, label),
            sides=tuple(_status_side(context, one) for one in incident.statuses),
        ),
    )


def _status_side(context: Context, one: StatusReport) -> BriefSide:
    words = f"{one.status}; {count(len(one.articles), 'article')}: {listed(context.origins(one.articles))}"
    return BriefSide(
        line=context.ledger.sentence([words], one.evidence),
        articles=len(one.articles),
        outlets=context.outlets(one.articles),
        origins=(),
    )


def _side(context: Context, side: Side, one: Disagreement) -> BriefSide:
    origins = side_origins(context, side)
    lost = context.lost(side.facts)
    published = sorted(set(context.published(side.articles))) if one.type == "updated" else []
    dates = f", published {listed([date_words(date) for date in published])}" if published else ""
    counted = f"; {_reports_of(context, side.articles, origins)}"
    parts = [*side_parts(context, side, one.aspect), dates, f", {lost}" if lost else "", counted]
    return BriefSide(
        line=context.ledger.sentence(parts, side_evidence([side])),
        articles=len(side.articles),
        outlets=context.outlets(side.articles),
        origins=origins,
    )


def _reports_of(context: Context, articles: Sequence[str], origins: Sequence[str], what: str = "origin") -> str:
    """Say how many reports go back to how many origins: "three articles, three outlets, one origin: the embassy"."""
    return context.counted(articles, origins, what) + (f": {listed(origins)}" if origins else "")


def _role(context: Context, role: MergedRole) -> Cited:
    evidences = [evidence for report in role.reports for evidence in grounds(report)]
    relays = context.relayed(relay for report in role.reports for relay in report.relayed_by)
    said_by = context.actor(role.accuser) if role.accuser else ""
    return context.ledger.sentence([context.actor(role.actor) + relays], evidences, _role_label(role, said_by))


def _role_label(role: MergedRole, said_by: str) -> str:
    words = _ROLE_WORDS.get(role.role, spaced(role.role).capitalize())
    by = f" by {said_by}" if said_by else ""
    unnamed = by or " (by whom is not stated)"
    return {
        RoleBasis.FACT: f"{words}, according to {said_by}" if said_by else words,
        RoleBasis.CLAIMED: f"{words}, claimed{by or ' by itself'}",
        RoleBasis.ACCUSED: f"{words}, accused{unnamed}",
        RoleBasis.SUSPECTED: f"{words}, suspected{unnamed}",
        RoleBasis.DENIED: f"{words}, denied{unnamed}",
    }[role.basis]


def _statements(context: Context, incident: MergedIncident, told_before: set[str]) -> list[Telling]:
    told = []
    for one in context.statements_about(incident.id):
        told.append(statement_telling(context, one, in_full=one.id not in told_before))
        told_before.add(one.id)
    return told
