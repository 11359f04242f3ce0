from datetime import datetime

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.clocks.conduct import Silence
from bot.desk.desk import Desk
from bot.desk.facts import Posted, Ticket
from bot.desk.hearing import hear
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import Proposal
from bot.desk.outgoing import Outgoing
from bot.desk.records import TicketUnreadableError
from bot.desk.requests import Author, Close, Confirm, Hear, Object, Origin, Regrade, Reply, Resolve, Take
from bot.desk.sending import NoticeUnreadableError, prepare
from bot.watch.sweep import sweep
from storage import outbox, tables, tickets
from storage.tables import NoticeState
from tests.desk.contracts import agreement, desk_under
from tests.desk.office import (
    BREACHES,
    CARL,
    DAY,
    HOUR,
    MINUTE,
    MONDAY,
    TRIAGE,
    done,
    in_slack,
    notices,
    opened,
)

CARD_TS = "1780000000.000100"


async def posted(desk: Desk, ticket: Ticket) -> None:
    """The ticket's card is in Slack."""
    async with desk.database.transaction() as session:
        row = await tickets.load_for_change(session, ticket.number)
        assert row is not None
        row.card_ts = CARD_TS
        card = update(tables.Notice).where(col(tables.Notice.key) == f"{ticket.number}:card")
        await session.exec(card.values(state=NoticeState.SENT))


async def prepared(desk: Desk, ticket: Ticket, kind: NoticeKind, at: datetime) -> list[Outgoing | str]:
    """What `prepare` makes at an instant of a ticket's notices of a kind, in the order in which they were put."""
    async with desk.database.reading() as session:
        return [
            await prepare(session, desk, notice, at) for notice in await notices(desk, ticket) if notice.kind == kind
        ]


async def one(desk: Desk, ticket: Ticket, kind: NoticeKind, at: datetime = MONDAY) -> Outgoing:
    [found] = await prepared(desk, ticket, kind, at)
    assert isinstance(found, Outgoing)
    return found


async def test_a_card_shows_the_ticket_as_it_stands_when_it_is_sent(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Take, ticket, MONDAY + MINUTE)
    card = await one(desk, ticket, NoticeKind.CARD, MONDAY + 2 * MINUTE)
    assert card.ticket is not None
    assert (card.ticket.history.assignee, card.ticket.at) == ("U0ANA", MONDAY + 2 * MINUTE)
    assert (card.place, card.thread, card.edits, card.broadcast, card.facts) == (TRIAGE, None, None, False, None)
    assert (card.planned, card.since, card.at) == (MONDAY, MONDAY, MONDAY + 2 * MINUTE)


async def test_what_belongs_to_a_ticket_stands_in_its_cards_thread(desk: Desk) -> None:
    ticket = await opened(desk)
    await posted(desk, ticket)
    await done(desk, Reply, ticket, MONDAY + MINUTE, text="We are on it.")
    assert (await one(desk, ticket, NoticeKind.EVENT)).thread == CARD_TS


async def test_before_there_is_a_card_it_stands_by_itself(desk: Desk) -> None:
    ticket = await opened(desk)
    page = await one(desk, ticket, NoticeKind.PAGE)
    assert (page.thread, page.broadcast) == (None, False)


async def test_an_answer_stands_in_the_thread_that_the_customer_began(desk: Desk) -> None:
    ticket = await opened(desk, origin=Origin(channel="C0ACME", ts="7.0"))
    await posted(desk, ticket)
    await done(desk, Reply, ticket, MONDAY + MINUTE, text="We are on it.")
    answer = await one(desk, ticket, NoticeKind.ANSWER)
    assert (answer.place, answer.thread) == ("C0ACME", "7.0")


async def test_all_that_the_customer_reads_stands_in_their_thread_and_leads_to_no_card(desk: Desk) -> None:
    ticket = await opened(desk, severity="high", origin=Origin(channel="C0ACME", ts="7.0"))
    await posted(desk, ticket)
    await done(desk, Regrade, ticket, MONDAY + MINUTE, severity="low", impact="One of them.")
    await done(desk, Resolve, ticket, MONDAY + MINUTE, text="Please log in again.")
    for kind in (NoticeKind.RECEIPT, NoticeKind.NEWS, NoticeKind.PROPOSAL):
        told = await one(desk, ticket, kind, MONDAY + MINUTE)
        assert (told.place, told.thread, told.card) == ("C0ACME", "7.0", None)


async def test_a_receipt_without_a_thread_begins_one_and_leads_to_no_card(desk: Desk) -> None:
    ticket = await opened(desk, severity="high", origin=Origin(channel="C0ACME"))
    await posted(desk, ticket)
    receipt = await one(desk, ticket, NoticeKind.RECEIPT)
    assert (receipt.place, receipt.thread, receipt.card) == ("C0ACME", None, None)


async def test_what_the_customer_wrote_leads_to_where_they_wrote_it(desk: Desk) -> None:
    ticket = await opened(desk, severity="high", origin=Origin(channel="C0ACME", ts="7.0"))
    author = Author(person="U0CARL", team="T0ACME")
    heard = Hear(key="e1", home="T0HOME", author=author, channel="C0ACME", ts="8.0", thread="7.0", text="Hello?")
    await hear(desk, heard, MONDAY + MINUTE)
    assert (await one(desk, ticket, NoticeKind.EVENT)).source == Posted(channel="C0ACME", ts="8.0")


async def test_in_another_channel_there_is_no_thread_to_stand_in(desk: Desk) -> None:
    ticket = await opened(desk)
    await posted(desk, ticket)
    await sweep(desk, MONDAY + 2 * HOUR)
    breach = await one(desk, ticket, NoticeKind.BREACH, MONDAY + 2 * HOUR)
    assert (breach.place, breach.thread, breach.broadcast) == (BREACHES, None, False)


@pytest.mark.parametrize(("severity", "minutes", "broadcast"), [("urgent", 31, True), ("high", 121, False)])
async def test_a_warning_is_shown_to_the_whole_channel_for_the_first_priority_only(
    desk: Desk, severity: str, minutes: int, broadcast: bool
) -> None:
    ticket = await opened(desk, severity=severity)
    await posted(desk, ticket)
    at = MONDAY + minutes * MINUTE
    await sweep(desk, at)
    assert (await one(desk, ticket, NoticeKind.WARNING, at)).broadcast is broadcast


async def test_a_page_is_shown_to_the_whole_channel_and_an_event_is_not(desk: Desk) -> None:
    ticket = await opened(desk)
    await posted(desk, ticket)
    assert (await one(desk, ticket, NoticeKind.PAGE)).broadcast
    await done(desk, Reply, ticket, MONDAY + MINUTE, text="We are on it.")
    assert not (await one(desk, ticket, NoticeKind.EVENT)).broadcast


async def test_what_the_customer_writes_after_the_end_is_shown_to_the_whole_channel(desk: Desk) -> None:
    ticket = await opened(desk, severity="high", origin=Origin(channel="C0ACME", ts="7.0"))
    await posted(desk, ticket)
    await done(desk, Close, ticket, MONDAY, reason="resolved")
    author = Author(person=CARL.person, team="T0ACME")
    heard = Hear(key="e1", home="T0HOME", author=author, channel="C0ACME", ts="8.0", thread="7.0", text="Hello?")
    await hear(desk, heard, MONDAY + MINUTE)
    events = await prepared(desk, ticket, NoticeKind.EVENT, MONDAY + MINUTE)
    assert [event.broadcast for event in events if isinstance(event, Outgoing)] == [False, True]


async def test_a_proposal_that_was_answered_is_brought_up_to_date_where_it_stands(desk: Desk) -> None:
    ticket = await opened(desk, severity="high", origin=Origin(channel="C0ACME", ts="7.0"))
    await done(desk, Resolve, ticket, MONDAY, text="Please log in again.")
    await in_slack(desk, ticket, "proposal 2", channel="C0ACME", ts="8.0")
    await done(desk, Confirm, ticket, MONDAY + MINUTE, asker=CARL)
    edit = await one(desk, ticket, NoticeKind.PROPOSAL_EDIT)
    assert (edit.place, edit.edits, edit.card) == ("C0ACME", Posted(channel="C0ACME", ts="8.0"), None)


async def test_a_proposal_that_nobody_has_read_is_not_brought_up_to_date(desk: Desk) -> None:
    ticket = await opened(desk, severity="high", origin=Origin(channel="C0ACME", ts="7.0"))
    await done(desk, Resolve, ticket, MONDAY, text="Please log in again.")
    await done(desk, Object, ticket, MONDAY, asker=CARL, text="It still fails.")
    assert await prepared(desk, ticket, NoticeKind.PROPOSAL_EDIT, MONDAY) == ["there is no message to edit"]


async def test_an_edit_without_a_card_is_not_made(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Take, ticket, MONDAY)
    assert await prepared(desk, ticket, NoticeKind.CARD_EDIT, MONDAY) == ["there is no message to edit"]


async def test_of_two_edits_the_later_one_is_made(desk: Desk) -> None:
    ticket = await opened(desk)
    await posted(desk, ticket)
    await done(desk, Take, ticket, MONDAY)
    await done(desk, Reply, ticket, MONDAY, text="We are on it.")
    first, second = await prepared(desk, ticket, NoticeKind.CARD_EDIT, MONDAY)
    assert first == "a later edit shows it too"
    assert isinstance(second, Outgoing)
    assert second.edits == Posted(channel=TRIAGE, ts=CARD_TS)


async def test_a_customer_who_is_asked_too_late_does_not_read_that_their_silence_has_agreed(desk: Desk) -> None:
    agreeing = desk_under(desk, agreement=agreement(Silence.AGREES))
    ticket = await opened(agreeing, severity="high", origin=Origin(channel="C0ACME", ts="7.0"))
    await done(agreeing, Resolve, ticket, MONDAY, text="Please log in again.")
    for at, agreed_at in ((MONDAY + DAY, MONDAY + 2 * DAY), (MONDAY + 2 * DAY, None)):
        await sweep(agreeing, at)
        proposal = (await one(agreeing, ticket, NoticeKind.PROPOSAL, at)).facts
        assert isinstance(proposal, Proposal)
        assert proposal.agreed_at == agreed_at


async def changed(desk: Desk, key: str, **values: object) -> tables.Notice:
    async with desk.database.transaction() as session:
        await session.exec(update(tables.Notice).where(col(tables.Notice.key) == key).values(**values))
        notice = await outbox.get(session, key)
    assert notice is not None
    return notice


@pytest.mark.parametrize(
    "values", [{"kind": "telegram"}, {"body": {}}, {"body": {"kind": "page"}}, {"ticket_id": None}]
)
async def test_a_notice_that_says_nothing_is_named_as_unreadable(desk: Desk, values: dict[str, object]) -> None:
    ticket = await opened(desk)
    notice = await changed(desk, f"{ticket.number}:paging:1:page 0", **values)
    async with desk.database.reading() as session:
        with pytest.raises(NoticeUnreadableError, match=r"1:paging:1:page 0"):
            await prepare(session, desk, notice, MONDAY)


async def test_where_the_ticket_is_at_fault_the_notice_is_not_blamed(desk: Desk) -> None:
    ticket = await opened(desk)
    async with desk.database.transaction() as session:
        await session.exec(update(tables.LedgerEntry).values(kind="abolished"))
    with pytest.raises(TicketUnreadableError):
        await prepared(desk, ticket, NoticeKind.CARD, MONDAY)


async def test_that_nobody_is_called_yet_is_said_in_the_channel_and_not_once_people_are(desk: Desk) -> None:
    saturday = MONDAY + 5 * DAY
    ticket = await opened(desk, saturday, customer="globex")
    await posted(desk, ticket)
    assert (await one(desk, ticket, NoticeKind.HELD, saturday)).broadcast
    [moot] = await prepared(desk, ticket, NoticeKind.HELD, MONDAY + 7 * DAY)
    assert moot == "people are called by now, or need not be"


async def test_a_call_that_is_over_changes_its_own_message(desk: Desk) -> None:
    ticket = await opened(desk)
    await in_slack(desk, ticket, "paging:1:page 0", channel=TRIAGE, ts="1.0")
    await done(desk, Take, ticket, MONDAY + MINUTE)
    edit = await one(desk, ticket, NoticeKind.PAGE_EDIT, MONDAY + 2 * MINUTE)
    assert (edit.edits, edit.broadcast) == (Posted(channel=TRIAGE, ts="1.0"), False)
