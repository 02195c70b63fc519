"""Takes finished texts and puts them where they belong, each whole or not at all, and each letter once."""

from summariser.edges.output.delivery import Ledger, Parcel, deliver, file_name, unnamed
from summariser.edges.output.files import opened, ready, write

__all__ = ["Ledger", "Parcel", "deliver", "file_name", "opened", "ready", "unnamed", "write"]
