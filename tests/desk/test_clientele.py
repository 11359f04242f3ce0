"""The customers themselves: who may see and change them, what is refused, and that open tickets keep what was sold."""

from datetime import date, timedelta

import pytest

from bot.desk.clientele import Account, Saved, add, edit, listed, shown
from bot.desk.customer_details import Detail
from bot.desk.desk import Desk
from bot.desk.facts import DutyStanding, DutyState
from bot.desk.queries import show
from bot.desk.refusals import CustomerFaultsError, NotACustomerError, NotAllowedError
from bot.desk.requests import AddCustomer, Asker, EditCustomer
from bot.seeding import seed
from storage import customers, tables
from tests.desk.office import ANA, CARL, LENA, MONDAY, OTTO, TESS, configuration, gesture, opened, rows

HOOLI = {Detail.NAME: "Hooli", Detail.CONTRACT: "valimail", Detail.PLAN: "basic"}
NORA = Asker(person="U0NORA")
"""A technical account manager who is not of the team."""


async def added(desk: Desk, asker: Asker = LENA, once: str | None = None, **changes: str) -> Saved:
    written = HOOLI | {Detail(name): text for name, text in changes.items()}
    return await add(desk, AddCustomer(key=once or gesture(), asker=asker, written=written), MONDAY)


async def edited(
    desk: Desk, customer: str = "acme", asker: Asker = LENA, once: str | None = None, **changes: str
) -> Saved:
    written = {Detail(name): text for name, text in changes.items()}
    return await edit(
        desk, EditCustomer(key=once or gesture(), asker=asker, customer=customer, written=written), MONDAY
    )


async def names(desk: Desk, asker: Asker, text: str = "", page: int = 1) -> list[str]:
    return [each.customer.name for each in (await listed(desk, asker, text, MONDAY, page=page)).customers]


async def look(desk: Desk, asker: Asker = ANA, text: str = "acme") -> Account:
    return await shown(desk, asker, text, MONDAY)


async def test_the_team_sees_every_customer_and_finds_them_by_how_they_begin(desk: Desk) -> None:
    assert await names(desk, ANA) == ["Acme", "Birdsong Mail", "Bygone", "Globex", "Initech"]
    assert await names(desk, LENA, "b") == ["Birdsong Mail", "Bygone"]


async def test_a_long_list_has_pages(desk: Desk) -> None:
    for number in range(20):
        await added(desk, name=f"Hooli {number:02}")

    assert (await names(desk, ANA, page=2))[-1] == "Initech"
    assert (await listed(desk, ANA, "", MONDAY)).pages == 2
    assert await names(desk, ANA, page=3) == []


async def test_an_account_manager_from_outside_the_team_sees_their_own_customers_only(desk: Desk) -> None:
    await edited(desk, tam=NORA.person)

    assert await names(desk, NORA) == ["Acme"]
    assert (await look(desk, NORA)).standing.customer.name == "Acme"
    with pytest.raises(NotACustomerError) as refused:
        await look(desk, NORA, "globex")
    assert refused.value.nearest == ["Acme"]


@pytest.mark.parametrize(("asker", "role"), [(CARL, "customer"), (OTTO, "other")])
async def test_contacts_and_outsiders_see_no_customers(desk: Desk, asker: Asker, role: str) -> None:
    for refusing in (names(desk, asker), look(desk, asker)):
        with pytest.raises(NotAllowedError) as refused:
            await refusing
        assert (refused.value.verb, refused.value.role) == ("customer", role)


@pytest.mark.parametrize("asker", [ANA, TESS, NORA, CARL, OTTO])
async def test_only_leads_add_and_edit(desk: Desk, asker: Asker) -> None:
    await edited(desk, tam=NORA.person)

    for refusing in (added(desk, asker), edited(desk, asker=asker, name="Other")):
        with pytest.raises(NotAllowedError):
            await refusing
    assert await names(desk, ANA) == ["Acme", "Birdsong Mail", "Bygone", "Globex", "Initech"]


async def test_a_customer_is_shown_with_what_they_bought_and_what_is_open(desk: Desk) -> None:
    for _ in range(6):
        await opened(desk)
    account = await look(desk)

    assert account.standing.terms is not None
    assert account.standing.terms.plan.name == "Valicare"
    assert (account.open, [ticket.number for ticket in account.tickets]) == (6, [1, 2, 3, 4, 5])
    assert account.standing.subscribed
    assert not account.may_edit
    assert (await look(desk, LENA)).may_edit


async def test_a_subscription_is_over_the_day_after_its_last_one_where_the_contract_is(desk: Desk) -> None:
    today = date(2026, 6, 1)

    assert (await look(desk, text="bygone")).standing.today == today
    assert not (await look(desk, text="bygone")).standing.subscribed
    await edited(desk, "bygone", term_ends=str(today))
    assert (await look(desk, text="bygone")).standing.subscribed
    await edited(desk, "bygone", term_ends=str(today - timedelta(days=1)))
    assert not (await look(desk, text="bygone")).standing.subscribed


async def test_a_customer_of_a_contract_that_is_no_longer_in_use_can_be_looked_at(desk: Desk) -> None:
    async with desk.database.transaction() as session:
        await customers.save(
            session, tables.Customer(key="gone", name="Gone", contract="gone", plan="gold", created_at=MONDAY)
        )

    assert (await look(desk, text="gone")).standing.terms is None
    assert "Gone" in await names(desk, ANA)


async def test_an_unknown_customer_is_answered_with_the_nearest(desk: Desk) -> None:
    with pytest.raises(NotACustomerError) as refused:
        await look(desk, text="acne")
    assert refused.value.nearest == ["Acme"]


async def test_a_customer_is_added_with_everything_about_them(desk: Desk) -> None:
    saved = await added(
        desk,
        term_starts="2026-01-01",
        tam="U0TESS",
        channels="C0HOOLI",
        contacts="U0GAVIN U0JACK",
        duties="V25: done Terry Technical",
    )

    customer = (await look(desk, text="hooli")).standing.customer
    assert customer == saved.customer
    assert (customer.starts, customer.ends, customer.tam) == (date(2026, 1, 1), None, "U0TESS")
    assert (customer.channels, customer.contacts) == (("C0HOOLI",), ("U0GAVIN", "U0JACK"))
    assert customer.duties == {"V25": DutyStanding(state=DutyState.DONE, note="Terry Technical")}
    assert (await opened(desk, customer="hooli")).customer.name == "Hooli"


async def test_every_fault_is_told_at_once_and_nothing_is_stored(desk: Desk) -> None:
    before = await rows(desk, tables.Customer)
    with pytest.raises(CustomerFaultsError) as refused:
        await added(desk, plan="gold", tam="tess", contacts="carl")
    assert [fault.detail for fault in refused.value.faults] == [Detail.PLAN, Detail.TAM, Detail.CONTACTS]

    with pytest.raises(CustomerFaultsError) as refused:
        await added(desk, key="acme", name="globex", channels="C0BIRDSONG C0TRIAGE")
    assert [fault.detail for fault in refused.value.faults] == [
        Detail.KEY,
        Detail.NAME,
        Detail.CHANNELS,
        Detail.CHANNELS,
    ]
    assert await rows(desk, tables.Customer) == before


async def test_a_refused_gesture_can_be_made_again_and_a_repeated_one_adds_nobody_twice(desk: Desk) -> None:
    key = gesture()
    with pytest.raises(CustomerFaultsError):
        await added(desk, once=key, plan="gold")
    first, second = await added(desk, once=key), await added(desk, once=key)

    assert first == second


async def test_an_edit_changes_what_is_written_and_a_repeated_one_nothing(desk: Desk) -> None:
    key = gesture()
    first = await edited(desk, once=key, tam="U0TESS", contacts="U0CARL U0CORA")
    await edited(desk, tam="U0OLLY")
    second = await edited(desk, once=key, tam="U0TESS")

    assert (first.customer.tam, first.customer.channels) == ("U0TESS", ("C0ACME",))
    assert second.customer.tam == "U0OLLY"


async def test_open_tickets_keep_the_contract_and_plan_they_were_opened_under(desk: Desk) -> None:
    ticket = await opened(desk)
    saved = await edited(desk, contract="bird", plan="email_enterprise")

    kept = await show(desk, ANA, ticket.number, MONDAY)
    assert saved.open == 1
    assert (kept.terms.contract.id, kept.terms.plan.id) == ("valimail", "valicare")
    assert kept.clocks == ticket.clocks
    assert (await opened(desk, severity="non_critical")).terms.contract.id == "bird"


async def test_who_was_edited_is_left_alone_by_the_configuration_file_and_nobody_else_is(desk: Desk) -> None:
    await added(desk)
    await edited(desk, "acme", plan="basic")
    await edited(desk, "globex", duties="V25: missing")
    await edited(desk, "initech", tam="U0TESS")
    await seed(desk.database, configuration(), MONDAY)

    assert (await look(desk, text="acme")).standing.customer.plan == "basic"
    async with desk.database.reading() as session:
        kept = {row.key: row.seed is None for row in await customers.everybody(session)}
    assert kept == {"acme": True, "birdsong": False, "bygone": False, "globex": False, "hooli": True, "initech": False}
