"""Takes groups of actors and gives the pairs worth judging: those that share something rare, never all pairs."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from summariser.core.merge.actors.groups import Group
from summariser.nouns.kinds import ActorKind
from summariser.text.capitals import embassy_in_country
from summariser.text.english import count
from summariser.text.likeness import is_distinctive, is_one_of_many, root
from summariser.text.names import Tokens, skeleton, sound

_MOST_PAIRS = 300
"""Pairs by one shared key: with more, it is too common to compare by. Keeps the work near linear."""


class _Key(NamedTuple):
    """What a group may share with another that is the same; of two groups that share it one must `seek`.

    So a surname alone is compared with the full names that have it, and these by it not among themselves.
    """

    seeks: bool
    shared: Hashable


def candidates(groups: Iterable[Group]) -> tuple[set[tuple[str, str]], tuple[str, ...]]:
    """Give the pairs of ids, the smaller first, and a line for the account if something was left uncompared."""
    blocks: dict[Hashable, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for group in groups:
        for seeks, shared in _keys(group) if ActorKind.UNNAMED_GROUP not in group.kinds else ():
            blocks[shared][seeks].add(group.id)
    bounded = [(block, _size(*block) <= _MOST_PAIRS) for block in blocks.values()]
    pairs = {pair for block, small in bounded if small for pair in _pairs_of(*block)}
    left = sum(not small for _, small in bounded)
    return pairs, (f"actors were not compared by {count(left, 'name')} that very many share",) * bool(left)


def _size(sought: set[str], seeking: set[str]) -> int:
    return len(seeking) * (len(sought) + len(seeking))


def _pairs_of(sought: set[str], seeking: set[str]) -> Iterator[tuple[str, str]]:
    yield from combinations(sorted(seeking), 2)
    yield from ((min(a, b), max(a, b)) for a in seeking for b in sought - seeking)


def _keys(group: Group) -> Iterator[_Key]:
    """Give whole names, rare parts of names, acronyms, and names as written."""
    for tokens in group.names:
        yield from _person_keys(tokens) if group.person else _body_keys(tokens, group.countries)
    called = group.acronyms | (group.written_acronyms if group.acronyms else frozenset())
    for short in called | group.initials:
        yield _Key(short in called, ("short", short))
    for words in group.written:
        if len(words) > 3:
            yield _Key(True, (group.person, "written", words))


def _person_keys(tokens: Tokens) -> Iterator[_Key]:
    bones = [skeleton(token) or token for token in tokens]
    yield _Key(True, ("person", "".join(bones)))
    yield _Key(True, ("sound", tuple(map(sound, tokens))))
    yield _Key(True, ("persons", tuple(sorted(bones))))
    yield _Key(True, ("initial", tokens[0][:1], tuple(bones[1:])))
    for pair in combinations(bones, 2):
        yield _Key(len(bones) == 2, ("two of", pair))
    for bone in bones:
        yield _Key(len(bones) == 1, ("one of", bone))


def _body_keys(tokens: Tokens, countries: Iterable[str]) -> Iterator[_Key]:
    """Give a body's whole name and its distinctive words, half-translated words in English, others by consonants."""
    placed = embassy_in_country(tokens)
    words = {token: root(token) for token in placed}
    bones = {token: sound(word) or word for token, word in words.items() if is_distinctive(word)}
    yield _Key(True, ("body", tuple(sorted(bones.get(token, word) for token, word in words.items()))))
    for country in countries:
        yield _Key(True, ("of", country, tuple(sorted(word for word in words.values() if word != f"@{country}"))))
    if bones:
        yield _Key(True, ("core", tuple(sorted(bones.values()))))
    common = tuple(sorted(word for token, word in words.items() if token not in bones and not token.startswith("in:")))
    if any("@" in word for word in common) and len(common) > 1:
        yield _Key(is_one_of_many(tokens), ("kind", common))
