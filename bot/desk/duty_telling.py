"""The notices about duty, as rows of the outbox."""

from datetime import datetime

from bot.desk.duty_notices import DutyFacts
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import to_json
from bot.desk.owed import ANY_TIME
from storage import tables

DUTY_RANK = 5
"""Whatever is about a ticket goes first, and the day's digest later."""
CALL_RANK = 0
"""A drill shows how soon people are called, so its calls go like those for the highest priority."""
_CALLS = (NoticeKind.DRILL, NoticeKind.DRILL_DIRECT, NoticeKind.DRILL_OUTSIDE)


def duty_notice(key: str, place: str, facts: DutyFacts, at: datetime, planned: datetime | None = None) -> tables.Notice:
    """A notice about duty to a place, due at once; with `planned` it is meant for that instant, and not sent before."""
    return tables.Notice(
        key=key,
        kind=facts.kind,
        place=place,
        lane=f"duty:{place}",
        priority_rank=CALL_RANK if facts.kind in _CALLS else DUTY_RANK,
        body=to_json(facts),
        put_at=at,
        planned_at=planned or at,
        not_before=planned if planned is not None and planned > at else ANY_TIME,
    )
