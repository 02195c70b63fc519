"""Takes an aligned answer and gives how exact, how complete and how pertinent the citations of its brief are."""

from collections.abc import Iterator

from summariser.core.evaluate.answer import Scored
from summariser.core.evaluate.places import Places, of_evidence, of_words
from summariser.core.evaluate.result import Fault, Share, share_of
from summariser.nouns.article import Article
from summariser.nouns.brief import Citation, sentences_of
from summariser.nouns.gold import GoldFact


def shares_of_citations(scored: Scored) -> list[Share]:
    """Give four shares; where the papers ask a model whether a citation supports a sentence, the gold's words stand.

    `exact`: of the brief's citations, those whose words stand at their place in the article. `coverage`: of the
    brief's sentences, those with a citation (citation recall of ALCE, Gao et al., 2023, without its entailment test).
    `nugget_recall`: of the gold's facts in each article, those whose words a citation of the brief touches (nugget
    recall of ARGUE, Mayfield et al., 2024, the nugget being a fact in an article and not a question and its answers).
    `precision`: of the evidence of the facts found, those that touch the gold's words (citation precision of ALCE,
    each piece by itself; ALCE also accepts one that supports only together with others).
    """
    citations, lines = scored.answer.brief.citations, list(sentences_of(scored.answer.brief))
    nuggets, pieces = list(_nuggets(scored)), list(_pieces(scored))
    return [
        share_of("citations.exact", sum(not _why_inexact(scored, one) for one in citations), len(citations)),
        share_of("citations.coverage", sum(bool(line.citations) for line in lines), len(lines)),
        share_of("citations.nugget_recall", sum(cited for _, _, cited in nuggets), len(nuggets)),
        share_of("citations.precision", sum(touches for _, _, touches in pieces), len(pieces)),
    ]


def faults_of_citations(scored: Scored) -> list[Fault]:
    """Give the citations that are not exact, the gold's facts that none touches, and the evidence beside the words."""
    inexact = [(one, _why_inexact(scored, one)) for one in scored.answer.brief.citations]
    return [
        *(_fault("exact", f"[{one.number}]", one.path, why) for one, why in inexact if why),
        *(
            _fault("nugget_recall", what, name, scored.unread(name) or "no citation of the brief touches these words")
            for what, name, cited in _nuggets(scored)
            if not cited
        ),
        *(
            _fault("precision", what, name, "a piece of its evidence does not touch the gold's words")
            for what, name, touches in _pieces(scored)
            if not touches
        ),
    ]


def _fault(measure: str, what: str, article: str, reason: str) -> Fault:
    side = "missed" if measure == "nugget_recall" else "wrong"
    return Fault(measure=f"citations.{measure}", side=side, what=what, articles=(article,), reason=reason)


def _why_inexact(scored: Scored, citation: Citation) -> str:
    name = scored.names.get(citation.sha256)
    if name is None:
        return "it names a file that was not given"
    _, place = citation.target.selector
    stands = scored.answer.articles[name].text[place.start : place.end] == citation.exact
    return "" if stands else f"its words do not stand at {place.start} to {place.end}"


def _nuggets(scored: Scored) -> Iterator[tuple[str, str, bool]]:
    """Each fact of the gold in each article that tells it, and whether the brief cites its words."""
    cited = {name: _cited(scored, article) for name, article in scored.answer.articles.items()}
    for incident in scored.gold.incidents:
        for fact in incident.facts:
            for name in fact.told:
                words = _words(scored, fact, name)
                yield f"{incident.id}/{fact.id}", name, bool(words & cited.get(name, frozenset()))


def _cited(scored: Scored, article: Article) -> Places:
    spans = [one.target.selector[1] for one in scored.answer.brief.citations if one.sha256 == article.sha256]
    return frozenset(point for span in spans for point in range(span.start, span.end))


def _pieces(scored: Scored) -> Iterator[tuple[str, str, bool]]:
    """Each piece of evidence of each fact found, and whether it touches the gold's words."""
    facts = {(incident.id, fact.id): fact for incident in scored.gold.incidents for fact in incident.facts}
    for name in scored.readings:
        for key, found in scored.in_reading(name).facts.items():
            words = _words(scored, facts[key], name)
            for piece in found.evidence:
                yield "/".join(key), name, bool(words & of_evidence(piece))


def _words(scored: Scored, fact: GoldFact, name: str) -> Places:
    article = scored.answer.articles.get(name)
    return frozenset[int]().union(*of_words(article, fact.told[name])) if article else frozenset()
