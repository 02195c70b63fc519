"""Takes the series and standing facts of all readings and gives them merged where they are equal, else apart.

Equal means equal values, never similar ones: another figure at another time is another state of affairs, and two
counts over two periods are two series. Neither is ever a contradiction.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from summariser.core.merge.clusters import Pair, cluster, settled_together
from summariser.core.merge.dates import in_words, read_date
from summariser.core.merge.origins import World
from summariser.core.merge.shown import shown
from summariser.core.merge.values import key
from summariser.core.merge.wording import content_words
from summariser.nouns.kinds import RoleKind
from summariser.nouns.merged import MergedSeries, MergedStandingFact
from summariser.nouns.reading import Reading, Series, StandingFact
from summariser.nouns.values import Time


def merge_series(readings: Sequence[Reading], world: World) -> tuple[MergedSeries, ...]:
    """Merge series of equal count, period, thing counted, family of kinds and target, in order of their first ids."""
    series = {one.id: one for reading in readings for one in reading.series}
    article = {one.id: reading.article for reading in readings for one in reading.series}
    blocks: dict[Hashable, list[str]] = defaultdict(list)
    for one in series.values():
        told = series_key(one, article[one.id], world)
        if told:
            blocks[*told, _targets(one, world)].append(one.id)
    pairs = (Pair(1, a, b, _why_series(series[a])) for a, b in _within(blocks.values()))
    settled = settled_together(series, world.settled)
    return tuple(
        MergedSeries(id=group.ids[0], members=tuple(map(series.__getitem__, group.ids)), reasons=group.reasons)
        for group in cluster(series, pairs, lambda a, b: article[a] == article[b], settled)
    )


def series_key(series: Series, article: str, world: World) -> tuple[Hashable, ...]:
    """Give count, period and family of kinds, () where count or period is not told."""
    when = _when(series.period, article, world)
    return (key(series.count), when, world.family(series.type)) if series.count and when else ()


def merge_standing_facts(readings: Sequence[Reading], world: World) -> tuple[MergedStandingFact, ...]:
    """Merge standing facts of equal value, actor and date, in order of their first ids."""
    facts = {one.id: one for reading in readings for one in reading.standing_facts}
    article = {one.id: reading.article for reading in readings for one in reading.standing_facts}
    blocks: dict[Hashable, list[str]] = defaultdict(list)
    for one in facts.values():
        when = _when(one.as_of, article[one.id], world)
        if when:
            value = key(one.value) if one.value else one.text.casefold().strip(" .")
            blocks[value, world.actor_id(one.about), when].append(one.id)
    pairs = (Pair(1, a, b, _why_standing(facts[a])) for a, b in _within(blocks.values()))
    return tuple(
        MergedStandingFact(id=group.ids[0], members=tuple(map(facts.__getitem__, group.ids)), reasons=group.reasons)
        for group in cluster(
            facts, pairs, lambda a, b: article[a] == article[b] or not _of_one_thing(facts[a], facts[b])
        )
    )


def _within(blocks: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        yield from combinations(sorted(block), 2)


def _when(time: Time | None, article: str, world: World) -> Hashable:
    """Give the date that is told, else the month of publication; None if neither is known."""
    if time:
        date = read_date(time.edtf)
        return str(date) if date else None
    published = read_date(world.published.get(article))
    known = published and published.year and published.month and not published.until
    return ("published", published.year, published.month) if published and known else None


def _targets(series: Series, world: World) -> frozenset[str]:
    return frozenset(world.actor_id(role.actor) or "" for role in series.roles if role.role is RoleKind.TARGET)


def _of_one_thing(a: StandingFact, b: StandingFact) -> bool:
    """Say whether two facts without an actor that they are about speak of one thing: half of their words shared."""
    words, others = content_words(a.text), content_words(b.text)
    return a.about is not None or 2 * len(words & others) >= min(len(words), len(others))


def _why_series(series: Series) -> str:
    quantity = f"{shown(series.count)} {series.count.counted}" if series.count else ""
    return f"same count ({quantity}), {_same_date(series.period, 'period')}, same kind and target"


def _why_standing(fact: StandingFact) -> str:
    value = f"same figure ({shown(fact.value)} {fact.value.counted})" if fact.value else "same words"
    return f"{value}, {_same_date(fact.as_of, 'date')}"


def _same_date(time: Time | None, noun: str) -> str:
    return f"same {noun} ({in_words(time.edtf)})" if time else f"no {noun} given, published in the same month"
