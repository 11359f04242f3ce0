"""What is kept of duty: who stands in, exchanged shifts, imported calendars, test calls. Rows as in `tables`."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from storage.columns import json, one_of, row_number


class SwapState(StrEnum):
    """What became of an exchange of shifts."""

    ASKED = "asked"  # It waits for an answer.
    ACCEPTED = "accepted"  # It holds, by the overrides that came of it.
    DECLINED = "declined"  # Whoever was asked does not want it.
    WITHDRAWN = "withdrawn"  # Whoever asked does not want it any more.


_swap_state = one_of(SwapState, "state")


class OnCallOverride(SQLModel, table=True):
    """Somebody stands in on a schedule, from `starts` until just before `ends`."""

    __tablename__ = "on_call_override"
    __table_args__ = (Index(None, "schedule", "ends"),)

    id: int = Field(default=None, primary_key=True, sa_type=row_number)
    schedule: str
    person: str
    starts: datetime
    ends: datetime
    by: str
    created_at: datetime
    withdrawn_at: datetime | None = None
    swap_id: int | None = Field(default=None, foreign_key="on_call_swap.id", sa_type=row_number)


class OnCallSwap(SQLModel, table=True):
    """Two people exchange shifts: `asked` has what `asker` gives, and the other way round where something is taken."""

    __tablename__ = "on_call_swap"

    id: int = Field(default=None, primary_key=True, sa_type=row_number)
    schedule: str
    asker: str
    asked: str
    gives_starts: datetime
    gives_ends: datetime
    takes_starts: datetime | None = None
    takes_ends: datetime | None = None
    state: SwapState = Field(default=SwapState.ASKED, sa_type=_swap_state)
    asked_at: datetime
    answered_at: datetime | None = None
    answered_by: str | None = None


class CalendarFeed(SQLModel, table=True):
    """A schedule's calendar as it was last read: what is in force while its address cannot be reached."""

    __tablename__ = "calendar_feed"

    schedule: str = Field(primary_key=True)
    source: str  # The digest of where it came from: another address is another calendar.
    text: str = Field(sa_type=Text)
    read_at: datetime
    tried_at: datetime
    error: str | None = Field(default=None, sa_type=Text)


class Drill(SQLModel, table=True):
    """A test call of whoever was on call on a schedule; it is no ticket, and no report counts it."""

    __tablename__ = "drill"

    id: int = Field(default=None, primary_key=True, sa_type=row_number)
    schedule: str
    people: list[str] = Field(default_factory=list, sa_type=json)
    channel: str  # Where its result is told.
    started_at: datetime
    started_by: str
    answered_at: datetime | None = None
    answered_by: str | None = None
