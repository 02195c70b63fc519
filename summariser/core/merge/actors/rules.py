"""Takes two groups of actors and gives a verdict: a table of small rules, each a score and words.

Above zero speaks for one actor, below against. `JOIN` is certain, `OPEN` is worth a question, and what `why_never`
names is a conflict whatever the names look like. To widen the merging, add a rule to `RULES`.
"""

import re
from collections.abc import Callable
from itertools import product
from typing import Literal, NamedTuple

from summariser.core.merge.actors.groups import Group, needs_country_to_tell, why_never
from summariser.nouns.kinds import ActorKind
from summariser.text.likeness import Comparison, compare_bodies, compare_persons, is_known, is_one_of_many, spelt_alike
from summariser.text.names import Tokens, fold_body, is_generic

JOIN = 100
OPEN = 10
BY_SCENE = OPEN
"""The score of what only a scene speaks for; less than any name has."""
_SPELLING = 50
_WEAK = 15
_TOGETHER = 20
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_TRANSLITERATED = frozenset(
    """IQ IR SY LB JO PS IL SA YE OM AE QA BH KW EG LY TN DZ MA SD SS MR SO AF PK RU UA BY BG RS MK KZ KG TJ UZ GE AM IN
    NP BD LK GR""".split()  # noqa: SIM905
)
"""Countries whose names news writes in Latin letters by ear, so that vowels and doubled letters tell nothing."""
_OTHER_WORDS = frozenset({"wording", "form", "sound"})
_OF_BODIES = {"translation": _SPELLING, "one_sound": _SPELLING, "spelling": _SPELLING, "plural": _SPELLING,
              "left_out": _WEAK, "extra": -50, "words": -60, "foreign": -60, "all": 0, "nothing": 0}  # fmt: skip
_OF_PERSONS = {"one_sound": _SPELLING, "spelling": _WEAK, "sound": _WEAK, "order": 40, "initial": _WEAK,
               "left_out": _WEAK, "surname": _WEAK, "too_little": 0, "extra": -50, "words": -60, "all": 0}  # fmt: skip
_SPELT = {"plural": "singular or plural", "one_sound": "in two spellings"}
_NEVER_TRANSLATED = frozenset({ActorKind.STATE, ActorKind.OUTLET})
_FAMILY_NAME_FIRST = frozenset({"CN", "TW", "SG", "JP", "KR", "KP", "VN", "HU", "KH"})


class Finding(NamedTuple):
    """What one rule found."""

    score: int
    words: str
    mute: bool = False
    """Whether the names say nothing either way: they may be translations, or are too common."""
    by_words: bool = False
    """Whether each of two bodies' names has words that the other lacks, as a name and its translation do."""


class Verdict(NamedTuple):
    """Whether two groups are one actor: certainly, perhaps (`open`), not by name (`apart`), or never (`conflict`).

    `by_words` says that only words of bodies' names differ, which a third name of both outweighs.
    """

    kind: Literal["join", "open", "apart", "conflict"]
    score: int
    words: str
    by_words: bool = False


_SILENT = Finding(0, "")


# Rules


def by_name(a: Group, b: Group) -> Finding:
    """Compare all English names of one with all of the other: the best counts, and joins only if all would."""
    compare = _persons if a.person else _bodies
    found = [compare(x, y, a, b) for x, y in product(sorted(a.names), sorted(b.names))]
    best = max(found, key=lambda one: one.score)
    best = best._replace(mute=all(one.mute for one in found), by_words=all(one.by_words for one in found))
    sure = all(one.score >= JOIN for one in found)
    return best if sure else best._replace(score=min(best.score, JOIN - 1))


def _persons(x: Tokens, y: Tokens, a: Group, b: Group) -> Finding:
    found = compare_persons(x, y)
    country = _shared_country(a, b)
    match found.difference:
        case "none":
            return Finding(0 if is_generic(x) else _WEAK, f"{found.words}, but not sure to be one bearer's")
        case "spacing":
            return Finding(JOIN if country or not needs_country_to_tell(x, True) else _SPELLING, found.words)
        case "one_sound" | "spelling" if why := _one_spelt_twice(found, x, y, a, b):
            return Finding(JOIN, why)
        case "order" if country in _FAMILY_NAME_FIRST and _turned(x, y):
            return Finding(JOIN, "same names, the family name first or last")
    score = _SPELLING if found.difference == "spelling" and found.alike else _OF_PERSONS[found.difference]
    return Finding(score, found.words, found.difference == "too_little")


def _one_spelt_twice(found: Comparison, x: Tokens, y: Tokens, a: Group, b: Group) -> str | None:
    """Say why two spellings are one person's, None if that is not certain."""
    country = _shared_country(a, b)
    if not (country in _TRANSLITERATED or a.by_ear or b.by_ear) or not spelt_alike(x, y):
        return None
    if country and (found.difference == "one_sound" or found.alike >= 2):
        return "same person and country in two spellings"
    tie = _tie(a, b, country)
    return f"one person in two spellings, {tie}" if tie else None


def _tie(a: Group, b: Group, country: str | None) -> str | None:
    """Say in words what ties two persons of like names together beside these, None if nothing does."""
    if parents := a.parents & b.parents:
        return f"both belong to {' '.join(min(parents)).replace('@', '')}"
    scenes = a.firm & b.firm if country else ()
    return f"both {min(scenes)}" if scenes else None


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
    if found.difference == "extra" and country and _in_one_town(x, y, a, b):
        return Finding(_WEAK, f"{found.words}, which may be a place")
    mute = found.difference in {"foreign", "nothing"} and not _NEVER_TRANSLATED & (a.kinds | b.kinds)
    return Finding(_score_of_bodies(found, country), found.words, mute, found.difference in {"words", "foreign"})


def _in_one_town(x: Tokens, y: Tokens, a: Group, b: Group) -> bool:
    """Say whether two offices whose names differ by a word that no office is called by are told of in one place."""
    if a.kinds | b.kinds != {ActorKind.GOVERNMENT_BODY} or len(more := set(x) ^ set(y)) != 1:
        return False
    return not any(map(is_known, more)) and not a.moments.isdisjoint(b.moments)


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
    """Give the acronyms that `a` is named by and that are initials of a name of `b`, with whether `b` writes them.

    An acronym of another script ("КВП") may be initials of what is written in that script.
    """
    of_script = a.written_acronyms & b.written_acronyms if a.acronyms else frozenset[str]()
    return {(short, short in b.written_acronyms) for short in (a.acronyms | of_script) & b.initials}


RULES: tuple[Callable[[Group, Group], Finding], ...] = (by_name, by_writing, by_acronym)


def _scene(a: Group, b: Group) -> str | None:
    """Say in words in which part both are shown, None if in no one."""
    if firm := a.firm & b.firm:
        return f"both {min(firm)}"
    loose = a.scenes & b.scenes
    return f"both {min(loose).part} what may be one incident" if loose else None


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
    if (score > 0 or found[0].mute) and (scene := _scene(a, b)):
        return Verdict("open", min(score + _TOGETHER, JOIN - 1) if score > 0 else BY_SCENE, f"{words}, {scene}")
    return Verdict("open" if score >= OPEN else "apart", score, words, found[0].by_words)
