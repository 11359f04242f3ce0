"""The customers themselves: list them, look at one, add one, edit one. Each change is one transaction.

A ticket keeps the contract and the plan that it was opened under, so no edit here bends a running clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.contract import Terms
from bot.desk import customer_entry, naming
from bot.desk.access import ALLOWED, Role, Verb, check, role
from bot.desk.customer_details import Detail
from bot.desk.customer_directory import Directory
from bot.desk.customer_entry import Values
from bot.desk.desk import Desk
from bot.desk.facts import Customer, Ticket
from bot.desk.queries import readable
from bot.desk.records import customer_of
from bot.desk.refusals import NoSuchCustomerError, NotACustomerError, NotAllowedError, NotInForceError
from bot.desk.requests import AddCustomer, Asker, EditCustomer
from storage import customers, inbox, tables, tickets
from storage.tickets import TicketFilter

PAGE = 20
"""How many customers one page of a list shows."""
MOST_TICKETS = 5
"""How many open tickets are shown with a customer; there may be more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A customer and what they bought; `terms` is None where nothing is in force today.

    `today` is the date where the people of their contract are; without one in force, in UTC.
    """

    customer: Customer
    terms: Terms | None
    today: date

    @property
    def subscribed(self) -> bool:
        """Whether the subscription covers today (V22)."""
        return self.customer.subscribed(self.today)


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """A customer as the team looks at them: `tickets` are the next due ones of `open` in all.

    `may_edit` says whether whoever looks may change the customer.
    """

    standing: Standing
    tickets: Sequence[Ticket]
    open: int
    may_edit: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedCustomers:
    """A page of customers by name; `page` counts from 1."""

    customers: Sequence[Standing]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Saved:
    """A customer after a change, and how many tickets of theirs are open."""

    customer: Customer
    open: int


async def listed(desk: Desk, asker: Asker, text: str, at: datetime, *, page: int = 1) -> ListedCustomers:
    """A page of the customers whose key or name begins with a text; a TAM who is not of the team sees their own.

    Raises NotAllowedError for whoever is none of the team.
    """
    async with desk.database.reading() as session:
        tam = await _only_of(session, desk, asker)
        found = await customers.page(session, text, tam=tam, limit=PAGE, offset=(page - 1) * PAGE)
        return ListedCustomers(
            customers=[_standing(desk, row, at) for row in found.customers],
            page=page,
            pages=max(1, -(-found.total // PAGE)),
            total=found.total,
        )


async def shown(desk: Desk, asker: Asker, text: str, at: datetime, *, verb: Verb = Verb.CUSTOMERS) -> Account:
    """The customer with that key or name, for whoever may use `verb`.

    Raises NotAllowedError for whoever may not, NotACustomerError with names like it where there is none.
    """
    async with desk.database.reading() as session:
        tam = await _only_of(session, desk, asker)
        row = await (_any(session, text) if tam is None else _own(session, text, tam))
        asker_role = role(desk.roster, asker, customer_of(row))
        check(verb, asker_role)
        wanted = TicketFilter(customer_ids=[row.id])
        found = await tickets.page(session, wanted, limit=MOST_TICKETS)
        return Account(
            standing=_standing(desk, row, at),
            tickets=[each for ticket in found.tickets if (each := await readable(session, desk, ticket, at))],
            open=found.total,
            may_edit=asker_role in ALLOWED[Verb.CUSTOMER_EDIT],
        )


async def add(desk: Desk, request: AddCustomer, at: datetime) -> Saved:
    """Take a customer in.

    Raises NotAllowedError, CustomerFaultsError with every fault of what was written, and `storage.database.Unavailable`
    as `open_ticket` does; nothing has changed then.
    """
    check(Verb.CUSTOMER_EDIT, role(desk.roster, request.asker))
    async with desk.database.transaction() as session:
        if not await inbox.record(session, request.key, at):
            return await _saved_before(session, request.key)
        await customers.hold(session)
        everybody = await customers.everybody(session)
        directory = Directory(everybody, desk.roster.channels.values())
        values = directory.enter(customer_entry.read(request.written, desk.shelf))
        return await _saved(session, request.key, new_row(values, at))


async def edit(desk: Desk, request: EditCustomer, at: datetime) -> Saved:
    """Change a customer; open tickets keep the contract and plan they were opened under. Raises as `add` does."""
    check(Verb.CUSTOMER_EDIT, role(desk.roster, request.asker))
    async with desk.database.transaction() as session:
        if not await inbox.record(session, request.key, at):
            return await _saved_before(session, request.key)
        await customers.hold(session)
        before = await _any(session, request.customer)
        others = [row for row in await customers.everybody(session) if row.id != before.id]
        directory = Directory(others, desk.roster.channels.values())
        values = directory.enter(customer_entry.read(request.written, desk.shelf, before), before)
        change(before, values)
        return await _saved(session, request.key, before)


def new_row(values: Values, at: datetime) -> tables.Customer:
    """The row of a customer whom people have added: it has no seed, so that the configuration file leaves it alone."""
    return tables.Customer(**{detail.value: value for detail, value in values.items()}, created_at=at)


def change(row: tables.Customer, values: Values) -> frozenset[Detail]:
    """Bring a row in line with values; the details that were others before.

    Once people have changed what the configuration file says, the row is theirs, and the file leaves it alone.
    """
    before = customer_entry.values_of(row)
    changed = frozenset(detail for detail in Detail if values[detail] != before[detail])
    for detail in changed:
        setattr(row, detail.value, values[detail])
    if changed.intersection(customers.SEEDED):
        row.seed = None
    return changed


async def _saved(session: AsyncSession, key: str, row: tables.Customer) -> Saved:
    await customers.save(session, row)
    await inbox.answer(session, key, ticket_id=None, answer={"customer": row.id})
    return Saved(customer=customer_of(row), open=await _open(session, row))


async def _saved_before(session: AsyncSession, key: str) -> Saved:
    received = await inbox.received(session, key)
    answer = received.answer if received else None
    row = await customers.get(session, answer["customer"]) if answer else None
    if row is None:
        raise LookupError(f"request {key} was taken in, but its customer is not there")
    return Saved(customer=customer_of(row), open=await _open(session, row))


async def _open(session: AsyncSession, row: tables.Customer) -> int:
    return await tickets.count(session, TicketFilter(customer_ids=[row.id]))


async def _only_of(session: AsyncSession, desk: Desk, asker: Asker) -> str | None:
    """The TAM whose customers alone may be seen, or None where all may; NotAllowedError where none may."""
    if role(desk.roster, asker) in ALLOWED[Verb.CUSTOMERS]:
        return None
    if (await customers.page(session, tam=asker.person, limit=1)).total:
        return asker.person
    is_contact = bool(await customers.of_contact(session, asker.person))
    raise NotAllowedError(verb=Verb.CUSTOMERS, role=Role.CUSTOMER if is_contact else Role.OTHER)


async def _any(session: AsyncSession, text: str) -> tables.Customer:
    try:
        return await naming.customer(session, text)
    except NoSuchCustomerError as unknown:
        raise NotACustomerError(text=text, nearest=unknown.nearest) from None


async def _own(session: AsyncSession, text: str, tam: str) -> tables.Customer:
    row = await customers.find(session, text)
    if row is None or row.tam != tam:
        own = await customers.page(session, tam=tam, limit=3)
        raise NotACustomerError(text=text, nearest=[each.name for each in own.customers])
    return row


def _standing(desk: Desk, row: tables.Customer, at: datetime) -> Standing:
    customer = customer_of(row)
    try:
        sold = naming.sold_to(desk.shelf, row, at)
    except NotInForceError:
        return Standing(customer=customer, terms=None, today=at.date())
    return Standing(customer=customer, terms=sold, today=sold.contract.local_date(at))
