"""Gives one kind of incident that a reading may name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class IncidentType:
    """What a code stands for: `says` is its meaning in words, `family` groups codes that two reports may differ in."""

    family: str
    says: str
