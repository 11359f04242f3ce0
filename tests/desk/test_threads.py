from datetime import timedelta
from itertools import count

import pytest

from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.hearing import hear
from bot.desk.requests import Author, Close, Hear, Origin, Regrade, Reply
from bot.desk.threads import Thread, ThreadNotKnownYetError, Where, ticket_in
from bot.watch.claims import LEASE
from bot.watch.delivery import Delivery
from storage import outbox
from tests.desk.office import CARL, DAY, MINUTE, MONDAY, TRIAGE, done, opened
from tests.watch.paper_slack import PaperSlack

HEAD = "1780000000.000100"
ACME = Origin(channel="C0ACME", ts=HEAD)


async def delivered(desk: Desk, slack: PaperSlack) -> None:
    """Everything that is owed is in Slack."""
    delivery = Delivery(desk=desk, sender=slack, rest=timedelta(0))
    for second in count():
        if await delivery.once(MONDAY + DAY + timedelta(seconds=second)) == 0:
            return


async def begun(desk: Desk) -> tuple[Ticket, PaperSlack]:
    """A ticket that was opened in Acme's channel without a message of theirs, and the Slack it is in."""
    slack = PaperSlack()
    ticket = await opened(desk, asker=CARL, severity="high", origin=Origin(channel="C0ACME"))
    await delivered(desk, slack)
    return ticket, slack


async def test_a_ticket_is_found_by_its_card_and_by_the_message_it_came_from(desk: Desk) -> None:
    ticket = await opened(desk, severity="high", origin=ACME)
    await delivered(desk, PaperSlack())
    card = PaperSlack.ts(f"{ticket.number}:card")
    assert await ticket_in(desk, TRIAGE, card) == Thread(ticket=ticket.number, where=Where.TRIAGE)
    assert await ticket_in(desk, "C0ACME", HEAD) == Thread(ticket=ticket.number, where=Where.CUSTOMER)


async def test_any_other_thread_is_of_no_ticket(desk: Desk) -> None:
    await opened(desk, severity="high", origin=ACME)
    assert await ticket_in(desk, "C0ACME", "1780000000.000200") is None
    assert await ticket_in(desk, "C0GLOBEX", HEAD) is None


async def test_of_two_tickets_from_one_message_the_thread_is_that_of_the_one_which_is_not_closed(desk: Desk) -> None:
    first, second = [await opened(desk, severity="high", origin=ACME) for _ in range(2)]
    assert await ticket_in(desk, "C0ACME", HEAD) == Thread(ticket=second.number, where=Where.CUSTOMER)
    await done(desk, Close, second, MONDAY + MINUTE, reason="resolved")
    assert await ticket_in(desk, "C0ACME", HEAD) == Thread(ticket=first.number, where=Where.CUSTOMER)


async def test_without_a_message_of_theirs_the_customers_thread_begins_with_the_receipt(desk: Desk) -> None:
    ticket, slack = await begun(desk)
    receipt = PaperSlack.ts(f"{ticket.number}:receipt 1")
    assert await ticket_in(desk, "C0ACME", receipt) == Thread(ticket=ticket.number, where=Where.CUSTOMER)
    await done(desk, Reply, ticket, MONDAY + MINUTE, text="We are on it.")
    await done(desk, Regrade, ticket, MONDAY + MINUTE, severity="low", impact="One of them.")
    await delivered(desk, slack)
    heads = {message.key.partition(":")[2]: message.thread for message in slack.posted if message.place == "C0ACME"}
    assert heads == {"receipt 1": None, "answer 2": receipt, "news 3": receipt}


async def test_what_is_answered_before_the_receipt_has_gone_out_still_goes_in_its_thread(desk: Desk) -> None:
    slack = PaperSlack()
    ticket = await opened(desk, severity="high", origin=Origin(channel="C0ACME"))
    await done(desk, Reply, ticket, MONDAY + MINUTE, text="We are on it.")
    await delivered(desk, slack)
    answer = next(message for message in slack.posted if message.key.endswith("answer 2"))
    assert answer.thread == PaperSlack.ts(f"{ticket.number}:receipt 1")


@pytest.mark.parametrize(("channel", "head"), [("C0ACME", "receipt 1"), (TRIAGE, "card")])
async def test_what_is_written_below_a_message_that_slack_has_and_we_may_not_know_of_yet_is_heard_later(
    desk: Desk, channel: str, head: str
) -> None:
    ticket = await opened(desk, asker=CARL, severity="high", origin=Origin(channel="C0ACME"))
    key = PaperSlack.ts(f"{ticket.number}:{head}")
    author = Author(person=CARL.person, team="T0ACME")
    said = Hear(key="event 1", home="T0", author=author, channel=channel, ts="1.2", thread=key, text="?take")
    assert (await hear(desk, said, MONDAY)).ticket is None, "nothing of ours is there yet"
    async with desk.database.transaction() as session:
        await outbox.claim(session, MONDAY, 20, lease=LEASE, token="a worker that died")

    with pytest.raises(ThreadNotKnownYetError):
        await hear(desk, said, MONDAY + MINUTE / 2)

    await delivered(desk, PaperSlack())
    assert (await hear(desk, said, MONDAY + MINUTE)).ticket == ticket.number
