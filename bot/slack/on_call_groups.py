"""Keeps Slack's user groups in step with who is on call, so that `@oncall` calls whoever it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.desk import Desk
from bot.desk.duty import standing
from bot.slack.reaching import NOT_REACHED, reason

log = structlog.get_logger(__name__)

LOOK_AGAIN = timedelta(minutes=10)
"""How long Slack is believed to have a group as it was left, because somebody may change it by hand; and to refuse."""
TRY_AGAIN = timedelta(minutes=1)
"""When a group is tried again after Slack was not reached."""


@dataclass(kw_only=True, slots=True)
class OnCallGroups:
    """The user groups of a desk's schedules. However many workers keep them, they all ask for the same."""

    desk: Desk
    client: AsyncWebClient
    _kept: dict[str, tuple[frozenset[str], datetime]] = field(default_factory=dict, repr=False)
    _refused: dict[str, tuple[str, datetime]] = field(default_factory=dict, repr=False)

    @property
    def troubles(self) -> tuple[str, ...]:
        """In words, which groups are not in step and why."""
        return tuple(f"the user group {group} is not kept: {word}" for group, (word, _) in self._refused.items())

    async def once(self, at: datetime) -> int:
        """Let each group consist of whoever is on call at `at` by any of its schedules; how many were changed.

        Where nobody is, it has the leads, as Slack lets no group be empty. What Slack refuses is tried again later.
        """
        changed = 0
        for group, people in (await self._wanted(at)).items():
            if people and not self._is_settled(group, people, at):
                changed += await self._keep(group, people, at)
        return changed

    async def _wanted(self, at: datetime) -> Mapping[str, frozenset[str]]:
        roster = self.desk.roster
        if not roster.schedule_groups:
            return {}
        async with self.desk.database.reading() as session:
            found = await standing(session, self.desk, at)
        wanted: dict[str, frozenset[str]] = {}
        for schedule, group in roster.schedule_groups.items():
            shift = found[schedule].now
            wanted[group] = wanted.get(group, frozenset()).union(shift.people if shift else ())
        return {group: people or roster.leads for group, people in wanted.items()}

    def _is_settled(self, group: str, people: frozenset[str], at: datetime) -> bool:
        """Whether the group was so a short while ago, or Slack has just refused to change it."""
        kept, refused = self._kept.get(group), self._refused.get(group)
        if refused is not None:
            return at < refused[1]
        return kept is not None and kept[0] == people and at - kept[1] < LOOK_AGAIN

    async def _keep(self, group: str, people: frozenset[str], at: datetime) -> bool:
        """Change a group if it is another in Slack; whether it was."""
        try:
            answer = await self.client.usergroups_users_list(usergroup=group)
            differs = frozenset(answer.get("users") or ()) != people
            if differs:
                await self.client.usergroups_users_update(usergroup=group, users=sorted(people))
        except NOT_REACHED as error:
            self._say_refused(group, error, at)
            return False
        self._kept[group] = people, at
        if self._refused.pop(group, None) is not None or differs:
            log.info("a user group is in step with who is on call", group=group, people=sorted(people))
        return differs

    def _say_refused(self, group: str, error: Exception, at: datetime) -> None:
        """Note that a group is not in step, and until when it is let be; the log says it once for each reason."""
        data = error.response.data if isinstance(error, SlackApiError) else None
        word = data.get("error") if isinstance(data, dict) else None
        until = at + (LOOK_AGAIN if word else TRY_AGAIN)
        word = str(word or "Slack was not reached")
        if self._refused.get(group, ("", at))[0] != word:
            log.warning("a user group is not in step with who is on call", group=group, error=reason(error))
        self._refused[group] = word, until
