import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
import structlog
from sqlalchemy import update
from sqlmodel import col

from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.notice_kinds import NoticeKind
from bot.desk.outgoing import Outgoing
from bot.desk.requests import Close, Origin, Reply, Take
from bot.desk.sending import NotSent, Refused, Unknown
from bot.desk.storm_notices import Storm, StormLine
from bot.desk.storms import APART, FEW, LONGEST, MOST_LINES, WITHIN
from bot.watch.claims import LEASE
from bot.watch.delivery import Delivery
from bot.watch.sweep import sweep
from storage import outbox, tables
from storage.tables import NoticeState
from tests.desk.office import BREACHES, HOUR, MINUTE, MONDAY, SECOND, TRIAGE, done, notices, opened
from tests.storage.rows import still_open
from tests.watch.paper_slack import Kept, PaperSlack


def worker(desk: Desk, slack: PaperSlack) -> Delivery:
    return Delivery(desk=desk, sender=slack, rest=timedelta(0))


async def empty(delivery: Delivery, at: datetime) -> datetime:
    for _ in range(2000):
        while await delivery.once(at):
            pass
        async with delivery.desk.database.reading() as session:
            if await still_open(session) == 0:
                return at
        at += SECOND
    raise TimeoutError("the outbox does not empty")


async def quiet(desk: Desk, many: int, at: datetime = MONDAY) -> list[Ticket]:
    """Tickets that page nobody: their cards are all there is to send."""
    return [await opened(desk, at, severity="low") for _ in range(many)]


def cards(*tickets: Ticket) -> list[str]:
    return [f"{ticket.number}:card" for ticket in tickets]


def lines(message: Outgoing) -> tuple[StormLine, ...]:
    assert isinstance(message.facts, Storm)
    return message.facts.lines


def shown(message: Outgoing) -> list[str]:
    """What the lines of a storm's message tell, by the keys of their notices."""
    return [line.key for line in lines(message)]


async def kept(desk: Desk, key: str) -> tables.Notice:
    async with desk.database.reading() as session:
        notice = await outbox.get(session, key)
    assert notice is not None
    return notice


async def test_a_few_tickets_in_a_minute_have_a_card_each(desk: Desk) -> None:
    tickets, slack = await quiet(desk, FEW), PaperSlack()
    await empty(worker(desk, slack), MONDAY)
    assert slack.told(TRIAGE) == cards(*tickets)


async def test_twenty_tickets_in_a_minute_are_one_message_with_twenty_lines(desk: Desk) -> None:
    tickets, slack = await quiet(desk, 20), PaperSlack()
    await empty(worker(desk, slack), MONDAY)
    [message] = slack.posted
    assert (message.kind, message.place, message.thread) == (NoticeKind.STORM, TRIAGE, None)
    assert shown(message) == cards(*tickets)
    assert slack.edited == []


async def test_each_of_them_is_settled_with_where_its_line_stands(desk: Desk) -> None:
    tickets, slack = await quiet(desk, 20), PaperSlack()
    await empty(worker(desk, slack), MONDAY)
    [message] = slack.posted
    for key in cards(*tickets):
        told = await kept(desk, key)
        assert (told.state, told.bundle, told.ts) == (NoticeState.SENT, message.key, slack.ts(message.key))


async def test_a_critical_ticket_goes_before_a_storm_and_by_itself(desk: Desk) -> None:
    await quiet(desk, 20)
    urgent = await opened(desk, severity="urgent")
    slack = PaperSlack()
    await empty(worker(desk, slack), MONDAY)
    told = slack.told(TRIAGE)
    assert told[0] == f"{urgent.number}:card"
    [storm] = [message for message in slack.posted if message.kind is NoticeKind.STORM]
    assert len(shown(storm)) == 20
    assert not {key for key in shown(storm) if key.startswith(f"{urgent.number}:")}


async def test_tickets_that_trickle_in_fill_the_message_while_the_storm_lasts(desk: Desk) -> None:
    slack, tickets = PaperSlack(), []
    delivery = worker(desk, slack)
    for number in range(12):
        at = MONDAY + number * 5 * SECOND
        tickets += await quiet(desk, 1, at)
        await empty(delivery, at)
    *own, storm = slack.posted
    assert [message.key for message in own] == cards(*tickets[:FEW])
    assert [len(shown(edit)) for edit in slack.edited] == [2, 3, 4, 5, 6, 7]
    assert shown(slack.edited[-1]) == cards(*tickets[FEW:])
    assert {edit.edits.ts for edit in slack.edited if edit.edits} == {slack.ts(storm.key)}


async def test_after_a_quiet_minute_a_storm_is_over(desk: Desk) -> None:
    slack = PaperSlack()
    delivery = worker(desk, slack)
    await quiet(desk, 20)
    await empty(delivery, MONDAY)
    at = MONDAY + WITHIN
    [late] = await quiet(desk, 1, at)
    await empty(delivery, at)
    assert slack.told()[-1] == f"{late.number}:card"
    await quiet(desk, 20, at)
    await empty(delivery, at)
    assert [message.kind for message in slack.posted] == [NoticeKind.STORM, NoticeKind.CARD, NoticeKind.STORM]


async def test_a_message_that_is_full_is_followed_by_another(desk: Desk) -> None:
    tickets, slack = await quiet(desk, MOST_LINES + 7), PaperSlack()
    await empty(worker(desk, slack), MONDAY)
    first, second = slack.posted
    assert shown(first) + shown(second) == cards(*tickets)
    assert len(shown(first)) == MOST_LINES


async def test_a_storm_that_goes_on_for_long_gets_a_new_message_where_people_look(desk: Desk) -> None:
    slack, at = PaperSlack(), MONDAY
    delivery = worker(desk, slack)
    await quiet(desk, 6)
    await empty(delivery, at)
    while at < MONDAY + LONGEST:
        at += 30 * SECOND
        await quiet(desk, 5 if at < MONDAY + MINUTE else 3, at)
        await empty(delivery, at)
    first, second = [message for message in slack.posted if message.kind is NoticeKind.STORM][:2]
    assert first.place == second.place
    assert second.since - first.since <= LONGEST


async def test_broken_promises_and_warnings_are_told_together_too(desk: Desk) -> None:
    tickets = [await opened(desk, severity="high") for _ in range(8)]
    slack = PaperSlack()
    delivery = worker(desk, slack)
    await empty(delivery, MONDAY)
    at = MONDAY + 4 * HOUR + SECOND
    await sweep(desk, at)
    await empty(delivery, at)
    [storm] = [message for message in slack.posted if message.place == BREACHES]
    assert sorted(shown(storm)) == [f"{ticket.number}:first_response:1:breach" for ticket in tickets]
    assert all(line.promise is not None and line.promise.aim == MONDAY + 4 * HOUR for line in lines(storm))


async def test_each_channel_has_its_own_storm(desk: Desk) -> None:
    tickets = [await opened(desk, severity="high", origin=Origin(channel="C0ACME", ts=str(n))) for n in range(8)]
    slack = PaperSlack()
    await empty(worker(desk, slack), MONDAY)
    assert [message.kind for message in slack.posted if message.place == "C0ACME"] == [NoticeKind.RECEIPT] * 8
    [storm] = [message for message in slack.posted if message.place == TRIAGE]
    assert shown(storm) == cards(*tickets)


async def test_a_ticket_of_a_storm_gets_its_card_before_what_is_told_of_it_next(desk: Desk) -> None:
    [ticket, other, *_], slack = await quiet(desk, 8), PaperSlack()
    delivery = worker(desk, slack)
    await empty(delivery, MONDAY)
    at = MONDAY + 5 * MINUTE
    await done(desk, Take, ticket, at)
    await empty(delivery, at)
    _, card, event = slack.posted
    assert (card.key, event.key) == (f"{ticket.number}:card own", f"{ticket.number}:entry 2")
    assert event.thread == slack.ts(card.key)
    assert f"{other.number}:card own" not in slack.told()
    await done(desk, Reply, ticket, at, text="We are on it.")
    await empty(delivery, at)
    assert slack.told().count(card.key) == 1


async def test_warnings_of_a_storms_tickets_are_a_storm_again_and_no_flood_of_cards(desk: Desk) -> None:
    tickets = [await opened(desk, severity="high") for _ in range(7)]
    slack = PaperSlack()
    delivery = worker(desk, slack)
    await empty(delivery, MONDAY)
    await sweep(desk, MONDAY + 2 * HOUR)
    await empty(delivery, MONDAY + 2 * HOUR)
    _, warned = slack.posted
    assert {line.about.number for line in lines(warned)} == {ticket.number for ticket in tickets}
    assert len(lines(warned)) == len(tickets)


async def test_a_ticket_that_somebody_has_acted_on_already_is_no_part_of_a_storm(desk: Desk) -> None:
    [ticket, *others], slack = await quiet(desk, 8), PaperSlack()
    await done(desk, Take, ticket, MONDAY)
    await empty(worker(desk, slack), MONDAY)
    assert sorted(slack.told(TRIAGE)) == sorted(
        [f"{ticket.number}:card", f"{ticket.number}:entry 2", f"{others[0].number}:card storm"]
    )


async def test_what_need_not_be_told_any_more_has_no_line(desk: Desk) -> None:
    tickets = [await opened(desk, severity="high") for _ in range(8)]
    slack, at = PaperSlack(), MONDAY + 2 * HOUR
    delivery = worker(desk, slack)
    await empty(delivery, MONDAY)
    await sweep(desk, at)
    slack.will_say(TRIAGE, NotSent(error="ratelimited", after=MINUTE, whole_place=True))
    await delivery.once(at)
    for ticket in tickets[:3]:
        await done(desk, Close, ticket, at, reason="resolved")
    await empty(delivery, at)
    [warned] = [message for message in slack.posted if message.kind is NoticeKind.STORM and message.at > at]
    assert sorted(line.about.number for line in lines(warned)) == [ticket.number for ticket in tickets[3:]]
    states = {each.state for each in await notices(desk, tickets[0]) if each.kind == NoticeKind.WARNING}
    assert states == {NoticeState.DROPPED}


async def test_a_storm_of_which_nothing_need_be_told_any_more_is_let_go(desk: Desk) -> None:
    tickets = [await opened(desk, severity="high") for _ in range(8)]
    slack, at = PaperSlack(), MONDAY + 2 * HOUR
    delivery = worker(desk, slack)
    await empty(delivery, MONDAY)
    await sweep(desk, at)
    slack.will_say(TRIAGE, NotSent(error="ratelimited", after=MINUTE, whole_place=True))
    await delivery.once(at)
    for ticket in tickets:
        await done(desk, Close, ticket, at, reason="resolved")
    await empty(delivery, at)
    storms = [each for each in await notices(desk) if each.kind == NoticeKind.STORM]
    assert [each.state for each in storms] == [NoticeState.SENT, NoticeState.DROPPED]


@pytest.mark.parametrize("arrived", list(Kept))
async def test_a_storm_whose_answer_was_lost_is_looked_for_and_told_once(desk: Desk, arrived: Kept) -> None:
    tickets, slack = await quiet(desk, 8), PaperSlack()
    slack.will_say(TRIAGE, Unknown(error="reset"), arrived)
    delivery = worker(desk, slack)
    await delivery.once(MONDAY)
    tickets += await quiet(desk, 3)
    await empty(delivery, MONDAY)
    assert len(slack.posted) == 1
    assert shown([*slack.posted, *slack.edited][-1]) == cards(*tickets)


async def test_a_storm_whose_worker_has_died_is_told_by_another_and_goes_on(desk: Desk) -> None:
    tickets, slack = await quiet(desk, 8), PaperSlack()
    dying = PaperSlack(posted=slack.posted)

    class DeadError(BaseException):
        pass

    def gone(step: str) -> None:
        if step.startswith("after"):
            raise DeadError

    dying.boundary = gone
    with pytest.raises(BaseExceptionGroup):
        await worker(desk, dying).once(MONDAY)
    tickets += await quiet(desk, 2, MONDAY + LEASE)
    await empty(worker(desk, slack), MONDAY + LEASE)
    assert len(slack.posted) == 1
    assert shown(slack.edited[-1]) == cards(*tickets)


async def test_a_storm_that_slack_refuses_is_told_one_by_one(desk: Desk) -> None:
    tickets, slack = await quiet(desk, 8), PaperSlack()
    slack.will_say(TRIAGE, Refused(error="invalid_blocks"))
    with structlog.testing.capture_logs():
        await empty(worker(desk, slack), MONDAY)
    assert slack.told() == cards(*tickets)


async def test_a_ticket_of_a_storm_that_cannot_be_read_is_told_when_it_can_be(desk: Desk) -> None:
    [poison, *sound], slack = await quiet(desk, 8), PaperSlack()
    entries = update(tables.LedgerEntry).where(col(tables.LedgerEntry.ticket_id) == poison.number)
    async with desk.database.transaction() as session:
        await session.exec(entries.values(body={"severity": "no such severity"}))
    delivery = worker(desk, slack)
    with structlog.testing.capture_logs():
        while await delivery.once(MONDAY):
            pass
    [storm] = slack.posted
    assert shown(storm) == cards(*sound)
    async with desk.database.transaction() as session:
        await session.exec(entries.values(body={"severity": "low"}))
    await empty(delivery, MONDAY + 2 * MINUTE)
    assert slack.told()[-1] == f"{poison.number}:card"


async def test_two_passes_at_once_tell_a_storm_once(desk: Desk) -> None:
    tickets, slack = await quiet(desk, 12), PaperSlack()
    await asyncio.gather(*(worker(desk, slack).once(MONDAY) for _ in range(2)))
    await empty(worker(desk, slack), MONDAY)
    assert len(slack.posted) == 1
    assert shown(slack.posted[0]) == cards(*tickets)


async def broken_one_by_one(desk: Desk, slack: PaperSlack, many: int) -> datetime:
    """So many promises are broken, one each second, while the outbox is emptied; when the first of them is."""
    for number in range(many):
        at = MONDAY + number * SECOND
        await opened(desk, at, severity="high")
        await empty(worker(desk, slack), at)
    due = MONDAY + 4 * HOUR + timedelta(microseconds=1)
    for number in range(many):
        at = due + number * SECOND
        await sweep(desk, at)
        while await worker(desk, slack).once(at):
            pass
    await empty(worker(desk, slack), due + many * SECOND)
    return due


async def test_each_broken_promise_of_a_storm_is_told_by_a_new_message_and_not_by_a_silent_edit(desk: Desk) -> None:
    slack = PaperSlack()
    due = await broken_one_by_one(desk, slack, 24)
    told = [message for message in slack.posted if message.place == BREACHES]
    edited = [message for message in slack.edited if message.place == BREACHES]
    storms = [message for message in told if message.kind is NoticeKind.STORM]
    assert [message.kind for message in told[:FEW]] == [NoticeKind.BREACH] * FEW
    assert len({key for storm in storms for key in shown(storm)}) == 24 - FEW
    assert edited == []
    assert len(storms) == 3
    assert all(later.at - sooner.at >= APART for sooner, later in pairwise(storms))
    assert max(message.at for message in storms) - due <= 24 * SECOND + APART


async def test_what_calls_nobody_is_added_at_once_while_a_broken_promise_waits_for_a_new_message(desk: Desk) -> None:
    desk.roster = replace(desk.roster, channels={**desk.roster.channels, "breaches": TRIAGE})
    ticket, slack = await opened(desk, severity="high"), PaperSlack()
    delivery = worker(desk, slack)
    await empty(delivery, MONDAY)
    before, due = MONDAY + 4 * HOUR, MONDAY + 4 * HOUR + SECOND
    await quiet(desk, 8, before)
    await empty(delivery, before)
    [fresh] = await quiet(desk, 1, due)
    await sweep(desk, due)
    while await delivery.once(due):
        pass
    [edit] = slack.edited
    assert shown(edit)[-1:] == cards(fresh)
    assert slack.posted[-1].at == before
    await empty(delivery, due)
    assert shown(slack.posted[-1]) == [f"{ticket.number}:first_response:1:breach"]
    assert slack.posted[-1].at == before + APART


async def test_a_broken_promise_joins_a_message_that_is_surely_not_in_slack_yet(desk: Desk) -> None:
    tickets, slack = [await opened(desk, severity="high") for _ in range(8)], PaperSlack()
    late = await opened(desk, MONDAY + SECOND, severity="high")
    delivery = worker(desk, slack)
    await empty(delivery, MONDAY + MINUTE)
    slack.will_say(BREACHES, NotSent(error="not reached"))
    due = MONDAY + 4 * HOUR + timedelta(microseconds=1)
    await sweep(desk, due)
    while await delivery.once(due):
        pass
    await sweep(desk, due + SECOND)
    await empty(delivery, due + SECOND)
    [told] = [message for message in slack.posted if message.place == BREACHES]
    assert len(shown(told)) == len([*tickets, late])
