"""Gives the stretch of time that a digest tells of."""

from datetime import datetime
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
