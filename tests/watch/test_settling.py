from dataclasses import dataclass
from datetime import timedelta

import pytest
import structlog
from sqlmodel import col, delete, update

from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.notice_kinds import EDITS, NoticeKind
from bot.desk.outgoing import Outgoing
from bot.desk.requests import Take
from bot.desk.sending import NotSent, Outcome, Refused, Sent, Unknown
from bot.watch.claims import LEASE, Claimed, claim
from bot.watch.delivery import Delivery
from bot.watch.settling import CLOSED, SETTLING, is_plain, settle, settle_plain
from storage import outbox, places, tables
from storage.tables import NoticeState
from tests.desk.office import HOUR, MINUTE, MONDAY, SECOND, TRIAGE, done, notices, opened
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


async def test_plain_notices_are_settled_together_unless_somebody_else_has_them_by_now(desk: Desk) -> None:
    tickets = [await with_card_in(desk, place) for place in ("C0ONE", "C0TWO", "C0THREE")]
    for ticket in tickets:
        await done(desk, Take, ticket, MONDAY)
    claimed, _ = await claim(desk, MONDAY, 3, "w1")
    assert all(is_plain(each.outgoing) for each in claimed)
    [lost] = [each for each in claimed if each.outgoing.place == "C0THREE"]
    async with desk.database.transaction() as session:
        await outbox.retry_at(session, lost.outgoing.key, "w1", not_before=MONDAY, error="not reached", ambiguous=False)
        sent = Sent(channel=TRIAGE, ts="1.0")
        await settle_plain(session, [(each, sent) for each in claimed], MONDAY + SECOND, REST)
    async with desk.database.reading() as session:
        found = await outbox.with_keys(session, [each.outgoing.key for each in claimed])
        assert [(notice.place, notice.state) for notice in found] == [
            ("C0ONE", NoticeState.SENT),
            ("C0TWO", NoticeState.SENT),
            ("C0THREE", NoticeState.PENDING),
        ]
        free = [(await places.get(session, notice.place)).free_at for notice in found]
        assert free == [MONDAY + SECOND + REST, MONDAY + SECOND + REST, MONDAY + LEASE]


async def test_what_begins_a_thread_or_tells_others_is_not_plain(desk: Desk) -> None:
    await opened(desk, severity="low")
    [card], _ = await claim(desk, MONDAY, 10, "w1")
    assert not is_plain(card.outgoing)
    await settled_again(desk, card, Sent(channel=TRIAGE, ts="1.0"))
    for _ in range(8):
        await opened(desk, MONDAY + HOUR, severity="low")
    [storm], _ = await claim(desk, MONDAY + HOUR, 10, "w1")
    assert storm.outgoing.kind is NoticeKind.STORM
    assert not is_plain(storm.outgoing)


@dataclass(kw_only=True)
class SlackWithoutEdits(PaperSlack):
    """Takes every post, and has had too many edits for as long as `after`."""

    after: timedelta
    tried: int = 0

    async def send(self, outgoing: Outgoing) -> Outcome:
        if outgoing.edits is None:
            return await super().send(outgoing)
        self.tried += 1
        return NotSent(error="ratelimited", after=self.after, whole_place=True)


async def with_card_in(desk: Desk, place: str) -> Ticket:
    """A ticket whose card stands in a place, and of which nothing more is owed."""
    ticket = await opened(desk, severity="low")
    where = {"triage_channel": place, "card_ts": f"{ticket.number}.0"}
    async with desk.database.transaction() as session:
        await session.exec(update(tables.Ticket).where(col(tables.Ticket.id) == ticket.number).values(**where))
        await session.exec(delete(tables.Notice).where(col(tables.Notice.ticket_id) == ticket.number))
    return ticket


async def test_no_post_waits_while_slack_takes_no_edits(desk: Desk) -> None:
    tickets = [await with_card_in(desk, "C0ONE") for _ in range(4)]
    for ticket in tickets:
        await done(desk, Take, ticket, MONDAY)
    owed = await notices(desk)
    edits = {notice.key for notice in owed if notice.kind in EDITS}
    assert len(edits) == len(tickets)
    slack = SlackWithoutEdits(after=SECOND)
    delivery = Delivery(desk=desk, sender=slack, rest=SECOND)
    for seconds in range(30):
        await delivery.once(MONDAY + seconds * SECOND)
    assert {notice.key for notice in owed} - edits <= set(slack.told())


async def test_when_there_were_too_many_edits_none_is_tried_anywhere_until_slack_takes_them_again(desk: Desk) -> None:
    slack = SlackWithoutEdits(after=MINUTE)
    delivery = Delivery(desk=desk, sender=slack, rest=SECOND)
    for place, at in (("C0ONE", MONDAY), ("C0TWO", MONDAY + MINUTE / 2)):
        await done(desk, Take, await with_card_in(desk, place), at)
        for seconds in range(30):
            await delivery.once(at + seconds * SECOND)
        assert slack.tried == 1
    await delivery.once(MONDAY + MINUTE + 2 * SECOND)
    assert slack.tried == 3
