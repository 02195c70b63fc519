"""Takes a value and gives it in plain English, short enough to stand in "x against y"."""

from collections.abc import Callable

from summariser.core.merge.dates import in_words, read_date
from summariser.nouns.values import Category, Number, Place, Qualifier, Text, Time, Value
from summariser.text.names import fold_body


def shown(value: Value) -> str:
    """Give a value in words; numbers without what they count."""
    return _SHOWN[value.type](value)


def show_clock(value: Time) -> str:
    """Give a clock time with its "about", "" for none."""
    return f"about {value.clock}" if value.clock_about else value.clock or ""


def show_moment(value: Time) -> str:
    """Give a clock time, else a part of the day, "" for neither."""
    return show_clock(value) or (str(value.part_of_day) if value.part_of_day else "")


def _show_time(value: Time) -> str:
    date = in_words(value.edtf) if read_date(value.edtf) else ""
    return ", ".join(part for part in (show_moment(value), date) if part) or "no date"


def show_counted(value: Number, things: str) -> str:
    """Give a number with the `things` that it counts and the part that it is limited to."""
    return f"{_quantity(value)} {things}" + (f" ({value.scope})" if value.scope else "")


def _show_place(value: Place) -> str:
    near = "near " if value.relation == "near" else ""
    parts = [value.name] + [value.city] * bool(value.city and fold_body(value.city) != fold_body(value.name))
    return near + ", ".join(part for part in parts if part)


def _figure(number: float | None) -> str:
    if number is None:
        return "an unknown number"
    return f"{int(number):,}" if number == int(number) else f"{number:,}"


def _show_number(value: Number) -> str:
    scope = f" ({value.scope})" if value.scope else ""
    return _quantity(value) + scope


def _quantity(value: Number) -> str:
    figure = _figure(value.low if value.low is not None else value.high)
    match value.qualifier:
        case Qualifier.NONE_REPORTED:
            return "none reported"
        case Qualifier.VAGUE:
            return "no exact figure" if value.low is None else f"no exact figure, {figure} or more"
        case Qualifier.EXACT:
            return "none" if value.low == 0 and value.high == 0 else figure
        case Qualifier.RANGE:
            return f"{_figure(value.low)} to {_figure(value.high)}"
        case Qualifier.AT_MOST:
            return f"at most {_figure(value.high if value.high is not None else value.low)}"
    return f"{value.qualifier.replace('_', ' ')} {figure}"


def _show_category(value: Category) -> str:
    return value.code.removesuffix("_means_not_stated").replace("_", " ")


def _show_text(value: Text) -> str:
    return value.text


_SHOWN: dict[str, Callable[..., str]] = {
    "time": _show_time,
    "place": _show_place,
    "number": _show_number,
    "category": _show_category,
    "text": _show_text,
}
