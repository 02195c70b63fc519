"""Takes counts, names and codes and gives the English that a brief is written in."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from babel import Locale

_IRREGULAR = {
    "person": "people",
    "man": "men",
    "woman": "women",
    "child": "children",
    "policeman": "policemen",
    "aircraft": "aircraft",
    "series": "series",
    "personnel": "personnel",
    "staff": "staff",
    "police": "police",
    "livestock": "livestock",
}
_BODIES = re.compile(
    r"\b(?:embassy|consulate|ministry|department|government|parliament|military|army|police|forces|coalition|mission"
    r"|office|agency|authority|council|commission|committee|board|bureau|service|association|court|union|resistance"
    r"|prime minister of|president of|governor of)\b",
    re.IGNORECASE,
)
"""What a body is called by, as against names that take no article ("Reuters", "Hamas")."""
_UP_TO_NINE = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def plural(noun: str) -> str:
    """Give the plural of a noun phrase whose head stands last or before "of": "person killed" stays as it is."""
    head, of, rest = noun.partition(" of ")
    return " or ".join(_plural_phrase(part) for part in head.split(" or ")) + of + rest


def with_article(name: str) -> str:
    """Put "the" before the name of a body that is called by what it is: "the US Embassy in Duyal", but "Reuters"."""
    takes_it = name[:1].isupper() and not name.startswith("The ") and _BODIES.search(name)
    return f"the {name}" if takes_it else name


def count(number: int, noun: str) -> str:
    """Give the number in words up to nine, with its noun: "one article", "12 articles"."""
    words = _UP_TO_NINE[number] if number < len(_UP_TO_NINE) else f"{number:,}"
    return f"{words} {noun if number == 1 else plural(noun)}"


def share(part: int, whole: int) -> str:
    """Give a part of a whole in per cent: "8.3%"."""
    return f"{part / whole if whole else 0:.1%}"


def money(amount: Decimal, currency: str) -> str:
    """Give an amount with its currency: "1,204.50 USD", below one to the last figure that is told: "0.0031 USD"."""
    if amount >= 1:
        return f"{amount:,.2f} {currency}"
    return f"less than 0.0001 {currency}" if 0 < amount < Decimal("0.0001") else f"{amount:.4f} {currency}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """Join items in one phrase: "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def spaced(code: str) -> str:
    """Give a code as words: "armed_group" gives "armed group"."""
    return code.replace("_", " ")


def language_name(code: str) -> str:
    """Give the English name of a language by its ISO 639 code."""
    return "language not recognised" if code == "und" else str(_english().languages.get(code, code))


def country_name(code: str) -> str:
    """Give the English name of a country by its ISO 3166-1 alpha-2 code."""
    return str(_english().territories.get(code, code))


def _plural_phrase(phrase: str) -> str:
    start, space, last = phrase.rpartition(" ")
    return start + space + _plural_word(last)


def _plural_word(word: str) -> str:
    if word in _IRREGULAR or word in _IRREGULAR.values():
        return _IRREGULAR.get(word, word)
    if word.endswith(("ed", "dead", "wounded", "missing")):
        return word
    if word.endswith("y") and word[-2:-1] not in ("", *"aeiou"):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


@cache
def _english() -> Locale:
    return Locale.parse("en")
