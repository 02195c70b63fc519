"""Gives the closed lists that drafts and readings share: kinds of actor, role, fact, statement and link."""

from enum import StrEnum


class ActorKind(StrEnum):
    """What an actor is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    ARMED_GROUP = "armed_group"
    GOVERNMENT_BODY = "government_body"
    STATE = "state"
    COALITION = "coalition"
    OUTLET = "outlet"
    UNNAMED_GROUP = "unnamed_group"


class RoleKind(StrEnum):
    """What an actor is to an incident."""

    PERPETRATOR = "perpetrator"
    AGENT = "agent"
    TARGET = "target"
    NEAR = "near"
    AFFECTED = "affected"
    VICTIM = "victim"
    RESPONDER = "responder"
    CLAIMANT = "claimant"
    PARTICIPANT = "participant"


class RoleBasis(StrEnum):
    """How a role is known."""

    FACT = "fact"
    CLAIMED = "claimed"
    ACCUSED = "accused"
    SUSPECTED = "suspected"
    DENIED = "denied"


class Aspect(StrEnum):
    """Which particular of an incident a fact gives."""

    TIME = "time"
    PLACE = "place"
    MEANS = "means"
    COUNT = "count"
    KILLED = "killed"
    INJURED = "injured"
    CASUALTIES = "casualties"
    MISSING = "missing"
    DISPLACED = "displaced"
    DAMAGE = "damage"
    RESPONSIBILITY = "responsibility"
    RESPONSE = "response"
    CAUSE = "cause"
    OTHER = "other"


class IncidentStatus(StrEnum):
    """Whether an incident took place."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    DENIED = "denied"


class StatementKind(StrEnum):
    """Which act of speech a statement is."""

    ACCUSES = "accuses"
    DENIES = "denies"
    CONDEMNS = "condemns"
    CALLS_FOR = "calls_for"
    ORDERS = "orders"
    THREATENS = "threatens"
    PROMISES = "promises"
    WARNS = "warns"
    AFFIRMS = "affirms"
    ANNOUNCES = "announces"
    SAYS = "says"


class LinkKind(StrEnum):
    """How one incident is tied to another."""

    RETALIATION_FOR = "in_retaliation_for"
    PART_OF = "part_of"
    FOLLOWS = "follows"
    SAME_PLAN = "same_plan"
