"""What a list of messages on the page holds, one entry after the other: messages and the dividers between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.playground.date_words import date_words
from bot.playground.messages import Message
from bot.playground.workspace import Workspace

PAGE = 50
"""How many messages are drawn at first, and how many each time that older ones are asked for."""
_ONE_BREATH = timedelta(minutes=5)
"""Messages of one author within this time stand under one name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A message, or a divider with words of its own; equal entries look alike."""

    key: str
    message: Message | None = None
    words: str = ""
    is_compact: bool = False
    replies: tuple[str, ...] = ()
    """Time stamps of the replies that the message stands above."""
    today: date | None = None
    """The day on which it is looked at: `today` in a message means another day tomorrow."""


class History:
    """Makes the entries of a person's lists."""

    def __init__(self, workspace: Workspace, zone: ZoneInfo) -> None:
        self._workspace = workspace
        self._zone = zone

    def channel(self, messages: Sequence[Message], now: datetime, first_new: str | None = None) -> list[Entry]:
        """A channel: a divider before each day, and one before the first message that was new on arrival."""
        today = now.astimezone(self._zone).date()
        entries: list[Entry] = []
        before: Message | None = None
        day: date | None = None
        for message in messages:
            at = self._at(message)
            if at.date() != day:
                day, before = at.date(), None
                words = date_words("{day_divider_pretty}", at, self._zone, now)
                entries.append(Entry(key=f"day-{day}", words=words))
            if message.ts == first_new:
                before = None
                entries.append(Entry(key="new", words="New"))
            entries.append(self._entry(message, before, today))
            before = message
        return entries

    def thread(self, messages: Sequence[Message], root_ts: str, now: datetime) -> list[Entry]:
        """A thread: its first message, how many replies there are, the replies."""
        today = now.astimezone(self._zone).date()
        root = [m for m in messages if m.ts == root_ts]
        replies = [m for m in messages if m.ts != root_ts]
        count = sum(m.shown_only_to is None for m in replies)
        entries = [self._entry(m, None, today) for m in root]
        if not root:
            entries.append(Entry(key="gone", words="This message was deleted."))
        if count:
            entries.append(Entry(key="count", words="1 reply" if count == 1 else f"{count} replies"))
        for before, message in zip([None, *replies], replies, strict=False):
            entries.append(self._entry(message, before, today))
        return entries

    def _entry(self, message: Message, before: Message | None, today: date) -> Entry:
        replies = self._workspace.messages.replies(message.channel, message.ts)
        return Entry(
            key=f"m-{message.ts}",
            message=message,
            is_compact=before is not None and self._goes_on(before, message),
            replies=tuple(reply.ts for reply in replies),
            today=today,
        )

    def _goes_on(self, before: Message, message: Message) -> bool:
        """Whether the author has just spoken, and to the same people."""
        return (
            (before.user, before.shown_only_to, before.subtype)
            == (message.user, message.shown_only_to, message.subtype)
            and not message.is_broadcast
            and self._at(message) - self._at(before) < _ONE_BREATH
        )

    def _at(self, message: Message) -> datetime:
        return message.at.astimezone(self._zone)


def newest(entries: Sequence[Entry], since: str | None = None) -> list[Entry]:
    """The last page of entries, or all from this message on; a divider above belongs to it."""
    return list(entries[_start(entries, since, len(entries)) :])


def older(entries: Sequence[Entry], before: str) -> list[Entry]:
    """The page of entries that ends above this message."""
    stop = next((i for i, each in enumerate(entries) if each.message and each.message.ts >= before), len(entries))
    while stop and entries[stop - 1].message is None:
        stop -= 1
    return list(entries[_start(entries, None, stop) : stop])


def _start(entries: Sequence[Entry], since: str | None, stop: int) -> int:
    """Where a page begins that ends at `stop`."""
    start, drawn = stop, 0
    while start and (since is not None or drawn < PAGE):
        message = entries[start - 1].message
        if since is not None and message is not None and message.ts < since:
            break
        start -= 1
        drawn += message is not None
    while start and entries[start - 1].message is None:
        start -= 1
    return start
