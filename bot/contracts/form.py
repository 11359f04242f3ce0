"""The form of a contract file: which keys it has and what may stand behind them.

These models are the edge only: `bot.contracts.assembly` turns them into the frozen values of `bot.clocks.contract`.
The JSON Schema for editors is generated from them, so every field's description is help that an editor shows.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, StrictBool, StrictInt, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from bot.clocks.conduct import CloseNeed, LapsedMode, Silence
from bot.clocks.contract import ClockKind, IntakeField, PauseReason, RegradeMode, ReopenMode
from bot.contracts.notation import (
    ALWAYS,
    DateHoursText,
    DateText,
    HoursText,
    InstantText,
    LengthText,
    Name,
    TargetText,
    Text,
    WarningText,
    WeekdaysText,
    ZoneText,
)
from bot.contracts.rules import Rule


class Form(BaseModel):
    """A mapping of a contract file; a key that it does not know is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class HeadingForm(Form):
    """Which contract this is, and from when on."""

    id: Name = Field(description="The short name used in commands and by customers' records.")
    name: Text
    version: Text = Field(description="A ticket keeps the version it was opened under.")
    effective: DateText = Field(description="The first day on which this version is in force.")


class HolidaysForm(Form):
    """A holiday set of the `holidays` package."""

    country: Text = Field(description="The country's code: US, NL.")
    subdivision: Text | None = Field(default=None, description="A state or region: CA.")
    categories: tuple[Text, ...] = ("public",)
    observed: StrictBool = Field(default=True, description="Also close on the weekday a weekend holiday is kept on.")


class HoursVersionForm(Form):
    """Weekly hours that hold from a date on."""

    effective: DateText
    hours: dict[WeekdaysText, HoursText]


class CalendarForm(Form):
    """When a desk is open."""

    zone: ZoneText
    hours: dict[WeekdaysText, HoursText]
    holidays: HolidaysForm | None = None
    closed: dict[DateText, Text] = Field(default={}, description="Further closed dates, each with its name.")
    not_closed: tuple[DateText, ...] = Field(default=(), description="Holidays on which the desk is open all the same.")
    special: dict[DateText, DateHoursText] = Field(default={}, description="Other hours on one date.")
    versions: tuple[HoursVersionForm, ...] = ()
    business_day: TargetText | None = Field(
        default=None, description="How long a business day is, where working days differ in length."
    )
    clause: Text


class SeverityForm(Form):
    """How bad it is, in the contract's own words."""

    id: Name
    name: Text
    priority: Name = Field(description="The column of the table of targets: P1.")
    definition: Text
    asks: tuple[IntakeField, ...] = Field(default=(), description="What the form must ask at this severity.")
    clause: Text


class PromiseForm(Form):
    """One promise: how soon, by priority, and what it is counted in."""

    kind: ClockKind
    targets: dict[Name, TargetText] = Field(default={}, description="What the contract promises, by priority.")
    goals: dict[Name, TargetText] = Field(
        default={}, description="What the team aims for, by priority; missing a goal is never a breach."
    )
    calendar: Name = Field(default=ALWAYS, description="The calendar it is counted in; always: every second counts.")
    warnings: tuple[WarningText, ...] = ()
    paused_by: tuple[PauseReason, ...] = ()
    clause: Text


class PageStepForm(Form):
    """Somebody to page, once this much time has passed and nobody has acknowledged."""

    after: LengthText
    whom: Name


class PagingForm(Form):
    """Who is paged for a priority, and when people may be paged."""

    coverage: Name = Field(description="The calendar in which people may be paged; always: around the clock.")
    steps: tuple[PageStepForm, ...] = Field(min_length=1)
    repeats: StrictInt = Field(default=0, ge=0, le=50, description="How often the steps are gone through again.")
    again_after: TargetText | None = Field(default=None, description="How long after the last step that is.")
    needs: StrictInt = Field(default=1, ge=1, le=10, description="How many people must show that they have it.")
    silence: TargetText | None = Field(default=None, description="How long one may be silent who acknowledged.")
    clause: Text


class ReachForm(Form):
    """The ways by which a customer turns to support; intake asks which one it was."""

    ways: dict[Name, Text] = Field(min_length=1, max_length=10)
    clause: Text


class PlanForm(Form):
    """What a customer bought."""

    name: Text
    clause: Text
    everything_in: Name | None = Field(default=None, description="A plan written above, all of which holds here too.")
    promises: tuple[PromiseForm, ...] = ()
    paging: dict[Name, PagingForm] = {}
    reached_by: ReachForm | None = None
    services: dict[Text, Text] = Field(default={}, description="Services that are not clocks, by clause.")


class EscalationForm(Form):
    """A further notice for a promise that stays broken, so long after the due time; business time is the promise's."""

    after: LengthText
    to: Name


class EscalationPointForm(Form):
    """The customer's technical account manager as the one whom escalations call."""

    calendar: Name = Field(default=ALWAYS, description="While it is open they are; always: around the clock.")
    otherwise: Name = Field(description="Who is called at other times, as under “whom”.")
    clause: Text


class RoutingForm(Form):
    """The channels, by their names in the configuration, where each kind of notice belongs."""

    triage: Name
    warnings: Name
    breaches: Name
    escalations: tuple[EscalationForm, ...] = ()
    tam: EscalationPointForm | None = None


class RegradeForm(Form):
    """What a change of severity does to a running clock."""

    mode: RegradeMode
    clause: Text


class ReopenForm(Form):
    """What reopening a ticket does to its clocks."""

    mode: ReopenMode
    clause: Text


class AgreementForm(Form):
    """What it means when the customer does not answer a proposed resolution."""

    after: TargetText = Field(description="How long the customer has to answer.")
    calendar: Name = Field(default=ALWAYS, description="The calendar that is counted in; always: every second counts.")
    silence: Silence
    clause: Text


class LapsedForm(Form):
    """What becomes of a ticket for a customer whose subscription is not in force."""

    mode: LapsedMode
    clause: Text


class RulesForm(Form):
    """What happens when a ticket changes, when nobody answers, and when a subscription is over."""

    regrade: RegradeForm
    reopen: ReopenForm
    agreement: AgreementForm | None = None
    lapsed: LapsedForm | None = Field(default=None, description="Without it such a ticket is refused.")


class CloseReasonForm(Form):
    """A reason for which a ticket may be closed."""

    id: Name
    text: Text
    reopens: StrictBool = Field(description="Whether the customer may have such a ticket reopened.")
    clause: Text
    needs: tuple[CloseNeed, ...] = Field(default=(), description="What must be there before it may be closed.")
    attempts: StrictInt | None = Field(
        default=None, ge=1, description="How many attempts to reach the customer are needed."
    )


class ScopeForm(Form):
    """What support covers and what it does not, by clause."""

    included: dict[Text, Text] = {}
    excluded: dict[Text, Text] = {}


class DutyForm(Form):
    """What the customer must do: a text, or with a name where it is kept for each customer because it can block."""

    text: Text
    name: str = Field(default="", description="What it is called where it holds a ticket up: DNS records.")

    @model_validator(mode="before")
    @classmethod
    def _of_text(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Either way of writing it."""
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(schema)]}


class TriageAnswerForm(Form):
    """One answer, and the severity that it decides."""

    id: Name
    text: Text
    severity: Name
    clause: Text


class TriageForm(Form):
    """The question, from the contract's definitions, whose answer decides how severe a new ticket is."""

    question: Text
    answers: tuple[TriageAnswerForm, ...] = Field(min_length=2, max_length=10)


class ExampleForm(Form):
    """A due time that must come out; `contract check` proves each."""

    plan: Name
    severity: Name
    opened: InstantText
    answered: InstantText | None = Field(default=None, description="When the customer was first called or written to.")
    due: dict[ClockKind, InstantText] = Field(min_length=1)
    because: Text


class AcceptForm(Form):
    """A warning of `contract check` that the team knows and accepts, with the reason."""

    rule: Rule
    because: Text


class ContractForm(Form):
    """A contract file."""

    contract: HeadingForm
    calendars: dict[Name, CalendarForm] = {}
    severities: tuple[SeverityForm, ...] = Field(min_length=1, description="From the most to the least severe.")
    plans: dict[Name, PlanForm] = Field(min_length=1)
    routing: RoutingForm
    rules: RulesForm
    close_reasons: tuple[CloseReasonForm, ...] = Field(min_length=1)
    scope: ScopeForm = ScopeForm()
    customer_duties: dict[Text, DutyForm] = Field(default={}, description="What the customer must do, by clause.")
    conditions: dict[Text, Text] = Field(default={}, description="Other terms that are not clocks, by clause.")
    triage: TriageForm | None = Field(default=None, description="How a new ticket gets its severity by a question.")
    examples: tuple[ExampleForm, ...] = ()
    accepts: tuple[AcceptForm, ...] = ()
