"""Takes an incident, a series or a standing fact of a draft and gives it checked, or None with the reasons noted."""

from collections.abc import Iterable

from summariser.core.ground.bench import Bench, quotes_of
from summariser.core.ground.values import Checked, UnprovedError, check_time, check_value, together
from summariser.nouns.draft import DraftFact, DraftIncident, DraftLink, DraftRole, DraftSeries, DraftStandingFact
from summariser.nouns.kinds import RoleBasis
from summariser.nouns.reading import Evidences, Fact, Incident, Link, Role, Series, StandingFact
from summariser.nouns.values import Category, Number, Place, Time, Value


def incident(bench: Bench, draft: DraftIncident) -> Incident | None:
    """Check an incident, its roles and facts; its links are left for `links`. Without evidence all of it goes."""
    what = f"incident {draft.id}"
    evidence = bench.proved(what, draft.evidence)
    roles = roles_of(bench, what, draft.roles)
    facts = [_fact(bench, draft.id, n, fact) for n, fact in enumerate(draft.facts, start=1)]
    if not evidence:
        bench.lose(what, incident_parts(what, draft))
        return None
    code = bench.type(what, draft.type)
    return Incident(
        id=bench.id(draft.id),
        type=code,
        title=bench.title(what, draft.title, code, evidence),
        background=draft.background,
        status=draft.status,
        evidence=evidence,
        roles=roles,
        facts=tuple(fact for fact in facts if fact),
        links=(),
    )


def links(bench: Bench, draft: DraftIncident) -> tuple[Link, ...]:
    """Check the links of an incident, once it is known which incidents and series hold."""
    kept = []
    for n, link in enumerate(draft.links, start=1):
        what = link_name(f"incident {draft.id}", n, link)
        if link.to == draft.id:
            bench.reject(what, "it leads to the incident itself")
            continue
        to, evidence = bench.reference(what, "to", link.to, "is"), bench.proved(what, link.evidence)
        if to and evidence:
            kept.append(Link(kind=link.kind, to=to, evidence=evidence))
    return tuple(kept)


def roles_of(bench: Bench, owner: str, drafts: Iterable[DraftRole]) -> tuple[Role, ...]:
    """Check the roles of an incident or series: each needs its actor and evidence, an accusation its accuser too."""
    roles = (_role(bench, role_name(owner, n, draft), draft) for n, draft in enumerate(drafts, start=1))
    return tuple(role for role in roles if role)


def _role(bench: Bench, what: str, draft: DraftRole) -> Role | None:
    actor, evidence = bench.reference(what, "actor", draft.actor), bench.proved(what, draft.evidence)
    accuser = bench.reference(what, "accuser", draft.accuser)
    relays = bench.relays(what, draft.relayed_by)
    # What somebody is accused of must not become what the article itself says of them.
    unattributed = draft.accuser and not accuser and draft.basis != RoleBasis.FACT
    if not actor or not evidence or unattributed:
        return None
    return Role(
        role=draft.role,
        actor=actor,
        basis=draft.basis,
        accuser=accuser,
        relayed_by=relays.value,
        evidence=evidence,
    )


def series(bench: Bench, draft: DraftSeries) -> Series | None:
    """Check a series. A count or a period that does not hold goes alone: the series is told without it."""
    what = f"series {draft.id}"
    evidence = bench.proved(what, draft.evidence)
    roles = roles_of(bench, what, draft.roles)
    if not evidence:
        bench.lose(what, series_parts(what, draft))
        return None
    count, period = figure(bench, what, draft.count, evidence), time(bench, what, draft.period, evidence)
    code = bench.type(what, draft.type)
    said_by, relays = said(bench, what, draft.said_by), bench.relays(what, draft.relayed_by)
    return Series(
        id=bench.id(draft.id),
        type=code,
        title=bench.title(what, draft.title, code, evidence),
        count=count.value,
        period=period.value,
        said_by=said_by.value,
        relayed_by=relays.value,
        roles=roles,
        unclear=draft.unclear,
        figures=together([count.figures, period.figures]),
        notes=(*count.notes, *period.notes, *said_by.notes, *relays.notes),
        evidence=evidence,
    )


def standing_fact(bench: Bench, number: int, draft: DraftStandingFact) -> StandingFact | None:
    """Check a standing fact, the `number`th of its article. A value that does not hold takes the fact along."""
    what = f"standing fact {number} ({draft.text})"
    evidence = bench.proved(what, draft.evidence)
    text = bench.claim(what, draft.text, evidence) if evidence else None
    if not text:
        bench.lose(what, value_names(what, [draft.value, draft.as_of]))
        return None
    value, as_of = figure(bench, what, draft.value, evidence), time(bench, what, draft.as_of, evidence)
    if draft.value and not value.value:
        bench.follow(what, f"its number '{draft.value.words}' was rejected")
        bench.lose(what, value_names(what, [draft.as_of]))
        return None
    said_by, relays = said(bench, what, draft.said_by), bench.relays(what, draft.relayed_by)
    return StandingFact(
        id=bench.id(f"k{number}"),
        text=draft.text,
        value=value.value,
        about=bench.reference(what, "about", draft.about),
        as_of=as_of.value,
        said_by=said_by.value,
        relayed_by=relays.value,
        unclear=draft.unclear,
        figures=together([text.figures, value.figures, as_of.figures]),
        notes=(*text.notes, *value.notes, *as_of.notes, *said_by.notes, *relays.notes),
        evidence=evidence,
    )


def figure(bench: Bench, what: str, number: Number | None, evidence: Evidences) -> Checked[Number | None]:
    """Check a number that its object may do without: None as value, with a problem, if it does not hold."""
    try:
        return bench.number(number, evidence) if number else Checked(None)
    except UnprovedError as unproved:
        _reject_value(bench, what, number, str(unproved))
        return Checked(None)


def time(bench: Bench, what: str, when: Time | None, evidence: Evidences) -> Checked[Time | None]:
    """Check a time that its object may do without: None as value, with a problem, if it does not hold."""
    try:
        return check_time(when, quotes_of(evidence), bench.language) if when else Checked(None)
    except UnprovedError as unproved:
        _reject_value(bench, what, when, str(unproved))
        return Checked(None)


def value_names(what: str, values: Iterable[Number | Time | None]) -> list[str]:
    """Name the numbers and times of `what` that are given, as rejections do."""
    return [f"{what}, the {value.type} '{value.words}'" for value in values if value]


def incident_parts(what: str, draft: DraftIncident) -> list[str]:
    """Name all that goes with an incident."""
    names = [role_name(what, n, role) for n, role in enumerate(draft.roles, start=1)]
    names += [fact_name(what, n, fact) for n, fact in enumerate(draft.facts, start=1)]
    return names + [link_name(what, n, link) for n, link in enumerate(draft.links, start=1)]


def series_parts(what: str, draft: DraftSeries) -> list[str]:
    """Name all that goes with a series."""
    roles = [role_name(what, n, role) for n, role in enumerate(draft.roles, start=1)]
    return roles + value_names(what, [draft.count, draft.period])


def said(bench: Bench, what: str, draft_id: str | None) -> Checked[str | None]:
    """Give who says it, and a note if the answer attributes it to somebody who is not there."""
    full = bench.reference(what, "said_by", draft_id)
    lost = draft_id is not None and full is None
    return Checked(full, notes=("the article attributes this, but to whom could not be established",) if lost else ())


def _fact(bench: Bench, owner: str, number: int, draft: DraftFact) -> Fact | None:
    what = fact_name(f"incident {owner}", number, draft)
    evidence = bench.proved(what, draft.evidence)
    if not evidence:
        return None
    try:
        checked = _value(bench, draft.value, evidence)
    except UnprovedError as unproved:
        bench.reject(what, str(unproved))
        return None
    said_by, relays = said(bench, what, draft.said_by), bench.relays(what, draft.relayed_by)
    as_of = time(bench, what, draft.as_of, evidence)
    return Fact(
        id=f"{bench.id(owner)}.f{number}",
        aspect=draft.aspect,
        value=checked.value,
        as_of=as_of.value,
        said_by=said_by.value,
        relayed_by=relays.value,
        unclear=draft.unclear,
        figures=checked.figures,
        notes=(*checked.notes, *as_of.notes, *said_by.notes, *relays.notes),
        evidence=evidence,
    )


def _value(bench: Bench, value: Value, evidence: Evidences) -> Checked[Value]:
    if isinstance(value, Number):
        return bench.number(value, evidence)
    return check_value(value, quotes_of(evidence), bench.language)


def fact_name(owner: str, number: int, draft: DraftFact) -> str:
    """Name a fact as rejections do."""
    return f"{owner}, fact {number} ({draft.aspect} = {_shown(draft.value)})"


def role_name(owner: str, number: int, draft: DraftRole) -> str:
    """Name a role as rejections do."""
    return f"{owner}, role {number} ({draft.role} {draft.actor})"


def link_name(owner: str, number: int, draft: DraftLink) -> str:
    """Name a link as rejections do."""
    return f"{owner}, link {number} ({draft.kind} {draft.to})"


def _shown(value: Value) -> str:
    """Give a value in a few words, for the name of its fact."""
    if isinstance(value, Number):
        bounds = dict.fromkeys(str(bound) for bound in (value.low, value.high) if bound is not None)
        return " to ".join(bounds) or value.qualifier
    if isinstance(value, Time):
        return " ".join(part for part in (value.edtf, value.clock) if part) or value.words
    if isinstance(value, Category):
        return value.code
    return value.name if isinstance(value, Place) else value.text


def _reject_value(bench: Bench, what: str, value: Number | Time | None, reason: str) -> None:
    for name in value_names(what, [value]):
        bench.reject(name, reason)
