"""Takes questions and folders and gives `create` functions that keep the model's answers, or answer from what is kept."""

from summariser.edges.recordings.folder import ready, recording, replaying

__all__ = ["ready", "recording", "replaying"]
