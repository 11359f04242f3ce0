"""What other bots do in the workspace: another app, a workflow, Slack's own automatic answers."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.playground.blockkit import check_message_blocks
from bot.playground.directory import User
from bot.playground.events import Events
from bot.playground.messages import Message
from bot.playground.records import Records
from bot.playground.refusals import Json, NotPossible
from bot.playground.workspace import Workspace


class Bot:
    """A bot that is not the app's own; it posts wherever it is told to, member or not."""

    def __init__(
        self,
        *,
        user: User,
        workspace: Workspace,
        events: Events,
        records: Records,
        now: Callable[[], datetime],
    ) -> None:
        self.user = user
        self._workspace = workspace
        self._events = events
        self._records = records
        self._now = now

    async def says(
        self, channel: str, text: str, thread: Message | None = None, *, blocks: Sequence[Json] = ()
    ) -> Message:
        """Post a message, in Slack's own markup; the app hears of it where it subscribed and is a member.

        Raises:
            NotPossible: where there is no such channel, or an archived one.
        """
        place = self._workspace.channel(channel)
        if place is None or place.is_archived:
            raise NotPossible(f"nobody can post into a channel {channel!r}")
        message = self._workspace.say(
            channel=place,
            user=self.user,
            text=text,
            at=self._now(),
            blocks=check_message_blocks(list(blocks)),
            thread_ts=(thread.thread_ts or thread.ts) if thread else None,
        )
        self._records.tell()
        await self._events.posted(message)
        return message
