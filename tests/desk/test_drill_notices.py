"""What a drill tells, where and when: the calls at once or in their time, and the end when it comes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.desk.desk import Desk
from bot.desk.drill_notices import LASTS
from bot.desk.duty_notices import Drill, DrillResult
from bot.desk.duty_telling import CALL_RANK, DUTY_RANK
from bot.desk.outgoing import Outgoing
from bot.desk.places import outside
from bot.desk.roster import Way
from bot.desk.sending import NotSent
from bot.watch.delivery import Delivery
from storage.tables import NoticeState
from tests.desk.office import LENA, MINUTE, MONDAY, PIET, SECOND, TRIAGE, notices
from tests.desk.test_drill import answered, begun
from tests.desk.ways import DESK_PHONE, PAGER, PHONE, reached
from tests.watch.paper_slack import PaperSlack


async def passes(desk: Desk, paper: PaperSlack, *instants: datetime) -> None:
    delivery = Delivery(desk=desk, sender=paper, rest=timedelta(0))
    for at in instants:
        while await delivery.once(at):
            pass


def results(paper: PaperSlack) -> Sequence[tuple[str, DrillResult]]:
    return [(told.place, told.facts) for told in paper.posted if isinstance(told.facts, DrillResult)]


def edited(paper: PaperSlack) -> Sequence[Outgoing]:
    return [told for told in paper.edited if isinstance(told.facts, Drill)]


async def test_it_takes_the_ways_of_a_page_in_their_time(desk: Desk) -> None:
    await begun(reached(desk, level={"primary": (Way(name=DESK_PHONE, after=MINUTE),)}))
    paper = PaperSlack()
    await passes(desk, paper, MONDAY)
    assert sorted(told.place for told in paper.posted) == sorted([TRIAGE, PIET.person, outside(PAGER)])
    await passes(desk, paper, MONDAY + MINUTE, MONDAY + 3 * MINUTE)
    assert len(paper.told(outside(DESK_PHONE))) == len(paper.told(outside(PHONE))) == 1


async def test_when_somebody_answers_everybody_hears_and_the_messages_lose_their_button(desk: Desk) -> None:
    drill, paper = await begun(reached(desk)), PaperSlack()
    await passes(desk, paper, MONDAY)
    await answered(desk, drill.number)
    await passes(desk, paper, MONDAY + MINUTE, MONDAY + 3 * MINUTE, MONDAY + LASTS)
    assert sorted((place, told.answered_by) for place, told in results(paper)) == sorted(
        [(TRIAGE, PIET.person), (LENA.person, PIET.person)]
    )
    assert sorted(told.place for told in edited(paper)) == sorted([TRIAGE, PIET.person])
    assert all(isinstance(told.facts, Drill) and told.facts.answered_at == MONDAY + MINUTE for told in edited(paper))
    assert paper.told(outside(PHONE)) == []
    assert len(paper.told(outside(PAGER))) == 2  # The call and its end.


async def test_when_nobody_answers_that_is_told_after_fifteen_minutes(desk: Desk) -> None:
    await begun(reached(desk))
    paper = PaperSlack()
    await passes(desk, paper, MONDAY, MONDAY + 3 * MINUTE, MONDAY + LASTS - SECOND)
    assert results(paper) == []
    await passes(desk, paper, MONDAY + LASTS)
    assert sorted((place, told.answered_by) for place, told in results(paper)) == sorted(
        [(TRIAGE, ""), (LENA.person, "")]
    )
    assert len(edited(paper)) == 2
    assert len(paper.told(outside(PAGER))) == 2


async def test_a_way_that_has_not_taken_the_call_is_named_in_the_result(desk: Desk) -> None:
    drill, paper = await begun(reached(desk)), PaperSlack()
    paper.will_say(outside(PAGER), NotSent(error="error=403"))
    await passes(desk, paper, MONDAY)
    await answered(desk, drill.number)
    await passes(desk, paper, MONDAY + MINUTE)
    assert {told.not_sent for _, told in results(paper)} == {(PAGER,)}


async def test_a_way_that_was_never_told_of_it_is_not_told_that_it_is_over(desk: Desk) -> None:
    drill, paper = await begun(reached(desk, {PIET.person: (Way(name=PAGER, after=3 * MINUTE),)})), PaperSlack()
    await passes(desk, paper, MONDAY)
    await answered(desk, drill.number)
    await passes(desk, paper, MONDAY + MINUTE, MONDAY + 3 * MINUTE)
    assert paper.told(outside(PAGER)) == []


async def test_a_call_that_slack_takes_only_after_the_answer_is_let_go(desk: Desk) -> None:
    drill, paper = await begun(desk), PaperSlack()
    await answered(desk, drill.number)
    await passes(desk, paper, MONDAY + MINUTE)
    assert {type(told.facts) for told in paper.posted} == {DrillResult}
    assert edited(paper) == []


async def test_nothing_stays_open_when_it_is_over(desk: Desk) -> None:
    await begun(reached(desk))
    paper = PaperSlack()
    await passes(desk, paper, MONDAY, MONDAY + LASTS)
    assert {notice.state for notice in await notices(desk)} <= {NoticeState.SENT, NoticeState.DROPPED}


async def test_its_calls_go_like_those_for_the_highest_priority_and_its_end_does_not(desk: Desk) -> None:
    await begun(reached(desk))
    ranks = {notice.place: notice.priority_rank for notice in await notices(desk) if notice.planned_at == MONDAY}
    assert ranks == {TRIAGE: CALL_RANK, PIET.person: CALL_RANK, outside(PAGER): CALL_RANK}
    later = [notice for notice in await notices(desk) if notice.planned_at == MONDAY + LASTS]
    assert {notice.priority_rank for notice in later} == {DUTY_RANK}
