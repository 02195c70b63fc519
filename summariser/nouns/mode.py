"""Gives the ways in which a model can be asked for an answer of a given shape."""

from enum import StrEnum


class Mode(StrEnum):
    """How an answer of a given shape is asked for, from what binds a server most to what binds it least.

    As the arguments of a function call; as text that the server holds to a JSON Schema; as text that the server holds
    to JSON; as text with a block of JSON, which any model can give.
    """

    TOOLS = "tools"
    JSON_SCHEMA = "json-schema"
    JSON = "json"
    MARKDOWN_JSON = "markdown-json"
