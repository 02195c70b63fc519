"""Takes a number, a length and a seed and gives invented articles in five languages, each with what it reports.

The sentences are those of `newsroom.toml`, in which names, dates and figures are drawn; all of it is made up. What an
article reports comes as an answer that a careful reader would give: every quote stands in the text, every figure in its
quote.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

MARK = "Zy"
"""Every town begins with it and nothing else does: by its town a question is known again on its way to a server."""
TOWN_LENGTH = 10
_LANGUAGES = ("en", "fr", "es", "vi", "ar")
_FIRST_DAY = date(2031, 1, 1)
_CONSONANTS, _VOWELS = "bdfgklmnprstv", "aeiou"
_PIECE = re.compile(r"\[(\w+)\|([^\]]*)\]")
_TEMPLATES: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

Quote = dict[str, Any]


class Story(NamedTuple):
    """An invented article: the name that its questions are known by, its text, and what a reader would answer."""

    town: str
    language: str
    text: str
    answer: dict[str, Any]


def make_articles(number: int, length: int, stories: int = 1, seed: int = 1) -> Iterator[Story]:
    """Give `number` articles of about `length` characters, the same for the same numbers; no two have one town.

    Each tells so many `stories`, of half a thousand characters or a little more; the rest tells nothing to report.
    """
    for index in range(number):
        yield make_article(index, length, stories, seed)


def make_article(index: int, length: int, stories: int, seed: int) -> Story:
    """Give one article of a world. Languages take turns, and so do the two kinds of story."""
    drawn = Random(f"{seed} {index} {length}")
    language, town = _LANGUAGES[index % len(_LANGUAGES)], _town(index)
    written = _Written(language, town, drawn)
    written.paragraph(_lines("headline", language))
    for story in range(stories):
        _tell(written, story, attack=(index + story) % 2 == 0)
    while len(written.text) < length:
        written.paragraph(drawn.sample(_lines("filler", language), 2))
    return Story(town, language, written.text, written.answer)


def _lines(kind: str, language: str) -> list[str]:
    return _TEMPLATES[kind][language].splitlines()


def _town(index: int) -> str:
    syllables = [a + b for a in _CONSONANTS for b in _VOWELS]
    ending = ""
    for _ in range((TOWN_LENGTH - len(MARK)) // 2):
        index, at = divmod(index, len(syllables))
        ending = syllables[at] + ending
    return MARK + ending


class _Written:
    """An article so far: its text, how many sentences it has, and the answer."""

    def __init__(self, language: str, town: str, drawn: Random) -> None:
        self.language, self.town, self.drawn = language, town, drawn
        self.text = ""
        self.answer: dict[str, Any] = {"actors": [], "incidents": [], "statements": []}
        self._sentences = 0

    def paragraph(self, templates: Sequence[str], **slots: str) -> dict[str, Quote]:
        """Write sentences and give the quotes that their pieces make, by name; slots without a word are drawn."""
        quotes: dict[str, Quote] = {}
        said = []
        for template in templates:
            self._sentences += 1
            names = {"other": self.name(), "third": self.name(), "place": self.name(), "person": self.person()} | slots
            filled = template.format(town=self.town, **names)
            pieces = ((name, words) for name, words in _PIECE.findall(filled))
            quotes |= {name: {"sentence": self._sentences, "quote": words} for name, words in pieces}
            said.append(_PIECE.sub(r"\2", filled))
        self.text += " ".join(said) + "\n\n"
        return quotes

    def name(self) -> str:
        """Draw the name of a place."""
        return "".join(self.drawn.choice(_CONSONANTS) + self.drawn.choice(_VOWELS) for _ in range(4)).capitalize()

    def person(self) -> str:
        """Draw the name of a person, in two words."""
        return f"{self.name()[:4]} {self.name()}"


def _tell(written: _Written, number: int, *, attack: bool) -> None:
    """Write one story and what it reports."""
    drawn = written.drawn
    day = _FIRST_DAY + timedelta(days=drawn.randrange(330))
    figures = {name: str(drawn.randint(12, 98)) for name in ("count", "killed", "injured", "missing", "moved", "lost")}
    names = {"place": written.name(), "other": written.name(), "person": written.person()}
    slots = names | figures | {"group": f"{written.name()} Front", "date": _date(day, written.language)}
    quotes = written.paragraph(_lines("attack" if attack else "flood", written.language), **slots)
    told = _Told(written.town, number, slots, quotes, day)
    written.answer["actors"] += _actors(told, attack=attack)
    written.answer["incidents"].append(_incident(told, attack=attack))
    written.answer["statements"] += _statements(told, attack=attack)


def _date(day: date, language: str) -> str:
    months = _TEMPLATES["months"].get(language, "").split()
    month = months[day.month - 1] if months else ""
    return _TEMPLATES["date"][language].format(day=day.day, month=month, number=day.month, year=day.year)


class _Told(NamedTuple):
    """One story as it was written, and the ids of its objects."""

    town: str
    number: int
    slots: dict[str, str]
    quotes: dict[str, Quote]
    day: date

    @property
    def office(self) -> str:
        return f"a{3 * self.number + 1}"

    @property
    def person(self) -> str:
        return f"a{3 * self.number + 2}"

    @property
    def group(self) -> str:
        return f"a{3 * self.number + 3}"

    @property
    def incident(self) -> str:
        return f"i{self.number + 1}"

    def within(self, piece: str, slot: str) -> Quote:
        """Quote only the word of `slot` out of a piece."""
        return self.quotes[piece] | {"quote": self.slots[slot]}


def _actors(told: _Told, *, attack: bool) -> list[dict[str, Any]]:
    office = f"{told.town} administration" if attack else f"{told.town} water board"
    actors = [
        {"id": told.office, "name": office, "kind": "government_body", "mentions": [told.quotes["office"]]},
        {"id": told.person, "name": told.slots["person"], "kind": "person", "mentions": [told.quotes["person"]]},
    ]
    if attack:
        mention = told.within("accused", "group")
        actors.append(
            {"id": told.group, "name": told.slots["group"], "kind": "armed_group", "mentions": [mention]},
        )
    return actors


def _incident(told: _Told, *, attack: bool) -> dict[str, Any]:
    quotes, place = told.quotes, told.slots["place"]
    return {
        "id": told.incident,
        "type": "shelling" if attack else "flood",
        "title": f"Rocket fire at the market of {place}" if attack else f"Flood in {place}",
        "background": False,
        "evidence": [quotes["what"]],
        "roles": [*(_accused(told) if attack else ()), _role("responder", told.office, quotes["crews"])],
        "facts": list(_facts(told, attack=attack)),
    }


def _accused(told: _Told) -> list[dict[str, Any]]:
    role = _role("perpetrator", told.group, told.quotes["accused"])
    return [role | {"basis": "accused", "accuser": told.office}]


def _role(role: str, actor: str, quote: Quote) -> dict[str, Any]:
    return {"role": role, "actor": actor, "basis": "fact", "evidence": [quote]}


def _facts(told: _Told, *, attack: bool) -> Iterator[dict[str, Any]]:
    quotes, slots = told.quotes, told.slots
    time = {"type": "time", "words": slots["date"], "edtf": told.day.isoformat(), "basis": "stated"}
    yield {"aspect": "time", "value": time, "said_by": told.office, "evidence": [quotes["day"], quotes["office"]]}
    place = {"type": "place", "words": slots["place"], "name": slots["place"], "relation": "in"}
    yield {"aspect": "place", "value": place, "evidence": [quotes["what"]]}
    if attack:
        yield _number(told, "count", "what", "rocket")
        yield _number(told, "injured", "injured", "person")
    else:
        yield _number(told, "missing", "missing", "person")
        yield _number(told, "displaced", "moved", "person")
    yield _number(told, "killed", "killed", "person")
    yield _number(told, "damage", "damage", "stall" if attack else "house")
    response = {"type": "text", "text": "rescue crews searched" if attack else "boats brought drinking water"}
    yield {"aspect": "response", "value": response, "evidence": [quotes["crews"]]}


def _number(told: _Told, aspect: str, piece: str, counted: str) -> dict[str, Any]:
    words = told.slots[{"what": "count", "damage": "lost"}.get(piece, piece)]
    figure = {"low": int(words), "high": int(words), "qualifier": "exact", "counted": counted}
    return {
        "aspect": aspect,
        "value": {"type": "number", "words": words} | figure,
        "evidence": [told.quotes[piece]],
    }


def _statements(told: _Told, *, attack: bool) -> list[dict[str, Any]]:
    quotes, first = told.quotes, 2 * told.number + 1
    content = "the attack as one on families" if attack else "that the dam was never repaired"
    return [
        {
            "id": f"t{first}",
            "kind": "condemns" if attack else "says",
            "speaker": told.person,
            "content": content,
            "quotations": [quotes["words"] | {"translation": content}],
            "about": [told.incident],
            "evidence": [quotes["words"], quotes["person"]],
        },
        {
            "id": f"t{first + 1}",
            "kind": "announces" if attack else "warns",
            "speaker": told.office,
            "content": "a curfew" if attack else "of more rain",
            "about": [told.incident],
            "evidence": [quotes["plan"]],
        },
    ]
