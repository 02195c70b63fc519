"""Takes a brief or a digest and gives it as Markdown, as JSON or as text for a terminal; and an estimate, in lines."""

from summariser.core.render.documents import Document
from summariser.core.render.estimate import Weighed, as_estimate
from summariser.core.render.feed import as_atom
from summariser.core.render.mail import as_mail
from summariser.core.render.markdown import as_markdown
from summariser.core.render.terminal import as_terminal
from summariser.nouns.reading import Reading
from summariser.text.strict_json import escape_unseen

__all__ = ["Weighed", "as_atom", "as_estimate", "as_json", "as_json_line", "as_mail", "as_markdown", "as_terminal"]


def as_json(document: Document) -> str:
    """Write the document as strict JSON (RFC 8259): no noun holds NaN; ValueError rather than a lone surrogate."""
    return escape_unseen(document.model_dump_json(indent=2)) + "\n"


def as_json_line(told: Document | Reading) -> str:
    """Write a document or a reading as one line of JSON Lines."""
    return escape_unseen(told.model_dump_json()) + "\n"
