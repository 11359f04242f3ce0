"""The bar above everything: what time it is, who is at their desk, and the buttons that move the time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from bot.clocks.calendar import Calendar
from bot.clocks.local_time import in_zone
from bot.demo.ahead import Ahead, ahead
from bot.demo.opening import ClockChange, city, near, next_clock_change, standing
from bot.demo.pace import Pace, Speed
from bot.demo.templating import drawn
from bot.demo.unbroken import unbroken
from bot.playground.page.panel import Place
from bot.playground.people import Person
from bot.playground.refusals import Json, NotPossible

NO_DEADLINE = "No clock is running, so there is no next deadline."
NO_CHANGE = "None of these zones puts its clocks forward or back within a year."
LENGTHS = {"quarter": timedelta(minutes=15), "day": timedelta(days=1)}


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskLine:
    """A desk and how it stands, in words: `Bird Email Enterprise`, `closed until Mon 09:00 CEST`, `weekend`."""

    name: str
    is_open: bool
    words: str
    reason: str


class TimeBar:
    """The panel `time`."""

    name = "time"
    label = "Time"
    place = Place.TOP

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._zones = _zones(pace)
        self._change: ClockChange | None = None

    def is_for(self, person: Person) -> bool:
        """Everybody."""
        return True

    async def html(self, person: Person) -> Markup:
        """The time in this person's zone and the others, and what it can be moved to."""
        now, zone = self._pace.now, person.user.zone
        following = await unbroken(ahead(self._pace.trial.bot.desk, now))
        change = self._next_clock_change(now)
        others = [each for each in self._zones if in_zone(now, each).utcoffset() != in_zone(now, zone).utcoffset()]
        return drawn(
            "time.html",
            now=in_zone(now, zone),
            others=[_elsewhere(now, each) for each in others],
            desks=list(self._desks(now)),
            speed=self._pace.speed,
            speeds=((Speed.PAUSED, "Pause"), (Speed.REAL, "×1"), (Speed.FAST, "×60")),
            ahead=_next_deadline(following, now) if following else "",
            no_deadline=NO_DEADLINE,
            change=_clock_change(change, now) if change else "",
            no_change=NO_CHANGE,
            jumping=near(self._pace.jumping.until, now, zone) if self._pace.jumping else "",
        )

    async def act(self, person: Person, wanted: Json) -> Json:
        """Set the `speed`, or `jump`: a quarter, a day, to the next deadline, to the next change of clocks."""
        if wanted.get("speed") in tuple(Speed):
            self._pace.set_speed(Speed(wanted["speed"]))
        else:
            await self._pace.jump(await self._landing(wanted.get("jump")))
        return {}

    async def _landing(self, jump: object) -> datetime:
        now = self._pace.now
        match jump:
            case "quarter" | "day":
                return now + LENGTHS[jump]
            case "deadline":
                following = await ahead(self._pace.trial.bot.desk, now)
                if following is None:
                    raise NotPossible(NO_DEADLINE)
                return following.at
            case "change":
                change = self._next_clock_change(now)
                if change is None:
                    raise NotPossible(NO_CHANGE)
                return change.at
        raise NotPossible(f"Time cannot be moved to {jump!r}.")

    def _next_clock_change(self, now: datetime) -> ClockChange | None:
        """Time only moves forward, so what was found stays the next change until it has come."""
        if self._change is None or self._change.at <= now:
            self._change = next_clock_change(self._zones, now)
        return self._change

    def _desks(self, now: datetime) -> Iterator[DeskLine]:
        """Each calendar of the contracts in force; a contract's name is enough where it has only one."""
        shelf = self._pace.trial.bot.desk.shelf
        for contract in (shelf.in_force(each, now) for each in shelf.ids):
            for name, calendar in contract.calendars.items():
                called = contract.name if len(contract.calendars) == 1 else f"{contract.name}, {name.replace('_', ' ')}"
                yield _desk_line(called, calendar, now)


def _desk_line(name: str, calendar: Calendar, now: datetime) -> DeskLine:
    found = standing(calendar, now)
    until = f" until {near(found.until, now, calendar.zone)}" if found.until else ""
    return DeskLine(
        name=name, is_open=found.is_open, words=f"{'open' if found.is_open else 'closed'}{until}", reason=found.reason
    )


def _zones(pace: Pace) -> Sequence[str]:
    """The zones of the contracts' calendars and of the people, from west to east as they stand now."""
    contracts = pace.trial.bot.desk.shelf.contracts
    calendars = (calendar.zone for contract in contracts for calendar in contract.calendars.values())
    people = (user.zone for user in pace.trial.office.people)
    return sorted({*calendars, *people}, key=lambda zone: (in_zone(pace.now, zone).utcoffset(), zone))


def _elsewhere(now: datetime, zone: str) -> str:
    """The time in another zone: `Amsterdam Thu 19:00 CEST`."""
    time = in_zone(now, zone).format("ddd HH:mm zz")
    return time if time.endswith(f" {zone}") else f"{city(zone)} {time}"


def _next_deadline(following: Ahead, now: datetime) -> str:
    return f"T-{following.ticket} {following.what}, at {near(following.at, now, following.zone)}"


def _clock_change(change: ClockChange, now: datetime) -> str:
    before = near(change.at - timedelta(seconds=1), now, change.zone)
    way = "forward" if change.by > timedelta() else "back"
    minutes = abs(change.by) // timedelta(minutes=1)
    return f"{city(change.zone)} puts its clocks {way} by {minutes} minutes, after {before}"
