"""Takes usages of tokens, and prices, and gives the money that they cost, and what a run is likely to take."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase

from summariser.nouns.estimate import Estimate, Range, Weight
from summariser.nouns.price import Cost, Price
from summariser.nouns.question import Usage

_MILLION = Decimal(1_000_000)
_SMALLEST = Decimal("0.000001")

# Characters a token. Of English and JSON tokenizers in use make about four, of a schema more (servers shorten it before
# the model sees it); of other scripts from one to three.
_ASCII = Range(low=5.5, about=4.0, high=3.0)
_OTHERS = Range(low=3.0, about=1.8, high=1.0)
_ANSWERED = Range(low=5.0, about=3.6, high=2.8)

# The 168 answers in the fixtures have about 780 characters and 4.1 for each that is told of the article; none has less
# than 0.63 or more than 1.67 times that. A quarter of the gold's articles was asked about again, and up to seven in ten
# where faults were planted, which sends question and answer once more; an article gave from none to 1.06 questions
# about pairs.
_LENGTH, _LENGTH_FOR_EACH = 780, 4.1
_LENGTHS = Range(low=0.6, about=1.0, high=1.7)
_RULING = Range(low=100, about=200, high=600)
_REASKED = Range(low=0, about=0.25, high=0.7)
_PAIRS = Range(low=0, about=0.9, high=1.25)
_PAIR = Weight(task="pair", ascii=4_500, others=100, telling=0)
_PAIR_TASKS = ("same_actor", "same_incident", _PAIR.task)

_SPEED = Range(low=120, about=60, high=30)
"""Tokens a second that a model writes for one question."""
_ENOUGH = 5
"""Answers of one task from which on what they took says more than characters do."""


def price_of(model: str, prices: Iterable[Price]) -> Price | None:
    """Give the first of `prices` that names `model`; None if none does."""
    return next((price for price in prices if any(fnmatchcase(model, name) for name in price.models)), None)


def cost_of(spent: Mapping[str, Usage], prices: Iterable[Price]) -> Cost | None:
    """Give what was `spent`, by model, in money.

    None where that is not known: for a model without a price or tokens that no server told, or in two currencies.
    """
    known = tuple(prices)
    parts = [_cost(usage, price_of(model, known)) for model, usage in spent.items()]
    costs = [part for part in parts if part is not None]
    if not costs or len(costs) < len(parts) or len({cost.currency for cost in costs}) > 1:
        return None
    days = [cost.prices_of for cost in costs if cost.prices_of]
    amount = sum((cost.amount for cost in costs), Decimal(0))
    return Cost(amount=amount, currency=costs[0].currency, prices_of=min(days, default=None))


def _cost(usage: Usage, price: Price | None) -> Cost | None:
    if price is None or usage.tokens_in is None or usage.tokens_out is None:
        return None
    amount = _amount(price, usage.tokens_in, usage.tokens_cached or 0, usage.tokens_out)
    return Cost(amount=amount, currency=price.currency, prices_of=price.date)


def _amount(price: Price, tokens_in: int, cached: int, out: int) -> Decimal:
    kept = min(cached, tokens_in)
    cheaper = price.input if price.cached is None else price.cached
    millionths = (tokens_in - kept) * price.input + kept * cheaper + out * price.output
    return (millionths / _MILLION).quantize(_SMALLEST)


@dataclass(frozen=True)
class Limits:
    """How many questions may be under way at a time, and what may be sent in a minute."""

    jobs: int
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None


def estimate(
    weights: Sequence[Weight],
    kept: Sequence[tuple[Weight, Usage]],
    unread: int,
    price: Price | None,
    limits: Limits,
) -> Estimate:
    """Say what questions of these `weights` are likely to take, by what `kept` answers to others of their task took.

    `unread` is how many articles may yet lead to questions about pairs. What is sent counts as if no server kept it.
    """
    measured = _measured(kept)
    low, about, high = (_guess(level, weights, measured, unread) for level in _LEVELS)
    tokens_in = Range(low=low.tokens_in, about=about.tokens_in, high=high.tokens_in)
    tokens_out = Range(low=low.tokens_out, about=about.tokens_out, high=high.tokens_out)
    minutes = [_minutes(guess, speed, limits) for guess, speed in zip((low, about, high), _each(_SPEED), strict=True)]
    return Estimate(
        articles=sum(one.times for one in weights if one.task not in _PAIR_TASKS),
        pairs=Range(low=low.pairs, about=about.pairs, high=high.pairs),
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        fixed=max((_fixed(one) for one in weights if one.task not in _PAIR_TASKS), default=0.0),
        calibrated=sum(len(ratios) for ratios in _ratios(kept).values()),
        cost=_costs(tokens_in, tokens_out, price),
        minutes=Range(low=minutes[0], about=minutes[1], high=minutes[2]),
    )


def _fixed(weight: Weight) -> float:
    """Give about the tokens of what is sent besides the article, which is English."""
    return (weight.ascii + weight.others - weight.telling) / _ASCII.about


_LEVELS = ("low", "about", "high")


@dataclass(frozen=True)
class _Guess:
    questions: float
    pairs: float
    tokens_in: float
    tokens_out: float


def _each(range_of: Range) -> tuple[float, float, float]:
    return range_of.low, range_of.about, range_of.high


def _guess(level: str, weights: Sequence[Weight], measured: "_Measured", unread: int) -> _Guess:
    further = getattr(_PAIRS, level) * unread
    asked = [*((one, one.times) for one in weights), (_PAIR, further)]
    tokens_in = sum(times * _in(one, level, measured) for one, times in asked)
    tokens_out = sum(times * _out(one, level, measured) for one, times in asked)
    again = getattr(_REASKED, level)
    return _Guess(
        questions=sum(times for _, times in asked) * (1 + again),
        pairs=further + sum(one.task in _PAIR_TASKS for one in weights),
        tokens_in=tokens_in * (1 + again) + tokens_out * again,
        tokens_out=tokens_out * (1 + again),
    )


def _in(weight: Weight, level: str, measured: "_Measured") -> float:
    if weight.task in measured:
        return _in(weight, "about", {}) * float(getattr(measured[weight.task][0], level))
    return float(weight.ascii / getattr(_ASCII, level) + weight.others / getattr(_OTHERS, level))


def _out(weight: Weight, level: str, measured: "_Measured") -> float:
    if weight.task in measured:
        return _out(weight, "about", {}) * float(getattr(measured[weight.task][1], level))
    if weight.task in _PAIR_TASKS:
        return float(getattr(_RULING, level) / getattr(_ANSWERED, level))
    length = (_LENGTH + _LENGTH_FOR_EACH * weight.telling) * getattr(_LENGTHS, level)
    return float(length / getattr(_ANSWERED, level))


_Measured = Mapping[str, tuple[Range, Range]]
"""By task, how many times the tokens in and out that characters let expect its answers took."""


def _measured(kept: Sequence[tuple[Weight, Usage]]) -> _Measured:
    return {
        task: (_spread(one[0] for one in ratios), _spread(one[1] for one in ratios))
        for task, ratios in _ratios(kept).items()
    }


def _ratios(kept: Sequence[tuple[Weight, Usage]]) -> dict[str, list[tuple[float, float]]]:
    ratios: dict[str, list[tuple[float, float]]] = {}
    for weight, usage in kept:
        if usage.tokens_in and usage.tokens_out:
            expected = _in(weight, "about", {}), _out(weight, "about", {})
            ratios.setdefault(weight.task, []).append((usage.tokens_in / expected[0], usage.tokens_out / expected[1]))
    return {task: told for task, told in ratios.items() if len(told) >= _ENOUGH}


def _spread(ratios: Iterable[float]) -> Range:
    """From a tenth below the least to a tenth above the most, about the mean."""
    ordered = sorted(ratios)
    return Range(low=ordered[0] * 0.9, about=sum(ordered) / len(ordered), high=ordered[-1] * 1.1)


def _costs(tokens_in: Range, tokens_out: Range, price: Price | None) -> tuple[Cost, Cost, Cost] | None:
    if price is None:
        return None
    low, about, high = (
        Cost(amount=_amount(price, round(sent), 0, round(told)), currency=price.currency, prices_of=price.date)
        for sent, told in zip(_each(tokens_in), _each(tokens_out), strict=True)
    )
    return low, about, high


def _minutes(guess: _Guess, speed: float, limits: Limits) -> float:
    """The most that one of these takes: writing the answers, with so many at a time, and the limits of a minute."""
    questions = math.ceil(guess.questions)
    if not questions:
        return 0.0
    rounds = math.ceil(questions / limits.jobs)
    writing = rounds * guess.tokens_out / questions / speed / 60
    requests = (questions - 1) // limits.requests_per_minute if limits.requests_per_minute else 0
    tokens = (guess.tokens_in + guess.tokens_out) / limits.tokens_per_minute if limits.tokens_per_minute else 0.0
    return max(writing, float(requests), tokens)
