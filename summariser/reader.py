"""Takes an article and the way to the model and gives what it reports, checked: asked whole, or in parts if it is long.

Article --ask--> Question --read--> DraftReading --check--> Reading, or for each part of the article in turn
Article and what earlier parts gave --ask_part--> Question --read--> DraftReading --join--> the draft so far
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from summariser.core.ground import check, complaints, complaints_about_part, join, told
from summariser.edges import llm, prompts
from summariser.nouns.article import Article, Sentence
from summariser.nouns.draft import DraftReading
from summariser.nouns.mode import Mode
from summariser.nouns.problems import CutOff, NoRecording, NotAsked, Problem, TooLong
from summariser.nouns.question import Create, Prompt, Question
from summariser.nouns.reading import Reading, Rejection
from summariser.nouns.types import IncidentType
from summariser.text.parts import Part, size, split

MOST = 6_000
"""Characters of an article that are asked about at once. What limits it is the answer: 4.4 to 8 characters for each of
the article's (the fixtures' articles of more than 1,500 characters), about three of them a token, and many models stop
after 16,384 tokens."""
LEAST = 500
"""Characters below which no part is split again: a model that cannot answer about so few cannot answer at all."""
MOST_PARTS = 100


@dataclass(frozen=True)
class Read:
    """An article, its reading, and the answers that it was made from, one for each part."""

    article: Article
    reading: Reading
    answers: tuple[llm.Answer[DraftReading], ...]


@dataclass(frozen=True)
class Reader:
    """What reading one article takes besides the article: the question's fixed parts and the way to the model."""

    prompt: Prompt
    continuing: Prompt
    types: Mapping[str, IncidentType]
    schema_id: str
    seam: Callable[[Question], Create]
    model: str | None
    mode: Mode = Mode.TOOLS

    async def read(self, article: Article) -> Read:
        """Have `article` read whole or, if it is too long for one question or for one answer, in parts, and check it.

        Raises TooLong or CutOff when parts as short as they may be are too long still, or more than they may be, and
        whatever else asking raises.
        """
        parts = _Parts(article)
        if len(parts.left) == 1:
            try:
                return await self._whole(article)
            except (TooLong, CutOff, NoRecording) as problem:
                parts.split_smaller(problem)
        return await self._in_parts(article, parts)

    async def _whole(self, article: Article) -> Read:
        question = prompts.ask(self.prompt, article, self.types, secrets.token_hex(8), self.schema_id)
        codes = frozenset(self.types)
        answer = await self._answer(question, partial(complaints, article=article, types=codes))
        return Read(article, check(answer.draft, article, codes), (answer,))

    async def _in_parts(self, article: Article, parts: "_Parts") -> Read:
        draft = DraftReading()
        answers: list[llm.Answer[DraftReading]] = []
        rejections: list[Rejection] = []
        while parts.left:
            part = parts.left[0]
            try:
                answer = await self._part(article, part, draft)
            except (TooLong, CutOff, NoRecording) as problem:
                parts.split_smaller(problem)
                continue
            except NotAsked as problem:
                problem.further = len(parts.left) - 1
                raise
            parts.take_next()
            answers.append(answer)
            draft, listed = join(draft, answer.draft, article, part)
            rejections += listed
        reading = check(draft, article, frozenset(self.types))
        note = f"read in {len(answers)} parts, as it is long ({self.continuing.name})"
        return Read(
            article.model_copy(update={"notes": (*article.notes, note)}),
            reading.model_copy(update={"rejections": (*rejections, *reading.rejections)}),
            tuple(answers),
        )

    async def _part(self, article: Article, part: Part, earlier: DraftReading) -> llm.Answer[DraftReading]:
        question = prompts.ask_part(
            self.continuing,
            article,
            part,
            told(earlier, size(part)),
            types=self.types,
            nonce=secrets.token_hex(8),
            schema_id=self.schema_id,
        )
        codes = frozenset(self.types)
        return await self._answer(
            question, partial(complaints_about_part, earlier=earlier, article=article, part=part, types=codes)
        )

    async def _answer(
        self, question: Question, examine: Callable[[DraftReading], list[str]]
    ) -> llm.Answer[DraftReading]:
        return await llm.read(
            question, self.seam(question), DraftReading, model=self.model, mode=self.mode, examine=examine
        )


class _Parts:
    """The parts of an article that are still to be asked about; a part that is too long has the rest split smaller."""

    def __init__(self, article: Article) -> None:
        self.left: list[Part] = []
        self._article = article
        self._taken = 0
        self._missing: NoRecording | None = None
        self._split(article.sentences, MOST)

    def take_next(self) -> None:
        """Go on to the next part."""
        self._taken += 1
        self._missing = None
        del self.left[0]

    def split_smaller(self, problem: TooLong | CutOff | NoRecording) -> None:
        """Split what is left into parts half as long as the next one was, or raise `problem` if that is too short.

        Where the server said that a question is too long, no answer could be kept: a replay finds only those about
        smaller parts. If it finds none, the first that is missing is the one to tell of.
        """
        self._missing = (self._missing or problem) if isinstance(problem, NoRecording) else None
        half = size(self.left[0]) // 2
        if half < LEAST:
            raise self._missing or problem
        self._split([one for part in self.left for one in part], half, problem)

    def _split(self, sentences: Part | list[Sentence], most: int, problem: Problem | None = None) -> None:
        """Split unless that takes more parts than an article may have, which is told before any work is done."""
        if self._taken + size(tuple(sentences)) / most > MOST_PARTS:
            raise self._missing or problem or self._too_many()
        self.left = split(self._article.text, sentences, most)

    def _too_many(self) -> TooLong:
        length = f"{len(self._article.text):,} characters take more than {MOST_PARTS} questions"
        return TooLong(f"{self._article.path}: {length}, which no news article should; split it")
