"""Takes who tells something, with what is known of outlets, and gives the origins that it goes back to, each once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Literal, NamedTuple, Protocol

from summariser.nouns.kinds import Aspect
from summariser.nouns.known import Publisher
from summariser.nouns.merged import MergedIncident, Origin
from summariser.nouns.reading import Evidences, Fact, Relay
from summariser.text.english import listed
from summariser.text.names import outlet_key

_NAMED = 3
_RELAY = "relay:"
_OUTLET = "outlet:"
_REPEATED = (Aspect.TIME, Aspect.PLACE, Aspect.MEANS, Aspect.RESPONSIBILITY, Aspect.RESPONSE, Aspect.OTHER)
LOST_SPEAKER = "the article attributes this, but to whom could not be established"
"""The note that checking leaves on a claim whose speaker the answer names nowhere else."""


class Claim(Protocol):
    """Anything that an article says itself, or attributes to somebody, or takes from a medium."""

    @property
    def said_by(self) -> str | None: ...  # noqa: D102
    @property
    def relayed_by(self) -> tuple[Relay, ...]: ...  # noqa: D102
    @property
    def evidence(self) -> Evidences: ...  # noqa: D102
    @property
    def notes(self) -> tuple[str, ...]: ...  # noqa: D102


class Voice(NamedTuple):
    """One who tells something, as an origin of its own; voices that share one of their `ties` are one origin.

    The ties of an article are its house and its text, that of a medium its house, that of a speaker the speaker.
    """

    origin: Origin
    ties: tuple[str, ...]
    publisher: str = ""


@dataclass(frozen=True)
class Publishers:
    """The publisher's name by the key of an outlet; `notes` name the outlets that two publishers claim."""

    of: Mapping[str, str]
    notes: tuple[str, ...] = ()

    def house(self, outlet: str | None, article: str = "") -> tuple[str, str]:
        """Give what makes outlets one house, and the publisher's name: "" for an outlet that stands on its own."""
        own = outlet_key(outlet, article)
        name = self.of.get(own, "")
        return (outlet_key(name, own), name) if name else (own, "")


def publishers_of(given: Iterable[Publisher]) -> Publishers:
    """Give the publisher of each outlet; an outlet that two claim has none, and a note says so."""
    claims: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    for publisher in sorted(given, key=lambda one: (one.name, one.outlets)):
        for outlet in publisher.outlets:
            names.setdefault(outlet_key(outlet, ""), outlet)
            claims.setdefault(outlet_key(outlet, ""), {}).setdefault(outlet_key(publisher.name, ""), publisher.name)
    of = {outlet: next(iter(by.values())) for outlet, by in claims.items() if len(by) == 1}
    claimed = {outlet: list(by.values()) for outlet, by in sorted(claims.items()) if len(by) > 1}
    notes = (f"outlet {names[one]} is claimed by publishers {listed(by)}: on its own" for one, by in claimed.items())
    return Publishers(of, tuple(notes))


def with_shipped(own: Sequence[Publisher], shipped: Iterable[Publisher]) -> tuple[Publisher, ...]:
    """Give a user's `own` publishers, and the `shipped` ones without the outlets that the user gives to a publisher."""
    taken = {outlet_key(outlet, "") for publisher in own for outlet in publisher.outlets}
    left = ((one, tuple(name for name in one.outlets if outlet_key(name, "") not in taken)) for one in shipped)
    return (*own, *(one.model_copy(update={"outlets": outlets}) for one, outlets in left if outlets))


def article_voice(
    article: str, outlet: str | None, publishers: Publishers, copies: Mapping[str, str], name: str | None = None
) -> Voice:
    """Give the voice of an article (sha256): its outlet, or itself where none is known; `name` is for people."""
    house, publisher = publishers.house(outlet, article)
    origin = _origin(house, (outlet or "") if name is None else name, "article")
    return Voice(origin, (house, f"text:{copies.get(article, article)}"), publisher)


def medium_voice(name: str, publishers: Publishers) -> Voice:
    """Give the voice of a medium that others name as their source."""
    house, publisher = publishers.house(name)
    return Voice(_origin(_RELAY + house.removeprefix(_OUTLET), name, "relay"), (house,), publisher)


@lru_cache(maxsize=1 << 14)
def _origin(key: str, name: str, kind: Literal["speaker", "relay", "article"]) -> Origin:
    """Give equal origins as one object: each outlet and each speaker stands behind many claims."""
    return Origin(key=key, name=name, kind=kind)


def voice_of(origin: Origin) -> Voice:
    """Give the voice of a speaker or a medium that is known as an origin already."""
    tie = _OUTLET + origin.key.removeprefix(_RELAY) if origin.kind == "relay" else origin.key
    return Voice(origin, (tie,))


def together(voices: Iterable[Sequence[Voice]]) -> tuple[Origin, ...]:
    """Give the origins of all `voices` in order of their keys; those that are tied to one another are one.

    Ties count among these voices only: that two outlets once had one text does not make them one elsewhere.
    """
    told = {(one.origin.key, one.origin.name, one.ties): one for one in chain.from_iterable(voices)}
    if len(told) == 1:
        return (next(iter(told.values())).origin,)
    ordered = [told[key] for key in sorted(told)]
    return tuple(sorted((_one(group) for group in tied(ordered)), key=lambda origin: origin.key))


def tied(voices: Iterable[Voice]) -> list[list[Voice]]:
    """Give the voices in groups, each of which is one origin."""
    group_of: dict[str, list[Voice]] = {}
    for voice in voices:
        met = {id(group_of[tie]): group_of[tie] for tie in voice.ties if tie in group_of}
        group, *others = met.values() or ([],)
        added = [*chain.from_iterable(others), voice]
        group.extend(added)
        group_of.update({tie: group for one in added for tie in one.ties})
    return list({id(group): group for group in group_of.values()}.values())


def _one(group: Sequence[Voice]) -> Origin:
    """Give the origin of tied voices; a medium that articles name goes before the articles that are its own."""
    media = [voice for voice in group if voice.origin.kind == "relay"]
    named = media or group
    first = min((voice.origin for voice in named), key=lambda origin: origin.key)
    return _origin(first.key, _name(named), first.kind)


def _name(voices: Sequence[Voice]) -> str:
    """Name those who are one origin: a publisher with its outlets, or the outlets that have one text."""
    houses: dict[str, list[Voice]] = {}
    for voice in voices:
        houses.setdefault(voice.ties[0], []).append(voice)
    names = sorted(filter(None, {_house_name(house) for house in houses.values()}))
    return names[0] if len(names) == 1 else f"{few(names)} (one text)" if names else ""


def _house_name(voices: Sequence[Voice]) -> str:
    names = sorted(filter(None, {voice.origin.name for voice in voices}))
    publishers = sorted(filter(None, {voice.publisher for voice in voices}))
    return f"{publishers[0]} ({few(names)})" if publishers and len(names) > 1 else "".join(names[:1])


def few(names: Sequence[str]) -> str:
    """Join names in one phrase, of many the first two and how many more: "A, B and 498 more"."""
    return listed(names if len(names) <= _NAMED else [*names[: _NAMED - 1], f"{len(names) - _NAMED + 1:,} more"])


def tells_itself(claim: Claim) -> bool:
    """Say whether an article tells something in its own voice, with no speaker and no medium as its source."""
    return not claim.said_by and not claim.relayed_by and LOST_SPEAKER not in claim.notes


def own_accounts(incident: MergedIncident) -> set[str]:
    """Give the articles (sha256) that are an origin of an incident themselves.

    They tell what happened in their own voice, or attribute nothing at all.
    """
    return own_voices(incident) | ({member.evidence[0].article for member in incident.members} - _attributing(incident))


def own_voices(incident: MergedIncident) -> set[str]:
    """Give the articles (sha256) that tell what an incident amounts to without naming somebody else as its source.

    When and where it was, and what went on around it, every article repeats; to tell that alone makes no origin.
    """
    return {
        fact.evidence[0].article for fact in _facts(incident) if tells_itself(fact) and fact.aspect not in _REPEATED
    }


def _attributing(incident: MergedIncident) -> set[str]:
    roles = [report for role in incident.roles for report in role.reports]
    accusing = {role.evidence[0].article for role in roles if role.accuser or role.relayed_by}
    return accusing | {fact.evidence[0].article for fact in _facts(incident) if not tells_itself(fact)}


def _facts(incident: MergedIncident) -> Iterator[Fact]:
    return (fact for group in incident.facts for side in group.sides for fact in side.facts)
