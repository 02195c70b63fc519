"""Takes two folded names and says how they differ: in nothing, spelling, order, a word left out, or for good.

An extra word that distinguishes means different ("Hezbollah", "Kataib Hezbollah"); a word that names often lose
(a middle name, a patronymic, "movement") means that nothing can be said. Persons are compared in order, bodies as
sets of words.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from summariser.text.capitals import embassy_in_country
from summariser.text.fold import fold
from summariser.text.names import Tokens, compare_tokens, is_generic, respelt, skeleton, sound, vowels

Difference = Literal[
    "none", "spacing", "one_sound", "spelling", "sound", "plural", "order", "translation", "form", "wording",
    "left_out", "surname", "initial", "too_little", "extra", "words", "foreign", "all", "nothing",
]  # fmt: skip


class Comparison(NamedTuple):
    """How two names differ, how many of their words are the same, and the difference in words."""

    difference: Difference
    alike: int
    words: str


_COMMON_WORDS = """mohammed ahmed hussein hassan yousef ali omar othman khaled saleh saeed mustafa ibrahim mahmoud
    abdullah jaafar kareem qassem faisal abbas nasser salman salim hamza bin abu nguyen van thi tran
    pham minh kim lee park choi li wang zhang chen liu yang singh kumar khan sharma juan jose maria
    carlos garcia rodriguez martinez lopez gonzalez perez hernandez john james david michael smith jones
    brown jean pierre paul ivan sergei alexei dmitry andrei nikolai alexander vladimir mikhail ivanov"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Names that very many bear: two people may well share all of them."""
_GENERATIONS = frozenset({"jr", "sr", "junior", "senior", "ii", "iii", "iv"})
_MANY_WORDS = """embassy consulate mission hospital clinic school university court prison airport base church mosque
    temple brigade battalion division factory bank
    ambassador"""
_MANY = frozenset(_MANY_WORDS.split())
"""What one country has many of."""
_ONE_OF_THEM = frozenset({"supreme", "constitutional", "central", "national"})
_WEAK_WORDS = """movement group groups organization party militia network militant rebels fighters forces force
    agency service islamic armed official federal state republic royal general company corporation inc
    ltd"""
_WEAK = frozenset(_WEAK_WORDS.split())
"""Words that a name often loses without becoming another's."""
_CONCEPTS = {
    form: english
    for english, forms in {
        "brigade": "brigades kataib kataeb katibat battalion battalions phalanges saraya liwa companies",
        "movement": "harakat mouvement movimiento movimento bewegung",
        "party": "hizb parti partido partei partito",
        "army": "jaish jaysh",
        "front": "jabhat frente fronte",
        "council": "majlis",
        "force": "forces unit units fuerzas quwat",
        "league": "ligue liga asaib",
        "union": "syndicat sindicato sindacato gewerkschaft",
        "alliance": "alianza alianca allianz aliansi",
        "association": "asociacion associacao associazione verband",
        "national": "nationale nacional nazionale",
    }.items()
    for form in (english, *forms.split())
}
"""English words for those that half-translated names keep."""
_IN_OTHER_WORDS = {
    word: words.split()[0]
    for words in (
        "administration department directorate authority authorities government office agency bureau service",
        "association union assembly federation confederation alliance society syndicate",
    )
    for word in words.split()
}
"""Words for what a body is of which translators choose one or another; two that stand in names say little."""
_ENDINGS = ("al", "ial", "ern", "ian", "an", "ish", "ist")


def is_common(tokens: Tokens) -> bool:
    """Say whether a person's name is made of names alone that very many people bear."""
    return all(token in _COMMON for token in tokens)


def is_one_of_many(tokens: Tokens) -> bool:
    """Say whether a body's name says of what kind it is and of which country, but not which of these it is."""
    bare = [token for token in tokens if not token.startswith("@")]
    placed = any(token.startswith("in:") for token in bare)
    if placed and "embassy" in bare:
        return False
    words = [token for token in bare if not token.startswith("in:")]
    distinguished = not is_generic(tuple(word for word in words if word not in _MANY))
    return bool(_MANY & set(words)) and not distinguished and not _ONE_OF_THEM & set(words)


def is_distinctive(token: str) -> bool:
    """Say whether a word of a body's name is neither a country nor what many bodies are called by."""
    return "@" not in token and token not in _MANY and token not in _WEAK and not is_generic((token,))


def concept(token: str) -> str:
    """Give the English word for a word that names keep half translated; any other word as it is."""
    return _CONCEPTS.get(token, token)


def root(token: str) -> str:
    """Give what is equal for two words of bodies' names that may be one, if the spelling is."""
    word = concept(token).removesuffix("s")
    word = _IN_OTHER_WORDS.get(word, _IN_OTHER_WORDS.get(token, word))
    return next((word.removesuffix(end) for end in _ENDINGS if word.endswith(end) and len(word) > 3 + len(end)), word)


def is_known(token: str) -> bool:
    """Say whether a word of a body's name is a term that says what bodies are, or a country."""
    terms = (_CONCEPTS.keys(), _CONCEPTS.values(), _IN_OTHER_WORDS)
    return not is_distinctive(token) or any(token in one for one in terms)


# Persons


def compare_persons(a: Tokens, b: Tokens) -> Comparison:
    """Compare two folded personal names."""
    if a == b:
        return Comparison("none", len(a), "same name")
    if "".join(a) == "".join(b):
        return Comparison("spacing", len(a), "same name, spaced differently")
    if len(a) == len(b):
        return _of_one_length(a, b)
    short, long = sorted((a, b), key=len)
    left = _left_out(short, long)
    return _differing(a, b) if left is None else _shorter(short, left)


def _of_one_length(a: Tokens, b: Tokens) -> Comparison:
    pairs = list(zip(a, b, strict=True))
    found = [compare_tokens(x, y) for x, y in pairs]
    alike = found.count("same")
    if all(respelt(x) == respelt(y) for x, y in pairs):
        return Comparison("one_sound", alike, f"two spellings of one sound ({_against(pairs)})")
    if "different" not in found:
        return Comparison("spelling", alike, f"may be two spellings ({_against(pairs)})")
    if all(likeness != "different" or _sounds(x, y) for likeness, (x, y) in zip(found, pairs, strict=True)):
        return Comparison("sound", alike, f"may be written by ear ({_against(pairs)})")
    if sorted(a) == sorted(b):
        return Comparison("order", len(a), "same names in another order")
    if alike and all(likeness != "different" or _initial(x, y) for likeness, (x, y) in zip(found, pairs, strict=True)):
        return Comparison("initial", alike, f"an initial may stand for a name ({_against(pairs)})")
    return _differing(a, b)


def _sounds(x: str, y: str) -> bool:
    return len(sound(x)) > 2 and sound(x) == sound(y)


def spelt_alike(a: Tokens, b: Tokens) -> bool:
    """Say whether names that may be two spellings have the same vowels, and consonants enough to tell by."""
    pairs = [(x, y) for x, y in zip(a, b, strict=True) if respelt(x) != respelt(y)]
    return all(vowels(x) == vowels(y) and min(len(skeleton(x)), len(skeleton(y))) > 2 for x, y in pairs)


def _initial(x: str, y: str) -> bool:
    return min(len(x), len(y)) == 1 and x[:1] == y[:1]


def _against(pairs: Iterable[tuple[str, str]]) -> str:
    return ", ".join("/".join(sorted(pair)) for pair in pairs if pair[0] != pair[1])


def _left_out(short: Tokens, long: Tokens) -> list[str] | None:
    """Give the words of `long` that `short` lacks if its other words are, in order, those of `short`; else None."""
    rest = list(short)
    left = []
    for token in long:
        if rest and compare_tokens(rest[0], token) != "different":
            rest.pop(0)
        else:
            left.append(token)
    return None if rest else left


def _shorter(short: Tokens, left: list[str]) -> Comparison:
    if _GENERATIONS & set(left):
        return Comparison("extra", len(short), f"an extra distinguishing word: {' '.join(left)}")
    if not short:
        return Comparison("all", 0, "nothing in common")
    if len(short) > 1:
        return Comparison("left_out", len(short), f"one name has more ({' '.join(left)})")
    if short[0] in _COMMON or len(short[0]) == 1:
        return Comparison("too_little", 1, f"one name alone is too little ({short[0]})")
    return Comparison("surname", 1, f"one name alone ({short[0]}) may be the same")


def _differing(a: Tokens, b: Tokens) -> Comparison:
    only, other = (" ".join(token for token in one if token not in rest) for one, rest in ((a, b), (b, a)))
    if not set(a) & set(b):
        return Comparison("all", 0, "nothing in common")
    return Comparison("words", len(set(a) & set(b)), f"names differ: {' against '.join(sorted((only, other)))}")


# Bodies


def compare_bodies(a: Tokens, b: Tokens) -> Comparison:
    """Compare two folded names of bodies; an embassy in a capital is the one in its country."""
    one, other = embassy_in_country(a), embassy_in_country(b)
    if one == other:
        return Comparison("none", len(one), "same name" if a == b else "embassy in the capital of the country")
    alike = sum(map(is_distinctive, one & other))
    left, right, ways = _paired(one - other, other - one)
    if left and right:
        return _both_differ(one, other, left, right, alike)
    if left or right:
        return _one_has_more(one & other, sorted(left or right), alike + len(ways))
    return Comparison(ways[0], alike, f"may be one name ({_ways_in_words(one, other)})")


def _ways_in_words(one: frozenset[str], other: frozenset[str]) -> str:
    return " / ".join(sorted((" ".join(sorted(one - other)), " ".join(sorted(other - one)))))


def _both_differ(one: frozenset[str], other: frozenset[str], left: set[str], right: set[str], alike: int) -> Comparison:
    foreign = not any(map(is_known, left)) or not any(map(is_known, right))
    if not one & other:
        return Comparison("nothing" if foreign else "all", 0, "nothing in common")
    sides = sorted((" ".join(sorted(left)), " ".join(sorted(right))))
    words = f"names differ: {' against '.join(sides)}".replace("in:@", "@").replace("@", "")
    return Comparison("foreign" if foreign else "words", alike, words)


def _one_has_more(shared: frozenset[str], more: list[str], alike: int) -> Comparison:
    told = " ".join(more).replace("in:@", "@").replace("@", "")
    weak = all(token in _WEAK or token.startswith("@") for token in more)
    which = is_one_of_many(tuple(shared)) and any(token.startswith("@") for token in shared)
    if (weak and alike) or which:
        return Comparison("left_out", alike, f"one name has more ({told})")
    return Comparison("extra", alike, f"an extra distinguishing word: {told}")


def _paired(left: frozenset[str], right: frozenset[str]) -> tuple[set[str], set[str], list[Difference]]:
    """Take out of two sets of words those that may be one; give what stays, and in which ways, the worst first."""
    found = list(_pairs(sorted(left), sorted(right)))
    gone, others = {x for x, _, _ in found}, {y for _, y, _ in found}
    ways: list[Difference] = [way for way in _WAYS if any(way == one for _, _, one in found)]
    return set(left) - gone, set(right) - others, ways


_WAYS: tuple[Difference, ...] = ("wording", "form", "sound", "translation", "spelling", "one_sound", "plural")


def _pairs(left: list[str], right: list[str]) -> Iterator[tuple[str, str, Difference]]:
    free = list(right)
    for x in left:
        found = next(((y, way) for y in free if (way := _way(x, y))), None)
        if found:
            free.remove(found[0])
            yield x, *found


def _way(x: str, y: str) -> Difference | None:
    """Say in what way two words of bodies' names may be one; None if they are two."""
    if "@" in x + y:
        return None
    if x.removesuffix("s") == y.removesuffix("s"):
        return "plural"
    if concept(x) == concept(y):
        return "translation"
    if root(x) == root(y):
        return "wording" if is_known(x) or is_known(y) else "form"
    return _spelt(x, y) if is_distinctive(x) and is_distinctive(y) else None


def _spelt(x: str, y: str) -> Difference | None:
    if respelt(x) == respelt(y):
        return "one_sound"
    if compare_tokens(x, y) == "maybe":
        return "spelling"
    return "sound" if _sounds(x, y) else None


# Acronyms

_CAPITALS = "[A-Z\u0391-\u03a9\u0400-\u042f]{2,6}"
_ACRONYM = re.compile(rf"(?:\S+ )??(?:the )?({_CAPITALS})s?|.*\(({_CAPITALS})\)")
_LEFT_OUT_OF_ACRONYMS = frozenset({"of", "the", "and", "for", "in", "de", "la", "du", "des"})


def acronym(name: str) -> str | None:
    """Give the acronym, in small letters, that `name` is ("the PG") or gives ("Popular Guard (PG)")."""
    found = _ACRONYM.fullmatch(fold(name).text.replace(".", ""))
    return next(filter(None, found.groups())).casefold() if found else None


def initials(words: Tokens) -> set[str]:
    """Give the initials of a full name, with and without its small words; none for fewer than two other words."""
    told = [word for word in words if word not in _LEFT_OUT_OF_ACRONYMS]
    return {"".join(word[0] for word in one) for one in (told, words) if len(told) > 1}
