"""Takes the statements of all readings and gives speeches: what the rules of merging look at, made ready."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from summariser.core.merge.counted import counted_key
from summariser.core.merge.dates import days_of
from summariser.core.merge.origins import World
from summariser.core.merge.wording import content_words
from summariser.nouns.kinds import StatementKind
from summariser.nouns.merged import MergedActor
from summariser.nouns.reading import Incident, Reading, Series, Statement
from summariser.nouns.values import Qualifier
from summariser.text.names import Tokens, words_of_name

Told = tuple[StatementKind, frozenset[str]]
"""What an article has a speaker do: a kind of statement, and the merged ids of what it is about."""


@dataclass(frozen=True)
class Speech:
    """A statement with what it is compared by.

    `speaker` is a merged id and `voice` that of the body spoken for, where one is known. `given` are the stems that
    speaker, addressee and occasion give, so that they are not its content. `told_on` is the day (proleptic ordinal)
    of the article's publication. `told` counts all that the article has the voice say, this included.
    """

    statement: Statement
    article: str
    speaker: str
    voice: str
    addressee: str | None
    about: frozenset[str]
    told_on: int | None
    wording: Tokens
    words: frozenset[str]
    given: frozenset[str]
    told: frozenset[tuple[Told, int]]

    @property
    def id(self) -> str:
        """Give the id of the statement."""
        return self.statement.id

    @property
    def kind(self) -> StatementKind:
        """Give the kind of the statement."""
        return self.statement.kind

    @property
    def date(self) -> str | None:
        """Give the EDTF date on which it was said, None if the article has none."""
        return self.statement.when.edtf if self.statement.when else None

    @cached_property
    def days(self) -> tuple[int, ...]:
        """Give the days (proleptic ordinals) on which it was said; () if the article has no date so fine."""
        return days_of(self.date) if self.date else ()

    @cached_property
    def quotation(self) -> str:
        """Give its direct speech in English, as far as it is translated."""
        return " ".join(one.translation for one in self.statement.quotations if one.translation)

    @cached_property
    def quoted(self) -> frozenset[str]:
        """Give the stems of its direct speech."""
        return content_words(self.quotation)

    @cached_property
    def figures(self) -> frozenset[tuple[Tokens, float]]:
        """Give its exact figures, each with what is counted."""
        exact = (one for one in self.statement.figures_told if one.qualifier is Qualifier.EXACT and one.low is not None)
        return frozenset((counted_key(one), float(one.low or 0)) for one in exact)

    @cached_property
    def likeness(self) -> Hashable:
        """Give what two statements have in common that differ in nothing that a rule looks at but their article."""
        said = self.statement.content, self.quoted, self.figures
        return said, self.kind, self.speaker, self.addressee, self.about, self.date, self.told_on, self.told


def speeches_of(readings: Sequence[Reading], world: World) -> dict[str, Speech]:
    """Give the speech of each statement of `readings` by its id."""
    names = {one.id: _words_of_names(one) for one in world.actors.by_id.values()}
    given = {**names, **_words_of_incidents(readings, names, world)}
    told = _told(readings, world)
    return {
        statement.id: _speech(statement, reading.article, given, told, world)
        for reading in readings
        for statement in reading.statements
    }


def _told(readings: Sequence[Reading], world: World) -> Mapping[Hashable, frozenset[tuple[Told, int]]]:
    """Count for each article and voice what the voice is told to have said."""
    told: dict[Hashable, Counter[Told]] = defaultdict(Counter)
    for reading in readings:
        for one in reading.statements:
            told[reading.article, _voice(one, world)][one.kind, _about(one, world)] += 1
    return {key: frozenset(counted.items()) for key, counted in told.items()}


def _about(statement: Statement, world: World) -> frozenset[str]:
    return frozenset(world.incident_of.get(one, one) for one in statement.about)


def _voice(statement: Statement, world: World) -> str:
    body = world.spoken_for(world.actor(statement.speaker))
    return body.id if body else statement.speaker


def _words_of_incidents(
    readings: Sequence[Reading], names: Mapping[str, frozenset[str]], world: World
) -> Mapping[str, frozenset[str]]:
    """Give for each merged incident or series the stems of its titles and of the names of those who have a part."""
    words: dict[str, set[str]] = defaultdict(set)
    told: list[Incident | Series] = [one for r in readings for group in (r.incidents, r.series) for one in group]
    for one in told:
        parts = (names.get(world.actor_id(role.actor) or "", frozenset()) for role in one.roles)
        words[world.incident_of.get(one.id, one.id)].update(content_words(one.title), *parts)
    return {one: frozenset(stems) for one, stems in words.items()}


def _words_of_names(actor: MergedActor) -> frozenset[str]:
    return frozenset().union(*map(content_words, {member.name for member in actor.members}))


def _speech(
    statement: Statement,
    article: str,
    given: Mapping[str, frozenset[str]],
    told: Mapping[Hashable, frozenset[tuple[Told, int]]],
    world: World,
) -> Speech:
    """`given` has the stems that a merged actor, incident or series gives, by its id."""
    about, voice = _about(statement, world), _voice(statement, world)
    speaker, addressee = world.actor_id(statement.speaker) or statement.speaker, world.actor_id(statement.addressee)
    return Speech(
        statement=statement,
        article=article,
        speaker=speaker,
        voice=voice,
        addressee=addressee,
        about=about,
        told_on=max(days_of(world.published.get(article, "")), default=None),
        wording=words_of_name(statement.content),
        words=content_words(statement.content),
        given=frozenset().union(*(given.get(one, frozenset()) for one in (speaker, addressee or "", *about))),
        told=told[article, voice],
    )
