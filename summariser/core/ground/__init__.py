"""Takes a draft and its article and gives complaints for the model, or the reading: what the article bears out.

Both come from one walk over the draft, so what the model is told is what would be rejected.
"""

from functools import lru_cache
from typing import Any

from summariser.core.ground.bench import Bench, Problem
from summariser.core.ground.joining import Joined, clashes, join
from summariser.core.ground.told import told
from summariser.core.ground.walk import walk
from summariser.nouns.article import Article
from summariser.nouns.draft import DraftReading
from summariser.nouns.reading import Reading, Rejection
from summariser.text.parts import Part

__all__ = ["Joined", "check", "complaints", "complaints_about_part", "join", "told"]


def complaints(draft: DraftReading, article: Article, types: frozenset[str]) -> list[str]:
    """Say what the model should mend, a line for each problem, named by its place in the answer; none if it holds.

    `types` are the known incident types. What only follows from another problem is left out.
    """
    _, problems = _walked(tuple(draft), article, types)
    return list(dict.fromkeys(str(problem) for problem in problems if not problem.follows))


def complaints_about_part(
    draft: DraftReading, earlier: DraftReading, article: Article, part: Part, types: frozenset[str]
) -> list[str]:
    """Say what the model should mend in its answer about a part of an article, like `complaints`.

    `earlier` is the joined draft of the parts before: its ids may be used, and be given again only to what they name.
    """
    titles = {incident.title for incident in earlier.incidents} | {run.title for run in earlier.series}
    bench = Bench(article, types, part, titles)
    bench.held |= {thing.id for things in (earlier.actors, earlier.incidents, earlier.series) for thing in things}
    walk(draft, bench)
    found = (str(problem) for problem in bench.problems if not problem.follows)
    return list(dict.fromkeys([*clashes(earlier, draft), *found]))


def check(draft: DraftReading, article: Article, types: frozenset[str]) -> Reading:
    """Keep what the article bears out, with its evidence located; list the rest as rejections.

    Every object of the draft is in the reading or in its rejections. Raises nothing on a well-formed draft.
    """
    kept, problems = _walked(tuple(draft), article, types)
    return kept.model_copy(update={"rejections": tuple(_rejection(problem, article) for problem in problems)})


# A draft that nothing is complained of is checked next: its walk, a third of all work on an article, is done once.
@lru_cache(maxsize=1)
def _walked(
    parts: tuple[tuple[str, Any], ...], article: Article, types: frozenset[str]
) -> tuple[Reading, tuple[Problem, ...]]:
    """Walk the draft that has `parts`, its fields with their values; give the reading and what does not hold."""
    bench = Bench(article, types)
    kept = walk(DraftReading.model_construct(**dict(parts)), bench)
    return kept, tuple(bench.problems)


def _rejection(problem: Problem, article: Article) -> Rejection:
    return Rejection(article=article.sha256, what=problem.what, reason=problem.reason, quote=problem.quote)
