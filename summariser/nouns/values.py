"""Gives the typed values that a fact can have, as the article words them and as a machine can compare them."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from summariser.nouns.base import Noun


class Basis(StrEnum):
    """How a date is known."""

    STATED = "stated"
    RELATIVE = "relative_to_publication"
    INFERRED_ARTICLE = "inferred_from_article"
    INFERRED_OUTSIDE = "inferred_from_outside"
    UNKNOWN = "unknown"


class PartOfDay(StrEnum):
    """A part of the day that an article names instead of, or beside, a clock time."""

    NIGHT = "night"
    DAWN = "dawn"
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Qualifier(StrEnum):
    """How exactly a number is given."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    RANGE = "range"
    VAGUE = "vague"
    NONE_REPORTED = "none_reported"


class Means(StrEnum):
    """What an act was done with; `rocket_or_missile` for words that cover both."""

    ROCKET_OR_MISSILE = "rocket_or_missile"
    ROCKET = "rocket"
    MISSILE = "missile"
    MORTAR = "mortar"
    ARTILLERY = "artillery"
    DRONE = "drone"
    AIR_STRIKE = "air_strike"
    STRIKE = "strike_means_not_stated"
    BOMB = "bomb"
    SMALL_ARMS = "small_arms"
    BLADE = "blade"
    VEHICLE = "vehicle"
    FIRE = "fire"
    OTHER = "other"


class Responsibility(StrEnum):
    """Whether anybody says that they did it."""

    CLAIMED = "claimed"
    NOT_CLAIMED = "not_claimed"
    DENIED = "denied"


class Extent(StrEnum):
    """How much damage is reported."""

    NONE = "none"
    NONE_REPORTED = "none_reported"
    MINOR = "minor"
    SOME = "some"
    HEAVY = "heavy"


Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class Time(Noun):
    """A date, a time of day, or both."""

    type: Literal["time"] = "time"
    words: str = Field(min_length=1, description="exactly as written in the quote")
    edtf: str | None = Field(
        None,
        description="2031-05-02, 2031-05, 2031; 2031-05-02/2031-05-04; 2031-05/.. for since; XXXX-05-02 if the year "
        "cannot be known; ~ after an approximate date; null if no date can be given",
    )
    basis: Basis
    clock: Clock | None = Field(None, description="24 hours, 14:05")
    clock_about: bool = Field(False, description="true for 'about', 'around', 'shortly before'")
    part_of_day: PartOfDay | None = None


class Place(Noun):
    """Where something is, by name; never coordinates."""

    type: Literal["place"] = "place"
    words: str = Field(min_length=1, description="exactly as written in the quote")
    name: str = Field(min_length=1, description="the most exact place named, in English")
    relation: Literal["at", "in", "near", "from", "to"] = "in"
    city: str | None = Field(None, description="in English, if named or certain from the place")
    country: str | None = Field(None, pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2")


class Number(Noun):
    """How many, of what, and how exactly that is known."""

    type: Literal["number"] = "number"
    words: str = Field(min_length=1, description="the number exactly as written in the quote, figures or words")
    low: int | float | None = Field(None, ge=0)
    high: int | float | None = Field(None, ge=0)
    qualifier: Qualifier
    counted: str = Field(min_length=1, description="what is counted: English, singular, lower case")
    scope: str | None = Field(None, description="the part that is counted, if the article limits it")

    @model_validator(mode="after")
    def _bounds_in_order(self) -> "Number":
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")
        return self


class Category(Noun):
    """One of a closed list, so that wordings in different languages can be compared."""

    type: Literal["category"] = "category"
    words: str = Field(min_length=1, description="exactly as written in the quote")
    code: Means | Responsibility | Extent


class Text(Noun):
    """A particular that is neither time, place, number nor category: one plain English clause."""

    type: Literal["text"] = "text"
    text: str = Field(min_length=1, description="one plain clause in English, as little paraphrased as possible")


Value = Annotated[Time | Place | Number | Category | Text, Field(discriminator="type")]
