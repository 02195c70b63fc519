"""Takes a text and gives the figures in it, in digits or words; says whether a claimed number stands in a quote."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, pairwise
from typing import Literal, NamedTuple

from babel import Locale, UnknownLocaleError

from summariser.text.fold import Folded, Span, fold, locate, stands_in
from summariser.text.number_words import NumberWords, number_words
from summariser.text.numerals import read_chinese, read_thai

Verdict = Literal["verified", "unverified", "contradicted"]
Use = Literal["count", "loose", "label"]


class Figure(NamedTuple):
    """A figure in a text, `span` in the folded text; `values` are all its readings ("2.500" is 2500 or 2.5).

    `use`: "count" can only be a number of things; "loose" may be a year or an hour as well ("2014", "24 h");
    "label" is part of a date, a clock time or a name ("8/12", "4:15", "F-16") and counts nothing.
    """

    span: Span
    values: frozenset[float]
    in_digits: bool
    use: Use


_DIGITS = re.compile(
    "(?<![0-9])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])(?:[.,][0-9]+)?"  # 2 500, 2 500,75
    "|[0-9]+(?:[.,'][0-9]+)*"  # 2500, 2.500, 2,5, 1,00,000
)
# A word, marks included (\w would break Hindi words at their vowel signs).
_LETTERS = "[^\\s0-9.,;:!?()\\[\\]{}<>'\"/|%\\-_·…،؛؟。、।]+"
# An apostrophe is a letter of Ukrainian words.
_WORD = re.compile(f"{_LETTERS}(?:(?<=[\u0400-\u04ff])'(?=[\u0400-\u04ff]){_LETTERS})*")
_MAX_WORDS = 4

_DATE = re.compile(
    "[0-9]{1,4}([/.-])[0-9]{1,2}\\1[0-9]{1,4}"  # 08-12-2031, 8.12.2031
    "|[0-9]{1,2}/[0-9]{1,4}|[0-9]{4}-[0-9]{2}(?![0-9])"  # 8/12, 9/2031, 2031-12
    "|(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|rạng sáng) [0-9]{1,2}(?:[./-][0-9]{1,2})*"
    "|(?:[0-9]{1,2} )?tháng [0-9]{1,2}(?:[./-][0-9]{4})?|năm [0-9]{4}"
    "|[0-9]{4}年|[0-9]{1,2}月(?:[0-9]{1,2}[日号號])?|[0-9]{1,2}[日号號](?![间間])"
)
_CLOCK = re.compile(
    "[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?|[0-9]{1,2} ?[hг]\\.? ?[0-9]{2}(?![0-9])|[0-9]{1,2} ?[ap]\\.?m\\b\\.?"
    "|[0-9]{1,2}[点點時时](?!间|間)(?:[0-9]{1,2}分)?"
)
_HOUR = re.compile("[0-9]{1,2} ?(?:h|heures?|giờ|uhr|hrs?|часов|часа|час)(?!\\w)|الساعة [0-9]{1,2}|[0-9]{1,2}[年日]")
_YEAR = re.compile("(?<![0-9.,'])(?:19|20)[0-9]{2}(?![0-9]|[.,'][0-9])")
# A name or an ordinal: F-16, A320, 2nd, 5e. An Arabic or Hebrew proclitic before digits makes no name.
_NAME_WITH_DIGITS = re.compile(r"[^\W\d_]+-?\d+\b")
_NAME_BEFORE = re.compile("[^\\W\\d_\u05d0-\u05ea\u0620-\u064a\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7a3]-?\\Z|第\\Z")
_ORDINAL_AFTER = re.compile("(?:st|nd|rd|th|er|re|e|è|º|ª|o|a)(?!\\w)")
_SMALL_NUMBERS = 2


def figures_in(text: str, language: str) -> frozenset[float]:
    """All readings of all figures of `text`, in digits of any script or in words of `language` (BCP 47).

    Dates, clock times, names with digits and ordinals are left out.
    """
    return frozenset(chain.from_iterable(f.values for f in read(fold(text).text, language) if f.use != "label"))


def check_number(low: float | None, high: float | None, words: str, quote: str, language: str) -> Verdict:
    """Say whether the bounds of a number stand in `quote`, which contains `words`, the number as written.

    A figure that `words` touch decides: it must be the bound. If no figure is in the words, any figure of the
    quote may be the bound. Otherwise other digits in the quote contradict it, and a quote without them leaves it
    unverified: the third law of the design. Digits of dates, clock times and names are no other digits.
    """
    figures = read(fold(quote).text, language)
    told = _touched_by(words, quote, figures)
    bounds = {bound for bound in (low, high) if bound is not None}
    if bounds <= _values(told, {"count", "loose"}) or (bounds == {0} and says_none(words, language)):
        return "verified"
    if told:
        return "contradicted"
    if bounds <= _values(figures, {"count"}):
        return "verified"
    return "contradicted" if has_digits(quote, language) else "unverified"


def says_none(words: str, language: str) -> bool:
    """Whether `words` hold a word for zero: "no", "nobody", "aucun", "không"."""
    return any(word in number_words(language).none for word in _WORD.findall(_lower(fold(words).text)))


def has_digits(quote: str, language: str) -> bool:
    """Whether `quote` has a count in digits, dates, clock times and names aside."""
    return any(figure.in_digits and figure.use == "count" for figure in read(fold(quote).text, language))


def unsupported_figures(claim: str, quotes: Iterable[str], language: str) -> list[str]:
    """Find the figures of an English `claim`, as written there, that stand in none of `quotes` (in `language`).

    Digits count wherever they stand, also in dates and names; words count from "two" up.
    """
    folded_claim = fold(claim).text
    claimed = read(folded_claim, "en")
    if not claimed:
        return []
    quoted = [fold(quote).text for quote in quotes]
    known = {run for quote in quoted for run in re.findall("[0-9]+", quote)}
    values = set(chain.from_iterable(figure.values for quote in quoted for figure in read(quote, language)))
    return [
        folded_claim[figure.span.start : figure.span.end]
        for figure in claimed
        if not _supported(figure, folded_claim, values, known)
    ]


def without_names(claim: str, article: str) -> str:
    """Leave out of an English `claim` the names with digits that stand in `article` ("Covid-19"): they are no count."""
    return _NAME_WITH_DIGITS.sub(lambda name: "" if stands_in(name[0], article) else name[0], claim)


def _supported(figure: Figure, claim: str, values: set[float], known: set[str]) -> bool:
    if figure.values & values:
        return True
    if figure.in_digits:
        return set(re.findall("[0-9]+", claim[figure.span.start : figure.span.end])) <= known
    return max(figure.values) < _SMALL_NUMBERS


def _touched_by(words: str, quote: str, figures: tuple[Figure, ...]) -> list[Figure]:
    """Pick the figures of `quote` that overlap a place where `words` stand in it."""
    plain = fold(quote).text
    places = locate(Folded.already(plain), words)
    return [figure for figure in figures if any(_overlap(figure.span, place) for place in places)]


def _values(figures: Iterable[Figure], uses: set[Use]) -> set[float]:
    return set(chain.from_iterable(figure.values for figure in figures if figure.use in uses))


@lru_cache(maxsize=512)
def read(text: str, language: str) -> tuple[Figure, ...]:
    """Read the figures of a folded text, in order; `language` is that of its number words and month names."""
    text = _lower(text)
    table = number_words(language)
    found = [*_read_unspaced(text, language)]
    for figure in chain(_read_digits(text, language, table), _read_words(text, table)):
        if not any(_overlap(figure.span, other.span) for other in found):
            found.append(figure)
    return tuple(sorted(found))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _lower(text: str) -> str:
    """Lower case without a change of length: the Turkish İ and its like would make two characters of one."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(char.lower()[0] for char in text)


def _read_digits(text: str, language: str, table: NumberWords) -> Iterator[Figure]:
    labels = _covered(text, _DATE, _CLOCK, _month_dates(language))
    loose = _covered(text, _HOUR, _YEAR)
    for match in _DIGITS.finditer(text):
        end, factors = _scale_after(text, match.end(), table)
        values = frozenset(round(value * factor, 6) for value in _readings(match[0]) for factor in factors)
        use: Use = "count"
        if match.start() in labels or _is_name(text, match.start(), end):
            use = "label"
        elif match.start() in loose and end == match.end():
            use = "loose"
        yield Figure(Span(match.start(), end), values, True, use)


def _covered(text: str, *patterns: re.Pattern[str]) -> set[int]:
    return {at for pattern in patterns for match in pattern.finditer(text) for at in range(*match.span())}


def _is_name(text: str, start: int, end: int) -> bool:
    return bool(_NAME_BEFORE.search(text[max(0, start - 2) : start]) or _ORDINAL_AFTER.match(text, end))


def _scale_after(text: str, end: int, table: NumberWords) -> tuple[int, tuple[int, ...]]:
    """Where the scale word after digits ends ("2.5 million", "5bn"), and what it may multiply by."""
    word = _WORD.match(text, end + text.startswith(" ", end))
    if not word:
        return end, (1,)
    if word[0] in table.scales and word[0] not in table.groups:
        return word.end(), (table.scales[word[0]],)
    if word[0] in table.abbreviations:
        return word.end(), table.abbreviations[word[0]]
    return end, (1,)


def _readings(digits: str) -> set[float]:
    """Give what a number in digits may mean, given that a point is a decimal sign here and a grouping sign there."""
    digits = digits.replace(" ", "")
    groups, signs = re.split("[.,']", digits), re.findall("[.,']", digits)
    if not signs:
        return {float(digits)}
    readings = set()
    if len(set(signs)) == 1 and _grouped(groups):
        readings.add(float("".join(groups)))
    if signs.count(signs[-1]) == 1 and signs[-1] != "'" and (len(signs) == 1 or _grouped(groups[:-1])):
        readings.add(float(f"{''.join(groups[:-1])}.{groups[-1]}"))
    return readings


def _grouped(groups: list[str]) -> bool:
    """Whether digits are grouped in threes, or in twos before the last three as in India."""
    first, *middle, last = groups
    return (
        1 <= len(first) <= 3
        and len(last) == 3
        and (all(len(group) == 3 for group in middle) or (len(first) < 3 and all(len(group) == 2 for group in middle)))
    )


@lru_cache(maxsize=32)
def _month_dates(language: str) -> re.Pattern[str]:
    """Build what matches a day before or after a month's name in `language`, and a year after it."""
    names = sorted(_month_names(language), key=len, reverse=True)
    if not names:
        return re.compile("(?!)")
    alternatives = re.sub("[اأإآ]", "[اأإآ]", "|".join(map(re.escape, names)))  # papers often leave out the hamza
    month = f"(?:{alternatives})\\.?(?!\\w)"
    day = "[0-9]{1,2}(?:er|st|nd|rd|th|\\.|º)?"
    return re.compile(
        f"{day}(?: de| ของ)? ?{month}(?:,? (?:de )?[0-9]{{4}})?|{month} {day}(?:,? [0-9]{{4}})?|{month} [0-9]{{4}}"
    )


def _month_names(language: str) -> set[str]:
    names = set()
    for tag in (language, *_REGIONS.get(language, ())):
        try:
            months = Locale.parse(tag, sep="-").months
        except (UnknownLocaleError, ValueError):
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names |= {_lower(fold(name).text).rstrip(".") for name in months[context][width].values()}
    return {name for name in names if not any(char.isdigit() for char in name)} - _VERBS


_REGIONS = {"ar": ("ar-IQ", "ar-DZ", "ar-MA", "ar-SA")}
# "2 may have died" and "3 march": month names that are words of another kind. Their dates are then only loose.
_VERBS = {"may", "march", "mar"}


def _read_words(text: str, table: NumberWords) -> Iterator[Figure]:
    words = list(_WORD.finditer(text)) if table.counts else []
    at = 0
    while at < len(words):
        value, after = _parse(text, words, at, table) if _begins(words[at][0], table) else (0, at)
        if after > at:
            span = Span(words[at].start(), words[after - 1].end())
            yield Figure(span, frozenset({float(value)}), False, "count")
        at = max(after, at + 1)


def _begins(word: str, table: NumberWords) -> bool:
    """Whether a number can begin with `word`: looked at first, for most words begin none."""
    return any(form in table.first for form in _without_proclitics(word))


def _parse(text: str, words: list[re.Match[str]], at: int, table: NumberWords) -> tuple[int, int]:
    """Read one number from word `at` on: its value, and the index of the word after it (`at` if there is none)."""
    total, part, after = 0, 0, at
    while after < len(words):
        step = after + (after > at and words[after][0] in table.links)
        if not _unbroken(text, words[max(at, after - 1) : step + 1]):
            break
        count, end = _longest(text, words, step, table.counts)
        if end > step and _adds(count, part):
            part, after = part + count, end
            continue
        scale, end = _longest(text, words, step, table.scales)
        if end == step or not _multiplies(scale, part, total, words[step][0] in table.alone):
            break
        part = max(part, 1) * scale
        if scale >= 1000:
            total, part = total + part, 0
        after = end
    return total + part, after


def _adds(count: int, part: int) -> bool:
    """Whether a count may follow what was read: "hundred" and then "five", not "five" and then "five"."""
    return part == 0 or (part >= 100 > count and part % 100 == 0) or (part >= 1000 > count and part % 1000 == 0)


def _multiplies(scale: int, part: int, total: int, alone: bool) -> bool:
    if part == 0:
        return alone and (total == 0 or scale <= 1000)
    return part < scale or scale >= 1000


def _longest(text: str, words: list[re.Match[str]], at: int, table: dict[str, int]) -> tuple[int, int]:
    """Give the value of the longest phrase of `table` that begins at word `at`, and the index after it."""
    for count in range(min(_MAX_WORDS, len(words) - at), 0, -1):
        piece = words[at : at + count]
        if not _unbroken(text, piece):
            continue
        rest = " ".join(word[0] for word in piece[1:])
        for first in _without_proclitics(piece[0][0]):
            phrase = f"{first} {rest}" if rest else first
            if phrase in table:
                return table[phrase], at + count
    return 0, at


# What Arabic writes together with a number: and, so, by, like, for, the.
_PROCLITIC = re.compile("^(?:[\u0648\u0641]?[\u0628\u0643]?(?:\u0627\u0644)?|[\u0648\u0641]?\u0644\u0644?)(?=\\w\\w)")


def _without_proclitics(word: str) -> tuple[str, ...]:
    bare = _PROCLITIC.sub("", word)
    return (word,) if bare == word else (word, bare)


def _unbroken(text: str, words: list[re.Match[str]]) -> bool:
    """Whether nothing but one space or hyphen stands between each word and the next."""
    return all(text[left.end() : right.start()] in {" ", "-"} for left, right in pairwise(words))


def _read_unspaced(text: str, language: str) -> Iterator[Figure]:
    readers = {"zh": read_chinese, "ja": read_chinese, "th": read_thai}
    reader = readers.get(language.partition("-")[0])
    for start, end, value in reader(text) if reader else ():
        in_digits = any(char.isdigit() for char in text[start:end])
        yield Figure(Span(start, end), frozenset({value}), in_digits, "count")
