"""What every decision needs at hand: the database, the contracts in use, and who works here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.contract import Contract
from bot.contracts.shelf import Shelf
from bot.desk.calendar_feed import FeedState
from bot.desk.roster import Roster
from bot.desk.timetable import Timetable
from storage import contracts
from storage.database import Database


@dataclass(kw_only=True, slots=True)
class Desk:
    """One installation's desk."""

    database: Database
    shelf: Shelf
    roster: Roster
    """Replaced as a whole when a part of it changes: who is in a user group, or what an imported calendar says."""
    calendars: Mapping[str, FeedState] = field(default_factory=dict)
    """How the imported calendars are doing, by schedule; replaced as a whole."""
    digest: Timetable | None = None
    """When the day's digest comes, if it does."""
    take_ends: frozenset[str] = frozenset()
    """The ways outside Slack that can be told that a call is over, by name."""
    _in_force: dict[int, Contract] = field(default_factory=dict, repr=False)

    async def contract(self, session: AsyncSession, version_id: int) -> Contract:
        """The contract version that a ticket was opened under. A stored version never changes, so it is read once."""
        if version_id not in self._in_force:
            stored = await contracts.get(session, version_id)
            if stored is None:
                raise LookupError(f"contract version {version_id} is not in the database")
            self._in_force[version_id] = self.shelf.recall(stored.digest, stored.source)
        return self._in_force[version_id]
