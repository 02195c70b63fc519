"""Takes a number and gives what it counts: the thing, and the part of all such things that it is limited to.

Soldiers are people, limited to a part, whether the article says "soldier" or "person, of the soldiers". Civilians,
passengers and participants are the people who were there: no part. One guard is one person, told by what he is.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from summariser.nouns.values import Number, Qualifier
from summariser.text.names import Tokens, fold_body

PERSON: Tokens = ("person",)
SALVO: Tokens = ("salvo",)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _synonyms(table: str) -> dict[str, str]:
    """Read "word: other, other phrase; …": each other word or phrase with the word that it is taken for."""
    rows = (row.split(":") for row in table.split(";"))
    return {" ".join(other.split()): word.strip() for word, others in rows for other in others.split(",")}


_SAME = _synonyms(
    """salvo: volley, barrage, series; house: home, dwelling, residence; family: household; car: automobile;
    truck: lorry; ship: vessel; coach: carriage, wagon; plane: airplane, aeroplane, aircraft; explosion: blast;
    drone: uav, unmanned aerial vehicle; flat: apartment; case: infection; body: corpse; tonne: ton, metric ton;
    policeman: police officer, policewoman, police, police agent, police member, member of police, officer of police;
    soldier: troop, trooper, serviceman, servicewoman, servicemember, service member, member of military,
    military personnel, army soldier; firefighter: fireman; fighter: militant, gunman; child: minor, kid;
    rescuer: rescue worker; guard: guardsman"""
)
_PEOPLE = _words(
    """person people human individual victim fatality death dead casualty life live injury wounded injured killed
    missing displaced body civilian resident inhabitant villager local passenger traveller occupant participant
    protester demonstrator marcher attendee worshipper spectator detainee suspect arrest arrestee evacuee survivor"""
)
"""Words for those who were there, whoever they are: no part of them."""
_ALWAYS_A_PART = _words(
    """soldier policeman firefighter fighter child man woman girl boy baby infant foreigner national rebel insurgent
    rescuer conscript gendarme"""
)
"""Kinds of people of whom an article may well tell apart from others that were killed or hurt."""
_OFTEN_TOLD_APART = _ALWAYS_A_PART | _words("guard watchman journalist reporter medic paramedic")
"""Kinds of people that two articles may mean to tell apart from others even if neither counts these."""
_KINDS = _ALWAYS_A_PART | _words(
    """guard watchman student pupil teacher worker employee labourer driver pilot farmer fisherman shepherd journalist
    reporter doctor nurse medic paramedic priest monk tourist pilgrim refugee migrant prisoner inmate miner sailor
    engineer technician official diplomat trader shopkeeper customer guest visitor youth teenager pedestrian cyclist
    motorist athlete player fan activist volunteer contractor hostage officer citizen staff crew crewman member"""
)
"""Kinds of people. Several of a kind are a part of all people; one of a kind is one person."""
_DONE_TO = _words(
    """derailed killed injured wounded hurt dead arrested detained seized confiscated captured burned burnt damaged
    missing displaced evacuated fired launched affected registered reported confirmed infected used recovered found"""
)
"""What a count or toll says of the thing anyway. "Destroyed" is not among them: it is more than damaged."""
_STOPS = _words("that which who whose in at on from to by with for near inside outside among under during")
_SMALL = frozenset({"the", "a", "an"})
_SET_ON_FIRE = re.compile(r"\b(?:set (?:on fire|ablaze|alight)|on fire|ablaze)\b")
_MANY_WORDS = 4
_COUNTABLE_TOGETHER = tuple(
    _words(units)
    for units in (
        "person family house village tent",
        "salvo rocket missile drone shell mortar bomb round shot projectile strike explosion raid",
        "bullet burst shot round",
        "house building flat shop structure address",
        "container truck",
        "gram kilogram tonne pound kg bag sack",
        "litre tonne barrel tank",
        "hectare acre kilometre metre mile",
        "dollar euro pound",
        "coach train",
        "ship boat",
        "car truck vehicle bus",
    )
)
"""Families of units: counts of two things of one family may be two accounts of one count."""
_COLLECTIVES = frozenset({"family", "house"})


class Subject(NamedTuple):
    """What is counted, and the words for the part that it is limited to, () for no limit."""

    thing: Tokens
    part: Tokens


class _Phrase(NamedTuple):
    """A noun with its modifiers, and the words of what follows it ("in the city", "that hit the embassy")."""

    head: str
    modifiers: frozenset[str]
    rest: frozenset[str]


def subject_of(value: Number) -> Subject:
    """Give what `value` counts, with the part that its `scope` or the noun itself limits it to."""
    counted = _phrase(value.counted)
    scope = _scope_words(value.scope or "", value)
    if counted.head in _PEOPLE:
        return Subject(PERSON, _sorted(counted.modifiers | counted.rest | scope))
    if counted.head in _KINDS:
        return Subject(PERSON, _sorted(_kind(counted, value) | counted.rest | scope))
    return Subject(_thing(counted), _sorted(counted.rest | scope))


def counted_key(value: Number) -> Tokens:
    """Give the noun alone that is counted, folded: words for people as such are one, those for salvos too."""
    counted = _phrase(value.counted)
    return PERSON if counted.head in _PEOPLE and not counted.modifiers else _thing(counted)


def head_of(value: Number) -> str | None:
    """Give the noun that is counted without its modifiers ("tank" of "storage tank"), None if these matter.

    They do for people as such, for what was destroyed, and where they name a country.
    """
    head, modifiers, rest = _phrase(value.counted)
    matters = rest or head in _PEOPLE or "destroyed" in modifiers or any(one.startswith("@") for one in modifiers)
    return None if matters else head


def is_kind_of_people(value: Number) -> bool:
    """Say whether `value` counts people of a kind, by the noun or by the scope."""
    subject = subject_of(value)
    nouns = [_phrase(words) for words in _nouns(value)]
    limited = any(noun.head in _KINDS and noun.rest for noun in nouns)
    return subject.thing == PERSON and not limited and any(noun.head in _KINDS for noun in nouns)


def is_told_apart(value: Number) -> bool:
    """Say whether `value` counts people of a kind that often is told apart from others: soldiers, foreigners."""
    nouns = [_phrase(words) for words in _nouns(value)]
    foreign = any(word.startswith("@") or word in ("foreign", "local") for noun in nouns for word in noun.modifiers)
    return foreign or any(noun.head in _OFTEN_TOLD_APART for noun in nouns)


def as_people(value: Number) -> Number:
    """Give `value` as a count of people, whatever they are."""
    scope = None if value.scope and _phrase(value.scope).head in _KINDS else value.scope
    return value.model_copy(update={"counted": PERSON[0], "scope": scope})


def _nouns(value: Number) -> tuple[str, ...]:
    return (value.counted, value.scope) if value.scope else (value.counted,)


def of_people(a: Number, b: Number) -> bool:
    """Say whether, of two tolls that count two things, one counts people and the other a kind of them."""
    things = subject_of(a).thing, subject_of(b).thing
    return PERSON in things and not any(_COLLECTIVES & set(one) for one in things)


def may_be_one_count(a: Tokens, b: Tokens) -> bool:
    """Say whether counts of two things may be two accounts of one count: salvos and rockets, families and people."""
    units = ((family & set(a), family & set(b)) for family in _COUNTABLE_TOGETHER)
    return a == b or any(one and other and one != other for one, other in units)


def _thing(counted: _Phrase) -> Tokens:
    return SALVO if "salvo" in (counted.head, *counted.modifiers) else (*_sorted(counted.modifiers), counted.head)


def _kind(counted: _Phrase, value: Number) -> frozenset[str]:
    """Give the part that a kind of people is: none if it is one person, told by what he or she is."""
    one = value.qualifier is Qualifier.EXACT and value.low == value.high == 1
    if one and counted.head not in _ALWAYS_A_PART:
        return frozenset()
    return counted.modifiers | {counted.head}


def _scope_words(scope: str, value: Number) -> frozenset[str]:
    """Give the words that limit a count: a kind of people by its noun ("US soldiers"), anything else as it stands."""
    if not scope:
        return frozenset()
    named = _phrase(scope)
    if named.head in _PEOPLE:
        return named.modifiers | named.rest
    if named.head in _KINDS:
        return _kind(named, value) | named.rest
    return frozenset(map(_singular, fold_body(scope)))


@lru_cache(maxsize=1 << 14)
def _phrase(text: str) -> _Phrase:
    words = [_singular(word) for word in re.findall(r"[\w'-]+", _SET_ON_FIRE.sub(" ", text.casefold()))]
    words = _one_word_for_each([word for word in words if word not in _SMALL])
    end = next((place for place, word in enumerate(words) if word in _STOPS), len(words))
    noun, rest = words[:end] or words, words[end:] if end else []
    bare = [word for word in noun if word not in _DONE_TO] or noun[-1:]
    named = bare[: bare.index("of")] if "of" in bare[1:] else bare
    head = named[-1] if named else text.casefold()
    others = [word for word in bare if word not in (head, "of")]
    return _Phrase(head, _folded(others), _folded(rest))


def _folded(words: list[str]) -> frozenset[str]:
    return frozenset(fold_body(" ".join(words))) - _STOPS if words else frozenset()


def _one_word_for_each(words: list[str]) -> list[str]:
    """Put one word for each group of words that mean one thing, the longest phrases first."""
    found, place = [], 0
    while place < len(words):
        longest = next(
            (n for n in range(_MANY_WORDS, 0, -1) if " ".join(words[place : place + n]) in _SAME),
            0,
        )
        phrase = " ".join(words[place : place + max(longest, 1)])
        found.append(_SAME.get(phrase, phrase))
        place += max(longest, 1)
    return found


_IRREGULAR = {"men": "man", "women": "woman", "children": "child", "policemen": "policeman", "lives": "life"}


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 5 and word != "series":
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "buses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "series")) and len(word) > 3 else word


def _sorted(words: frozenset[str]) -> Tokens:
    return tuple(sorted(words))
