"""Gives what a question weighs before it is asked, and what a run may take."""

from summariser.nouns.base import Noun
from summariser.nouns.price import Cost


class Weight(Noun):
    """What is sent for a question, in characters of ASCII and others, and how many of them tell of the article.

    `times` is how many questions like it there are: an article that is read in parts has one for each.
    """

    task: str
    ascii: int
    others: int
    telling: int
    times: int = 1


class Range(Noun):
    """An amount that is not known: probably `about`, and hardly less than `low` or more than `high`."""

    low: float
    about: float
    high: float


class Estimate(Noun):
    """What a run may take: questions about `articles` and `pairs`, tokens, and minutes from first to last.

    `fixed` are about the tokens of a question that are the same for every article: instructions and schema.
    `calibrated` is on how many kept answers whose tokens are known that rests. `cost` has the amounts of the three
    numbers of tokens; it is None where no price is known.
    """

    articles: int
    pairs: Range
    tokens_in: Range
    tokens_out: Range
    fixed: float
    calibrated: int
    cost: tuple[Cost, Cost, Cost] | None
    minutes: Range
