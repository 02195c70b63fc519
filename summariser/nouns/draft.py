"""Gives what a model may answer about one article: well-formed and unchecked, never to be merged or shown."""

from collections.abc import Callable

from pydantic import Field, ValidationInfo, model_validator

from summariser.nouns.base import Noun
from summariser.nouns.kinds import ActorKind, Aspect, IncidentStatus, LinkKind, RoleBasis, RoleKind, StatementKind
from summariser.nouns.values import Category, Means, Number, Place, Responsibility, Text, Time, Value

Examine = Callable[["DraftReading"], list[str]]
"""Takes a well-formed draft and gives complaints for the model, none if the draft holds."""

_VALUES_OF: dict[Aspect, tuple[type, ...]] = {
    Aspect.TIME: (Time,),
    Aspect.PLACE: (Place,),
    Aspect.MEANS: (Category,),
    Aspect.RESPONSIBILITY: (Category,),
    Aspect.COUNT: (Number,),
    Aspect.KILLED: (Number,),
    Aspect.INJURED: (Number,),
    Aspect.CASUALTIES: (Number,),
    Aspect.MISSING: (Number,),
    Aspect.DISPLACED: (Number,),
    Aspect.DAMAGE: (Number, Category, Text),
    Aspect.RESPONSE: (Text, Number),
    Aspect.CAUSE: (Text,),
    Aspect.OTHER: (Text, Number, Time, Place),
}
_CODES_OF: dict[Aspect, type] = {Aspect.MEANS: Means, Aspect.RESPONSIBILITY: Responsibility}


class DraftEvidence(Noun):
    """Where the article says it."""

    sentence: int = Field(ge=1, description="number of the sentence in which the quote begins")
    quote: str = Field(min_length=1, description="short, verbatim, in the original script, nothing left out inside")


class DraftRelay(DraftEvidence):
    """A news medium that passed the words on."""

    name: str = Field(min_length=1, description="its usual English name")


class DraftActor(Noun):
    """Somebody who acts, speaks, is targeted or is affected."""

    id: str = Field(pattern=r"^a[0-9]+$")
    name: str = Field(min_length=1, description="usual English form, nothing added that the article does not have")
    kind: ActorKind
    country: str | None = Field(None, pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2")
    part_of: str | None = Field(None, description="id of the actor that it belongs to")
    mentions: tuple[DraftEvidence, ...] = Field(min_length=1, description="each name as written, once")


class DraftRole(Noun):
    """What an actor is to the incident."""

    role: RoleKind
    actor: str
    basis: RoleBasis
    accuser: str | None = Field(None, description="id of the actor who accuses, suspects, denies or reports it")
    relayed_by: tuple[DraftRelay, ...] = ()
    evidence: tuple[DraftEvidence, ...] = Field(min_length=1)


class DraftFact(Noun):
    """One particular of an incident."""

    aspect: Aspect
    value: Value
    as_of: Time | None = Field(None, description="when a figure was so, if the article says: 'by Monday evening'")
    said_by: str | None = Field(None, description="id of the actor to whom the article attributes it")
    relayed_by: tuple[DraftRelay, ...] = ()
    unclear: bool = Field(False, description="the source text is garbled here")
    evidence: tuple[DraftEvidence, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _value_fits_aspect(self) -> "DraftFact":
        allowed = _VALUES_OF[self.aspect]
        if not isinstance(self.value, allowed):
            wanted = " or ".join(kind.__name__.lower() for kind in allowed)
            # pydantic takes a ValueError for a fault of the answer, a TypeError for one of ours.
            raise ValueError(  # noqa: TRY004
                f"a fact with aspect {self.aspect} takes a value of type {wanted}, not {self.value.type}"
            )
        codes = _CODES_OF.get(self.aspect)
        if codes and isinstance(self.value, Category) and not isinstance(self.value.code, codes):
            raise ValueError(f"{self.value.code} is not a code for the aspect {self.aspect}")
        return self


class DraftLink(Noun):
    """A tie from this incident to another incident or series of the same article."""

    kind: LinkKind
    to: str
    evidence: tuple[DraftEvidence, ...] = Field(min_length=1)


class DraftIncident(Noun):
    """One event at one place in one continuous time."""

    id: str = Field(pattern=r"^i[0-9]+$")
    type: str = Field(description="a code from the list of incident types")
    title: str = Field(min_length=1, description="English, neutral, no date, no figure, no cause")
    background: bool = Field(description="true if mentioned as context for the article's own news")
    status: IncidentStatus = IncidentStatus.HAPPENED
    evidence: tuple[DraftEvidence, ...] = Field(min_length=1, description="the words that say it")
    roles: tuple[DraftRole, ...] = ()
    facts: tuple[DraftFact, ...] = ()
    links: tuple[DraftLink, ...] = ()


class DraftSeries(Noun):
    """A run of like incidents told as one."""

    id: str = Field(pattern=r"^s[0-9]+$")
    type: str = Field(description="a code from the list of incident types")
    title: str = Field(min_length=1, description="English, in the article's terms, no date, no figure")
    count: Number | None = None
    period: Time | None = None
    said_by: str | None = None
    relayed_by: tuple[DraftRelay, ...] = ()
    roles: tuple[DraftRole, ...] = ()
    unclear: bool = False
    evidence: tuple[DraftEvidence, ...] = Field(min_length=1)


class DraftStandingFact(Noun):
    """A state of affairs, not an event."""

    text: str = Field(min_length=1, description="one plain clause in English")
    value: Number | None = None
    about: str | None = Field(None, description="id of the actor that it is about")
    as_of: Time | None = None
    said_by: str | None = None
    relayed_by: tuple[DraftRelay, ...] = ()
    unclear: bool = False
    evidence: tuple[DraftEvidence, ...] = Field(min_length=1)


class DraftQuotation(DraftEvidence):
    """Words that stand between quotation marks in the article, without the marks."""

    translation: str | None = Field(None, description="into English, as literal as possible; null if English")


class DraftStatement(Noun):
    """One act of speech by one speaker."""

    id: str = Field(pattern=r"^t[0-9]+$")
    kind: StatementKind
    speaker: str = Field(description="id of the actor; for a spokesperson, the body spoken for")
    voice: str | None = Field(None, description="id of the named person who spoke for the body")
    addressee: str | None = Field(None, description="id of the actor addressed")
    content: str = Field(min_length=1, description="English; completes '<speaker> <kind> …'")
    figures: tuple[Number, ...] = ()
    quotations: tuple[DraftQuotation, ...] = ()
    when: Time | None = None
    about: tuple[str, ...] = Field((), description="ids of incidents and series")
    relayed_by: tuple[DraftRelay, ...] = ()
    quoted_in: str | None = Field(None, description="id of the statement inside which this one is told")
    unclear: bool = False
    evidence: tuple[DraftEvidence, ...] = Field(min_length=1)


class DraftOutlet(DraftEvidence):
    """The news medium that published the article, where the article itself names it."""

    name: str = Field(min_length=1)


class DraftPublished(DraftEvidence):
    """The publication date, where the article itself states it."""

    edtf: str


class DraftReading(Noun):
    """Everything that one article reports."""

    outlet: DraftOutlet | None = None
    published: DraftPublished | None = None
    actors: tuple[DraftActor, ...] = ()
    incidents: tuple[DraftIncident, ...] = ()
    series: tuple[DraftSeries, ...] = ()
    standing_facts: tuple[DraftStandingFact, ...] = ()
    statements: tuple[DraftStatement, ...] = ()

    @model_validator(mode="after")
    def _examined(self, info: ValidationInfo) -> "DraftReading":
        examine: Examine | None = (info.context or {}).get("examine")
        complaints = examine(self) if examine else []
        if complaints:
            raise ValueError("\n".join(complaints))
        return self
