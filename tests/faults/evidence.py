"""What a run has left behind: the ledgers and the outbox in the database, and what Slack really shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.contract import Terms
from bot.clocks.ledger import History
from bot.desk.desk import Desk
from bot.desk.notice_kinds import NoticeKind
from bot.desk.records import ticket_of
from bot.playground.workspace import Workspace
from storage import tables
from tests.faults.asked import Asked

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Trail:
    """One ticket: the contract it was taken under and everything that happened to it."""

    number: int
    title: str
    terms: Terms
    history: History


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    """One notice of the outbox, as it was left."""

    id: int
    key: str
    ticket: int | None
    kind: NoticeKind
    place: str
    lane: str
    rank: int
    state: tables.NoticeState
    put_at: datetime
    planned_at: datetime
    not_before: datetime
    attempts: int
    settled_at: datetime | None
    channel: str | None
    ts: str | None
    bundle: str | None
    error: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """One message of ours in Slack; `words` are all that it shows, and `edited_at` is when it last changed."""

    key: str
    channel: str
    ts: str
    words: str
    edited_at: datetime | None = None

    @property
    def at(self) -> datetime:
        """When it was posted, by Slack's clock."""
        return datetime.fromtimestamp(float(self.ts), UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """Everything that the checker looks at. What was owed by `until` must have been told."""

    until: datetime
    asked: Sequence[Asked]
    trails: Sequence[Trail]
    owed: Sequence[Owed]
    shown: Sequence[Shown]


async def gathered(desk: Desk, workspace: Workspace, asked: Sequence[Asked], until: datetime) -> Evidence:
    """The evidence of a run whose workers have ended."""
    async with desk.database.reading(patience=60.0) as session:
        rows = (await session.exec(select(tables.Ticket).order_by(tables.Ticket.id))).all()  # type: ignore[arg-type]
        trails = [await _trail(session, desk, row, until) for row in rows]
        notices = (await session.exec(select(tables.Notice).order_by(tables.Notice.id))).all()  # type: ignore[arg-type]
    return Evidence(
        until=until,
        asked=tuple(asked),
        trails=tuple(trails),
        owed=tuple(map(_owed, notices)),
        shown=tuple(sorted(_shown(workspace), key=lambda each: each.ts)),
    )


async def _trail(session: AsyncSession, desk: Desk, row: tables.Ticket, at: datetime) -> Trail:
    ticket = await ticket_of(session, desk, row, at)
    return Trail(number=row.id, title=row.title, terms=ticket.terms, history=ticket.history)


def _owed(row: tables.Notice) -> Owed:
    return Owed(
        id=row.id,
        key=row.key,
        ticket=row.ticket_id,
        kind=NoticeKind(row.kind),
        place=row.place,
        lane=row.lane,
        rank=row.priority_rank,
        state=row.state,
        put_at=row.put_at,
        planned_at=row.planned_at,
        not_before=row.not_before,
        attempts=row.attempts,
        settled_at=row.settled_at,
        channel=row.channel,
        ts=row.ts,
        bundle=row.bundle,
        error=row.error,
    )


def _shown(workspace: Workspace) -> Iterator[Shown]:
    """Every message that carries the key of a notice; one that a thread also shows in its channel counts once."""
    for channel in list(workspace.channels):
        roots = workspace.messages.in_channel(channel)
        threads = (workspace.messages.replies(channel, root.ts) for root in roots)
        found = {message.ts: message for part in (roots, *threads) for message in part}
        for message in found.values():
            key = ((message.metadata or {}).get("event_payload") or {}).get("key")
            if key is not None:
                edited = None if message.edited_ts is None else datetime.fromtimestamp(float(message.edited_ts), UTC)
                words = f"{message.text} {list(message.blocks)}"
                yield Shown(key=key, channel=channel, ts=message.ts, words=words, edited_at=edited)
