"""The parts of a page that change while somebody looks at it, each as HTML; and the whole page around them."""

import json
from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from bot.playground.directory import User
from bot.playground.page.completion import known_words
from bot.playground.page.drawing import Drawing
from bot.playground.page.exchanges import Exchanges
from bot.playground.page.history import newest
from bot.playground.page.lists import Lists
from bot.playground.page.panel import Panel
from bot.playground.page.sidebar import Sidebar, other_teams, sidebar
from bot.playground.page.templating import TEMPLATES
from bot.playground.page.visit import APP, Visit, Visitors, address
from bot.playground.refusals import Json
from bot.playground.server import LocalSlack

STATIC = Path(__file__).parent / "static"
_DOWN = "Slack is down. Nobody can write or press anything here until it is back."
_FIRST = "page.css"
"""The style that the others build upon."""


class Regions:
    """Draws the regions of any visit; each has a name by which the page's script finds it."""

    def __init__(
        self, *, slack: LocalSlack, visitors: Visitors, panels: Sequence[Panel], lists: Lists, exchanges: Exchanges
    ) -> None:
        self._slack = slack
        self._visitors = visitors
        self._panels = panels
        self._lists = lists
        self._exchanges = exchanges

    async def now(self, visit: Visit) -> dict[str, str]:
        """Every region of a visit by name, as it looks now; `title` and `outage` are plain text."""
        listed = sidebar(visit, self._slack, self._panels)
        regions = {
            "title": self._title(visit, listed),
            "sidebar": _render("sidebar.html", visit=visit, sidebar=listed),
            "header": self._header(visit),
            "wire": _render("wire_badge.html", exchanges=self._exchanges),
            "outage": _DOWN if self._slack.faults.is_down else "",
        }
        if visit.is_home:
            regions["home"] = self._home(visit)
        for panel in self._panels_of(visit):
            regions[f"panel-{panel.name}"] = await panel.html(visit.person)
        return regions

    def window(self, visit: Visit) -> tuple[tuple[str, str] | None, str | None]:
        """The modal that the person has open, as HTML, and before it what it is known by; neither where none is."""
        view = visit.person.modal()
        if view is None:
            return None, None
        return (view.id, view.hash), self._drawing(visit).window(view)

    async def page(self, visit: Visit) -> str:
        """The whole page, with the newest messages."""
        unread = visit.person.unread(visit.channel.id) if visit.channel else []
        first_new = unread[0].ts if unread else None
        every = self._lists.channel(visit, first_new)
        entries = newest(every)
        others = self._visitors.elsewhere(visit)
        return _render(
            "page.html",
            visit=visit,
            styles=[_FIRST, *sorted({path.name for path in STATIC.glob("*.css")} - {_FIRST})],
            scripts=sorted(path.name for path in STATIC.glob("*.js")),
            team=self._slack.workspace.team,
            regions=await self.now(visit),
            panels=self._panels_of(visit),
            first_new=first_new,
            messages=self._lists.all_html(visit, entries),
            has_older=len(entries) < len(every),
            thread=self._lists.all_html(visit, self._lists.thread(visit), in_thread=True),
            people=[
                (other.person.user, self._role(other.person.user), address(other.handle, other.place))
                for other in others
            ],
            role=self._role(visit.person.user),
            avatar=self._drawing(visit).avatar,
            beginning=f"This is where {self._name(visit)} begins.",
            placeholder=f"Message {self._name(visit)}",
            may_write=self._may_write(visit),
            shortcuts=self._slack.installation.manifest.shortcuts_of("global") if self._is_ours(visit) else [],
            known=_inert(known_words(visit, self._slack)),
            close_thread=address(visit.handle, visit.place),
        )

    def _panels_of(self, visit: Visit) -> list[Panel]:
        """The panels on this page: those around it, and the one that it is about."""
        return [
            panel
            for panel in self._panels
            if panel is visit.panel or (not panel.place.is_view and panel.is_for(visit.person))
        ]

    def _header(self, visit: Visit) -> str:
        channel = visit.channel
        members = [self._slack.workspace.users[each] for each in channel.members] if channel else []
        return _render(
            "header.html",
            visit=visit,
            app=self._slack.workspace.bot,
            members=sorted(members, key=lambda member: member.name),
            teams=other_teams(channel, self._slack, visit.person.user.team_id) if channel else (),
        )

    def _home(self, visit: Visit) -> str:
        view = visit.person.home()
        if view is None:
            return _render("no_home.html", app=self._slack.workspace.bot)
        return self._drawing(visit).home(view)

    def _title(self, visit: Visit, listed: Sidebar) -> str:
        count = f"({listed.mentions}) " if listed.mentions else ""
        return f"{count}{self._name(visit)} · {self._slack.workspace.team.name}"

    def _name(self, visit: Visit) -> str:
        if visit.panel is not None:
            return visit.panel.label
        if visit.channel is not None and visit.channel.name:
            return f"#{visit.channel.name}"
        return self._slack.workspace.bot.name

    def _role(self, user: User) -> str:
        """What somebody is, for whoever chooses whom to be."""
        team = self._slack.workspace.teams[user.team_id].name
        return f"{user.title}, {team}" if user.title else team

    def _may_write(self, visit: Visit) -> bool:
        return visit.place != APP or self._slack.installation.manifest.hears_direct_messages

    def _is_ours(self, visit: Visit) -> bool:
        return visit.person.user.team_id == self._slack.workspace.team.id

    def _drawing(self, visit: Visit) -> Drawing:
        return Drawing(self._slack.workspace, visit.person.user, self._slack.now())


def _render(template: str, **context: object) -> Markup:
    return Markup(TEMPLATES.get_template(template).render(**context))  # noqa: S704 - the templates escape


def _inert(words: Json) -> Markup:
    """JSON for a script element, which nothing in it can end."""
    return Markup(json.dumps(words).replace("<", "\\u003c"))  # noqa: S704 - no tag is left in it
