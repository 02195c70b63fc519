"""Takes usages of tokens, and prices, and gives sums of tokens and the money that they cost."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fnmatch import fnmatchcase

from summariser.nouns.price import Cost, Price
from summariser.nouns.question import Usage

NOTHING = Usage(tokens_in=0, tokens_out=0)
"""What no call at all took."""
_MILLION = Decimal(1_000_000)
_SMALLEST = Decimal("0.000001")


def added(a: Usage, b: Usage) -> Usage:
    """Add two usages. Tokens are unknown if those of one are: a part would look like the whole.

    Those that a server had kept are added as far as they are told.
    """
    return Usage(
        tokens_in=_whole(a.tokens_in, b.tokens_in),
        tokens_out=_whole(a.tokens_out, b.tokens_out),
        tokens_cached=_told(a.tokens_cached, b.tokens_cached),
        attempts=a.attempts + b.attempts,
    )


def total(usages: Iterable[Usage]) -> Usage:
    """Add any number of usages."""
    sum_of = NOTHING
    for usage in usages:
        sum_of = added(sum_of, usage)
    return sum_of


def _whole(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b


def _told(a: int | None, b: int | None) -> int | None:
    return None if a is None and b is None else (a or 0) + (b or 0)


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
