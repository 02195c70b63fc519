"""Gives what monitoring is told of the last run of the digest."""

from typing import Literal

from pydantic import AwareDatetime, Field

from summariser.nouns.base import Noun

Outcome = Literal["issued", "nothing due", "incomplete", "withheld", "failed"]
"""`incomplete`: a digest is issued, with articles missing; `withheld`: none is, for too many are."""


class Health(Noun):
    """The last run, and the newest digest that is issued, whether by that run or before.

    `last_run` is when the run began and `duration` its seconds; `articles` were read or were to be, `failures` of them
    gave no reading. `digest` is the newest digest's name ("2031-03-28"); it, its `number`, `revision` and `as_of` are
    None before the first one. The next is overdue when `next_due` has passed for longer than a run takes.
    """

    last_run: AwareDatetime
    outcome: Outcome
    exit_code: int = Field(ge=0, le=255)
    digest: str | None = None
    number: int | None = Field(default=None, ge=1)
    revision: int | None = Field(default=None, ge=1)
    as_of: AwareDatetime | None = None
    next_due: AwareDatetime | None = None
    articles: int = Field(default=0, ge=0)
    failures: int = Field(default=0, ge=0)
    withheld: str | None = None
    duration: float = Field(ge=0)
