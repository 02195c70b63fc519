"""Takes what the user says of names (aliases.toml) and gives groups that it joins and sides that it keeps apart."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from summariser.core.merge.actors.groups import Group, Told, as_written, fold_actor, opposed
from summariser.nouns.kinds import ActorKind
from summariser.nouns.known import Aliases
from summariser.nouns.reading import Actor
from summariser.text.names import fold_body, fold_person

JOINED = "named as one in aliases.toml"


@dataclass(frozen=True)
class Rulebook:
    """The user's aliases without what contradicts itself, by the keys of names."""

    actor_of: Mapping[Hashable, int]
    sides_of: Mapping[Hashable, frozenset[tuple[int, int]]]
    notes: tuple[str, ...]


def rulebook(aliases: Aliases) -> Rulebook:
    """Read `aliases`. Of entries that contradict each other none is applied; a note names them all."""
    actors = [{key for name in (one.name, *one.also) for key in _keys_of_name(name)} for one in aliases.actor]
    sides = [[_keys_of_name(name) for name in one.names] for one in aliases.apart]
    twice = [(a, b) for a, b in combinations(range(len(actors)), 2) if actors[a] & actors[b]]
    split = [(a, p) for a, p in _both(actors, sides)]
    void = [p for p, (left, right) in enumerate(sides) if left & right]
    notes = [_twice(aliases, a, b, actors) for a, b in twice] + [_split(aliases, a, p) for a, p in split]
    notes += [f"aliases.toml: [[apart]] {p + 1} names {aliases.apart[p].names[0]} twice; not applied" for p in void]
    bad_actors = {one for pair in twice for one in pair} | {a for a, _ in split}
    bad_apart = {p for _, p in split} | set(void)
    actor_of = {key: n for n, keys in enumerate(actors) if n not in bad_actors for key in keys}
    sides_of: dict[Hashable, set[tuple[int, int]]] = defaultdict(set)
    for p, pair in enumerate(sides):
        for side, keys in enumerate(pair):
            for key in keys if p not in bad_apart else ():
                sides_of[key].add((p, side))
    return Rulebook(actor_of, {key: frozenset(found) for key, found in sides_of.items()}, tuple(notes))


def _both(actors: Sequence[set[Hashable]], sides: Sequence[Sequence[set[Hashable]]]) -> list[tuple[int, int]]:
    return [(a, p) for a, keys in enumerate(actors) for p, (x, y) in enumerate(sides) if keys & x and keys & y]


def _twice(aliases: Aliases, a: int, b: int, actors: Sequence[set[Hashable]]) -> str:
    both = actors[a] & actors[b]
    name = next(n for n in (aliases.actor[a].name, *aliases.actor[a].also) if _keys_of_name(n) & both)
    return f"aliases.toml: {name} is a name of [[actor]] {a + 1} and of [[actor]] {b + 1}; neither is applied"


def _split(aliases: Aliases, a: int, p: int) -> str:
    names = " and ".join(aliases.apart[p].names)
    return f"aliases.toml: {names} are one in [[actor]] {a + 1} and two in [[apart]] {p + 1}; neither is applied"


def _keys_of_name(name: str) -> set[Hashable]:
    return {("body", fold_body(name)), ("person", fold_person(name)), ("written", as_written(name))}


def _keys_of_actor(actor: Actor) -> set[Hashable]:
    sort = "person" if actor.kind is ActorKind.PERSON else "body"
    written = {as_written(words) for words in (actor.name, *(mention.quote for mention in actor.mentions))}
    return {(sort, fold_actor(actor)), *(("written", words) for words in written)}


def names_of_one(actor: Actor, aliases: Aliases) -> tuple[str, ...]:
    """Give all names of those entries that have one of an actor's names, whether or not they contradict others."""
    keys = _keys_of_actor(actor) if aliases.actor else set()
    entries = ((one.name, *one.also) for one in aliases.actor)
    return tuple(name for names in entries if any(_keys_of_name(one) & keys for one in names) for name in names)


def sides_of_actors(told: Iterable[Told], book: Rulebook) -> dict[str, set[tuple[int, int]]]:
    """Give the sides of each actor, by id; one that bears both names of a pair is on neither side of it."""
    return {one.actor.id: sides for one in told if book.sides_of and (sides := _sides(one.actor, book))}


def _sides(actor: Actor, book: Rulebook) -> set[tuple[int, int]]:
    found = {side for key in _keys_of_actor(actor) for side in book.sides_of.get(key, ())}
    return {(pair, side) for pair, side in found if (pair, 1 - side) not in found}


def joined_by_user(
    told: Sequence[Told], sides: Mapping[str, set[tuple[int, int]]], book: Rulebook
) -> tuple[list[Group], list[Told], tuple[str, ...]]:
    """Join the bearers of each actor's names in aliases.toml; give the groups, the actors left over, and notes.

    Kind and country do not matter to this, nor does it that two different names stand in one article: the user
    decides. Two actors of one article that bear the very same name stay two, for the user spoke of names and not of
    bearers. An actor whose names belong to two entries is joined to neither.
    """
    if not book.actor_of:
        return [], list(told), ()
    bearers: dict[int, list[Told]] = defaultdict(list)
    rest, notes = [], []
    for one in told:
        entries = {book.actor_of[key] for key in _keys_of_actor(one.actor) & book.actor_of.keys()}
        if len(entries) == 1:
            bearers[entries.pop()].append(one)
            continue
        rest.append(one)
        if entries:
            places = " and ".join(f"[[actor]] {entry + 1}" for entry in sorted(entries))
            notes.append(f"{one.actor.name}: has names of {places} in aliases.toml; joined to neither")
    groups = [group for entry in sorted(bearers) for group in _bearers(bearers[entry], sides)]
    return groups, rest, tuple(dict.fromkeys(sorted(notes)))


def _bearers(told: Iterable[Told], sides: Mapping[str, set[tuple[int, int]]]) -> list[Group]:
    homes: list[tuple[Group, set[Hashable]]] = []
    for one in sorted(told, key=lambda one: one.actor.id):
        name = one.article, fold_actor(one.actor)
        group = Group([one], set(sides.get(one.actor.id, ())))
        home = next((home for home in homes if name not in home[1] and not opposed(home[0], group)), None)
        if home:
            home[0].take(group)
            home[1].add(name)
        else:
            homes.append((group, {name}))
    return [_with_reason(group) for group, _ in homes]


def _with_reason(group: Group) -> Group:
    if len({fold_actor(one.actor) for one in group.told}) > 1:
        group.reasons = (JOINED,)
    return group
