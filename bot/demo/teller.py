"""Tells a trial in the terminal: what time it is, what a person does, and what is new in Slack because of it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from bot.demo.trial import Trial
from bot.playground.messages import Message
from bot.playground.render import message_text, view_text
from bot.playground.views import View

INDENT = 4


class Teller:
    """Writes to a console. Times are shown in the zone of whoever the scene is about."""

    def __init__(self, console: Console, trial: Trial) -> None:
        self._console = console
        self._trial = trial
        self._zone = ZoneInfo("UTC")
        self._shown: dict[tuple[str, str], str] = {}

    def scene(self, title: str, zone: str) -> None:
        """A new scene; from here on times are shown in this zone."""
        self._zone = ZoneInfo(zone)
        # What was told already is told in the new zone's times, so that only what changes is news.
        messages = self._trial.office.workspace.messages
        self._shown = {key: self._rendered(found) for key in self._shown if (found := messages.get(*key)) is not None}
        self._console.print()
        self._console.print(Rule(Text(title, style="bold"), align="left"))

    def time(self, because: str = "") -> None:
        """Say what time it is now."""
        local = self._trial.clock().astimezone(self._zone)
        line = Text(f"\n{local:%A} {local.day} {local:%B %Y, %H:%M %Z}", style="bold cyan")
        self._console.print(line if not because else line.append(f"   {because}", style="not bold default"))

    def says(self, text: str) -> None:
        """A sentence of the narrator."""
        self._console.print(Text(text, style="italic"))

    def does(self, person: str, what: str) -> None:
        """Somebody does something."""
        name = getattr(self._trial.office.people, person).name
        self._console.print(Text.assemble("\n", (f"{name} ", "bold green"), what))

    def privately(self, message: Message | None) -> None:
        """What only the one who asked sees."""
        if message is not None:
            self._text(self._rendered(message), "only they see")

    def window(self, view: View, label: str = "a window opens") -> None:
        """A window as it stands."""
        self._text(view_text(view, self._trial.office.workspace, self._zone), label)

    def news(self) -> None:
        """Every message that is new or has changed since this was called last; of a change only the new lines."""
        workspace = self._trial.office.workspace
        for channel in workspace.channels.values():
            reader = next((name for name in channel.members if name != workspace.bot.id), "")
            place = f"#{channel.name}" if channel.name else f"direct message to {workspace.users[reader].name}"
            posted = workspace.messages.in_channel(channel.id)
            replies = [reply for message in posted for reply in workspace.messages.replies(channel.id, message.ts)]
            for message in {each.ts: each for each in (*posted, *replies)}.values():
                self._new(message, f"{place}, thread" if message.is_reply else place)

    def _new(self, message: Message, place: str) -> None:
        text = self._rendered(message)
        before = self._shown.get((message.channel, message.ts))
        self._shown[(message.channel, message.ts)] = text
        if before is None:
            self._text(text, place)
        elif before != text:
            known = set(before.split("\n"))
            changed = [line for line in text.split("\n")[1:] if line not in known]
            self._text("\n".join(changed), f"{place}, the card now")

    def _rendered(self, message: Message) -> str:
        return message_text(message, self._trial.office.workspace, self._zone)

    def _text(self, text: str, label: str) -> None:
        if text.strip():
            self._console.print(Padding(Text(label, style="dim"), (1, 0, 0, INDENT)))
            self._console.print(Padding(Text(text), (0, 0, 0, INDENT)))


def local(text: str, zone: str) -> datetime:
    """An instant written as a wall clock in a zone shows it: `2026-07-10 17:40`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
