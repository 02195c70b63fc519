"""Takes an article and gives the places in it where a quote stands, and whether they lie in quotation marks."""

import re
from bisect import bisect_right
from functools import lru_cache

from summariser.nouns.article import Article, Evidence, Sentence
from summariser.nouns.draft import DraftEvidence
from summariser.text.fold import Span, fold, locate
from summariser.text.parts import Part

NOWHERE = 0
"""The sentence of a quote that stands in the article, but not in the part of it that was asked about."""

_SHOWN = 200

# A piece between quotation marks. An opening mark that nothing closes reaches to the end of its paragraph: long
# speeches open the marks anew in each paragraph and close them in the last. Single marks are also apostrophes, so
# those must stand at the edges of words. Blank lines end a paragraph.
_PARAGRAPH_END = "(?=\\n[^\\S\\n]*\\n|\\Z)"
_WITHIN = "(?:(?!\\n[^\\S\\n]*\\n)[^{}])*"
_CLOSED_BY = {"“": "”", "„": "“”", "«": "»", "‹": "›", "「": "」", "『": "』", "｢": "｣", "〝": "〞〟", "＂": "＂"}
_REVERSED = {"”": "”", "»": "«", "›": "‹"}  # Swedish and German habits, where the opening mark closes elsewhere
_QUOTED = re.compile(
    "|".join(
        [f"{mark}{_WITHIN.format(end)}(?:[{end}]|{_PARAGRAPH_END})" for mark, end in _CLOSED_BY.items()]
        + [f"{mark}{_WITHIN.format(end)}{end}" for mark, end in _REVERSED.items()]
    )
)
_STRAIGHT = re.compile(f'"{_WITHIN.format(chr(34))}"')
_SINGLE = re.compile("(?<!\\w)(?:‘[^‘\\n]+?’|'(?=\\S)[^\\n]*?(?<=\\S)')(?!\\w)")


class Places:
    """The places of one article, or those of a part of it."""

    def __init__(self, article: Article, part: Part | None = None) -> None:
        self.article = article
        self._within = Span(part[0].start, part[-1].end) if part else Span(0, len(article.text))
        self._folded = fold(article.text)
        self._sentence_starts = [sentence.start for sentence in article.sentences]
        self._found: dict[str, list[Span]] = {}  # one quote often bears several facts

    def evidence(self, draft: DraftEvidence) -> Evidence | None:
        """Locate a quote: of several places the one nearest to the sentence that the draft names. None if absent."""
        return self._nearest(self._spans(draft), draft.sentence)

    def spoken(self, draft: DraftEvidence) -> Evidence | None:
        """Locate a quote like `evidence`, but only where it lies in quotation marks."""
        quoted = quoted_parts(self.article.text)
        inside = [
            span
            for span in self._spans(draft)
            if any(part.start <= span.start and span.end <= part.end for part in quoted)
        ]
        return self._nearest(inside, draft.sentence)

    def sentence_words(self, number: int) -> str | None:
        """Give the text of a sentence, cut if it is long; None if there is no such sentence."""
        for sentence in self.article.sentences:
            if sentence.number == number:
                return shortened(self.article.words_of(sentence))
        return None

    def _spans(self, draft: DraftEvidence) -> list[Span]:
        if not self._sentence_starts or draft.sentence == NOWHERE:
            return []
        if draft.quote not in self._found:
            places = locate(self._folded, draft.quote)
            whole = [one for one in places if self._within.start <= one.start and one.end <= self._within.end]
            self._found[draft.quote] = whole
        return self._found[draft.quote]

    def _nearest(self, spans: list[Span], number: int) -> Evidence | None:
        nearest = min(spans, key=lambda span: (abs(self._sentence_at(span).number - number), span.start), default=None)
        return nearest and self._evidence_at(nearest)

    def _sentence_at(self, span: Span) -> Sentence:
        return self.article.sentences[max(0, bisect_right(self._sentence_starts, span.start) - 1)]

    def _evidence_at(self, span: Span) -> Evidence:
        sentence = self._sentence_at(span)
        return Evidence(
            article=self.article.sha256,
            start=span.start,
            end=span.end,
            line=sentence.line,
            sentence=sentence.number,
            quote=self.article.text[span.start : span.end],
        )


def shortened(text: str) -> str:
    """Give `text` on one line, cut after 200 characters."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


@lru_cache(maxsize=64)
def quoted_parts(text: str) -> tuple[Span, ...]:
    """Find the pieces of `text` that lie between quotation marks of any shape, marks included."""
    found = (match.span() for pattern in (_QUOTED, _STRAIGHT, _SINGLE) for match in pattern.finditer(text))
    return tuple(Span(*span) for span in found)
