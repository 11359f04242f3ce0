"""`belltower oncall check`: whether the hours that customers were promised are covered, before somebody needs them."""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from bot.terminal import log_to_stderr, out, told_what_is_unusable

if TYPE_CHECKING:
    from bot.configuration import Configuration
    from bot.desk.duty_notices import Gaps, Uncovered

oncall = typer.Typer(no_args_is_help=True, help="Look at who is on call.")

MOST_LINES = 200
MOST_STRETCHES = 60
"""Stretches that are told of one promise: a night each of the days that are looked at if nothing else is said."""
MOST_CUSTOMERS = 8

_CHECK = """\
Say who is promised an hour that nobody on call covers, and who is hard to reach
of those who are called: on a schedule, as a lead, as an account manager.

\b
Every customer with a subscription in these days counts, with what their plan
promises: over holidays and clock changes, with the overrides that are agreed
and the calendars as they were last read. With SLACK_BOT_TOKEN set, Slack is
asked whether everybody on call is there.

Ends with 1 where something is found, and with 0 where all is well.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Looked:
    """What was found, how the calendars are doing, and why Slack was not asked, if it was not."""

    gaps: "Gaps"
    calendars: tuple[str, ...]
    not_asked: str
    ways: tuple[str, ...] = ()
    """What is wrong with the ways that the configuration names."""

    @property
    def is_well(self) -> bool:
        return not (self.gaps.uncovered or self.gaps.unreachable or self.calendars or self.ways)


@oncall.callback()
def _on_call() -> None:
    """Keeps `check` a command of its own, as Typer would otherwise put the only one in its group's place."""


@oncall.command("check", help=_CHECK)
def check(days: Annotated[int, typer.Option(min=1, max=366, help="How many days ahead to look.")] = 60) -> None:
    """Look ahead, say what is found, and end with 1 where that is anything."""
    from bot.settings import database_and_configuration, slack_access, unusable_ways

    log_to_stderr(logging.ERROR)
    with told_what_is_unusable():
        url, configuration = database_and_configuration()
        looked = asyncio.run(_looked(url, configuration, *slack_access(), timedelta(days=days)))
        looked = replace(looked, ways=tuple(unusable_ways(configuration)))
    for line in _report(looked):
        out.print(line, soft_wrap=True)
    if not looked.is_well:
        raise typer.Exit(1)


async def _looked(url: str, configuration: "Configuration", token: str, api_url: str, ahead: timedelta) -> _Looked:
    from bot.app import opened_to_look
    from bot.desk.gaps import look_ahead
    from bot.slack.absence import absence
    from bot.slack.people import NotToldError
    from bot.slack.reaching import client_of

    not_asked = "" if token else "SLACK_BOT_TOKEN is not set"
    async with opened_to_look(url, configuration) as (desk, now):
        at = await now()
        try:
            gaps = await look_ahead(desk, at, at + ahead, absence(client_of(token, api_url)) if token else None)
        except NotToldError as error:
            not_asked = f"it did not tell ({type(error.__cause__).__name__})"
            gaps = await look_ahead(desk, at, at + ahead)
        unread = [feed.schedule for feed in configuration.feeds if feed.schedule not in desk.calendars]
        calendars = tuple(f"{name}: it has not been read yet, which `belltower run` does" for name in unread) + tuple(
            f"{name}: {what}"
            for name, state in desk.calendars.items()
            for what in (*([f"the calendar cannot be read: {state.error}"] if state.error else []), *state.left_out)
        )
    return _Looked(gaps=gaps, calendars=calendars, not_asked=not_asked)


def _report(looked: _Looked) -> Iterator[Text]:
    gaps = looked.gaps
    yield Text(head(gaps))
    if gaps.uncovered:
        yield Text("Promised, and nobody is on call; pages go to the leads instead:", "bold")
        yield from _first([line for each in gaps.uncovered for line in uncovered_lines(each)])
    if gaps.unreachable:
        yield Text("Called at times, and hard to reach:", "bold")
        yield from _first(
            [Text.assemble("  ", (person, "bold"), f": {why}") for person, why in gaps.unreachable.items()]
        )
    if looked.ways:
        yield Text("Ways that lead nowhere:", "bold")
        yield from _first([Text(f"  {each}") for each in looked.ways])
    if looked.calendars:
        yield Text("Calendars that cannot be relied on:", "bold")
        yield from _first([Text(f"  {each}") for each in looked.calendars])
    if looked.is_well:
        yield Text("Every hour that was promised is covered.", "green")
    if gaps.without_own_way:
        people = ", ".join(gaps.without_own_way)
        yield Text(f"No way of their own beside Slack, only the one for the case that Slack fails: {people}")
    if looked.not_asked:
        yield Text(f"Slack was not asked who is there: {looked.not_asked}.", "dim")


def head(gaps: "Gaps") -> str:
    """Until when was looked, and in whose zone times are told: that of all gaps, where they share one."""
    zones = {each.zone for each in gaps.uncovered}
    zone = next(iter(zones)) if len(zones) == 1 else "UTC"
    whose = {0: "", 1: f" All times are those of {zone}."}.get(
        len(zones), " Each promise is told in its contract's zone, named with every time."
    )
    return f"The next {(gaps.until - gaps.at).days} days, until {_minute(gaps.until, zone)}.{whose}"


def uncovered_lines(each: "Uncovered") -> Iterator[Text]:
    """A promise that is not covered, and each stretch of it on a line of its own unless there is but one."""
    more = len(each.customers) - MOST_CUSTOMERS
    customers = ", ".join(each.customers[:MOST_CUSTOMERS]) + (f" and {more} more" if more > 0 else "")
    found = [(each.starts, each.ends), *((later.starts, later.ends) for later in each.further)]
    told = [f"{_minute(starts, each.zone)} to {_minute(ends, each.zone)}" for starts, ends in found]
    first = told[0] if each.times == 1 else f"{each.times} stretches"
    yield Text.assemble("  ", (each.schedule, "bold"), f": {first}; {customers} ({each.clause})")
    if each.times > 1:
        yield from (Text(f"    {stretch}") for stretch in told[:MOST_STRETCHES])
        if each.times > MOST_STRETCHES:
            yield Text(f"    and {each.times - MOST_STRETCHES} more", "dim")


def _minute(at: datetime, zone: str) -> str:
    from bot.clocks.local_time import printed

    return printed(at.replace(second=0, microsecond=0), zone)


def _first(lines: list[Text]) -> Iterator[Text]:
    """The first of many lines, and how many there are besides."""
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield Text(f"  and {len(lines) - MOST_LINES} more", "dim")
