"""What a start keeps of the configuration: its customers, as far as nobody has edited them since."""

from datetime import datetime

import structlog

from bot.configuration import Configuration
from storage import customers, tables
from storage.database import Database

log = structlog.get_logger(__name__)


async def seed(database: Database, configuration: Configuration, at: datetime) -> None:
    """Keep the configuration's customers; one whose entry is unchanged stays as it is in the database.

    So does one whom people have edited since; where the entry says something else, the log says so.
    """
    async with database.transaction(patience=30.0) as session:
        for each in configuration.customers:
            entry = tables.Customer(
                key=each.key,
                name=each.name,
                contract=each.contract,
                plan=each.plan,
                term_starts=each.starts,
                term_ends=each.ends,
                tam=each.tam,
                channels=list(each.channels),
                contacts=list(each.contacts),
                seed=each.digest,
                created_at=at,
            )
            kept = await customers.seed(session, entry)
            differing = [name for name in customers.SEEDED if getattr(kept, name) != getattr(entry, name)]
            if kept.seed is None and differing:
                log.warning("a customer was edited, so their entry is left aside", customer=each.key, other=differing)
