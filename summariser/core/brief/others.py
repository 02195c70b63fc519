"""Takes merged series, standing facts, actors and incidents and gives their lines, and the timeline."""

from summariser.core.brief.context import Context
from summariser.core.brief.incidents import side_evidence
from summariser.core.brief.ledger import Part, Words, one_each
from summariser.core.brief.values import date_words, number_parts, time_parts
from summariser.nouns.article import Evidence
from summariser.nouns.brief import BriefActor, Cited, TimelineEntry
from summariser.nouns.kinds import Aspect, RoleKind
from summariser.nouns.merged import Merged, MergedActor, MergedIncident, MergedSeries, MergedStandingFact
from summariser.nouns.reading import Series, StandingFact
from summariser.text.clean import unquoted
from summariser.text.edtf import parse, sort_key
from summariser.text.english import country_name, language_name, listed, spaced


def series_line(context: Context, merged: MergedSeries) -> Cited:
    """Tell a run of incidents: what, how many, over what period, by whom, and who says so."""
    first = merged.members[0]
    evidences = [evidence for member in merged.members for evidence in member.evidence]
    parts: list[Part] = [context.title(merged.id)]
    if first.count:
        parts += [": ", *number_parts(first.count, first.evidence, context.ledger, Aspect.COUNT)]
    if first.period:
        parts += ["; period: ", *time_parts(first.period, first.evidence, context.ledger)]
    parts += [_behind(context, first), _said(context, merged.members)]
    return context.ledger.sentence(parts, evidences)


def _behind(context: Context, series: Series) -> str:
    named = [
        f"; {_ROLE_OF_SERIES.get(role.role, spaced(role.role))} ({spaced(role.basis)}): {context.actor(role.actor)}"
        + (f", according to {context.actor(role.accuser)}" if role.accuser else "")
        for role in series.roles
    ]
    return "".join(dict.fromkeys(named))


_ROLE_OF_SERIES = {RoleKind.NEAR: "named as near"}


def standing_fact_line(context: Context, merged: MergedStandingFact) -> Cited:
    """Tell a state of affairs with its as-of date: the article's own, else the publication date."""
    first = merged.members[0]
    evidences = [evidence for member in merged.members for evidence in member.evidence]
    parts: list[Part] = [unquoted(first.text).rstrip("."), *_as_of(context, merged), _said(context, merged.members)]
    return context.ledger.sentence(parts, evidences)


def _as_of(context: Context, merged: MergedStandingFact) -> list[Part]:
    first = merged.members[0]
    if first.as_of:
        return [" (as of ", *time_parts(first.as_of, first.evidence, context.ledger), ")"]
    published = sorted(set(context.published(one.evidence[0].article for one in merged.members)))
    if published:
        return [f" (as of publication, {listed([date_words(date) for date in published])})"]
    return [" (as-of date not stated)"]


def _said(context: Context, members: tuple[Series, ...] | tuple[StandingFact, ...]) -> str:
    said = context.attribution(members)
    unverified = " (unverified figure)" if all(member.figures == "unverified" for member in members) else ""
    unclear = " (source text unclear)" if any(member.unclear for member in members) else ""
    return (f", {said}" if said else "") + unverified + unclear


def brief_actor(context: Context, actor: MergedActor) -> BriefActor:
    """Give an actor: name, kind, country, what it belongs to, and each name as the sources write it."""
    mentions = list(_as_named(context, actor).values())
    parts: list[Part] = [unquoted(actor.name), f": {_description(context, actor)}; written "]
    for place, (evidence, language) in enumerate(mentions):
        parts += [", " if place else "", Words(evidence, evidence.quote), f" ({language_name(language)})"]
    everywhere = [evidence for member in actor.members for evidence in member.mentions]
    return BriefActor(
        id=actor.id,
        kind=actor.kind,
        line=context.ledger.sentence(parts, everywhere),
        joined=tuple(
            context.ledger.sentence([unquoted(reason)], one_each(everywhere))
            for reason in actor.reasons
            if reason.strip()
        ),
    )


def _description(context: Context, actor: MergedActor) -> str:
    country = country_name(actor.country) if actor.country else ""
    whole = f"belongs to {context.actor(actor.part_of)}" if actor.part_of else ""
    return ", ".join(filter(None, [spaced(actor.kind), country, whole]))


def _as_named(context: Context, actor: MergedActor) -> dict[tuple[str, str], tuple[Evidence, str]]:
    named: dict[tuple[str, str], tuple[Evidence, str]] = {}
    for member in actor.members:
        for evidence in member.mentions:
            language = context.ledger.language(evidence)
            named.setdefault((evidence.quote, language), (evidence, language))
    return named


def timeline(context: Context, merged: Merged) -> tuple[TimelineEntry, ...]:
    """Order all incidents by date and clock; those without a year, then those without a date, stand last."""
    return tuple(_entry(context, incident) for incident in sorted(merged.incidents, key=when_key))


def when_key(incident: MergedIncident) -> tuple[object, ...]:
    """Sort incidents by when they were; undated last."""
    when = incident.when
    if when is None or not when.edtf:
        return (True, (), "", incident.id)
    return (False, sort_key(parse(when.edtf)), when.clock or "", incident.id)


def _entry(context: Context, incident: MergedIncident) -> TimelineEntry:
    groups = [group for group in incident.facts if group.aspect == Aspect.TIME]
    sides = [side for group in groups for side in group.sides]
    shown = [side for side in sides if side.value == incident.when] or sides
    evidences = side_evidence(shown) or [evidence for member in incident.members for evidence in member.evidence]
    parts: list[Part] = ["Date not stated"]
    if incident.when:
        parts = time_parts(incident.when, evidences, context.ledger)
    differ = " (reports differ)" if any(group.disagreements for group in groups) else ""
    background = " (background)" if incident.background else ""
    said = [*parts, differ, f": {context.title(incident.id)}{background}"]
    return TimelineEntry(
        incident=incident.id,
        edtf=incident.when.edtf if incident.when else None,
        line=context.ledger.sentence(said, one_each(evidences)),
    )
