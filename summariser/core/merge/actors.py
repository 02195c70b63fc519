"""Takes the actors of all readings and gives them merged across scripts, articles and spellings, with the reasons.

Exact equality of the folded English name joins, unless kind, country or article forbid it; for persons, equality
up to the spelling of some tokens. When in doubt, apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from summariser.nouns.kinds import ActorKind
from summariser.nouns.known import Known
from summariser.nouns.merged import MergedActor
from summariser.nouns.pairs import OpenPair
from summariser.nouns.reading import Actor, Reading
from summariser.text.countries import country_code
from summariser.text.english import count, listed
from summariser.text.names import Tokens, compare_persons, compare_tokens, fold_body, fold_person, is_generic, skeleton

_NOTHING_ELSE = Known()
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


@dataclass(frozen=True)
class MergedActors:
    """The merged actors by id, the merged id of each actor id, lines for the account, and pairs left open."""

    by_id: dict[str, MergedActor]
    of: dict[str, str]
    notes: tuple[str, ...]
    open: tuple[OpenPair, ...] = ()

    def why(self, a: str, b: str) -> str:
        """Say in words why two actors of readings, by their ids, are one or apart."""
        one = self.by_id[self.of[a]]
        return "; ".join(one.reasons) if self.of[a] == self.of[b] else "names differ"


@dataclass
class _Group:
    """Actors found to be one so far, with what forbids others to join them."""

    members: list[Actor]
    articles: set[str]
    countries: set[str]
    kinds: set[ActorKind]

    def forbids(self, other: "_Group") -> bool:
        return (
            not self.articles.isdisjoint(other.articles)
            or len(self.countries | other.countries) > 1
            or not all(_kinds_fit(a, b) for a in self.kinds for b in other.kinds)
        )

    def take(self, other: "_Group") -> None:
        self.members += other.members
        self.articles |= other.articles
        self.countries |= other.countries
        self.kinds |= other.kinds


def _alone(article: str, actor: Actor) -> _Group:
    return _Group([actor], {article}, _countries([actor]), {actor.kind})


def _countries(actors: Iterable[Actor]) -> set[str]:
    return {code for actor in actors if (code := country_code(actor.country))}


def fold_actor(actor: Actor) -> Tokens:
    """Give the tokens by which an actor is compared."""
    return fold_person(actor.name) if actor.kind is ActorKind.PERSON else fold_body(actor.name)


def merge_actors(readings: Sequence[Reading], known: Known = _NOTHING_ELSE) -> MergedActors:
    """Merge the actors of `readings` (in canonical order)."""
    blocks: dict[tuple[bool, Tokens], list[tuple[str, Actor]]] = defaultdict(list)
    alone: list[_Group] = []
    for reading in readings:
        for actor in reading.actors:
            if actor.kind is ActorKind.UNNAMED_GROUP:
                alone.append(_alone(reading.article, actor))
            else:
                blocks[actor.kind is ActorKind.PERSON, fold_actor(actor)].append((reading.article, actor))
    named = [group for (person, tokens), block in blocks.items() for group in _of_one_name(tokens, person, block)]
    return _finish([*alone, *_join_spellings(named)])


def _kinds_fit(a: ActorKind, b: ActorKind) -> bool:
    return a is b or frozenset({a, b}) in _CONFUSABLE


def _of_one_name(tokens: Tokens, person: bool, block: Iterable[tuple[str, Actor]]) -> list[_Group]:
    """Group actors of one folded name; what all names of its sort share needs the same country to be given."""
    sightings = sorted(block, key=lambda sighting: (sighting[1].kind, sighting[1].id))
    countries = _countries(actor for _, actor in sightings)
    needs_country = is_generic(tokens) or (person and len(tokens) == 1) or len(countries) > 1
    groups: list[_Group] = []
    for article, actor in sightings:
        new = _alone(article, actor)
        home = None if needs_country and not actor.country else _home(groups, new, needs_country)
        if home:
            home.take(new)
        else:
            groups.append(new)
    return groups


def _home(groups: Iterable[_Group], new: _Group, needs_country: bool) -> _Group | None:
    fitting = (group for group in groups if group.countries or not needs_country)
    return next((group for group in fitting if not group.forbids(new)), None)


def _join_spellings(groups: Iterable[_Group]) -> list[_Group]:
    """Join persons whose names differ in the spelling of some tokens, where at least two tokens are the same."""
    groups = list(groups)
    blocks: dict[tuple[str | None, ...], list[_Group]] = defaultdict(list)
    for group in sorted(groups, key=_first_id):
        actor = group.members[0]
        if actor.kind is ActorKind.PERSON and group.countries:
            blocks[(min(group.countries), *map(skeleton, fold_person(actor.name)))].append(group)
    swallowed = {id(group) for block in blocks.values() for group in _swallow(block)}
    return [group for group in groups if id(group) not in swallowed]


def _swallow(block: list[_Group]) -> list[_Group]:
    """Put each group of `block` into the first before it that has the same name in another spelling; give those put."""
    kept: list[_Group] = []
    put: list[_Group] = []
    for group in block:
        home = next((one for one in kept if not one.forbids(group) and _spelt_alike(one, group)), None)
        if home is None:
            kept.append(group)
            continue
        home.take(group)
        put.append(group)
    return put


def _spelt_alike(one: _Group, other: _Group) -> bool:
    names, others = ({fold_person(actor.name) for actor in group.members} for group in (one, other))
    return all(_one_person(a, b) for a in names for b in others)


def _one_person(a: Tokens, b: Tokens) -> bool:
    if compare_persons(a, b) == "different":
        return False
    return a == b or sum(compare_tokens(x, y) == "same" for x, y in zip(a, b, strict=True)) >= 2


def _first_id(group: _Group) -> str:
    return min(actor.id for actor in group.members)


def _finish(groups: Iterable[_Group]) -> MergedActors:
    first = {_first_id(group): group for group in groups}
    of = {actor.id: one for one in sorted(first) for actor in first[one].members}
    notes: list[str] = []
    parents = _parents(first, of, notes)
    return MergedActors({one: _merged(first[one], parents[one]) for one in sorted(first)}, of, tuple(notes))


def _merged(group: _Group, part_of: str | None) -> MergedActor:
    members = tuple(sorted(group.members, key=lambda actor: actor.id))
    names = Counter(actor.name for actor in members)
    kinds = Counter(actor.kind for actor in members)
    return MergedActor(
        id=members[0].id,
        name=min(names, key=lambda name: (-names[name], name)),
        kind=min(kinds, key=lambda kind: (-kinds[kind], kind)),
        country=min(group.countries, default=None),
        part_of=part_of,
        members=members,
        reasons=_reasons_of(group),
    )


def _reasons_of(group: _Group) -> tuple[str, ...]:
    if len(group.members) < 2:
        return ()
    where = f"in {count(len(group.articles), 'article')}"
    spellings = sorted({actor.name for actor in group.members})
    if len({fold_actor(actor) for actor in group.members if actor.kind is ActorKind.PERSON}) > 1:
        return (f"same person and country in {len(spellings)} spellings ({'; '.join(spellings)}) {where}",)
    alike = ["name"] + ["kind"] * (len(group.kinds) == 1)
    alike += ["country"] * all(actor.country for actor in group.members)
    return (f"same {listed(alike)} {where}",)


def _parents(groups: Mapping[str, _Group], of: Mapping[str, str], notes: list[str]) -> dict[str, str | None]:
    """Give what each merged actor is part of: the first that a member names, unless it leads back to the actor."""
    parents: dict[str, str | None] = {}
    for first, group in sorted(groups.items()):
        named = sorted(
            (actor.id, of[actor.part_of]) for actor in group.members if actor.part_of and actor.part_of in of
        )
        kept = [parent for _, parent in named if not _leads_to(parent, first, parents)]
        parents[first] = kept[0] if kept else None
        if len(kept) < len(named):
            notes.append(f"{group.members[0].name}: is told to be part of itself; not kept")
    return parents


def _leads_to(start: str, end: str, parents: Mapping[str, str | None]) -> bool:
    here: str | None = start
    while here is not None and here != end:
        here = parents.get(here)
    return here == end
