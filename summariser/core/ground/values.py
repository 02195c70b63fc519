"""Takes a value of a draft and the quotes that should prove it; gives it checked, or what is wrong with it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from summariser.nouns.reading import FigureCheck
from summariser.nouns.values import Basis, Category, Number, Place, Text, Time
from summariser.text import edtf
from summariser.text.clock import check_clock, without_clock
from summariser.text.dates import check_date, day_in
from summariser.text.figures import Verdict, check_number, has_digits, unsupported_figures
from summariser.text.fold import stands_in

V_co = TypeVar("V_co", covariant=True)


@dataclass(frozen=True)
class Checked(Generic[V_co]):
    """A value that holds: as it may be used, how far its figures are proved, and what checking has to say."""

    value: V_co
    figures: FigureCheck = "none"
    notes: tuple[str, ...] = ()


class UnprovedError(Exception):
    """What is claimed does not stand in the quotes; the message says what, in words."""


def check_value(
    value: Time | Place | Category | Text, quotes: Sequence[str], language: str
) -> Checked[Time | Place | Category | Text]:
    """Check one value against the located `quotes`, which are in `language`; raises UnprovedError."""
    if isinstance(value, Text):
        return _check_text(value, quotes, language)
    if isinstance(value, Time):
        return check_time(value, quotes, language)
    _holding(value.words, quotes)
    return Checked(value)


def check_figure(number: Number, quotes: Sequence[str], language: str) -> Checked[Number]:
    """Check that a number's words stand in a quote and its bounds in them; raises UnprovedError."""
    holding = _holding(number.words, quotes)
    bounds = [bound for bound in (number.low, number.high) if bound is not None]
    if not bounds:
        return Checked(number)
    verdict = _best(check_number(number.low, number.high, number.words, quote, language) for quote in holding)
    if verdict == "contradicted":
        shown = " to ".join(str(bound) for bound in dict.fromkeys(bounds))
        raise UnprovedError(f"its quote '{holding[0]}' gives another figure than {shown}")
    if not any(bounds) and not any(has_digits(quote, language) for quote in holding):
        return Checked(number)  # "nobody": the words decide
    notes = () if verdict == "verified" else (f"the figure is not written in '{number.words}' in a way code can read",)
    return Checked(number, verdict, notes)


def check_time(time: Time, quotes: Sequence[str], language: str) -> Checked[Time]:
    """Check that a time's words stand in a quote and give its date and clock time; raises UnprovedError.

    A month whose day stands in the words is made that day. A date said to be stated whose year, month or day is not
    in its words is marked as inferred from the article.
    """
    holding = _holding(time.words, quotes)
    dated = _check_date(time, language) if time.edtf is not None else Checked(time)
    if time.clock is None:
        return dated
    verdict = _best(check_clock(time.clock, time.part_of_day, time.words, quote, language) for quote in holding)
    if verdict == "contradicted":
        raise UnprovedError(f"the clock time {time.clock} is not what '{time.words}' says")
    notes = () if verdict == "verified" else (f"the clock time {time.clock} could not be confirmed by the words",)
    return Checked(dated.value, together([dated.figures, verdict]), (*dated.notes, *notes))


def check_stated_date(date: str, quote: str, language: str) -> None:
    """Raise UnprovedError if `date` is no EDTF date or the words of `quote` contradict it."""
    _parsed(date)
    verdict = check_date(quote, date, language)
    if verdict.verdict == "contradicted":
        raise UnprovedError(f"the date {date} is not what '{quote}' says: {verdict.note}")


def check_claim(claim: str, quotes: Sequence[str], language: str) -> Checked[str]:
    """Check the figures of an English sentence against `quotes`; raises UnprovedError if they have other digits."""
    missing = unsupported_figures(claim, quotes, language)
    if not missing:
        return Checked(claim)
    shown = ", ".join(f"'{figure}'" for figure in missing)
    if any(char.isdigit() for quote in quotes for char in quote):
        raise UnprovedError(f"{shown} in '{claim}' does not stand in its quotes")
    return Checked(claim, "unverified", (f"{shown} is not written in the quotes in a way code can read",))


def together(checks: Iterable[FigureCheck]) -> FigureCheck:
    """Give one check for several: unverified if any is, else verified if any is."""
    seen = set(checks)
    if "unverified" in seen:
        return "unverified"
    return "verified" if "verified" in seen else "none"


def _check_text(value: Text, quotes: Sequence[str], language: str) -> Checked[Text]:
    claim = check_claim(value.text, quotes, language)
    return Checked(value, claim.figures, claim.notes)


def _check_date(time: Time, language: str) -> Checked[Time]:
    date = time.edtf or ""
    _parsed(date)
    words = without_clock(time.words, time.clock) if time.clock else time.words
    if day := day_in(words, date, language):
        time, date = time.model_copy(update={"edtf": day}), day
    found = check_date(words, date, language)
    if found.verdict == "contradicted":
        raise UnprovedError(f"the date {date} is not what '{time.words}' says: {found.note}")
    notes = (found.note,) if found.note else ()
    supported = found.verdict == "supported"
    whole = supported and (found.stated_year or not re.match("[0-9]{4}", date))
    if time.basis == Basis.STATED and not whole:
        time = time.model_copy(update={"basis": Basis.INFERRED_ARTICLE})
        lacking = "the year is" if supported else "the whole date is"
        notes = (*notes, f"{lacking} not in the words '{time.words}': marked as inferred")
    # An inferred date is marked by its basis; its words need not have it.
    return Checked(time, "verified" if supported else "none", notes)


def _parsed(date: str) -> edtf.Edtf:
    try:
        return edtf.parse(date)
    except ValueError as error:
        raise UnprovedError(str(error)) from error


def _holding(words: str, quotes: Sequence[str]) -> list[str]:
    """Give the quotes in which `words` stand; raises UnprovedError if there is none."""
    holding = [quote for quote in quotes if stands_in(words, quote)]
    if not holding:
        raise UnprovedError(f"the words '{words}' do not stand in its quotes")
    return holding


def _best(verdicts: Iterable[Verdict]) -> Verdict:
    """Give the best of several verdicts: one quote that proves it is enough."""
    order: tuple[Verdict, ...] = ("verified", "contradicted", "unverified")
    return min(verdicts, key=order.index)
