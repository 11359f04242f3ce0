"""The messages in Slack that a ticket's ledger rests on: theirs and ours that were heard, and those we have sent."""

from collections.abc import Iterable, Mapping

from bot.clocks.entries import Contact, Entry, Heard, Replied, Resolved, Resumed, Source
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.notice_kinds import NoticeKind
from storage import outbox


async def sources(desk: Desk, ticket: Ticket, numbers: Iterable[int]) -> Mapping[int, Source]:
    """Where the entries of these numbers, which count from 1, can be read in Slack; without those that cannot."""
    found: dict[int, Source] = {}
    async with desk.database.reading() as session:
        for number in numbers:
            entry = ticket.history.entries[number - 1]
            source, told = _heard_as(entry), _told_as(entry)
            if source is None and told is not None:
                notice = await outbox.get(session, f"{ticket.number}:{told} {number}")
                if notice is not None and notice.channel is not None and notice.ts is not None:
                    source = Source(channel=notice.channel, ts=notice.ts)
            if source is not None:
                found[number] = source
    return found


def _heard_as(entry: Entry) -> Source | None:
    return entry.source if isinstance(entry, Heard | Replied | Resumed) else None


def _told_as(entry: Entry) -> NoticeKind | None:
    """The kind of the notice that told the customer of an entry in words of its own."""
    match entry:
        case Resolved():
            return NoticeKind.PROPOSAL
        case Contact():
            return NoticeKind.ANSWER
        case _:
            return None
