"""The form of the configuration file: which keys it has, and how terms and timetables are written.

What is checked here needs nothing but the file itself; `configuration` checks it against the contracts it names.
"""

from datetime import date

from pydantic import Field, ValidationInfo, field_validator

from bot.configuration_notation import Channel, Form, Member, Person, TimeText, WayName
from bot.contracts.mismatch import refuse
from bot.contracts.notation import DateText, Name, Text, WeekdaysText, ZoneText
from bot.desk.roster import CountsAsCustomer
from bot.desk.slack_ids import is_person
from bot.duty_form import TRIAGE, ScheduleForm, WayForm


class PeopleForm(Form):
    """The support team, by people or user groups; whoever is on call at times belongs to it anyway."""

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
    channel: Name = TRIAGE


class GapsForm(Form):
    """When the coming weeks are looked at for hours that nobody covers, and in which of the channels that is told."""

    at: TimeText
    zone: ZoneText
    days: WeekdaysText = (0,)
    channel: Name = TRIAGE


class ConfigurationForm(Form):
    """The whole file."""

    contracts: tuple[Text, ...] = Field(min_length=1)
    channels: dict[Name, Channel]
    people: PeopleForm
    on_call: dict[Name, ScheduleForm] = Field(default={})
    ways: dict[Person, tuple[WayForm, ...]] = Field(default={})
    otherwise: tuple[WayName, ...] = ()
    customers: dict[Text, CustomerForm] = Field(default={})
    digest: DigestForm | None = None
    gaps: GapsForm | None = None
