"""Gives what survived checking in one article: objects whose evidence is located, and what was rejected."""

from typing import Literal

from pydantic import Field

from summariser.nouns.article import Evidence, KnownDate
from summariser.nouns.base import Noun
from summariser.nouns.kinds import ActorKind, Aspect, IncidentStatus, LinkKind, RoleBasis, RoleKind, StatementKind
from summariser.nouns.values import Number, Time, Value

Evidences = tuple[Evidence, ...]
FigureCheck = Literal["verified", "unverified", "none"]
"""Whether every figure stands in the quote, the quote says it in words that code cannot read, or there is none."""


class Relay(Noun):
    """A news medium that passed the words on: its English name and where it is named."""

    name: str
    evidence: Evidences


class Actor(Noun):
    """Somebody who acts, speaks, is targeted or is affected; ids are unique across articles."""

    id: str
    name: str
    kind: ActorKind
    country: str | None
    part_of: str | None
    mentions: Evidences


class Role(Noun):
    """What an actor is to an incident, how that is known, and who says so."""

    role: RoleKind
    actor: str
    basis: RoleBasis
    accuser: str | None
    relayed_by: tuple[Relay, ...]
    evidence: Evidences


class Fact(Noun):
    """One checked particular of an incident. Evidence is never empty; `as_of` is when a figure was so, if stated."""

    id: str
    aspect: Aspect
    value: Value
    as_of: Time | None = None
    said_by: str | None
    relayed_by: tuple[Relay, ...]
    unclear: bool
    figures: FigureCheck
    notes: tuple[str, ...] = Field((), description="what checking changed or could not confirm, in words")
    evidence: Evidences


class Link(Noun):
    """A tie from one incident to another incident or series of the same article."""

    kind: LinkKind
    to: str
    evidence: Evidences


class Incident(Noun):
    """One event at one place in one continuous time, as one article tells it."""

    id: str
    type: str
    title: str
    background: bool
    status: IncidentStatus
    evidence: Evidences
    roles: tuple[Role, ...]
    facts: tuple[Fact, ...]
    links: tuple[Link, ...]


class Series(Noun):
    """A run of like incidents that an article tells as one."""

    id: str
    type: str
    title: str
    count: Number | None
    period: Time | None
    said_by: str | None
    relayed_by: tuple[Relay, ...]
    roles: tuple[Role, ...]
    unclear: bool
    figures: FigureCheck
    notes: tuple[str, ...] = ()
    evidence: Evidences


class StandingFact(Noun):
    """A state of affairs that belongs to the article, with its as-of date."""

    id: str
    text: str
    value: Number | None
    about: str | None
    as_of: Time | None
    said_by: str | None
    relayed_by: tuple[Relay, ...]
    unclear: bool
    figures: FigureCheck
    notes: tuple[str, ...] = ()
    evidence: Evidences


class Quotation(Noun):
    """Direct speech: `evidence.quote` is the original, `translation` the model's English or None."""

    evidence: Evidence
    translation: str | None


class Statement(Noun):
    """One act of speech by one speaker, as one article tells it."""

    id: str
    kind: StatementKind
    speaker: str
    voice: str | None
    addressee: str | None
    content: str
    figures_told: tuple[Number, ...]
    quotations: tuple[Quotation, ...]
    when: Time | None
    about: tuple[str, ...]
    relayed_by: tuple[Relay, ...]
    quoted_in: str | None
    unclear: bool
    figures: FigureCheck
    notes: tuple[str, ...] = ()
    evidence: Evidences


class Rejection(Noun):
    """Something in a model's answer that was not accepted, and why.

    `what` names it ("fact 3 of incident i1: killed = 7"), `reason` says why in words, `quote` is the
    model's alleged quote where there was one.
    """

    article: str
    what: str
    reason: str
    quote: str | None


class Named(Noun):
    """A name with the place that states it."""

    name: str
    evidence: Evidences


class Reading(Noun):
    """What survived checking in one article."""

    article: str
    outlet: Named | None
    published: KnownDate | None
    actors: tuple[Actor, ...]
    incidents: tuple[Incident, ...]
    series: tuple[Series, ...]
    standing_facts: tuple[StandingFact, ...]
    statements: tuple[Statement, ...]
    rejections: tuple[Rejection, ...]
