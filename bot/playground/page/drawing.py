"""Messages, windows and home tabs as HTML, as one person sees them at an instant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from markupsafe import Markup, escape

from bot.playground.date_words import date_words
from bot.playground.directory import User
from bot.playground.manifest import Shortcut
from bot.playground.messages import JOINED, Message
from bot.playground.mrkdwn import as_read
from bot.playground.page.blocks import Blocks
from bot.playground.page.elements import Layout
from bot.playground.page.emoji_names import picture
from bot.playground.page.templating import TEMPLATES
from bot.playground.page.words import Reader, dated, marked, with_emoji
from bot.playground.views import View
from bot.playground.workspace import Workspace

_AVATAR_COLOURS = 8
_MOST_FACES = 4
_LONGEST_EXCERPT = 80


@dataclass(frozen=True, kw_only=True, slots=True)
class Reaction:
    """One emoji on a message, and who put it there."""

    emoji: str
    picture: str
    people: Sequence[str]
    mine: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Thread:
    """What hangs under a message: how many replies, whose, and when the last came."""

    count: int
    people: Sequence[User]
    last: Markup


class Drawing:
    """Draws for one viewer at one instant; `shortcuts` are those they may use on a message."""

    def __init__(
        self, workspace: Workspace, viewer: User, now: datetime, *, shortcuts: Sequence[Shortcut] = ()
    ) -> None:
        self._workspace = workspace
        self._viewer = viewer
        self._reader = Reader(workspace=workspace, viewer=viewer, now=now)
        self._blocks = Blocks(self._reader)
        self._shortcuts = shortcuts

    def message(self, message: Message, *, in_thread: bool = False, compact: bool = False) -> Markup:
        """A message in its channel or in its thread; `compact` leaves out whose it is, below another of theirs."""
        scope = f"{'t' if in_thread else 'm'}-{message.ts}"
        author = self._workspace.users[message.user]
        return self._sheet(
            "message.html",
            scope=scope,
            message=message,
            words=self._words(message),
            is_joining=message.subtype == JOINED,
            author=author,
            avatar=self.avatar,
            team=self._team(author),
            time=dated(message.at, date_words("{time}", message.at, self._reader.zone), self._reader),
            layout=Layout(message.blocks, self._reader, scope=scope),
            reactions=[*self._reactions(message)],
            thread=None if in_thread else self._thread(message),
            replied_to=self._replied_to(message),
            shortcuts=self._shortcuts,
            in_thread=in_thread,
            compact=compact,
        )

    def window(self, view: View) -> Markup:
        """A modal as one dialog; on top of another one it leads back to it."""
        below = self._workspace.views.find(view_id=view.previous_id) if view.previous_id else None
        return self._sheet("window.html", view=view, below=below, layout=self._layout(view))

    def home(self, view: View) -> Markup:
        """A home tab."""
        return self._sheet("home.html", view=view, layout=self._layout(view))

    def avatar(self, user: User) -> Markup:
        """The square of a person or a bot with their initials, or the app's icon."""
        words = [word[0] for word in user.name.split() if word[0].isalnum()]
        colour = crc32(user.id.encode()) % _AVATAR_COLOURS
        is_app = user.id == self._workspace.bot.id
        return self._sheet("avatar.html", is_app=is_app, initials="".join(words[:2]).upper(), colour=colour)

    def _sheet(self, name: str, **values: object) -> Markup:
        return Markup(TEMPLATES.get_template(name).render(draw=self._blocks, **values))  # noqa: S704  (autoescape is on)

    def _layout(self, view: View) -> Layout:
        return Layout(view.blocks, self._reader, scope=f"v-{view.id}", values=view.values)

    def _words(self, message: Message) -> Markup:
        if message.subtype == JOINED:
            return escape(f"joined #{self._workspace.channels[message.channel].name}.")
        return marked(message.text, self._reader)

    def _team(self, author: User) -> str | None:
        """The name of the author's team, where it is not the viewer's."""
        if author.is_bot or author.team_id == self._viewer.team_id:
            return None
        return self._workspace.teams[author.team_id].name

    def _reactions(self, message: Message) -> Iterator[Reaction]:
        for emoji, users in message.people_by_emoji.items():
            yield Reaction(
                emoji=emoji,
                picture=picture(emoji) or f":{emoji}:",
                people=["you" if user == self._viewer.id else self._workspace.users[user].name for user in users],
                mine=self._viewer.id in users,
            )

    def _thread(self, message: Message) -> Thread | None:
        replies = self._workspace.messages.replies(message.channel, message.ts)
        if not replies:
            return None
        people: Mapping[str, User] = {reply.user: self._workspace.users[reply.user] for reply in replies}
        at = replies[-1].at
        words = date_words("last reply {date_short_pretty} at {time}", at, self._reader.zone, self._reader.now)
        return Thread(count=len(replies), people=[*people.values()][:_MOST_FACES], last=dated(at, words, self._reader))

    def _replied_to(self, message: Message) -> str | None:
        """How the thread begins that a reply was sent from to the channel as well."""
        if not message.is_broadcast or message.thread_ts is None:
            return None
        root = self._workspace.messages.get(message.channel, message.thread_ts)
        if root is None:
            return "a message that is gone"
        read = " ".join(with_emoji(as_read(root.text, self._workspace, self._reader.zone)).split())
        return read if len(read) <= _LONGEST_EXCERPT else f"{read[:_LONGEST_EXCERPT].rstrip()}…"
