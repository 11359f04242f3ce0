"""What a person does in Slack and what they see there; the app is reached only through what Slack would send it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.playground.answers import Answers
from bot.playground.controls import Operator
from bot.playground.deliveries import Deliveries
from bot.playground.directory import Channel, ChannelKind, User, UserGroup
from bot.playground.events import Events
from bot.playground.manifest import Manifest
from bot.playground.messages import Message
from bot.playground.mrkdwn import as_entities
from bot.playground.passes import ResponsePass
from bot.playground.payloads import Payloads
from bot.playground.records import Delivery, Kind, Outcome, Records
from bot.playground.refusals import NotPossible, Refusal
from bot.playground.views import View
from bot.playground.workspace import Workspace

LONGEST_TYPED = 12_000
"""Characters that Slack takes from a person in one message."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What a person sees in answer to a command: the message that came with the acknowledgement, or Slack's word."""

    message: Message | None = None
    error: str | None = None

    @property
    def text(self) -> str:
        """The words of the answer, empty where there are none."""
        return self.message.text if self.message else ""


class Person(Operator):
    """Somebody in the workspace; every act waits for the app's acknowledgement, not for what it does afterwards."""

    def __init__(
        self,
        *,
        user: User,
        workspace: Workspace,
        manifest: Manifest,
        payloads: Payloads,
        events: Events,
        deliveries: Deliveries,
        answers: Answers,
        records: Records,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(user=user, workspace=workspace, payloads=payloads, deliveries=deliveries, records=records)
        self._manifest = manifest
        self._events = events
        self._answers = answers
        self._now = now

    async def types(self, channel: str, line: str) -> Reply:
        """Type a slash command into a channel.

        Raises:
            NotPossible: outside the channel, or for people of another team, whose commands do not reach us.
        """
        place = self._open_place(channel, line)
        name, _, text = line.partition(" ")
        if self.user.team_id != self._workspace.team.id:
            raise NotPossible(f"{self.user.name} is of another team; {name} is not offered to them")
        command = self._manifest.commands.get(name)
        if command is None:
            return Reply(error=f"{name} is not a valid command")
        said = as_entities(text, self._workspace) if command.escapes else text
        payload = self._payloads.command(self.user, place, name, said)
        delivery = await self._deliveries.send(Kind.COMMAND, payload)
        if delivery.outcome is not Outcome.ACKNOWLEDGED:
            return Reply(error=delivery.outcome.value)
        if not delivery.ack:
            return Reply()
        given = ResponsePass(user=self.id, channel=place.id, issued=self._now())
        return self._shown(delivery, given)

    async def uses_shortcut(self, callback_id: str, message: Message | None = None) -> Delivery:
        """Use a shortcut of the manifest, on a message or from the search bar.

        Raises:
            NotPossible: where there is none, or for people of another team, to whom Slack offers none of ours.
        """
        if self.user.team_id != self._workspace.team.id:
            raise NotPossible(f"{self.user.name} is of another team; {callback_id} is not offered to them")
        self._deliveries.require_up()
        wanted = "global" if message is None else "message"
        if callback_id not in (shortcut.callback_id for shortcut in self._manifest.shortcuts_of(wanted)):
            raise NotPossible(f"the manifest has no {wanted} shortcut {callback_id!r}")
        if message is None:
            payload = self._payloads.global_shortcut(self.user, callback_id)
        else:
            self._place(message.channel)
            payload = self._payloads.message_shortcut(self.user, callback_id, message)
        return await self._deliveries.send(Kind.INTERACTION, payload)

    async def says(
        self,
        channel: str,
        text: str,
        thread: Message | None = None,
        *,
        files: Sequence[str] = (),
        also_to_channel: bool = False,
    ) -> Message:
        """Write a message, with files by their names; the app hears of it where it subscribed and is a member.

        Raises:
            NotPossible: outside the channel, in an archived one, without a word or a file, or with too many words.
        """
        place = self._open_place(channel, text)
        if not text.strip() and not files:
            raise NotPossible("no_text: there is nothing to send")
        at = self._now()
        message = self._workspace.say(
            channel=place,
            user=self.user,
            text=as_entities(text, self._workspace),
            at=at,
            thread_ts=(thread.thread_ts or thread.ts) if thread else None,
            is_broadcast=thread is not None and also_to_channel,
            files=tuple(self._workspace.upload(name, channel=place, user=self.user, at=at) for name in files),
        )
        self._records.tell()
        await self._events.posted(message)
        return message

    async def edits(self, message: Message, text: str) -> Message:
        """Write other words into a message of theirs.

        Raises:
            NotPossible: when the message is gone or another's, or the words are none or too many.
        """
        now = self._own(message)
        self._open_place(now.channel, text)
        if not text.strip():
            raise NotPossible("no_text: there is nothing to send")
        words = as_entities(text, self._workspace)
        stamp = self._workspace.next_stamp(self._now())
        changed = self._workspace.messages.change(now, text=words, edited_ts=stamp)
        self._records.tell()
        await self._events.changed(now, changed)
        return changed

    async def deletes(self, message: Message) -> None:
        """Take a message of theirs away.

        Raises:
            NotPossible: when the message is gone or another's.
        """
        now = self._own(message)
        self._workspace.messages.delete(now)
        self._records.tell()
        await self._events.deleted(now)

    def reads(self, channel: str) -> None:
        """Look at a channel, so that nothing in it is unread any more."""
        place = self._place(channel)
        if self.unread(place.id):
            self._workspace.mark_read(self.id, place.id)
            self._records.tell()

    def dismisses(self, message: Message) -> None:
        """Take away what only they see.

        Raises:
            NotPossible: when others see it too.
        """
        if message.shown_only_to != self.id:
            raise NotPossible("this message is not only for you")
        self._workspace.messages.delete(message)
        self._records.tell()

    async def reacts(self, message: Message, emoji: str) -> None:
        """Put an emoji on a message, named without its colons.

        Raises:
            NotPossible: when the message is gone, or has this emoji of theirs already.
        """
        now = self._still_there(message)
        if (emoji, self.id) in now.reactions:
            raise NotPossible(f"already_reacted: {self.user.name} has put :{emoji}: there")
        self._workspace.messages.change(now, reactions=(*now.reactions, (emoji, self.id)))
        self._records.tell()
        await self._events.reaction_added(self.user, now, emoji)

    async def unreacts(self, message: Message, emoji: str) -> None:
        """Take an emoji of theirs off a message again.

        Raises:
            NotPossible: when the message is gone, or has no such emoji of theirs.
        """
        now = self._still_there(message)
        if (emoji, self.id) not in now.reactions:
            raise NotPossible(f"no_reaction: {self.user.name} has not put :{emoji}: there")
        left = tuple(each for each in now.reactions if each != (emoji, self.id))
        self._workspace.messages.change(now, reactions=left)
        self._records.tell()
        await self._events.reaction_removed(self.user, now, emoji)

    async def joins(self, channel: str) -> None:
        """Become a member of a public channel, which says so to everybody in it.

        Raises:
            NotPossible: where there is no such channel.
        """
        self._deliveries.require_up()
        place = self._workspace.channel(channel)
        if place is None or place.kind is not ChannelKind.PUBLIC:
            raise NotPossible(f"there is no open channel {channel!r}")
        if self.id in place.members:
            return
        place = self._workspace.join(place, self.user)
        message = self._workspace.say_joined(place, self.user, self._now())
        self._records.tell()
        await self._events.posted(message)
        await self._events.joined(self.user, place)

    async def changes_user_group(self, handle: str, members: Sequence[User]) -> UserGroup:
        """Let a user group consist of these people from now on.

        Raises:
            NotPossible: where there is no such group, or for people of another team.
        """
        self._deliveries.require_up()
        group = self._workspace.group(handle)
        if group is None or self.user.team_id != self._workspace.team.id:
            raise NotPossible(f"there is no user group {handle!r} that {self.user.name} could change")
        changed = self._workspace.regroup(group, members, self._now())
        self._records.tell()
        await self._events.group_changed(group, changed)
        return changed

    async def opens_home(self) -> View | None:
        """Open the app's home tab; the app may publish a fresh one after that.

        Raises:
            NotPossible: where the manifest has no home tab.
        """
        if not self._manifest.has_home_tab:
            raise NotPossible("the app has no home tab")
        self._deliveries.require_up()
        await self._events.home_opened(self.user)
        return self.home()

    def _shown(self, delivery: Delivery, given: ResponsePass) -> Reply:
        try:
            return Reply(message=self._answers.show(delivery.ack or {}, given))
        except Refusal as refusal:
            self._records.refuse(delivery, refusal)
            return Reply(error=refusal.word)
        finally:
            self._records.tell()

    def _open_place(self, channel: str, text: str) -> Channel:
        """The channel to write so much into."""
        self._deliveries.require_up()
        place = self._place(channel)
        if place.is_archived:
            raise NotPossible(f"#{place.name} is archived")
        if place.kind is ChannelKind.DIRECT and not self._manifest.hears_direct_messages:
            raise NotPossible("Sending messages to this app has been turned off.")
        if len(text) > LONGEST_TYPED:
            raise NotPossible(f"msg_too_long: a message has at most {LONGEST_TYPED} characters, this one {len(text)}")
        return place

    def _still_there(self, message: Message) -> Message:
        self._deliveries.require_up()
        self._place(message.channel)
        now = self._workspace.messages.get(message.channel, message.ts)
        if now is None:
            raise NotPossible("the message is gone")
        return now

    def _own(self, message: Message) -> Message:
        now = self._still_there(message)
        if now.user != self.id:
            raise NotPossible(f"this message is not of {self.user.name}")
        return now
