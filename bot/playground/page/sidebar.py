"""The places of a person, as the sidebar lists them: what is unread there, how often they are meant."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.playground.directory import Channel, ChannelKind
from bot.playground.messages import Message
from bot.playground.page.panel import Panel
from bot.playground.page.visit import APP, HOME, Visit, address
from bot.playground.server import LocalSlack
from bot.playground.workspace import Workspace

_EVERYBODY = ("<!here>", "<!channel>", "<!everyone>")


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """One line of the sidebar."""

    label: str
    href: str
    is_here: bool
    is_unread: bool = False
    mentions: int = 0
    is_private: bool = False
    teams: tuple[str, ...] = ()
    """The names of the other teams in a Slack Connect channel."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sidebar:
    """All lines, in their three groups."""

    channels: tuple[Listed, ...]
    app: tuple[Listed, ...]
    views: tuple[Listed, ...]

    @property
    def mentions(self) -> int:
        """How often the person is meant by something that they have not read."""
        return sum(each.mentions for each in (*self.channels, *self.app))


def sidebar(visit: Visit, slack: LocalSlack, panels: Sequence[Panel]) -> Sidebar:
    """What is listed for the person of a visit; of view panels those that are for them."""
    person = visit.person
    direct = slack.workspace.direct(person.id)
    app = [_listed(visit, APP, slack.workspace.bot.name, mentions=len(person.unread(direct.id)))]
    if slack.installation.manifest.has_home_tab:
        app.append(_listed(visit, HOME, "Home"))
    views = [panel for panel in panels if panel.place.is_view and panel.is_for(person)]
    return Sidebar(
        channels=tuple(_channel(visit, channel, slack) for channel in person.places()),
        app=tuple(app),
        views=tuple(_listed(visit, panel.name, panel.label) for panel in views),
    )


def means(message: Message, user: str, workspace: Workspace) -> bool:
    """Whether a message calls somebody by name, a user group of theirs, or everybody."""
    said = f"{message.text} {json.dumps(message.blocks, ensure_ascii=False)}"
    groups = [f"<!subteam^{group.id}{end}" for group in workspace.groups_of(user) for end in (">", "|")]
    return any(call in said for call in (f"<@{user}>", *groups, *_EVERYBODY))


def other_teams(channel: Channel, slack: LocalSlack, own: str) -> tuple[str, ...]:
    """The names of the teams with whom a channel is shared, as somebody of one of them sees it."""
    teams = {slack.workspace.team.id, *channel.shared_with} if channel.shared_with else set()
    return tuple(slack.workspace.teams[team].name for team in sorted(teams - {own}))


def _channel(visit: Visit, channel: Channel, slack: LocalSlack) -> Listed:
    unread = visit.person.unread(channel.id)
    return Listed(
        label=channel.name,
        href=address(visit.handle, channel.name),
        is_here=visit.place == channel.name,
        is_unread=bool(unread),
        mentions=sum(means(message, visit.person.id, slack.workspace) for message in unread),
        is_private=channel.kind is ChannelKind.PRIVATE,
        teams=other_teams(channel, slack, visit.person.user.team_id),
    )


def _listed(visit: Visit, place: str, label: str, mentions: int = 0) -> Listed:
    return Listed(
        label=label,
        href=address(visit.handle, place),
        is_here=visit.place == place,
        is_unread=mentions > 0,
        mentions=mentions,
    )
