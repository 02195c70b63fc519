"""Takes one merged incident and gives it as the brief tells it: when, where, who, agreed, disputed, linked, joined."""

from collections import Counter
from collections.abc import Sequence

from summariser.core.brief.context import Context, articles_of, evidence_of, grounds
from summariser.core.brief.ledger import Part, one_each
from summariser.core.brief.statements import statement_telling
from summariser.core.brief.values import UNVERIFIED, aspect_words, date_words, time_words, value_parts
from summariser.nouns.article import Evidence
from summariser.nouns.brief import BriefDisagreement, BriefIncident, BriefSide, Cited, Telling
from summariser.nouns.kinds import Aspect, LinkKind, RoleBasis, RoleKind
from summariser.nouns.merged import Disagreement, FactGroup, MergedIncident, MergedRole, Side
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
_OF_VALUES = {"contradiction", "within_article", "less_precise"}
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
        when=_derived(context, incident, Aspect.TIME, incident.when),
        where=_derived(context, incident, Aspect.PLACE, incident.where),
        who=tuple(_role(context, role) for role in incident.roles),
        agreed=tuple(_agreed(context, incident)),
        disagreements=tuple(
            _disagreement(context, one) for group in incident.facts for one in told_once(group.disagreements)
        ),
        statements=tuple(_statements(context, incident, told_before)),
        links=tuple(
            ledger.sentence([context.title(link.to)], link.evidence, _LINK_WORDS[link.kind]) for link in incident.links
        ),
        reports=ledger.sentence(
            [_reports_of(len(articles_of(incident)), origins, "named origin")], evidence_of(incident)
        ),
        articles=len(articles_of(incident)),
        origins=origins,
        joined=ledger.explained(incident.reasons, heard),
        apart=ledger.explained(incident.apart, heard),
    )


def origins_of(context: Context, incident: MergedIncident) -> tuple[str, ...]:
    """Name those to whom the reports of an incident go back.

    An article that attributes any of it to a speaker or an agency is not an origin of its own beside them.
    """
    claims = [*(one for group in incident.facts for side in group.sides for one in side.facts)]
    roles = [report for role in incident.roles for report in role.reports]
    named = [origin for group in incident.facts for side in group.sides for origin in side.origins]
    named += [origin for role in incident.roles for origin in role.origins]
    attributing = {fact.evidence[0].article for fact in claims if fact.said_by or fact.relayed_by}
    attributing |= {role.evidence[0].article for role in roles if role.accuser or role.relayed_by}
    own = {context.outlet(article) for article in articles_of(incident) if article not in attributing}
    return tuple(sorted({*own, *context.origins(one for one in named if one.kind != "article")}))


def gives(side: Side, value: Value) -> bool:
    """Say whether one of the facts of a side has just this value, which the side may show in other words."""
    return any(fact.value == value for fact in side.facts)


def told_once(disagreements: Sequence[Disagreement]) -> list[Disagreement]:
    """Put a difference of values that shares a side with a graver one into that: they come gravest first."""
    told: list[Disagreement] = []
    for one in disagreements:
        place = next((n for n, other in enumerate(told) if _shares_a_side(one, other)), None)
        if place is None:
            told.append(one)
        else:
            told[place] = _put_together(told[place], one)
    return told


def _shares_a_side(one: Disagreement, other: Disagreement) -> bool:
    return {one.type, other.type} <= _OF_VALUES and any(side in other.sides for side in one.sides)


def _put_together(graver: Disagreement, other: Disagreement) -> Disagreement:
    added = tuple(side for side in other.sides if side not in graver.sides)
    also = f"{_giving_several(other.sides)} more than one of these values" if other.type == "within_article" else _LESS
    words = f"{graver.words}; {also}" if also not in graver.words else graver.words
    return graver.model_copy(update={"sides": (*graver.sides, *added), "words": words})


def _giving_several(sides: Sequence[Side]) -> str:
    given = Counter(article for side in sides for article in side.articles)
    several = sum(times > 1 for times in given.values())
    return f"{count(several, 'article')} {'gives' if several == 1 else 'give'}"


def disputed_sides(group: FactGroup) -> list[Side]:
    """Give the sides of a fact that stand in a disagreement."""
    return [side for one in group.disagreements for side in one.sides]


def side_evidence(sides: Sequence[Side]) -> list[Evidence]:
    """Give all words on which sides rest."""
    return [evidence for side in sides for fact in side.facts for evidence in grounds(fact)]


def side_parts(context: Context, side: Side, aspect: Aspect) -> list[Part]:
    """Give the value of a side in words, with marks for what checking could not confirm."""
    evidences = side_evidence([side])
    return [*value_parts(side.value, evidences, context.ledger, aspect), _as_of(side), _marks(side)]


def _as_of(side: Side) -> str:
    """Say when the figure was so, where articles say it."""
    moments = dict.fromkeys(time_words(fact.as_of) for fact in side.facts if fact.as_of)
    exact = (words for words in moments if not any(other.startswith(f"{words},") for other in moments))
    known = [words for words in exact if words]
    return f" (as of {listed(known)})" if known else ""


def _marks(side: Side) -> str:
    facts, marks = side.facts, ""
    if all(fact.figures == "unverified" for fact in facts):
        marks += f" ({UNVERIFIED})"
    if any(fact.unclear for fact in facts):
        marks += " (source text unclear)"
    return marks


def _derived(
    context: Context, incident: MergedIncident, aspect: Aspect, value: Time | Place | None
) -> tuple[Cited, ...]:
    """Give the derived time or place first, then other values that no disagreement shows."""
    groups = [group for group in incident.facts if group.aspect == aspect]
    sides = [side for group in groups for side in group.sides]
    disputed = [side for group in groups for side in disputed_sides(group)]
    lines = []
    if value is not None:
        same = [side for side in sides if gives(side, value)]
        evidences = side_evidence(same or sides) or evidence_of(incident)
        differ = " (reports differ, see below)" if disputed else ""
        parts = value_parts(value, evidences, context.ledger, aspect)
        lines.append(context.ledger.sentence([*parts, differ], evidences))
    others = [side for side in sides if not (value and gives(side, value)) and side not in disputed]
    return (*lines, *(_side_line(context, side, aspect, "") for side in others))


def _side_line(context: Context, side: Side, aspect: Aspect, label: str) -> Cited:
    said = context.attribution(side.facts)
    parts = [*side_parts(context, side, aspect), f", {said}" if said else ""]
    return context.ledger.sentence(parts, side_evidence([side]), label)


def _agreed(context: Context, incident: MergedIncident) -> list[Cited]:
    return [
        _side_line(context, side, group.aspect, aspect_words(group.aspect))
        for group in incident.facts
        if group.aspect not in _SHOWN_ABOVE
        for side in group.sides
        if side not in disputed_sides(group)
    ]


def _disagreement(context: Context, one: Disagreement) -> BriefDisagreement:
    lines = tuple(_side(context, side, one) for side in one.sides)
    label = f"{aspect_words(one.aspect)} ({DIFFERENCE_WORDS[one.type]})"
    words = unquoted(one.words) or "the values are not the same"
    return BriefDisagreement(
        type=one.type,
        aspect=one.aspect,
        line=context.ledger.sentence([words], one_each(side_evidence(one.sides)), label),
        sides=lines,
    )


def _side(context: Context, side: Side, one: Disagreement) -> BriefSide:
    origins = context.origins(side.origins)
    published = sorted(set(context.published(side.articles))) if one.type == "updated" else []
    dates = f", published {listed([date_words(date) for date in published])}" if published else ""
    counted = f"; {_reports_of(len(side.articles), origins)}"
    parts = [*side_parts(context, side, one.aspect), dates, counted]
    return BriefSide(
        line=context.ledger.sentence(parts, side_evidence([side])), articles=len(side.articles), origins=origins
    )


def _reports_of(articles: int, origins: tuple[str, ...], what: str = "origin") -> str:
    if not origins:
        return count(articles, "article")
    return f"{count(articles, 'article')}, {count(len(origins), what)}: {listed(origins)}"


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
