"""Takes items and gives the entries of a digest, every sentence cited."""

from collections.abc import Collection, Iterator, Mapping

from summariser.core.brief.bottom_line import behind, disagreement, sentence
from summariser.core.brief.digest.items import Bulletin, Item
from summariser.core.brief.digest.particulars import Particular
from summariser.core.brief.incidents import told_once
from summariser.nouns.brief import Cited
from summariser.nouns.digest import DigestChange, DigestEntry


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
    context, incident = bulletin.context, item.incident
    yield from filter(None, [behind(context, incident)])
    for group in incident.facts:
        for one in told_once(group.disagreements):
            if one.type != "less_precise":
                yield disagreement(context, (incident, group, one))
