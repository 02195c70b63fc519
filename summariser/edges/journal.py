"""Takes the events of a run and gives lines of a log, and what the run came to as a line for monitoring.

Of an article only counts and names are told, never its words.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import TextIO

from pydantic import ValidationError

from summariser.nouns.forms import LogFormat
from summariser.nouns.health import Health
from summariser.text.clean import clean

Told = int | float | str | None


class Level(IntEnum):
    """How much an event matters."""

    INFO = 1
    WARNING = 2
    ERROR = 3


@dataclass(frozen=True)
class Journal:
    """Writes a line for each event to `stream`, at once; those below `least` are dropped. None is a closed stderr.

    A log that cannot be written (a full disk, a pipe that nobody reads) ends no run: its lines are lost.
    """

    stream: TextIO | None
    clock: Callable[[], datetime]
    form: LogFormat = LogFormat.TEXT
    least: Level = Level.INFO

    def note(self, event: str, level: Level = Level.INFO, **told: Told) -> None:
        """Write down that `event`, a word, happened, with its counts and names; what is None is left out."""
        if self.stream is None or level < self.least:
            return
        known = {name: clean(value) if isinstance(value, str) else value for name, value in told.items()}
        line = _LINES[self.form](_in_utc(self.clock()), level, event, known)
        try:
            self.stream.write(f"{line}\n")
            self.stream.flush()
        except (OSError, ValueError):  # ValueError: it is closed
            return

    def say(self, line: str) -> None:
        """Write down a note of the run in its own words."""
        self.note("note", message=line)


def health_line(health: Health) -> str:
    """Give `health` as one line of JSON, its times in UTC and in whole seconds (RFC 3339)."""
    told = {
        name: _in_utc(value) if isinstance(value, datetime) else value for name, value in health.model_dump().items()
    }
    return json.dumps(told) + "\n"


def last_health(file: Path) -> Health | None:
    """Give what `health_line` left in `file`, for a run that fails before it knows of any digest; None if nothing."""
    try:
        return Health.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return None


def _as_json(time: str, level: Level, event: str, told: dict[str, Told]) -> str:
    given = {name: value for name, value in told.items() if value is not None}
    return json.dumps({"time": time, "level": level.name.lower(), "event": event} | given)


def _as_text(time: str, level: Level, event: str, told: dict[str, Told]) -> str:
    given = [f"{name}={_in_text(value)}" for name, value in told.items() if value is not None]
    return " ".join([time, level.name.lower(), event, *given])


_LINES = {LogFormat.JSON: _as_json, LogFormat.TEXT: _as_text}


def _in_text(value: Told) -> str:
    """Write a value so that it ends where the next name begins: quoted if it has a blank, a quote or an equals sign."""
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return json.dumps(text, ensure_ascii=False) if set(text) & set(' "=\\') or not text else text


def _in_utc(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
