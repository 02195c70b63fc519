"""Gives the brief: its cited sentences in the order in which they are read, its citations, and how it was made."""

import re
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from summariser.nouns.article import Failure, KnownDate
from summariser.nouns.base import Noun
from summariser.nouns.pairs import PairTask
from summariser.nouns.price import Cost
from summariser.nouns.reading import Rejection

_LETTER = r"[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""Letters of the scripts that have apostrophes; in Chinese, Japanese and Korean no blank stands before a mark."""
QUOTATION_MARKS = re.compile(f'(?!(?<={_LETTER})[‘’]{_LETTER})["“”„‟«»‹›‘’‚‛「」『』｢｣〝〞〟＂❛❜❝❞]')
"""Marks that a reader takes for direct speech; in a brief only “ and ” are used, and only around source words.

A single mark between two letters is an apostrophe ("Sana’a").
"""


class QuoteSelector(Noun):
    """The cited words with some text on either side (W3C Web Annotation Data Model, 4.2.4)."""

    type: Literal["TextQuoteSelector"] = "TextQuoteSelector"
    exact: str = Field(min_length=1)
    prefix: str
    suffix: str


class PositionSelector(Noun):
    """The cited words as a range of code points of the decoded text (W3C Web Annotation Data Model, 4.2.5)."""

    type: Literal["TextPositionSelector"] = "TextPositionSelector"
    start: int = Field(ge=0)
    end: int = Field(ge=1)


class Target(Noun):
    """A place in a file, told in two ways so that either can check the other."""

    source: str
    selector: tuple[QuoteSelector, PositionSelector]


class Citation(Noun):
    """One numbered place in a source; numbers follow the order of first appearance."""

    number: int = Field(ge=1)
    source: str
    path: str
    sha256: str
    line: int = Field(ge=1)
    sentence: int = Field(ge=1)
    language: str
    target: Target

    @property
    def exact(self) -> str:
        """The cited words."""
        return self.target.selector[0].exact


class Original(Noun):
    """A range of code points of a sentence of the brief that holds source words, out of a citation."""

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    language: str
    citation: int


class Cited(Noun):
    """One sentence of a brief with the citations that carry it; `label` says what it is about ("Killed").

    Quotation marks stand around the `originals` and nowhere else, so nothing can look like a quotation that is none.
    """

    label: str = ""
    text: str = Field(min_length=1)
    citations: tuple[Annotated[int, Field(ge=1)], ...] = Field(min_length=1)
    originals: tuple[Original, ...] = ()

    @model_validator(mode="after")
    def _only_source_words_in_quotation_marks(self) -> "Cited":
        ours, done = [self.label], 0
        for original in self.originals:
            if self.text[original.start - 1] + self.text[original.end : original.end + 1] != "“”":
                raise ValueError(f"source words without quotation marks in: {self.text}")
            ours.append(self.text[done : original.start - 1])
            done = original.end + 1
        if any(QUOTATION_MARKS.search(piece) for piece in (*ours, self.text[done:])):
            raise ValueError(f"quotation marks around words that are not source words in: {self.text}")
        return self


class BriefSide(Noun):
    """One side of a disagreement: what is said, by how many articles, of what outlets if stated, going back to whom."""

    line: Cited
    articles: int = Field(ge=1)
    outlets: tuple[str, ...] = ()
    origins: tuple[str, ...]


class BriefDisagreement(Noun):
    """A difference between reports, in words, with all its sides."""

    type: str
    aspect: str
    line: Cited
    sides: tuple[BriefSide, ...] = Field(min_length=2)


class Telling(Noun):
    """A statement, a run of incidents or a standing fact: told once, then as others word it, quoted, and why joined."""

    line: Cited
    quotations: tuple[Cited, ...] = ()
    wordings: tuple[Cited, ...] = ()
    joined: tuple[Cited, ...] = ()


class BriefIncident(Noun):
    """One incident as the brief tells it; the parts are in reading order."""

    id: str
    type: str
    status: str
    heading: Cited
    status_line: Cited | None = None
    when: tuple[Cited, ...]
    where: tuple[Cited, ...]
    who: tuple[Cited, ...]
    agreed: tuple[Cited, ...]
    disagreements: tuple[BriefDisagreement, ...]
    statements: tuple[Telling, ...]
    links: tuple[Cited, ...]
    reports: Cited
    articles: int = Field(ge=1)
    origins: tuple[str, ...]
    joined: tuple[Cited, ...]
    apart: tuple[Cited, ...]


class BriefActor(Noun):
    """An actor with its names as the sources write them."""

    id: str
    kind: str
    line: Cited
    joined: tuple[Cited, ...]


class TimelineEntry(Noun):
    """One incident at its date; `edtf` is None where no date is known."""

    incident: str
    edtf: str | None
    line: Cited


class Source(Noun):
    """One article that was read, as it names itself."""

    id: str
    path: str
    sha256: str
    outlet: str | None
    title: str | None
    published: KnownDate | None
    language: str
    notes: tuple[str, ...]


class Adjudicated(Noun):
    """How many pairs that no rule decides were put to the model with one prompt, and what came of it.

    `unanswered` had no usable answer, `not_asked` were beyond the bound on questions; both stay apart.
    """

    task: PairTask
    prompt: str
    prompt_sha256: str
    schema_id: str
    same: int = Field(ge=0)
    different: int = Field(ge=0)
    cannot_tell: int = Field(ge=0)
    unanswered: tuple[str, ...] = ()
    not_asked: int = Field(0, ge=0)


class Account(Noun):
    """How the readings came about; None stands for what was not recorded or is not known.

    Calls, tokens and `cost` are what the answers took when they were given, be it in this run or in an earlier one.
    `reasks` are those of the `calls` that asked again about a faulty answer, `tokens_cached` those of `tokens_in` that
    a server had kept from an earlier question. `adjudicated` is empty where pairs that no rule decides were left apart
    without asking.
    """

    models: tuple[str, ...]
    prompt: str
    prompt_sha256: str
    schema_id: str
    answered: Literal["live", "recordings"]
    tool_version: str
    given: int = Field(ge=0)
    read: int = Field(ge=0)
    failed: int = Field(ge=0)
    calls: int = Field(ge=0)
    reasks: int = Field(ge=0)
    tokens_in: int | None = None
    tokens_cached: int | None = None
    tokens_out: int | None = None
    cost: Cost | None = None
    adjudicated: tuple[Adjudicated, ...] = ()


class RejectedIn(Noun):
    """What was not accepted out of the answer about one source."""

    source: str
    rejections: tuple[Rejection, ...] = Field(min_length=1)


class Brief(Noun):
    """Everything that the articles report, every sentence of it cited, and how it was made.

    `as_of` is the latest publication date known (EDTF). Building one fails if a citation does not resolve or
    source words do not stand in the citation that they point to.
    """

    title: str
    as_of: str | None
    bottom_line: tuple[Cited, ...] = Field(max_length=5)
    incidents: tuple[BriefIncident, ...]
    background: tuple[BriefIncident, ...]
    series: tuple[Telling, ...]
    standing_facts: tuple[Telling, ...]
    statements: tuple[Telling, ...]
    actors: tuple[BriefActor, ...]
    timeline: tuple[TimelineEntry, ...]
    gaps: tuple[str, ...]
    sources: tuple[Source, ...]
    citations: tuple[Citation, ...]
    account: Account
    rejections: tuple[RejectedIn, ...]
    failures: tuple[Failure, ...]
    notes: tuple[str, ...]

    @model_validator(mode="after")
    def _citations_resolve(self) -> "Brief":
        must_resolve(self, self.citations)
        return self


class Broken(Noun):
    """A citation that does not hold, and why."""

    citation: int
    path: str
    line: int
    quote: str
    reason: str


def sentences_of(noun: Noun) -> Iterator[Cited]:
    """Every cited sentence inside a part of a brief, in reading order."""
    if isinstance(noun, Cited):
        yield noun
        return
    for name in type(noun).model_fields:
        value = getattr(noun, name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Noun):
                yield from sentences_of(part)


def must_resolve(noun: Noun, citations: Iterable[Citation]) -> None:
    """Raise ValueError if a sentence inside `noun` rests on no citation, or shows source words that its has not."""
    by_number = {citation.number: citation for citation in citations}
    for line in sentences_of(noun):
        missing = [number for number in line.citations if number not in by_number]
        if missing:
            raise ValueError(f"no citation {min(missing)}, on which this rests: {line.text}")
        for original in line.originals:
            _must_stand(line.text[original.start : original.end], by_number.get(original.citation))


def _must_stand(words: str, citation: Citation | None) -> None:
    if citation is None or words not in citation.exact:
        raise ValueError(f"words in quotation marks that their citation does not have: {words}")
