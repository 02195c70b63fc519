"""Takes evidence and gives numbered citations and cited sentences; what does not stand in its article is refused."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from summariser.nouns.article import Article, Evidence
from summariser.nouns.brief import Citation, Cited, Original, PositionSelector, QuoteSelector, Target
from summariser.nouns.problems import Problem
from summariser.text.clean import clean, portable_path, unquoted

_CONTEXT = 32
"""Code points kept on either side of a citation, enough to tell two like quotes apart."""


class Words(NamedTuple):
    """Source words inside a sentence of the brief: `text` is the evidence's quote or a piece of it."""

    evidence: Evidence
    text: str


Part = str | Words


def one_each(evidences: Iterable[Evidence]) -> list[Evidence]:
    """Give the first evidence of each article, for summary lines; the parts below cite the rest."""
    first: dict[str, Evidence] = {}
    for evidence in evidences:
        first.setdefault(evidence.article, evidence)
    return list(first.values())


class Ledger:
    """Numbers places in the order in which they are first cited; one number for one article, start and end."""

    def __init__(self, articles: Iterable[Article], source_ids: dict[str, str]) -> None:
        self._articles = {article.sha256: article for article in articles}
        self._source_ids = source_ids
        self._citations: dict[tuple[str, int, int], Citation] = {}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations so far, in the order of their numbers."""
        return tuple(self._citations.values())

    def language(self, evidence: Evidence) -> str:
        """Give the language code of the article that `evidence` is in."""
        return self._article(evidence).language

    def sentence(self, parts: Sequence[Part], evidences: Iterable[Evidence], label: str = "") -> Cited:
        """Put `parts` together and cite `evidences` for it; raises Problem if one does not hold."""
        numbers = {self._cite(evidence) for evidence in evidences}
        text, originals = "", []
        for part in parts:
            if isinstance(part, str):
                text += part
                continue
            number = self._cite(part.evidence)
            numbers.add(number)
            start, end = len(text) + 1, len(text) + 1 + len(part.text)
            originals.append(Original(start=start, end=end, language=self.language(part.evidence), citation=number))
            text += f"“{part.text}”"
        return Cited(
            label=unquoted(label),
            text=text or "(no words)",
            citations=tuple(sorted(numbers)),
            originals=tuple(originals),
        )

    def explained(self, reasons: Iterable[str], evidences: Sequence[Evidence]) -> tuple[Cited, ...]:
        """Give a cited line for each reason of a merge."""
        return tuple(self.sentence([unquoted(reason)], evidences) for reason in reasons)

    def _cite(self, evidence: Evidence) -> int:
        key = (evidence.article, evidence.start, evidence.end)
        if key not in self._citations:
            self._citations[key] = self._citation(evidence, len(self._citations) + 1)
        return self._citations[key].number

    def _citation(self, evidence: Evidence, number: int) -> Citation:
        article = self._article(evidence)
        exact = article.text[evidence.start : evidence.end]
        if not exact or exact != evidence.quote:
            raise Problem(
                f"{clean(article.path)}:{evidence.line}: the words {evidence.quote!r} are not where they are said to be"
            )
        path = portable_path(article.path)
        quote = QuoteSelector(
            exact=exact,
            prefix=article.text[max(0, evidence.start - _CONTEXT) : evidence.start],
            suffix=article.text[evidence.end : evidence.end + _CONTEXT],
        )
        return Citation(
            number=number,
            source=self._source_ids[article.sha256],
            path=path,
            sha256=article.sha256,
            line=evidence.line,
            sentence=evidence.sentence,
            language=article.language,
            target=Target(source=path, selector=(quote, PositionSelector(start=evidence.start, end=evidence.end))),
        )

    def _article(self, evidence: Evidence) -> Article:
        if evidence.article not in self._articles:
            raise Problem(f"no article has the sha256 {evidence.article}, on which the words {evidence.quote!r} rest")
        return self._articles[evidence.article]
