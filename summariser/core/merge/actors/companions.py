"""Takes groups of actors that names have not made one and gives the pairs that only their scenes bring together.

Two bodies of two articles play one part in what looks like one incident, and either no other of the one article who
plays it is one with any of the other, or all others are: so the two may be one body under a name and its translation.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from itertools import combinations

from summariser.core.merge.actors.court import Court, Ids, ordered
from summariser.core.merge.actors.groups import Told, fold_actor
from summariser.nouns.kinds import ActorKind
from summariser.text.likeness import is_known

_BODIES = frozenset(
    {ActorKind.ORGANISATION, ActorKind.ARMED_GROUP, ActorKind.GOVERNMENT_BODY, ActorKind.COALITION},
)
_LARGEST_CAST = 12
"""Groups in one scene: where more play one part, the part tells nothing. Keeps the work near linear."""
_MOST_CASTS = 100
"""Articles that have different groups in one scene."""
_Cast = Mapping[str, set[str]]


def companions(court: Court) -> set[Ids]:
    """Give the pairs of ids, the smaller first, on which the verdict is open."""
    casts: dict[Hashable, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for group in court.groups.values():
        for one in group.told if group.kinds <= _BODIES else ():
            for scene in _scenes(one):
                casts[scene][group.id].add(one.article)
    small = (cast for cast in casts.values() if 1 < len(cast) <= _LARGEST_CAST)
    found = {pair for cast in small for pair in _unmatched(cast)}
    return {pair for pair in found if court.verdict(*pair).kind == "open"}


def _scenes(one: Told) -> Iterator[Hashable]:
    """Give the scenes of one actor; an office is also told by its terms in each place that its article tells of."""
    yield from one.stage.firm.get(one.actor.id, ())
    yield from one.stage.loose.get(one.actor.id, ())
    if one.actor.kind is ActorKind.GOVERNMENT_BODY:
        terms = tuple(word for word in fold_actor(one.actor) if is_known(word) and "@" not in word)
        yield from ((terms, moment) for moment in one.stage.moments if terms)


def _unmatched(cast: _Cast) -> Iterator[Ids]:
    """Give the pairs of articles' groups where these share none, or all but one each."""
    groups_of: dict[str, set[str]] = defaultdict(set)
    for group, articles in cast.items():
        for article in articles:
            groups_of[article].add(group)
    alike = sorted({tuple(sorted(groups)) for groups in groups_of.values()})[:_MOST_CASTS]
    for x, y in combinations(map(frozenset, alike), 2):
        left, right = x - y, y - x
        if not x & y or len(left) == len(right) == 1:
            yield from (ordered(a, b) for a in left for b in right)
