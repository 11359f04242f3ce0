"""What every decision needs at hand: the database, the contracts in use, and who works here."""

from dataclasses import dataclass, field

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.contract import Contract
from bot.contracts.shelf import Shelf
from bot.desk.roster import Roster
from bot.desk.schedule import Schedule
from storage import contracts
from storage.database import Database


@dataclass(kw_only=True, slots=True)
class Desk:
    """One installation's desk."""

    database: Database
    shelf: Shelf
    roster: Roster
    """Replaced as a whole when somebody joins or leaves a user group that the team is made of."""
    digest: Schedule | None = None
    """When the day's digest comes, if it does."""
    _in_force: dict[int, Contract] = field(default_factory=dict, repr=False)

    async def contract(self, session: AsyncSession, version_id: int) -> Contract:
        """The contract version that a ticket was opened under. A stored version never changes, so it is read once."""
        if version_id not in self._in_force:
            stored = await contracts.get(session, version_id)
            if stored is None:
                raise LookupError(f"contract version {version_id} is not in the database")
            self._in_force[version_id] = self.shelf.recall(stored.digest, stored.source)
        return self._in_force[version_id]
