"""Gives a pair that no rule decides, as it is put to the model, and the ruling on it."""

from typing import Literal

from pydantic import Field

from summariser.nouns.base import Noun

PairTask = Literal["same_actor", "same_incident"]


class Portrait(Noun):
    """One side of a pair: what the readings say of it, a line a thing, without ids, offsets and file names."""

    lines: tuple[str, ...] = Field(min_length=1)


class OpenPair(Noun):
    """Two actors or incidents that may be one; `a` sorts before `b`, both are ids of merged things at that step.

    `score` orders pairs by how much speaks for them, and `why` says in words what keeps the rules from deciding.
    `articles` (sha256) tell of one of the two.
    """

    task: PairTask
    a: str
    b: str
    articles: frozenset[str]
    portraits: tuple[Portrait, Portrait]
    score: int
    why: str


class DraftRuling(Noun):
    """Whether two descriptions are of one and the same."""

    reason: str = Field(min_length=1, description="one plain sentence that names what decides it")
    verdict: Literal["same", "different", "cannot_tell"]


class Ruling(Noun):
    """What the model said of a pair, by the ids of the pair, with its reason and its name."""

    a: str
    b: str
    verdict: Literal["same", "different", "cannot_tell"]
    reason: str
    model: str
