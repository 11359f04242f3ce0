"""A notice about a ticket as it is kept until it is told."""

from datetime import UTC, datetime

from bot.desk.facts import Ticket
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import Facts, to_json
from storage import tables

ANY_TIME = datetime.fromtimestamp(0, UTC)
"""From when a new notice may be sent: it need not wait for a clock that was set back to catch up with itself."""


def owed(
    row: tables.Ticket,
    ticket: Ticket,
    key: str,
    what: Facts | NoticeKind,
    *,
    place: str | None = None,
    planned: datetime | None = None,
) -> tables.Notice:
    """A notice about a ticket; without a place it goes to the triage channel, without `planned` it is due at once.

    One that is planned for later than `ticket.at` is not sent before its time.
    """
    place = place or row.triage_channel
    return tables.Notice(
        key=f"{row.id}:{key}",
        ticket_id=row.id,
        kind=what if isinstance(what, NoticeKind) else what.kind,
        place=place,
        lane=f"{row.id}:{place}",
        priority_rank=ticket.rank,
        body={} if isinstance(what, NoticeKind) else to_json(what),
        put_at=ticket.at,
        planned_at=planned or ticket.at,
        not_before=planned if planned is not None and planned > ticket.at else ANY_TIME,
    )
