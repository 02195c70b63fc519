"""Takes a bulletin and gives what stands around its entries: highlights, figures, places, and what brought nothing."""

from collections.abc import Collection, Iterator, Sequence

from summariser.core.brief.bottom_line import TOLL, sentence, shown_of
from summariser.core.brief.digest.items import Bulletin, Item, best
from summariser.core.brief.ledger import Part, one_each
from summariser.core.brief.sides import few_of_each, side_origins, side_parts, sides_of, words_of_each
from summariser.core.brief.values import aspect_words, date_words
from summariser.nouns.brief import Cited
from summariser.nouns.changes import IncidentChanges
from summariser.nouns.kinds import Aspect
from summariser.nouns.merged import FactGroup, MergedIncident, Side
from summariser.nouns.values import Number
from summariser.text.clean import unquoted
from summariser.text.edtf import parse, sort_key
from summariser.text.english import count, country_name, listed

_HIGHLIGHTS = 5
_NO_PLACE = "Place not stated"


def all_items(bulletin: Bulletin) -> list[Item]:
    """Give the items of all kinds in reading order."""
    return [item for kind in ("new", "changed", "confirmed", "contradicted") for item in bulletin.items[kind]]


def adds(bulletin: Bulletin, late: Collection[str]) -> tuple[Cited, ...]:
    """Say in one sentence each what rests on articles that came late."""
    return tuple(_short(bulletin, item.of_late(late)) for item in all_items(bulletin) if item.rests_on(late))


def highlights(bulletin: Bulletin) -> tuple[Cited, ...]:
    """Give at most five sentences: what is reported most in the window, one of an incident, disputes before consent."""
    items = sorted(all_items(bulletin), key=lambda item: item.kind == "confirmed")
    return tuple(_short(bulletin, item) for item in best(items, _HIGHLIGHTS))


def _short(bulletin: Bulletin, item: Item) -> Cited:
    parts, evidences = bulletin.highlight(item)
    return bulletin.context.ledger.sentence([*parts, "."], evidences, item.kind.capitalize())


def background(bulletin: Bulletin) -> tuple[Cited, ...]:
    """Give what today's articles tell only as something that lies back."""
    return tuple(
        _mentioned(bulletin, one, "told as background in") for one in bulletin.found if one.news == "background"
    )


def again(bulletin: Bulletin) -> tuple[Cited, ...]:
    """Give what is reported again, and of which nothing differs from what was told before."""
    told = {item.incident.id for item in all_items(bulletin)}
    same = [one for one in bulletin.found if one.news != "background" and one.incident not in told]
    return tuple(_mentioned(bulletin, one, "reported again in") for one in same)


def _mentioned(bulletin: Bulletin, found: IncidentChanges, how: str) -> Cited:
    incident = bulletin.incidents[found.incident]
    evidences = [one for one in bulletin.heard(found) if one.article in found.today]
    dated = bulletin.dated(incident)
    parts: list[Part] = [*bulletin.name(incident), f": {how} {count(len(found.today), 'article')}"]
    return sentence(bulletin.context, (parts, [*evidences, *dated]))


def figures(bulletin: Bulletin) -> tuple[Cited, ...]:
    """Give the tolls that stand of each incident with news, from the lowest to the highest, each with its source."""
    incidents = dict.fromkeys(item.incident.id for item in all_items(bulletin))
    return tuple(line for one in incidents for line in _figures(bulletin, bulletin.incidents[one]))


def _figures(bulletin: Bulletin, incident: MergedIncident) -> Iterator[Cited]:
    for group in bulletin.standing(incident).facts:
        if group.aspect in TOLL and shown_of(group):
            yield _range(bulletin, incident, group)


def _range(bulletin: Bulletin, incident: MergedIncident, group: FactGroup) -> Cited:
    context = bulletin.context
    sides = sorted(shown_of(group), key=_size)
    parts: list[Part] = [f"{aspect_words(group.aspect).lower()}: "]
    before: Side | None = None
    for side in sides:
        source = "; ".join(filter(None, [listed(side_origins(context, side)), _latest(bulletin, side)]))
        between = "" if before is None else " to " if _of_one_thing(before, side) else "; "
        parts += [between, *side_parts(context, side, group.aspect), f" ({source})" if source else ""]
        before = side
    return context.ledger.sentence(parts, words_of_each(sides), context.title(incident.id))


def _of_one_thing(a: Side, b: Side) -> bool:
    """Whether two figures make a range: they count one thing and part."""
    one, other = a.value, b.value
    if not isinstance(one, Number) or not isinstance(other, Number):
        return False
    return (one.counted, one.scope) == (other.counted, other.scope)


def _size(side: Side) -> tuple[float, str]:
    low = side.value.low if isinstance(side.value, Number) else None
    return low if low is not None else -1.0, side.facts[0].id


def _latest(bulletin: Bulletin, side: Side) -> str:
    """Give the latest date on which a figure was published."""
    dates = [date for date in bulletin.context.published(side.articles) if "X" not in date]
    return date_words(max(dates, key=lambda date: sort_key(parse(date)))) if dates else ""


def places(bulletin: Bulletin) -> tuple[Cited, ...]:
    """Give by city, else by country, what has news there; most incidents first, what has no place last."""
    items = all_items(bulletin)
    named = {_place(item.incident) for item in items}
    by_place: dict[str, dict[str, list[Item]]] = {}
    for item in items:
        place = _in_full(_place(item.incident), named)
        by_place.setdefault(place, {}).setdefault(item.incident.id, []).append(item)
    ordered = sorted(by_place, key=lambda name: (name == _NO_PLACE, -len(by_place[name]), name))
    return tuple(_at(bulletin, name, list(by_place[name].values())) for name in ordered)


def _place(incident: MergedIncident) -> str:
    where = incident.where
    if where is None:
        return _NO_PLACE
    country = country_name(where.country) if where.country else ""
    names = [unquoted(where.city or ""), country]
    return ", ".join(dict.fromkeys(filter(None, names))) or unquoted(where.name)


def _in_full(name: str, named: Collection[str]) -> str:
    """Give a city with its country if another report of the day names that, and only one does."""
    fuller = [one for one in named if one.startswith(f"{name}, ")]
    return fuller[0] if len(fuller) == 1 else name


def _at(bulletin: Bulletin, name: str, found: Sequence[Sequence[Item]]) -> Cited:
    told = [
        f"{bulletin.context.title(items[0].incident.id)} ({listed([item.kind for item in items])})" for items in found
    ]
    heard = [evidence for items in found for evidence in bulletin.heard(items[0].found)[:1]]
    placed = [one for items in found for one in one_each(few_of_each(sides_of(items[0].incident, Aspect.PLACE)))[:1]]
    return bulletin.context.ledger.sentence(["; ".join(told)], [*heard, *placed], name)
