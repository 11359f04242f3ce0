"""Contract versions in force: the text of a contract file, kept once for each digest."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import ContractVersion
from storage.upsert import insert


async def keep(session: AsyncSession, version: ContractVersion) -> int:
    """Store a contract version unless the same text is there already; returns its row number either way."""
    values = version.model_dump(exclude={"id"})
    statement = insert(session, ContractVersion).values(values)
    await session.exec(statement.on_conflict_do_nothing(index_elements=[col(ContractVersion.digest)]))
    query = select(ContractVersion.id).where(ContractVersion.digest == version.digest)
    return (await session.exec(query)).one()


async def get(session: AsyncSession, contract_version_id: int) -> ContractVersion | None:
    """The contract version with that row number."""
    return await session.get(ContractVersion, contract_version_id)
