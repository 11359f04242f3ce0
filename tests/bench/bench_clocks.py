"""How long `add` and `elapsed` take over a week and over a year, beside two peers on the same cases.

A peer's row is shown only with the answer that it gave: "same" where it agrees with ours.
"""

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from bot.clocks.calendar import Calendar, HolidaySet, weekly_hours
from tests.bench.timing import microseconds

ZONE = ZoneInfo("America/Los_Angeles")
SUPPORT = Calendar(
    name="support",
    zone=ZONE.key,
    weekly=weekly_hours({day: ["06:00-18:00"] for day in range(5)}),
    holidays=HolidaySet(country="US"),
)
START = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
SPANS = {"week": timedelta(hours=53), "year": timedelta(hours=3001)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Engine:
    """One way to count: `due` after a length, and the length used up until a due instant, both from START."""

    name: str
    add: Callable[[timedelta], datetime | None]
    elapsed: Callable[[datetime], timedelta] | None


def belltower() -> Engine:
    """The compiled timeline, asked in UTC."""
    timeline = SUPPORT.timeline
    return Engine(
        name="belltower",
        add=lambda length: timeline.add(START, length),
        elapsed=lambda due: timeline.elapsed(START, due),
    )


def closed_dates() -> dict[date, str]:
    """The holidays of the years that the cases touch, for peers that want a list."""
    assert SUPPORT.holidays is not None
    return {**SUPPORT.holidays.in_year(2026), **SUPPORT.holidays.in_year(2027)}


def business_time_delta() -> Engine:
    """The businesstimedelta package: rules in the desk's zone (by pytz, which it needs), walked one by one."""
    peer: Any = importlib.import_module("businesstimedelta")
    zone = importlib.import_module("pytz").timezone(ZONE.key)
    day = peer.WorkDayRule(start_time=time(6), end_time=time(18), working_days=list(range(5)), tz=zone)
    rules = peer.Rules([day, peer.HolidayRule(closed_dates(), tz=zone)])

    def elapsed(due: datetime) -> timedelta:
        used = rules.difference(START, due)
        return timedelta(hours=used.hours, seconds=used.seconds)

    def add(length: timedelta) -> datetime:
        due: datetime = START + peer.BusinessTimeDelta(rules, timedelta=length)
        return due

    return Engine(name="businesstimedelta", add=add, elapsed=elapsed)


def custom_business_hour() -> Engine:
    """CustomBusinessHour of pandas: whole hours on the wall clock; it cannot measure what has elapsed."""
    pandas: Any = importlib.import_module("pandas")
    start = pandas.Timestamp(START).tz_convert(ZONE.key)
    closed = sorted(closed_dates())

    def add(length: timedelta) -> datetime:
        hours = length // timedelta(hours=1)
        offset = pandas.offsets.CustomBusinessHour(hours, start="06:00", end="18:00", holidays=closed)
        due: datetime = (start + offset).to_pydatetime()
        return due

    return Engine(name="pandas CustomBusinessHour", add=add, elapsed=None)


PEERS = {"businesstimedelta": business_time_delta, "pandas": custom_business_hour}


def row(name: str, calls: Mapping[str, Callable[[], object]], expected: Mapping[str, object]) -> list[str]:
    """One line of the table: the time of a week and of a year, how they compare, and whether the answers agree."""
    week, year = microseconds(calls["week"]), microseconds(calls["year"])
    same = all(calls[span]() == expected[span] for span in SPANS)
    return [name, f"{week:,.2f}", f"{year:,.2f}", f"{year / week:.2f}", "same" if same else "differs"]


def main() -> None:
    """Print one table, ours first; a peer that is not installed is named below it."""
    console = Console()
    table = Table("call", "week, µs", "year, µs", "year / week", "answer", title="Clocks: one call")
    missing = [name for name in PEERS if importlib.util.find_spec(name) is None]
    ours = belltower()
    due = {span: ours.add(length) for span, length in SPANS.items()}
    reached = {span: instant for span, instant in due.items() if instant is not None}
    engines = [ours, *(peer() for name, peer in PEERS.items() if name not in missing)]
    for engine in engines:
        calls = {span: partial(engine.add, length) for span, length in SPANS.items()}
        table.add_row(*row(f"add, {engine.name}", calls, due))
    for engine in engines:
        if engine.elapsed is not None:
            measures = {span: partial(engine.elapsed, instant) for span, instant in reached.items()}
            table.add_row(*row(f"elapsed, {engine.name}", measures, SPANS))
    console.print(table)
    for name in missing:
        console.print(f"{name} is not installed, so its rows are left out (requirements/bench.txt has it).")


if __name__ == "__main__":
    main()
