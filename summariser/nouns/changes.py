"""Gives how what today's articles tell stands to what earlier ones told: by ids and values, never by words."""

from dataclasses import dataclass
from typing import Literal

from summariser.nouns.kinds import Aspect
from summariser.nouns.merged import MergedRole, Origin, Side, StatusReport

How = Literal["first", "apart", "later", "more_exact", "same_source", "contradiction"]
"""`first`: nothing was told of it; `apart`: what was told counts another part or unit; `later`: a figure that may
follow on the earlier one; `more_exact`: a value that fits the earlier one and says more; `same_source`: another value
from who gave the earlier one; `contradiction`: a value that cannot hold beside the earlier one."""


@dataclass(frozen=True)
class ValueChange:
    """What today's articles give for one particular of an incident, and what earlier ones gave for it.

    `before` holds only what earlier articles say, and is empty where they say nothing; `after` holds only what today's
    say.
    """

    aspect: Aspect
    how: How
    before: tuple[Side, ...]
    after: tuple[Side, ...]


@dataclass(frozen=True)
class StatusChange:
    """What became of an incident: planned and now happened, or happened and now denied, with who says which."""

    how: Literal["came_about", "contradiction"]
    before: tuple[StatusReport, ...]
    after: tuple[StatusReport, ...]


@dataclass(frozen=True)
class BehindChange:
    """Who is newly said to be behind an incident, to claim it or to deny it, and what was said of that before.

    `withdrawn` are the merged actors that claimed it before and deny it now; `denied` those that deny it now and were
    named before by others.
    """

    before: tuple[MergedRole, ...]
    after: tuple[MergedRole, ...]
    sides_before: tuple[Side, ...]
    sides_after: tuple[Side, ...]
    withdrawn: tuple[str, ...]
    denied: tuple[str, ...]


@dataclass(frozen=True)
class ConfirmedValue:
    """A value that earlier articles gave, and those further origins that give it today."""

    aspect: Aspect
    before: Side
    after: Side
    further: tuple[Origin, ...]


@dataclass(frozen=True)
class IncidentChanges:
    """One incident that today's articles report; `today` and `earlier` are those that report it, by sha256.

    `news` is "new" if no earlier article reports it, "known" if one does; "background" if it is told today only as
    something that lies back, and nothing of it has changed. `rested_on` is the one origin of all
    earlier reports, and `further` are the others of today; both are empty unless there are others.
    """

    incident: str
    news: Literal["new", "known", "background"]
    today: tuple[str, ...]
    earlier: tuple[str, ...]
    values: tuple[ValueChange, ...] = ()
    status: StatusChange | None = None
    behind: BehindChange | None = None
    rested_on: tuple[Origin, ...] = ()
    further: tuple[Origin, ...] = ()
    confirmed: tuple[ConfirmedValue, ...] = ()


@dataclass(frozen=True)
class FirstSaid:
    """A statement that only today's articles tell; `again` if its speaker was quoted on the same matter before.

    Code cannot tell whether other words of one speaker are another statement, so the reader is told.
    """

    statement: str
    again: bool


@dataclass(frozen=True)
class Changes:
    """Everything that today's articles bring, in canonical order.

    `series` are runs that only today's tell. `replaced` are the ids of the facts whose figure gave way to another, for
    all incidents at hand.
    """

    incidents: tuple[IncidentChanges, ...]
    statements: tuple[FirstSaid, ...]
    series: tuple[str, ...]
    replaced: frozenset[str] = frozenset()
