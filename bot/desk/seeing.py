"""Who has seen what was told, as far as Slack tells: whoever presses something on a message, or reacts to it."""

from datetime import datetime

from bot.desk.desk import Desk
from storage import alerts


async def see(desk: Desk, person: str, channel: str, ts: str, at: datetime) -> None:
    """Somebody has shown that they saw a message; the first of them counts, and only where the message is ours.

    Raises `storage.database.Unavailable` when it could not be kept.
    """
    async with desk.database.reading() as session:
        if not await alerts.unseen(session, channel, ts):
            return
    async with desk.database.transaction() as session:
        await alerts.see(session, channel, ts, person, at)
