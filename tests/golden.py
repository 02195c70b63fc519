"""Three articles about two look-alike incidents, their gold, and drafts that say exactly what the gold says."""

import copy

from summariser.core.ground import check
from summariser.core.merge import merge
from summariser.nouns.draft import DraftReading
from summariser.nouns.known import Known
from tests.told import FAMILIES

TEXTS = {
    "a-en.md": (
        "Rockets hit the barracks in Tarso on 2 May 2031. Three people were killed. "
        "The Kesh Front condemned the attack.\n"
    ),
    "b-fr.md": (
        "Des roquettes ont frappé la caserne de Tarso le 2 mai 2031. Cinq personnes ont été tuées. "
        "Le Front Kesh a condamné l'attaque.\n"
    ),
    "c-en.md": (
        "Rockets hit the barracks in Tarso again on 6 May 2031. Two people were injured. "
        "The North Kesh Front was blamed by the mayor of Tarso.\n"
    ),
}
OUTLETS = {"a-en.md": "Tarso Post", "b-fr.md": "La Voix du Lac", "c-en.md": "Evening Reed"}
DATES = {"a-en.md": "2031-05-03", "b-fr.md": "2031-05-03", "c-en.md": "2031-05-07"}

GOLD = """
note = "two shellings of one barracks"

[[actors]]
id = "kesh"
name = "Kesh Front"
kind = "armed_group"
names = { "a-en.md" = ["Kesh Front"], "b-fr.md" = ["Front Kesh"] }

[[actors]]
id = "north-kesh"
name = "North Kesh Front"
kind = "armed_group"
names = { "c-en.md" = ["North Kesh Front"] }

[[actors]]
id = "barracks"
name = "Tarso Barracks"
kind = "government_body"
names = { "a-en.md" = ["barracks"], "b-fr.md" = ["caserne"], "c-en.md" = ["barracks"] }

[[incidents]]
id = "first"
type = "shelling"
title = "Rocket fire at the barracks"
told = { "a-en.md" = ["Rockets hit the barracks"], "b-fr.md" = ["Des roquettes ont frappé la caserne"] }
look_alikes = ["second"]

  [[incidents.facts]]
  id = "day"
  aspect = "time"
  value = { type = "time", edtf = "2031-05-02", basis = "stated" }
  told = { "a-en.md" = ["2 May 2031"], "b-fr.md" = ["le 2 mai 2031"] }

  [[incidents.facts]]
  id = "city"
  aspect = "place"
  value = { type = "place", name = "Tarso", city = "Tarso", country = "IQ" }
  told = { "a-en.md" = ["in Tarso"], "b-fr.md" = ["de Tarso"] }

  [[incidents.facts]]
  id = "killed-3"
  aspect = "killed"
  value = { type = "number", low = 3, high = 3, qualifier = "exact", counted = "person" }
  told = { "a-en.md" = ["Three people were killed"] }

  [[incidents.facts]]
  id = "killed-5"
  aspect = "killed"
  value = { type = "number", low = 5, high = 5, qualifier = "exact", counted = "person" }
  told = { "b-fr.md" = "Cinq personnes" }

  [[incidents.disagreements]]
  type = "contradiction"
  aspect = "killed"
  sides = ["killed-3", "killed-5"]

[[incidents]]
id = "second"
type = "shelling"
title = "Rocket fire at the barracks four days later"
told = { "c-en.md" = ["Rockets hit the barracks in Tarso again"] }
look_alikes = ["first"]

  [[incidents.facts]]
  id = "day"
  aspect = "time"
  value = { type = "time", edtf = "2031-05-06", basis = "stated" }
  told = { "c-en.md" = ["on 6 May 2031"] }

  [[incidents.facts]]
  id = "injured"
  aspect = "injured"
  value = { type = "number", low = 2, high = 2, qualifier = "exact", counted = "person" }
  told = { "c-en.md" = ["Two people"] }

[[statements]]
id = "outcry"
kind = "condemns"
speaker = "kesh"
about = ["first"]
told = { "a-en.md" = ["The Kesh Front condemned the attack"], "b-fr.md" = ["Le Front Kesh a condamné l'attaque"] }
origins = [["a-en.md", "b-fr.md"]]
"""


def _proof(sentence, quote):
    return [{"sentence": sentence, "quote": quote}]


def _number(words, low):
    return {"type": "number", "words": words, "low": low, "high": low, "qualifier": "exact", "counted": "person"}


def _day(words, edtf):
    return {"type": "time", "words": words, "edtf": edtf, "basis": "stated"}


def _draft(front, target, event, day, toll, **more):
    """A draft with two actors, one incident with its target, day and toll, and at most one statement."""
    name, at = front
    aspect, words, low = toll
    statement, place = more.get("statement"), more.get("place")
    facts = [
        {"aspect": "time", "value": _day(*day), "evidence": _proof(1, day[0])},
        {"aspect": aspect, "value": _number(words, low), "evidence": _proof(2, words)},
    ]
    if place:
        value = {"type": "place", "words": "Tarso", "name": "Tarso", "city": "Tarso", "country": "IQ"}
        facts.append({"aspect": "place", "value": value, "evidence": _proof(1, place)})
    incident = {"id": "i1", "type": "shelling", "title": "Rocket fire", "background": False, "facts": facts}
    incident["roles"] = [{"role": "target", "actor": "a2", "basis": "fact", "evidence": _proof(1, event)}]
    said = {"id": "t1", "kind": "condemns", "speaker": "a1", "content": "condemned the attack", "about": ["i1"]}
    return {
        "actors": [
            {"id": "a1", "name": name, "kind": "armed_group", "mentions": _proof(3, at)},
            {"id": "a2", "name": "Tarso Barracks", "kind": "government_body", "mentions": _proof(1, target)},
        ],
        "incidents": [incident | {"evidence": _proof(1, event)}],
        "statements": [said | {"evidence": _proof(3, statement)}] if statement else [],
    }


def drafts():
    """Give a draft for each article that says what the gold says; a copy of its own each time."""
    return copy.deepcopy(_DRAFTS)


_DRAFTS = {
    "a-en.md": _draft(
        ("Kesh Front", "Kesh Front"),
        "barracks",
        "Rockets hit the barracks",
        ("2 May 2031", "2031-05-02"),
        ("killed", "Three people were killed", 3),
        statement="The Kesh Front condemned the attack",
        place="in Tarso",
    ),
    "b-fr.md": _draft(
        ("Kesh Front", "Front Kesh"),
        "caserne",
        "Des roquettes ont frappé la caserne",
        ("le 2 mai 2031", "2031-05-02"),
        ("killed", "Cinq personnes ont été tuées", 5),
        statement="Le Front Kesh a condamné l'attaque",
        place="de Tarso",
    ),
    "c-en.md": _draft(
        ("North Kesh Front", "North Kesh Front"),
        "barracks",
        "Rockets hit the barracks in Tarso again",
        ("on 6 May 2031", "2031-05-06"),
        ("injured", "Two people", 2),
    ),
}


def write_world(folder, gold=GOLD, **texts):
    """Write the gold and its articles to `folder`, as a user keeps them."""
    (folder / "articles").mkdir(parents=True)
    for name, text in (TEXTS | texts).items():
        front = f"---\noutlet: {OUTLETS[name]}\ndate: {DATES[name]}\nlanguage: {name[2:4]}\n---\n\n"
        (folder / "articles" / name).write_text(front + text, encoding="utf-8")
    (folder / "gold.toml").write_text(gold, encoding="utf-8")
    return folder


def read(articles, told):
    """Check the drafts `told` against `articles`, both by file name, and merge the readings."""
    readings = tuple(
        check(DraftReading.model_validate(told[name]), article, frozenset(FAMILIES))
        for name, article in articles.items()
    )
    outlets = {article.sha256: article.outlet for article in articles.values()}
    return readings, merge(readings, FAMILIES, Known(outlets=outlets))
