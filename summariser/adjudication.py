"""Takes pairs that no rule decides and what asks the model and gives rulings, and the account of what was asked.

Actors come first, for the incidents are compared by their actors.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from summariser.core.merge import open_actors, open_incidents
from summariser.edges import llm, prompts
from summariser.edges.shipped import shipped
from summariser.nouns.brief import Adjudicated
from summariser.nouns.known import Known
from summariser.nouns.pairs import DraftRuling, OpenPair, PairTask, Ruling
from summariser.nouns.problems import Problem
from summariser.nouns.question import Question
from summariser.nouns.reading import Reading

LEAST_QUESTIONS = 50
"""How many pairs of one task may be asked about even where the articles are fewer."""
_PROMPT_OF: dict[PairTask, str] = {"same_actor": "same_actor.v1", "same_incident": "same_incident.v1"}


@dataclass(frozen=True)
class Adjudication:
    """What merging is told, the rulings among it; the answers behind them, and what was asked, for the account."""

    known: Known
    answers: tuple[llm.Answer[DraftRuling], ...] = ()
    adjudicated: tuple[Adjudicated, ...] = ()


Ask = Callable[[Sequence[Question]], "Sequence[llm.Answer[DraftRuling] | Problem]"]
"""Has questions about pairs answered, and gives in order the answers, or why there is none."""


def _ruled(task: PairTask, pairs: Sequence[OpenPair], bound: int, ask: Ask) -> "_Ruled":
    """Ask about the first `bound` of `pairs`; what gets no usable answer costs that pair only."""
    asked = pairs[:bound]
    prompt = prompts.load_prompt(shipped("prompts"), _PROMPT_OF[task])
    schema = prompts.schema_id(DraftRuling)
    outcomes = ask([prompts.ask_pair(prompt, pair, secrets.token_hex(8), schema) for pair in asked])
    told = [(pair, one) for pair, one in zip(asked, outcomes, strict=True) if isinstance(one, llm.Answer)]
    verdicts = Counter(answer.draft.verdict for _, answer in told)
    account = Adjudicated(
        task=task,
        prompt=prompt.name,
        prompt_sha256=prompt.sha256,
        schema_id=schema,
        same=verdicts["same"],
        different=verdicts["different"],
        cannot_tell=verdicts["cannot_tell"],
        unanswered=tuple(str(one) for one in outcomes if isinstance(one, Problem)),
        not_asked=len(pairs) - len(asked),
    )
    rulings = {(pair.a, pair.b): _ruling(pair, answer) for pair, answer in told}
    return _Ruled(rulings, tuple(answer for _, answer in told), account)


@dataclass(frozen=True)
class _Ruled:
    rulings: Mapping[tuple[str, str], Ruling]
    answers: tuple[llm.Answer[DraftRuling], ...]
    account: Adjudicated


def _ruling(pair: OpenPair, answer: llm.Answer[DraftRuling]) -> Ruling:
    draft = answer.draft
    return Ruling(a=pair.a, b=pair.b, verdict=draft.verdict, reason=draft.reason, model=answer.model)


def adjudicate(
    readings: Sequence[Reading],
    families: Mapping[str, str],
    known: Known,
    ask: Ask,
    about: Collection[str] | None = None,
) -> Adjudication:
    """Have the model rule on what the rules leave open: at most one question of each task for each article.

    Few articles may have `LEAST_QUESTIONS` all the same. The strongest pairs come first; the others stay apart. With
    `about` only pairs are asked about of which one of these articles (sha256) tells, and only they count.
    """
    bound = max(LEAST_QUESTIONS, len(readings) if about is None else len(about))
    done = Adjudication(known)
    for task in _PROMPT_OF:
        pairs = (
            open_actors(readings, done.known)
            if task == "same_actor"
            else open_incidents(readings, families, done.known)
        )
        pairs = tuple(pair for pair in pairs if about is None or not pair.articles.isdisjoint(about))
        if not pairs:
            continue
        ruled = _ruled(task, pairs, bound, ask)
        done = Adjudication(
            known=replace(done.known, rulings={**done.known.rulings, **ruled.rulings}),
            answers=(*done.answers, *ruled.answers),
            adjudicated=(*done.adjudicated, ruled.account),
        )
    return done
