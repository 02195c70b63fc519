"""Takes questions and gives the model's well-formed drafts, from a live server or from any other `create`."""

from summariser.edges.llm.live import Live, live, place_of
from summariser.edges.llm.modes import Chosen, Memory, mode_for
from summariser.edges.llm.pace import Pace
from summariser.edges.llm.probe import probe
from summariser.edges.llm.reading import Answer, read
from summariser.edges.llm.shapes import schema_of
from summariser.edges.llm.trial import tried

__all__ = [
    "Answer",
    "Chosen",
    "Live",
    "Memory",
    "Pace",
    "live",
    "mode_for",
    "place_of",
    "probe",
    "read",
    "schema_of",
    "tried",
]
