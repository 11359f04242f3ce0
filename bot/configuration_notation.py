"""The small notations of the configuration file: how Slack's ids, hand-overs, turns, times and ways are written."""

import re
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainValidator

from bot.clocks.durations import Target
from bot.clocks.rotation import LONGEST_TURN, SHORTEST_TURN
from bot.contracts.mismatch import refuse
from bot.contracts.notation import DAYS, read_length
from bot.desk.slack_ids import CHANNEL_ID, GROUP_ID, PERSON_ID, is_channel, is_group, is_person

WHOLE_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LATEST_WAY = timedelta(hours=12)
"""How long after a call a way may be taken at the latest."""
_DAY_NAMES = {name: number for names in (DAYS, WHOLE_NAMES) for number, name in enumerate(names)}
_UNITS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}


class Form(BaseModel):
    """A mapping of the file; keys that it does not have are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOver:
    """When a shift begins: at a local time, every week on `weekday` (0 is Monday), or every day without one."""

    weekday: int | None
    at: time


def read_channel(value: Any) -> str:
    """The id of a Slack channel, public or private: `C0123ABCD`."""
    if isinstance(value, str) and is_channel(value):
        return value
    raise refuse(CHANNEL_ID)


def read_person(value: Any) -> str:
    """The id of a Slack user: `U0123ABCD`."""
    if isinstance(value, str) and is_person(value):
        return value
    raise refuse(PERSON_ID)


def read_member(value: Any) -> str:
    """The id of a Slack user, or of a user group: `U0123ABCD`, `S0123ABCD`."""
    if isinstance(value, str) and (is_person(value) or is_group(value)):
        return value
    raise refuse(f"{PERSON_ID}, or {GROUP_ID}")


def read_group(value: Any) -> str:
    """The id of a user group: `S0123ABCD`."""
    if isinstance(value, str) and is_group(value):
        return value
    raise refuse(GROUP_ID)


def read_hand_over(value: Any) -> HandOver:
    """A day and a time, `monday 09:00`, or a time alone, `09:00`; days may be cut to three letters."""
    expected = "a day and a time such as “monday 09:00”, or a time such as “09:00” for every day"
    found = re.fullmatch(r"(?:([a-z]+) +)?(\d\d:\d\d)", str(value).strip().lower(), re.ASCII)
    if found is None:
        raise refuse(expected)
    day, local = found.groups()
    if day is not None and day not in _DAY_NAMES:
        raise refuse(expected)
    try:
        return HandOver(weekday=None if day is None else _DAY_NAMES[day], at=time.fromisoformat(local))
    except ValueError:
        raise refuse("a time between 00:00 and 23:59") from None


def read_time(value: Any) -> time:
    """A time of day, such as `08:30`."""
    try:
        if re.fullmatch(r"\d\d:\d\d", str(value), re.ASCII):
            return time.fromisoformat(str(value))
    except ValueError:
        pass
    raise refuse("a time between 00:00 and 23:59, such as “08:30”")


def read_turn(value: Any) -> timedelta:
    """How long a turn lasts: `day`, `week`, `3 days`, `12 hours`."""
    found = re.fullmatch(r"(?:(\d{1,4}) +)?(hour|day|week)s?", str(value).strip().lower(), re.ASCII)
    if found is None:
        raise refuse("how long a turn lasts, such as “week”, “3 days” or “12 hours”")
    turn = int(found[1] or 1) * _UNITS[found[2]]
    if not SHORTEST_TURN <= turn <= LONGEST_TURN:
        raise refuse("a turn between an hour and 366 days")
    return turn


def read_delay(value: Any) -> timedelta:
    """How long after a call something comes: `0 minutes`, `3 minutes`."""
    length: Target = read_length(value)
    if length.in_business_time or length.length() > LATEST_WAY:
        raise refuse("a length around the clock of 12 hours at most, such as “3 minutes”")
    return length.length()


def read_way(value: Any) -> str:
    """The name of the environment variable that holds a way's address; what is no name may be the address itself."""
    if isinstance(value, str) and re.fullmatch(r"[A-Z][A-Z0-9_]{0,63}", value):
        return value
    raise refuse("the name of an environment variable in capital letters, such as “OLLY_SMS”, never the address itself")


Channel = Annotated[str, PlainValidator(read_channel)]
Person = Annotated[str, PlainValidator(read_person)]
Group = Annotated[str, PlainValidator(read_group)]
Member = Annotated[str, PlainValidator(read_member)]
TimeText = Annotated[time, PlainValidator(read_time)]
HandOverText = Annotated[HandOver, PlainValidator(read_hand_over)]
TurnText = Annotated[timedelta, PlainValidator(read_turn)]
DelayText = Annotated[timedelta, PlainValidator(read_delay)]
WayName = Annotated[str, PlainValidator(read_way)]
