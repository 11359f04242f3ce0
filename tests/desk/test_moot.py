"""A notice is not sent once it would only confuse, or call somebody who works here no more."""

from dataclasses import replace

import pytest

from bot.clocks.conduct import Silence
from bot.desk.desk import Desk
from bot.desk.duty_requests import SetOverride
from bot.desk.moot import has_left
from bot.desk.notice_kinds import NoticeKind
from bot.desk.outgoing import Outgoing
from bot.desk.overriding import set_override
from bot.desk.places import outside
from bot.desk.requests import CallBack, Close, Confirm, Object, Origin, Regrade, Reply, Resolve, Take
from bot.desk.roster import Way
from bot.watch.sweep import sweep
from storage.tables import NoticeState
from tests.desk.contracts import agreement, desk_under
from tests.desk.office import (
    CARL,
    DAY,
    HOUR,
    MINUTE,
    MONDAY,
    OMAR,
    OTTO,
    PIET,
    TIM,
    TRIAGE,
    critical,
    done,
    gesture,
    notices,
    opened,
    with_tam,
)
from tests.desk.test_beyond_slack import passes
from tests.desk.test_sending import one, prepared
from tests.desk.ways import PHONE, leaves, reached
from tests.watch.paper_slack import PaperSlack


async def test_a_warning_helps_nobody_once_the_customer_has_been_answered(desk: Desk) -> None:
    ticket = await opened(desk)
    await sweep(desk, MONDAY + 31 * MINUTE)
    await done(desk, Reply, ticket, MONDAY + 32 * MINUTE, text="We are on it.")
    [moot] = await prepared(desk, ticket, NoticeKind.WARNING, MONDAY + 32 * MINUTE)
    assert moot == "the promise is kept, broken or no longer made"


async def test_a_warning_helps_nobody_once_the_promise_is_broken(desk: Desk) -> None:
    ticket = await opened(desk)
    await sweep(desk, MONDAY + 31 * MINUTE)
    [moot] = await prepared(desk, ticket, NoticeKind.WARNING, MONDAY + 2 * HOUR)
    assert moot == "the promise is kept, broken or no longer made"


@pytest.mark.complaint(32)
async def test_a_warning_helps_nobody_once_the_due_time_is_another(desk: Desk) -> None:
    ticket = await opened(desk)
    await sweep(desk, MONDAY + 31 * MINUTE)
    await done(desk, Regrade, ticket, MONDAY + 32 * MINUTE, severity="high", impact="Half of them.")
    [moot] = await prepared(desk, ticket, NoticeKind.WARNING, MONDAY + 32 * MINUTE)
    assert moot == "the due time has changed since"


async def test_of_two_warnings_that_wait_the_later_one_is_told(desk: Desk) -> None:
    ticket = await opened(desk)
    for minutes in (31, 46):
        await sweep(desk, MONDAY + minutes * MINUTE)
    first, second = await prepared(desk, ticket, NoticeKind.WARNING, MONDAY + 46 * MINUTE)
    assert first == "a later warning says more"
    assert isinstance(second, Outgoing)


async def test_a_warning_that_still_helps_is_told(desk: Desk) -> None:
    ticket = await opened(desk)
    await sweep(desk, MONDAY + 31 * MINUTE)
    assert (await one(desk, ticket, NoticeKind.WARNING, MONDAY + 44 * MINUTE)).planned == MONDAY + 30 * MINUTE


async def test_a_goal_that_was_missed_is_not_told_once_the_thing_is_done(desk: Desk) -> None:
    ticket = await opened(desk, customer="birdsong", severity="non_critical")
    await sweep(desk, MONDAY + 3 * DAY)
    assert (await one(desk, ticket, NoticeKind.GOAL, MONDAY + 3 * DAY)).facts is not None
    await done(desk, Reply, ticket, MONDAY + 3 * DAY, text="Here is how.")
    assert await prepared(desk, ticket, NoticeKind.GOAL, MONDAY + 3 * DAY) == [
        "the promise is kept, broken or no longer made"
    ]


async def test_a_breach_is_told_whatever_has_happened_since(desk: Desk) -> None:
    ticket = await opened(desk)
    await sweep(desk, MONDAY + 2 * HOUR)
    await done(desk, Reply, ticket, MONDAY + 2 * HOUR, text="Sorry.")
    await done(desk, Close, ticket, MONDAY + 2 * HOUR, reason="resolved")
    assert isinstance((await prepared(desk, ticket, NoticeKind.BREACH, MONDAY + 2 * HOUR))[0], Outgoing)


async def test_an_escalation_helps_nobody_once_the_thing_is_done(desk: Desk) -> None:
    ticket = await critical(desk)
    await sweep(desk, MONDAY + 31 * MINUTE)
    assert isinstance((await prepared(desk, ticket, NoticeKind.ESCALATION, MONDAY + 31 * MINUTE))[0], Outgoing)
    await done(desk, CallBack, ticket, MONDAY + 32 * MINUTE, text="Called Bea.")
    [moot] = await prepared(desk, ticket, NoticeKind.ESCALATION, MONDAY + 32 * MINUTE)
    assert moot == "what was promised has been done"


async def test_nobody_is_called_for_what_somebody_has(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Take, ticket, MONDAY + MINUTE)
    for kind in (NoticeKind.PAGE, NoticeKind.PAGE_DIRECT):
        [moot] = await prepared(desk, ticket, kind, MONDAY + MINUTE)
        assert moot == "somebody has the ticket, or it calls for nobody any more"


async def test_a_later_paging_is_not_silenced_by_an_earlier_one(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Regrade, ticket, MONDAY + MINUTE, severity="low", impact="One of them.")
    await done(desk, Regrade, ticket, MONDAY + 2 * MINUTE, severity="urgent", impact="All of them.")
    first, second = await prepared(desk, ticket, NoticeKind.PAGE, MONDAY + 2 * MINUTE)
    assert isinstance(first, str)
    assert isinstance(second, Outgoing)


async def test_a_proposal_is_told_while_it_stands_only(desk: Desk) -> None:
    ticket = await opened(desk, severity="high", origin=Origin(channel="C0ACME", ts="7.0"))
    await done(desk, Resolve, ticket, MONDAY, text="Please log in again.")
    await done(desk, Object, ticket, MONDAY + MINUTE, asker=CARL, text="It still fails.")
    assert await prepared(desk, ticket, NoticeKind.PROPOSAL, MONDAY) == ["the proposal was answered or withdrawn"]
    await done(desk, Resolve, ticket, MONDAY + 2 * MINUTE, text="Please log in again.")
    withdrawn, standing = await prepared(desk, ticket, NoticeKind.PROPOSAL, MONDAY + 2 * MINUTE)
    assert withdrawn == "the proposal was answered or withdrawn"
    assert isinstance(standing, Outgoing)


async def test_nobody_is_reminded_of_what_has_been_answered(desk: Desk) -> None:
    reminding = desk_under(desk, agreement=agreement(Silence.REMINDS))
    ticket = await opened(reminding, severity="high")
    await done(reminding, Resolve, ticket, MONDAY, text="Please log in again.")
    await sweep(reminding, MONDAY + 2 * DAY)
    assert isinstance((await prepared(reminding, ticket, NoticeKind.REMINDER, MONDAY + 2 * DAY))[0], Outgoing)
    await done(reminding, Confirm, ticket, MONDAY + 2 * DAY, asker=CARL)
    [moot] = await prepared(reminding, ticket, NoticeKind.REMINDER, MONDAY + 2 * DAY)
    assert moot == "the proposal was answered or withdrawn"


async def test_a_receipt_is_told_whatever_has_happened_since(desk: Desk) -> None:
    ticket = await opened(desk, severity="high", origin=Origin(channel="C0ACME", ts="7.0"))
    await done(desk, Close, ticket, MONDAY, reason="resolved", text="Carl agreed on Monday.")
    assert isinstance((await prepared(desk, ticket, NoticeKind.RECEIPT, MONDAY))[0], Outgoing)


async def test_that_nobody_is_called_yet_need_not_be_said_once_somebody_has_it(desk: Desk) -> None:
    saturday = MONDAY + 5 * DAY
    ticket = await opened(desk, saturday, customer="globex")
    await done(desk, Take, ticket, saturday + MINUTE)
    assert await prepared(desk, ticket, NoticeKind.HELD, saturday + 2 * MINUTE) == [
        "people are called by now, or need not be"
    ]


async def test_whoever_was_called_stays_called_when_their_time_on_call_is_over(desk: Desk) -> None:
    reached(desk, {OMAR.person: (Way(name=PHONE, after=3 * MINUTE),)})
    until = MONDAY + MINUTE
    await set_override(
        desk,
        SetOverride(key=gesture(), asker=OMAR, schedule="primary", person=OMAR.person, starts=None, ends=until),
        MONDAY,
    )
    await opened(desk)
    paper = PaperSlack()
    await passes(desk, paper, MONDAY, MONDAY + 3 * MINUTE)
    assert len(paper.told(outside(PHONE))) == 1


async def test_whoever_was_called_stays_called_when_they_are_taken_out_of_the_schedule_only(desk: Desk) -> None:
    await opened(reached(desk))
    paper = PaperSlack()
    await passes(desk, paper, MONDAY)
    leaves(desk, PIET)
    desk.roster = replace(desk.roster, agents=desk.roster.agents | {PIET.person})
    await passes(desk, paper, MONDAY + 3 * MINUTE)
    assert len(paper.told(outside(PHONE))) == 1


async def test_whoever_has_left_the_team_is_not_rung_any_more(desk: Desk) -> None:
    ticket = await opened(reached(desk))
    paper = PaperSlack()
    await passes(desk, paper, MONDAY)
    leaves(desk, PIET)
    await passes(desk, paper, MONDAY + 3 * MINUTE)
    assert paper.told(outside(PHONE)) == []
    [later] = [notice for notice in await notices(desk, ticket) if notice.place == outside(PHONE)]
    assert (later.state, later.error) == (NoticeState.DROPPED, "whoever it was for is not of the team any more")


async def test_whoever_has_left_the_team_gets_no_direct_message_and_the_channel_is_told_all_the_same(
    desk: Desk,
) -> None:
    await opened(desk)
    leaves(desk, PIET)
    paper = PaperSlack()
    await passes(desk, paper, MONDAY)
    assert paper.told(PIET.person) == []
    assert len(paper.told(TRIAGE)) == 2


async def test_whoever_manages_a_customers_account_has_not_left(desk: Desk) -> None:
    await with_tam(desk, "birdsong", TIM)
    async with desk.database.reading() as session:
        assert not await has_left(session, desk, TIM.person)
        assert await has_left(session, desk, OTTO.person)


async def test_nobody_has_left_as_long_as_slack_has_not_told_who_is_in_a_user_group(desk: Desk) -> None:
    asked = replace(desk.roster, agent_groups=frozenset({"S0AGENTS"}))
    async with desk.database.reading() as session:
        for roster, gone in ((asked, False), (asked.with_members({"S0AGENTS": [OMAR.person]}), True)):
            desk.roster = roster
            assert await has_left(session, desk, OTTO.person) is gone
