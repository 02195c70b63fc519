"""Takes the draft of a part of an article and joins it to that of the parts before, by ids and never by likeness.

What the later part tells under an id and the name of something told before belongs to that. Everything else is apart.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple, TypeVar

from summariser.core.ground.incidents import fact_name, link_name, role_name
from summariser.core.ground.places import NOWHERE, Places
from summariser.nouns.article import Article
from summariser.nouns.base import Noun
from summariser.nouns.draft import (
    DraftActor,
    DraftEvidence,
    DraftFact,
    DraftIncident,
    DraftLink,
    DraftReading,
    DraftRole,
    DraftSeries,
    DraftStandingFact,
    DraftStatement,
)
from summariser.nouns.reading import Rejection
from summariser.text.fold import fold
from summariser.text.parts import Part

_Thing = DraftActor | DraftIncident | DraftSeries | DraftStatement
_Item = DraftEvidence | DraftFact | DraftRole | DraftLink | DraftStandingFact
_Any = TypeVar("_Any", bound=Noun)

_KINDS = {"a": "actor", "i": "incident", "s": "series", "t": "statement"}
_FIELDS = {"a": "actors", "i": "incidents", "s": "series", "t": "statements"}
_IDS = {"id", "part_of", "actor", "accuser", "said_by", "to", "speaker", "voice", "addressee", "about", "quoted_in"}
_NAMES = {"id", "name", "title"}
_PROOF = {"evidence", "relayed_by"}
_ID = re.compile("([aist])([0-9]{1,9})\\Z")


class Joined(NamedTuple):
    """The draft of all parts so far, and what of the last one was not taken as it came."""

    draft: DraftReading
    rejections: tuple[Rejection, ...]


def join(earlier: DraftReading, draft: DraftReading, article: Article, part: Part) -> Joined:
    """Join the `draft` of a `part` to that of the parts before it, `earlier`; with an empty one it stays as it is.

    Where both have an id and the same name or title under it, evidence, facts, roles and links come together: a fact
    told again gets the evidence of both. Where the name is another, or no part has said whose id it is, the later
    thing gets an id of its own. Where they differ in something of which there is one, the earlier part holds. All
    that is listed. A quote that stands outside its part is marked, for `check` to reject.
    """
    joining = _Joining(earlier, article, part)
    return joining.join(draft)


def clashes(earlier: DraftReading, draft: DraftReading) -> list[str]:
    """Complain of each id that `draft` gives to something else than the parts before it do."""
    return [
        f"{_name(thing)}: {reason}; take the id {new}, or repeat name or title exactly if it is the same"
        for thing, new, reason in _clashing(earlier, draft)
    ]


def next_ids(earlier: DraftReading) -> dict[str, int]:
    """The first number that no id of `earlier` has, declared or only used, for each letter that ids begin with."""
    highest = dict.fromkeys(_KINDS, 0)
    for letter, number in (found.groups() for found in map(_ID.match, _ids(earlier)) if found):
        highest[letter] = max(highest[letter], int(number))
    return {letter: number + 1 for letter, number in highest.items()}


class _Joining:
    """One part being joined to those before it."""

    def __init__(self, earlier: DraftReading, article: Article, part: Part) -> None:
        self._earlier = earlier
        self._article = article.sha256
        self._where = f"in sentences {part[0].number} to {part[-1].number}"
        self._whole, self._here = Places(article), Places(article, part)
        self._rejections: list[Rejection] = []

    def join(self, draft: DraftReading) -> Joined:
        placed = _with_evidence(draft, self._placed)
        clashing = list(_clashing(self._earlier, placed))
        for thing, new, reason in clashing:
            self._list(_name(thing), f"{reason}; kept apart as {new}")
        draft = _renamed(placed, {thing.id: new for thing, new, _ in clashing})
        update: dict[str, object] = {field: self._things(field, draft) for field in _FIELDS.values()}
        update["standing_facts"] = self._items("the article", self._earlier.standing_facts, draft.standing_facts)
        update["outlet"] = self._first("outlet", self._earlier.outlet, draft.outlet)
        update["published"] = self._first("publication date", self._earlier.published, draft.published)
        return Joined(self._earlier.model_copy(update=update), tuple(self._rejections))

    def _placed(self, evidence: DraftEvidence) -> DraftEvidence:
        """Give evidence of the part with a sentence of the part; mark it if it stands only outside."""
        anywhere, here = self._whole.evidence(evidence), self._here.evidence(evidence)
        if anywhere == here:
            return evidence
        return evidence.model_copy(update={"sentence": here.sentence if here else NOWHERE})

    def _things(self, field: str, draft: DraftReading) -> tuple[_Thing, ...]:
        things: list[_Thing] = list(getattr(self._earlier, field))
        place = _places_of(things)
        used: Counter[str] = Counter()
        for new in getattr(draft, field):
            used[new.id] += 1
            # A second use of an id in one answer is for `check` to reject, as in an article of one part.
            if new.id in place and used[new.id] == 1:
                things[place[new.id]] = self._continued(things[place[new.id]], new)
            else:
                things.append(new)
        return tuple(things)

    def _continued(self, old: _Thing, new: _Thing) -> _Thing:
        """Give `old` with what `new` adds."""
        update: dict[str, object] = {}
        for field in type(old).model_fields:
            mine, theirs = getattr(old, field), getattr(new, field)
            if field in _NAMES:
                continue
            if isinstance(mine, tuple):
                update[field] = self._items(_name(old), mine, theirs)
            elif field == "unclear":
                update[field] = mine or theirs
            else:
                update[field] = self._first(f"{_name(old)}, its {field}", mine, theirs)
        return old.model_copy(update=update)

    def _first(self, what: str, mine: object, theirs: object) -> object:
        """Give what an earlier part says, if it does; list what the later one says, if that is something else."""
        if mine is None or theirs is None or mine == theirs:
            return theirs if mine is None else mine
        self._list(f"{what} ({_said(theirs)})", f"an earlier part has {_said(mine)}, which holds")
        return mine

    def _items(self, owner: str, mine: tuple[_Item, ...], theirs: tuple[_Item, ...]) -> tuple[_Item, ...]:
        items = list(mine)
        place = {_core(item): at for at, item in reversed(list(enumerate(mine)))}
        for item in theirs:
            at = place.get(_core(item))
            if at is None:
                items.append(item)
            elif isinstance(item, DraftFact | DraftRole | DraftLink | DraftStandingFact):
                items[at] = self._with_more_proof(owner, at, items[at], item)
        return tuple(items)

    def _with_more_proof(self, owner: str, at: int, old: _Item, new: _Item) -> _Item:
        update = {
            field: tuple(dict.fromkeys((*getattr(old, field), *getattr(new, field))))
            for field in type(old).model_fields
            if field in _PROOF
        }
        if all(len(both) == len(getattr(old, field)) for field, both in update.items()):
            self._list(
                _item_name(owner, at + 1, new), "an earlier part tells the same with the same evidence; kept once"
            )
        return old.model_copy(update=update)

    def _list(self, what: str, reason: str) -> None:
        self._rejections.append(
            Rejection(article=self._article, what=f"{what} {self._where}", reason=reason, quote=None)
        )


def _clashing(earlier: DraftReading, draft: DraftReading) -> Iterator[tuple[_Thing, str, str]]:
    """Give the things of `draft` whose id is taken by something else, each with a free id and the reason."""
    known = {one.id: one for one in reversed(list(_all_things(earlier)))}
    taken, free = set(_ids(earlier)), _free_ids(earlier, draft)
    seen = set[str]()
    for thing in _all_things(draft):
        if thing.id in seen:
            continue
        seen.add(thing.id)
        old = known.get(thing.id)
        if old and not _same(old, thing):
            yield thing, free(thing.id), f"the id is that of {_said(old)} in an earlier part"
        elif not old and thing.id in taken:
            yield thing, free(thing.id), "an earlier part uses the id without saying whose it is"


def _free_ids(*drafts: DraftReading) -> Callable[[str], str]:
    numbers = [next_ids(draft) for draft in drafts]
    following = {letter: max(one[letter] for one in numbers) for letter in _KINDS}

    def free(taken: str) -> str:
        letter = taken[0]
        following[letter] += 1
        return f"{letter}{following[letter] - 1}"

    return free


def _same(old: _Thing, new: _Thing) -> bool:
    """Whether two things of one id are one: their names or titles say so, and nothing that tells series apart."""
    match old, new:
        case DraftSeries(), DraftSeries():
            pairs = ((old.count, new.count), (old.period, new.period))
            return _folded(old.title) == _folded(new.title) and all(
                mine is None or theirs is None or mine == theirs for mine, theirs in pairs
            )
        case DraftStatement(), DraftStatement():
            return (old.speaker, old.kind, _folded(old.content)) == (new.speaker, new.kind, _folded(new.content))
    return _folded(_said(old)) == _folded(_said(new))


def _folded(name: str) -> str:
    return fold(name).text.casefold()


def _name(thing: _Thing) -> str:
    return f"{_KINDS[thing.id[0]]} {thing.id} ({_said(thing)})"


def _said(value: object) -> str:
    """Name something by its own words."""
    if isinstance(value, str):
        return str(value)
    for field in ("title", "name", "content", "words", "edtf"):
        if words := getattr(value, field, None):
            return str(words)
    return str(value)


def _item_name(owner: str, number: int, item: _Item) -> str:
    match item:
        case DraftFact():
            return fact_name(owner, number, item)
        case DraftRole():
            return role_name(owner, number, item)
        case DraftLink():
            return link_name(owner, number, item)
        case DraftStandingFact():
            return f"standing fact {number} ({item.text})"
    return owner


def _core(item: object) -> object:
    """What makes two items of one owner one: all of them but what proves them."""
    if not isinstance(item, Noun) or isinstance(item, DraftEvidence):
        return item
    return (type(item), *(getattr(item, field) for field in type(item).model_fields if field not in _PROOF))


def _places_of(things: Iterable[_Thing]) -> dict[str, int]:
    """Where each id stands first."""
    return {thing.id: at for at, thing in reversed(list(enumerate(things)))}


def _all_things(draft: DraftReading) -> Iterator[_Thing]:
    return chain(draft.actors, draft.incidents, draft.series, draft.statements)


def _ids(noun: Noun) -> Iterator[str]:
    """Every id in a draft, declared or used."""
    for field in type(noun).model_fields:
        value = getattr(noun, field)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Noun):
                yield from _ids(one)
            elif field in _IDS and isinstance(one, str):
                yield one


def _renamed(noun: _Any, new: Mapping[str, str]) -> _Any:
    """Give a draft with other ids, wherever they stand."""
    if not new:
        return noun
    return _changed(
        noun,
        lambda field, value: new.get(value, value) if field in _IDS and isinstance(value, str) else value,
        lambda part: _renamed(part, new),
    )


def _with_evidence(noun: _Any, change: Callable[[DraftEvidence], DraftEvidence]) -> _Any:
    """Give a draft with each piece of its evidence changed."""
    return _changed(
        noun,
        lambda _field, value: value,
        lambda part: change(part) if isinstance(part, DraftEvidence) else _with_evidence(part, change),
    )


def _changed(noun: _Any, plain: Callable[[str, object], object], nested: Callable[[Noun], Noun]) -> _Any:
    def one(field: str, value: object) -> object:
        return nested(value) if isinstance(value, Noun) else plain(field, value)

    return noun.model_copy(
        update={
            field: tuple(one(field, part) for part in value) if isinstance(value, tuple) else one(field, value)
            for field, value in ((field, getattr(noun, field)) for field in type(noun).model_fields)
        }
    )
