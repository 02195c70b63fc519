"""Takes questions and gives the model's well-formed drafts, from a live server or from any other `create`."""

from summariser.edges.llm.live import Live, live
from summariser.edges.llm.pace import Pace
from summariser.edges.llm.reading import Answer, read

__all__ = ["Answer", "Live", "Pace", "live", "read"]
