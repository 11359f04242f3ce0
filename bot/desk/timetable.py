"""When a message of every day comes: at one local time, on some weekdays."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, kw_only=True, slots=True)
class Timetable:
    """At the local time `at` of a zone, on these weekdays (0 is Monday), in a Slack channel.

    Where the clock skips that time, it comes as much later by the new one; where it comes twice, the first one counts.
    """

    at: time
    zone: str
    days: frozenset[int]
    channel: str

    def day_of(self, at: datetime) -> date:
        """The local date of an instant."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def instant(self, day: date) -> datetime:
        """The instant (UTC) on a local date, whatever its weekday."""
        return datetime.combine(day, self.at, ZoneInfo(self.zone)).astimezone(UTC)

    def end(self, day: date) -> datetime:
        """The instant (UTC) at which a local date is over."""
        return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(self.zone)).astimezone(UTC)

    def falls_on(self, day: date) -> bool:
        """Whether a local date is one of the weekdays."""
        return day.weekday() in self.days

    def before(self, day: date) -> date:
        """The last local date before this one on which it comes."""
        return next(each for back in range(1, 8) if self.falls_on(each := day - timedelta(days=back)))

    def after(self, day: date) -> date:
        """The first local date after this one on which it comes."""
        return next(each for ahead in range(1, 8) if self.falls_on(each := day + timedelta(days=ahead)))

    def last(self, at: datetime) -> date:
        """The newest local date whose instant has come."""
        today = self.day_of(at)
        return today if self.falls_on(today) and self.instant(today) <= at else self.before(today)
