"""Takes what today's articles bring and gives it as items: one incident under one kind of change, in reading order."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from summariser.core.brief.bottom_line import Told, in_one, that_give, tolls, what, when_and_where
from summariser.core.brief.context import Context
from summariser.core.brief.digest.particulars import (
    GRAVE,
    Particular,
    gravest_first,
    of_behind,
    of_confirmed,
    of_status,
    of_value,
)
from summariser.core.brief.ledger import Part, one_each
from summariser.core.brief.others import in_reading_order
from summariser.core.brief.sides import few_of_each, words_of_each
from summariser.nouns.article import Evidence
from summariser.nouns.changes import Changes, IncidentChanges
from summariser.nouns.digest import Kind
from summariser.nouns.kinds import Aspect
from summariser.nouns.merged import FactGroup, MergedIncident
from summariser.text.edtf import compatible, parse, sort_key
from summariser.text.english import count, listed

OTHER_FIGURES = " (other figures are given too)"
_EARLIER = 2
_REPLACING = ("later", "more_exact", "same_source")


@dataclass(frozen=True)
class Item:
    """One incident under one kind of change, with the particulars that make it one."""

    kind: Kind
    incident: MergedIncident
    found: IncidentChanges
    particulars: tuple[Particular, ...] = ()

    def rests_on(self, late: Collection[str]) -> bool:
        """Whether it would not be told, or not so, without the `late` articles."""
        if self.kind == "new":
            return set(self.found.today) <= set(late)
        return any(one.rests_on(late) for one in self.particulars) or (
            self.kind == "confirmed" and not self.particulars and set(self.found.today) <= set(late)
        )

    def of_late(self, late: Collection[str]) -> "Item":
        """Give it with those particulars only that rest on `late` articles, if any does."""
        resting = tuple(one for one in self.particulars if one.rests_on(late))
        return replace(self, particulars=resting or self.particulars)


@dataclass(frozen=True)
class Bulletin:
    """All that parts of a digest are written from. `since` is the local day before that on which the window starts."""

    context: Context
    changes: Changes
    since: str

    @cached_property
    def incidents(self) -> dict[str, MergedIncident]:
        """The merged incidents by id, in reading order."""
        return {one.id: one for one in in_reading_order(self.context.merged.incidents)}

    @cached_property
    def changes_of(self) -> dict[str, IncidentChanges]:
        """What today's articles bring to each incident that they report, by its merged id."""
        return {one.incident: one for one in self.changes.incidents}

    @cached_property
    def found(self) -> list[IncidentChanges]:
        """What today's articles report, most reported today first."""
        order = {one: place for place, one in enumerate(self.incidents)}
        return sorted(self.changes.incidents, key=lambda one: (-len(one.today), order[one.incident]))

    @cached_property
    def items(self) -> dict[Kind, list[Item]]:
        """The items by kind: most reported first, and what is new but dated before the window last."""
        items: dict[Kind, list[Item]] = {"new": [], "changed": [], "confirmed": [], "contradicted": []}
        for found in self.found:
            for item in self._items(found):
                items[item.kind].append(item)
        items["new"].sort(key=lambda item: self.is_old(item.incident))
        return items

    def _items(self, found: IncidentChanges) -> Iterator[Item]:
        incident, context = self.incidents[found.incident], self.context
        if found.news == "new":
            yield Item("new", incident, found)
        changed = [of_value(context, one) for one in found.values]
        changed += [of_status(context, found.status)] if found.status else []
        changed += [of_behind(context, found.behind)] if found.behind else []
        disputed = [one for one in changed if one.how == "contradiction"]
        changed = [one for one in changed if one.how != "contradiction"]
        confirmed = [of_confirmed(context, one) for one in found.confirmed]
        if changed:
            yield Item("changed", incident, found, tuple(gravest_first(changed)))
        # Who disputes a particular does not confirm by that what happened.
        if confirmed or (found.further and not disputed):
            yield Item("confirmed", incident, found, tuple(gravest_first(confirmed)))
        if disputed:
            yield Item("contradicted", incident, found, tuple(gravest_first(disputed)))

    def is_old(self, incident: MergedIncident) -> bool:
        """Whether an incident is dated wholly before the day that goes before the window, so that it is told late."""
        if incident.when is None or not incident.when.edtf:
            return False
        when, since = parse(incident.when.edtf), parse(self.since)
        return when.year is not None and not compatible(when, since) and sort_key(when) < sort_key(since)

    def line(self, item: Item) -> Told:
        """Give the sentence that heads an item: what, when, where, and how often it is reported."""
        if item.kind == "new":
            standing = self.standing(item.incident)
            told = in_one(
                what(self.context, item.incident), tolls(self.context, standing, OTHER_FIGURES, words_of_each)
            )
            late = " (told late: dated more than a day before this period)" if self.is_old(item.incident) else ""
            return [*told[0], late], told[1]
        parts, evidences = self.name(item.incident), self.heard(item.found)
        today, before = (count(len(those), "article") for those in (item.found.today, item.found.earlier))
        reports = f": {today} in this period, {before} before"
        more = self._further(item.found) if item.kind == "confirmed" and item.found.further else ""
        return [*parts, reports, more], [*evidences, *self.dated(item.incident)]

    def _further(self, found: IncidentChanges) -> str:
        first, further = (listed(self.context.names(those)) for those in (found.rested_on, found.further))
        return f"; told by a further origin: {further} (until then by one only: {first})"

    def standing(self, incident: MergedIncident) -> MergedIncident:
        """Give an incident with those figures only that no later one, nor one of the same source, replaced."""
        gone = self.changes.replaced
        found = self.changes_of.get(incident.id)
        for change in found.values if found else ():
            if change.how in _REPLACING:
                gone |= {fact.id for side in change.before for fact in side.facts}
        return incident.model_copy(update={"facts": tuple(_without(group, gone) for group in incident.facts)})

    def name(self, incident: MergedIncident) -> list[Part]:
        """Give the title of an incident with when and where it was."""
        return [self.context.title(incident.id), when_and_where(incident)]

    def dated(self, incident: MergedIncident) -> list[Evidence]:
        """Give the words that say when and where it was, as its name has it."""
        return [*few_of_each(that_give(incident, Aspect.TIME)), *few_of_each(that_give(incident, Aspect.PLACE))]

    def heard(self, found: IncidentChanges) -> list[Evidence]:
        """Give the words of every article of today, and of a few earlier ones, that tell an incident."""
        members = self.incidents[found.incident].members
        told = one_each(evidence for one in members for evidence in one.evidence)
        earlier = [one for one in told if one.article in found.earlier]
        return [one for one in told if one.article in found.today] + earlier[:_EARLIER]

    def highlight(self, item: Item) -> Told:
        """Give an item in one sentence, with the first of its particulars."""
        if item.kind == "new" or not item.particulars:
            return self.line(item)
        first = item.particulars[0]
        return self._in_short(item.incident, first)

    def _in_short(self, incident: MergedIncident, one: Particular) -> Told:
        name = [*self.name(incident), f": {one.label[:1].lower()}{one.label[1:]}: "]
        placed = self.dated(incident)
        if one.before is None:
            told = "" if one.how == "apart" else " (not told before)"
            return [*name, *one.after[0], told], [*placed, *one.after[1]]
        (before, then), (after, now) = one.before, one.after
        if one.how == "further":
            return [*name, *after], [*placed, *now, *then]
        joined = [*after, " against ", *before] if one.how == "contradiction" else [*before, "; now ", *after]
        return [*name, *joined], [*placed, *then, *now]


def _without(group: FactGroup, gone: frozenset[str]) -> FactGroup:
    """Leave out the sides whose facts are all `gone`, with what they differ in; all stay if none would."""
    sides = tuple(side for side in group.sides if not gone.issuperset(fact.id for fact in side.facts))
    if not sides or len(sides) == len(group.sides):
        return group
    kept = tuple(
        one for one in group.disagreements if all(side in sides or side not in group.sides for side in one.sides)
    )
    return group.model_copy(update={"sides": sides, "disagreements": kept})


def best(items: Sequence[Item], most: int) -> list[Item]:
    """Give at most so many items, one of an incident: those that most articles of today report, then most in all.

    What only makes a particular known or more exact stands behind what changes a toll, a status or who did it.
    """
    first: dict[str, Item] = {}
    for item in sorted(items, key=_weight):
        first.setdefault(item.incident.id, item)
    return list(first.values())[:most]


def _weight(item: Item) -> tuple[int, bool, int]:
    found = item.found
    minor = item.kind == "changed" and item.particulars[0].aspect not in GRAVE
    return -len(found.today), minor, -len(found.today) - len(found.earlier)
