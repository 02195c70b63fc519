"""Takes merged objects and sources and gives the names, titles and attributions that all parts of a brief share."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from summariser.core.brief.ledger import Ledger
from summariser.nouns.article import Evidence
from summariser.nouns.brief import Source
from summariser.nouns.known import Known
from summariser.nouns.merged import Merged, MergedIncident, MergedStatement, Origin
from summariser.nouns.reading import Evidences, Relay, Series, StandingFact, Statement
from summariser.text.clean import unquoted
from summariser.text.edtf import display, parse, precision
from summariser.text.english import count, listed, with_article
from summariser.text.names import outlet_key
from summariser.text.origins import (
    LOST_SPEAKER,
    Claim,
    Voice,
    article_voice,
    publishers_of,
    tells_itself,
    together,
    voice_of,
)


class Grounded(Protocol):
    """Anything with evidence that an article may have taken from a medium."""

    @property
    def relayed_by(self) -> tuple[Relay, ...]: ...  # noqa: D102
    @property
    def evidence(self) -> Evidences: ...  # noqa: D102


@dataclass(frozen=True)
class Context:
    """What every part of the brief needs: merged objects, sources by sha256, the ledger of citations, what is known."""

    merged: Merged
    sources: dict[str, Source]
    ledger: Ledger
    known: Known = field(default_factory=Known)

    @cached_property
    def _actor_names(self) -> dict[str, str]:
        return {actor.id: with_article(unquoted(actor.name)) for actor in self.merged.actors}

    @cached_property
    def _titles(self) -> dict[str, str]:
        series = {one.id: unquoted(one.members[0].title) for one in self.merged.series}
        return series | {one.id: unquoted(one.title) for one in self.merged.incidents}

    @cached_property
    def _voices(self) -> Mapping[str, Voice]:
        publishers, copies = publishers_of(self.known.aliases.publisher), self.known.copies
        return {
            one: article_voice(one, source.outlet, publishers, copies, self.outlet(one))
            for one, source in self.sources.items()
        }

    @cached_property
    def _speaker_of_told(self) -> dict[str, str]:
        return {member.id: one.speaker for one in self.merged.statements for member in one.members}

    @cached_property
    def _statements_by_about(self) -> dict[str, list[MergedStatement]]:
        told: dict[str, list[MergedStatement]] = {}
        for one in self.merged.statements:
            for merged_id in dict.fromkeys(one.about):
                told.setdefault(merged_id, []).append(one)
        return told

    def actor(self, actor_id: str) -> str:
        """Give the name of an actor by a merged id or by that of a reading."""
        merged_id = self.merged.actor_of.get(actor_id, actor_id)
        return self._actor_names.get(merged_id, "an actor not named")

    def title(self, merged_id: str) -> str:
        """Give the title of a merged incident or series."""
        return self._titles.get(self.merged.incident_of.get(merged_id, merged_id), "an incident not named")

    def quoting_speaker(self, statement_id: str) -> str | None:
        """Give the name of the speaker of a reading's statement, by the statement's id."""
        speaker = self._speaker_of_told.get(statement_id)
        return self.actor(speaker) if speaker else None

    def outlet(self, article: str) -> str:
        """Give the name of an article's outlet, or the number of the source where none is stated."""
        source = self.sources[article]
        return unquoted(source.outlet) if source.outlet else f"source {source.id}"

    def relayed(self, relays: Iterable[Relay]) -> str:
        """Give " (relayed by A and B)", or nothing."""
        names = sorted({unquoted(relay.name) for relay in relays})
        return f" (relayed by {listed(names)})" if names else ""

    def attribution(self, claims: Sequence[Claim]) -> str:
        """Say in words who says it: speakers with those who relayed them, else relays, else the article itself."""
        return "; ".join(filter(None, [self.according_to(claims), self._own_account(claims)]))

    def announced(self, claims: Sequence[Claim]) -> str:
        """Give ", according to …" for what is planned; empty where the articles name nobody."""
        said = self.according_to(claims)
        return f", {said}" if said else ""

    def according_to(self, claims: Sequence[Claim]) -> str:
        """Name those to whom articles attribute it; empty where every article says it itself."""
        relays: dict[str, list[Relay]] = {}
        for claim in claims:
            if claim.said_by:
                relays.setdefault(self.actor(claim.said_by), []).extend(claim.relayed_by)
        speakers = [name + self.relayed(relays[name]) for name in sorted(relays)]
        media = sorted({unquoted(relay.name) for claim in claims if not claim.said_by for relay in claim.relayed_by})
        said = [f"according to {listed(speakers)}"] if speakers else []
        said += [f"relayed by {listed(media)}"] if media else []
        return "; ".join(filter(None, [*said, self.lost(claims)]))

    def lost(self, claims: Sequence[Claim]) -> str:
        """Say that an article attributes something to a speaker who could not be established, if one does."""
        unknown = any(LOST_SPEAKER in claim.notes and not claim.said_by for claim in claims)
        return "attributed in the article, to whom is not established" if unknown else ""

    def _own_account(self, claims: Sequence[Claim]) -> str:
        own = {claim.evidence[0].article for claim in claims if tells_itself(claim)}
        if not own:
            return ""
        if len(own) > 1:
            origins = self.origins(own)
            return f"reported by {self.counted(own, origins if len(origins) < len(own) else ())}"
        article = own.pop()
        return f"reported by {self.outlet(article)}{self._on_day(article)}"

    def _on_day(self, article: str) -> str:
        """Say when an article was published, so that what it tells is not taken for later news; only for whole days."""
        date = self.sources[article].published
        return f" on {display(parse(date.edtf))}" if date and precision(parse(date.edtf)) == "day" else ""

    def origins(self, articles: Iterable[str], named: Iterable[Origin] = ()) -> tuple[str, ...]:
        """Name the origins of what `articles` tell themselves and of whom else they name, each once, in order.

        An article is known by itself here, so the origins among `named` that are articles do not count.
        """
        own = [self._voices[article] for article in articles]
        origins = together([own, [voice_of(origin) for origin in named if origin.kind != "article"]])
        return tuple(sorted(unquoted(origin.name) for origin in origins))

    def names(self, origins: Iterable[Origin]) -> tuple[str, ...]:
        """Name origins of articles, speakers and media, an article without an outlet by its source."""
        own = {voice.origin.key: voice.origin.name for voice in self._voices.values()}
        return tuple(sorted(unquoted(one.name or own.get(one.key, "an outlet not named")) for one in origins))

    def outlets(self, articles: Iterable[str]) -> tuple[str, ...]:
        """Name the outlets of those `articles` that state one, each once, in order."""
        stated = ((self.sources[article].outlet, self.outlet(article)) for article in articles)
        named = {outlet_key(outlet, ""): name for outlet, name in sorted(stated, key=lambda one: one[1]) if outlet}
        return tuple(sorted(named.values()))

    def counted(self, articles: Collection[str], origins: Collection[str], what: str = "origin") -> str:
        """Count articles and origins, and between them the outlets, if all are stated and more than the origins."""
        outlets, stated = len(self.outlets(articles)), all(self.sources[one].outlet for one in articles)
        counts = [count(len(articles), "article")]
        counts += [count(outlets, "outlet")] if stated and outlets > len(origins) > 0 else []
        return ", ".join([*counts, *([count(len(origins), what)] if origins else [])])

    def published(self, articles: Iterable[str]) -> list[str]:
        """Give the known publication dates (EDTF) of articles by sha256."""
        known = (self.sources[article].published for article in articles)
        return [date.edtf for date in known if date]

    def statements_about(self, merged_id: str) -> list[MergedStatement]:
        """Give the statements that are about an incident or series."""
        return self._statements_by_about.get(merged_id, [])


def articles_of(incident: MergedIncident) -> tuple[str, ...]:
    """Give the sha256 of every article that reports an incident, in canonical order."""
    return tuple(dict.fromkeys(member.evidence[0].article for member in incident.members))


def evidence_of(incident: MergedIncident) -> list[Evidence]:
    """Give the words of every report that say that the incident happened."""
    return [evidence for member in incident.members for evidence in member.evidence]


def grounds(claim: Grounded) -> list[Evidence]:
    """Give the words that a claim rests on, and those that name the media which relayed it."""
    return [*claim.evidence, *(evidence for relay in claim.relayed_by for evidence in relay.evidence)]


def told_outside_incidents(merged: Merged) -> list[Series | StandingFact | Statement]:
    """Give every series, standing fact and statement as an article tells it."""
    told: list[Series | StandingFact | Statement] = [one for series in merged.series for one in series.members]
    told += [one for fact in merged.standing_facts for one in fact.members]
    return told + [one for statement in merged.statements for one in statement.members]
