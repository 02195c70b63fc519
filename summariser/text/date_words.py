"""Takes words that may hold a date and gives the years, months, days and weekdays that are written in them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product

from summariser.text.calendar_names import lay_bare, names

_FIRST_YEAR, _LAST_YEAR = 1800, 2100
_BUDDHIST_ERA = 543
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民国": 1911, "民國": 1911}

# Languages that write the month before the day in figures; in English both orders are met.
_MONTH_FIRST = frozenset({"hu", "ja", "ko", "mn", "zh"})
_EITHER_ORDER = frozenset({"en", "fil", "und"})

_CLOCK = re.compile(
    r"(?:(?<![a-z])t)?(?<![0-9])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?![0-9])"
    r"(?: ?(?:z|[+-][0-9]{2}:?[0-9]{2})(?![a-z0-9]))?"
    r"|(?<![0-9])[0-9]{1,2} ?(?:h|gio|heures?|uhr|час(?:ов|а)?|点|點|时|時|시|น\.|นาฬิกา|बजे|horas?|ore|uur)"
    r"(?:(?![a-z])| ?(?=[0-9])) ?(?:[0-9]{1,2} ?(?:phut|min(?:utes?)?|分|분|น\.|นาที)?(?![0-9./-]))?"
    r"|(?<![0-9])[0-9]{1,2}(?:\.[0-9]{2})? ?(?:[ap]\.?m(?![a-z])\.?|uhr(?![a-z]))"
    r"|(?<![a-z])(?:pukul|jam|luc|kl\.?|klo|vers|gegen|saat|alle|as|o'clock) [0-9]{1,2}[.:][0-9]{2}(?![0-9.])"
    r"|(?<!\w)(?:pukul|jam|saat) [0-9]{1,2}(?![0-9/-])"
    r"|(?:الساعه|ساعت) [0-9]{1,2}(?![0-9/-])"
    r"|(?<![a-z])(?:gmt|utc)(?: ?[+-][0-9]{1,2}(?::?[0-9]{2})?)?(?![a-z0-9])"
)
# What is counted in units of time, or in thousands, is no date: 48 hours, 3 ngày, 2,500.
_UNITS_AFTER = "|".join(
    (
        "hours?|hrs?|minutes?|seconds?|days?|weeks?|months?|years?",
        "jours?|semaines?|mois|ans?|annees?|dias?|semanas?|mes(?:es)?|anos?",
        "tage?n?|wochen?|monate?n?|jahre?n?|stunden?|минут[аы]?|дн(?:я|ей)|день|недел[ьюи]|месяц(?:а|ев)?|лет",
        "gun|hafta|dakika|hari|minggu|bulan|tahun|menit|phut|ngay|tuan|nam|giay",
        "ايام|يوما?|اسابيع|اشهر|سنوات|سنه|عاما|دقيقه|دقايق|روز|هفته|ماه|سال|दिन|दिनों|घंटे|घंटों|मिनट|महीने|साल|वर्ष",
    )
)
_UNSPACED_UNITS_AFTER = (
    "天|小时|小時|分钟|分鐘|周(?![一-日])|年[间間前後后]|日[间間前後后]|か?月[間间]|个月|個月|時間|"
    "일간|일 (?:동안|전)|개월|시간|วัน(?!ที่)|ชั่วโมง|นาที|สัปดาห์"
)
_COUNTED = re.compile(
    # "tháng 12 năm 2023" is no twelve years.
    rf"(?<![0-9./-])(?<!thang )[0-9]{{1,4}}[ -]?(?:(?:{_UNITS_AFTER})(?!\w)|{_UNSPACED_UNITS_AFTER})"
    r"|(?<![0-9])[0-9]{1,3}(?:[.,][0-9]{3})+(?![0-9])"
)
_CHINESE_DIGITS = {sign: str(number) for number, sign in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_CHINESE_NUMERAL = re.compile("[〇零一二三四五六七八九十廿]+(?=[年月日号號])")

_NUMERIC = re.compile(
    r"(?<![0-9])(?:"
    r"(?P<ymd>(?P<y1>[0-9]{4}) ?(?P<s1>[-/.]) ?(?P<m1>[0-9]{1,2}) ?(?P=s1) ?(?P<d1>[0-9]{1,2}))"
    r"|(?P<dmy>(?P<a2>[0-9]{1,2}) ?(?P<s2>[-/.]) ?(?P<b2>[0-9]{1,2}) ?(?P<y2>[-/.] ?[0-9]{4}|(?P=s2) ?[0-9]{2}))"
    r"|(?P<range>(?P<a3>[0-9]{1,2})\.? ?- ?(?P<b3>[0-9]{1,2})(?P<s3>[/.])(?P<m3>[0-9]{1,2})(?P<y3>(?P=s3)[0-9]{4})?)"
    r"|(?P<ym>(?P<y4>[0-9]{4})[-/.](?P<m4>[0-9]{1,2}))"
    r"|(?P<my>(?P<m5>[0-9]{1,2}) ?[-/.] ?(?P<y5>[0-9]{4}))"
    r"|(?P<pair>(?P<a6>[0-9]{1,2}) ?[/.] ?(?P<b6>[0-9]{1,2}))"
    r"|(?P<dash>(?P<a7>[0-9]{1,2})\.? ?- ?(?P<b7>[0-9]{1,2}))"
    r")(?![0-9])"
)
_SIGNED = re.compile(
    r"(?<![0-9])(?P<number>[0-9]{1,4}) ?(?P<sign>[年月日号號]|년|월|일)"
    r"|(?<![^\W\d_])thang (?P<month>[0-9]{1,2})(?![0-9/.-])"
)
_SIGNED_RANGE = re.compile(
    r"(?<![0-9])(?P<first>[0-9]{1,2})[日号號일]?(?: ?[-~〜至到] ?|から)(?P<last>[0-9]{1,2})(?=[日号號일])"
)
_WEEKDAY_NUMBER = re.compile(r"(?<![^\W\d_])(?:thu (?P<vi>[2-7])(?![0-9/])|(?P<pt>[2-6])a?[ -]feira)")
_DAY_WORD = re.compile(
    r"(?:(?<![^\W\d_])(?:ngay|mung|hom|le|el|dia|tanggal|tgl\.?|the|am|den|del|يوم|روز) |วันที่ ?|(?<!\w)(?:و|ب)?ال-?)"
    r"(?P<day>[0-9]{1,2})(?![0-9])|(?<![0-9])(?P<ordinal>[0-9]{1,2})(?:st|nd|rd|th|er|-?го)(?!\w)"
)
_BARE = re.compile(r"(?<![a-z0-9])(?P<number>[0-9]{1,4})(?![0-9])")


@dataclass(frozen=True)
class Style:
    """How to read figures that can be read in two ways: 8/12, and 8-12."""

    month_first: bool
    dash_is_range: bool


@dataclass
class Found:
    """What is written: `between` are days inside a written range, weekdays count from 0 for Monday.

    `other_calendar` says that a date of another calendar is among it. `ambiguous` says that day and month in
    figures could change places. `rest` is what is left of the words, laid bare, with a bar for each thing found.
    """

    years: set[int] = field(default_factory=set)
    months: set[int] = field(default_factory=set)
    days: set[int] = field(default_factory=set)
    between: set[int] = field(default_factory=set)
    weekdays: set[int] = field(default_factory=set)
    other_calendar: bool = False
    ambiguous: bool = False
    rest: str = ""


def styles(language: str) -> Iterator[Style]:
    """Give the styles in which `language` may write figures, the likelier first."""
    orders = (False, True) if language in _EITHER_ORDER else (language in _MONTH_FIRST,)
    for month_first, dash_is_range in product(orders, (False, True)):
        yield Style(month_first, dash_is_range)


def find(words: str, language: str, style: Style) -> Found:
    """Give what is written in `words`, read as `language` ("und": any) and in `style`.

    Clock times, durations and counts in thousands are left out. Buddhist and Japanese years become common ones.
    """
    found = Found()
    table = names(language)
    text = _western_figures(lay_bare(words))
    text = _WEEKDAY_NUMBER.sub(lambda match: _weekday_number(match, found), text)
    months, text = table.months.take(text)
    found.months |= months
    weekdays, text = table.weekdays.take(text)
    found.weekdays |= weekdays
    others, text = table.other_months.take(text)
    found.other_calendar = bool(others)
    text = _COUNTED.sub(" ", _CLOCK.sub(" ", text))
    for pattern, note in _STEPS:
        text = _noted(text, pattern, note, found, style)
    found.rest = text
    return found


def _noted(text: str, pattern: re.Pattern[str], note: "_Note", found: Found, style: Style) -> str:
    return pattern.sub(lambda match: note(match, found, style), text)


def _western_figures(text: str) -> str:
    text = _CHINESE_NUMERAL.sub(lambda match: _chinese_value(match[0]), text)
    return re.sub(
        f"({'|'.join(_ERAS)}) ?([0-9]{{1,3}}|元)(?=年)",
        lambda match: str(_ERAS[match[1]] + (1 if match[2] == "元" else int(match[2]))),
        text,
    )


def _chinese_value(numeral: str) -> str:
    if "十" not in numeral and "廿" not in numeral:
        return "".join(_CHINESE_DIGITS[sign] for sign in numeral)
    tens, _, units = numeral.replace("廿", "二十").partition("十")
    return str(int(_CHINESE_DIGITS.get(tens, "1")) * 10 + int(_CHINESE_DIGITS.get(units, "0")))


def _weekday_number(match: re.Match[str], found: Found) -> str:
    # Monday is the second day in Vietnamese and in Portuguese.
    found.weekdays.add(int(match["vi"] or match["pt"]) - 2)
    return " | "


def _note_signed_range(match: re.Match[str], found: Found, _: Style) -> str:
    _add_range(found, int(match["first"]), int(match["last"]))
    return ""


def _note_signed(match: re.Match[str], found: Found, _: Style) -> str:
    sign = match["sign"]
    if match["month"]:
        _add_month(found, int(match["month"]))
    elif sign in ("年", "년"):
        _add_year(found, int(match["number"]))
    elif sign in ("月", "월"):
        _add_month(found, int(match["number"]))
    else:
        _add_day(found, int(match["number"]))
    return " | "


def _note_numeric(match: re.Match[str], found: Found, style: Style) -> str:
    kind = match.lastgroup or ""
    return _NUMERIC_KINDS[kind](match, found, style)


def _note_ymd(match: re.Match[str], found: Found, _: Style) -> str:
    _add_year(found, int(match["y1"]))
    _add_day_and_month(found, int(match["d1"]), int(match["m1"]))
    return " | "


def _note_dmy(match: re.Match[str], found: Found, style: Style) -> str:
    year = match["y2"].lstrip("-/. ")
    _add_year(found, int(year) if len(year) == 4 else 2000 + int(year))
    return _note_day_and_month(int(match["a2"]), int(match["b2"]), found, style)


def _note_range(match: re.Match[str], found: Found, _: Style) -> str:
    if not 1 <= int(match["m3"]) <= 12:
        return " "
    _add_range(found, int(match["a3"]), int(match["b3"]))
    _add_month(found, int(match["m3"]))
    if match["y3"]:
        _add_year(found, int(match["y3"][1:]))
    return " | "


def _note_month_of_year(year: str, month: str, found: Found) -> str:
    _add_year(found, int(year))
    _add_month(found, int(month))
    return " | "


def _note_dash(match: re.Match[str], found: Found, style: Style) -> str:
    first, second = int(match["a7"]), int(match["b7"])
    if found.months:  # beside the name of a month two days are a range, whatever the style
        _add_range(found, first, second)
    elif style.dash_is_range:
        _add_day(found, first)
        _add_day(found, second)
    else:
        _note_day_and_month(first, second, found, style)
    return " | "


def _note_day_and_month(first: int, second: int, found: Found, style: Style) -> str:
    day, month = (second, first) if style.month_first else (first, second)
    if month > 12:
        day, month = month, day
    found.ambiguous |= day <= 12 and day != month
    _add_day_and_month(found, day, month)
    return " | "


def _add_day_and_month(found: Found, day: int, month: int) -> None:
    if 1 <= day <= 31 and 1 <= month <= 12:
        found.days.add(day)
        found.months.add(month)


def _note_day_word(match: re.Match[str], found: Found, _: Style) -> str:
    _add_day(found, int(match["day"] or match["ordinal"]))
    return " | "


def _note_bare(match: re.Match[str], found: Found, _: Style) -> str:
    number = int(match["number"])
    if len(match["number"]) == 4:
        _add_year(found, number)
    elif found.months or found.other_calendar:
        _add_day(found, number)
    return " | "


def _add_range(found: Found, first: int, last: int) -> None:
    if 1 <= first <= 31 and 1 <= last <= 31:
        found.days |= {first, last}
        found.between |= set(range(first + 1, last))


def _add_day(found: Found, day: int) -> None:
    if 1 <= day <= 31:
        found.days.add(day)


def _add_month(found: Found, month: int) -> None:
    if 1 <= month <= 12:
        found.months.add(month)


def _add_year(found: Found, year: int) -> None:
    if _FIRST_YEAR <= year - _BUDDHIST_ERA <= _LAST_YEAR:
        found.years.add(year - _BUDDHIST_ERA)
    elif _FIRST_YEAR <= year <= _LAST_YEAR:
        found.years.add(year)
    else:
        found.other_calendar |= 1300 <= year <= 1500


_Note = Callable[[re.Match[str], Found, Style], str]
_NUMERIC_KINDS: dict[str, _Note] = {
    "ymd": _note_ymd,
    "dmy": _note_dmy,
    "range": _note_range,
    "ym": lambda match, found, _: _note_month_of_year(match["y4"], match["m4"], found),
    "my": lambda match, found, _: _note_month_of_year(match["y5"], match["m5"], found),
    "pair": lambda match, found, style: _note_day_and_month(int(match["a6"]), int(match["b6"]), found, style),
    "dash": _note_dash,
}
# In this order: what is consumed by one step is not seen by the next.
_STEPS: tuple[tuple[re.Pattern[str], _Note], ...] = (
    (_SIGNED_RANGE, _note_signed_range),
    (_SIGNED, _note_signed),
    (_NUMERIC, _note_numeric),
    (_DAY_WORD, _note_day_word),
    (_BARE, _note_bare),
)
