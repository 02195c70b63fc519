"""Takes groups of actors and gives the pairs worth judging: those that share something rare, never all pairs."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from summariser.core.merge.actors.groups import Group
from summariser.core.merge.actors.rules import initials, short_forms
from summariser.nouns.kinds import ActorKind
from summariser.text.english import count
from summariser.text.likeness import concept, is_distinctive
from summariser.text.names import Tokens, skeleton


class _WholeName(NamedTuple):
    """The key of actors whose whole names are alike."""

    person: bool
    words: Tokens


_MOST_IN_BLOCK = 40
"""Groups that share a word: more, and the word is too common to compare by. Keeps the work near linear."""


def candidates(groups: Iterable[Group]) -> tuple[set[tuple[str, str]], tuple[str, ...]]:
    """Give the pairs of ids, the smaller first, and a line for the account if something was left uncompared."""
    named = [group for group in groups if ActorKind.UNNAMED_GROUP not in group.kinds]
    blocks: dict[Hashable, list[str]] = defaultdict(list)
    for group in named:
        for key in set(_keys(group)):
            blocks[key].append(group.id)
    shared = {key: sorted(block) for key, block in blocks.items() if len(block) > 1}
    pairs = {pair for key, block in shared.items() for pair in _pairs_of(key, block)}
    left = sum(len(block) > _MOST_IN_BLOCK for block in shared.values())
    words = count(left, "word or name") + " that more than 40 actors share"
    return pairs, (f"actors were not all compared by {words}",) * bool(left)


def _pairs_of(key: Hashable, block: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Give all pairs of a small block; of a large one those of neighbours, if it is of one name."""
    if len(block) <= _MOST_IN_BLOCK:
        return combinations(block, 2)
    return pairwise(block) if isinstance(key, _WholeName) else ()


def _keys(group: Group) -> Iterator[Hashable]:
    """Give what a group may share with another that is the same: words, whole names, acronyms, names as written."""
    country = min(group.countries, default=None)
    for tokens in group.names:
        yield from _person_keys(tokens, country) if group.person else _body_keys(tokens)
    for short in short_forms(group) | initials(group):
        yield "short", short
    for words in group.written:
        if len(words) > 3:
            yield group.person, "written", words


def _person_keys(tokens: Tokens, country: str | None) -> Iterator[Hashable]:
    bones = [skeleton(token) or token for token in tokens]
    yield _WholeName(True, ("".join(bones),))
    yield _WholeName(True, tuple(sorted(bones)))
    for bone in bones:
        if len(bone) > 1:
            yield True, "word", bone
            yield True, "word", bone, country


def _body_keys(tokens: Tokens) -> Iterator[Hashable]:
    concepts = sorted({concept(token).removesuffix("s") for token in tokens})
    yield _WholeName(False, tuple(concepts))
    common = tuple(token for token in concepts if not is_distinctive(token))
    if len(common) > 1 and any("@" in token for token in common):
        yield False, "kind", tuple(token for token in common if not token.startswith("in:"))
    bare = tuple(token for token in concepts if "@" not in token)
    yield False, "bare", bare
    for token in tokens:
        if is_distinctive(token):
            yield False, "word", skeleton(token) or token
