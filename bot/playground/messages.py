"""What was said: messages in the order of their time stamps, threads, reactions, and what only one person sees."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.playground.files import SharedFile
from bot.playground.refusals import Json

JOINED = "channel_join"
"""The subtype of the message by which a channel says that somebody has come in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One message as it stands now; `ts` names it within its channel."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    is_broadcast: bool = False
    metadata: Json | None = None
    edited_ts: str | None = None
    reactions: tuple[tuple[str, str], ...] = ()
    """Pairs of emoji name and user id, oldest first."""
    shown_only_to: str | None = None
    files: tuple[SharedFile, ...] = ()
    subtype: str | None = None
    """Slack's word for what nobody has written, as `channel_join`; what follows from the rest is not kept."""

    @property
    def at(self) -> datetime:
        """When it was written, in UTC."""
        return datetime.fromtimestamp(float(self.ts), UTC)

    @property
    def people_by_emoji(self) -> dict[str, list[str]]:
        """Who has put each emoji there, by user id; the oldest emoji first."""
        found: dict[str, list[str]] = {}
        for emoji, user in self.reactions:
            found.setdefault(emoji, []).append(user)
        return found

    @property
    def is_reply(self) -> bool:
        """Whether it hangs under another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts


class Messages:
    """Every message of a workspace, by channel and time stamp."""

    def __init__(self) -> None:
        self._by_channel: defaultdict[str, dict[str, Message]] = defaultdict(dict)
        self._replies: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self._ephemerals: defaultdict[str, dict[str, Message]] = defaultdict(dict)

    def post(self, message: Message) -> Message:
        """Keep a message; one that is shown to a single person is kept apart."""
        if message.shown_only_to is not None:
            self._ephemerals[message.shown_only_to][message.ts] = message
            return message
        self._by_channel[message.channel][message.ts] = message
        if message.thread_ts is not None and message.is_reply:
            self._replies[message.channel, message.thread_ts].append(message.ts)
        return message

    def get(self, channel: str, ts: str) -> Message | None:
        """The message that everybody in the channel sees under this time stamp."""
        return self._by_channel[channel].get(ts)

    def change(self, message: Message, **changes: Any) -> Message:
        """Put the changed message in the place of the old one."""
        changed = replace(message, **changes)
        if message.shown_only_to is not None:
            self._ephemerals[message.shown_only_to][message.ts] = changed
        else:
            self._by_channel[message.channel][message.ts] = changed
        return changed

    def delete(self, message: Message) -> None:
        """Forget a message; its replies stay."""
        if message.shown_only_to is not None:
            self._ephemerals[message.shown_only_to].pop(message.ts, None)
            return
        self._by_channel[message.channel].pop(message.ts, None)
        if message.thread_ts is not None and message.is_reply:
            self._replies[message.channel, message.thread_ts].remove(message.ts)

    def in_channel(self, channel: str) -> list[Message]:
        """What the channel itself shows, oldest first: no replies, but broadcast ones."""
        return [m for m in self._by_channel[channel].values() if not m.is_reply or m.is_broadcast]

    def newest_first(self, channel: str) -> Iterator[Message]:
        """What the channel itself shows, newest first."""
        return (m for m in reversed(self._by_channel[channel].values()) if not m.is_reply or m.is_broadcast)

    def replies(self, channel: str, root_ts: str) -> list[Message]:
        """The replies under a message, oldest first."""
        kept = self._by_channel[channel]
        return [kept[ts] for ts in self._replies.get((channel, root_ts), ())]

    def ephemerals(self, user: str) -> list[Message]:
        """What only this person sees, oldest first."""
        return list(self._ephemerals[user].values())

    def ephemeral(self, user: str, ts: str) -> Message | None:
        """One message that only this person sees."""
        return self._ephemerals[user].get(ts)
