"""Takes a brief and gives it as Markdown, as JSON or as text for a terminal."""

import json

from summariser.core.render.markdown import as_markdown
from summariser.core.render.terminal import as_terminal
from summariser.nouns.brief import Brief

__all__ = ["as_json", "as_markdown", "as_terminal"]


def as_json(brief: Brief) -> str:
    """Write the brief as strict JSON (RFC 8259): no NaN, no lone surrogate; ValueError rather than either."""
    text = json.dumps(brief.model_dump(mode="json"), ensure_ascii=False, allow_nan=False, indent=2)
    return text.encode().decode() + "\n"
