"""Calls in Slack that are over: the same messages again, without the buttons, and with what ended them."""

from collections.abc import Iterable
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.entries import Entry
from bot.desk.facts import Ticket
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import from_json
from bot.desk.outgoing import edit_key
from bot.desk.owed import owed
from bot.desk.page_notices import Page, PageAnswer
from storage import alarms, tables


async def page_edits(
    session: AsyncSession, row: tables.Ticket, ticket: Ticket, new: Iterable[Entry]
) -> list[tables.Notice]:
    """An edit of every call in Slack that the entries which were just made have settled.

    One that is snoozed is not settled: it comes back, and whoever acknowledges it meanwhile should find the button.
    """
    made = tuple(new)
    settled = {chain.cycle: chain.settled for chain in ticket.chains if chain.settled in made}
    if not settled:
        return []
    edits: list[tables.Notice] = []
    for kind in (NoticeKind.PAGE, NoticeKind.PAGE_DIRECT):
        for notice in await alarms.may_have_gone(session, ticket.number, kind):
            told = from_json(notice.body)
            entry = settled.get(told.cycle) if isinstance(told, Page) else None
            if isinstance(told, Page) and entry is not None:
                over = PageAnswer(by=entry.by, how=entry.kind, at=entry.at)
                edit = replace(told, kind=NoticeKind.PAGE_EDIT, over=over)
                key = edit_key(notice.key.removeprefix(f"{row.id}:"))
                edits.append(owed(row, ticket, key, edit, place=notice.place))
    return edits
