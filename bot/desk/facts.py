"""A ticket as it stands, and the customer it belongs to. Words are made of them elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.clocks.clock import Clock
from bot.clocks.contract import IntakeField, Severity, Terms
from bot.clocks.entries import Entry
from bot.clocks.ledger import History, State
from bot.clocks.paging import Chain
from bot.desk.requests import Origin


class DutyState(StrEnum):
    """How a customer stands to one of their duties under the contract."""

    UNKNOWN = "unknown"
    """Nobody has asked yet."""
    MISSING = "missing"
    """They have not done it, and it can hold a ticket up."""
    DONE = "done"
    """They have done it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DutyStanding:
    """How a customer stands to a duty, and a note such as the name of their technical representative (V25)."""

    state: DutyState
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Customer:
    """An organisation as a ticket knows it. `tam`, `channels` and `contacts` are Slack ids.

    `starts` and `ends` are the first and the last day of the subscription, `duties` how they stand to the duties that
    are kept for each customer, by clause (V24-V27).
    """

    id: int
    key: str
    name: str
    contract: str
    plan: str
    tam: str | None = None
    channels: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None
    duties: Mapping[str, DutyStanding] = field(default_factory=dict)

    def subscribed(self, today: date) -> bool:
        """Whether the subscription covers a day, its first and last one included (V22)."""
        return (self.starts is None or today >= self.starts) and (self.ends is None or today <= self.ends)


@dataclass(frozen=True, kw_only=True, slots=True)
class Posted:
    """Where a message stands in Slack."""

    channel: str
    ts: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticket:
    """A ticket as it stands at an instant: what was asked, what happened, and every promise on it."""

    number: int
    title: str
    description: str
    customer: Customer
    terms: Terms
    history: History
    at: datetime
    clocks: tuple[Clock, ...]
    chains: tuple[Chain, ...]
    opened_by: str
    contact: Mapping[IntakeField, str] = field(default_factory=dict)
    origin: Origin | None = None
    card: Posted | None = None

    @property
    def state(self) -> State:
        """Where the ticket stands."""
        return self.history.state or State.OPEN

    @property
    def severity(self) -> Severity:
        """The severity in force."""
        return self.terms.contract.severity(self.history.severity)

    @property
    def rank(self) -> int:
        """0 for the contract's most urgent priority, rising."""
        return self.terms.contract.priorities.index(self.severity.priority)

    @property
    def live_clocks(self) -> tuple[Clock, ...]:
        """The clocks on which somebody still has to do something, the earliest aim first; paused ones last."""
        live = [clock for clock in self.clocks if clock.live]
        return tuple(sorted(live, key=lambda clock: (clock.aim is None, clock.aim or self.at)))

    def chain(self, cycle: int) -> Chain | None:
        """The paging of that number; None where the ledger has none."""
        return next((chain for chain in self.chains if chain.cycle == cycle), None)

    def has_ended(self, cycle: int) -> bool:
        """Whether the paging of that number has ended: somebody has the ticket, or it calls for nobody any more."""
        chain = self.chain(cycle)
        return chain is not None and chain.ended is not None

    @property
    def last(self) -> Entry:
        """The newest entry of the ledger."""
        return self.history.entries[-1]
