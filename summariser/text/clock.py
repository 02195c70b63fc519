"""Takes a clock time and the words that are said to give it, and says whether they do."""

import re
from typing import NamedTuple

from summariser.nouns.values import PartOfDay
from summariser.text.figures import Verdict, figures_in
from summariser.text.fold import fold

_HALF_DAY = 12
Half = str | None

# Forms that can only be a clock time, and forms that may also be a date or a number.
_CERTAIN = re.compile(
    "(?<![0-9:])(?<![0-9][.])(?P<hour>[0-2]?[0-9])(?: ?(?P<half>[ap])\\.?m\\b"
    "|[.](?P<dotted>[0-5][0-9]) ?(?:uhr|h\\b|heures?|(?P<dotted_half>[ap])\\.?m\\b)"
    "|(?::| ?h| giờ|[時时点點시]| ?uhr| heures?| часов| часа)(?: ?(?P<minute>[0-5][0-9]|半|반|rưỡi))?"
    "(?![0-9:])(?: ?(?P<later_half>[ap])\\.?m\\b)?)"
)
_POSSIBLE = re.compile("(?<![0-9.])(?P<hour>[0-2]?[0-9])(?:\\.(?P<minute>[0-5][0-9]))?(?![0-9])")
_MORNING = re.compile(
    "sáng|matin|aube|صباح|فجر|morning|dawn|凌晨|早上|上午|清晨|午前|утра|утром|de la mañana|madrugada|(?<!a)manhã"
    "|morgens|am morgen|vormittag|pagi|subuh|sabah|सुबह|तड़के|เช้า|오전|새벽"
)
_AFTERNOON = re.compile(
    "chiều|tối|soir|après-midi|مساء|بعد الظهر|عصر|afternoon|evening|下午|晚上|傍晚|午後|вечера|вечером|дня"
    "|de la tarde|da tarde|nachmittag|abend|sore|öğleden sonra|akşam|शाम|บ่าย|ค่ำ|오후|저녁"
)
# A night has hours on both sides of midnight, so it allows the later half of the day without demanding it.
_NIGHT = re.compile("đêm|nuit|ليل|night|夜|ночи|ночью|noche|noite|nacht|malam|gece|रात|คืน|밤")
_LATE_PARTS = {PartOfDay.AFTERNOON, PartOfDay.EVENING, PartOfDay.NIGHT}


class _Told(NamedTuple):
    hour: int
    minute: int
    half: Half


def check_clock(clock: str, part: PartOfDay | None, words: str, quote: str, language: str) -> Verdict:
    """Say whether `words`, or else the `quote` that they stand in, give the time `clock` (24 hours, "16:05").

    Hours up to twelve are shifted by twelve where a word or `part` says afternoon, evening or night. Another time
    in the words contradicts; none, or one that code cannot read, leaves it unverified.
    """
    hour, minute = map(int, clock.split(":"))
    half, folded_quote = _half_of_day(_lowered(words)), _lowered(quote)
    late = part in _LATE_PARTS or bool(_AFTERNOON.search(folded_quote) or _NIGHT.search(folded_quote))
    for text in (words, quote):
        certain = _told(_CERTAIN, text, half)
        if any(_same(told, hour, minute, late) for told in certain or _told(_POSSIBLE, text, half)):
            return "verified"
        if certain:
            return "unverified" if any(_shifted(told, hour, minute) for told in certain) else "contradicted"
    hours = {hour, hour - _HALF_DAY} if late else {hour}
    return "verified" if minute == 0 and hours & figures_in(words, language) else "unverified"


def names_clock(words: str, clock: str) -> bool:
    """Say whether `words` write the time `clock` (24 hours, "16:05"), and no other, in a form that no date has."""
    hour, minute = map(int, clock.split(":"))
    told = _told(_CERTAIN, words, _half_of_day(_lowered(words)))
    return len(told) == 1 and _same(told[0], hour, minute, late=False)


def without_clock(words: str, clock: str) -> str:
    """Leave out of `words` the time `clock` written with a full stop ("3.10"), which reads like 3 October."""
    hour, minute = clock.split(":")
    hours = {int(hour), int(hour) - _HALF_DAY}
    return re.sub(f"(?<![0-9.])0?(?:{'|'.join(map(str, hours))})[.]{minute}(?![0-9])", "", fold(words).text)


def _lowered(text: str) -> str:
    return fold(text).text.lower()


def _half_of_day(words: str) -> Half:
    """Which half of the day the words themselves name; none if they name both or neither."""
    morning, afternoon = bool(_MORNING.search(words)), bool(_AFTERNOON.search(words))
    if morning == afternoon:
        return None
    return "a" if morning else "p"


def _told(pattern: re.Pattern[str], text: str, half: Half) -> list[_Told]:
    found = []
    for match in pattern.finditer(_lowered(text)):
        groups = match.groupdict()
        named = groups.get("half") or groups.get("later_half") or groups.get("dotted_half") or half
        minute = groups.get("minute") or groups.get("dotted") or "0"
        hour = int(groups["hour"])
        in_half_day = 0 < hour <= _HALF_DAY
        found.append(_Told(hour, int(minute) if minute.isdigit() else 30, named if in_half_day else None))
    return found


def _same(told: _Told, hour: int, minute: int, late: bool) -> bool:
    if told.minute != minute:
        return False
    if told.half:
        return hour == told.hour % _HALF_DAY + (_HALF_DAY if told.half == "p" else 0)
    return told.hour % 24 == hour or (late and _shifted(told, hour, minute))


def _shifted(told: _Told, hour: int, minute: int) -> bool:
    """Whether the time is right but for the half of the day, which the words leave open."""
    open_half = not told.half and told.hour <= _HALF_DAY
    return open_half and told.minute == minute and told.hour % _HALF_DAY == hour % _HALF_DAY
