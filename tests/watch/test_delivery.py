import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
import structlog
from sqlalchemy import text, update
from sqlmodel import col

from bot.desk.desk import Desk
from bot.desk.facts import Posted, Ticket
from bot.desk.notice_kinds import TO_CUSTOMER, NoticeKind
from bot.desk.notices import Undelivered
from bot.desk.outgoing import Outgoing
from bot.desk.requests import Close, Origin, Regrade, Reply, Resolve, Take
from bot.desk.sending import NotSent, Outcome, Refused, Sent, Unknown
from bot.watch import delivery as deliveries
from bot.watch.claims import LEASE, LONGEST_WAIT, Claimed, claim
from bot.watch.delivery import MOST_FAILURES, Delivery
from bot.watch.settling import SETTLING
from bot.watch.sweep import sweep
from storage import outbox, tables, tickets
from storage.database import Database
from storage.tables import NoticeState
from tests.databases import PATIENT
from tests.desk.office import (
    BREACHES,
    DAY,
    HOUR,
    LENA,
    MINUTE,
    MONDAY,
    SECOND,
    TRIAGE,
    critical,
    desk_on,
    done,
    notices,
    opened,
)
from tests.storage.rows import still_open
from tests.watch.paper_slack import Kept, PaperSlack

AT_ONCE = timedelta(0)


def worker(desk: Desk, slack: PaperSlack, rest: timedelta = AT_ONCE) -> Delivery:
    return Delivery(desk=desk, sender=slack, rest=rest)


async def empty(delivery: Delivery, at: datetime) -> datetime:
    """Pass after pass, a second apart, until nothing is open; returns the instant of the last one."""
    for _ in range(2000):
        while await delivery.once(at):
            pass
        async with delivery.desk.database.reading() as session:
            if await still_open(session) == 0:
                return at
        at += SECOND
    raise TimeoutError("the outbox does not empty")


async def kept(desk: Desk, key: str) -> tables.Notice:
    async with desk.database.reading() as session:
        notice = await outbox.get(session, key)
    assert notice is not None
    return notice


async def quiet(desk: Desk, at: datetime = MONDAY, **changes: str | Origin) -> Ticket:
    """A ticket that pages nobody: its card is all there is to send."""
    return await opened(desk, at, **{"severity": "low"} | changes)


async def test_the_card_goes_first_and_all_that_follows_stands_in_its_thread(desk: Desk) -> None:
    ticket, slack = await opened(desk, origin=Origin(channel="C0ACME", ts="1.0")), PaperSlack()
    await done(desk, Reply, ticket, MONDAY + MINUTE, text="We are on it.")
    await empty(worker(desk, slack), MONDAY + MINUTE)
    card, *others = [message for message in slack.posted if message.place == TRIAGE]
    assert card.key == f"{ticket.number}:card"
    assert card.thread is None
    assert {message.thread for message in others} == {slack.ts(card.key)}
    receipt, answer = [message for message in slack.posted if message.place == "C0ACME"]
    assert (receipt.kind, answer.kind) == (NoticeKind.RECEIPT, NoticeKind.ANSWER)
    assert (receipt.thread, answer.thread) == ("1.0", "1.0")


async def test_where_the_first_message_to_the_customer_is_refused_the_next_one_begins_their_thread(desk: Desk) -> None:
    ticket, slack = await quiet(desk, origin=Origin(channel="C0ACME")), PaperSlack()
    slack.will_say("C0ACME", Refused(error="invalid_blocks"))
    for number in range(2):
        await done(desk, Reply, ticket, MONDAY + MINUTE, text=f"Answer {number}.")
    await empty(worker(desk, slack), MONDAY + MINUTE)
    first, second = [message for message in slack.posted if message.place == "C0ACME"]
    assert (first.thread, second.thread) == (None, slack.ts(first.key))


async def test_what_is_in_slack_is_settled_with_where_it_stands(desk: Desk) -> None:
    ticket, slack = await quiet(desk), PaperSlack()
    assert await worker(desk, slack).once(MONDAY) == 1
    notice = await kept(desk, f"{ticket.number}:card")
    assert (notice.state, notice.channel, notice.ts) == (NoticeState.SENT, TRIAGE, slack.ts(notice.key))
    async with desk.database.reading() as session:
        row = await tickets.get(session, ticket.number)
    assert row is not None
    assert row.card_ts == notice.ts


async def test_with_nothing_to_send_a_pass_does_nothing(desk: Desk) -> None:
    assert await worker(desk, PaperSlack()).once(MONDAY) == 0


async def test_a_place_gets_one_message_in_a_pass_and_then_rests_while_others_do_not(desk: Desk) -> None:
    first, second = await opened(desk), await quiet(desk)
    slack = PaperSlack()
    delivery = worker(desk, slack, rest=SECOND)
    await delivery.once(MONDAY)
    assert slack.told(TRIAGE) == [f"{first.number}:card"]
    assert len(slack.posted) == 2  # The person on call was called directly.
    assert await delivery.once(MONDAY + SECOND / 2) == 0
    await delivery.once(MONDAY + SECOND)
    await delivery.once(MONDAY + 2 * SECOND)
    assert slack.told(TRIAGE) == [f"{first.number}:card", f"{first.number}:paging:1:page 0", f"{second.number}:card"]


async def test_the_most_urgent_goes_first_however_late_it_came(desk: Desk) -> None:
    low, high, urgent = [await opened(desk, severity=severity) for severity in ("low", "high", "urgent")]
    slack = PaperSlack()
    await empty(worker(desk, slack), MONDAY)
    cards = [key for key in slack.told(TRIAGE) if key.endswith("card")]
    assert cards == [f"{ticket.number}:card" for ticket in (urgent, high, low)]


@pytest.mark.parametrize(
    ("refusal", "wait"),
    [
        (NotSent(error="not reached"), timedelta(seconds=2)),
        (NotSent(error="not reached", after=timedelta(seconds=17)), timedelta(seconds=17)),
        (Unknown(error="reset"), SETTLING),
    ],
)
async def test_what_did_not_go_out_is_tried_again_after_a_while(desk: Desk, refusal: Outcome, wait: timedelta) -> None:
    ticket, slack = await quiet(desk), PaperSlack()
    slack.will_say(TRIAGE, refusal)
    delivery = worker(desk, slack)
    await delivery.once(MONDAY)
    assert (await kept(desk, f"{ticket.number}:card")).state is NoticeState.PENDING
    assert await delivery.once(MONDAY + wait - SECOND) == 0
    await delivery.once(MONDAY + wait)
    assert slack.told() == [f"{ticket.number}:card"]


async def test_a_clock_that_is_set_back_an_hour_holds_nothing_up(desk: Desk) -> None:
    slack = PaperSlack()
    delivery = worker(desk, slack, rest=SECOND)
    first, second = await quiet(desk), await quiet(desk)
    await delivery.once(MONDAY)
    assert slack.told() == [f"{first.number}:card"]

    await delivery.once(MONDAY - HOUR)
    assert slack.told() == [f"{first.number}:card", f"{second.number}:card"]


async def test_the_waits_grow_up_to_a_minute(desk: Desk) -> None:
    ticket = await quiet(desk)
    slack, at, waits = PaperSlack(), MONDAY, []
    delivery = worker(desk, slack)
    for _ in range(12):
        slack.will_say(TRIAGE, NotSent(error="not reached"))
        slack.will_find(TRIAGE, Refused(error="not there"))
        await delivery.once(at)
        ready = (await kept(desk, f"{ticket.number}:card")).not_before
        waits.append(ready - at)
        at = ready
    assert waits[:4] == [2 * SECOND, 4 * SECOND, 8 * SECOND, 16 * SECOND]
    assert waits[-1] == LONGEST_WAIT


async def test_a_ratelimited_channel_is_left_alone_and_no_other_waits_for_it(desk: Desk) -> None:
    first, second = await opened(desk), await quiet(desk)
    slack = PaperSlack()
    slack.will_say(TRIAGE, NotSent(error="ratelimited", after=timedelta(minutes=10), whole_place=True))
    delivery = worker(desk, slack)
    await delivery.once(MONDAY)
    late = await quiet(desk, MONDAY + MINUTE)
    for minute in range(1, 10):
        await delivery.once(MONDAY + minute * MINUTE)
    assert slack.told() == [f"{first.number}:paging:1:page 0 U0PIET"]
    await empty(delivery, MONDAY + 10 * MINUTE)
    assert {f"{ticket.number}:card" for ticket in (first, second, late)} <= set(slack.told(TRIAGE))


async def test_a_ratelimited_channel_is_left_alone_by_every_worker(desk: Desk) -> None:
    await opened(desk)
    second, slack = await quiet(desk), PaperSlack()
    slack.will_say(TRIAGE, NotSent(error="ratelimited", after=MINUTE, whole_place=True))
    await worker(desk, slack).once(MONDAY)
    other = worker(desk, slack)
    assert await other.once(MONDAY + MINUTE - SECOND) == 0
    await empty(other, MONDAY + MINUTE)
    assert f"{second.number}:card" in slack.told(TRIAGE)


async def test_a_storm_of_ratelimits_ends_and_everything_arrives_once(desk: Desk) -> None:
    ticket, slack = await opened(desk), PaperSlack()
    for _ in range(20):
        slack.will_say(TRIAGE, NotSent(error="ratelimited", after=timedelta(seconds=30), whole_place=True))
    await empty(worker(desk, slack), MONDAY)
    assert slack.told(TRIAGE) == [f"{ticket.number}:card", f"{ticket.number}:paging:1:page 0"]


async def test_a_message_that_was_kept_although_slack_said_ratelimited_is_found_and_not_repeated(desk: Desk) -> None:
    ticket, slack = await quiet(desk), PaperSlack()
    for _ in range(10):
        slack.will_say(TRIAGE, NotSent(error="ratelimited", after=SECOND, whole_place=True), Kept.YES)
    await empty(worker(desk, slack), MONDAY)
    assert slack.told() == [f"{ticket.number}:card"]


@pytest.mark.parametrize("arrived", list(Kept))
async def test_after_an_ambiguous_post_it_is_looked_for_before_it_is_posted_again(desk: Desk, arrived: Kept) -> None:
    ticket, slack = await quiet(desk), PaperSlack()
    slack.will_say(TRIAGE, Unknown(error="reset"), arrived)
    await empty(worker(desk, slack), MONDAY)
    assert slack.asked_for == [f"{ticket.number}:card"]
    assert slack.told() == [f"{ticket.number}:card"]
    assert (await kept(desk, f"{ticket.number}:card")).ts == slack.ts(f"{ticket.number}:card")


async def test_a_message_that_was_never_ambiguous_is_not_looked_for(desk: Desk) -> None:
    await opened(desk)
    slack = PaperSlack()
    await empty(worker(desk, slack), MONDAY)
    assert slack.asked_for == []


async def test_when_looking_is_not_possible_it_is_not_posted_again_but_looked_for_later(desk: Desk) -> None:
    ticket, slack = await quiet(desk), PaperSlack()
    slack.will_say(TRIAGE, Unknown(error="reset"), Kept.YES)
    slack.will_find(TRIAGE, NotSent(error="ratelimited"))
    slack.will_find(TRIAGE, Unknown(error="reset"))
    await empty(worker(desk, slack), MONDAY)
    assert len(slack.asked_for) == 3
    assert slack.told() == [f"{ticket.number}:card"]


async def test_an_edit_is_made_again_without_looking_because_it_shows_the_same(desk: Desk) -> None:
    ticket, slack = await quiet(desk), PaperSlack()
    delivery = worker(desk, slack)
    await empty(delivery, MONDAY)
    await done(desk, Take, ticket, MONDAY + MINUTE)
    slack.will_say(TRIAGE, Sent(channel=TRIAGE, ts="t"), Kept.YES)  # The event in the thread.
    slack.will_say(TRIAGE, Unknown(error="reset"), Kept.YES)  # The edit.
    await empty(delivery, MONDAY + MINUTE)
    assert slack.asked_for == []
    assert len(slack.edited) == 2


async def test_what_slack_refuses_for_good_is_given_up_and_what_is_behind_it_goes_out(desk: Desk) -> None:
    ticket, slack = await opened(desk), PaperSlack()
    slack.will_say(TRIAGE, Refused(error="invalid_blocks"))
    await empty(worker(desk, slack), MONDAY)
    dead = await kept(desk, f"{ticket.number}:card")
    assert (dead.state, dead.error) == (NoticeState.DEAD, "invalid_blocks")
    assert slack.told(TRIAGE) == [f"{ticket.number}:paging:1:page 0"]
    assert slack.posted[-1].thread is None


async def test_what_slack_refuses_elsewhere_is_said_in_the_triage_channel_once(desk: Desk) -> None:
    ticket, slack = await opened(desk), PaperSlack()
    slack.will_say("U0PIET", Refused(error="user_is_bot"))
    await empty(worker(desk, slack), MONDAY)
    [told] = [message for message in slack.posted if message.kind is NoticeKind.UNDELIVERED]
    assert (told.key, told.place) == (f"{ticket.number}:undelivered paging:1:page 0 U0PIET", TRIAGE)
    assert isinstance(told.facts, Undelivered)
    assert (told.facts.what, told.facts.place, told.facts.error) == (NoticeKind.PAGE_DIRECT, "U0PIET", "user_is_bot")


@pytest.mark.parametrize("kind", sorted(TO_CUSTOMER - {NoticeKind.PROPOSAL_EDIT}))
async def test_what_does_not_reach_the_customer_is_told_to_the_team(desk: Desk, kind: NoticeKind) -> None:
    ticket, slack = await quiet(desk, origin=Origin(channel="C0ACME", ts="1.0")), PaperSlack()
    await done(desk, Reply, ticket, MONDAY, text="We are on it.")
    await done(desk, Regrade, ticket, MONDAY, severity="medium", impact="Half of them.")
    await done(desk, Resolve, ticket, MONDAY, text="Please log in again.")
    for each in ("receipt", "answer", "news", "proposal"):
        if each == kind:
            slack.will_say("C0ACME", Refused(error="is_archived", of_place=True))
        else:
            slack.will_take("C0ACME")
    await empty(worker(desk, slack), MONDAY)
    [told] = [message for message in slack.posted if message.kind is NoticeKind.UNDELIVERED]
    assert isinstance(told.facts, Undelivered)
    assert (told.place, told.thread) == (TRIAGE, slack.ts(f"{ticket.number}:card"))
    assert (told.facts.what, told.facts.place, told.facts.error) == (kind, "C0ACME", "is_archived")


async def test_a_proposal_whose_message_is_gone_is_not_complained_about(desk: Desk) -> None:
    ticket, slack = await quiet(desk, origin=Origin(channel="C0ACME", ts="1.0")), PaperSlack()
    delivery = worker(desk, slack)
    await done(desk, Resolve, ticket, MONDAY, text="Please log in again.")
    await empty(delivery, MONDAY)
    await done(desk, Close, ticket, MONDAY, reason="resolved", text="Carl agreed.")
    slack.will_take("C0ACME")
    slack.will_say("C0ACME", Refused(error="message_not_found"))
    await empty(delivery, MONDAY + MINUTE)
    [edit] = [notice for notice in await notices(desk, ticket) if notice.kind == NoticeKind.PROPOSAL_EDIT]
    assert (edit.state, edit.error) == (NoticeState.DEAD, "message_not_found")
    assert not [notice for notice in await notices(desk, ticket) if notice.kind == NoticeKind.UNDELIVERED]


async def test_a_channel_that_refuses_everything_is_not_flooded_with_complaints_about_itself(desk: Desk) -> None:
    ticket, slack = await opened(desk), PaperSlack()
    for _ in range(10):
        slack.will_say(TRIAGE, Refused(error="invalid_blocks"))
    await empty(worker(desk, slack), MONDAY)
    assert slack.told(TRIAGE) == []
    assert not [notice for notice in await notices(desk, ticket) if notice.kind == NoticeKind.UNDELIVERED]


async def test_what_a_closed_channel_of_ours_refuses_comes_once_it_is_open_again(desk: Desk) -> None:
    ticket, slack = await opened(desk), PaperSlack()
    delivery = worker(desk, slack)
    for _ in range(3):
        slack.will_say(TRIAGE, Refused(error="not_in_channel", of_place=True))
    for minute in range(3):
        await delivery.once(MONDAY + minute * MINUTE)
        assert slack.told(TRIAGE) == []
    assert slack.told("U0PIET")
    await empty(delivery, MONDAY + 3 * MINUTE)
    assert slack.told(TRIAGE)[0] == f"{ticket.number}:card"


async def test_a_notice_that_makes_the_sender_fail_is_given_up_in_the_end_and_holds_up_no_other_ticket(
    desk: Desk,
) -> None:
    first, second, slack = await opened(desk), await quiet(desk), PaperSlack()

    class Faulty(PaperSlack):
        async def send(self, outgoing: Outgoing) -> Outcome:
            if outgoing.key == f"{first.number}:card":
                raise KeyError("a block that nobody has thought of")
            return await slack.send(outgoing)

    with structlog.testing.capture_logs() as logs:
        await empty(worker(desk, Faulty()), MONDAY)
    assert slack.told(TRIAGE)[0] == f"{second.number}:card"
    assert f"{first.number}:paging:1:page 0" in slack.told(TRIAGE)
    dead = await kept(desk, f"{first.number}:card")
    assert (dead.state, dead.attempts) == (NoticeState.DEAD, MOST_FAILURES)
    assert [entry["log_level"] for entry in logs if "sender has failed" in entry["event"]] == ["error"] * MOST_FAILURES


async def test_a_send_that_never_ends_is_ambiguous_before_the_lease_is_over(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert deliveries.GIVEN_UP_AFTER < LEASE
    monkeypatch.setattr(deliveries, "GIVEN_UP_AFTER", timedelta(milliseconds=50))
    ticket = await quiet(desk)

    class Silent(PaperSlack):
        async def send(self, outgoing: Outgoing) -> Outcome:
            await super().send(outgoing)
            await asyncio.Event().wait()
            raise AssertionError

    silent, slack = Silent(), PaperSlack()
    await worker(desk, silent).once(MONDAY)
    assert (await kept(desk, f"{ticket.number}:card")).ambiguous
    slack.posted = silent.posted
    await empty(worker(desk, slack), MONDAY + SETTLING)
    assert slack.told() == [f"{ticket.number}:card"]


async def test_a_worker_that_was_frozen_settles_nothing_that_another_has_taken_over(desk: Desk) -> None:
    """Its lease ends while it hangs between the post and the answer; the other one finds the message."""
    ticket, slack = await quiet(desk), PaperSlack()
    frozen, thawed = asyncio.Event(), asyncio.Event()

    class Slow(PaperSlack):
        async def send(self, outgoing: Outgoing) -> Outcome:
            await slack.send(outgoing)
            frozen.set()
            await thawed.wait()
            return Refused(error="the answer of long ago")

    hanging = asyncio.create_task(worker(desk, Slow()).once(MONDAY))
    await frozen.wait()
    other = worker(desk, slack)
    assert await other.once(MONDAY + LEASE - SECOND) == 0
    assert await other.once(MONDAY + LEASE) == 1
    thawed.set()
    await hanging
    assert slack.asked_for == slack.told() == [f"{ticket.number}:card"]
    assert (await kept(desk, f"{ticket.number}:card")).state is NoticeState.SENT


async def test_a_notice_that_cannot_be_settled_does_not_lose_the_others(desk: Desk) -> None:
    first, second = await opened(desk), await critical(desk)
    slack = PaperSlack()

    def broken(step: str) -> None:
        if step.startswith("after") and "page 0 U0PIET" in step:
            raise SystemErrorOfOurs

    slack.boundary = broken
    delivery = worker(desk, slack)
    with pytest.raises(BaseExceptionGroup) as failures:
        await delivery.once(MONDAY)
    assert len(failures.value.exceptions) == 1
    assert (await kept(desk, f"{first.number}:card")).state is NoticeState.SENT
    slack.boundary = lambda _: None
    await empty(delivery, MONDAY + LEASE)
    assert len(slack.told()) == len(set(slack.told()))
    assert {f"{ticket.number}:paging:1:page 0 U0PIET" for ticket in (first, second)} <= set(slack.told())


class SystemErrorOfOurs(BaseException):
    """Something that ends a worker."""


async def test_what_is_told_late_says_when_it_was_meant_for(desk: Desk) -> None:
    ticket, slack = await opened(desk, severity="high"), PaperSlack()
    await sweep(desk, MONDAY + 2 * DAY)
    await empty(worker(desk, slack), MONDAY + 2 * DAY)
    [breach] = [message for message in slack.posted if message.place == BREACHES]
    assert breach.key == f"{ticket.number}:first_response:1:breach"
    assert breach.at - breach.planned == 2 * DAY - 4 * HOUR - timedelta(microseconds=1)


async def test_after_an_outage_of_slack_a_ticket_gets_no_warning_beside_its_breach(desk: Desk) -> None:
    ticket, slack = await opened(desk, severity="high"), PaperSlack()
    delivery = worker(desk, slack)
    await empty(delivery, MONDAY)
    for hour in (2, 3, 5):
        await sweep(desk, MONDAY + hour * HOUR)
    await empty(delivery, MONDAY + 5 * HOUR)
    told = [key.partition(":")[2] for key in slack.told() if "first_response" in key]
    assert sorted(told) == ["first_response:1:breach", "first_response:1:escalation 1"]
    assert {notice.state for notice in await notices(desk, ticket) if "warning" in notice.key} == {NoticeState.DROPPED}


async def test_after_a_shorter_outage_only_the_last_warning_is_told(desk: Desk) -> None:
    await opened(desk, severity="high")
    slack = PaperSlack()
    delivery = worker(desk, slack)
    await empty(delivery, MONDAY)
    for minutes in (120, 180, 231):
        await sweep(desk, MONDAY + minutes * MINUTE)
    await empty(delivery, MONDAY + 231 * MINUTE)
    [warning] = [key for key in slack.told() if "warning" in key]
    assert "10 business minutes before" in warning


async def test_of_several_edits_only_the_last_is_made(desk: Desk) -> None:
    ticket, slack = await quiet(desk), PaperSlack()
    delivery = worker(desk, slack)
    await empty(delivery, MONDAY)
    await done(desk, Take, ticket, MONDAY + MINUTE)
    await done(desk, Take, ticket, MONDAY + MINUTE, asker=LENA, over=True)
    await done(desk, Close, ticket, MONDAY + MINUTE, reason="resolved")
    await empty(delivery, MONDAY + MINUTE)
    [edit] = slack.edited
    assert edit.ticket is not None
    assert edit.ticket.state == "closed"
    assert edit.edits == Posted(channel=TRIAGE, ts=slack.ts(f"{ticket.number}:card"))


async def spoil(desk: Desk, table: type[tables.Notice | tables.LedgerEntry], ticket: Ticket, **values: object) -> None:
    async with desk.database.transaction() as session:
        await session.exec(update(table).where(col(table.ticket_id) == ticket.number).values(**values))


async def test_a_notice_that_cannot_be_read_is_given_up_and_nothing_waits_for_it(desk: Desk) -> None:
    first, second = await opened(desk), await quiet(desk)
    slack = PaperSlack()
    async with desk.database.transaction() as session:
        page = await outbox.get(session, f"{first.number}:paging:1:page 0")
        assert page is not None
        page.body = {"kind": "page", "about": "nothing"}
    await done(desk, Take, first, MONDAY)
    with structlog.testing.capture_logs() as logs:
        await empty(worker(desk, slack), MONDAY)
    assert (await kept(desk, page.key)).state is NoticeState.DEAD
    assert slack.told(TRIAGE) == [f"{first.number}:card", f"{first.number}:entry 2", f"{second.number}:card"]
    assert "a notice cannot be read" in [entry["event"] for entry in logs]


Poison = Callable[[Desk, Ticket], Awaitable[None]]


async def nonsense_in_the_ledger(desk: Desk, ticket: Ticket) -> None:
    await spoil(desk, tables.LedgerEntry, ticket, kind="opened", body={"severity": "no such severity"})


async def an_impossible_order(desk: Desk, ticket: Ticket) -> None:
    await spoil(desk, tables.LedgerEntry, ticket, kind="taken", body={"to": "U0ANA"})


@pytest.mark.parametrize("poison", [nonsense_in_the_ledger, an_impossible_order])
async def test_a_ticket_that_cannot_be_read_holds_up_no_other_and_is_told_when_it_can_be(
    desk: Desk, poison: Poison
) -> None:
    first, second = await quiet(desk), await quiet(desk)
    slack = PaperSlack()
    await poison(desk, first)
    delivery = worker(desk, slack)
    for second_of_trial in range(10):
        await delivery.once(MONDAY + second_of_trial * SECOND)
    assert slack.told() == [f"{second.number}:card"]
    await spoil(desk, tables.LedgerEntry, first, kind="opened", body={"severity": "low"})
    await empty(delivery, MONDAY + MINUTE)
    assert slack.told() == [f"{second.number}:card", f"{first.number}:card"]


async def test_a_ticket_whose_row_holds_no_date_holds_up_no_other(sqlite_url: str) -> None:
    database, slack = await Database.open(sqlite_url), PaperSlack()
    try:
        desk = await desk_on(database)
        first, second = await quiet(desk), await quiet(desk)
        async with database.transaction() as session:
            spoilt = text("UPDATE ticket SET opened_at = 'nonsense' WHERE id = :id")
            await (await session.connection()).execute(spoilt, {"id": first.number})
        await worker(desk, slack).once(MONDAY)
        await worker(desk, slack).once(MONDAY + SECOND)
    finally:
        await database.close()
    assert slack.told() == [f"{second.number}:card"]


async def test_two_workers_on_one_database_tell_nothing_twice_and_keep_the_order_of_each_ticket(
    postgresql_url: str,
) -> None:
    slack, databases = PaperSlack(), [await Database.open(postgresql_url, patience=PATIENT) for _ in range(2)]
    try:
        desks = [await desk_on(database) for database in databases]
        numbers = [(await opened(desks[0], severity="high")).number for _ in range(6)]
        for number in numbers:
            await done(desks[0], Reply, number, MONDAY + MINUTE, text="We are on it.")
            await done(desks[1], Close, number, MONDAY + MINUTE, reason="resolved")
        workers = [worker(desk, slack) for desk in desks]
        await asyncio.gather(*(empty(each, MONDAY + MINUTE) for each in workers))
    finally:
        for database in databases:
            await database.close()
    for number in numbers:
        told = [key for key in slack.told(TRIAGE) if key.startswith(f"{number}:")]
        assert told == [f"{number}:card", f"{number}:entry 2", f"{number}:entry 3"]
    assert len(slack.told()) == 3 * len(numbers)


class Hanging(PaperSlack):
    """Slack that does not answer about some places before it is let go."""

    def __init__(self, *places: str) -> None:
        super().__init__()
        self.places, self.reached, self.let_go = places, asyncio.Event(), asyncio.Event()

    async def send(self, outgoing: Outgoing) -> Outcome:
        if outgoing.place in self.places:
            self.reached.set()
            await self.let_go.wait()
        return await super().send(outgoing)


async def done_with(delivery: Delivery, keys: Callable[[], list[str]], many: int) -> None:
    """Wait until so many notices have been told."""
    async with asyncio.timeout(5):
        while len(keys()) < many:  # noqa: ASYNC110 - it ends with the next task that is done
            await asyncio.sleep(0.001)


async def test_a_place_that_hangs_delays_no_other(desk: Desk) -> None:
    first, slack = await opened(desk), Hanging(TRIAGE)
    delivery = worker(desk, slack)
    assert await delivery.begin(MONDAY) == 2
    await slack.reached.wait()
    await done_with(delivery, slack.told, 1)
    assert slack.told() == [f"{first.number}:paging:1:page 0 U0PIET"]

    second = await critical(desk)
    await delivery.begin(MONDAY + SECOND)
    await done_with(delivery, slack.told, 2)
    assert slack.told() == [f"{ticket.number}:paging:1:page 0 U0PIET" for ticket in (first, second)]
    slack.let_go.set()
    assert await delivery.once(MONDAY + SECOND) >= 0
    assert slack.told(TRIAGE)[0] == f"{first.number}:card"


async def test_a_place_has_one_message_under_way_however_many_passes_are_made(desk: Desk) -> None:
    await quiet(desk)
    await quiet(desk)
    slack = Hanging(TRIAGE)
    delivery = worker(desk, slack)
    assert await delivery.begin(MONDAY) == 1
    assert [await delivery.begin(MONDAY + SECOND) for _ in range(3)] == [0, 0, 0]
    slack.let_go.set()
    await empty(delivery, MONDAY + SECOND)
    assert len(slack.told()) == 2


async def test_a_live_worker_keeps_what_it_is_sending_however_long_that_takes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "RENEWED_EVERY", timedelta(milliseconds=5))
    ticket, slack, renewed = await quiet(desk), Hanging(TRIAGE), asyncio.Event()
    time = [MONDAY]

    async def now() -> datetime:
        if time[0] > MONDAY:
            renewed.set()
        return time[0]

    delivery = Delivery(desk=desk, sender=slack, rest=AT_ONCE, now=now)
    sending = asyncio.create_task(delivery.once(MONDAY))
    await slack.reached.wait()
    time[0] = MONDAY + LEASE / 2
    lease = MONDAY + LEASE
    async with asyncio.timeout(5):
        while lease == MONDAY + LEASE:
            await renewed.wait()
            lease = (await kept(desk, f"{ticket.number}:card")).lease_until or MONDAY
    assert lease == MONDAY + LEASE * 1.5
    assert await worker(desk, slack).once(MONDAY + LEASE) == 0
    slack.let_go.set()
    assert await sending == 1
    assert slack.told() == [f"{ticket.number}:card"]


async def test_at_the_end_what_is_under_way_is_waited_for_and_then_left_to_be_looked_for(desk: Desk) -> None:
    ticket, slack = await quiet(desk), Hanging(TRIAGE)
    delivery = worker(desk, slack)
    await delivery.begin(MONDAY)
    await slack.reached.wait()
    await delivery.drained(0.01)
    assert (await kept(desk, f"{ticket.number}:card")).state is NoticeState.SENDING
    other = PaperSlack()
    await empty(worker(desk, other), MONDAY + LEASE)
    assert other.asked_for == other.told() == [f"{ticket.number}:card"]


async def test_whoever_counts_is_told_what_became_of_each_notice(desk: Desk) -> None:
    ticket, slack, told = await quiet(desk), PaperSlack(), []
    slack.will_say(TRIAGE, NotSent(error="not reached"))
    delivery = worker(desk, slack)
    delivery.told = lambda claimed, outcome, at: told.append((claimed.outgoing.key, type(outcome), at))
    await delivery.once(MONDAY)
    await delivery.once(MONDAY + MINUTE)
    key = f"{ticket.number}:card"
    assert told == [(key, NotSent, MONDAY), (key, Sent, MONDAY + MINUTE)]


async def test_many_places_are_claimed_a_few_at_a_time_and_all_in_one_pass(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    together: list[int] = []

    async def counted(*what: Any, **how: Any) -> tuple[Sequence[Claimed], int]:
        claimed, others = await claim(*what, **how)
        together.append(len(claimed) + others)
        return claimed, others

    monkeypatch.setattr(deliveries, "claim", counted)
    for number in range(25):
        ticket = await quiet(desk)
        async with desk.database.transaction() as session:
            of_ticket = col(tables.Notice.ticket_id) == ticket.number
            await session.exec(update(tables.Notice).where(of_ticket).values(place=f"C0{number}"))
    slack = PaperSlack()
    assert await worker(desk, slack).once(MONDAY) == 25
    assert len(slack.told()) == 25
    assert together == [10, 10, 5]


async def test_a_lease_begins_with_its_claim_however_long_the_claims_before_it_took(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "CLAIMED_TOGETHER", 1)
    first, second = await quiet(desk), await quiet(desk)
    async with desk.database.transaction() as session:
        of_second = col(tables.Notice.ticket_id) == second.number
        await session.exec(update(tables.Notice).where(of_second).values(place="C0ELSEWHERE"))
    times = iter([MONDAY, MONDAY + 5 * SECOND])

    async def now() -> datetime:
        return next(times, MONDAY + 6 * SECOND)

    slack = Hanging(TRIAGE, "C0ELSEWHERE")
    delivery = Delivery(desk=desk, sender=slack, rest=AT_ONCE, now=now)
    assert await delivery.begin(MONDAY) == 2
    leases = [(await kept(desk, f"{ticket.number}:card")).lease_until for ticket in (first, second)]
    assert leases == [MONDAY + LEASE, MONDAY + 5 * SECOND + LEASE]
    slack.let_go.set()
    await delivery.drained(5)


async def test_places_that_hang_never_keep_the_most_urgent_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "AT_ONCE", 1)
    await quiet(desk)
    slack = Hanging(TRIAGE)
    delivery = worker(desk, slack)
    await delivery.begin(MONDAY)
    await slack.reached.wait()
    await quiet(desk, origin=Origin(channel="C0ACME", ts="1.0"))
    assert await delivery.begin(MONDAY) == 0
    urgent = await opened(desk)
    assert await delivery.begin(MONDAY) == 1
    await done_with(delivery, slack.told, 1)
    assert slack.told() == [f"{urgent.number}:paging:1:page 0 U0PIET"]
    slack.let_go.set()
    await delivery.once(MONDAY)
