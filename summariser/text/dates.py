"""Takes the words of a date and gives the date that they state, or whether they state the date that is given."""

import re
from calendar import day_name
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from babel import Locale

from summariser.text import edtf as profile
from summariser.text.calendar_names import LANGUAGES, lay_bare, names
from summariser.text.date_words import Found, Style, find, styles
from summariser.text.edtf import Edtf

DateVerdict = Literal["supported", "unverified", "contradicted"]
_RANK: dict[DateVerdict, int] = {"supported": 0, "unverified": 1, "contradicted": 2}

_LONGEST_DATELINE = 80
_MONTH = re.compile("[0-9]{4}-[0-9]{2}")
_YEAR = re.compile(r"\d{4}|[〇零一二三四五六七八九]{4}|[\d元]年")
_LEADING = re.compile(r"\W*date\W{1,3}(\d{4}-\d{2}(?:-\d{2})?)(?![\d-])", re.IGNORECASE | re.ASCII)
_SEPARATORS = re.compile(r"[\s|,.;:()\[\]/•·、，。؛،'\"*_#-]+")
_ENGLISH_FILLERS = """
    date dated published publish posted updated update created issued release released on at of the time last first
    mon tue tues wed thu thur thurs fri sat sun am pm st nd rd th t z local gmt utc est edt cst cdt pst pdt bst cet cest
    msk ist ict wib wita wit jst kst
"""
_FOREIGN_FILLERS = """
    ngày tháng năm lúc đăng xuất bản cập nhật thời gian giờ thứ
    publié publiée le la mis mise à jour du de date et modifié
    publicado publicada actualizado el del en fecha em atualizado às data pubblicato il aggiornato
    veröffentlicht am vom stand den um uhr aktualisiert datum gepubliceerd op publicerad opublikowano dnia
    diterbitkan tanggal pukul pada terbit tarihi yayın yayınlanma güncelleme
    опубликовано дата обновлено г года в от
    تاريخ التاريخ النشر نشر نشرت بتاريخ يوم في من الساعة ساعة عام سنة م الموافق تحديث آخر منتشر شده انتشار در سال
    प्रकाशित दिनांक तारीख को तिथि वर्ष เผยแพร่ วันที่ เมื่อ พ.ศ. น เวลา
    发布 发布时间 发布日期 时间 日期 更新 更新时间 發布 發佈 時間 公開 公開日 配信 掲載 更新日 付
    입력 수정 등록 게시 승인 발행
"""


@dataclass(frozen=True)
class DateCheck:
    """What comparing a date with the words it was taken from gave.

    "supported": the words give its day and month as far as it has them (or its year, if it has no more), and
    nothing in them speaks against it. "contradicted": they give another day, month or year. "unverified": they
    do not give enough to tell. `stated_year` says whether its year stands in the words. `note` is for people, and
    empty if there is nothing to say.
    """

    verdict: DateVerdict
    stated_year: bool
    note: str


def read_dateline(line: str) -> str | None:
    """Give the date, as EDTF, that is all that `line` says, in any language; None if it says more, or no date.

    Words such as "published", a weekday and a time may stand beside it. A year and a month are needed. Where day
    and month in figures could change places, dd-mm-yyyy and dd.mm.yyyy are read as they are written in most
    countries, and dd/mm/yyyy is not read unless a word beside it is of a language other than English.
    """
    if len(line) > _LONGEST_DATELINE or not _YEAR.search(line):
        return None
    # The names of all languages take a good half second to gather: most date lines need only figures or English.
    return _read_dateline(line, "en") or _read_dateline(line, "und")


def leading_date(line: str) -> str | None:
    """Give the date, as EDTF, of a `line` that begins with "date 2031-05" or "date: 2031-05-02"; None if none."""
    match = _LEADING.match(line)
    return _existing(match[1]) if match else None


def check_date(words: str, edtf: str, language: str) -> DateCheck:
    """Compare the EDTF date `edtf` with the figures, months and weekdays in `words`, which are in `language`.

    Figures of clock times and durations are left out. Figures that can be read in two ways (8/12, 8-12) are given
    the reading that fits. A weekday that does not fit contradicts nothing, but is noted: the article may be wrong.
    Raises ValueError if `edtf` is no date of the profile.
    """
    wanted = profile.parse(edtf)
    checks = (_check(find(words, language, style), wanted) for style in styles(language))
    return _best(checks)


def day_in(words: str, edtf: str, language: str) -> str | None:
    """Give the day that `words` state within the month `edtf` ("2031-05"); None if `edtf` is none, or that is not sure.

    It is sure if the words name the month and one day, in figures that cannot be read in two ways.
    """
    if not _MONTH.fullmatch(edtf):
        return None
    found = find(words, language, next(styles(language)))
    if found.ambiguous or found.other_calendar or found.between or len(found.days) != 1:
        return None
    if found.months != {int(edtf[-2:])} or not found.years <= {int(edtf[:4])}:
        return None
    return _existing(f"{edtf}-{min(found.days):02}")


def _best(checks: Iterator[DateCheck]) -> DateCheck:
    """Give the first of the best, and take no more of them than it needs: nothing is better than "supported"."""
    best = next(checks)
    while best.verdict != "supported" and (other := next(checks, None)):
        best = min(best, other, key=lambda check: _RANK[check.verdict])
    return best


def _read_dateline(line: str, language: str) -> str | None:
    found = find(line, language, Style(month_first=False, dash_is_range=False))
    words = {word for word in _SEPARATORS.split(found.rest) if word} - _fillers(_ENGLISH_FILLERS)
    foreign = bool(words) or bool(found.weekdays - _english_weekdays(line))
    if found.other_calendar or (words and not words <= _fillers(_FOREIGN_FILLERS) | _short_weekdays()):
        return None
    if found.ambiguous and "/" in line and not foreign:
        return None
    return _only_date(found)


def _check(found: Found, wanted: Edtf) -> DateCheck:
    units = _Units(found, wanted)
    years = units.wanted["year"]
    stated_year = bool(found.years) and years <= found.years
    if units.wrong and not found.other_calendar:
        return DateCheck("contradicted", stated_year, "; ".join(units.wrong))
    note = _weekday_note(found, wanted)
    if found.other_calendar and (units.wrong or units.missing):
        return DateCheck("unverified", stated_year, note or "the words give the date in another calendar")
    if units.missing:
        return DateCheck(
            "unverified", stated_year, note or f"the words do not give the {' and the '.join(units.missing)}"
        )
    return DateCheck("supported", stated_year, note)


class _Units:
    """Day, month and year: what a date has, which of them the words contradict (in words), and which they lack."""

    def __init__(self, found: Found, wanted: Edtf) -> None:
        ends = [wanted, wanted.until] if wanted.until else [wanted]
        self.wanted = {
            "day": {end.day for end in ends if end.day},
            "month": {end.month for end in ends if end.month},
            "year": {end.year for end in ends if end.year},
        }
        written = {"day": found.days, "month": found.months, "year": found.years}
        between = {"day": found.between} if len(ends) == 1 else {}
        self.wrong = [
            f"the words give the {unit} as {_listed(seen)}, not {_listed(self.wanted[unit])}"
            for unit, seen in written.items()
            if _contradicts(seen, seen | between.get(unit, set()), self.wanted[unit])
        ]
        needed = [unit for unit in ("day", "month") if self.wanted[unit]] or ["year"]
        self.missing = [unit for unit in needed if not written[unit]]


def _contradicts(written: set[int], covered: set[int], wanted: set[int]) -> bool:
    if not written or not wanted:
        return False
    # Of an interval the words may give one end only ("since May"); if they give two, both must fit.
    return not wanted & covered or (len(wanted) > 1 and len(written) > 1 and not wanted <= covered)


def _listed(numbers: set[int]) -> str:
    return " and ".join(str(number) for number in sorted(numbers))


def _weekday_note(found: Found, wanted: Edtf) -> str:
    """Say that a weekday in the words is not that of the date; empty if it is, or if that cannot be said."""
    exact = wanted.year and wanted.month and wanted.day and not wanted.approximate
    if not found.weekdays or not exact or profile.precision(wanted) != "day":
        return ""
    actual = date(wanted.year or 1, wanted.month or 1, wanted.day or 1).weekday()
    if actual in found.weekdays:
        return "" if found.days else "the words give the weekday only, and it fits"
    said = " and ".join(day_name[number] for number in sorted(found.weekdays))
    return f"the article says {said}; {profile.display(wanted)} was a {day_name[actual]}"


def _only_date(found: Found) -> str | None:
    if len(found.years) != 1 or len(found.months) != 1 or len(found.days) > 1 or found.between:
        return None
    (year,), (month,) = found.years, found.months
    day = "".join(f"-{day:02}" for day in found.days)
    return _existing(f"{year:04}-{month:02}{day}")


def _existing(text: str) -> str | None:
    try:
        return str(profile.parse(text))
    except ValueError:
        return None


def _english_weekdays(line: str) -> set[int]:
    return names("en").weekdays.take(lay_bare(line))[0]


@lru_cache(maxsize=2)
def _fillers(words: str) -> frozenset[str]:
    return frozenset(part for part in _SEPARATORS.split(lay_bare(words)) if part)


@lru_cache(maxsize=1)
def _short_weekdays() -> frozenset[str]:
    days = (Locale.parse(language).days["format"]["abbreviated"].values() for language in LANGUAGES)
    return frozenset(lay_bare(name).rstrip(".") for names_of_days in days for name in names_of_days)
