"""A workspace as plain state: who is there, what was said, which windows are open.

No rules of the Web API and no transport.
"""

import itertools
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.playground.directory import BotKind, Channel, ChannelKind, Team, User, UserGroup
from bot.playground.files import SharedFile
from bot.playground.messages import JOINED, Message, Messages
from bot.playground.passes import Passes
from bot.playground.refusals import Json
from bot.playground.views import Views


class Workspace:
    """One home team with its people, channels and the app's bot user; other teams come in by Slack Connect."""

    def __init__(self, team: Team | None = None, *, bot_name: str = "Belltower") -> None:
        self.team = team or Team(id="T0HOME", name="Northbell", domain="northbell")
        self.teams: dict[str, Team] = {self.team.id: self.team}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, UserGroup] = {}
        self.files: dict[str, SharedFile] = {}
        self.messages = Messages()
        self.views = Views()
        self.passes = Passes()
        self._numbers = itertools.count(1)
        self._last_stamp = 0
        self._read: dict[tuple[str, str], str] = {}
        self.bot = self.add_user(bot_name, id="U0BOT", is_bot=True)

    def add_team(self, team: Team) -> Team:
        """Another organisation, to share channels with."""
        self.teams[team.id] = team
        return team

    def add_user(
        self,
        name: str,
        *,
        id: str | None = None,  # noqa: A002  (Slack's own word)
        team: Team | None = None,
        handle: str | None = None,
        zone: str = "UTC",
        title: str = "",
        is_bot: bool = False,
        is_admin: bool = False,
        is_restricted: bool = False,
        is_ultra_restricted: bool = False,
        deleted: bool = False,
        bot_kind: BotKind | None = None,
    ) -> User:
        """A new member of the home team, or of another one; without a handle theirs follows from the name."""
        home = team or self.team
        handle = handle or name.lower().replace(" ", ".")
        user = User(
            id=id or self.next_id("U"),
            team_id=home.id,
            handle=handle,
            name=name,
            email=f"{handle}@{home.domain}.example",
            zone=zone,
            title=title,
            is_bot=is_bot,
            is_admin=is_admin,
            is_restricted=is_restricted,
            is_ultra_restricted=is_ultra_restricted,
            deleted=deleted,
            bot_kind=bot_kind,
            bot_id=self.next_id("B") if bot_kind in (BotKind.APP, BotKind.INTEGRATION) else "",
            app_id=self.next_id("A") if bot_kind is BotKind.APP else "",
        )
        self.users[user.id] = user
        return user

    def add_bot(self, name: str, *, kind: BotKind = BotKind.APP, team: Team | None = None) -> User:
        """Another app, a workflow, or Slack's own automatic answers; of the last there is one, `USLACKBOT`."""
        known_id = "USLACKBOT" if kind is BotKind.SLACKBOT else None
        return self.add_user(name, id=known_id, team=team, is_bot=True, bot_kind=kind)

    def add_user_group(
        self,
        handle: str,
        *,
        members: Iterable[User] = (),
        id: str | None = None,  # noqa: A002  (Slack's own word)
        name: str = "",
    ) -> UserGroup:
        """A new user group of the home team, that `@handle` mentions."""
        people = tuple(user.id for user in members)
        group = UserGroup(id=id or self.next_id("S"), handle=handle, name=name or handle, members=people)
        self.groups[group.id] = group
        return group

    def add_channel(
        self,
        name: str,
        *,
        members: Iterable[User] = (),
        id: str | None = None,  # noqa: A002  (Slack's own word)
        kind: ChannelKind = ChannelKind.PUBLIC,
        shared_with: Iterable[Team] = (),
        topic: str = "",
        with_app: bool = True,
    ) -> Channel:
        """A new channel; the app is a member unless told otherwise."""
        people = {user.id for user in members} | ({self.bot.id} if with_app else set())
        channel = Channel(
            id=id or self.next_id("C"),
            name=name,
            kind=kind,
            members=frozenset(people),
            shared_with=frozenset(team.id for team in shared_with),
            topic=topic,
        )
        self.channels[channel.id] = channel
        return channel

    def direct(self, user: str, other: str | None = None) -> Channel:
        """The direct conversation of a person with the app, or with another person; opened when there is none."""
        pair = frozenset({user, other or self.bot.id})
        for channel in self.channels.values():
            if channel.kind is ChannelKind.DIRECT and channel.members == pair:
                return channel
        channel = Channel(id=self.next_id("D"), name="", kind=ChannelKind.DIRECT, members=pair)
        self.channels[channel.id] = channel
        return channel

    def channel(self, name: str) -> Channel | None:
        """A channel by id or by name, with or without `#`."""
        if name in self.channels:
            return self.channels[name]
        plain = name.removeprefix("#")
        return next((c for c in self.channels.values() if c.name and c.name == plain), None)

    def user(self, name: str) -> User | None:
        """A person by id, handle, full name or address."""
        if name in self.users:
            return self.users[name]
        plain = name.removeprefix("@")
        return next((u for u in self.users.values() if plain in (u.handle, u.name, u.email)), None)

    def group(self, name: str) -> UserGroup | None:
        """A user group by id or by handle, with or without `@`."""
        plain = name.removeprefix("@")
        return self.groups.get(name) or next((g for g in self.groups.values() if g.handle == plain), None)

    def groups_of(self, user: str) -> list[UserGroup]:
        """The user groups that a person belongs to."""
        return [group for group in self.groups.values() if user in group.members]

    def regroup(self, group: UserGroup, members: Iterable[User], at: datetime) -> UserGroup:
        """The user group with other members from an instant on."""
        changed = replace(group, members=tuple(user.id for user in members), changed=at)
        self.groups[group.id] = changed
        return changed

    def join(self, channel: Channel, user: User) -> Channel:
        """The channel with one member more."""
        return self._keep(replace(channel, members=channel.members | {user.id}))

    def leave(self, channel: Channel, user: User) -> Channel:
        """The channel with one member less."""
        return self._keep(replace(channel, members=channel.members - {user.id}))

    def archive(self, channel: Channel) -> Channel:
        """The channel, closed for writing."""
        return self._keep(replace(channel, is_archived=True))

    def next_id(self, prefix: str) -> str:
        """An id that was not given before."""
        return f"{prefix}{next(self._numbers):08d}"

    def next_stamp(self, at: datetime) -> str:
        """A message time stamp: the instant in microseconds, later than every one before it."""
        self._last_stamp = max(int(at.timestamp() * 1_000_000), self._last_stamp + 1)
        return f"{self._last_stamp // 1_000_000}.{self._last_stamp % 1_000_000:06d}"

    def say(
        self,
        *,
        channel: Channel,
        user: User,
        text: str,
        at: datetime,
        blocks: tuple[Json, ...] = (),
        thread_ts: str | None = None,
        is_broadcast: bool = False,
        metadata: Json | None = None,
        shown_only_to: str | None = None,
        files: tuple[SharedFile, ...] = (),
        subtype: str | None = None,
    ) -> Message:
        """Put a message into a channel."""
        return self.messages.post(
            Message(
                channel=channel.id,
                ts=self.next_stamp(at),
                user=user.id,
                text=text,
                blocks=blocks,
                thread_ts=thread_ts,
                is_broadcast=is_broadcast,
                metadata=metadata,
                shown_only_to=shown_only_to,
                files=files,
                subtype=subtype,
            )
        )

    def say_joined(self, channel: Channel, user: User, at: datetime) -> Message:
        """Have the channel say that somebody has come in."""
        return self.say(channel=channel, user=user, text=f"<@{user.id}> has joined the channel", at=at, subtype=JOINED)

    def upload(self, name: str, *, channel: Channel, user: User, at: datetime) -> SharedFile:
        """Keep a file that is to be shared in a message of the channel."""
        file = SharedFile(
            id=self.next_id("F"), name=name, user=user.id, channel=channel.id, created=int(at.timestamp())
        )
        self.files[file.id] = file
        return file

    def permalink(self, message: Message) -> str:
        """The address of a message."""
        return f"https://{self.team.domain}.slack.example/archives/{message.channel}/p{message.ts.replace('.', '')}"

    def at_permalink(self, address: str) -> Message | None:
        """The message at an address; None where it is not one of this workspace, or is gone."""
        channel, _, stamp = address.removeprefix(f"https://{self.team.domain}.slack.example/archives/").partition("/p")
        found = self.messages.get(channel, f"{stamp[:-6]}.{stamp[-6:]}") if channel in self.channels else None
        return found if found is not None and self.permalink(found) == address else None

    def mark_read(self, user: str, channel: str) -> None:
        """Note that the person has seen everything in the channel up to now."""
        newest = next(self.messages.newest_first(channel), None)
        if newest is not None:
            self._read[user, channel] = newest.ts

    def unread(self, user: str, channel: str) -> list[Message]:
        """What others said in the channel since the person last read it, oldest first."""
        seen = self._read.get((user, channel), "")
        newest = itertools.takewhile(lambda m: m.ts > seen, self.messages.newest_first(channel))
        return [m for m in newest if m.user != user and m.subtype != JOINED][::-1]

    def _keep(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        return channel
