"""Takes a language and gives patterns that find its names of months and weekdays in text laid bare.

The names are Babel's, of the language and of the countries that have their own, and short tables of what Babel
lacks: inflected forms, other spellings, months written as numbers in words.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from babel import Locale

from summariser.text.boundaries import UNSPACED

_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u093c]")
_LETTERS = str.maketrans({"ی": "ي", "ى": "ي", "ک": "ك", "ہ": "ه", "ة": "ه", "ı": "i", "’": "'", "ʼ": "'"})

_LANGUAGE_CODES = """
    af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu ha he hi hr hu hy id is it ja ka kk km
    kn ko ky lo lt lv mk ml mn mr ms my nb ne nl pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tr uk ur uz vi zh
"""
LANGUAGES = tuple(_LANGUAGE_CODES.split())
"""The languages whose names are known here, as ISO 639-1 where there is such a code."""

_COUNTRIES = {
    "ar": ("ar_IQ", "ar_DZ", "ar_MA"),
    "de": ("de_AT",),
    "en": ("en_GB",),
    "fa": ("fa_AF",),
    "sr": ("sr_Latn",),
    "zh": ("zh_Hant",),
}
# Languages that hang case endings on a name: 8 Aralık'ta, 8 aralıkta.
_SUFFIXING = frozenset({"az", "et", "fi", "hu", "kk", "ky", "tr", "uz"})


def _numbered(names: str) -> dict[str, int]:
    """Give twelve names, separated by commas, their numbers."""
    return {name.strip(): number for number, name in enumerate(names.split(","), 1)}


_MONTHS: Mapping[str, Mapping[str, int]] = {
    "ar": {"أوغسطس": 8, "فيبراير": 2, "نونبر": 11},
    "de": {"Feber": 2, "Sept": 9},
    "en": {"Sept": 9},
    "es": {"setiembre": 9},
    "hi": {"अक्टूबर": 10},
    "id": {"Pebruari": 2, "Nopember": 11, "Agt": 8, "Ags": 8},
    "ru": _numbered("январе,феврале,марте,апреле,мае,июне,июле,августе,сентябре,октябре,ноябре,декабре"),
    "uk": _numbered("січні,лютому,березні,квітні,травні,червні,липні,серпні,вересні,жовтні,листопаді,грудні"),
    "vi": _numbered(
        "tháng một,tháng hai,tháng ba,tháng tư,tháng năm,tháng sáu,tháng bảy,tháng tám,tháng chín,tháng mười,"
        "tháng mười một,tháng mười hai"
    ),
}
_WEEKDAYS: Mapping[str, Mapping[str, int]] = {
    "de": {"Sonnabend": 5},
    "fa": {"پنج شنبه": 3, "چهار شنبه": 2, "سه شنبه": 1, "دو شنبه": 0, "یک شنبه": 6, "آدینه": 4},
    "hi": {"बृहस्पतिवार": 3, "गुरूवार": 3, "वीरवार": 3, "इतवार": 6},
    "id": {"Jum'at": 4, "Ahad": 6},
    "ja": {f"{sign}曜": number for number, sign in enumerate("月火水木金土日")},
    "pt": {"segunda": 0, "terça": 1, "quarta": 2, "quinta": 3, "sexta": 4},
    "ru": {"среду": 2, "среды": 2, "пятницу": 4, "пятницы": 4, "субботу": 5, "субботы": 5, "четверга": 3},
    "th": {"วันพฤหัส": 3},
    "uk": {"середу": 2, "п'ятницю": 4, "суботу": 5, "неділю": 6},
    "vi": {"chúa nhật": 6},
    "zh": {
        f"{week}{sign}": number
        for week in ("星期", "礼拜", "禮拜", "周", "週")
        for number, sign in (*enumerate("一二三四五六日"), (6, "天"))
    },
}
# Months of the Persian and the Islamic calendar: a day beside one of them is not that of an EDTF date.
_OTHER_CALENDARS = """
    فروردین,اردیبهشت,خرداد,تیر,مرداد,شهریور,مهر,آبان,آذر,دی,بهمن,اسفند,محرم,صفر,ربيع الأول,ربيع الآخر,ربيع الثاني,
    جمادى الأولى,جمادى الآخرة,رجب,شعبان,رمضان,شوال,ذو القعدة,ذي القعدة,ذو الحجة,ذي الحجة,Muharram,Ramadan,Ramadhan
"""

# A name as short as a word of another kind counts only beside a number, or behind such words as these.
_LONG_ENOUGH = 4
_ALSO_VERBS = frozenset({"march"})
_BESIDE_BEFORE = "|".join(
    f"(?<={before})"
    for before in ("[0-9]", "[0-9][ .,/-]", r"\bin ", r"\bof ", r"\bsince ", r"\buntil ", r"\bearly ", r"\blate ")
)
_BESIDE_AFTER = "(?=[.]?[ ,/-]{0,2}[0-9])"
_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"
# Arabic and Hebrew write "and", "in", "for" together with the name.
_PROCLITICS = "[وفبلكהבולמש]{0,2}"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")


@dataclass(frozen=True)
class NameTable:
    """Names with their numbers; the pattern's only matching group is a key of `numbers`."""

    pattern: re.Pattern[str]
    numbers: Mapping[str, int]

    def take(self, text: str) -> tuple[set[int], str]:
        """Give the numbers of the names in `text`, which is laid bare, and `text` with a bar for each name."""
        found: set[int] = set()

        def note(match: re.Match[str]) -> str:
            found.add(self.numbers[match[match.lastindex or 0]])
            return " | "

        return found, self.pattern.sub(note, text)


@dataclass(frozen=True)
class Names:
    """Names of months, 1 to 12, of weekdays, 0 for Monday to 6 for Sunday, and of months of other calendars, 0."""

    months: NameTable
    weekdays: NameTable
    other_months: NameTable


def lay_bare(text: str) -> str:
    """Give `text` in lower case with ASCII digits, plain spaces, and without accents, points and invisible characters.

    Stronger than `fold`, and without offsets: for names of months, which papers write with and without accents.
    """
    letters = _MARKS.sub("", unicodedata.normalize("NFKD", text).casefold()).translate(_LETTERS)
    plain = "".join(_plain(char) for char in letters if unicodedata.category(char) != "Cf")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", plain).replace("म्ब", "ंब"))


def _plain(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    return "-" if unicodedata.category(char) == "Pd" else char


@lru_cache(maxsize=64)
def names(language: str) -> Names:
    """Give the names of `language` (ISO 639-1), or of all languages known here if it is none of them."""
    languages = (language,) if language in LANGUAGES else tuple(LANGUAGES)
    months = _agreed(pair for tag in languages for pair in _month_names(tag))
    weekdays = _agreed(pair for tag in languages for pair in _weekday_names(tag))
    whole = {lay_bare(name) for tag in languages for name in _whole_names(tag)}
    short = {name for name in months if name not in whole or len(name) < _LONG_ENOUGH or name in _ALSO_VERBS}
    tail = r"[^\W\d_]{0,3}" if language in _SUFFIXING else ""
    others = {lay_bare(name.strip()): 0 for name in _OTHER_CALENDARS.split(",")}
    return Names(_table(months, short, tail), _table(weekdays, set(), tail), _table(others, set(others), ""))


def _agreed(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Give what each name means; a name that means two things in two languages (listopad) means none."""
    meanings: dict[str, set[int]] = {}
    for name, number in pairs:
        meanings.setdefault(lay_bare(name).rstrip("."), set()).add(number)
    # A name with a digit ("tháng 12", "12月") is left to the rules for numbers.
    return {
        name: numbers.pop()
        for name, numbers in meanings.items()
        if len(numbers) == 1 and len(name) > 1 and not any(char.isdigit() for char in name)
    }


def _locales(language: str) -> Iterator[Locale]:
    for tag in (language, *_COUNTRIES.get(language, ())):
        yield Locale.parse(tag)


def _month_names(language: str) -> Iterator[tuple[str, int]]:
    for locale in _locales(language):
        for context, width in product(("format", "stand-alone"), ("wide", "abbreviated")):
            yield from ((name, number) for number, name in locale.months[context][width].items())
    yield from _MONTHS.get(language, {}).items()


def _whole_names(language: str) -> Iterator[str]:
    """Give the names of months that are not abbreviations."""
    for locale in _locales(language):
        for context in ("format", "stand-alone"):
            yield from locale.months[context]["wide"].values()
    yield from _MONTHS.get(language, {})


def _weekday_names(language: str) -> Iterator[tuple[str, int]]:
    for locale in _locales(language):
        for context in ("format", "stand-alone"):
            yield from ((name, number) for number, name in locale.days[context]["wide"].items())
    yield from _WEEKDAYS.get(language, {}).items()


def _table(known: Mapping[str, int], short: set[str], tail: str) -> NameTable:
    unspaced = {name for name in known if UNSPACED.match(name)}
    right_to_left = {name for name in known if _RIGHT_TO_LEFT.match(name)}
    others = known.keys() - unspaced - right_to_left
    alternatives = [_any_of(unspaced)]
    for group, before in ((right_to_left, _NO_LETTER_BEFORE + _PROCLITICS), (others, _NO_LETTER_BEFORE)):
        alternatives.append(before + _any_of(group - short) + tail + _NO_LETTER_AFTER)
        whole = before + _any_of(group & short) + _NO_LETTER_AFTER
        alternatives += [f"(?:{_BESIDE_BEFORE}){whole}", whole + _BESIDE_AFTER]
    return NameTable(re.compile("|".join(alternatives)), known)


def _any_of(names: set[str]) -> str:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return f"({'|'.join(map(re.escape, longest_first)) or '(?!)'})"
