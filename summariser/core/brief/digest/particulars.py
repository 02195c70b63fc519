"""Takes what changed of one incident and gives each particular in the brief's words: what it is, what it was."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from summariser.core.brief.bottom_line import TOLL, Told, responsibility, who_is_named
from summariser.core.brief.context import Context, grounds
from summariser.core.brief.incidents import DIFFERENCE_WORDS
from summariser.core.brief.ledger import Part, one_each
from summariser.core.brief.sides import side_origins, side_parts, words_of_each
from summariser.core.brief.values import aspect_words
from summariser.nouns.changes import BehindChange, ConfirmedValue, StatusChange, ValueChange
from summariser.nouns.digest import ChangeHow
from summariser.nouns.kinds import Aspect
from summariser.nouns.merged import MergedRole, Side, StatusReport
from summariser.nouns.reading import Role
from summariser.nouns.values import Number
from summariser.text.english import count, listed

GRAVE = (*TOLL, "status", "behind")
"""The particulars that a reader looks for first."""
_FIRST = [*GRAVE, Aspect.COUNT, Aspect.DAMAGE]
_MARKS: dict[ChangeHow, str] = {
    "apart": "another part or unit is counted than before",
    "more_exact": "told more exactly",
    "contradiction": DIFFERENCE_WORDS["contradiction"],
}


@dataclass(frozen=True)
class Particular:
    """One particular of an incident: its name with what marks the change, what it is now, and what it was, if told.

    `articles` are those of today that each of its new values rests on.
    """

    aspect: str
    how: ChangeHow
    name: str
    mark: str
    before: Told | None
    after: Told
    articles: tuple[frozenset[str], ...]

    @property
    def label(self) -> str:
        """Give its name with its mark."""
        return f"{self.name} ({self.mark})" if self.mark else self.name

    def rests_on(self, late: Collection[str]) -> bool:
        """Whether one of its new values rests on `late` articles alone."""
        return any(articles and articles <= set(late) for articles in self.articles)


def gravest_first(found: Iterable[Particular]) -> list[Particular]:
    """Put tolls first, then what became of it and who was behind it, then the rest as it comes."""
    return sorted(found, key=lambda one: _FIRST.index(one.aspect) if one.aspect in _FIRST else len(_FIRST))


def of_value(context: Context, change: ValueChange) -> Particular:
    """Give a value that was not told before, or that was another."""
    return Particular(
        aspect=change.aspect,
        how=change.how,
        name=aspect_words(change.aspect),
        mark=_mark(context, change),
        before=_sides(context, change.before, change.aspect) if change.before else None,
        after=_sides(context, change.after, change.aspect, "; " if change.how in ("first", "apart") else " or "),
        articles=tuple(frozenset(side.articles) for side in change.after),
    )


def _mark(context: Context, change: ValueChange) -> str:
    if change.how != "same_source":
        return _MARKS.get(change.how, "")
    origins = sorted({name for side in change.after for name in side_origins(context, side)})
    return f"{_direction(change)}, from the same source: {listed(origins)}"


def _direction(change: ValueChange) -> str:
    """Say whether a figure is lower or higher than before, where that can be said."""
    old = [side.value.low for side in change.before if isinstance(side.value, Number)]
    new = [side.value.low for side in change.after if isinstance(side.value, Number)]
    if not old or not new or None in (*old, *new):
        return "another value than before"
    known, now = [one for one in old if one is not None], [one for one in new if one is not None]
    if max(now) < min(known):
        return "lower than before"
    return "higher than before" if min(now) > max(known) else "another value than before"


def _sides(context: Context, sides: Sequence[Side], aspect: Aspect, between: str = " or ") -> Told:
    parts: list[Part] = []
    for side in sides:
        said = context.attribution(side.facts)
        parts += [between if parts else "", *side_parts(context, side, aspect), f", {said}" if said else ""]
    return parts, words_of_each(sides)


def of_status(context: Context, change: StatusChange) -> Particular:
    """Give what became of it."""
    return Particular(
        aspect="status",
        how=change.how,
        name="Status",
        mark=_MARKS.get(change.how, ""),
        before=_statuses(context, change.before),
        after=_statuses(context, change.after),
        articles=tuple(frozenset(one.articles) for one in change.after),
    )


def _statuses(context: Context, reports: Sequence[StatusReport]) -> Told:
    told = [f"{one.status}, in {count(len(one.articles), 'article')}" for one in reports]
    return [listed(told, "or")], [evidence for one in reports for evidence in one_each(one.evidence)[:2]]


def of_behind(context: Context, change: BehindChange) -> Particular:
    """Give who is named, claims it or denies it."""
    before = _named(context, change.before, change.sides_before)
    return Particular(
        aspect="behind",
        how="named" if before[0] else "first",
        name="Who was behind it",
        mark="; ".join(_turns(context, change)),
        before=before if before[0] else None,
        after=_named(context, change.after, change.sides_after),
        articles=(
            *(frozenset(one.evidence[0].article for one in role.reports) for role in change.after),
            *(frozenset(side.articles) for side in change.sides_after),
        ),
    )


def _turns(context: Context, change: BehindChange) -> Iterator[str]:
    if change.withdrawn:
        yield f"denied now by who claimed it before: {listed([context.actor(one) for one in change.withdrawn])}"
    if change.denied:
        yield f"denied now by who was named before: {listed([context.actor(one) for one in change.denied])}"


def _named(context: Context, roles: Sequence[MergedRole], sides: Sequence[Side]) -> Told:
    said: list[list[Part]] = [[words] for words in who_is_named(context, roles)]
    said += [responsibility(context, side) for side in sides]
    parts: list[Part] = []
    for one in said:
        parts += ["; " if parts else "", *one]
    named = [evidence for role in roles for report in _one_each(role)[:2] for evidence in grounds(report)]
    return parts, named + words_of_each(sides)


def _one_each(role: MergedRole) -> list[Role]:
    """Give the first report of each article."""
    first: dict[str, Role] = {}
    for report in role.reports:
        first.setdefault(report.evidence[0].article, report)
    return list(first.values())


def of_confirmed(context: Context, one: ConfirmedValue) -> Particular:
    """Give a value that a further origin gives."""
    return Particular(
        aspect=one.aspect,
        how="further",
        name=aspect_words(one.aspect),
        mark=f"further origin: {listed(context.names(one.further))}",
        before=_sides(context, [one.before], one.aspect),
        after=_sides(context, [one.after], one.aspect),
        articles=(frozenset(one.after.articles),),
    )
