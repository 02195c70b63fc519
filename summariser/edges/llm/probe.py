"""Takes a connection to a server and a model and gives what the server shows of itself, and which modes work."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from summariser.edges.llm.live import Live
from summariser.edges.llm.modes import Look, entries_of, known_for
from summariser.edges.llm.trial import tried
from summariser.nouns.diagnosis import Found, Trial
from summariser.nouns.mode import Mode
from summariser.nouns.problems import Problem


async def probe(
    server: Live, model: str | None, modes: Iterable[Mode], clock: Callable[[], float], *, with_key: bool
) -> Found:
    """Look at what `server` lists, and try each of `modes` once with `model`, if one is named; `clock` in seconds."""
    listing, told = await _listed(server.look)
    entries = entries_of(told)
    trials: list[Trial] = []
    problem = None
    try:
        for mode in modes if model else ():
            trials.append(await tried(server, model or "", mode, clock))
    except Problem as met:
        problem = met
    return Found(
        server=server.place,
        model=model,
        with_key=with_key,
        models=None if listing else tuple(str(entry.get("id", "")) for entry in entries),
        listing=listing,
        problem=problem,
        trials=tuple(trials),
        preferred=known_for(server.place, entries, model or ""),
        context=await _context(server.look, entries, model) if model and not problem else None,
    )


async def _listed(look: Look) -> tuple[Problem | None, object]:
    try:
        return None, await look("models")
    except Problem as problem:
        return problem, None


async def _context(look: Look, entries: list[dict[str, Any]], model: str) -> int | None:
    """How many tokens question and answer may have together: by vLLM, llama.cpp or Ollama, if it is one of them."""
    entry = next((entry for entry in entries if entry.get("id") == model), {})
    props = await _value(look, "/props")
    loaded = await _value(look, "/api/ps")
    shown = await _value(look, "/api/show", {"model": model})
    return _first_count(
        entry.get("max_model_len"),
        _at(props, "default_generation_settings", "n_ctx"),
        next((_at(one, "context_length") for one in _list(_at(loaded, "models")) if _at(one, "model") == model), None),
        _set_for(_at(shown, "parameters")),
    )


async def _value(look: Look, path: str, body: object = None) -> object:
    try:
        return await look(path, body)
    except Problem:
        return None


def _set_for(parameters: object) -> int | None:
    """Read the context's length that somebody set for a model of Ollama, which tells its settings as lines."""
    told = re.search(r"^num_ctx\s+(\d{1,9})$", parameters, re.MULTILINE) if isinstance(parameters, str) else None
    return int(told[1]) if told else None


def _at(value: object, *keys: str) -> object:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _first_count(*told: object) -> int | None:
    counts = (one for one in told if isinstance(one, int) and not isinstance(one, bool) and one > 0)
    return next(counts, None)
