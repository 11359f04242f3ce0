import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.clocks.contract import IntakeField
from bot.clocks.entries import Opened
from bot.contracts.reader import read
from bot.contracts.shelf import Shelf
from bot.desk.desk import Desk
from bot.desk.intake import open_ticket
from bot.desk.queries import show
from bot.desk.refusals import (
    ContactDoubtfulError,
    FieldsMissingError,
    NoSuchCustomerError,
    NoSuchSeverityError,
    NoSuchWayError,
    NotInForceError,
    NotSubscribedError,
    OtherCustomersMessageError,
    RefusedError,
    TextMissingError,
    TriageContradictsError,
)
from bot.desk.requests import Close, Origin, Regrade, Reopen
from storage import contracts, customers, deadlines, inbox, tables, tickets
from storage.database import Unavailable
from tests.databases import PATIENT
from tests.desk.office import (
    ANA,
    BEA,
    CARL,
    CONTACT,
    HOUR,
    LENA,
    MINUTE,
    MONDAY,
    OTTO,
    SECOND,
    TRIAGE,
    asking,
    done,
    keys,
    opened,
    rows,
)


async def nothing_is_stored(desk: Desk, key: str) -> bool:
    async with desk.database.reading() as session:
        received = await inbox.received(session, key)
    counts = [await rows(desk, table) for table in (tables.Ticket, tables.LedgerEntry, tables.Notice, tables.Deadline)]
    return received is None and counts == [0, 0, 0, 0]


async def test_a_ticket_is_taken_and_its_clock_runs(desk: Desk) -> None:
    ticket = await opened(
        desk, description="Since nine. ", title=" SSO login fails ", origin=Origin(channel="C", ts="1")
    )
    assert (ticket.title, ticket.description, ticket.opened_by) == ("SSO login fails", "Since nine.", ANA.person)
    [clock] = ticket.clocks
    assert clock.due == MONDAY + HOUR
    assert await show(desk, ANA, ticket.number, MONDAY) == ticket


async def test_the_row_carries_what_lists_are_sorted_by(desk: Desk) -> None:
    ticket = await opened(desk)
    async with desk.database.reading() as session:
        row = await tickets.get(session, ticket.number)
    assert row is not None
    assert (row.state, row.severity, row.priority_rank, row.assignee) == ("open", "urgent", 0, None)
    assert (row.last_seq, row.next_due, row.changed_at) == (1, MONDAY + HOUR, MONDAY)


async def test_the_first_milestones_are_armed(desk: Desk) -> None:
    ticket = await opened(desk)
    async with desk.database.reading() as session:
        armed = {deadline.clock: deadline.due for deadline in await deadlines.of_ticket(session, ticket.number)}
    assert armed == {"first_response:1": MONDAY + 30 * MINUTE, "paging:1": MONDAY + 10 * MINUTE}


@pytest.mark.parametrize("name", ["acme", "ACME", " Acme "])
async def test_a_customer_is_known_by_key_or_name(desk: Desk, name: str) -> None:
    assert (await opened(desk, customer=name)).customer.key == "acme"


@pytest.mark.parametrize("guess", ["Acm", "A", "1"])
async def test_nothing_less_than_a_whole_name_starts_a_customers_clocks(desk: Desk, guess: str) -> None:
    with pytest.raises(NoSuchCustomerError) as refusal:
        await opened(desk, customer=guess)
    assert ("Acme" in refusal.value.nearest) == guess.startswith("A")
    assert await rows(desk, tables.Ticket) == 0


async def test_for_a_name_that_is_nobodys_the_nearest_are_named(desk: Desk) -> None:
    with pytest.raises(NoSuchCustomerError) as refusal:
        await opened(desk, customer="Glombex")
    assert refusal.value.nearest == ["Globex"]


@pytest.mark.parametrize("name", ["globex", "glob", "Glombex", "nobody", "", "1", "2", "3", "4", "5"])
async def test_an_outsider_learns_no_customers_name(desk: Desk, name: str) -> None:
    with pytest.raises(NoSuchCustomerError) as refusal:
        await opened(desk, asker=OTTO, customer=name)
    assert refusal.value.nearest == []


@pytest.mark.parametrize("name", ["globex", "Globex", "glob", "Glombex", "nobody"])
async def test_a_customer_learns_of_no_other_customer(desk: Desk, name: str) -> None:
    with pytest.raises(NoSuchCustomerError) as refusal:
        await opened(desk, asker=CARL, customer=name)
    assert refusal.value.nearest == ["Acme"]


async def test_a_customers_contact_opens_tickets_of_their_own(desk: Desk) -> None:
    ticket = await opened(desk, asker=CARL, customer="Acme")
    assert (ticket.opened_by, ticket.customer.key) == (CARL.person, "acme")


@pytest.mark.parametrize("severity", ["urgent", "Urgent", "URGENT", "p1", "P1"])
async def test_a_severity_is_known_by_its_name_or_an_unmistakable_priority(desk: Desk, severity: str) -> None:
    assert (await opened(desk, severity=severity)).severity.id == "urgent"


@pytest.mark.parametrize(
    ("word", "offered"), [("P2", ["high", "medium"]), ("worst", ["urgent", "high", "medium", "low"])]
)
async def test_for_an_unknown_severity_the_possible_ones_are_named(desk: Desk, word: str, offered: list[str]) -> None:
    request = asking(severity=word)
    with pytest.raises(NoSuchSeverityError) as refusal:
        await open_ticket(desk, request, MONDAY)
    assert [severity.id for severity in refusal.value.severities] == offered
    assert await nothing_is_stored(desk, request.key)


@pytest.mark.parametrize(
    ("local", "subscribed"),
    [
        ("2025-02-28T23:59:59-08:00", False),
        ("2025-03-01T00:00:00-08:00", True),
        ("2025-12-31T23:59:59-08:00", True),
        ("2026-01-01T00:00:00-08:00", False),
    ],
)
@pytest.mark.clause("V22")
async def test_promises_are_for_current_subscribers_only(desk: Desk, local: str, subscribed: bool) -> None:
    """V22: the first and the last day of the term belong to it, by the calendar of the contract's people."""
    async with desk.database.transaction() as session:
        row = await customers.find(session, "bygone")
        assert row is not None
        row.term_starts, row.term_ends = date(2025, 3, 1), date(2025, 12, 31)
        session.add(row)
    at = datetime.fromisoformat(local).astimezone(UTC)
    if subscribed:
        assert (await opened(desk, at, customer="bygone", severity="low")).customer.key == "bygone"
        return
    with pytest.raises(NotSubscribedError) as refusal:
        await opened(desk, at, customer="bygone", severity="low")
    assert refusal.value.ends == date(2025, 12, 31)
    assert await rows(desk, tables.Ticket) == 0


async def test_before_a_contracts_first_day_there_is_nothing_to_promise(desk: Desk) -> None:
    first_day = datetime(2024, 1, 1, 8, tzinfo=UTC)
    request = asking()
    with pytest.raises(NotInForceError) as refusal:
        await open_ticket(desk, request, first_day - SECOND)
    assert refusal.value.customer == "Acme"
    assert await nothing_is_stored(desk, request.key)
    assert (await opened(desk, first_day)).terms.contract.version == "2024-01"


@pytest.mark.parametrize("missing", list(IntakeField))
async def test_a_critical_issue_needs_everything_that_the_contract_asks(desk: Desk, missing: IntakeField) -> None:
    """B20: company, contact, phone, email and description."""
    blank = {"description": "  "} if missing is IntakeField.DESCRIPTION else {"contact": {**CONTACT, missing: "  "}}
    request = asking(customer="birdsong", severity="critical", **{"contact": CONTACT} | blank)
    with pytest.raises(FieldsMissingError) as refusal:
        await open_ticket(desk, request, MONDAY)
    assert refusal.value.missing == [missing]
    assert await nothing_is_stored(desk, request.key)


async def test_with_everything_asked_a_critical_issue_is_taken(desk: Desk) -> None:
    ticket = await opened(desk, asker=LENA, customer="birdsong", severity="critical", contact=CONTACT)
    assert ticket.contact == CONTACT


@pytest.mark.parametrize("title", ["", "   ", "\n"])
async def test_a_ticket_needs_a_title(desk: Desk, title: str) -> None:
    with pytest.raises(TextMissingError):
        await opened(desk, title=title)


async def test_a_refused_request_leaves_nothing_and_may_be_made_again(desk: Desk) -> None:
    request = asking(title="")
    with pytest.raises(RefusedError):
        await open_ticket(desk, request, MONDAY)
    assert await nothing_is_stored(desk, request.key)
    await open_ticket(desk, asking(key=request.key), MONDAY)
    assert await rows(desk, tables.Ticket) == 1


@pytest.mark.parametrize("later", [timedelta(0), timedelta(minutes=5), timedelta(hours=24)])
async def test_delivered_again_it_is_the_same_ticket_and_nobody_is_told_twice(desk: Desk, later: timedelta) -> None:
    request = asking()
    first = await open_ticket(desk, request, MONDAY)
    told = await keys(desk, first)
    again = await open_ticket(desk, request, MONDAY + later)
    assert again.number == first.number
    assert await keys(desk, first) == told
    assert await rows(desk, tables.Ticket) == await rows(desk, tables.LedgerEntry) == 1


async def test_delivered_five_times_at_once_it_is_one_ticket(desk: Desk) -> None:
    request = asking()
    taken = await asyncio.gather(*(open_ticket(desk, request, MONDAY) for _ in range(5)))
    assert len({ticket.number for ticket in taken}) == 1
    assert await rows(desk, tables.Ticket) == 1


async def test_two_gestures_with_the_same_words_are_two_tickets(desk: Desk) -> None:
    assert (await opened(desk)).number != (await opened(desk)).number


async def test_a_database_that_is_too_slow_takes_nothing_in_and_says_so(desk: Desk) -> None:
    request = asking()
    async with desk.database.transaction(patience=30) as holder:
        await inbox.record(holder, request.key, MONDAY)
        desk.database.patience = 0.2
        with pytest.raises(Unavailable):
            await open_ticket(desk, request, MONDAY)
        await holder.rollback()
    desk.database.patience = PATIENT
    assert await nothing_is_stored(desk, request.key)
    await open_ticket(desk, request, MONDAY)
    assert await rows(desk, tables.Ticket) == 1


@pytest.mark.complaint(33)
async def test_the_contract_in_force_travels_with_the_ticket(desk: Desk) -> None:
    """Editing the file never bends a running clock: the ticket keeps the text it was opened under."""
    ticket = await opened(desk)
    source = (Path(__file__).parents[2] / "bot" / "contracts" / "valimail.yaml").read_text(encoding="utf-8")
    edited = read(source.replace("P1: 1 business hour", "P1: 3 business hours"), "valimail.yaml")
    later = Desk(database=desk.database, shelf=Shelf([edited]), roster=desk.roster)
    kept = await show(later, LENA, ticket.number, MONDAY)
    assert kept.terms.contract.digest == ticket.terms.contract.digest != edited.contract.digest
    assert [clock.due for clock in kept.clocks] == [MONDAY + HOUR]
    assert [clock.due for clock in (await opened(later)).clocks] == [MONDAY + 3 * HOUR]


async def test_one_contract_version_is_kept_once_for_all_its_tickets(desk: Desk) -> None:
    first = await opened(desk)
    await opened(desk, customer="globex")
    assert await rows(desk, tables.ContractVersion) == 1
    async with desk.database.reading() as session:
        row = await tickets.get(session, first.number)
        assert row is not None
        stored = await contracts.get(session, row.contract_version_id)
    assert stored is not None
    assert stored.source == desk.shelf.text(stored.digest)
    assert (stored.contract, stored.version) == ("valimail", "2024-01")


async def test_a_message_in_one_customers_channel_opens_no_ticket_for_another(desk: Desk) -> None:
    from_acme = Origin(channel="C0ACME", ts="1")
    with pytest.raises(OtherCustomersMessageError) as refusal:
        await open_ticket(desk, asking(key="globex", customer="globex", origin=from_acme), MONDAY)
    assert (refusal.value.customer, refusal.value.owner) == ("Globex", "Acme")
    assert await nothing_is_stored(desk, "globex")
    assert (await opened(desk, origin=from_acme)).origin == from_acme


async def test_whose_channel_it_is_is_the_teams_affair(desk: Desk) -> None:
    """Carl is a guest in Globex's channel: he may open tickets for Acme, and need not learn who else is there."""
    from_globex = Origin(channel="C0GLOBEX", ts="1")
    with pytest.raises(OtherCustomersMessageError) as refusal:
        await opened(desk, asker=CARL, origin=from_globex)
    assert (refusal.value.customer, refusal.value.owner) == ("Acme", None)


async def test_a_message_in_a_channel_of_ours_is_no_place_to_answer_the_customer_in(desk: Desk) -> None:
    ticket = await opened(desk, origin=Origin(channel=TRIAGE, ts="1"))
    assert ticket.origin is None
    assert "receipt 1" not in await keys(desk, ticket)


@pytest.mark.clause("V22")
async def test_taken_without_promises_no_clock_runs_and_nobody_is_called(
    desk: Desk,
) -> None:
    """Where the contract takes tickets of lapsed subscribers at all: whatever happens, nothing is promised."""
    source = (Path(__file__).parents[2] / "bot" / "contracts" / "valimail.yaml").read_text(encoding="utf-8")
    lenient = read(source.replace("lapsed: {mode: refuse,", "lapsed: {mode: without sla,"), "valimail.yaml")
    later = Desk(database=desk.database, shelf=Shelf([lenient]), roster=desk.roster)
    ticket = await opened(later, customer="bygone")
    assert (ticket.history.covered, ticket.clocks, ticket.chains) == (False, (), ())
    for verb, what in ((Regrade, {"severity": "high", "impact": "Less."}), (Close, {"reason": "resolved"})):
        after = await done(later, verb, ticket, MONDAY + MINUTE, **what)
    after = await done(later, Reopen, after, MONDAY + HOUR, text="It is back.")
    assert (after.clocks, after.chains) == ((), ())
    assert (await opened(later)).clocks != ()
    async with desk.database.reading() as session:
        assert await deadlines.of_ticket(session, ticket.number) == []


@pytest.mark.clause("B11", "B12", "B18")
@pytest.mark.parametrize(
    ("answer", "severity"),
    [("api", "critical"), ("smtp", "critical"), ("some", "non_critical"), ("over", "non_critical")],
)
async def test_what_fails_decides_the_severity_and_stays_in_the_ledger(desk: Desk, answer: str, severity: str) -> None:
    ticket = await opened(desk, customer="birdsong", severity="", triage=answer, contact=CONTACT)
    [entry] = ticket.history.entries
    assert isinstance(entry, Opened)
    assert (entry.triage, ticket.severity.id) == (answer, severity)


@pytest.mark.clause("V02", "B13", "B19")
@pytest.mark.parametrize(("customer", "via"), [("globex", "messenger"), ("birdsong", "hotline"), ("acme", None)])
async def test_the_way_by_which_the_customer_turned_to_support_stays_in_the_ledger(
    desk: Desk, customer: str, via: str | None
) -> None:
    severity = "critical" if customer == "birdsong" else "urgent"
    ticket = await opened(desk, customer=customer, severity=severity, via=via, contact=CONTACT)
    [entry] = ticket.history.entries
    assert isinstance(entry, Opened)
    assert entry.via == via


async def test_a_way_that_the_plan_does_not_name_takes_no_ticket(desk: Desk) -> None:
    request = asking(customer="globex", severity="urgent", via="hotline")
    with pytest.raises(NoSuchWayError) as refused:
        await open_ticket(desk, request, MONDAY)
    assert refused.value.ways == ("the messenger in the application", "email")
    assert await nothing_is_stored(desk, request.key)


async def test_an_answer_that_contradicts_the_severity_takes_no_ticket(desk: Desk) -> None:
    request = asking(customer="birdsong", severity="critical", triage="some", contact=CONTACT)
    with pytest.raises(TriageContradictsError):
        await open_ticket(desk, request, MONDAY)
    assert await nothing_is_stored(desk, request.key)


@pytest.mark.clause("B20")
async def test_a_critical_issue_is_not_taken_with_a_number_that_cannot_be_called(desk: Desk) -> None:
    request = asking(
        customer="birdsong", severity="critical", contact={**CONTACT, IntakeField.PHONE: "it is in my profile"}
    )
    with pytest.raises(ContactDoubtfulError):
        await open_ticket(desk, request, MONDAY)
    assert await nothing_is_stored(desk, request.key)


async def test_asked_for_in_the_customers_channel_it_is_answered_there(desk: Desk) -> None:
    in_their_channel = replace(CARL, channel="C0ACME")
    assert (await opened(desk, asker=in_their_channel)).origin == Origin(channel="C0ACME")
    assert (await opened(desk, asker=replace(ANA, channel="C0ACME"))).origin == Origin(channel="C0ACME")


@pytest.mark.parametrize("channel", [None, "C0TRIAGE", "C0GLOBEX"])
async def test_asked_for_anywhere_else_it_has_no_thread_with_the_customer(desk: Desk, channel: str | None) -> None:
    assert (await opened(desk, asker=replace(ANA, channel=channel))).origin is None


async def test_a_customer_who_opens_a_ticket_sees_only_what_is_promised_to_them(desk: Desk) -> None:
    request = asking(asker=BEA, customer="birdsong", severity="critical", contact=CONTACT)
    for _ in range(2):
        ticket = await open_ticket(desk, request, MONDAY)
        assert (ticket.chains, dict(ticket.contact)) == ((), {})
        assert [clock.due for clock in ticket.clocks] == [MONDAY + 15 * MINUTE]
