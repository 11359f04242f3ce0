"""The form of the configuration file: which keys it has, and how ids, hand-overs and terms are written.

What is checked here needs nothing but the file itself; `configuration` checks it against the contracts it names.
"""

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, ValidationInfo, field_validator

from bot.contracts.mismatch import refuse
from bot.contracts.notation import DAYS, DateText, Name, Text, WeekdaysText, ZoneText
from bot.desk.roster import CountsAsCustomer
from bot.desk.slack_ids import CHANNEL_ID, GROUP_ID, PERSON_ID, is_channel, is_group, is_person


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


DIGEST_CHANNEL = "triage"
"""The name of the channel that the digest goes to where none is given."""
_WHOLE_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_NAMES = {name: number for names in (DAYS, _WHOLE_NAMES) for number, name in enumerate(names)}

Channel = Annotated[str, PlainValidator(read_channel)]
Person = Annotated[str, PlainValidator(read_person)]
Member = Annotated[str, PlainValidator(read_member)]
TimeText = Annotated[time, PlainValidator(read_time)]
HandOverText = Annotated[HandOver, PlainValidator(read_hand_over)]


class Form(BaseModel):
    """A mapping of the file; keys that it does not have are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PeopleForm(Form):
    """The support team, by people or user groups; whoever is in a rotation belongs to it anyway."""

    leads: tuple[Member, ...] = Field(min_length=1)
    agents: tuple[Member, ...] = ()
    counts_as_customer: CountsAsCustomer = CountsAsCustomer.CHANNEL

    @field_validator("leads")
    @classmethod
    def with_somebody_by_name(cls, leads: tuple[str, ...]) -> tuple[str, ...]:
        """Refuses groups alone: a page is never sent to no one, whatever Slack says of a group and when."""
        if not leads or any(is_person(lead) for lead in leads):
            return leads
        raise refuse("a person among them, who is called even while a group has nobody in it")


class RotationForm(Form):
    """People who take turns on call; the first one's shift begins at the hand-over on `starts`."""

    zone: ZoneText
    hand_over: HandOverText
    starts: DateText
    members: tuple[Person, ...] = Field(min_length=1)

    @field_validator("starts")
    @classmethod
    def on_the_day_of_the_hand_over(cls, starts: date, info: ValidationInfo) -> date:
        """Refuses a first day on which nothing is handed over, because the first shift would begin elsewhere."""
        hand_over: HandOver | None = info.data.get("hand_over")
        if hand_over is None or hand_over.weekday in (None, starts.weekday()):
            return starts
        raise refuse(f"a {_WHOLE_NAMES[hand_over.weekday].capitalize()}, the day of the hand-over")


class TermForm(Form):
    """The subscription term; outside it no promise is sold (V22)."""

    starts: DateText | None = None
    ends: DateText | None = None

    @field_validator("ends")
    @classmethod
    def not_before_it_starts(cls, ends: date | None, info: ValidationInfo) -> date | None:
        """Refuses a term that is over before it begins."""
        starts: date | None = info.data.get("starts")
        if starts is None or ends is None or starts <= ends:
            return ends
        raise refuse(f"a date not before {starts}, on which the term starts")


class CustomerForm(Form):
    """A customer to start with."""

    name: Text
    contract: Text
    plan: Text
    term: TermForm = TermForm()
    tam: Person | None = None
    channels: tuple[Channel, ...] = ()
    contacts: tuple[Person, ...] = ()


class DigestForm(Form):
    """When the day's digest comes, and in which of the channels."""

    at: TimeText
    zone: ZoneText
    days: WeekdaysText = (0, 1, 2, 3, 4)
    channel: Name = DIGEST_CHANNEL


class ConfigurationForm(Form):
    """The whole file."""

    contracts: tuple[Text, ...] = Field(min_length=1)
    channels: dict[Name, Channel]
    people: PeopleForm
    on_call: dict[Name, RotationForm] = {}
    customers: dict[Text, CustomerForm] = {}
    digest: DigestForm | None = None
