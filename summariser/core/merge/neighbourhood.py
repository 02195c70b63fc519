"""Takes today's readings and a look into the archive and gives them merged with those archived readings that matter.

Merging with all that was ever read would cost more each day. What may be one with a report of today shares a key with
it (`blocking`), so it is enough to have at hand all reports of what these keys find. Texts are copies of one another
only among the articles at hand, too: those of two articles that report nothing in common matter to nobody.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Protocol

from summariser.core.merge.blocking import sought_keys
from summariser.core.merge.followups import MOST_OF_A_NAME
from summariser.nouns.known import Aliases
from summariser.nouns.merged import Merged
from summariser.nouns.reading import Reading

_MOST_MEANT = 2
"""Incidents that a report without a day may mean: of more under one key it hardly fits one alone, as it must."""


class Look(Protocol):
    """What the archive is asked. Ids are lasting ones of incidents, series and statements; articles go by sha256."""

    def reported_with(self, keys: Collection[str], most: int | None) -> Collection[str]:
        """Give the ids of what is kept under one of `keys`, but for keys under which more than `most` are."""

    def unsettled_with(self, keys: Collection[str], most: int | None) -> Collection[str]:
        """Give the articles with reports that are kept under one of `keys`, likewise, and have no lasting id."""

    def reported_in(self, ids: Collection[str]) -> Collection[str]:
        """Give all articles that report what has one of `ids`."""

    def readings(self, articles: Collection[str]) -> Mapping[str, Reading]:
        """Give the readings of `articles`."""

    def came(self, articles: Collection[str]) -> Mapping[str, datetime]:
        """Give when `articles` came out, or came in where nothing is known of that."""

    def settled(self, articles: Collection[str]) -> Mapping[str, str]:
        """Give for what `articles` report, by its id in the reading, its lasting id, where it has one."""


@dataclass(frozen=True)
class Neighbourhood:
    """The readings at hand: today's, and those of all articles that report what `whole` names by lasting ids.

    `settled` gives the lasting ids of all that they report, actors too. Of what is not `whole`, and of actors, there
    may be more reports in the archive.
    """

    today: frozenset[str]
    readings: tuple[Reading, ...]
    settled: Mapping[str, str]
    whole: frozenset[str]


def neighbourhood(today: Sequence[Reading], look: Look, families: Mapping[str, str], aliases: Aliases) -> Neighbourhood:
    """Give today's readings with those that their keys find; `families` gives the family of each incident type."""
    articles = frozenset(reading.article for reading in today)
    came = look.came(articles)
    sought = [sought_keys(reading, families, aliases, came.get(reading.article)) for reading in today]
    asked = (
        (frozenset(chain.from_iterable(one.near for one in sought)), None),
        (frozenset(chain.from_iterable(one.wide for one in sought)), _MOST_MEANT),
    )
    named = look.reported_with(frozenset(chain.from_iterable(one.named for one in sought)), MOST_OF_A_NAME)
    ids = frozenset(one for keys, most in asked for one in look.reported_with(keys, most)) | frozenset(named)
    loose = {one for keys, most in asked for one in look.unsettled_with(keys, most)}
    alone = Neighbourhood(articles, tuple(today), look.settled(articles), frozenset())
    return grown(alone, ids, look, loose)


def grown(at_hand: Neighbourhood, ids: frozenset[str], look: Look, articles: Collection[str] = ()) -> Neighbourhood:
    """Add the readings of all articles that report what has one of `ids`, and of `articles`."""
    have = {reading.article for reading in at_hand.readings}
    found = look.readings({*articles, *look.reported_in(ids)} - have)
    return Neighbourhood(
        at_hand.today,
        (*at_hand.readings, *(found[article] for article in sorted(found))),
        {**at_hand.settled, **look.settled(found.keys())},
        at_hand.whole | ids,
    )


def touched(merged: Merged, at_hand: Neighbourhood) -> frozenset[str]:
    """Give the lasting ids of incidents, series and statements that are one with something of today's."""
    today = {one for reading in at_hand.readings if reading.article in at_hand.today for one in _reports(reading)}
    members = [{one.id for one in incident.members} for incident in merged.incidents]
    members += [{one.id for one in series.members} for series in merged.series]
    members += [{one.id for one in statement.members} for statement in merged.statements]
    reports = (one for ids in members if not ids.isdisjoint(today) for one in ids)
    return frozenset(at_hand.settled[one] for one in reports if one in at_hand.settled)


def _reports(reading: Reading) -> Iterator[str]:
    yield from (one.id for one in reading.incidents)
    yield from (one.id for one in reading.series)
    yield from (one.id for one in reading.statements)
