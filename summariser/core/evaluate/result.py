"""Gives what an evaluation says: rows of precision, recall and F1, shares, and every fault with its reason."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from summariser.core.evaluate.clusters import Scores, share
from summariser.nouns.base import Noun

ROWS = (
    "actors",
    "incidents",
    "facts",
    "statements",
    *(
        f"{what}.{items}{how}"
        for what in ("incidents", "actors", "statements")
        for items in ("", "aligned.")
        for how in ("pairwise", "b3")
    ),
    "disagreements",
    "disagreements.aligned",
)
"""The measures that have a precision, a recall and an F1, in the order of the table."""
SHARES = (
    "incidents.look_alikes_apart",
    "statements.kind",
    "statements.speaker",
    "disagreements.type_accuracy",
    "disagreements.side_completeness",
    "origins",
    "citations.exact",
    "citations.coverage",
    "citations.nugget_recall",
    "citations.precision",
)
"""The measures that are one share of something, in the order of the table."""
MEASURES = (*(f"{row}.{part}" for row in ROWS for part in Scores._fields), *SHARES)
"""All names that a bound can be set for; every measure goes from 0 to 1, and more is better."""


class Row(Noun):
    """One measure; `gold` and `system` say of how many things (items, pairs) on either side."""

    name: str
    precision: float
    recall: float
    f1: float
    gold: int = Field(ge=0)
    system: int = Field(ge=0)


class Share(Noun):
    """One measure that is a share: `part` of `whole`, 1 of nothing."""

    name: str
    value: float
    part: int = Field(ge=0)
    whole: int = Field(ge=0)


class Fault(Noun):
    """Something in which system and gold differ: `missed` is in the gold alone, `wrong` in the system alone."""

    measure: str
    side: Literal["missed", "wrong"]
    what: str
    articles: tuple[str, ...]
    reason: str


class Evaluation(Noun):
    """How well an answer agrees with the gold named in `note`.

    `failed` has a reason for each article that gave no reading; all that the gold has of it is missed. `rows` and
    `shares` stand in the order of ROWS and SHARES, `faults` in that of the measures, then of the gold.
    """

    note: str
    articles: int = Field(ge=0)
    failed: dict[str, str]
    rows: tuple[Row, ...]
    shares: tuple[Share, ...]
    faults: tuple[Fault, ...]


def row(name: str, scores: Scores, gold: int, system: int) -> Row:
    """Build the row of `name`."""
    return Row(name=name, gold=gold, system=system, **scores._asdict())


def share_of(name: str, part: int, whole: int) -> Share:
    """Build the share of `name`."""
    return Share(name=name, value=share(part, whole), part=part, whole=whole)


def measures(evaluation: Evaluation) -> dict[str, float]:
    """Give the value of each measure by the name that a bound is set for, in the order of MEASURES."""
    parts = {f"{one.name}.{part}": getattr(one, part) for one in evaluation.rows for part in Scores._fields}
    return {**parts, **{one.name: one.value for one in evaluation.shares}}


def below(evaluation: Evaluation, bounds: Mapping[str, float]) -> list[str]:
    """Give a line for each measure that is less than its bound, in the order of `bounds`; names are of MEASURES."""
    reached = measures(evaluation)
    return [
        f"{name} is {reached[name]:.4f}, less than the {bound:g} asked for; see the evaluation for what was missed"
        for name, bound in bounds.items()
        if reached[name] < bound
    ]
