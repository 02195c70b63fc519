"""Takes questions and folders and gives `create` functions that keep the model's answers, or give what was kept."""

from summariser.edges.recordings.cached import Cached
from summariser.edges.recordings.folder import ready, recording, replaying

__all__ = ["Cached", "ready", "recording", "replaying"]
