"""Takes two incidents as two articles tell them and gives a verdict: what the rules find, weighed.

`judge` has the only say on what joins; what it leaves open may be put to the model.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from summariser.core.merge.origins import World
from summariser.core.merge.rules import (
    OF_A_TARGET,
    SAME_DAY,
    SELDOM,
    VAGUE_TYPES,
    VETO,
    Finding,
    find,
    is_one_precise,
)
from summariser.core.merge.sightings import Sighting, date_words

_OPEN = 7
"""From this score on a pair is worth a question: day, city and kind agree, or a target makes up for one of them."""
_OPEN_IF_SELDOM = 5
_SUPPORTING = ("touched", "doers", "spot", "rarity", "clock", "toll", "other_targets", "other_company")


class Verdict(NamedTuple):
    """Whether two sightings are one incident, how strongly, and why in words.

    `perhaps` joins only where there is no other candidate; `apart` is not enough, and over a `doubt` no other pair
    brings the two together either; `conflict` can never be one. `open` says that the question is worth asking.
    """

    kind: Literal["join", "perhaps", "apart", "doubt", "conflict"]
    score: int
    words: str
    open: bool = False


OF_ONE_ARTICLE = Verdict("conflict", VETO, "told as two in one article")


def judge(a: Sighting, b: Sighting, world: World) -> Verdict:
    """Weigh what the rules find. The verdict and its score are the same for (b, a)."""
    first, second = (a, b) if a.id < b.id else (b, a)
    found = find(first, second, world)
    vetoes = [finding.words for finding in found.values() if finding.score <= VETO]
    if vetoes:
        return Verdict("conflict", VETO, "; ".join(vetoes))
    if a.article == b.article:
        return OF_ONE_ARTICLE
    score = sum(finding.score for finding in found.values())
    words = _in_words(found)
    if any(finding.doubt for finding in found.values()):
        return Verdict("doubt", score, words, _is_open(found, score, first, second))
    if _joins(found, first, second, world):
        return Verdict("join", score, words)
    if _may_join(found, first, second):
        return Verdict("perhaps", score, words, open=True)
    return Verdict("apart", score, _what_is_missing(found, first, second), _is_open(found, score, first, second))


def _is_open(found: Mapping[str, Finding], score: int, one: Sighting, other: Sighting) -> bool:
    """Say whether so much agrees that the question is worth asking; less must for what happens seldom."""
    shared = any(found[name].score > 0 for name in ("place", "spot", "touched", "doers"))
    seldom = one.family in SELDOM and found["kind"].score == 3
    if seldom and any(found[name].score > 0 for name in ("date", "report", "touched")):
        return score >= _OPEN_IF_SELDOM
    return score >= _OPEN and (shared or not one.is_placed or not other.is_placed)


def _joins(found: Mapping[str, Finding], a: Sighting, b: Sighting, world: World) -> bool:
    """Whole days that meet, places and kinds that fit, and one thing more that both say."""
    support = sum(found[name].score for name in _SUPPORTING)
    if found["date"].score < SAME_DAY or support <= _least_support(found, a, b):
        return False
    if found["place"].score > 0:
        # One army may strike a city twice a day: the same doer alone is not enough.
        return support > found["doers"].score
    return found["kind"].score == 3 and _is_strong_without_place(found, a, b, world)


def _least_support(found: Mapping[str, Finding], a: Sighting, b: Sighting) -> int:
    """Give what support must exceed: where both kinds are told exactly and differ, a shared target is too little."""
    exact = found["kind"].score < 3 and not VAGUE_TYPES & {a.incident.type, b.incident.type}
    return OF_A_TARGET if exact else 0


def _is_strong_without_place(found: Mapping[str, Finding], a: Sighting, b: Sighting, world: World) -> bool:
    """Where a place is missing: a target that is not a whole state, the hour, or two of the same participants."""
    shared = a.touched & b.touched
    return bool(shared) and (is_one_precise(shared, world) or found["clock"].score > 0 or len(shared) > 1)


def _may_join(found: Mapping[str, Finding], a: Sighting, b: Sighting) -> bool:
    """Coarse or missing dates: city, kind, and target or toll must agree, and more than silence must say so."""
    touched, toll = found["touched"].score >= 2, found["toll"].score > 0
    agreed = found["place"].score == 2 and found["kind"].score >= 2 and (touched or toll)
    if not agreed or found["date"].score >= SAME_DAY or any(finding.score < 0 for finding in found.values()):
        return False
    if found["report"].score > 0 and found["kind"].score == 3:
        return True
    if touched and (found["clock"].score > 0 or (found["date"].score == 0 and toll)):
        return True
    coarse = [one for one in (a, b) if not one.days]
    return found["date"].score > 0 and found["kind"].score == 3 and all(one.incident.background for one in coarse)


def _in_words(found: Mapping[str, Finding]) -> str:
    # The clock stands apart from the rest; a title proves nothing.
    words = [finding.words for name, finding in found.items() if finding.words and name not in ("clock", "title")]
    return "; ".join(part for part in (", ".join(words), found["clock"].words) if part)


def _what_is_missing(found: Mapping[str, Finding], a: Sighting, b: Sighting) -> str:
    against = [finding.words for finding in found.values() if finding.score < 0]
    if against:
        return "; ".join(against)
    if found["date"].score < SAME_DAY:
        return _dates_apart(date_words(a), date_words(b))
    return "nothing more than day, place and kind in common" if found["place"].score else "no place to compare"


def _dates_apart(x: str, y: str) -> str:
    return f"{x} against {y}" if x != y else f"both {x}, which decides nothing, and too little else in common"
