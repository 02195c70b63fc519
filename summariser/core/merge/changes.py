"""Takes what articles of today and of earlier days say together and gives what today's bring: by ids and values.

Both are parts of one merge, so an incident is known by its reports and a value by what makes two values the same one.
What is told of something that lies back is no news, however new it is to us.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

from summariser.core.merge.actors import MergedActors
from summariser.core.merge.actors.court import Court
from summariser.core.merge.counted import subject_of
from summariser.core.merge.differences import (
    can_follow,
    earlier_of,
    lowered_in_one_breath,
    outlasts,
    scoped,
    told_before,
)
from summariser.core.merge.origins import (
    World,
    claimants_of,
    origins_of_fact,
    origins_of_role,
    together,
    world_of,
)
from summariser.core.merge.values import compare, exactness, key, least
from summariser.nouns.changes import (
    BehindChange,
    Changes,
    ConfirmedValue,
    FirstSaid,
    How,
    IncidentChanges,
    StatusChange,
    ValueChange,
)
from summariser.nouns.kinds import ActorKind, Aspect, IncidentStatus, RoleBasis, RoleKind
from summariser.nouns.known import Known
from summariser.nouns.merged import (
    FactGroup,
    Merged,
    MergedIncident,
    MergedRole,
    MergedStatement,
    Origin,
    Side,
    StatusReport,
)
from summariser.nouns.reading import Fact, Incident, Reading, Role, Series, Statement
from summariser.nouns.values import Category, Number, Place, Responsibility, Text, Time
from summariser.text.names import fold_body
from summariser.text.origins import Voice, own_accounts, tied

_NOTHING_ELSE = Known()
_IN_WORDS = frozenset({Aspect.CAUSE, Aspect.DAMAGE})
"""Aspects of which a clause is told where nothing was known of them; whether two clauses say one thing, code cannot
tell."""
_NOT_COMPARED = frozenset({Aspect.RESPONSIBILITY, Aspect.RESPONSE, Aspect.OTHER})
"""Who was behind it is told apart; what goes on around an incident is so much that two figures of it are rarely of one
thing: six bodies recovered on Friday, and two on Saturday."""
_COUNTED = frozenset(
    {
        Aspect.KILLED,
        Aspect.INJURED,
        Aspect.CASUALTIES,
        Aspect.MISSING,
        Aspect.DISPLACED,
        Aspect.COUNT,
        Aspect.DAMAGE,
        Aspect.MEANS,
    }
)
"""Aspects of which a further origin confirms a value; when and where it was, every article repeats."""
_VOUCHING = frozenset({*_COUNTED, Aspect.TIME, Aspect.PLACE})
"""Aspects of which a speaker vouches that it happened; who responds to it or denies it does not."""
_DISPUTES = ("contradiction", "within_article")
"""Differences of values that cannot both hold, be it that one article gives both, as those who dispute tell it."""
_BEHIND = (RoleKind.PERPETRATOR, RoleKind.AGENT, RoleKind.CLAIMANT)
_TOOK_PLACE = frozenset({IncidentStatus.HAPPENED, IncidentStatus.ONGOING})


@dataclass(frozen=True)
class _Split:
    """One incident as earlier articles and as today's tell it; `told_then` keeps what `then` worked out."""

    incident: MergedIncident
    today: frozenset[str]
    world: World
    claimants: Mapping[str, str]
    told_then: dict[str, list[Side]] = field(default_factory=dict)

    @cached_property
    def members_then(self) -> list[Incident]:
        return [one for one in self.incident.members if _article(one) not in self.today]

    @cached_property
    def members_now(self) -> list[Incident]:
        return [one for one in self.incident.members if _article(one) in self.today]

    @cached_property
    def news_members(self) -> list[Incident]:
        """The reports of today that do not tell it as something that lies back."""
        return [one for one in self.members_now if not one.background]

    @cached_property
    def news(self) -> frozenset[str]:
        """The ids of the facts that are told as news, or in passing where no report tells it as news."""
        return frozenset(fact.id for one in self.news_members or self.members_now for fact in one.facts)

    def then(self, group: FactGroup) -> list[Side]:
        """Give the sides of a group as earlier articles told them."""
        first = group.sides[0].facts[0].id
        if first not in self.told_then:
            self.told_then[first] = self._restricted(group.sides, lambda fact: _article(fact) not in self.today)
        return self.told_then[first]

    def now(self, group: FactGroup) -> list[Side]:
        """Give the sides of a group that only today's articles give, as they tell them."""
        fresh = (side for side in group.sides if self.today.issuperset(side.articles))
        return self._restricted(fresh, lambda fact: fact.id in self.news)

    def _restricted(self, sides: Iterable[Side], wanted: Callable[[Fact], bool]) -> list[Side]:
        found = (self.part(side, [fact for fact in side.facts if wanted(fact)]) for side in sides)
        return [side for side in found if side]

    def part(self, side: Side, facts: Sequence[Fact]) -> Side | None:
        """Give a side with only `facts` behind it, and with a value that one of them gives; None without facts."""
        if not facts:
            return None
        own = [fact.value for fact in facts]
        same = [value for value in own if key(value) == key(side.value)]
        return Side(
            value=side.value if side.value in own or not same else same[0],
            facts=tuple(facts),
            origins=together(self.voices(fact) for fact in facts),
            articles=tuple(sorted({one.article for fact in facts for one in fact.evidence})),
        )

    def voices(self, fact: Fact) -> tuple[Voice, ...]:
        """Give the voices behind a fact; speakers of one name on one incident are one, though merging left them apart.

        Merging needs more than a name to make two ministries of health one; to call the second a further origin needs
        more than a doubt.
        """
        return tuple(map(_by_name, origins_of_fact(fact, self.claimants, self.world)))


def changes(
    merged: Merged, readings: Sequence[Reading], today: Collection[str], known: Known = _NOTHING_ELSE
) -> Changes:
    """Say what the articles `today` (sha256) bring that the others of the merge did not have.

    `readings` and `known` are those that were merged; all articles that are not of today are earlier ones.
    """
    now, world = frozenset(today), _world(merged, readings, known)
    met = (one for one in merged.incidents if any(_article(member) in now for member in one.members))
    return Changes(
        incidents=tuple(_incident(one, now, world) for one in met),
        replaced=frozenset(chain.from_iterable(_replaced(_split(one, now, world)) for one in merged.incidents)),
        statements=tuple(_first_said(merged, now)),
        series=tuple(
            one.id
            for one in merged.series
            if one.members[0].count and all(_article(member) in now for member in one.members)
        ),
    )


def _world(merged: Merged, readings: Sequence[Reading], known: Known) -> World:
    """Give what origins are looked up in; families of types play no part in values."""
    by_id = {actor.id: actor for actor in merged.actors}
    actors = MergedActors(by_id, merged.actor_of, (), (), Court(()), {}, ())
    return world_of(readings, actors, {}, known)


def _article(one: Fact | Incident | Role | Series | Statement) -> str:
    return one.evidence[0].article


def _split(incident: MergedIncident, today: frozenset[str], world: World) -> _Split:
    return _Split(incident, today, world, claimants_of(role for one in incident.members for role in one.roles))


def _replaced(split: _Split) -> Iterator[str]:
    """Give the ids of the facts of an incident's figures that another took the place of."""
    for group in split.incident.facts:
        if group.aspect in _COUNTED and len(group.sides) > 1:
            standing = _standing(group.aspect, group.sides, split)
            yield from (fact.id for side in group.sides if side not in standing for fact in side.facts)


def _incident(incident: MergedIncident, today: frozenset[str], world: World) -> IncidentChanges:
    split = _split(incident, today, world)
    articles = tuple(dict.fromkeys(map(_article, incident.members)))
    found = IncidentChanges(
        incident=incident.id,
        news="known" if split.members_then else "new",
        today=tuple(one for one in articles if one in today),
        earlier=tuple(one for one in articles if one not in today),
    )
    if not split.news_members:
        # A toll that has risen is news even where it is told in passing, of what was news itself.
        risen = () if incident.background or not split.members_then else tuple(_values(split, {"later"}))
        return replace(found, news="known" if risen else "background", values=risen)
    if not split.members_then:
        return found
    then = _vouching(split, then=True)
    further = _further(then, _vouching(split, then=False))
    return replace(
        found,
        values=tuple(_values(split)),
        status=_status(split),
        behind=_behind(split),
        rested_on=together([then]) if further else (),
        further=further,
        confirmed=tuple(_confirmed(split)),
    )


def _by_name(voice: Voice) -> Voice:
    if voice.origin.kind != "speaker":
        return voice
    return voice._replace(ties=(*voice.ties, f"name:{' '.join(fold_body(voice.origin.name))}"))


# Values


def _values(split: _Split, wanted: Collection[How] = ()) -> Iterator[ValueChange]:
    """Give the changes of values, or only those of the kinds that are `wanted`."""
    for group in split.incident.facts:
        if group.aspect not in _NOT_COMPARED:
            changed = (
                one for side in _standing(group.aspect, split.now(group), split) if (one := _value(side, group, split))
            )
            again = _given_again(group, split)
            yield from _joined(one for one in (*changed, *again) if not wanted or one.how in wanted)


def _standing(aspect: Aspect, sides: Sequence[Side], split: _Split) -> list[Side]:
    """Leave out the figures that another of `sides` took the place of."""
    return [
        side for side in sides if not any(_gave_way(aspect, side, other, split) for other in sides if other is not side)
    ]


def _gave_way(aspect: Aspect, side: Side, other: Side, split: _Split) -> bool:
    """Whether another figure took the place of one: a later one, or another that its own source gave later."""
    if not _of_one_part(side, other):
        return False
    if earlier_of(aspect, side, other, split.world) is side:
        return True
    conflict = (
        aspect in _COUNTED and isinstance(side.value, Number) and compare(side.value, other.value).verdict == "conflict"
    )
    world = split.world
    later = conflict and (told_before(side, other, world) or outlasts(other, side, world))
    later = later or (conflict and lowered_in_one_breath(side, other, world))
    return later and _share_an_origin(side, other, split)


def _given_again(group: FactGroup, split: _Split) -> Iterator[ValueChange]:
    """Give the figures that were told before, gave way to another, and are now given anew by the source of that one."""
    then = split.then(group)
    standing = _standing(group.aspect, then, split)
    for side in group.sides:
        part = split.part(side, [fact for fact in side.facts if fact.id in split.news])
        before = split.part(side, [fact for fact in side.facts if _article(fact) not in split.today])
        if part and before and before not in standing:
            own = [one for one in standing if _of_one_part(one, part) and _share_an_origin(one, part, split)]
            if own and all(
                can_follow(group.aspect, one, part) and not told_before(part, one, split.world) for one in own
            ):
                yield ValueChange(group.aspect, "later", tuple(own), (part,))


def _value(side: Side, group: FactGroup, split: _Split) -> ValueChange | None:
    """Say what one value of today is to those that stood before; None if it says nothing new."""
    aspect, then = group.aspect, split.then(group)
    if isinstance(side.value, Text):
        told = any(split.then(one) for one in split.incident.facts if one.aspect is aspect)
        return None if told or aspect not in _IN_WORDS else ValueChange(aspect, "first", (), (side,))
    rivals = _rivals(side, _standing(aspect, then or _of_the_hurt(group, split), split), split.now(group))
    if not rivals:
        return ValueChange(aspect, "apart" if then else "first", (), (side,))
    if any(earlier_of(aspect, side, one, split.world) is side for one in rivals):
        return None  # a figure as of an earlier time, told late
    rivals = [_as_own(one, side, group, split) for one in rivals]
    own = [one for one in rivals if _share_an_origin(one, side, split)]
    return _against(aspect, side, own or rivals, own, group)


def _as_own(before: Side, side: Side, group: FactGroup, split: _Split) -> Side:
    """Give an earlier figure with today's words for it, where who gives another now says himself what it was before."""
    if not isinstance(before.value, Number):
        return before
    ids = {fact.id for fact in before.facts}
    whole = next((one for one in group.sides if any(fact.id in ids for fact in one.facts)), before)
    return whole if _share_an_origin(whole, side, split) else before


def _rivals(side: Side, standing: Sequence[Side], fresh: Sequence[Side]) -> list[Side]:
    """Give the earlier values of the same thing and part; a part that is more than the whole tells of the whole.

    That is so only where none of today's articles tells of the whole itself.
    """
    same = [one for one in standing if _of_one_part(one, side)]
    if same or any(_of_one_part(one, other) for one in standing for other in fresh):
        return same
    return [one for one in standing if one.value.type == side.value.type and scoped(one.value, side.value) is None]


def _of_one_part(a: Side, b: Side) -> bool:
    if isinstance(a.value, Number) and isinstance(b.value, Number):
        return subject_of(a.value) == subject_of(b.value)
    return a.value.type == b.value.type


def _of_the_hurt(group: FactGroup, split: _Split) -> list[Side]:
    """Give what earlier articles told against a toll under another name: no casualties, or some dead and injured."""
    others = {Aspect.CASUALTIES: (Aspect.KILLED, Aspect.INJURED)}.get(group.aspect, (Aspect.CASUALTIES,))
    if group.aspect not in (Aspect.KILLED, Aspect.INJURED, Aspect.CASUALTIES):
        return []
    told = [side for one in split.incident.facts if one.aspect in others for side in split.then(one)]
    nobody = [side for side in told if isinstance(side.value, Number) and not least(side.value)]
    return [side for side in told if side not in nobody] if group.aspect is Aspect.CASUALTIES else nobody


def _share_an_origin(a: Side, b: Side, split: _Split) -> bool:
    voices, others = ([one for fact in side.facts for one in split.voices(fact)] for side in (a, b))
    return any(_mixed(group, voices, others) for group in tied([*voices, *others]))


def _mixed(group: Sequence[Voice], voices: Collection[Voice], others: Collection[Voice]) -> bool:
    return any(one in voices for one in group) and any(one in others for one in group)


def _against(
    aspect: Aspect, side: Side, rivals: Sequence[Side], own: Sequence[Side], group: FactGroup
) -> ValueChange | None:
    if all(can_follow(aspect, one, side) for one in rivals):
        return ValueChange(aspect, "later", tuple(rivals), (side,))
    conflicting = tuple(one for one in rivals if compare(one.value, side.value).verdict == "conflict")
    fitting = [one for one in rivals if one not in conflicting]
    if any(not _says_more(side, one) for one in fitting):
        return None  # it repeats, more roughly, what was told: "about 20" after 19
    if conflicting and own:
        return ValueChange(aspect, "same_source", conflicting, (side,))
    if conflicting:
        disputed = any(_told_in(side, one.sides) for one in group.disagreements if one.type in _DISPUTES)
        return ValueChange(aspect, "contradiction", conflicting, (side,)) if disputed else None
    return None if isinstance(side.value, Place) else ValueChange(aspect, "more_exact", tuple(fitting), (side,))


def _says_more(side: Side, before: Side) -> bool:
    """Whether a value says more exactly what an earlier one says, by date or figure and not by how it is known."""
    finer = exactness(side.value)[:2] > exactness(before.value)[:2]
    return finer and (isinstance(side.value, Time) or bool(compare(before.value, side.value).words))


def _told_in(side: Side, sides: Iterable[Side]) -> bool:
    ids = {fact.id for fact in side.facts}
    return any(fact.id in ids for one in sides for fact in one.facts)


def _joined(found: Iterable[ValueChange]) -> Iterator[ValueChange]:
    """Put together the changes of one particular that have the same values before them: 19, now 21 or 23."""
    by_start: dict[tuple[object, ...], list[ValueChange]] = {}
    for one in found:
        value = one.after[0].value
        of = subject_of(value) if isinstance(value, Number) else value.type
        by_start.setdefault((one.how, of, *(side.facts[0].id for side in one.before)), []).append(one)
    for same in by_start.values():
        yield replace(same[0], after=tuple(side for one in same for side in one.after))


# Status


def _status(split: _Split) -> StatusChange | None:
    """Say that something planned came about, or that what was told as having happened is denied, or the reverse."""
    then, now = _reports(split.members_then), _reports(split.news_members)
    before, after = {one.status for one in then}, {one.status for one in now}
    if before == {IncidentStatus.PLANNED} and after & _TOOK_PLACE:
        return StatusChange("came_about", then, tuple(one for one in now if one.status in _TOOK_PLACE))
    fresh = tuple(one for one in now if one.status not in before)
    denied, others = ({IncidentStatus.DENIED} & {one.status for one in fresh}, before - {IncidentStatus.DENIED})
    if (denied and others) or (before == {IncidentStatus.DENIED} and after & _TOOK_PLACE):
        told = tuple(one for one in fresh if not denied or one.status is IncidentStatus.DENIED)
        return StatusChange("contradiction", then, told)
    return None


def _reports(members: Iterable[Incident]) -> tuple[StatusReport, ...]:
    by_status: dict[IncidentStatus, list[Incident]] = {}
    for one in members:
        by_status.setdefault(one.status, []).append(one)
    return tuple(
        StatusReport(
            status=status,
            evidence=tuple(dict.fromkeys(piece for one in by_status[status] for piece in one.evidence)),
            articles=tuple(sorted({_article(one) for one in by_status[status]})),
        )
        for status in IncidentStatus
        if status in by_status
    )


# Who was behind it


def _behind(split: _Split) -> BehindChange | None:
    """Give who is named today and was not named so before; None if nobody is."""
    then, now = _roles(split)
    sides_then, sides_now = _responsibility(split, now)
    if not now and not sides_now:
        return None
    denying = {role.actor for role in now if role.basis is RoleBasis.DENIED}
    denying |= {actor for side in sides_now if _code(side) is Responsibility.DENIED for actor in _sayers(side, split)}
    claimed = {role.actor for role in then if _claims(role)}
    claimed |= {actor for side in sides_then if _code(side) is Responsibility.CLAIMED for actor in _sayers(side, split)}
    named = {role.actor for role in then if role.basis is not RoleBasis.DENIED} - claimed
    return BehindChange(
        before=tuple(then),
        after=tuple(now),
        sides_before=tuple(sides_then),
        sides_after=tuple(sides_now),
        withdrawn=tuple(sorted(_of_one_name(denying, claimed, split))),
        denied=tuple(sorted(_of_one_name(denying, named, split) - _of_one_name(denying, claimed, split))),
    )


def _of_one_name(actors: Iterable[str], others: Iterable[str], split: _Split) -> set[str]:
    """Give those of `actors` that have the name of one of `others`, merged or not: it is one incident."""
    names = {_name(one, split) for one in others}
    return {one for one in actors if _name(one, split) in names}


def _name(actor: str | None, split: _Split) -> tuple[str, ...]:
    known = split.world.actors.by_id.get(actor or "")
    return fold_body(known.name) if known else (actor or "",)


def _roles(split: _Split) -> tuple[list[MergedRole], list[MergedRole]]:
    """Give who was named before, and who is named only today; nobody learns who it was from "attackers"."""
    news = {id(role) for one in split.news_members for role in one.roles}
    told = [role for role in split.incident.roles if role.role in _BEHIND]
    then = [part for one in told if (part := _role(one, split, lambda role: _article(role) not in split.today))]
    known = {(one.role, one.actor, one.basis, one.accuser) for one in then}
    now = [part for one in told if (part := _role(one, split, lambda role: id(role) in news))]
    fresh = [one for one in now if (one.role, one.actor, one.basis, one.accuser) not in known]
    return then, [one for one in fresh if not _is_nobody(one, split) and not _only_named_otherwise(one, then, split)]


def _role(role: MergedRole, split: _Split, wanted: Callable[[Role], bool]) -> MergedRole | None:
    reports = tuple(one for one in role.reports if wanted(one))
    origins = together(origins_of_role(one, split.world) for one in reports)
    return role.model_copy(update={"reports": reports, "origins": origins}) if reports else None


def _is_nobody(role: MergedRole, split: _Split) -> bool:
    actor = split.world.actors.by_id.get(role.actor)
    unnamed = actor is None or actor.kind is ActorKind.UNNAMED_GROUP
    return unnamed and role.basis is RoleBasis.FACT and role.accuser is None


def _only_named_otherwise(role: MergedRole, then: Sequence[MergedRole], split: _Split) -> bool:
    """Whether the same was said of one of that name before, be it in another role: who claims it did it."""
    said = (_name(role.actor, split), _name(role.accuser, split), _stance(role))
    return any((_name(one.actor, split), _name(one.accuser, split), _stance(one)) == said for one in then)


def _stance(role: MergedRole) -> RoleBasis:
    """Give the basis on which an actor is behind an incident; who is told to claim it claims it."""
    return RoleBasis.CLAIMED if _claims(role) else role.basis


def _claims(role: MergedRole) -> bool:
    if role.role is RoleKind.CLAIMANT:
        return role.basis in (RoleBasis.FACT, RoleBasis.CLAIMED)
    return role.basis is RoleBasis.CLAIMED and role.accuser in (None, role.actor)


def _responsibility(split: _Split, named: Sequence[MergedRole]) -> tuple[list[Side], list[Side]]:
    """Give what was said of claims before, and what only today's news says; that nobody has claimed it is no news."""
    groups = [group for group in split.incident.facts if group.aspect is Aspect.RESPONSIBILITY]
    then = [side for group in groups for side in split.then(group)]
    now = [side for group in groups for side in split.now(group)]
    claimed = any(_claims(role) for role in named)
    denied = any(role.basis is RoleBasis.DENIED for role in named)
    told = {Responsibility.NOT_CLAIMED, *([Responsibility.CLAIMED] * claimed), *([Responsibility.DENIED] * denied)}
    return then, [side for side in now if _code(side) is not None and _code(side) not in told]


def _code(side: Side) -> object:
    return side.value.code if isinstance(side.value, Category) else None


def _sayers(side: Side, split: _Split) -> set[str]:
    """Give the merged ids of those who claim or deny an incident: by their own words, or as an article names them."""
    said = (fact.said_by or split.claimants.get(_article(fact)) for fact in side.facts)
    return {actor for one in said if (actor := split.world.actor_id(one))}


# Confirmation


def _vouching(split: _Split, *, then: bool) -> list[Voice]:
    """Give the voices that tell an incident: of earlier articles, or of those that tell it today as news."""
    members = split.members_then if then else split.news_members
    own = own_accounts(split.incident) & {_article(one) for one in members}
    facts = [
        fact for one in members for fact in one.facts if fact.aspect in _VOUCHING and (fact.said_by or fact.relayed_by)
    ]
    return [*map(split.world.voice, sorted(own)), *chain.from_iterable(map(split.voices, facts))]


def _further(then: Sequence[Voice], now: Sequence[Voice]) -> tuple[Origin, ...]:
    """Give the origins among `now` that are tied to none of `then`; () unless it rested on one origin before.

    A third and a fourth origin say no more than the second, and would fill the digest of whatever is in all papers.
    """
    before = set(then)
    if len(tied(before)) != 1:
        return ()
    weight = max(map(_weight, before))
    groups = tied(sorted({*then, *now}, key=lambda one: (one.origin.key, one.origin.name, one.ties)))
    others = (group for group in groups if not before & set(group))
    return tuple(origin for group in others if max(map(_weight, group)) >= weight for origin in together([group]))


def _weight(voice: Voice) -> int:
    """Rank an origin: a paper that tells without a source what an agency or a ministry said repeats it.

    So does an agency what a ministry said; and who is named weighs more than who is not.
    """
    return ("article", "relay", "speaker").index(voice.origin.kind)


def _confirmed(split: _Split) -> Iterator[ConfirmedValue]:
    """Give the values that stand and that a further origin gives today, told as news."""
    for group in split.incident.facts:
        if group.aspect in _COUNTED:
            for side in _standing(group.aspect, group.sides, split):
                yield from _confirmation(group.aspect, side, split)


def _confirmation(aspect: Aspect, side: Side, split: _Split) -> Iterator[ConfirmedValue]:
    before = split.part(side, [fact for fact in side.facts if _article(fact) not in split.today])
    after = split.part(side, [fact for fact in side.facts if fact.id in split.news])
    if before and after:
        voices = ([voice for fact in part.facts for voice in split.voices(fact)] for part in (before, after))
        if further := _further(*voices):
            yield ConfirmedValue(aspect, before, after, further)


# Statements


def _first_said(merged: Merged, today: frozenset[str]) -> Iterator[FirstSaid]:
    before = {heard for one in merged.statements if not _only_of(one, today) for heard in _matter(one)}
    for one in merged.statements:
        if _only_of(one, today):
            yield FirstSaid(one.id, again=not before.isdisjoint(_matter(one)))


def _only_of(statement: MergedStatement, today: frozenset[str]) -> bool:
    return all(_article(member) in today for member in statement.members)


def _matter(statement: MergedStatement) -> set[tuple[str, str, str]]:
    """Give who speaks in which way about what."""
    return {(statement.speaker, statement.kind, about) for about in statement.about or ("",)}
