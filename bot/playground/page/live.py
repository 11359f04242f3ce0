"""What changes on an open page, as server-sent events: regions and messages that look different than a moment ago."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import suppress
from typing import Any

from bot.playground.page.history import Entry, newest
from bot.playground.page.lists import Lists
from bot.playground.page.regions import Regions
from bot.playground.page.visit import Visit, Visitors
from bot.playground.records import Records
from bot.playground.refusals import NotPossible

LONGEST_PAUSE = 1.0
"""Seconds after which everything is looked at again, although nothing has told of a change: time goes by."""
SHORTEST_PAUSE = 0.1
"""Seconds between two looks, however much happens."""
LONGEST_FAREWELL = 1.0
"""Seconds in which open pages have to hear that they must move."""


class Live:
    """The streams of all open pages."""

    def __init__(self, *, records: Records, visitors: Visitors, regions: Regions, lists: Lists) -> None:
        self._records = records
        self._visitors = visitors
        self._regions = regions
        self._lists = lists
        self._open = 0
        self._all_ended = asyncio.Event()
        self._moved = False

    async def stream(self, visit: Visit, *, since: str | None, first_new: str | None) -> AsyncGenerator[str]:
        """The events of one page: first everything from the message `since` on, or the newest, then what changes."""
        self._open += 1
        try:
            async for name, data in self._events(visit, since, first_new):
                yield f"event: {name}\ndata: {json.dumps(data)}\n\n"
        finally:
            self._open -= 1
            if not self._open:
                self._all_ended.set()

    async def close(self) -> None:
        """Tell every page to load anew from the start, and end its stream."""
        self._moved = True
        self._all_ended.clear()
        self._records.tell()
        if self._open:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._all_ended.wait(), LONGEST_FAREWELL)

    async def _events(self, visit: Visit, since: str | None, first_new: str | None) -> AsyncIterator[tuple[str, Any]]:
        page = _Seen(self._lists, since, first_new)
        while not self._moved:
            change = self._records.next_change
            try:
                visit = self._visitors.again(visit)
            except NotPossible:
                break
            for name, html in (await self._regions.now(visit)).items():
                if page.differs(name, html):
                    yield "region", {"name": name, "html": html}
            for event in page.messages(visit):
                yield "messages", event
            window, html_of_window = self._regions.window(visit)
            if page.differs("window", window):
                yield "window", {"html": html_of_window}
            if page.is_new:
                page.is_new = False
                yield "caught-up", {}
            await asyncio.sleep(SHORTEST_PAUSE)
            with suppress(TimeoutError):
                await asyncio.wait_for(change.wait(), LONGEST_PAUSE - SHORTEST_PAUSE)
        yield "moved", {}


class _Seen:
    """What one page shows by now."""

    def __init__(self, lists: Lists, since: str | None, first_new: str | None) -> None:
        self._lists = lists
        self._since = since
        self._first_new = first_new
        self.is_new = True
        self._regions: dict[str, object] = {}
        self._entries: dict[str, dict[str, Entry]] = {}

    def differs(self, name: str, look: object) -> bool:
        """Whether a region looks different than the last time; it counts as seen then."""
        before = self._regions.get(name, ...)
        self._regions[name] = look
        return before != look

    def messages(self, visit: Visit) -> Iterator[dict[str, Any]]:
        """What is to be put into, and taken out of, the lists of a page."""
        channel = self._lists.channel(visit, self._first_new)
        yield from self._changes(visit, "channel", channel, newest(channel, self._since))
        thread = self._lists.thread(visit)
        yield from self._changes(visit, "thread", thread, thread)

    def _changes(
        self, visit: Visit, name: str, entries: Sequence[Entry], at_first: Sequence[Entry]
    ) -> Iterator[dict[str, Any]]:
        """Each entry that is to be put is named together with the one that it stands after."""
        before = self._entries.get(name)
        self._entries[name] = {each.key: each for each in entries}
        drop = [] if before is None else [key for key in before if key not in self._entries[name]]
        known = before or {}
        first = {each.key for each in at_first}
        put = [
            {
                "key": each.key,
                "after": above.key if above else None,
                "html": self._lists.html(visit, each, in_thread=name == "thread"),
            }
            for above, each in zip([None, *entries], entries, strict=False)
            if (each.key in first if before is None else known.get(each.key) != each)
        ]
        if before is None or put or drop:
            yield {"list": name, "whole": before is None, "put": put, "drop": drop}
