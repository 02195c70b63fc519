"""Takes readings as merging does and gives why any two of their incidents or actors were merged or kept apart."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from summariser.core.merge.actors import MergedActors
from summariser.core.merge.incidents import Court, deciding_pair
from summariser.core.merge.rules import VETO, find
from summariser.core.merge.rulings import Rulings
from summariser.core.merge.sightings import date_words
from summariser.nouns.merged import Merged, MergedIncident
from summariser.nouns.pairs import Ruling
from summariser.text.english import count

_VERDICTS = {
    "join": "a rule joins them",
    "perhaps": "a rule joins them if nothing else fits",
    "apart": "too little speaks for one incident",
    "doubt": "only a ruling can join them",
    "conflict": "they cannot be one incident",
}


@dataclass(frozen=True)
class Explanation:
    """What was merged, and the reasons behind it.

    `home` gives for each incident of a reading the first id of its cluster before any ruling, by which rulings go.
    """

    merged: Merged
    actors: MergedActors
    court: Court
    home: Mapping[str, str]
    rulings: Rulings
    name_of: Callable[[str], str]

    def why(self, a: str, b: str) -> str:
        """Say in words why two incidents or two actors, by their ids in the readings, are one or apart."""
        return self.actors.why(a, b) if a in self.actors.of else self._why_incidents(a, b)

    def _why_incidents(self, a: str, b: str) -> str:
        ruling = self._ruling(a, b)
        words = self.court.verdict(a, b).words
        return f"{words}; {_ruled(ruling)}" if ruling else words

    def of_one(self, incident: MergedIncident) -> Iterator[str]:
        """Tell, rule by rule, why the reports of an incident are one, and what it was kept apart from."""
        yield f"{self._headed(incident)}: {count(len(incident.members), 'report')}"
        for reason in incident.reasons:
            yield f"  joined: {reason}"
        for a, b in combinations(incident.members, 2):
            if self.court.verdict(a.id, b.id).kind in ("join", "perhaps"):
                yield from self._pair(a.id, b.id)
        for reason in incident.apart:
            yield f"  apart from {reason}"

    def of_two(self, first: MergedIncident, second: MergedIncident) -> Iterator[str]:
        """Tell, rule by rule, why two incidents were kept apart."""
        yield f"{self._headed(first)} and {self._headed(second)}"
        ids, others = ([one.id for one in incident.members] for incident in (first, second))
        pairs = dict.fromkeys([deciding_pair(ids, others, self.court), *product(ids, others)])
        rulings = (self._ruling(*pair) for pair in pairs)
        yield from dict.fromkeys(f"  {_ruled(ruling)}" for ruling in rulings if ruling)
        for pair in pairs:
            yield from self._pair(*pair)

    def _headed(self, incident: MergedIncident) -> str:
        sightings = [self.court.sightings[one.id] for one in incident.members]
        return f"{incident.title} ({date_words(next((one for one in sightings if one.days), sightings[0]))})"

    def _pair(self, a: str, b: str) -> Iterator[str]:
        one, other = self.court.sightings[a], self.court.sightings[b]
        verdict = self.court.verdict(a, b)
        total = "" if verdict.kind == "conflict" else f", score {verdict.score}"
        yield f"  {self.name_of(one.article)} and {self.name_of(other.article)}: {_VERDICTS[verdict.kind]}{total}"
        if one.article == other.article:
            yield "    told as two in one article"
            return
        for name, finding in find(one, other, self.court.world).items():
            if finding.words:
                score = "conflict" if finding.score <= VETO else f"{finding.score:+d}"
                yield f"    {name.replace('_', ' '):<14}{score:>9}  {finding.words}"

    def _ruling(self, a: str, b: str) -> Ruling | None:
        x, y = sorted((self.home[a], self.home[b]))
        return self.rulings.get((x, y))


def _ruled(ruling: Ruling) -> str:
    said = {"same": "one", "different": "two", "cannot_tell": "impossible to tell"}[ruling.verdict]
    return f"judged {said} by {ruling.model}: {ruling.reason}"
