"""Gives what is known besides the readings: outlets, copies of one text, the user's aliases, rulings of the model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import Field

from summariser.nouns.base import Noun
from summariser.nouns.pairs import Ruling


class Alias(Noun):
    """One actor with the other names that it goes by, in whatever script."""

    name: str = Field(min_length=1)
    also: tuple[str, ...] = Field(min_length=1)


class Apart(Noun):
    """Two names that never are one actor."""

    names: tuple[str, str]


class Publisher(Noun):
    """One house with its outlets: what two of them report goes back to one origin."""

    name: str = Field(min_length=1)
    outlets: tuple[str, ...] = Field(min_length=1)


class Aliases(Noun):
    """What a user's aliases.toml says: names of one actor, names that are never one, outlets of one publisher."""

    actor: tuple[Alias, ...] = ()
    apart: tuple[Apart, ...] = ()
    publisher: tuple[Publisher, ...] = ()


@dataclass(frozen=True)
class Known:
    """What merging is told besides the readings.

    `outlets` gives an article's outlet by the article's sha256, where it is known from elsewhere than its reading.
    `copies` gives for an article (sha256) the one with the fullest text that it repeats, of equal ones the first.
    `rulings` are the model's on pairs that no rule decides, by the ids of the pair in order.
    `settled` gives for what an earlier digest told, by its id in a reading, the lasting id of what it is part of.
    `instants` gives when an article (sha256) was published, where that is known more exactly than to the day, and when
    it came in, where not even the day is known.
    """

    outlets: Mapping[str, str] = field(default_factory=dict)
    copies: Mapping[str, str] = field(default_factory=dict)
    aliases: Aliases = field(default_factory=Aliases)
    rulings: Mapping[tuple[str, str], Ruling] = field(default_factory=dict)
    settled: Mapping[str, str] = field(default_factory=dict)
    instants: Mapping[str, datetime] = field(default_factory=dict)
