"""Takes gold and what came of its articles and gives how well the two agree, each fault with its reason.

Alignment is by place: the words of the gold against the evidence of the readings. What is scored: what each reading
has, how its things were merged, disagreements, origins, and the brief's citations.
"""

from itertools import chain

from summariser.core.evaluate.answer import Answer, Scored
from summariser.core.evaluate.citations import faults_of_citations, shares_of_citations
from summariser.core.evaluate.differing import faults_of_disagreements, rows_of_disagreements, shares_of_disagreements
from summariser.core.evaluate.found import faults_found, rows_found, statement_faults, statement_shares
from summariser.core.evaluate.merging import (
    faults_merged,
    look_alikes_apart,
    merging_of_actors,
    merging_of_incidents,
    merging_of_statements,
    rows_merged,
)
from summariser.core.evaluate.origins import faults_of_origins, share_of_origins
from summariser.core.evaluate.places import misquotes
from summariser.core.evaluate.result import MEASURES, Evaluation, below
from summariser.core.evaluate.table import as_json, as_table
from summariser.nouns.gold import Gold

__all__ = ["MEASURES", "Answer", "Evaluation", "as_json", "as_table", "below", "misquotes", "score"]


def score(gold: Gold, answer: Answer) -> Evaluation:
    """Score `answer` against `gold`, whose words must stand in the articles (see `misquotes`)."""
    scored = Scored(gold, answer)
    incidents = merging_of_incidents(scored)
    merged = incidents, merging_of_actors(scored), merging_of_statements(scored)
    return Evaluation(
        note=gold.note,
        articles=len(answer.articles) + len(answer.failed),
        failed=dict(answer.failed),
        rows=(
            *rows_found(scored),
            *chain.from_iterable(map(rows_merged, merged)),
            *rows_of_disagreements(scored),
        ),
        shares=(
            look_alikes_apart(scored, incidents),
            *statement_shares(scored),
            *shares_of_disagreements(scored),
            share_of_origins(scored),
            *shares_of_citations(scored),
        ),
        faults=(
            *faults_found(scored),
            *(fault for one in merged for fault in faults_merged(scored, one)),
            *statement_faults(scored),
            *faults_of_disagreements(scored),
            *faults_of_origins(scored),
            *faults_of_citations(scored),
        ),
    )
