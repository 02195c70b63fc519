"""Takes the actors of all readings and gives groups that bear one name, with what forbids two groups to be one."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from summariser.core.merge.actors.scenes import Moment, Scene, Stage
from summariser.nouns.kinds import ActorKind
from summariser.nouns.reading import Actor
from summariser.text.countries import country_at, country_code
from summariser.text.english import count, listed
from summariser.text.fold import fold
from summariser.text.likeness import acronym, initials, is_common, is_one_of_many
from summariser.text.names import Tokens, fold_body, fold_person, is_generic, words_of_name

_CONFUSABLE = frozenset(
    frozenset(pair)
    for pair in (
        (ActorKind.GOVERNMENT_BODY, ActorKind.ORGANISATION),
        (ActorKind.ARMED_GROUP, ActorKind.ORGANISATION),
        (ActorKind.ARMED_GROUP, ActorKind.COALITION),
        (ActorKind.COALITION, ActorKind.ORGANISATION),
        (ActorKind.OUTLET, ActorKind.ORGANISATION),
    )
)


_FORCES = frozenset(
    {"military", "army", "police", "force", "forces", "navy", "air", "guard", "security", "armed", "coast"}
)
_NOT_LATIN = re.compile("[\u0370-\u1dff\u2c00-\ud7ff]")


class Told(NamedTuple):
    """An actor, the article (sha256) that tells of it, and the stage of its reading."""

    article: str
    actor: Actor
    stage: Stage


@dataclass
class Group:
    """Actors found to be one so far. `sides` are those of the user's pairs of names that are never one."""

    told: list[Told]
    sides: set[tuple[int, int]] = field(default_factory=set)
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.articles = {one.article for one in self.told}
        self.countries = {code for one in self.told if (code := country_code(one.actor.country))}
        self.kinds = {one.actor.kind for one in self.told}

    def take(self, other: "Group") -> None:
        """Make the actors of `other` part of this group."""
        self.told += other.told
        self.sides |= other.sides
        self.articles |= other.articles
        self.countries |= other.countries
        self.kinds |= other.kinds

    @cached_property
    def id(self) -> str:
        """Give the first id of its actors, by which a finished group is known."""
        return min(one.actor.id for one in self.told)

    @cached_property
    def names(self) -> frozenset[Tokens]:
        """Give the folded names of a finished group."""
        return frozenset(fold_actor(one.actor) for one in self.told)

    @cached_property
    def written(self) -> frozenset[str]:
        """Give the names as written, folded, of a finished group."""
        return frozenset(as_written(mention.quote) for one in self.told for mention in one.actor.mentions)

    @cached_property
    def name(self) -> str:
        """Give the name that most actors of a finished group have, of several the first in alphabetical order."""
        names = Counter(one.actor.name for one in self.told)
        return min(names, key=lambda name: (-names[name], name))

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """Give the acronyms, in small letters, that a finished group is named by."""
        return frozenset(filter(None, {acronym(one.actor.name) for one in self.told}))

    @cached_property
    def written_acronyms(self) -> frozenset[str]:
        """Give the acronyms, in small letters, by which the articles of a finished group write its name."""
        quotes = {mention.quote for one in self.told for mention in one.actor.mentions}
        return frozenset(filter(None, map(acronym, quotes)))

    @cached_property
    def initials(self) -> frozenset[str]:
        """Give the acronyms that the names of a finished group, English and as written, may have; persons have none."""
        told = [one.actor for one in self.told if not self.person]
        names = {words for one in told for words in (one.name, *(mention.quote for mention in one.mentions))}
        return frozenset(form for name in names for form in initials(words_of_name(name)))

    @cached_property
    def described(self) -> bool:
        """Whether people have no name, but are described ("gunmen", "militias close to Norland", "the driver")."""
        people = not self.kinds.isdisjoint((ActorKind.ARMED_GROUP, ActorKind.PERSON))
        return people and not any(_is_a_name(one.actor.name) for one in self.told)

    @property
    def firm(self) -> frozenset[Scene]:
        """Give the firm scenes of a finished group."""
        return frozenset().union(*(one.stage.firm.get(one.actor.id, ()) for one in self.told))

    @property
    def scenes(self) -> frozenset[Scene]:
        """Give all scenes of a finished group, firm and loose."""
        return self.firm.union(*(one.stage.loose.get(one.actor.id, ()) for one in self.told))

    @property
    def moments(self) -> frozenset[Moment]:
        """Give the days and places of all incidents in the articles of a finished group."""
        return frozenset().union(*(one.stage.moments for one in self.told))

    @property
    def parents(self) -> frozenset[Tokens]:
        """Give the folded names of what a finished group is told to be part of."""
        return frozenset(one.stage.parents[one.actor.id] for one in self.told if one.actor.id in one.stage.parents)

    @cached_property
    def by_ear(self) -> bool:
        """Whether an article writes a finished group in other than Latin letters, so that its English name is heard."""
        return any(_NOT_LATIN.search(written) for written in self.written)

    @property
    def person(self) -> bool:
        """Whether it is a person."""
        return ActorKind.PERSON in self.kinds


def fold_actor(actor: Actor) -> Tokens:
    """Give the tokens by which an actor is compared."""
    return fold_person(actor.name) if actor.kind is ActorKind.PERSON else fold_body(actor.name)


def as_written(words: str) -> str:
    """Give a name as an article writes it, without what typing changes."""
    return fold(words).text.strip(" '").casefold()


def opposed(a: Group, b: Group) -> bool:
    """Say whether the user has named two groups as two."""
    return any((pair, 1 - side) in b.sides for pair, side in a.sides)


def why_never(a: Group, b: Group) -> str | None:
    """Say what forbids two groups to be one, None if nothing does."""
    if opposed(a, b):
        return "named as two in aliases.toml"
    if not a.articles.isdisjoint(b.articles):
        return "both in one article"
    if ActorKind.UNNAMED_GROUP in a.kinds | b.kinds or (a.described and b.described):
        return "a group without a name is never known again"
    odd = sorted((x, y) for x in a.kinds for y in b.kinds if not _kinds_fit(x, y))
    if odd:
        return "kind " + " against ".join(sorted(kind.replace("_", " ") for kind in odd[0]))
    if len(a.countries | b.countries) > 1:
        return (
            f"country {' against '.join(sorted({min(a.countries, default='none'), max(b.countries, default='none')}))}"
        )
    return None


def _is_a_name(name: str) -> bool:
    """Say whether some word is written as a name; a country is the name of another, and a sentence begins so, too.

    The forces of a country are named by it.
    """
    tokens = set(fold_body(name))
    if any(token.startswith("@") for token in tokens) and all(token in _FORCES or token[0] == "@" for token in tokens):
        return True
    capitals = [(place, word) for place, word in enumerate(name.split()) if any(letter.isupper() for letter in word)]
    folded = [(place, words_of_name(word)) for place, word in capitals]
    return any(words and not country_at(words, 0) and (place or not is_generic(words)) for place, words in folded)


def _kinds_fit(a: ActorKind, b: ActorKind) -> bool:
    return a is b or frozenset({a, b}) in _CONFUSABLE


# Actors of one name


def of_one_name(told: Iterable[Told], sides: Mapping[str, set[tuple[int, int]]]) -> list[Group]:
    """Group actors by their folded names; `sides` are those of the actors by id. Groups without a name stay alone."""
    blocks: dict[tuple[bool, Tokens], list[Told]] = defaultdict(list)
    groups: list[Group] = []
    for one in told:
        alone = Group([one])
        if one.actor.kind is ActorKind.UNNAMED_GROUP or alone.described:
            groups.append(alone)
        else:
            blocks[one.actor.kind is ActorKind.PERSON, fold_actor(one.actor)].append(one)
    for (person, tokens), block in blocks.items():
        groups += _of_block(tokens, person, block, sides)
    return groups


def _of_block(
    tokens: Tokens, person: bool, block: Iterable[Told], sides: Mapping[str, set[tuple[int, int]]]
) -> list[Group]:
    """Group actors of one folded name; what many share needs the same country to be given, or is told apart by it."""
    ordered = sorted(block, key=lambda one: (one.actor.kind, one.actor.id))
    new = [Group([one], set(sides.get(one.actor.id, ()))) for one in ordered]
    if not person and is_one_of_many(tokens):
        return new
    countries = {country for group in new for country in group.countries}
    needs_country = len(countries) > 1 or needs_country_to_tell(tokens, person)
    alone = [group for group in new if needs_country and not group.countries]
    homes: list[Group] = []
    for group in new:
        if needs_country and not group.countries:
            continue
        home = next((one for one in homes if why_never(one, group) is None), None)
        if home:
            home.take(group)
        else:
            homes.append(group)
    return [*homes, *alone]


def needs_country_to_tell(tokens: Tokens, person: bool) -> bool:
    """Say whether a name alone, without a country, is too little to know its bearer by."""
    return is_generic(tokens) or (person and (len(tokens) == 1 or is_common(tokens)))


def united(groups: Sequence[Group], reasons: Sequence[str]) -> Group:
    """Give one group of all actors of `groups`; of one group, itself. `reasons` say why they are one."""
    if len(groups) == 1:
        return groups[0]
    said = dict.fromkeys([*(reason for group in groups for reason in reasons_of(group)), *reasons])
    told = [one for group in groups for one in group.told]
    return Group(told, set().union(*(group.sides for group in groups)), tuple(said))


def reasons_of(group: Group) -> tuple[str, ...]:
    """Say why the actors of a group are one."""
    if group.reasons or len(group.told) < 2:
        return group.reasons
    alike = ["name"] + ["kind"] * (len(group.kinds) == 1)
    alike += ["country"] * all(one.actor.country for one in group.told)
    spellings = sorted({one.actor.name for one in group.told}) if group.person else []
    told = f" ({'; '.join(spellings)})" if len(spellings) > 1 else ""
    return (f"same {listed(alike)} in {count(len(group.articles), 'article')}{told}",)
