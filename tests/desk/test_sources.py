"""The messages that a ledger rests on, as far as they are in Slack."""

from datetime import datetime

from bot.clocks.entries import Source
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.hearing import hear
from bot.desk.queries import show
from bot.desk.requests import Author, CallBack, Hear, Origin, Pause, Resolve, Update
from bot.desk.sources import sources
from tests.desk.office import ANA, CARL, MINUTE, MONDAY, critical, done, gesture, in_slack, opened

HEAD, TS = "1780000000.000100", "1780000600.000200"


async def in_acmes_thread(desk: Desk) -> Ticket:
    return await opened(desk, severity="high", origin=Origin(channel="C0ACME", ts=HEAD))


async def of(desk: Desk, ticket: Ticket, at: datetime) -> dict[int, Source]:
    """The sources of all its entries."""
    now = await show(desk, ANA, ticket.number, at)
    return dict(await sources(desk, now, range(1, len(now.history.entries) + 1)))


async def test_the_question_of_a_wait_is_the_message_that_asked_it_once_it_is_in_slack(desk: Desk) -> None:
    ticket = await in_acmes_thread(desk)
    await done(desk, Pause, ticket, MONDAY, reason="waiting on customer", text="Please send us the logs.", ask=True)
    assert await of(desk, ticket, MONDAY) == {}
    await in_slack(desk, ticket, "answer 2", channel="C0ACME", ts="2.2")
    assert await of(desk, ticket, MONDAY) == {2: Source(channel="C0ACME", ts="2.2")}


async def test_an_update_and_a_proposal_are_where_the_customer_reads_them(desk: Desk) -> None:
    ticket = await in_acmes_thread(desk)
    await done(desk, Update, ticket, MONDAY, text="We found it.")
    await done(desk, Resolve, ticket, MONDAY, text="Please log in again.")
    await in_slack(desk, ticket, "answer 2", channel="C0ACME", ts="2.2")
    await in_slack(desk, ticket, "proposal 3", channel="C0ACME", ts="3.3")
    assert {number: source.ts for number, source in (await of(desk, ticket, MONDAY)).items()} == {2: "2.2", 3: "3.3"}


async def test_what_was_heard_is_where_it_was_written(desk: Desk) -> None:
    ticket = await in_acmes_thread(desk)
    await done(desk, Pause, ticket, MONDAY, reason="waiting on customer", text="They look for the logs.")
    carl = Author(person=CARL.person, team="T0ACME")
    answer = Hear(
        key=gesture(), home="T0NORTHBELL", author=carl, channel="C0ACME", ts=TS, thread=HEAD, text="Here they are."
    )
    await hear(desk, answer, MONDAY + MINUTE)
    there = Source(channel="C0ACME", ts=TS)
    assert await of(desk, ticket, MONDAY + MINUTE) == {3: there, 4: there}


async def test_what_was_said_on_the_phone_is_in_no_message(desk: Desk) -> None:
    ticket = await critical(desk)
    await done(desk, CallBack, ticket, MONDAY, text="They can log in again.")
    assert await of(desk, ticket, MONDAY) == {}
