"""Takes an aligned answer and gives how well its things were merged, with each false and each missed merge."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from summariser.core.evaluate.answer import Scored, Why
from summariser.core.evaluate.clusters import b_cubed, false_merges, missed_merges, pairs_within, pairwise
from summariser.core.evaluate.result import Fault, Row, Share, row, share_of
from summariser.nouns.merged import MergedActor, MergedIncident, MergedStatement
from summariser.nouns.reading import Actor, Incident, Statement

Mention = tuple[str, str]
"""The file name of an article and the id of a gold incident, actor or statement that it tells of."""


@dataclass(frozen=True)
class Merging:
    """The mentions of one kind of thing in two partitions: `gold` by gold id, `system` by merged id.

    `at` gives the id in the reading for each mention that is aligned; one that is not is alone in `system`. `reasons`
    gives for each merged id why its members are one, `why` says why two ids of readings are not.
    """

    what: str
    gold: Mapping[Mention, str]
    system: Mapping[Mention, Hashable]
    at: Mapping[Mention, str]
    reasons: Mapping[Hashable, str]
    why: Why

    def alone(self) -> "Merging":
        """Give the same for the aligned mentions only: how well merging does with what was read."""
        gold = {mention: self.gold[mention] for mention in self.at}
        system = {mention: self.system[mention] for mention in self.at}
        return Merging(f"{self.what}.aligned", gold, system, self.at, self.reasons, self.why)


def merging_of_incidents(scored: Scored) -> Merging:
    """Give how the mentions of the gold's incidents were merged."""
    found = {
        (name, one.id): scored.in_reading(name).incidents.get(one.id)
        for one in scored.gold.incidents
        for name in one.told
    }
    merged = scored.answer.merged
    return _merging("incidents", found, merged.incident_of, merged.incidents, scored.answer.why)


def merging_of_actors(scored: Scored) -> Merging:
    """Give how the mentions of the gold's actors were merged."""
    found = {
        (name, one.id): scored.in_reading(name).actors.get(one.id) for one in scored.gold.actors for name in one.names
    }
    merged = scored.answer.merged
    return _merging("actors", found, merged.actor_of, merged.actors, scored.answer.why)


def merging_of_statements(scored: Scored) -> Merging:
    """Give how the tellings of the gold's statements were merged."""
    found = {
        (name, one.id): scored.in_reading(name).statements.get(one.id)
        for one in scored.gold.statements
        for name in one.told
    }
    merged = scored.answer.merged.statements
    statement_of = {said.id: one.id for one in merged for said in one.members}
    return _merging("statements", found, statement_of, merged, lambda _a, _b: "told as two acts of speech")


def _merging(
    what: str,
    found: Mapping[Mention, Actor | Incident | Statement | None],
    merged_of: Mapping[str, str],
    merged: Sequence[MergedActor | MergedIncident | MergedStatement],
    why: Why,
) -> Merging:
    gold = {mention: mention[1] for mention in found}
    at = {mention: one.id for mention, one in found.items() if one}
    system = {mention: merged_of[at[mention]] if mention in at else mention for mention in gold}
    return Merging(what, gold, system, at, {one.id: "; ".join(one.reasons) for one in merged}, why)


def rows_merged(merging: Merging) -> list[Row]:
    """Give pairwise scores and B³, over all mentions of the gold, then over those that are in the readings."""
    return [made for one in (merging, merging.alone()) for made in _rows(one)]


def _rows(merging: Merging) -> tuple[Row, Row]:
    gold, system = merging.gold, merging.system
    return (
        row(f"{merging.what}.pairwise", pairwise(system, gold), pairs_within(gold), pairs_within(system)),
        row(f"{merging.what}.b3", b_cubed(system, gold), len(gold), len(system)),
    )


def look_alikes_apart(scored: Scored, merging: Merging) -> Share:
    """Give the share of the gold's pairs of look-alikes of which no two mentions were merged."""
    pairs = _look_alikes(scored)
    met = {frozenset((a[1], b[1])) for a, b in false_merges(merging.system, merging.gold)}
    return share_of("incidents.look_alikes_apart", len(pairs - met), len(pairs))


def faults_merged(scored: Scored, merging: Merging) -> list[Fault]:
    """Give each false merge of two of the gold's things, and each missed one with what kept the two apart."""
    return [*_merged_falsely(scored, merging), *_not_read(scored, merging), *_not_merged(merging)]


def _look_alikes(scored: Scored) -> set[frozenset[str]]:
    pairs = {frozenset((one.id, other)) for one in scored.gold.incidents for other in one.look_alikes}
    return {pair for pair in pairs if len(pair) == 2}


def _merged_falsely(scored: Scored, merging: Merging) -> Iterator[Fault]:
    look_alikes = _look_alikes(scored)
    for a, b in false_merges(merging.system, merging.gold):
        marked = "look-alikes in the gold; " if frozenset((a[1], b[1])) in look_alikes else ""
        because = merging.reasons[merging.system[a]] or "no reason is given"
        yield _fault(merging, "wrong", (a, b), f"{a[1]} and {b[1]}", f"{marked}merged because: {because}")


def _not_read(scored: Scored, merging: Merging) -> Iterator[Fault]:
    mentions = Counter(merging.gold.values())
    for mention, one in merging.gold.items():
        if mention not in merging.at and mentions[one] > 1:
            why = scored.unread(mention[0]) or f"it is not in the reading of {mention[0]}"
            yield _fault(merging, "missed", (mention,), one, why)


def _not_merged(merging: Merging) -> Iterator[Fault]:
    alone = merging.alone()
    for a, b in missed_merges(alone.system, alone.gold):
        why = merging.why(merging.at[a], merging.at[b]) or "no reason is known"
        yield _fault(merging, "missed", (a, b), a[1], f"kept apart: {why}")


def _fault(
    merging: Merging, side: Literal["missed", "wrong"], mentions: Sequence[Mention], what: str, reason: str
) -> Fault:
    articles = tuple(sorted({name for name, _ in mentions}))
    return Fault(measure=f"{merging.what}.pairwise", side=side, what=what, articles=articles, reason=reason)
