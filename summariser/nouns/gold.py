"""Gives what a person says that a set of articles reports, for an answer, a prompt or a model to be scored against."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from summariser.nouns.base import Noun
from summariser.nouns.kinds import ActorKind, Aspect, StatementKind
from summariser.nouns.merged import DisagreementType
from summariser.nouns.values import Value


def _as_tuple(words: object) -> object:
    return (words,) if isinstance(words, str) else words


Words = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], BeforeValidator(_as_tuple), Field(min_length=1)]
"""Words exactly as they stand in an article; each is one unbroken piece of it."""
Told = Annotated[dict[str, Words], Field(min_length=1)]
"""Words by the article (its file name in the gold's folder) that has them."""
Groups = tuple[tuple[str, ...], ...]
"""Articles that go back to one origin stand in one group; an article in no group is an origin of its own."""


class GoldActor(Noun):
    """One actor of the world; `names` has each way in which an article writes it."""

    id: str
    name: str
    kind: ActorKind
    names: Told


class GoldFact(Noun):
    """One value of one particular of an incident, with every article that gives it."""

    id: str
    aspect: Aspect
    value: Value
    told: Told
    origins: Groups = ()

    @model_validator(mode="before")
    @classmethod
    def _words_from_what_is_told(cls, given: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
        """Fill in the `words` that every value but a text needs: they stand in `told` anyway."""
        match given:
            case {"value": {"type": str(kind)} as value, "told": Mapping() as told} if (
                kind != "text" and "words" not in value and told
            ):
                first = next(iter(told.values()))
                return {**given, "value": {**value, "words": first if isinstance(first, str) else first[0]}}
        return given


class GoldDisagreement(Noun):
    """Facts of one incident that differ, by their ids, and how."""

    type: DisagreementType
    aspect: Aspect
    sides: tuple[str, ...] = Field(min_length=2)


class GoldIncident(Noun):
    """One incident of the world; `look_alikes` are those that a careless reader takes for it."""

    id: str
    type: str
    title: str
    told: Told
    look_alikes: tuple[str, ...] = ()
    facts: tuple[GoldFact, ...] = ()
    disagreements: tuple[GoldDisagreement, ...] = ()


class GoldStatement(Noun):
    """One act of speech, with every article that tells it; `about` are ids of incidents."""

    id: str
    kind: StatementKind
    speaker: str
    about: tuple[str, ...] = ()
    told: Told
    origins: Groups = ()


class Gold(Noun):
    """All that a set of articles reports of its world. Building one fails if an id is twice or points nowhere."""

    note: str
    actors: tuple[GoldActor, ...]
    incidents: tuple[GoldIncident, ...]
    statements: tuple[GoldStatement, ...] = ()

    @model_validator(mode="after")
    def _ids_resolve(self) -> "Gold":
        actors, incidents = [one.id for one in self.actors], [one.id for one in self.incidents]
        _each_once([*actors, *incidents, *(one.id for one in self.statements)])
        _all_known({one.speaker for one in self.statements}, actors, "speaker")
        _all_known({one for statement in self.statements for one in statement.about}, incidents, "incident")
        _all_known({one for incident in self.incidents for one in incident.look_alikes}, incidents, "look-alike")
        for incident in self.incidents:
            facts = [fact.id for fact in incident.facts]
            _each_once(facts)
            _all_known({side for one in incident.disagreements for side in one.sides}, facts, f"side of {incident.id}")
            for fact in incident.facts:
                _all_known(set(fact.told), [*incident.told], f"article that tells {incident.id}, for {fact.id}")
            _grouped([*incident.facts])
        _grouped([*self.statements])
        return self


def _each_once(ids: list[str]) -> None:
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise ValueError(f"the id {twice[0]} is given twice")


def _all_known(named: set[str], known: list[str], what: str) -> None:
    missing = sorted(named - set(known))
    if missing:
        raise ValueError(f"no such {what}: {missing[0]}")


def _grouped(things: list[GoldFact | GoldStatement]) -> None:
    for one in things:
        named = [article for group in one.origins for article in group]
        _each_once(named)
        _all_known(set(named), list(one.told), f"article of {one.id}")
