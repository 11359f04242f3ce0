"""Small contracts, ledgers and what the engine says about them, for the tests of everything but calendars.

The desk is open on weekdays from 09:00 to 17:00 UTC; `monday("10:30")` is an instant of a Monday without holidays.
Three severities, most severe first: urgent and high are P1 and P2, low is P3.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from bot.clocks.calendar import Calendar, weekly_hours
from bot.clocks.clock import Clock, evaluate
from bot.clocks.conduct import Agreement, Silence
from bot.clocks.contract import (
    ClockKind,
    Contract,
    Escalation,
    Paging,
    PauseReason,
    Plan,
    Promise,
    RegradeMode,
    ReopenMode,
    Routing,
    Severity,
    Terms,
    Warn,
)
from bot.clocks.durations import parse_target
from bot.clocks.entries import (
    BY_RULE,
    Acknowledged,
    After,
    Attempted,
    CalledBack,
    Closed,
    Confirmed,
    Entry,
    Heard,
    NotAsked,
    Objected,
    Opened,
    Paged,
    Paused,
    Regraded,
    Released,
    Reopened,
    Replied,
    Resolved,
    Resumed,
    Snoozed,
    Taken,
    Unacknowledged,
    Updated,
)
from bot.clocks.lapses import upcoming_lapse
from bot.clocks.ledger import History
from bot.clocks.milestones import Milestone, passed, upcoming
from bot.clocks.paging import Chain, chains

MICROSECOND = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
WAITING = PauseReason.WAITING_ON_CUSTOMER
THIRD_PARTY = PauseReason.WAITING_ON_THIRD_PARTY
DESK = Calendar(name="desk", zone="UTC", weekly=weekly_hours({day: ["09:00-17:00"] for day in range(5)}))
MONDAY = date(2026, 6, 1)


def day(number: int, clock: str) -> datetime:
    """So many days after the Monday, at a time of day in UTC."""
    return datetime.combine(MONDAY + timedelta(days=number), time.fromisoformat(clock), UTC)


def monday(clock: str) -> datetime:
    return day(0, clock)


def tuesday(clock: str) -> datetime:
    return day(1, clock)


def promise(target: str | None = None, **values: Any) -> Promise:
    """A first response within `target`, around the clock, unless `values` say otherwise; goals may be texts."""
    goal = values.pop("goal", None)
    return Promise(
        **{
            "kind": ClockKind.FIRST_RESPONSE,
            "target": parse_target(target) if target else None,
            "goal": parse_target(goal) if goal else None,
            "clause": "A4",
            **values,
        }
    )


def share(percent: int) -> Warn:
    return Warn(share=Fraction(percent, 100))


def before(length: str) -> Warn:
    return Warn(before=parse_target(length))


def escalation(after: str, to: str) -> Escalation:
    return Escalation(after=parse_target(after), to=to)


def plan_terms(
    *,
    urgent: Iterable[Promise] = (),
    high: Iterable[Promise] = (),
    low: Iterable[Promise] = (),
    paging: dict[str, Paging] | None = None,
    escalations: Sequence[Escalation] = (),
    regrade: RegradeMode = RegradeMode.FAIR,
    reopen: ReopenMode = ReopenMode.NEW_CYCLE,
    calendar: Calendar = DESK,
    agreement: Agreement | None = None,
) -> Terms:
    """What a plan promises at each severity."""
    plan = Plan(
        id="gold",
        name="Gold",
        promises={"P1": tuple(urgent), "P2": tuple(high), "P3": tuple(low)},
        paging=paging or {},
        clause="A3",
    )
    contract = Contract(
        id="acme",
        name="Acme Support",
        version="1",
        effective=date(2026, 1, 1),
        digest="0" * 64,
        calendars={"desk": calendar},
        severities=(
            Severity(id="urgent", name="Urgent", priority="P1", definition="Nobody can work.", clause="A2"),
            Severity(id="high", name="High", priority="P2", definition="Some cannot work.", clause="A2"),
            Severity(id="low", name="Low", priority="P3", definition="A question.", clause="A2"),
        ),
        plans={"gold": plan},
        routing=Routing(triage="triage", warnings="triage", breaches="breaches", escalations=tuple(escalations)),
        regrade=regrade,
        regrade_clause="A6",
        reopen=reopen,
        reopen_clause="A7",
        close_reasons=(),
        calendar_clauses={"desk": "A1"},
        lapsed_clause="A8",
        agreement=agreement,
    )
    return Terms(contract=contract, plan=plan)


def agreement(after: str, silence: Silence, calendar: str | None = None) -> Agreement:
    """What silence means on a proposed resolution."""
    return Agreement(after=parse_target(after), calendar=calendar, silence=silence, clause="A9")


def usual_terms(regrade: RegradeMode = RegradeMode.FAIR, reopen: ReopenMode = ReopenMode.NEW_CYCLE) -> Terms:
    """Around the clock: urgent within an hour, high within four, low within twenty-four."""
    urgent, high, low = (
        promise(target, warnings=(share(50),), paused_by=frozenset({WAITING}))
        for target in ("1 hour", "4 hours", "24 hours")
    )
    return plan_terms(urgent=[urgent], high=[high], low=[low], regrade=regrade, reopen=reopen)


def opened(at: datetime, severity: str = "urgent", *, covered: bool = True) -> Entry:
    return Opened(at=at, by="Cara Customer", severity=severity, covered=covered)


def taken(at: datetime) -> Entry:
    return Taken(at=at, by="Ana Agent", to="Ana Agent")


def assigned(at: datetime, to: str = "Bob Agent") -> Entry:
    return Taken(at=at, by="Lena Lead", to=to)


def released(at: datetime) -> Entry:
    return Released(at=at, by="Ana Agent")


def acknowledged(at: datetime) -> Entry:
    return Acknowledged(at=at, by="Olly Oncall")


def snoozed(at: datetime, until: datetime) -> Entry:
    return Snoozed(at=at, by="Olly Oncall", until=until)


def unacknowledged(at: datetime, after: After = After.SILENCE) -> Entry:
    return Unacknowledged(at=at, by=BY_RULE, after=after)


def paged(at: datetime, *, delivered: bool = True) -> Entry:
    error = "" if delivered else "The number is not in use."
    return Paged(at=at, by=BY_RULE, person="Olly Oncall", way="SMS", cycle=1, step=0, delivered=delivered, error=error)


def replied(at: datetime, next_update: datetime | None = None) -> Entry:
    return Replied(at=at, by="Ana Agent", text="We are on it.", next_update=next_update)


def updated(at: datetime, next_update: datetime | None = None, cadence: str | None = None) -> Entry:
    return Updated(at=at, by="Ana Agent", text="Half is done.", next_update=next_update, cadence=cadence)


def called_back(at: datetime, next_update: datetime | None = None) -> Entry:
    return CalledBack(at=at, by="Olly Oncall", next_update=next_update)


def heard(at: datetime) -> Entry:
    return Heard(at=at, by="Cara Customer", text="It is example.com.")


def attempted(at: datetime) -> Entry:
    return Attempted(at=at, by="Ana Agent", text="Called, nobody answered.")


def regraded(at: datetime, severity: str, *, undo: bool = False) -> Entry:
    return Regraded(at=at, by="Ana Agent", severity=severity, impact="It has changed.", undo=undo)


def paused(at: datetime, reason: PauseReason = WAITING, until: datetime | None = None) -> Entry:
    return Paused(at=at, by="Ana Agent", reason=reason, text="Which domain?", until=until)


def resumed(at: datetime) -> Entry:
    return Resumed(at=at, by="Ana Agent")


def resolved(at: datetime) -> Entry:
    return Resolved(at=at, by="Ana Agent", text="A restart helped.")


def confirmed(at: datetime) -> Entry:
    return Confirmed(at=at, by="Cara Customer")


def objected(at: datetime) -> Entry:
    return Objected(at=at, by="Cara Customer", text="It still fails.")


def closed(at: datetime) -> Entry:
    return Closed(at=at, by="Ana Agent", reason="resolved")


def reopened(at: datetime) -> Entry:
    return Reopened(at=at, by="Cara Customer", text="It is back.")


def regraded_through(*severities: tuple[str, str]) -> list[Entry]:
    """A ticket opened and regraded on Monday: pairs of time and severity."""
    (first, severity), *later = severities
    return [opened(monday(first), severity), *(regraded(monday(at), severity) for at, severity in later)]


MAKE: Mapping[str, Callable[[datetime], Entry]] = {
    "opened": opened,
    "taken": taken,
    "released": released,
    "replied": replied,
    "updated": updated,
    "called back": called_back,
    "heard": heard,
    "attempted": attempted,
    "regraded": lambda at: regraded(at, "low"),
    "acknowledged": acknowledged,
    "snoozed": lambda at: snoozed(at, at + HOUR),
    "unacknowledged": unacknowledged,
    "paged": paged,
    "paused": paused,
    "resumed": resumed,
    "resolved": resolved,
    "not asked": lambda at: NotAsked(at=at, by=BY_RULE),
    "confirmed": confirmed,
    "objected": objected,
    "closed": closed,
    "reopened": reopened,
}
"""An entry of each kind."""


def clocks(sold: Terms, entries: Iterable[Entry], at: datetime, kind: ClockKind | None = None) -> tuple[Clock, ...]:
    """The clocks of a ticket as they stand at an instant, of one kind or all."""
    return tuple(clock for clock in evaluate(sold, History.of(entries), at) if kind in (None, clock.kind))


def only(sold: Terms, entries: Iterable[Entry], at: datetime, kind: ClockKind = ClockKind.FIRST_RESPONSE) -> Clock:
    """The one clock of its kind."""
    (clock,) = clocks(sold, entries, at, kind)
    return clock


def pagings(sold: Terms, entries: Iterable[Entry]) -> tuple[Chain, ...]:
    return chains(sold, History.of(entries))


def owed(sold: Terms, entries: Iterable[Entry], at: datetime) -> tuple[Milestone, ...]:
    """What must have been told by an instant."""
    history = History.of(entries).until(at)
    return passed(sold, history, evaluate(sold, history, at), chains(sold, history), at)


def ahead(sold: Terms, entries: Iterable[Entry], at: datetime) -> tuple[Milestone, ...]:
    """What there is to wake up for after an instant."""
    history = History.of(entries).until(at)
    return upcoming(sold, history, evaluate(sold, history, at), chains(sold, history), at)


def with_lapses(sold: Terms, entries: Iterable[Entry], until: datetime) -> list[Entry]:
    """The ledger with every entry that a rule has made by an instant."""
    history = History.of(entries)
    while (lapse := upcoming_lapse(sold, history)) is not None and lapse.at <= until:
        history = history.then(lapse.entry)
    return list(history.entries)


def keys(milestones: Iterable[Milestone]) -> list[str]:
    return [milestone.key for milestone in milestones]
