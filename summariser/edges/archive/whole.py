"""Gives an open archive with all its parts."""

from summariser.edges.archive.lasting import LastingIds
from summariser.edges.archive.rulings import Sources
from summariser.edges.archive.upkeep import Upkeep


class Archive(Upkeep, LastingIds, Sources):
    """An open archive. Its parts tell what it keeps, and how that is found."""
