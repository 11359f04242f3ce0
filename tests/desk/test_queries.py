import pytest

from bot.desk import queries
from bot.desk.access import Role, Verb
from bot.desk.desk import Desk
from bot.desk.refusals import NoSuchCustomerError, NoSuchSeverityError, NoSuchTicketError, NotAllowedError, NotNowError
from bot.desk.requests import Asker, Close
from tests.desk.office import (
    ANA,
    BEA,
    CARL,
    HOUR,
    LENA,
    MONDAY,
    OLLY,
    OTTO,
    TIM,
    done,
    opened,
    with_tam,
)


async def test_a_ticket_is_shown_as_it_stands_at_an_instant(desk: Desk) -> None:
    ticket = await opened(desk)
    early, late = [await queries.show(desk, ANA, ticket.number, MONDAY + length) for length in (HOUR, 2 * HOUR)]
    assert [clock.state for clock in early.clocks] == ["running"]
    assert [clock.state for clock in late.clocks] == ["breached"]


async def test_a_customer_is_shown_their_own_ticket_and_no_other(desk: Desk) -> None:
    ticket = await opened(desk)
    assert (await queries.show(desk, CARL, ticket.number, MONDAY)).number == ticket.number
    for stranger in (BEA, OTTO):
        with pytest.raises(NoSuchTicketError):
            await queries.show(desk, stranger, ticket.number, MONDAY)


async def test_a_window_is_opened_only_for_whoever_may_send_it(desk: Desk) -> None:
    ticket = await opened(desk)
    with pytest.raises(NotAllowedError):
        await queries.show(desk, CARL, ticket.number, MONDAY, verb=Verb.CLOSE)


@pytest.mark.parametrize(
    ("asker", "expected"),
    [(LENA, Role.LEAD), (OLLY, Role.AGENT), (CARL, Role.CUSTOMER), (OTTO, Role.OTHER)],
)
async def test_who_somebody_is_to_the_installation(desk: Desk, asker: Asker, expected: Role) -> None:
    assert await queries.asker_role(desk, asker) is expected


@pytest.mark.parametrize(
    ("asker", "typed", "expected"),
    [
        (ANA, "", ["Acme", "Birdsong Mail", "Bygone", "Globex", "Initech"]),
        (ANA, "mail", ["Birdsong Mail"]),
        (CARL, "", ["Acme"]),
        (CARL, "ac", ["Acme"]),
        (CARL, "glo", []),
        (TIM, "", ["Birdsong Mail"]),
        (TIM, "acme", []),
        (OTTO, "", []),
    ],
)
async def test_a_menu_offers_the_customers_that_the_asker_may_choose(
    desk: Desk, asker: Asker, typed: str, expected: list[str]
) -> None:
    await with_tam(desk, "birdsong", TIM)
    assert [customer.name for customer in await queries.customers_for(desk, asker, typed)] == expected


@pytest.mark.parametrize(
    ("person", "channel", "expected"),
    [
        (CARL, None, "acme"),
        (CARL, "C0BIRDSONG", "acme"),
        (ANA, "C0BIRDSONG", "birdsong"),
        (ANA, "C0TRIAGE", None),
        (ANA, None, None),
        (TIM, "C0BIRDSONG", "birdsong"),
        (TIM, "C0ACME", None),
        (OTTO, "C0ACME", None),
    ],
)
async def test_the_one_customer_that_can_be_meant(
    desk: Desk, person: Asker, channel: str | None, expected: str | None
) -> None:
    await with_tam(desk, "birdsong", TIM)
    asker = Asker(person=person.person, channel=channel)
    found = await queries.customer_in(desk, asker)
    assert (found.key if found else None) == expected


async def test_what_was_sold_is_told_to_whoever_may_open_tickets(desk: Desk) -> None:
    customer, sold = await queries.sold_to(desk, CARL, "acme", MONDAY)
    assert (customer.key, sold.contract.id, sold.plan.id) == ("acme", "valimail", "valicare")
    for stranger in (BEA, OTTO):
        with pytest.raises(NoSuchCustomerError):
            await queries.sold_to(desk, stranger, "acme", MONDAY)


async def test_a_preview_is_for_whoever_may_do_the_thing(desk: Desk) -> None:
    ticket = await opened(desk)
    with pytest.raises(NoSuchCustomerError):
        await queries.preview_opening(desk, OTTO, "acme", "urgent", MONDAY)
    with pytest.raises(NoSuchSeverityError):
        await queries.preview_opening(desk, ANA, "acme", "critical", MONDAY)
    with pytest.raises(NotAllowedError):
        await queries.preview_regrade(desk, CARL, ticket.number, "low", MONDAY)
    with pytest.raises(NoSuchTicketError):
        await queries.preview_regrade(desk, OTTO, ticket.number, "low", MONDAY)


async def test_a_closed_ticket_has_no_regrade_to_look_at(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Close, ticket, MONDAY, reason="resolved")
    with pytest.raises(NotNowError):
        await queries.preview_regrade(desk, ANA, ticket.number, "low", MONDAY)
