"""A notice is due at once, unless it is planned for later; a clock that was set back holds none up."""

from datetime import timedelta

import pytest

from bot.desk.notice_kinds import NoticeKind
from bot.desk.owed import ANY_TIME, owed
from storage import tables
from tests.slack.tickets import FRIDAY, MINUTE, ticket

ROW = tables.Ticket(
    id=12,
    customer_id=1,
    contract_version_id=1,
    plan="valicare",
    title="SSO login fails",
    description="",
    severity="urgent",
    priority_rank=0,
    opened_at=FRIDAY,
    opened_by="U0ANA",
    triage_channel="C0TRIAGE",
    changed_at=FRIDAY,
)


def test_it_goes_to_the_triage_channel_unless_another_place_is_named() -> None:
    assert owed(ROW, ticket(), "card", NoticeKind.CARD).place == "C0TRIAGE"
    elsewhere = owed(ROW, ticket(), "card", NoticeKind.CARD, place="U0OLLY")
    assert (elsewhere.place, elsewhere.lane, elsewhere.key) == ("U0OLLY", "12:U0OLLY", "12:card")


@pytest.mark.parametrize("before", [timedelta(0), MINUTE])
def test_what_was_planned_for_now_or_before_may_be_sent_at_any_time(before: timedelta) -> None:
    notice = owed(ROW, ticket(), "card", NoticeKind.CARD, planned=ticket().at - before)
    assert notice.not_before == ANY_TIME
    assert notice.planned_at == ticket().at - before


def test_what_is_planned_for_later_is_not_sent_before() -> None:
    later = ticket().at + 3 * MINUTE
    notice = owed(ROW, ticket(), "page", NoticeKind.CARD, planned=later)
    assert (notice.planned_at, notice.not_before) == (later, later)
    assert notice.put_at == ticket().at >= FRIDAY
