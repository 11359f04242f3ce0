"""What a vendor promises, as frozen values: the terms that clocks are computed from.

A contract file is read into these by `bot.contracts.reader`. Nothing here knows about files; everything that a
clause says carries that clause's id, so that a due time can be proved line by line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from bot.clocks.calendar import Calendar, business_day_length
from bot.clocks.conduct import Agreement, CloseReason, Duty, EscalationPoint, LapsedMode, Reach, Term, Triage
from bot.clocks.durations import Target, Unit
from bot.clocks.timeline import ALWAYS, Timeline


class ClockKind(StrEnum):
    """The promises that run on a ticket."""

    FIRST_RESPONSE = "first_response"
    """A person of the support team has answered the customer."""
    CALL_BACK = "call_back"
    """A person of the support team has called the customer back."""
    NEXT_UPDATE = "next_update"
    """The customer has been told the progress again."""
    RESOLUTION = "resolution"
    """The issue has ended."""


class RegradeMode(StrEnum):
    """What a change of severity does to a running clock."""

    FAIR = "fair"
    """Raised: the new target counts from the regrade, never later than already promised. Lowered: from the opening."""
    RECOMPUTE = "recompute"
    """The new target counts from the opening, as if the severity had always been so."""
    RESTART = "restart"
    """The new target counts from the regrade."""


class ReopenMode(StrEnum):
    """What reopening a ticket does to its clocks."""

    NEW_CYCLE = "new cycle"
    """The promises start again at the reopening."""
    CONTINUE = "continue"
    """The clocks go on where they stopped; the time in between does not count."""
    NONE = "none"
    """No clock runs after a reopening."""


class PauseReason(StrEnum):
    """Why a ticket waits."""

    WAITING_ON_CUSTOMER = "waiting on customer"
    """The customer owes information that is needed."""
    WAITING_ON_THIRD_PARTY = "waiting on third party"
    """Somebody outside both organisations owes an answer."""
    AGREED = "agreed"
    """Both sides agreed to wait until a moment."""


class IntakeField(StrEnum):
    """What a form must ask when a severity says so."""

    COMPANY = "company"
    """The name of the customer's company."""
    CONTACT = "contact"
    """The person to speak to."""
    PHONE = "phone"
    """The number to call back."""
    EMAIL = "email"
    """The address to write to."""
    DESCRIPTION = "description"
    """What happens, in more words than the title."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Warn:
    """When to warn: at a share of the target, or so much before it is due. Exactly one of the two is given."""

    share: Fraction | None = None
    before: Target | None = None

    def __str__(self) -> str:
        return f"{self.before} before" if self.before else f"{float((self.share or 0) * 100):g}%"


@dataclass(frozen=True, kw_only=True, slots=True)
class Promise:
    """One promise for one priority of one plan.

    `target` is what the contract says; a promise without one has only a `goal`, the team's own stricter aim: it
    warns and is announced when missed, but it is never a breach. `calendar` is None where every second counts.
    """

    kind: ClockKind
    target: Target | None
    goal: Target | None = None
    calendar: str | None = None
    warnings: tuple[Warn, ...] = ()
    paused_by: frozenset[PauseReason] = frozenset()
    clause: str

    @property
    def aim(self) -> Target:
        """The target, or the goal where the contract names no target; warnings are measured on it."""
        aim = self.target or self.goal
        assert aim is not None, "the contract reader refuses a promise with neither target nor goal"  # noqa: S101
        return aim


@dataclass(frozen=True, kw_only=True, slots=True)
class PageStep:
    """Who is paged when nobody has acknowledged: `after` so much covered time, the `whom` of the configuration."""

    after: timedelta
    whom: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Paging:
    """The chain of people paged for a priority, while the calendar named `coverage` is open; None is always.

    The whole chain is called once and `repeats` times more, each time `again_after` its last step. It ends when as many
    people as it `needs` have shown that they have the ticket. Whoever has only acknowledged or taken it and then gives
    no sign of life for as long as `silence` does not have it any more; None is that they have it for good.
    All lengths are covered time.
    """

    steps: tuple[PageStep, ...]
    coverage: str | None = None
    repeats: int = 0
    again_after: timedelta | None = None
    needs: int = 1
    silence: timedelta | None = None
    clause: str

    def after(self, number: int) -> timedelta:
        """How long after the paging began its page of that number comes, counted from 0 on through all rounds."""
        gone_through, step = divmod(number, len(self.steps))
        length = max(each.after for each in self.steps) + (self.again_after or timedelta())
        return gone_through * length + self.steps[step].after


@dataclass(frozen=True, kw_only=True, slots=True)
class Escalation:
    """A further notice for a promise that stays broken: `after` the due time, in the channel that `to` names."""

    after: Target
    to: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Routing:
    """The channels (by their names in the configuration) where each kind of notice belongs."""

    triage: str
    warnings: str
    breaches: str
    escalations: tuple[Escalation, ...] = ()
    tam: EscalationPoint | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Severity:
    """How bad it is, in the contract's own words. Contracts list severities from the most to the least severe."""

    id: str
    name: str
    priority: str
    definition: str
    asks: tuple[IntakeField, ...] = ()
    clause: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """The tier a customer bought: its promises and paging by priority."""

    id: str
    name: str
    promises: Mapping[str, tuple[Promise, ...]]
    paging: Mapping[str, Paging]
    services: tuple[Term, ...] = ()
    reached_by: Reach | None = None
    clause: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Contract:
    """One version of a contract. `digest` is the SHA-256 of the file it was read from.

    `calendar_clauses` names the clause behind each calendar; `conditions` are terms that are neither scope nor duty.
    """

    id: str
    name: str
    version: str
    effective: date
    digest: str
    calendars: Mapping[str, Calendar]
    severities: tuple[Severity, ...]
    plans: Mapping[str, Plan]
    routing: Routing
    regrade: RegradeMode
    regrade_clause: str
    reopen: ReopenMode
    reopen_clause: str = ""
    close_reasons: tuple[CloseReason, ...]
    calendar_clauses: Mapping[str, str] = field(default_factory=dict)
    included: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    duties: tuple[Duty, ...] = ()
    conditions: tuple[Term, ...] = ()
    lapsed: LapsedMode = LapsedMode.REFUSE
    lapsed_clause: str = ""
    agreement: Agreement | None = None
    triage: Triage | None = None

    def severity(self, severity_id: str) -> Severity:
        """The severity of that id; KeyError where the contract has none."""
        for severity in self.severities:
            if severity.id == severity_id:
                return severity
        raise KeyError(severity_id)

    def rank(self, severity_id: str) -> int:
        """0 for the most severe, rising as it gets milder."""
        return self.severities.index(self.severity(severity_id))

    @property
    def priorities(self) -> tuple[str, ...]:
        """The priorities from the most to the least urgent."""
        return tuple(dict.fromkeys(severity.priority for severity in self.severities))

    @property
    def zone(self) -> str:
        """The zone of its first calendar, where its people are; UTC without any."""
        return next((calendar.zone for calendar in self.calendars.values()), "UTC")

    def local_date(self, at: datetime) -> date:
        """The date of an instant where its people are: first and last days are meant there."""
        return at.astimezone(ZoneInfo(self.zone)).date()


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """A contract as one customer bought it: what is promised on their plan, at each severity."""

    contract: Contract
    plan: Plan

    def promise(self, kind: ClockKind, severity_id: str) -> Promise | None:
        """The promise of that kind at that severity, or None where the plan makes none."""
        for promise in self.plan.promises.get(self.priority(severity_id), ()):
            if promise.kind is kind:
                return promise
        return None

    def paging(self, severity_id: str) -> Paging | None:
        """Who is paged at that severity, or None where nobody is."""
        return self.plan.paging.get(self.priority(severity_id))

    def priority(self, severity_id: str) -> str:
        """The column of the SLA table that a severity belongs to: `P1`."""
        return self.contract.severity(severity_id).priority

    def calendar(self, name: str | None) -> Calendar | None:
        """The named calendar, or None where every second counts."""
        return None if name is None else self.contract.calendars[name]

    def zone(self, name: str | None) -> str:
        """The zone to tell times in: the named calendar's, or where every second counts the contract's."""
        calendar = self.calendar(name)
        return self.contract.zone if calendar is None else calendar.zone

    def timeline(self, name: str | None) -> Timeline:
        """The open intervals that a target counted in `name` passes through."""
        calendar = self.calendar(name)
        return ALWAYS if calendar is None else calendar.timeline

    def length(self, target: Target, calendar_name: str | None) -> timedelta:
        """How much time of that calendar must be counted for a target."""
        calendar = self.calendar(calendar_name)
        counts_days = target.unit is Unit.BUSINESS_DAY and calendar is not None
        return target.length(business_day_length(calendar) if counts_days and calendar else None)


def terms(contract: Contract, plan_id: str) -> Terms:
    """The contract as sold on a plan; KeyError where the contract has no such plan."""
    return Terms(contract=contract, plan=contract.plans[plan_id])
