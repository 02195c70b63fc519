"""Takes the digest before and what today's articles report and gives what went silent, with what was known last."""

from collections.abc import Iterator, Mapping

from summariser.core.brief.bottom_line import sentence, tolls
from summariser.core.brief.context import articles_of, evidence_of
from summariser.core.brief.digest.items import OTHER_FIGURES, Bulletin
from summariser.core.brief.ledger import one_each
from summariser.core.brief.sides import words_of_each
from summariser.core.brief.values import date_words
from summariser.nouns.brief import Cited
from summariser.nouns.digest import Digest, DigestEntry
from summariser.nouns.kinds import IncidentStatus
from summariser.nouns.merged import MergedIncident

_CITED = 3


def silent(
    bulletin: Bulletin, before: Digest | None, lasting: Mapping[str, str], joined: Mapping[str, str]
) -> tuple[DigestEntry, ...]:
    """Give each incident that the digest before told as news and that no article of the window reports.

    `lasting` gives the lasting id of each merged incident, `joined` for a lasting id the one that it went into. One of
    which all reports were pruned is not among the merged, and there is nothing left to cite.
    """
    if before is None:
        return ()
    merged_id = {one: incident for incident, one in lasting.items()}
    told = dict.fromkeys(joined.get(one.incident, one.incident) for one in before.entries if one.kind != "silent")
    reported = {lasting[found.incident] for found in bulletin.changes.incidents}
    gone = (bulletin.incidents[merged_id[one]] for one in told if one not in reported and one in merged_id)
    return tuple(_entry(bulletin, one, lasting[one.id], before) for one in gone)


def _entry(bulletin: Bulletin, incident: MergedIncident, lasting_id: str, before: Digest) -> DigestEntry:
    planned = ": it was planned;" if incident.status is IncidentStatus.PLANNED else ":"
    since = f"{planned} no article of this period reports it; last told in digest {before.heading.number:,}"
    day = date_words(before.heading.window.name)
    heard = one_each(evidence_of(incident))[:_CITED]
    return DigestEntry(
        kind="silent",
        incident=lasting_id,
        type=incident.type,
        line=sentence(
            bulletin.context, ([*bulletin.name(incident), f"{since}, {day}"], [*heard, *bulletin.dated(incident)])
        ),
        told=tuple(_last_known(bulletin, incident)),
        articles=0,
        earlier=len(articles_of(incident)),
    )


def _last_known(bulletin: Bulletin, incident: MergedIncident) -> Iterator[Cited]:
    toll = tolls(bulletin.context, bulletin.standing(incident), OTHER_FIGURES, words_of_each)
    if toll[0]:
        yield bulletin.context.ledger.sentence([*toll[0], "."], toll[1], "Last known")
