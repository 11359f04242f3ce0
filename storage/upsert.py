"""INSERT … ON CONFLICT, which both databases know and SQLAlchemy spells once for each."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession


def insert(session: AsyncSession, table: type[SQLModel]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT into the table that can say what happens when the row is already there.

    Several rows are given as parameters, not as `values`: SQLAlchemy makes a statement with several `values` anew each
    time, which takes longer than the database needs for it.
    """
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
