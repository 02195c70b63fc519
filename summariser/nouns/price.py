"""Gives what tokens of a model cost, and what a number of them came to."""

import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from summariser.nouns.base import Noun

_Amount = Annotated[Decimal, Field(ge=0)]


class Price(Noun):
    """What a million tokens cost of the models that `models` name, as written or as shell patterns ("gpt-5-20*").

    `cached` is for tokens of the question that the server had kept from an earlier one; without it they cost as others
    do. `date` is when the price was read, `source` on what kind of page.
    """

    models: tuple[Annotated[str, Field(min_length=1)], ...] = Field(min_length=1)
    currency: str = Field("USD", pattern="^[A-Z]{3}$")
    input: _Amount
    cached: _Amount | None = None
    output: _Amount
    date: datetime.date | None = None
    source: str | None = None


class Cost(Noun):
    """An amount of money, to a millionth, and the day of the oldest price that it was reckoned with, where known."""

    amount: _Amount
    currency: str
    prices_of: datetime.date | None = None
