"""Takes items and gives the entries of a digest, every sentence cited."""

from collections.abc import Collection, Iterator, Mapping

from summariser.core.brief.bottom_line import behind, sentence
from summariser.core.brief.context import Context
from summariser.core.brief.digest.items import Bulletin, Item
from summariser.core.brief.digest.particulars import Particular
from summariser.core.brief.incidents import DIFFERENCE_WORDS, told_once
from summariser.core.brief.ledger import Part
from summariser.core.brief.sides import side_origins, side_parts, words_of_each
from summariser.core.brief.values import aspect_words
from summariser.nouns.brief import Cited
from summariser.nouns.digest import DigestChange, DigestEntry
from summariser.nouns.merged import Disagreement
from summariser.text.english import listed


def entry(bulletin: Bulletin, item: Item, lasting: Mapping[str, str], late: Collection[str]) -> DigestEntry:
    """Give one incident under one kind of change; what is new with who was behind it and what reports differ on."""
    return DigestEntry(
        kind=item.kind,
        incident=lasting[item.incident.id],
        type=item.incident.type,
        line=sentence(bulletin.context, bulletin.line(item)),
        changes=tuple(_change(bulletin, one) for one in item.particulars),
        told=tuple(_told(bulletin, item)) if item.kind == "new" else (),
        articles=len(item.found.today),
        earlier=len(item.found.earlier),
        late=item.rests_on(late),
    )


def _change(bulletin: Bulletin, one: Particular) -> DigestChange:
    ledger = bulletin.context.ledger
    return DigestChange(
        aspect=one.aspect,
        how=one.how,
        after=ledger.sentence(*one.after, one.label),
        before=ledger.sentence(*one.before, "Before") if one.before else None,
    )


def _told(bulletin: Bulletin, item: Item) -> Iterator[Cited]:
    yield from filter(None, [behind(bulletin.context, item.incident)])
    for group in item.incident.facts:
        for one in told_once(group.disagreements):
            if one.type != "less_precise":
                yield _difference(bulletin.context, one)


def _difference(context: Context, one: Disagreement) -> Cited:
    """Give the sides of a difference with those to whom they go back; those of an update in order of time."""
    parts: list[Part] = []
    for side in one.sides:
        origins = listed(side_origins(context, side))
        between = " then " if one.type == "updated" else " against "
        parts += [between if parts else "", *side_parts(context, side, one.aspect), f" ({origins})" if origins else ""]
    label = f"{aspect_words(one.aspect)} ({DIFFERENCE_WORDS[one.type]})"
    return context.ledger.sentence(parts, words_of_each(one.sides), label)
