"""Takes reports that are one incident and gives the merged incident: roles, facts, links, when, where and title."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TypeVar

from summariser.core.merge.dates import fineness
from summariser.core.merge.facts import group_facts
from summariser.core.merge.incidents import FoundIncident, title_of
from summariser.core.merge.origins import World, claimants_of, origins_of_role, together
from summariser.core.merge.rules import VAGUE_TYPES
from summariser.core.merge.values import compare, exactness
from summariser.nouns.article import Evidence
from summariser.nouns.kinds import IncidentStatus, LinkKind, RoleBasis, RoleKind
from summariser.nouns.merged import MergedIncident, MergedLink, MergedRole, StatusReport
from summariser.nouns.reading import Fact, Incident, Role
from summariser.nouns.values import Basis, Place, Time

_Kind = TypeVar("_Kind", Time, Place)
_STATUS_ORDER = (IncidentStatus.HAPPENED, IncidentStatus.ONGOING, IncidentStatus.PLANNED, IncidentStatus.DENIED)
"""What was planned in one report and happened in another happened."""


def gather(found: FoundIncident, world: World) -> MergedIncident:
    """Put together what the reports say; nothing is left out."""
    members = found.members
    facts = [fact for member in members for fact in member.facts]
    roles = [role for member in members for role in member.roles]
    merged_id = members[0].id
    return MergedIncident(
        id=merged_id,
        type=_type(members),
        title=title_of(members),
        background=all(member.background for member in members),
        status=min((member.status for member in members), key=_STATUS_ORDER.index),
        statuses=_statuses(members),
        when=_most_exact([fact for fact in facts if isinstance(fact.value, Time) and fact.aspect == "time"]),
        where=_place([fact for fact in facts if isinstance(fact.value, Place) and fact.aspect == "place"]),
        roles=merge_roles(roles, world),
        facts=group_facts(facts, claimants_of(roles), world),
        links=_links(merged_id, members, world),
        members=members,
        reasons=found.reasons,
        apart=found.apart,
    )


def _type(members: Sequence[Incident]) -> str:
    """Give the type that most reports have, an exact one before a vague one."""
    counts = Counter(member.type for member in members)
    return min(counts, key=lambda one: (one in VAGUE_TYPES, -counts[one], one))


def _statuses(members: Sequence[Incident]) -> tuple[StatusReport, ...]:
    """Give each status that the reports give, with its evidence; () if all give one."""
    evidence: dict[IncidentStatus, list[Evidence]] = defaultdict(list)
    for member in members:
        evidence[member.status].extend(member.evidence)
    if len(evidence) == 1:
        return ()
    return tuple(
        StatusReport(
            status=status,
            evidence=tuple(dict.fromkeys(evidence[status])),
            articles=tuple(sorted({one.article for one in evidence[status]})),
        )
        for status in IncidentStatus
        if status in evidence
    )


def merge_roles(roles: Iterable[Role], world: World) -> tuple[MergedRole, ...]:
    """Merge roles of one merged actor, basis and accuser, in the order of the role kinds."""
    reports: dict[tuple[RoleKind, str, RoleBasis, str | None], list[Role]] = defaultdict(list)
    for role in roles:
        reports[role.role, world.actor_id(role.actor) or role.actor, role.basis, world.actor_id(role.accuser)].append(
            role
        )
    merged = (
        MergedRole(
            role=kind,
            actor=actor,
            basis=basis,
            accuser=accuser,
            reports=tuple(same),
            origins=together(origins_of_role(role, world) for role in same),
        )
        for (kind, actor, basis, accuser), same in reports.items()
    )
    kinds, bases = list(RoleKind), list(RoleBasis)
    return tuple(
        sorted(merged, key=lambda one: (kinds.index(one.role), one.actor, bases.index(one.basis), one.accuser or ""))
    )


def _links(merged_id: str, members: Sequence[Incident], world: World) -> tuple[MergedLink, ...]:
    """Give the links to other merged objects; one that would lead to the incident itself stays in its member only."""
    evidence: dict[tuple[LinkKind, str], list[Evidence]] = defaultdict(list)
    for link in chain.from_iterable(member.links for member in members):
        to = world.incident_of.get(link.to, link.to)
        if to != merged_id:
            evidence[link.kind, to].extend(link.evidence)
    return tuple(
        MergedLink(kind=kind, to=to, evidence=tuple(dict.fromkeys(evidence[kind, to]))) for kind, to in sorted(evidence)
    )


def _most_exact(facts: Sequence[Fact]) -> Time | None:
    """Give the time to go by, of those that no other contradicts: the finest date, stated rather than inferred.

    Only then the clock counts: no incident is headed by a year that was inferred, where a source states it.
    """
    times = _uncontradicted([fact.value for fact in facts if isinstance(fact.value, Time)])
    return max(times, key=lambda time: (fineness(time.edtf), time.basis is Basis.STATED, exactness(time)), default=None)


def _place(facts: Sequence[Fact]) -> Place | None:
    """Give the most exact place that no other contradicts, else the first in canonical order."""
    places = _uncontradicted([fact.value for fact in facts if isinstance(fact.value, Place)])
    return max(places, key=exactness, default=None)


def _uncontradicted(values: list[_Kind]) -> list[_Kind]:
    told = list(dict.fromkeys(values))
    agreed = [one for one in told if all(compare(one, other).verdict != "conflict" for other in told)]
    return agreed or told[:1]
