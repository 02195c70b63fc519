"""Gives the model class that every noun is built on."""

from pydantic import BaseModel, ConfigDict


class Noun(BaseModel):
    """An immutable value; unknown keys, NaN and infinity are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
