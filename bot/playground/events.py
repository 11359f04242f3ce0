"""What happens in the workspace, told to the app: where it subscribed, was granted the scope, and is a member."""

import asyncio
from collections.abc import Callable

from bot.playground.deliveries import Deliveries
from bot.playground.directory import Channel, ChannelKind, User, UserGroup
from bot.playground.event_payloads import EventPayloads
from bot.playground.manifest import Manifest
from bot.playground.messages import Message
from bot.playground.permissions import grants
from bot.playground.records import Kind, Records
from bot.playground.refusals import Json
from bot.playground.workspace import Workspace

Told = asyncio.Task[None]
"""Done when the app has acknowledged, or did not in time; whoever does not wait for it may let it be."""


class Events:
    """Tells one app of each event at once, also of what the app itself has done."""

    def __init__(
        self,
        *,
        workspace: Workspace,
        manifest: Manifest,
        payloads: EventPayloads,
        deliveries: Deliveries,
        records: Records,
    ) -> None:
        self._workspace = workspace
        self._manifest = manifest
        self._payloads = payloads
        self._deliveries = deliveries
        self._records = records
        self._under_way: set[Told] = set()

    @property
    def under_way(self) -> int:
        """How many are being told of now."""
        return len(self._under_way)

    def posted(self, message: Message) -> Told:
        """A message is there; where it mentions the app, that is an event of its own."""
        place = self._workspace.channels[message.channel]
        payloads = []
        if self._hears_messages(message):
            payloads.append(self._payloads.message(message))
        if self._mentions_the_app(message) and self._hears("app_mention", place):
            payloads.append(self._payloads.mention(message))
        return self._tell(payloads, still_true=lambda: self._is_there(message))

    def changed(self, before: Message, now: Message) -> Told:
        """A message was edited."""
        return self._tell([self._payloads.changed(before, now)] if self._hears_messages(now) else [])

    def deleted(self, message: Message) -> Told:
        """A message was taken away."""
        return self._tell([self._payloads.deleted(message)] if self._hears_messages(message) else [])

    def reaction_added(self, user: User, message: Message, emoji: str) -> Told:
        """Somebody has put an emoji on a message."""
        return self._reacted("reaction_added", user, message, emoji)

    def reaction_removed(self, user: User, message: Message, emoji: str) -> Told:
        """Somebody has taken an emoji off a message."""
        return self._reacted("reaction_removed", user, message, emoji)

    def joined(self, user: User, channel: Channel) -> Told:
        """Somebody has become a member of a channel."""
        heard = self._hears("member_joined_channel", channel)
        return self._tell([self._payloads.joined(user, channel)] if heard else [])

    def home_opened(self, user: User) -> Told:
        """Somebody has opened the app's home tab."""
        place = self._workspace.direct(user.id)
        return self._tell([self._payloads.home_opened(user, place)] if self._hears("app_home_opened", place) else [])

    def group_changed(self, before: UserGroup, now: UserGroup) -> Told:
        """A user group has other members."""
        payloads = []
        if self._hears("subteam_updated"):
            payloads.append(self._payloads.group_updated(now))
        if self._hears("subteam_members_changed"):
            payloads.append(self._payloads.group_members_changed(before, now))
        return self._tell(payloads)

    async def close(self) -> None:
        """Stop telling."""
        for told in self._under_way:
            told.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _reacted(self, event_name: str, user: User, message: Message, emoji: str) -> Told:
        heard = self._hears(event_name, self._workspace.channels[message.channel])
        return self._tell([self._payloads.reaction(event_name, user, message, emoji)] if heard else [])

    def _hears(self, event_name: str, place: Channel | None = None) -> bool:
        is_there = place is None or self._workspace.bot.id in place.members
        return is_there and event_name in self._manifest.events and grants(self._manifest.scopes, event_name)

    def _hears_messages(self, message: Message) -> bool:
        """Whether it hears of a message; what one person alone sees is no event."""
        place = self._workspace.channels[message.channel]
        return message.shown_only_to is None and self._hears(f"message.{place.kind.value}", place)

    def _mentions_the_app(self, message: Message) -> bool:
        """Whether somebody else calls the app by its name; in a direct conversation every word is for it anyway."""
        bot = self._workspace.bot.id
        is_direct = self._workspace.channels[message.channel].kind is ChannelKind.DIRECT
        return f"<@{bot}>" in message.text and not is_direct and message.user != bot and not message.subtype

    def _is_there(self, message: Message) -> bool:
        return self._workspace.messages.get(message.channel, message.ts) is not None

    def _tell(self, payloads: list[Json], still_true: Callable[[], bool] = lambda: True) -> Told:
        told = asyncio.get_running_loop().create_task(self._deliver(payloads, still_true))
        self._under_way.add(told)
        told.add_done_callback(self._done)
        return told

    async def _deliver(self, payloads: list[Json], still_true: Callable[[], bool]) -> None:
        # A fault that loses a message takes it away in the very step that has put it there.
        if still_true():
            for payload in payloads:
                await self._deliveries.send(Kind.EVENT, payload)

    def _done(self, told: Told) -> None:
        self._under_way.discard(told)
        self._records.tell()
