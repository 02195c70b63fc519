"""Takes an estimate and what it is of and gives the lines that a run which is only weighed prints."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor, log10

from summariser.nouns.estimate import Estimate, Range
from summariser.text.english import count, money


@dataclass(frozen=True)
class Weighed:
    """How many articles there are, of how many the answers are there already, and how many are not to be read.

    `model` is what would be asked, `jobs` how many questions at a time.
    """

    given: int
    answered: int
    left_out: int
    model: str | None
    jobs: int


def as_estimate(estimate: Estimate, of: Weighed) -> Iterator[str]:
    """Give the lines."""
    left = of.given - of.answered - of.left_out
    cannot = f"; not to be read: {of.left_out:,}" if of.left_out else ""
    yield f"Articles: {of.given:,}; answered already: {of.answered:,}; to be asked about: {left:,}{cannot}"
    if not (estimate.articles or estimate.pairs.high):
        yield "Nothing is left to ask."
        return
    yield "What follows is an estimate; no server was asked."
    yield f"Questions: {estimate.articles:,} about articles; {_pairs(estimate.pairs)}"
    yield f"Tokens in: {_range(estimate.tokens_in)}{_fixed(estimate.fixed)}"
    yield f"Tokens out: {_range(estimate.tokens_out)}; what a model thinks without showing it comes on top"
    yield f"Cost: {_cost(estimate, of.model)}"
    yield f"Time: {_time(estimate.minutes)}, for {of.jobs} at a time of 30 to 120 tokens a second each"
    yield f"Reckoned from: {_basis(estimate.calibrated)}; none asked about again, one in four, or seven in ten"


def _pairs(pairs: Range) -> str:
    if pairs.low == pairs.high:
        return f"{pairs.low:,.0f} about pairs"
    return f"{pairs.low:,.0f} to {pairs.high:,.0f} about pairs, which depends on what the articles say"


def _range(amount: Range) -> str:
    return f"about {_rounded(amount.about)} ({_rounded(amount.low)} to {_rounded(amount.high)})"


def _fixed(tokens: float) -> str:
    """Say what servers may keep from one question to the next, which some take less for."""
    return f"; of each question about {_rounded(tokens)} are the same for every article, and first" if tokens else ""


def _rounded(number: float) -> str:
    """Give two figures: more would look as if they were known."""
    return f"{round(number, 1 - floor(log10(number))):,.0f}" if number >= 10 else f"{number:.1f}"


def _cost(estimate: Estimate, model: str | None) -> str:
    if estimate.cost is None:
        return f"not known: no price for {model}; --prices FILE gives one" if model else "not known without --model"
    low, about, high = (money(cost.amount, cost.currency) for cost in estimate.cost)
    day = estimate.cost[0].prices_of
    prices = f"the prices of {day}" if day else "the prices given"
    return f"about {about} ({low} to {high}), at {prices} and as if the server cached nothing"


def _time(minutes: Range) -> str:
    if minutes.high < 1:
        return "less than a minute"
    return f"about {_rounded(minutes.about)} minutes ({_rounded(minutes.low)} to {_rounded(minutes.high)})"


def _basis(calibrated: int) -> str:
    if calibrated:
        return f"{count(calibrated, 'kept answer')} with the tokens that they took"
    return "characters, for too few kept answers tell their tokens"
