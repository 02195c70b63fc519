"""Gives what the readings of many articles say together: merged objects, their reasons, and disagreements."""

from typing import Literal

from pydantic import Field

from summariser.nouns.base import Noun
from summariser.nouns.kinds import ActorKind, Aspect, IncidentStatus, LinkKind, RoleBasis, RoleKind, StatementKind
from summariser.nouns.reading import Actor, Evidences, Fact, Incident, Role, Series, StandingFact, Statement
from summariser.nouns.values import Place, Time, Value

DisagreementType = Literal[
    "contradiction", "less_precise", "different_scope", "updated", "different_unit", "within_article"
]


class Origin(Noun):
    """Who a claim goes back to: the merged actor who said it, the medium that relayed it, or the article's outlet.

    `key` is equal for equal origins; `name` is for people. Two articles that give one origin count once.
    """

    key: str
    name: str
    kind: Literal["speaker", "relay", "article"]


class MergedActor(Noun):
    """One actor under all its names. `id` is that of its first member in id order; `reasons` say why they are one."""

    id: str
    name: str
    kind: ActorKind
    country: str | None
    part_of: str | None
    members: tuple[Actor, ...] = Field(min_length=1)
    reasons: tuple[str, ...]


class Side(Noun):
    """One value of a fact, with everything that says so: nothing averaged, no evidence dropped."""

    value: Value
    facts: tuple[Fact, ...] = Field(min_length=1)
    origins: tuple[Origin, ...] = Field(min_length=1)
    articles: tuple[str, ...] = Field(min_length=1)


class Disagreement(Noun):
    """Values of one fact that cannot both hold, or that differ in precision, scope, time or unit.

    `words` says in one sentence what the difference is, and only that. `sides` are never fewer than two; those of an
    update stand in order of time.
    """

    type: DisagreementType
    aspect: Aspect
    words: str
    sides: tuple[Side, ...] = Field(min_length=2)


class FactGroup(Noun):
    """All that is said of one particular of a merged incident.

    One side: agreed. Several: `disagreements` says how they differ. `counted` and `scope` are those of numbers.
    """

    aspect: Aspect
    counted: str | None
    scope: str | None
    sides: tuple[Side, ...] = Field(min_length=1)
    disagreements: tuple[Disagreement, ...]


class MergedRole(Noun):
    """What a merged actor is to a merged incident, on one basis and by one accuser, with all reports of it."""

    role: RoleKind
    actor: str
    basis: RoleBasis
    accuser: str | None
    reports: tuple[Role, ...] = Field(min_length=1)
    origins: tuple[Origin, ...] = Field(min_length=1)


class MergedLink(Noun):
    """A tie between merged objects."""

    kind: LinkKind
    to: str
    evidence: Evidences


class StatusReport(Noun):
    """One status that reports give an incident, with the words and the articles that say so."""

    status: IncidentStatus
    evidence: Evidences
    articles: tuple[str, ...] = Field(min_length=1)


class MergedIncident(Noun):
    """One event as all its reports tell it.

    `when` and `where` are derived by code from the time and place facts: the most precise value that no other
    report contradicts, else the earliest in canonical order. `background` is true when every report has it as
    background. `apart` says which look-alikes it was not merged with, and why. `status` is derived from the reports;
    where these give more than one, `statuses` has them all, in the order of the statuses.
    """

    id: str
    type: str
    title: str
    background: bool
    status: IncidentStatus
    statuses: tuple[StatusReport, ...] = ()
    when: Time | None
    where: Place | None
    roles: tuple[MergedRole, ...]
    facts: tuple[FactGroup, ...]
    links: tuple[MergedLink, ...]
    members: tuple[Incident, ...] = Field(min_length=1)
    reasons: tuple[str, ...]
    apart: tuple[str, ...]


class MergedSeries(Noun):
    """One run of incidents, as all articles that give the same count, period and thing counted tell it."""

    id: str
    members: tuple[Series, ...] = Field(min_length=1)
    reasons: tuple[str, ...]


class MergedStandingFact(Noun):
    """One state of affairs, as all articles that give the same value and as-of date tell it."""

    id: str
    members: tuple[StandingFact, ...] = Field(min_length=1)
    reasons: tuple[str, ...]


class MergedStatement(Noun):
    """One act of speech, as all articles tell it; every wording is kept. `about` holds merged ids."""

    id: str
    kind: StatementKind
    speaker: str
    addressee: str | None
    about: tuple[str, ...]
    members: tuple[Statement, ...] = Field(min_length=1)
    origins: tuple[Origin, ...] = Field(min_length=1)
    reasons: tuple[str, ...]


class Merged(Noun):
    """All that the readings say together, in canonical order (the same whatever order the readings came in).

    `actor_of` gives for each actor id of a reading the id of its merged actor; `incident_of` likewise for
    incidents and series. `notes` are lines for the account (what was odd and how it was treated).
    """

    actors: tuple[MergedActor, ...]
    incidents: tuple[MergedIncident, ...]
    series: tuple[MergedSeries, ...]
    standing_facts: tuple[MergedStandingFact, ...]
    statements: tuple[MergedStatement, ...]
    actor_of: dict[str, str]
    incident_of: dict[str, str]
    notes: tuple[str, ...]
