"""What a person sees in Slack: channels, threads, windows, and what is meant for their eyes only."""

from bot.playground.directory import Channel, User
from bot.playground.messages import Message
from bot.playground.refusals import NotPossible
from bot.playground.views import View
from bot.playground.workspace import Workspace


class Onlooker:
    """The eyes of one person; what they are not a member of they do not see."""

    def __init__(self, user: User, workspace: Workspace) -> None:
        self.user = user
        self._workspace = workspace

    @property
    def id(self) -> str:
        """The user id."""
        return self.user.id

    def sees(self, channel: str) -> list[Message]:
        """What the channel shows everybody, oldest first; it counts as read then."""
        place = self._place(channel)
        self._workspace.mark_read(self.id, place.id)
        return self._workspace.messages.in_channel(place.id)

    def shown(self, channel: str) -> list[Message]:
        """What the channel shows this very person, oldest first; it does not count as read."""
        place = self._place(channel)
        alone = [m for m in self.ephemerals() if m.channel == place.id and not m.is_reply]
        everybody = self._workspace.messages.in_channel(place.id)
        return sorted([*everybody, *alone], key=lambda m: m.ts) if alone else everybody

    def shown_thread(self, channel: str, root_ts: str) -> list[Message]:
        """What the thread shows this very person, its first message included where that is still there."""
        place = self._place(channel)
        root = self._workspace.messages.get(place.id, root_ts)
        alone = [m for m in self.ephemerals() if m.channel == place.id and m.thread_ts == root_ts]
        replies = [*self._workspace.messages.replies(place.id, root_ts), *alone]
        return [*([root] if root else ()), *sorted(replies, key=lambda m: m.ts)]

    def places(self) -> list[Channel]:
        """The channels that the person is a member of, by name; direct conversations are not among them."""
        channels = self._workspace.channels.values()
        return sorted((c for c in channels if c.name and self.id in c.members), key=lambda c: c.name)

    def unread(self, channel: str) -> list[Message]:
        """What others wrote since the person last looked into the channel, oldest first."""
        return self._workspace.unread(self.id, self._place(channel).id)

    def finds(self, channel: str, ts: str) -> Message | None:
        """One message that the person sees, whether everybody does or they alone."""
        place = self._place(channel)
        return self._workspace.messages.ephemeral(self.id, ts) or self._workspace.messages.get(place.id, ts)

    def thread(self, message: Message) -> list[Message]:
        """The replies under a message, oldest first."""
        return self._workspace.messages.replies(message.channel, message.thread_ts or message.ts)

    def direct_messages(self) -> list[Message]:
        """The direct conversation with the app, oldest first."""
        return self._workspace.messages.in_channel(self._workspace.direct(self.id).id)

    def ephemerals(self) -> list[Message]:
        """What only this person sees, oldest first."""
        return self._workspace.messages.ephemerals(self.id)

    def modal(self) -> View | None:
        """The modal on top, where one is open."""
        return self._workspace.views.top(self.id)

    def home(self) -> View | None:
        """The home tab as last published."""
        return self._workspace.views.home(self.id)

    def _place(self, channel: str) -> Channel:
        place = self._workspace.channel(channel)
        if place is None or self.id not in place.members:
            raise NotPossible(f"{self.user.name} is in no channel {channel!r}")
        return place

    def _open(self, view: View) -> View:
        found = self._workspace.views.find(view_id=view.id)
        if found is None or found.user != self.id:
            raise NotPossible(f"{self.user.name} does not have this window open")
        return found

    def _as_it_is_now(self, where: Message | View) -> Message | View:
        if isinstance(where, View):
            return self._open(where)
        if where.shown_only_to is not None:
            found = self._workspace.messages.ephemeral(self.id, where.ts)
        else:
            self._place(where.channel)
            found = self._workspace.messages.get(where.channel, where.ts)
        if found is None:
            raise NotPossible(f"{self.user.name} does not see this message")
        return found
