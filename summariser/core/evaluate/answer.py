"""Gives all that came of the gold's articles, aligned with the gold: what every measure is taken from."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from summariser.core.evaluate.align import Aligned, SameValue, align
from summariser.nouns.article import Article
from summariser.nouns.brief import Brief
from summariser.nouns.gold import Gold
from summariser.nouns.merged import Merged, MergedIncident
from summariser.nouns.reading import Reading
from summariser.nouns.values import Value

Why = Callable[[str, str], str]
"""Takes two ids of readings' incidents or actors and gives in words why they were kept apart, "" if not known."""
_NOTHING = Aligned()


@dataclass(frozen=True)
class Answer:
    """What came of the gold's articles.

    `articles` and `failed`, with its reasons, are by file name; an article stands in one of the two. `readings` are
    those of `articles`, `merged` and `brief` are made from them. `same_value` says whether two values are one, `why`
    why two incidents or actors of readings were kept apart.
    """

    articles: Mapping[str, Article]
    readings: tuple[Reading, ...]
    failed: Mapping[str, str]
    merged: Merged
    brief: Brief
    same_value: SameValue
    why: Why


@dataclass(frozen=True)
class Scored:
    """An answer beside its gold."""

    gold: Gold
    answer: Answer

    @cached_property
    def readings(self) -> dict[str, Reading]:
        """The readings by file name."""
        of = {reading.article: reading for reading in self.answer.readings}
        named = self.answer.articles.items()
        return {name: of[article.sha256] for name, article in named if article.sha256 in of}

    @cached_property
    def aligned(self) -> dict[str, Aligned]:
        """What of the gold is in each reading, by file name."""
        given, same = self.answer.articles, self.answer.same_value
        return {name: align(self.gold, name, given[name], reading, same) for name, reading in self.readings.items()}

    @cached_property
    def names(self) -> dict[str, str]:
        """The file names by the sha256 of the articles."""
        return {article.sha256: name for name, article in self.answer.articles.items()}

    @cached_property
    def homes(self) -> dict[str, MergedIncident]:
        """The merged incident that holds most of each gold incident's aligned mentions; the first of equals."""
        of = {one.id: one for one in self.answer.merged.incidents}
        held = {one.id: self._held(one.id, one.told) for one in self.gold.incidents}
        return {one: of[min(counts, key=lambda id_: (-counts[id_], id_))] for one, counts in held.items() if counts}

    def in_reading(self, name: str) -> Aligned:
        """What of the gold is in the reading of the article called `name`; nothing where there is no reading."""
        return self.aligned.get(name, _NOTHING)

    def unread(self, name: str) -> str:
        """Say why the article called `name` was not read, "" if it was."""
        if name in self.readings:
            return ""
        return f"the article was not read: {self.answer.failed.get(name, 'no reading was given')}"

    def _held(self, incident: str, names: Iterable[str]) -> Counter[str]:
        """Count the aligned mentions of a gold incident by the merged incident that holds them."""
        mentions = (self.in_reading(name).incidents.get(incident) for name in names)
        return Counter(self.answer.merged.incident_of[one.id] for one in mentions if one)


def in_words(value: Value) -> str:
    """Give a value field by field, for people who compare two of them; how a date is known is not compared."""
    fields = value.model_dump(mode="json", exclude={"type", "words", "basis"}, exclude_defaults=True)
    return ", ".join(f"{name} {content}" for name, content in fields.items() if content is not None) or "no value"
