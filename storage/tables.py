"""What a row is. Every instant is an aware UTC datetime, every JSON value is assigned whole, never changed in place.

Rows are not validated by SQLModel: values are checked where they enter (settings, contract files, requests), and what a
column may hold is a constraint in the database. A new or changed column needs a migration; a test compares the two.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Index, Text, UniqueConstraint, literal, text
from sqlmodel import Field, SQLModel, col

from storage.columns import json, one_of, row_number


class TicketState(StrEnum):
    """Where a ticket is on its way."""

    OPEN = "open"  # Somebody has to do something.
    WAITING = "waiting"  # The customer has to answer first.
    RESOLVED = "resolved"  # An answer was given that should settle it; the customer may still object.
    CLOSED = "closed"  # Nothing more is expected from anybody.


class NoticeState(StrEnum):
    """Where a notice is on its way to its place."""

    PENDING = "pending"  # To be sent, from `not_before` on.
    SENDING = "sending"  # Taken by a worker, until `lease_until`.
    SENT = "sent"  # It is in its place: `channel` and `ts` say where.
    DROPPED = "dropped"  # Overtaken by events before it was sent; `error` says why.
    DEAD = "dead"  # Given up; `error` says why.


_ticket_state = one_of(TicketState, "state")
_notice_state = one_of(NoticeState, "state")


class ContractVersion(SQLModel, table=True):
    """A contract file as it was when a ticket was opened under it."""

    __tablename__ = "contract_version"

    id: int = Field(default=None, primary_key=True, sa_type=row_number)
    contract: str
    version: str
    digest: str = Field(unique=True)
    source: str = Field(sa_type=Text)
    stored_at: datetime


class Customer(SQLModel, table=True):
    """An organisation with a plan, its people and its channels (Slack ids)."""

    __tablename__ = "customer"

    id: int = Field(default=None, primary_key=True, sa_type=row_number)
    key: str = Field(unique=True)
    name: str
    contract: str
    plan: str
    term_starts: date | None = None
    term_ends: date | None = None
    tam: str | None = None
    channels: list[str] = Field(default_factory=list, sa_type=json)
    contacts: list[str] = Field(default_factory=list, sa_type=json)
    # By clause, how the customer stands to it. The default is for those who were there before the column was.
    duties: dict[str, Any] = Field(
        default_factory=dict, sa_type=json, sa_column_kwargs={"server_default": text("'{}'")}
    )
    seed: str | None = None  # The digest of the configuration entry it came from.
    created_at: datetime


class Ticket(SQLModel, table=True):
    """A ticket as its ledger has made it; `id` is the number that people see."""

    __tablename__ = "ticket"
    __table_args__ = (
        Index(None, "state", "next_due", "id"),
        Index(None, "origin_channel", "origin_ts"),
        Index(None, "triage_channel", "card_ts"),
        Index(None, "changed_at"),
    )

    id: int = Field(default=None, primary_key=True, sa_type=row_number)
    customer_id: int = Field(foreign_key="customer.id", index=True, sa_type=row_number)
    contract_version_id: int = Field(foreign_key="contract_version.id", sa_type=row_number)
    plan: str
    title: str
    description: str = Field(sa_type=Text)
    severity: str
    priority_rank: int  # 0 is P1.
    state: TicketState = Field(default=TicketState.OPEN, sa_type=_ticket_state)
    opened_at: datetime
    opened_by: str
    origin_channel: str | None = None
    origin_ts: str | None = None
    contact: dict[str, Any] = Field(default_factory=dict, sa_type=json)  # Whom to call: the critical intake.
    assignee: str | None = None
    triage_channel: str
    card_ts: str | None = None
    last_seq: int = 0
    next_due: datetime | None = None
    next_calendar: str | None = None  # What the time until `next_due` counts in; None where every second does.
    overdue: bool = False  # A promise is broken and still not done.
    changed_at: datetime


class LedgerEntry(SQLModel, table=True):
    """One thing that happened to a ticket. Entries are added and read, never changed or deleted."""

    __tablename__ = "ledger_entry"
    __table_args__ = (UniqueConstraint("ticket_id", "seq"),)

    id: int = Field(default=None, primary_key=True, sa_type=row_number)
    ticket_id: int = Field(foreign_key="ticket.id", sa_type=row_number)
    seq: int
    at: datetime
    kind: str
    by: str
    body: dict[str, Any] = Field(default_factory=dict, sa_type=json)


class Deadline(SQLModel, table=True):
    """The next milestone of one clock of one ticket."""

    __tablename__ = "deadline"
    __table_args__ = (UniqueConstraint("ticket_id", "clock"), Index(None, "priority_rank", "due"))

    id: int = Field(default=None, primary_key=True, sa_type=row_number)
    ticket_id: int = Field(foreign_key="ticket.id", sa_type=row_number)
    clock: str
    due: datetime = Field(index=True)
    # That of the ticket. The default is for those who were there before the column was.
    priority_rank: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})


class Notice(SQLModel, table=True):
    """One message owed to one place. Notices of one lane are sent in the order of their ids."""

    __tablename__ = "notice"

    id: int = Field(default=None, primary_key=True, sa_type=row_number)
    key: str = Field(unique=True)
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", index=True, sa_type=row_number)
    kind: str
    place: str  # A Slack channel or user id.
    lane: str
    priority_rank: int
    body: dict[str, Any] = Field(default_factory=dict, sa_type=json)
    state: NoticeState = Field(default=NoticeState.PENDING, sa_type=_notice_state)
    put_at: datetime
    planned_at: datetime  # The instant it was meant for.
    not_before: datetime
    attempts: int = 0
    lease_until: datetime | None = None
    claim: str | None = None  # The token of the worker that may settle it.
    ambiguous: bool = False  # An earlier attempt may have arrived.
    channel: str | None = None
    ts: str | None = None
    settled_at: datetime | None = None
    error: str | None = Field(default=None, sa_type=Text)
    bundle: str | None = None  # The key of the one message that tells this and others.
    seen_at: datetime | None = None  # When somebody it was for first pressed or marked something on it.
    seen_by: str | None = None


class Place(SQLModel, table=True):
    """What is known of a channel or person as a place for notices: who may write there when, and whether it storms."""

    __tablename__ = "place"

    place: str = Field(primary_key=True)  # Or one of the other queues that `places` knows.
    taken_at: datetime
    free_at: datetime  # Nothing is sent there from `taken_at` until then: a message is on its way, or the place rests.
    told: list[str] = Field(default_factory=list, sa_type=json)  # When the last messages went there, oldest first.
    storm: str | None = None  # The key of the message that tells several notices at once, the last one.


def is_open(notices: type[Notice] = Notice) -> ColumnElement[bool]:
    """Whether a notice is still to be sent. Written out, not bound: only then do the partial indexes below match."""
    states = (NoticeState.PENDING, NoticeState.SENDING)
    return col(notices.state).in_([literal(state, _notice_state, literal_execute=True) for state in states])


def is_dead() -> ColumnElement[bool]:
    """Whether a notice was given up; written out like `is_open`."""
    return col(Notice.state) == literal(NoticeState.DEAD, _notice_state, literal_execute=True)


class ReceivedRequest(SQLModel, table=True):
    """A request that was taken in, by the id Slack gave it, and what was answered."""

    __tablename__ = "received_request"

    key: str = Field(primary_key=True)
    received_at: datetime
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", sa_type=row_number)
    answer: dict[str, Any] | None = Field(default=None, sa_type=json)


for _name, _columns in {
    "ix_notice_open_by_rank": (Notice.priority_rank, Notice.id),
    "ix_notice_open_by_lane": (Notice.lane, Notice.id),
}.items():
    Index(_name, *map(col, _columns), sqlite_where=is_open(), postgresql_where=is_open())
_posted = col(Notice.ts).is_not(None)
Index("ix_notice_posted", col(Notice.ts), col(Notice.channel), sqlite_where=_posted, postgresql_where=_posted)
_told_by_another = col(Notice.bundle).is_not(None)
Index("ix_notice_bundle", col(Notice.bundle), sqlite_where=_told_by_another, postgresql_where=_told_by_another)
Index("ix_notice_dead", col(Notice.settled_at), sqlite_where=is_dead(), postgresql_where=is_dead())
