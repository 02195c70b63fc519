"""Takes what a server says of itself, a way to try it and a file of what was found before; gives the mode to ask in."""

import json
import os
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summariser.edges.llm.address import OPENAI
from summariser.nouns.diagnosis import Trial
from summariser.nouns.mode import Mode
from summariser.nouns.problems import Problem
from summariser.text.clean import clean
from summariser.text.strict_json import strict_json

Tried = Callable[[Mode], Awaitable[Trial]]
"""Tries a mode once."""
Look = Callable[..., Awaitable[Any]]
"""Gives the JSON that a server has at a path; raises Problem when there is none. As `Live.look`."""

_VERSION = 1
# By what a server puts into `owned_by`: vLLM, llama.cpp's server, Ollama. A proxy that stands before others says
# "openai" of all of them, so that only OpenAI's own address is taken for OpenAI.
_OF_OWNER = {"vllm": Mode.TOOLS, "llamacpp": Mode.JSON_SCHEMA, "library": Mode.JSON_SCHEMA}


@dataclass(frozen=True)
class Memory:
    """A file of modes that worked, by server (scheme, host and port) and model. What is wrong with it is only said.

    Without a path nothing is remembered.
    """

    path: Path | None
    say: Callable[[str], None]

    def recall(self, place: str, model: str) -> Mode | None:
        """Give the mode that worked last, None if none is known."""
        told = self._modes().get(place, {}).get(model)
        return Mode(told) if told else None

    def keep(self, place: str, model: str, mode: Mode | None) -> None:
        """Remember that `mode` works, or forget what was remembered if it is None."""
        if self.path is None:
            return
        modes = self._modes(quiet=True)
        of_place = {name: one for name, one in modes.get(place, {}).items() if name != model}
        modes[place] = of_place | ({model: mode} if mode else {})
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _replace(self.path, json.dumps({"version": _VERSION, "modes": modes}, ensure_ascii=False, indent=1) + "\n")
        except OSError as error:
            self.say(f"{self.path}: cannot be written ({error.strerror}), so the mode is looked for again next time")

    def _modes(self, *, quiet: bool = False) -> dict[str, dict[str, Mode]]:
        if self.path is None:
            return {}
        try:
            return _modes_in(self.path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            fault = f"cannot be read ({error.strerror})"
        except ValueError:
            fault = "not the modes that this version remembers"
        if not quiet:
            self.say(f"{self.path}: {fault}; it is passed over and written anew")
        return {}


def _modes_in(data: bytes) -> dict[str, dict[str, Mode]]:
    """Read the file. Raises ValueError when it is none, or of another version."""
    told = strict_json(data.decode())
    modes = told.get("modes") if isinstance(told, dict) and told.get("version") == _VERSION else None
    if not (isinstance(modes, dict) and all(isinstance(one, dict) for one in modes.values())):
        raise ValueError("not a file of modes")
    return {place: {model: Mode(mode) for model, mode in of_place.items()} for place, of_place in modes.items()}


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


@dataclass(frozen=True)
class Chosen:
    """The mode of a run; `memory` is what to tell of it afterwards, and `remembered` whether it is from there."""

    mode: Mode
    place: str
    model: str
    memory: Memory
    remembered: bool = False

    def worked(self) -> None:
        """Remember the mode."""
        if not self.remembered:
            self.memory.keep(self.place, self.model, self.mode)

    def failed(self) -> None:
        """Forget the mode, if it was remembered, and say so: nothing that was asked in it got an answer in its form."""
        if self.remembered:
            self.memory.keep(self.place, self.model, None)
            self.memory.say(
                f"the mode {self.mode}, which worked with {clean(self.model)} at {self.place} before, no longer does; "
                "another is looked for next time; --mode sets one"
            )


async def mode_for(tried: Tried, look: Look, place: str, model: str, memory: Memory) -> Chosen:
    """Give the mode for `model` at `place`: the one that worked before, that its server is known for, or that works.

    Of those that are tried, from tools to markdown-json, the first that works is taken; where none does, tools, for
    the questions themselves may fare better. Raises the Problem that no mode can change.
    """
    known = memory.recall(place, model)
    if known:
        return Chosen(known, place, model, memory, remembered=True)
    entries = [] if place == OPENAI else await _listed(look)
    mode = known_for(place, entries, model) or await _first_that_works(tried)
    if mode is None:
        memory.say(
            f"no mode gave {clean(model)} at {place} an answer in its form; tools is used; "
            "summariser doctor says more, and --mode sets another"
        )
    return Chosen(mode or Mode.TOOLS, place, model, memory)


async def _listed(look: Look) -> list[dict[str, Any]]:
    try:
        return entries_of(await look("models"))
    except Problem:
        return []  # what is wrong shows in the first question


def known_for(place: str, entries: list[dict[str, Any]], model: str) -> Mode | None:
    """Give the mode that a server of this kind is known for, by its address and the entries of its list of models."""
    if place == OPENAI:
        return Mode.TOOLS
    named = [entry for entry in entries if entry.get("id") == model] or entries
    return _OF_OWNER.get(str(named[0].get("owned_by"))) if named else None


def entries_of(told: object) -> list[dict[str, Any]]:
    """Give the entries of a list of models, as far as they are any."""
    data = told.get("data") if isinstance(told, dict) else None
    return [entry for entry in data if isinstance(entry, dict)] if isinstance(data, list) else []


async def _first_that_works(tried: Tried) -> Mode | None:
    for mode in Mode:
        if (await tried(mode)).works:
            return mode
    return None
