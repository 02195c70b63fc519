"""Takes the name of a noun that a user can meet as JSON and gives its JSON Schema as text."""

import json
from typing import Literal

from pydantic import BaseModel

from summariser.nouns.brief import Brief
from summariser.nouns.digest import Digest
from summariser.nouns.draft import DraftReading
from summariser.nouns.reading import Reading

SchemaName = Literal["draft", "reading", "brief", "digest"]
_MODELS: dict[SchemaName, type[BaseModel]] = {
    "draft": DraftReading,
    "reading": Reading,
    "brief": Brief,
    "digest": Digest,
}


def schema_text(name: SchemaName) -> str:
    """The JSON Schema (draft 2020-12) of the noun `name`, the same bytes every time.

    A draft is described as it is asked for; readings, briefs and digests as they are written.
    """
    mode: Literal["validation", "serialization"] = "validation" if name == "draft" else "serialization"
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_MODELS[name].model_json_schema(mode=mode)}
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
