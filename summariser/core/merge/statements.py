"""Takes the statements of all readings and gives acts of speech merged across articles, every wording kept."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

from summariser.core.merge.clusters import Cluster, cluster, settled_together
from summariser.core.merge.origins import World, origins_of, together
from summariser.core.merge.sightings import Sighting
from summariser.core.merge.speech_rules import Hearing, conflict, judge
from summariser.core.merge.speeches import Speech, speeches_of
from summariser.nouns.merged import MergedStatement
from summariser.nouns.reading import Reading
from summariser.text.english import count

_Thing = TypeVar("_Thing", bound=Hashable)
_MOST_BY_A_WORD = 40
"""Statements of one speaker that share a word: with more, it is too common to compare by. Keeps the work linear."""


def merge_statements(
    readings: Sequence[Reading], world: World, sightings: Mapping[str, Sighting]
) -> tuple[MergedStatement, ...]:
    """Merge the statements of `readings` (in canonical order), in order of their first ids.

    `sightings` are those of all incidents of the readings, by which incidents that cannot be one are known.
    Statements of one article are never merged, nor are those of unnamed speakers, who are never one actor.
    """
    speeches = speeches_of(readings, world)
    hearing = _hearing(speeches.values(), sightings, world)
    judged = (judge(a, b, hearing) for a, b in _worth_judging(speeches.values()))
    settled = settled_together(speeches, world.settled)
    found = cluster(speeches, filter(None, judged), lambda a, b: conflict(speeches[a], speeches[b], hearing), settled)
    return tuple(_merged(group, speeches, world) for group in found)


def _hearing(speeches: Iterable[Speech], sightings: Mapping[str, Sighting], world: World) -> Hearing:
    """Count how many speakers use each word: by speakers, for many articles may tell what one of them says."""
    vocabulary: dict[str, set[str]] = defaultdict(set)
    for one in speeches:
        vocabulary[one.voice].update(one.words)
    users = Counter(stem for words in vocabulary.values() for stem in words)
    return Hearing(world, sightings, len(vocabulary), users)


def _worth_judging(speeches: Iterable[Speech]) -> Iterator[tuple[Speech, Speech]]:
    """Give each pair once that shares the speaker, or the body spoken for, and an incident or a word that is rare."""
    by_id = {one.id: one for one in speeches}
    in_matter, by_word = defaultdict[Hashable, list[Speech]](list), defaultdict[Hashable, list[Speech]](list)
    for one in by_id.values():
        for about in one.about:
            in_matter[one.voice, about].append(one)
        for stem in one.words:
            by_word[one.voice, stem].append(one)
    pairs = {pair for block in in_matter.values() for pair in _pairs_of(block, len(block))}
    pairs.update(pair for block in by_word.values() for pair in _pairs_of(block, _MOST_BY_A_WORD))
    yield from ((by_id[a], by_id[b]) for a, b in sorted(pairs))


def _pairs_of(block: Iterable[Speech], most: int) -> Iterator[tuple[str, str]]:
    """Give the pairs of a block, but of those that say one thing in equal words only the first with each and others.

    So five hundred copies of one text are five hundred pairs, not their square. With more than `most` to compare, only
    equals are paired.
    """
    alike: dict[Hashable, list[str]] = defaultdict(list)
    many = Counter((one.article, one.likeness) for one in block)
    for one in block:
        twice = one.id if many[one.article, one.likeness] > 1 else ""
        alike[one.likeness, twice].append(one.id)
    firsts = sorted(min(same) for same in alike.values())
    if len(firsts) <= most:
        yield from combinations(firsts, 2)
    for same in alike.values():
        first, *others = sorted(same)
        yield from ((first, other) for other in others)


def _merged(group: Cluster, speeches: Mapping[str, Speech], world: World) -> MergedStatement:
    members = [speeches[one] for one in group.ids]
    addressees = [one.addressee for one in members if one.addressee]
    return MergedStatement(
        id=group.ids[0],
        kind=_most_told([one.kind for one in members]),
        speaker=_most_told([one.speaker for one in members]),
        addressee=_most_told(addressees) if addressees else None,
        about=tuple(sorted(frozenset().union(*(one.about for one in members)))),
        members=tuple(one.statement for one in members),
        origins=together(
            origins_of(one.statement.speaker, one.statement.relayed_by, [one.article], world) for one in members
        ),
        reasons=_gist(group.reasons, len(members)),
    )


def _most_told(things: Sequence[_Thing]) -> _Thing:
    """Give what most members have, the first of those that equally many have."""
    return Counter(things).most_common(1)[0][0]


def _gist(reasons: tuple[str, ...], members: int) -> tuple[str, ...]:
    """Keep three reasons at most; many articles would give many that say the same."""
    more = len(reasons) - 3
    return reasons if more <= 0 else (*reasons[:3], f"and {count(more, 'more reason')} in {count(members, 'report')}")
