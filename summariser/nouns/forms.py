"""Gives the forms in which digests and logs are written, without anything heavy: the command line names them."""

from enum import StrEnum


class DigestForm(StrEnum):
    """What a digest can be written as."""

    MD = "md"
    JSON = "json"
    EML = "eml"
    ATOM = "atom"


class LogFormat(StrEnum):
    """What a line of the log is."""

    TEXT = "text"
    JSON = "json"
