"""Takes two groups of actors and gives a verdict: a table of small rules, each a score and words.

Above zero speaks for one actor, below against. `JOIN` is certain, `OPEN` is worth a question, and what `why_never`
names is a conflict whatever the names look like. To widen the merging, add a rule to `RULES`.
"""

import re
from collections.abc import Callable
from itertools import product
from typing import Literal, NamedTuple

from summariser.core.merge.actors.groups import Group, needs_country_to_tell, why_never
from summariser.text.likeness import Comparison, compare_bodies, compare_persons, is_one_of_many, spelt_alike
from summariser.text.names import Tokens, fold_body, is_generic

JOIN = 100
OPEN = 10
_SPELLING = 50
_WEAK = 15
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_TRANSLITERATED = frozenset(
    """IQ IR SY LB JO PS IL SA YE OM AE QA BH KW EG LY TN DZ MA SD SS MR SO AF PK RU UA BY BG RS MK KZ KG TJ UZ GE AM IN
    NP BD LK GR""".split()  # noqa: SIM905
)
"""Countries whose names news writes in Latin letters by ear, so that vowels and doubled letters tell nothing."""
_OTHER_WORDS = frozenset({"wording", "form", "sound"})
_OF_BODIES = {"translation": _SPELLING, "one_sound": _SPELLING, "spelling": _SPELLING, "plural": _SPELLING,
              "left_out": _WEAK, "extra": -50, "words": -60, "foreign": -60, "all": 0, "nothing": 0}  # fmt: skip
_SPELT = {"plural": "singular or plural", "one_sound": "in two spellings"}
_FAMILY_NAME_FIRST = frozenset({"CN", "TW", "SG", "JP", "KR", "KP", "VN", "HU", "KH"})


class Finding(NamedTuple):
    """What one rule found."""

    score: int
    words: str


class Verdict(NamedTuple):
    """Whether two groups are one actor: certainly, perhaps (`open`), not by name (`apart`), or never (`conflict`)."""

    kind: Literal["join", "open", "apart", "conflict"]
    score: int
    words: str


_SILENT = Finding(0, "")


# Rules


def by_name(a: Group, b: Group) -> Finding:
    """Compare all English names of one with all of the other: the best counts, and joins only if all would."""
    compare = _persons if a.person else _bodies
    found = [compare(x, y, a, b) for x, y in product(sorted(a.names), sorted(b.names))]
    best = max(found, key=lambda one: one.score)
    sure = all(one.score >= JOIN for one in found)
    return best if sure else best._replace(score=min(best.score, JOIN - 1))


def _persons(x: Tokens, y: Tokens, a: Group, b: Group) -> Finding:
    difference, alike, words = compare_persons(x, y)
    country = _shared_country(a, b)
    match difference:
        case "none":
            return Finding(0 if is_generic(x) else _WEAK, f"{words}, but not sure to be one bearer's")
        case "spacing":
            return Finding(JOIN if country or not needs_country_to_tell(x, True) else _SPELLING, words)
        case "one_sound" if country in _TRANSLITERATED:
            return Finding(JOIN, "same person and country in two spellings")
        case "spelling" if alike >= 2 and country in _TRANSLITERATED and spelt_alike(x, y):
            return Finding(JOIN, "same person and country in two spellings")
        case "order" if country in _FAMILY_NAME_FIRST and _turned(x, y):
            return Finding(JOIN, "same names, the family name first or last")
    scores = {"one_sound": _SPELLING, "spelling": _SPELLING if alike else _WEAK, "sound": _WEAK, "order": 40,
              "initial": _WEAK, "left_out": _WEAK, "surname": _WEAK, "too_little": 0, "extra": -50, "words": -60,
              "all": 0}  # fmt: skip
    return Finding(scores[difference], words)


def _shared_country(a: Group, b: Group) -> str | None:
    return next(iter(a.countries & b.countries), None)


def _turned(x: Tokens, y: Tokens) -> bool:
    return len(x) > 1 and (x[1:] + x[:1] == y or y[1:] + y[:1] == x)


def _bodies(x: Tokens, y: Tokens, a: Group, b: Group) -> Finding:
    country = _shared_country(a, b)
    if country and (bare := _without(country, x)) == _without(country, y) != ():
        return _many(bare) or Finding(JOIN, "same name and country")
    found = compare_bodies(x, y)
    if found.difference == "none":
        return _many(x) or Finding(_same_score(x, y), found.words)
    if country and found.alike and _only_spelt(found.difference, country):
        return Finding(JOIN, f"same name and country, {_SPELT[found.difference]}")
    return Finding(_score_of_bodies(found, country), found.words)


def _only_spelt(difference: str, country: str) -> bool:
    return difference == "plural" or (difference == "one_sound" and country in _TRANSLITERATED)


def _score_of_bodies(found: Comparison, country: str | None) -> int:
    if found.difference in _OTHER_WORDS:
        return _WEAK if country or found.alike else 0
    return _OF_BODIES[found.difference]


def _same_score(x: Tokens, y: Tokens) -> int:
    if x != y:
        return JOIN
    return 0 if is_generic(x) else _WEAK


def _without(country: str, tokens: Tokens) -> Tokens:
    return tuple(token for token in tokens if token != f"@{country}")


def _many(tokens: Tokens) -> Finding | None:
    return Finding(_WEAK, "same name, but a country has many of them") if is_one_of_many(tokens) else None


def by_writing(a: Group, b: Group) -> Finding:
    """Support names written the same in the articles' own script; a word alone ("the embassy") says nothing."""
    shared = sorted(filter(_telling, a.written & b.written))
    return Finding(80, f"both written {shared[0]}") if shared else _SILENT


def _telling(written: str) -> bool:
    if _UNSPACED.search(written):
        return len(written) > 3
    tokens = fold_body(written)
    return " " in written and len(written) > 5 and not is_generic(tokens) and not is_one_of_many(tokens)


def by_acronym(a: Group, b: Group) -> Finding:
    """Support an acronym against a name with these initials; certain if an article writes both, in one country."""
    pairs = {*_abbreviated(a, b), *_abbreviated(b, a)}
    if not pairs:
        return _SILENT
    if _shared_country(a, b) and any(len(short) > 2 and both for short, both in pairs):
        return Finding(JOIN + 60, f"an article writes the name with its acronym {max(pairs)[0].upper()}")
    return Finding(30, f"{max(pairs)[0].upper()} may stand for the name")


def _abbreviated(a: Group, b: Group) -> set[tuple[str, bool]]:
    """Give the acronyms that `a` is named by and that are initials of a name of `b`, with whether `b` writes them."""
    return {(short, short in b.written_acronyms) for short in a.acronyms & b.initials}


RULES: tuple[Callable[[Group, Group], Finding], ...] = (by_name, by_writing, by_acronym)


def judge(a: Group, b: Group) -> Verdict:
    """Weigh what all rules find of two groups."""
    never = why_never(a, b)
    if never:
        return Verdict("conflict", 0, never)
    found = [rule(a, b) for rule in RULES]
    score = sum(one.score for one in found)
    said = [one.words for one in found if one.score * score > 0] or [found[0].words]
    words = ", ".join(said)
    if score >= JOIN:
        return Verdict("join", score, words)
    return Verdict("open" if score >= OPEN else "apart", score, words)
