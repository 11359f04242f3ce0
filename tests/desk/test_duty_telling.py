from bot.desk.duty_notices import StandIn
from bot.desk.duty_telling import DUTY_RANK, duty_notice
from bot.desk.notices import from_json
from tests.desk.office import ANA, HOUR, MINUTE, MONDAY, OLLY, PIET

FACTS = StandIn(
    schedule="primary",
    zone="Europe/Amsterdam",
    person=OLLY.person,
    instead_of=(PIET.person,),
    by=ANA.person,
    starts=MONDAY,
    ends=MONDAY + HOUR,
)


def test_a_notice_about_duty_waits_for_no_ticket_and_keeps_its_order_in_its_place() -> None:
    notice = duty_notice("override 1", PIET.person, FACTS, MONDAY)
    assert (notice.ticket_id, notice.lane, notice.priority_rank) == (None, "duty:U0PIET", DUTY_RANK)
    assert (notice.put_at, notice.planned_at) == (MONDAY, MONDAY)
    assert from_json(notice.body) == FACTS


def test_one_that_comes_late_says_for_when_it_was_meant() -> None:
    notice = duty_notice("override 1", PIET.person, FACTS, MONDAY + MINUTE, planned=MONDAY)
    assert (notice.put_at, notice.planned_at) == (MONDAY + MINUTE, MONDAY)
