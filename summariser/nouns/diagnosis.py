"""Gives what was found out about a model's server: what works, how fast it is, and what a run would take."""

from dataclasses import dataclass
from typing import Literal

from summariser.nouns.base import Noun
from summariser.nouns.mode import Mode
from summariser.nouns.price import Cost
from summariser.nouns.problems import Problem


class Trial(Noun):
    """One small question in one mode: whether it works, else why not; how long it took, and tokens where told.

    `busy` says that the server would not or could not answer now, which need not be the fault of the mode.
    """

    mode: Mode
    works: bool
    fault: str
    seconds: float
    tokens_in: int | None
    tokens_out: int | None
    busy: bool = False


@dataclass(frozen=True)
class Found:
    """What a server showed of itself. `models` are those that it lists, None where it has no list.

    `listing` is what came instead of that list, `problem` what no trial could go on after; `preferred` the mode that a
    server of its kind is known for. `context` counts tokens.
    """

    server: str
    model: str | None
    with_key: bool
    models: tuple[str, ...] | None
    listing: Problem | None
    problem: Problem | None
    trials: tuple[Trial, ...]
    preferred: Mode | None
    context: int | None


class Estimate(Noun):
    """What a run over some articles would take: tokens, and money where the price is known."""

    articles: int
    characters: int
    tokens_in: int
    tokens_out: int
    cost: Cost | None


class Check(Noun):
    """One thing that was looked at; `ok` is null where nothing could be found out. `says` also says what to do."""

    name: Literal["address", "key", "model", "mode", "speed", "context", "cost"]
    ok: bool | None
    says: str


class Diagnosis(Noun):
    """Everything that was looked at, in order; `mode` is the one to be used, null where none works."""

    server: str
    model: str | None
    usable: bool
    exit_code: int
    mode: Mode | None
    checks: tuple[Check, ...]
    trials: tuple[Trial, ...]
    models: tuple[str, ...] | None
    context: int | None
    estimate: Estimate | None
