from datetime import timedelta

import pytest
import structlog

from bot.desk.desk import Desk
from bot.desk.requests import Take
from bot.desk.sending import NotSent, Outcome, Refused, Sent, Unknown
from bot.watch.claims import Claimed, claim
from bot.watch.delivery import Delivery
from bot.watch.settling import CLOSED, SETTLING, settle
from storage import outbox, places, tables
from storage.tables import NoticeState
from tests.desk.office import MINUTE, MONDAY, SECOND, TRIAGE, done, opened
from tests.watch.paper_slack import PaperSlack

REST = timedelta(seconds=1)


async def settled(desk: Desk, outcome: Outcome) -> tuple[tables.Notice, timedelta]:
    """A card after an attempt that ended so, and for how long its place is left alone."""
    await opened(desk, severity="low")
    [claimed], _ = await claim(desk, MONDAY, 10, "w1")
    return await settled_again(desk, claimed, outcome)


async def settled_again(desk: Desk, claimed: Claimed, outcome: Outcome) -> tuple[tables.Notice, timedelta]:
    with structlog.testing.capture_logs():
        async with desk.database.transaction() as session:
            await settle(session, desk, claimed, outcome, MONDAY, REST)
    async with desk.database.reading() as session:
        notice = await outbox.get(session, claimed.outgoing.key)
        assert notice is not None
        return notice, (await places.get(session, notice.place)).free_at - MONDAY


@pytest.mark.parametrize(
    ("outcome", "state", "ambiguous", "wait", "rest"),
    [
        (Sent(channel=TRIAGE, ts="1.0"), NoticeState.SENT, False, None, REST),
        (NotSent(error="not reached"), NoticeState.PENDING, False, 2 * SECOND, REST),
        (NotSent(error="ratelimited", after=MINUTE, whole_place=True), NoticeState.PENDING, True, MINUTE, MINUTE),
        (Unknown(error="reset"), NoticeState.PENDING, True, SETTLING, REST),
        (Refused(error="not_in_channel", of_place=True), NoticeState.PENDING, False, CLOSED, CLOSED),
        (Refused(error="invalid_blocks"), NoticeState.DEAD, False, None, REST),
    ],
)
async def test_what_became_of_a_notice_says_when_it_and_its_place_come_again(
    desk: Desk,
    outcome: Outcome,
    state: NoticeState,
    ambiguous: bool,
    wait: timedelta | None,
    rest: timedelta,
) -> None:
    notice, left_alone = await settled(desk, outcome)
    assert (notice.state, notice.ambiguous, left_alone) == (state, ambiguous, rest)
    assert wait is None or notice.not_before == MONDAY + wait


async def test_who_does_not_hold_the_claim_any_more_changes_nothing(desk: Desk) -> None:
    await opened(desk, severity="low")
    [claimed], _ = await claim(desk, MONDAY, 10, "w1")
    [other], _ = await claim(desk, MONDAY + MINUTE, 10, "w2")
    await settled_again(desk, claimed, Refused(error="invalid_blocks"))
    async with desk.database.reading() as session:
        notice = await outbox.get(session, other.outgoing.key)
    assert notice is not None
    assert (notice.state, notice.claim) == (NoticeState.SENDING, "w2")


async def test_a_refused_edit_puts_the_edits_of_its_place_off_and_no_post(desk: Desk) -> None:
    first, second = [await opened(desk, severity="low") for _ in range(2)]
    slack = PaperSlack()
    delivery = Delivery(desk=desk, sender=slack, rest=timedelta(0))
    while await delivery.once(MONDAY):
        pass
    for ticket in (first, second):
        await done(desk, Take, ticket, MONDAY)
    slack.will_take(TRIAGE)
    slack.will_say(TRIAGE, NotSent(error="ratelimited", after=MINUTE, whole_place=True))
    while await delivery.once(MONDAY):
        pass
    urgent = await opened(desk)
    while await delivery.once(MONDAY + SECOND):
        pass
    assert slack.told(TRIAGE)[-1] == f"{urgent.number}:paging:1:page 0"
    assert slack.edited == []
    while await delivery.once(MONDAY + MINUTE):
        pass
    assert {edit.ticket.number for edit in slack.edited if edit.ticket} == {first.number, second.number}
