"""Takes the shape of an answer and gives the class by which instructor asks for it and reads it."""

from functools import cache
from typing import Any

from summariser.nouns.base import Noun
from summariser.nouns.mode import Mode

_NAMES = ("properties", "$defs")


@cache
def answer_model(shape: type[Noun], mode: Mode) -> Any:  # noqa: ANN401 - a class that is built at run time
    """Give a class that has the name, schema and reading of `shape`, for asking in `mode`, and no fields.

    instructor walks through all fields of the class that it is given, several times for each call, in search of a kind
    of validator that it refuses and that no shape here has; that took four fifths of a call's time. In the modes
    where it would put the schema in words, which stand in the question already, it is given none.
    """
    import instructor
    from pydantic import BaseModel

    schema = schema_of(shape) if mode in (Mode.TOOLS, Mode.JSON_SCHEMA) else {}

    class AnswerModel(BaseModel):
        @classmethod
        def model_json_schema(cls, *_: object, **__: object) -> dict[str, Any]:
            return schema

        @classmethod
        def model_validate_json(cls, json_data: str | bytes | bytearray, **how: Any) -> Any:  # noqa: ANN401
            return shape.model_validate_json(json_data, **how)

    AnswerModel.__name__, AnswerModel.__doc__ = shape.__name__, shape.__doc__
    return instructor.response_schema(AnswerModel)


@cache
def schema_of(shape: type[Noun]) -> dict[str, Any]:
    """Give the JSON Schema that a model is sent: without the titles inside it, which only repeat the names."""
    schema = shape.model_json_schema()
    return {"title": schema["title"], **_untitled(schema)}


def _untitled(node: Any) -> Any:  # noqa: ANN401 - whatever a schema holds
    if isinstance(node, list):
        return [_untitled(part) for part in node]
    if not isinstance(node, dict):
        return node
    return {key: _each(part) if key in _NAMES else _untitled(part) for key, part in node.items() if key != "title"}


def _each(named: dict[str, Any]) -> dict[str, Any]:
    return {name: _untitled(part) for name, part in named.items()}
