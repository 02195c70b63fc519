"""Takes the sources of a brief and which repeats the text of which, and gives the lines that say so."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeVar

from summariser.nouns.brief import Source
from summariser.text.english import count
from summariser.text.origins import few

_Source = TypeVar("_Source", bound=Source)


def repeats(sources: Sequence[_Source], copies: Mapping[str, str]) -> tuple[_Source, ...]:
    """Give the sources, those that repeat another's text with a note that names it; `copies` go by sha256."""
    ids = {source.sha256: source.id for source in sources}
    return tuple(_noted(source, ids.get(copies.get(source.sha256, ""))) for source in sources)


def _noted(source: _Source, repeated: str | None) -> _Source:
    notes = (*source.notes, f"repeats the text of {repeated}") if repeated else source.notes
    return source.model_copy(update={"notes": notes})


def copies_told(sources: Sequence[Source], copies: Mapping[str, str]) -> tuple[str, ...]:
    """Give a line for each text that several sources have, however many they are."""
    having: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        having[copies.get(source.sha256, source.sha256)].append(source.path)
    return tuple(
        f"{count(len(paths), 'article')} have one text ({_first_of(paths)}): one origin"
        for paths in having.values()
        if len(paths) > 1
    )


def _first_of(paths: Sequence[str]) -> str:
    return few(paths) if len(paths) == 2 else f"{paths[0]} and {len(paths) - 1:,} more"
