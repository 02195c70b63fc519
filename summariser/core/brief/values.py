"""Takes typed values with their evidence and gives them in words, with qualifier, basis and words as written."""

import re
from collections.abc import Sequence

from summariser.core.brief.ledger import Ledger, Part, Words
from summariser.nouns.article import Evidence
from summariser.nouns.kinds import Aspect
from summariser.nouns.values import (
    Basis,
    Category,
    Extent,
    Means,
    Number,
    PartOfDay,
    Place,
    Qualifier,
    Responsibility,
    Text,
    Time,
    Value,
)
from summariser.text.clean import unquoted
from summariser.text.edtf import display, parse
from summariser.text.english import country_name, language_name, plural, spaced

UNVERIFIED = "unverified: written in words that code cannot read"
ASPECT_WORDS = {
    Aspect.COUNT: "Count",
    Aspect.CASUALTIES: "Killed or injured",
    Aspect.RESPONSIBILITY: "Responsibility",
    Aspect.OTHER: "Also reported",
}
_NONE_OF = {
    Aspect.KILLED: "deaths",
    Aspect.INJURED: "injuries",
    Aspect.CASUALTIES: "casualties",
    Aspect.MISSING: "missing people",
    Aspect.DISPLACED: "displaced people",
    Aspect.DAMAGE: "damage",
}
_CODE_WORDS: dict[str, str] = {
    Means.ROCKET_OR_MISSILE: "rocket or missile (the word covers both)",
    Means.STRIKE: "strike, means not stated",
    Means.AIR_STRIKE: "air strike",
    Responsibility.CLAIMED: "responsibility was claimed",
    Responsibility.NOT_CLAIMED: "nobody had claimed responsibility when it was reported",
    Responsibility.DENIED: "responsibility was denied",
    Extent.NONE: "no damage",
    Extent.NONE_REPORTED: "no reports of damage",
    Extent.MINOR: "minor damage",
    Extent.SOME: "damage, extent not stated",
    Extent.HEAVY: "heavy damage",
}
_PART_OF_DAY = {
    PartOfDay.NIGHT: "at night",
    PartOfDay.DAWN: "at dawn",
    PartOfDay.MORNING: "in the morning",
    PartOfDay.NOON: "at noon",
    PartOfDay.AFTERNOON: "in the afternoon",
    PartOfDay.EVENING: "in the evening",
}
_BEFORE = {
    Qualifier.ABOUT: "about ",
    Qualifier.AT_LEAST: "at least ",
    Qualifier.MORE_THAN: "more than ",
    Qualifier.AT_MOST: "at most ",
}


def aspect_words(aspect: Aspect) -> str:
    """Give the heading for one particular of an incident."""
    return ASPECT_WORDS.get(aspect, spaced(aspect).capitalize())


def aspect_in_sentence(aspect: Aspect) -> str:
    """Give the same inside a sentence: "the number killed", "the time"."""
    if aspect in (Aspect.KILLED, Aspect.INJURED, Aspect.CASUALTIES, Aspect.MISSING, Aspect.DISPLACED):
        return f"the number {aspect_words(aspect).lower()}"
    return "another particular" if aspect is Aspect.OTHER else f"the {aspect_words(aspect).lower()}"


def value_parts(value: Value, evidences: Sequence[Evidence], ledger: Ledger, aspect: Aspect) -> list[Part]:
    """Give any value in words."""
    match value:
        case Time():
            return time_parts(value, evidences, ledger)
        case Place():
            return [place_words(value)]
        case Number():
            return number_parts(value, evidences, ledger, aspect)
        case Category():
            return _category_parts(value, evidences, ledger)
        case Text():
            return [unquoted(value.text)]


def date_words(edtf: str) -> str:
    """Give a checked EDTF date in words."""
    return display(parse(edtf))


def time_words(time: Time) -> str:
    """Give date and time of day in words, without how they are known; empty where neither is given."""
    clock = f"{'about ' if time.clock_about else ''}{time.clock}" if time.clock else ""
    part = _PART_OF_DAY[time.part_of_day] if time.part_of_day and not time.clock else ""
    return ", ".join(filter(None, [date_words(time.edtf) if time.edtf else "", clock, part]))


def time_parts(time: Time, evidences: Sequence[Evidence], ledger: Ledger) -> list[Part]:
    """Give a time in words; a date that the article does not state in full says how it is known."""
    words = time_words(time)
    if not words:
        return ["date not given (", *as_written(time.words, evidences, ledger), ")"]
    how = time_basis(time)
    return [f"{words} ({how})" if how else words]


def time_basis(time: Time) -> str:
    """Say how a date is known that the article does not state in full; empty for a stated one."""
    missing = "year" if _has_day(time) else "date"
    return {
        Basis.STATED: "",
        Basis.RELATIVE: f"{missing} from the publication date",
        Basis.INFERRED_ARTICLE: f"{missing} inferred from the article",
        Basis.INFERRED_OUTSIDE: f"{missing} inferred, not stated in the article",
        Basis.UNKNOWN: "" if not time.edtf or "X" in time.edtf else "how the date is known is not stated",
    }[time.basis]


def _has_day(time: Time) -> bool:
    day = re.search(r"-(\d\d)$", time.edtf or "")
    runs = re.findall(r"\d{1,9}", time.words)
    return day is not None and any(int(run) == int(day[1]) for run in runs)


def place_words(place: Place) -> str:
    """Give a place by its most exact name, with city and country where the name does not have them."""
    names = [unquoted(place.name)]
    wider = [unquoted(place.city) if place.city else "", country_name(place.country) if place.country else ""]
    names += [name for name in wider if name and name.casefold() not in names[0].casefold()]
    before = {"near": "near ", "from": "from ", "to": "to "}.get(place.relation, "")
    return before + ", ".join(names)


def number_parts(number: Number, evidences: Sequence[Evidence], ledger: Ledger, aspect: Aspect) -> list[Part]:
    """Give a number with its qualifier, what is counted and the part that is counted."""
    scope = f" ({unquoted(number.scope)})" if number.scope else ""
    none_of = _NONE_OF.get(aspect, plural(unquoted(number.counted)))
    if number.qualifier is Qualifier.NONE_REPORTED:
        return [f"no reports of {none_of}{scope}"]
    if number.low == 0 and number.high == 0:
        return [f"no {none_of}{scope}"]
    # The bounds of "dozens" are the model's reading; the word itself is what the article says.
    vague = number.qualifier is Qualifier.VAGUE and number.low != number.high
    if vague or (number.low is None and number.high is None):
        return [
            f"{plural(unquoted(number.counted))}{scope} (number ",
            *as_written(number.words, evidences, ledger),
            ")",
        ]
    said: list[Part] = [number_words(number) + scope]
    if number.qualifier is Qualifier.VAGUE:
        said += [" (", *as_written(number.words, evidences, ledger), ")"]
    return said


def number_words(number: Number) -> str:
    """Give bounds, qualifier and the thing counted: "at least 6 people", "5 to 8 rockets"."""
    low, high = number.low, number.high
    if low is not None and high is not None and low != high:
        amount = f"{_figure(low)} to {_figure(high)}"
    else:
        amount = _figure(next(bound for bound in (low, high) if bound is not None))
    counted = unquoted(number.counted)
    return f"{_before(number)}{amount} {counted if amount == '1' else plural(counted)}"


def _before(number: Number) -> str:
    if number.qualifier in _BEFORE:
        return _BEFORE[number.qualifier]
    return "at least " if number.high is None else "at most " if number.low is None else ""


def as_written(words: str, evidences: Sequence[Evidence], ledger: Ledger) -> list[Part]:
    """Give "as written: “…”, Vietnamese", with the words if a quote has them unchanged, else with the first quote."""
    evidence = next((one for one in evidences if words in one.quote), evidences[0])
    exact = words if words in evidence.quote else evidence.quote
    return ["as written: ", Words(evidence, exact), f", {language_name(ledger.language(evidence))}"]


def code_words(code: str) -> str:
    """Give a code of a closed list in words."""
    return _CODE_WORDS.get(code, spaced(code))


def _category_parts(value: Category, evidences: Sequence[Evidence], ledger: Ledger) -> list[Part]:
    if value.code is Means.OTHER:
        return as_written(value.words, evidences, ledger)
    return [code_words(value.code)]


def _figure(bound: float) -> str:
    return f"{int(bound):,}" if bound == int(bound) else f"{bound:,}"
