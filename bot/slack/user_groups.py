"""Who belongs to the team by a user group: asked from Slack at the start, when it says so, and now and then."""

from dataclasses import replace

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.desk import Desk
from bot.slack.reaching import NOT_REACHED, reason

log = structlog.get_logger(__name__)


class UserGroups:
    """Keeps a desk's roster in line with the user groups that the configuration names."""

    def __init__(self, desk: Desk, client: AsyncWebClient) -> None:
        """The desk's roster must be the configuration's, before anybody has asked Slack."""
        self._desk = desk
        self._client = client
        self._configured = desk.roster
        self._members: dict[str, frozenset[str]] = {}

    @property
    def wanted(self) -> bool:
        """Whether the configuration names any group at all."""
        return bool(self._configured.groups)

    async def asked(self) -> int:
        """Ask Slack who is in each group, and let those be the team from now on; how many groups have changed.

        Where Slack does not tell, whoever was in a group last stays in it.
        """
        before = dict(self._members)
        for group in sorted(self._configured.groups):
            try:
                answer = await self._client.usergroups_users_list(usergroup=group)
            except NOT_REACHED as error:
                kept = len(self._members.get(group, ()))
                log.warning("the members of a user group are not known", group=group, kept=kept, error=reason(error))
                continue
            self._members[group] = frozenset(answer.get("users") or ())
        changed = [group for group, members in self._members.items() if members != before.get(group)]
        if changed:
            team = self._configured.with_members(self._members)
            self._desk.roster = replace(
                self._desk.roster, leads=team.leads, agents=team.agents, told_groups=team.told_groups
            )
            log.info("the team is made of user groups", members={name: len(who) for name, who in self._members.items()})
        return len(changed)
