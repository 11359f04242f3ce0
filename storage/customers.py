"""Customers: kept up to date with the configuration file, found by what a person types or where they write."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy
from sqlalchemy import ColumnElement, String, and_, cast, func, or_, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Customer
from storage.upsert import insert

LONGEST_SEARCH = 1_000
"""Characters; no name is that long, and SQLite refuses to look for some that are much longer."""
SEEDED = ("name", "contract", "plan", "term_starts", "term_ends", "tam", "channels", "contacts")
"""The columns that an entry of the configuration file fills."""
_BY_NAME = (func.lower(col(Customer.name)), col(Customer.id))


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerPage:
    """Some of the customers that were asked for, and how many there are in all."""

    customers: Sequence[Customer]
    total: int


async def seed(session: AsyncSession, entry: Customer) -> Customer:
    """Keep a customer of the configuration file, known by its key; `entry.seed` is the digest of what the file says.

    As long as the file says the same, what was changed since in the database stays as it is; and a row without a seed
    belongs to the people who added or edited it, so that the file leaves it alone. The row as it stands afterwards.
    """
    if entry.seed is None:
        raise ValueError("a customer from the configuration needs the digest of its entry")
    values = entry.model_dump(exclude={"id"})
    statement = insert(session, Customer).values(values)
    updates = {name: statement.excluded[name] for name in (*SEEDED, "seed")}
    changed = and_(col(Customer.seed).is_not(None), col(Customer.seed) != statement.excluded.seed)
    await session.exec(statement.on_conflict_do_update(index_elements=[col(Customer.key)], set_=updates, where=changed))
    query = select(Customer).where(Customer.key == entry.key)
    return (await session.exec(query, execution_options={"populate_existing": True})).one()


async def hold(session: AsyncSession) -> None:
    """Let nobody else change customers until the transaction ends: names and channels are compared with all others.

    On SQLite a transaction has the database to itself anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        await (await session.connection()).execute(text("LOCK TABLE customer IN SHARE ROW EXCLUSIVE MODE"))


async def everybody(session: AsyncSession) -> Sequence[Customer]:
    """Every customer, by key."""
    return (await session.exec(select(Customer).order_by(col(Customer.key)))).all()


async def save(session: AsyncSession, customer: Customer) -> None:
    """Write a customer, a new one or one that was changed; afterwards a new one has its `id`."""
    session.add(customer)
    await session.flush()


async def add_many(session: AsyncSession, customers: Sequence[Customer]) -> None:
    """Write many new customers at once, whose numbers nobody needs."""
    if customers:
        values = [customer.model_dump(exclude={"id"}) for customer in customers]
        await (await session.connection()).execute(sqlalchemy.insert(Customer), values)


async def get(session: AsyncSession, customer_id: int) -> Customer | None:
    """The customer with that row number."""
    return await session.get(Customer, customer_id)


async def find(session: AsyncSession, text: str) -> Customer | None:
    """The customer whose key or whole name this is, in capitals or not; a key comes before a name."""
    folded = text.strip().lower()
    by_key = func.lower(col(Customer.key)) == folded
    by_name = func.lower(col(Customer.name)) == folded
    query = select(Customer).where(or_(by_key, by_name)).order_by(by_key.desc(), col(Customer.id)).limit(1)
    return (await session.exec(query)).one_or_none()


async def search(session: AsyncSession, text: str, limit: int = 100) -> Sequence[Customer]:
    """The customers whose key, name or a later word of the name starts with the text, by name."""
    if len(text) > LONGEST_SEARCH:
        return []
    query = select(Customer).where(_begins_with(text)).order_by(*_BY_NAME).limit(limit)
    return (await session.exec(query)).all()


async def page(
    session: AsyncSession, text: str = "", *, tam: str | None = None, limit: int = 20, offset: int = 0
) -> CustomerPage:
    """A page of the customers that `search` finds; with `tam` of those whose technical account manager that is."""
    if len(text) > LONGEST_SEARCH:
        return CustomerPage(customers=[], total=0)
    wanted = [_begins_with(text), *([] if tam is None else [col(Customer.tam) == tam])]
    query = select(Customer).where(*wanted).order_by(*_BY_NAME).limit(limit).offset(offset)
    counting = select(func.count()).select_from(Customer).where(*wanted)
    return CustomerPage(customers=(await session.exec(query)).all(), total=(await session.exec(counting)).one())


def _begins_with(text: str) -> ColumnElement[bool]:
    folded = text.strip().lower()
    name = func.lower(col(Customer.name))
    return or_(
        func.lower(col(Customer.key)).startswith(folded, autoescape=True),
        name.startswith(folded, autoescape=True),
        name.contains(f" {folded}", autoescape=True),
    )


async def in_channel(session: AsyncSession, channel: str) -> Sequence[Customer]:
    """The customers that a Slack channel belongs to: mostly one, or none."""
    return await _where(session, _has(Customer.channels, channel))


async def of_contact(session: AsyncSession, person: str) -> Sequence[Customer]:
    """The customers that a Slack user speaks for: mostly one, or none."""
    return await _where(session, _has(Customer.contacts, person))


async def of_tam(session: AsyncSession, person: str) -> Sequence[Customer]:
    """The customers whose technical account manager a Slack user is."""
    return await _where(session, col(Customer.tam) == person)


async def of_person(session: AsyncSession, person: str) -> Sequence[Customer]:
    """The customers that a Slack user speaks for, or whose technical account manager they are."""
    return await _where(session, or_(_has(Customer.contacts, person), col(Customer.tam) == person))


def _has(members: list[str], slack_id: str) -> ColumnElement[bool]:
    # A Slack id is letters and digits, so that its JSON text is unmistakable; both databases can look for a text.
    return cast(col(members), String).contains(f'"{slack_id}"', autoescape=True)


async def _where(session: AsyncSession, condition: ColumnElement[bool]) -> Sequence[Customer]:
    return (await session.exec(select(Customer).where(condition).order_by(col(Customer.id)))).all()
