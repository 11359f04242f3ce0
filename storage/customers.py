"""Customers: kept up to date with the configuration file, found by what a person types or where they write."""

from collections.abc import Sequence

from sqlalchemy import String, cast, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Customer
from storage.upsert import insert

LONGEST_SEARCH = 1_000
"""Characters; no name is that long, and SQLite refuses to look for some that are much longer."""


async def seed(session: AsyncSession, entry: Customer) -> Customer:
    """Keep a customer of the configuration file, known by its key; `entry.seed` is the digest of what the file says.

    As long as the file says the same, what was changed since in the database stays as it is.
    """
    if entry.seed is None:
        raise ValueError("a customer from the configuration needs the digest of its entry")
    values = entry.model_dump(exclude={"id"})
    statement = insert(session, Customer).values(values)
    updates = {name: statement.excluded[name] for name in values if name not in {"key", "created_at"}}
    changed = col(Customer.seed).is_distinct_from(statement.excluded.seed)
    await session.exec(statement.on_conflict_do_update(index_elements=[col(Customer.key)], set_=updates, where=changed))
    query = select(Customer).where(Customer.key == entry.key)
    return (await session.exec(query, execution_options={"populate_existing": True})).one()


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
    folded = text.strip().lower()
    if len(folded) > LONGEST_SEARCH:
        return []
    name = func.lower(col(Customer.name))
    starts = or_(
        func.lower(col(Customer.key)).startswith(folded, autoescape=True),
        name.startswith(folded, autoescape=True),
        name.contains(f" {folded}", autoescape=True),
    )
    query = select(Customer).where(starts).order_by(name, col(Customer.id)).limit(limit)
    return (await session.exec(query)).all()


async def in_channel(session: AsyncSession, channel: str) -> Sequence[Customer]:
    """The customers that a Slack channel belongs to: mostly one, or none."""
    return await _with_member(session, Customer.channels, channel)


async def of_contact(session: AsyncSession, person: str) -> Sequence[Customer]:
    """The customers that a Slack user speaks for: mostly one, or none."""
    return await _with_member(session, Customer.contacts, person)


async def _with_member(session: AsyncSession, members: list[str], slack_id: str) -> Sequence[Customer]:
    # A Slack id is letters and digits, so that its JSON text is unmistakable; both databases can look for a text.
    listed = cast(col(members), String).contains(f'"{slack_id}"', autoescape=True)
    return (await session.exec(select(Customer).where(listed).order_by(col(Customer.id)))).all()
