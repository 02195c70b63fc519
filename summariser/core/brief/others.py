"""Takes merged series, standing facts, actors and incidents and gives their lines, and the timeline."""

from collections.abc import Iterable, Sequence

from summariser.core.brief.context import Context, articles_of, evidence_of, grounds
from summariser.core.brief.ledger import Part, Words, one_each
from summariser.core.brief.sides import few_of_each, gives, marks, sides_of
from summariser.core.brief.values import UNVERIFIED, date_words, number_parts, time_parts
from summariser.nouns.article import Evidence
from summariser.nouns.brief import BriefActor, Cited, Telling, TimelineEntry
from summariser.nouns.kinds import Aspect, IncidentStatus, RoleBasis, RoleKind
from summariser.nouns.merged import Merged, MergedActor, MergedIncident, MergedSeries, MergedStandingFact
from summariser.nouns.reading import Series, StandingFact
from summariser.text.clean import unquoted
from summariser.text.edtf import parse, sort_key
from summariser.text.english import country_name, language_name, listed, spaced


def series_telling(context: Context, merged: MergedSeries) -> Telling:
    """Tell a run of incidents: what, how many, over what period, by whom, and who says so."""
    return _telling(context, series_line(context, merged), merged, [member.title for member in merged.members])


def series_line(context: Context, merged: MergedSeries) -> Cited:
    """Give the one sentence of it."""
    first = merged.members[0]
    parts: list[Part] = [context.title(merged.id)]
    if first.count:
        parts += [": ", *number_parts(first.count, first.evidence, context.ledger, Aspect.COUNT)]
    if first.period:
        parts += ["; period: ", *time_parts(first.period, first.evidence, context.ledger)]
    parts.append(_behind(context, merged))
    return _line(context, parts, merged)


def _line(context: Context, parts: list[Part], merged: MergedSeries | MergedStandingFact) -> Cited:
    return context.ledger.sentence([*parts, _said(context, merged.members)], _evidence(merged))


def _evidence(merged: MergedSeries | MergedStandingFact) -> list[Evidence]:
    members: Sequence[Series | StandingFact] = merged.members
    return [evidence for member in members for evidence in _all_grounds(member)]


def _telling(context: Context, line: Cited, merged: MergedSeries | MergedStandingFact, wordings: list[str]) -> Telling:
    members: Sequence[Series | StandingFact] = merged.members
    others = [
        (wording, member)
        for wording, member in zip(wordings, members, strict=True)
        if unquoted(wording).casefold() != unquoted(wordings[0]).casefold()
    ]
    return Telling(
        line=line,
        wordings=tuple(
            context.ledger.sentence(
                [f"Told by {context.outlet(member.evidence[0].article)} as: {unquoted(wording)}"], grounds(member)
            )
            for wording, member in others
        ),
        joined=context.ledger.explained(merged.reasons, one_each(_evidence(merged))),
    )


def _all_grounds(member: Series | StandingFact) -> list[Evidence]:
    """Give the words that a line rests on; who is named in a run of incidents rests on words of its own."""
    roles = member.roles if isinstance(member, Series) else ()
    return [*grounds(member), *(evidence for role in roles for evidence in grounds(role))]


def _behind(context: Context, merged: MergedSeries) -> str:
    named = [
        f"; {_ROLE_OF_SERIES.get(role.role, spaced(role.role))} ({_BASIS_OF_SERIES[role.basis]}): "
        + context.actor(role.actor)
        + (f", according to {context.actor(role.accuser)}" if role.accuser and role.accuser != member.said_by else "")
        for member in merged.members
        for role in member.roles
    ]
    return "".join(dict.fromkeys(named))


_ROLE_OF_SERIES = {RoleKind.NEAR: "named as near"}
_BASIS_OF_SERIES = {basis: "as the article has it" if basis is RoleBasis.FACT else basis.value for basis in RoleBasis}


def standing_fact_telling(context: Context, merged: MergedStandingFact) -> Telling:
    """Tell a state of affairs with its as-of date: the article's own, else the publication date."""
    wordings = [member.text.rstrip(".") for member in merged.members]
    parts: list[Part] = [_sentence_case(unquoted(wordings[0])), *_as_of(context, merged)]
    return _telling(context, _line(context, parts, merged), merged, wordings)


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def _as_of(context: Context, merged: MergedStandingFact) -> list[Part]:
    first = merged.members[0]
    if first.as_of:
        return [" (as of ", *time_parts(first.as_of, first.evidence, context.ledger), ")"]
    published = sorted(set(context.published(one.evidence[0].article for one in merged.members)))
    if published:
        return [f" (as of publication, {listed([date_words(date) for date in published])})"]
    return [f" (in an article without a date{_about_events_of(context, first.evidence[0].article)})"]


def _about_events_of(context: Context, article: str) -> str:
    """Say when the news of an article was, for want of its date, so that no old figure is read as one of today."""
    current = (incident for incident in context.merged.incidents if not incident.background)
    told = (incident for incident in current if any(one.evidence[0].article == article for one in incident.members))
    dates = {incident.when.edtf for incident in told if incident.when and incident.when.edtf}
    latest = max(dates, key=lambda edtf: sort_key(parse(edtf)), default=None)
    return f", about events of {date_words(latest)}" if latest else ""


def _said(context: Context, members: Sequence[Series | StandingFact]) -> str:
    said = context.attribution(members)
    unverified = f" ({UNVERIFIED})" if all(member.figures == "unverified" for member in members) else ""
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
        joined=context.ledger.explained(actor.reasons, one_each(everywhere)),
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


def in_reading_order(incidents: Iterable[MergedIncident]) -> list[MergedIncident]:
    """Most reported first, then what happened before what is planned, then newest first; undated last."""
    by_date = sorted(incidents, key=when_key)
    dated = [incident for incident in by_date if incident.when and incident.when.edtf]
    undated = [incident for incident in by_date if not (incident.when and incident.when.edtf)]
    newest_first = [*reversed(dated), *undated]
    return sorted(newest_first, key=lambda one: (-len(articles_of(one)), one.status is IncidentStatus.PLANNED))


def _entry(context: Context, incident: MergedIncident) -> TimelineEntry:
    sides = sides_of(incident, Aspect.TIME)
    shown = [side for side in sides if incident.when and gives(side, incident.when)]
    evidences = few_of_each(shown or sides) or one_each(evidence_of(incident))
    parts: list[Part] = ["Date not stated"]
    if incident.when:
        parts = time_parts(incident.when, evidences, context.ledger)
    disputed = any(group.disagreements for group in incident.facts if group.aspect == Aspect.TIME)
    differ = " (reports differ)" if disputed else ""
    background = " (background)" if incident.background else ""
    said = [*parts, marks(shown), differ, f": {context.title(incident.id)}{background}"]
    return TimelineEntry(
        incident=incident.id,
        edtf=incident.when.edtf if incident.when else None,
        line=context.ledger.sentence(said, evidences),
    )
