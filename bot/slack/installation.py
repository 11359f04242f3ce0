"""What must be true in Slack before the bot starts: the tokens work, the scopes are granted, the channels are there."""

import asyncio
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.roster import Roster
from bot.slack.reaching import word_of

SCOPES = (
    "commands",
    "chat:write",
    "channels:read",
    "groups:read",
    "channels:history",
    "groups:history",
    "im:history",
    "im:write",
    "users:read",
    "app_mentions:read",
    "reactions:read",
    "files:read",
    "usergroups:read",
    "usergroups:write",
)
"""Every scope that is used; the manifest asks for exactly these."""
WITHOUT = frozenset({"usergroups:write"})
"""What the bot starts without: it is used only where a schedule keeps a user group, and missed there."""

_BROKEN_TOKEN = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Installation:
    """The app in its workspace: the workspace's id and name, and the bot's own user id."""

    team: str
    team_name: str
    bot: str


class NotInstalledError(Exception):
    """What is missing in Slack, a line each, with what to do about it."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


async def check(client: AsyncWebClient, roster: Roster) -> Installation:
    """Look at the installation. Raises NotInstalledError with everything that is missing at once.

    An error of the network, or Slack being away, is raised as it comes: it is no fault of the installation.
    """
    try:
        identity = await client.auth_test()
    except SlackApiError as error:
        word = word_of(error)
        if word in _BROKEN_TOKEN:
            fault = f"SLACK_BOT_TOKEN: Slack says {word}; install the app and copy its token"
            raise NotInstalledError([fault]) from None
        raise
    faults = _scope_faults({name.lower(): value for name, value in identity.headers.items()}.get("x-oauth-scopes"))
    everybody = sorted(roster.team)
    for name, channel in roster.channels.items():
        if found := await _channel_fault(client, name, channel):
            faults.append(found)
    faults += [
        f"{group}: Slack knows no user group of that id; check people and on_call"
        for group in sorted(roster.groups.union(roster.schedule_groups.values()))
        if not await _known_group(client, group)
    ]
    known = await asyncio.gather(*(_known(client, person) for person in everybody))
    strangers = [person for person, is_known in zip(everybody, known, strict=True) if not is_known]
    faults += [f"{person}: Slack knows nobody of that id; check people and on_call" for person in strangers]
    if faults:
        raise NotInstalledError(faults)
    return Installation(team=identity["team_id"], team_name=identity["team"], bot=identity["user_id"])


async def check_app_token(client: AsyncWebClient, app_token: str) -> None:
    """Whether a socket can be opened with the app-level token; raises as `check` does.

    A token that Slack refuses would otherwise be tried for ever, in silence.
    """
    try:
        await client.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        word = word_of(error)
        if word in _BROKEN_TOKEN or word in ("not_allowed_token_type", "missing_scope"):
            fault = f"SLACK_APP_TOKEN: Slack says {word}; it needs an app-level token with connections:write"
            raise NotInstalledError([fault]) from None
        raise


def _scope_faults(granted: str | None) -> list[str]:
    if granted is None:
        return []
    have = {scope.strip() for scope in granted.split(",")}
    missing = [scope for scope in SCOPES if scope not in have | WITHOUT]
    if not missing:
        return []
    return [f"scopes: {', '.join(missing)} not granted; update the app from manifest.yml and install it again"]


async def _known(client: AsyncWebClient, person: str) -> bool:
    """Whether Slack knows a person; whatever else it says is no reason not to start."""
    try:
        await client.users_info(user=person)
    except SlackApiError as error:
        return word_of(error) != "user_not_found"
    return True


async def _known_group(client: AsyncWebClient, group: str) -> bool:
    """Whether Slack knows a user group; whatever else it says is no reason not to start."""
    try:
        await client.usergroups_users_list(usergroup=group)
    except SlackApiError as error:
        return word_of(error) != "no_such_subteam"
    return True


async def _channel_fault(client: AsyncWebClient, name: str, channel: str) -> str | None:
    try:
        found = (await client.conversations_info(channel=channel))["channel"]
    except SlackApiError as error:
        word = word_of(error)
        if word == "missing_scope":
            # Said already, with every other scope that is missing.
            return None
        if word in ("channel_not_found", "method_not_supported_for_channel_type"):
            how = "check the id, or if the channel is private invite the bot with /invite"
            return f"channels.{name}: Slack says {word} for {channel}; {how}"
        raise
    if found.get("is_archived"):
        return f"channels.{name}: #{found.get('name')} ({channel}) is archived"
    if not found.get("is_member"):
        return f"channels.{name}: the bot is not in #{found.get('name')} ({channel}); invite it there with /invite"
    return None
