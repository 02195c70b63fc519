"""Gives the stretch of time that a digest tells of, and how an article stands to those of the digests."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime

from summariser.nouns.base import Noun


class Window(Noun):
    """From `start` up to, and without, `end`: two instants; `zone` is the IANA name of the desk's time zone.

    On a day of a clock change it has 23 or 25 hours.
    """

    start: AwareDatetime
    end: AwareDatetime
    zone: str

    @property
    def name(self) -> str:
        """The local date of its end, which is the day of its digest: "2031-03-28"."""
        return self.local_end.date().isoformat()

    @property
    def local_start(self) -> datetime:
        """Its start as the desk's clock shows it."""
        return self.start.astimezone(ZoneInfo(self.zone))

    @property
    def local_end(self) -> datetime:
        """Its end as the desk's clock shows it."""
        return self.end.astimezone(ZoneInfo(self.zone))

    def holds(self, instant: datetime) -> bool:
        """Whether `instant` lies in it."""
        return self.start <= instant < self.end


class Timing(StrEnum):
    """How an article stands to the digests."""

    IN_TIME = "in time"
    """A digest that is due tells it."""
    LATE = "late"
    """The digest of its window is issued: a new revision of that tells it."""
    WAITING = "waiting"
    """Its window has not ended, or is not to be done yet: a later run tells it."""
    BACKGROUND = "background"
    """No digest is made of its window, which is older: it is kept, and no digest tells it as news."""


class Placing(Noun):
    """How an article stands to the digests, and the window in which it is told, if it is in time or late.

    `ahead` says that its date is more than a day after the run, and not believed.
    """

    timing: Timing
    window: Window | None = None
    ahead: bool = False
