"""Takes an address, a key, a model and a mode and gives the diagnosis of the server: what works, and what to do."""

import asyncio
import json
import secrets
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path

from summariser.core.cost import cost_of
from summariser.core.diagnosis import CHARACTERS, diagnose
from summariser.edges import articles, llm, prompts
from summariser.edges.shipped import incident_types_file, shipped
from summariser.nouns.diagnosis import Diagnosis, Found
from summariser.nouns.draft import DraftReading
from summariser.nouns.mode import Mode
from summariser.nouns.price import Price

_TASK_PROMPT = "read_article.v1"
_SOON = 0.2  # seconds before a request is made again: who asks for a diagnosis waits for it
_TEXT = "This sentence, of no meaning, stands for those of an article.\n"


def doctor(  # noqa: PLR0913, PLR0917 - what a user chose, and where to keep what is found
    base_url: str | None,
    api_key: str | None,
    model: str | None,
    mode: Mode | None,
    memory: Path,
    say: Callable[[str], None],
    prices: Iterable[Price] = (),
) -> Diagnosis:
    """Look at the server and try every mode once, or `mode` alone. The first of `prices` that names `model` holds.

    Which mode is to be used is kept in the file `memory`, and `say` takes what is wrong with that. Raises Misconfigured
    for settings that no server could take.
    """
    found = asyncio.run(_probed(base_url, api_key, model, [mode] if mode else list(Mode)))
    diagnosis = diagnose(found, _fixed_characters(), lambda usage: cost_of({model or "": usage}, prices))
    if model and diagnosis.mode and not mode:
        llm.Memory(memory, say).keep(found.server, model, diagnosis.mode)
    return diagnosis


async def _probed(base_url: str | None, api_key: str | None, model: str | None, modes: list[Mode]) -> Found:
    async with llm.live(base_url, api_key, wait=lambda _: _SOON) as server:
        return await llm.probe(server, model, modes, time.monotonic, with_key=bool(api_key and api_key.strip()))


def _fixed_characters() -> int:
    """How many characters a question about an article has besides its text."""
    (article,) = articles.load(["-"], BytesIO((_TEXT * (CHARACTERS // len(_TEXT))).encode())).articles
    prompt = prompts.load_prompt(shipped("prompts"), _TASK_PROMPT)
    types = prompts.load_types(incident_types_file())
    question = prompts.ask(prompt, article, types, secrets.token_hex(8), prompts.schema_id(DraftReading))
    schema = json.dumps(llm.schema_of(DraftReading), ensure_ascii=False)
    return len(question.system) + len(question.user) + len(schema) - CHARACTERS
