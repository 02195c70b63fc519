"""Takes readings of an invented world and writes the articles that they could have come from, each with its recording.

Every quote of an answer stands in its article and bears out what is read from it, so that nothing is asked again.
"""

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from summariser.edges import prompts
from summariser.edges.shipped import shipped
from summariser.nouns.draft import DraftReading
from summariser.nouns.kinds import Aspect
from summariser.nouns.reading import Actor, Fact, Incident, Reading, Role, Statement
from summariser.nouns.values import Number, Place, Time
from summariser.text.english import spaced

_PROMPT = "read_article.v1"
_QUALIFIED = {"at_least": "at least ", "about": "about "}
_FILLER = (
    "Reporters who reached the place in the evening could not learn more than what is told here.",
    "Shops nearby opened again on the next morning, and buses went their usual ways.",
    "Readers who saw something are asked to write to the desk, which checks what it is told.",
    "More on this is to be found in the printed edition, with a map and the views of residents.",
)

Json = dict[str, Any]


def write_articles(readings: Iterable[Reading], articles: Path, recordings: Path) -> None:
    """Write for each reading its article into the one folder, and what a model would answer about it into the other."""
    articles.mkdir(parents=True)
    recordings.mkdir(parents=True)
    prompt = prompts.load_prompt(shipped("prompts"), _PROMPT)
    schema = prompts.schema_id(DraftReading)
    for reading in readings:
        page = _Page(reading)
        data = page.text.encode()
        (articles / f"{reading.article[:16]}.txt").write_bytes(data)
        name = sha256(data).hexdigest()
        told = {
            "task": _PROMPT.partition(".")[0],
            "article": {"sha256": name},
            "schema": schema,
            "attempt": 1,
            "prompt": {"name": prompt.name, "sha256": prompt.sha256},
            "model": "benchmark",
            "answer": page.answer(),
            "usage": {"prompt_tokens": 8000, "completion_tokens": 800},
        }
        path = recordings / f"{told['task']}.{name[:16]}.{schema[:8]}.1.json"
        path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


class _Page:
    """An article as it is written, a sentence on each line, and what is read from it."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._lines: list[str] = []
        self._mentions: dict[str, Json] = {}
        self._names = {actor.id: actor for actor in reading.actors}
        self._incidents = [self._incident(one) for one in reading.incidents]
        self._statements = [self._statement(one) for one in reading.statements]
        for line in _FILLER:
            self._say(line)
        self._published = self._dated()

    @property
    def text(self) -> str:
        """The article with its front matter."""
        outlet = int(self._reading.article[:6], 16) % 300
        return f"---\noutlet: Outlet {outlet}\nlanguage: en\n---\n" + "\n".join(self._lines) + "\n"

    def answer(self) -> Json:
        """What a careful reader answers."""
        actors = [self._actor(one) for one in self._reading.actors if one.id in self._mentions]
        return {
            **({"published": self._published} if self._published else {}),
            "actors": actors,
            "incidents": self._incidents,
            "statements": self._statements,
        }

    def _say(self, line: str, quote: str | None = None) -> Json:
        self._lines.append(line)
        return {"sentence": len(self._lines), "quote": quote or line.rstrip(".")}

    def _name(self, actor: str) -> str:
        return self._names[actor].name

    def _mention(self, actor: str, said: Json) -> Json:
        self._mentions.setdefault(actor, said | {"quote": self._name(actor)})
        return said

    def _dated(self) -> Json | None:
        """Say of which day the article is where only its reader finds it: for the desk it came in today."""
        if self._reading.published is None:
            return None
        edtf = self._reading.published.edtf
        return self._say(f"Those who are named here were heard until {edtf} by telephone.", edtf) | {"edtf": edtf}

    def _actor(self, one: Actor) -> Json:
        told = {"id": _own(one.id), "name": one.name, "kind": one.kind, "country": one.country}
        return {**told, "mentions": [self._mentions[one.id]]}

    def _incident(self, one: Incident) -> Json:
        what = one.evidence[0].quote
        said = self._say(f"There was {what}.", what)
        return {
            "id": _own(one.id),
            "type": one.type,
            "title": one.title,
            "background": one.background,
            "evidence": [said],
            "roles": [self._role(role) for role in one.roles],
            "facts": [self._fact(fact) for fact in one.facts],
        }

    def _role(self, role: Role) -> Json:
        said = self._say(f"The {spaced(role.role)} was {self._name(role.actor)}.")
        self._mention(role.actor, said)
        return {"role": role.role, "actor": _own(role.actor), "basis": role.basis, "evidence": [said]}

    def _fact(self, fact: Fact) -> Json:
        told = {"aspect": fact.aspect, "value": fact.value.model_dump(mode="json", exclude_defaults=True)}
        told["value"]["type"] = fact.value.type
        return {**told, "evidence": [self._say(_sentence(fact))]}

    def _statement(self, one: Statement) -> Json:
        said = self._say(f"{self._name(one.speaker)} said: {one.content}.")
        told: Json = {"id": _own(one.id), "kind": one.kind, "speaker": _own(one.speaker), "content": one.content}
        self._mention(one.speaker, said)
        return {**told, "about": [_own(about) for about in one.about], "evidence": [said]}


def _own(report: str) -> str:
    """Give the id that an answer has for what has `report` for its id in a reading."""
    return report.partition(":")[2]


def _sentence(fact: Fact) -> str:
    value = fact.value
    if isinstance(value, Time):
        about = "about " if value.clock_about else ""
        return f"It was {about}{value.words}."
    if isinstance(value, Number):
        many = _QUALIFIED.get(value.qualifier, "")
        return f"In all {many}{value.words} people were {spaced(fact.aspect)}."
    if isinstance(value, Place):
        return f"The place was {', '.join(dict.fromkeys(filter(None, (value.words, value.city))))}."
    return f"The {spaced(fact.aspect)} was a {value.words}." if fact.aspect is Aspect.MEANS else f"{value}."
