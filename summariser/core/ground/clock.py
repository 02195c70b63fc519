"""Takes a clock time and the words that are said to give it, and says whether they do."""

import re
from typing import NamedTuple

from summariser.nouns.values import PartOfDay
from summariser.text.figures import Verdict, figures_in
from summariser.text.fold import fold

_HALF_DAY = 12

# Forms that can only be a clock time, and forms that may also be a date or a number.
_CERTAIN = re.compile(
    "(?<![0-9:])(?P<hour>[0-2]?[0-9])(?: ?(?P<half>[ap])\\.?m\\b"
    "|(?::| ?h| giờ|[時时点點]| ?uhr| heures?| часов| часа)(?:[ ]?(?P<minute>[0-5][0-9]))?"
    "(?![0-9:])(?: ?(?P<later_half>[ap])\\.?m\\b)?)"
)
_POSSIBLE = re.compile("(?<![0-9.])(?P<hour>[0-2]?[0-9])(?:\\.(?P<minute>[0-5][0-9]))?(?![0-9])")
_AFTERNOON = re.compile(
    "chiều|tối|đêm|soir|après midi|après-midi|nuit|مساء|بعد الظهر|ليل|tarde|noche|noite|下午|晚上|傍晚|夜|午後"
    "|nachmittag|abend|nacht|вечера|дня|ночи|sore|malam|öğleden sonra|akşam|gece|शाम|रात|दोपहर|บ่าย|ค่ำ|คืน"
    "|afternoon|evening|night|오후|저녁|밤"
)
_LATE_PARTS = {PartOfDay.AFTERNOON, PartOfDay.EVENING, PartOfDay.NIGHT}


class _Told(NamedTuple):
    hour: int
    minute: int
    half: str | None


def check_clock(clock: str, part: PartOfDay | None, words: str, quote: str, language: str) -> Verdict:
    """Say whether `words`, or else the `quote` that they stand in, give the time `clock` (24 hours, "16:05").

    Hours up to twelve are shifted by twelve where a word or `part` says afternoon, evening or night. Another time
    in the words contradicts; none, or one that code cannot read, leaves it unverified.
    """
    hour, minute = map(int, clock.split(":"))
    late = part in _LATE_PARTS or bool(_AFTERNOON.search(fold(quote).text.lower()))
    for text in (words, quote):
        certain = _told(_CERTAIN, text)
        if any(_same(told, hour, minute, late) for told in certain or _told(_POSSIBLE, text)):
            return "verified"
        if certain:
            return "unverified" if any(_shifted(told, hour, minute) for told in certain) else "contradicted"
    hours = {hour, hour - _HALF_DAY} if late else {hour}
    return "verified" if minute == 0 and hours & figures_in(words, language) else "unverified"


def _told(pattern: re.Pattern[str], text: str) -> list[_Told]:
    found = []
    for match in pattern.finditer(fold(text).text.lower()):
        groups = match.groupdict()
        half = groups.get("half") or groups.get("later_half")
        found.append(_Told(int(groups["hour"]), int(groups.get("minute") or 0), half))
    return found


def _same(told: _Told, hour: int, minute: int, late: bool) -> bool:
    if told.minute != minute:
        return False
    if told.half:
        return hour == told.hour % _HALF_DAY + (_HALF_DAY if told.half == "p" else 0)
    return told.hour % 24 == hour or (late and _shifted(told, hour, minute))


def _shifted(told: _Told, hour: int, minute: int) -> bool:
    """Whether the time is right but for the half of the day, which the article leaves open."""
    return not told.half and told.minute == minute and told.hour <= _HALF_DAY and told.hour % 12 == hour % 12
