"""The two lists of messages on a page, the channel and the thread beside it, as HTML that is drawn once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.playground.manifest import Manifest, Shortcut
from bot.playground.page.drawing import Drawing
from bot.playground.page.history import Entry, History
from bot.playground.page.templating import TEMPLATES
from bot.playground.page.visit import Visit
from bot.playground.workspace import Workspace


class Lists:
    """Makes the entries of a visit, and keeps the HTML of each until it looks different."""

    def __init__(self, workspace: Workspace, manifest: Manifest, now: Callable[[], datetime]) -> None:
        self._workspace = workspace
        self._manifest = manifest
        self._now = now
        self._kept: dict[tuple[str, bool, str, str], tuple[Entry, Markup]] = {}

    def channel(self, visit: Visit, first_new: str | None = None) -> list[Entry]:
        """Everything in the channel of a visit; nothing at the home tab and in view panels."""
        if visit.channel is None:
            return []
        return self._history(visit).channel(visit.person.shown(visit.channel.id), self._now(), first_new)

    def thread(self, visit: Visit) -> list[Entry]:
        """Everything in the thread of a visit; nothing where there is none."""
        if visit.channel is None or visit.thread is None:
            return []
        messages = visit.person.shown_thread(visit.channel.id, visit.thread)
        return self._history(visit).thread(messages, visit.thread, self._now())

    def html(self, visit: Visit, entry: Entry, *, in_thread: bool = False) -> Markup:
        """One entry as it stands in the list."""
        channel = visit.channel.id if visit.channel else ""
        key = (visit.person.id, in_thread, channel, entry.key)
        kept = self._kept.get(key)
        if kept is None or kept[0] != entry:
            kept = self._kept[key] = entry, self._drawn(visit, entry, in_thread)
        return kept[1]

    def all_html(self, visit: Visit, entries: Sequence[Entry], *, in_thread: bool = False) -> Markup:
        """Entries one after the other."""
        return Markup("\n").join(self.html(visit, entry, in_thread=in_thread) for entry in entries)

    def _drawn(self, visit: Visit, entry: Entry, in_thread: bool) -> Markup:
        message = None
        if entry.message is not None:
            drawing = Drawing(self._workspace, visit.person.user, self._now(), shortcuts=self._shortcuts(visit))
            message = drawing.message(entry.message, in_thread=in_thread, compact=entry.is_compact)
        return Markup(TEMPLATES.get_template("entry.html").render(entry=entry, message=message))  # noqa: S704

    def _shortcuts(self, visit: Visit) -> Sequence[Shortcut]:
        """The shortcuts on a message; like its commands, an app's shortcuts are for people of the home team."""
        is_ours = visit.person.user.team_id == self._workspace.team.id
        return self._manifest.shortcuts_of("message") if is_ours else ()

    def _history(self, visit: Visit) -> History:
        return History(self._workspace, ZoneInfo(visit.person.user.zone))
