"""Who people are, as Slack tells it: their names, because a mention would call them, their zones, who is a guest."""

import asyncio
from collections.abc import Callable
from typing import TypeVar
from zoneinfo import available_timezones

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.blocks import Names
from bot.slack.reaching import NOT_REACHED, reason

log = structlog.get_logger(__name__)
R = TypeVar("R")

ASK_WITHIN = 1.0
"""Seconds for which names are waited for: somebody may be waiting for the answer, for three seconds in all."""

_ZONES = frozenset(available_timezones())
_NOBODY = frozenset({"user_not_found", "user_not_visible", "missing_scope"})
"""Slack's words for somebody of whom it will never tell us."""


class NotToldError(Exception):
    """Slack has not told who somebody is, and may do so a little later; the cause is chained."""

    def __init__(self, person: str) -> None:
        super().__init__(f"Slack has not told who {person} is")


class People:
    """Display names by user id, and who is a guest of the workspace."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._names: dict[str, str] = {}
        self._guests: set[str] = set()
        self._zones: dict[str, str] = {}

    async def render(self, made: Callable[[Names], R]) -> R:
        """What `made` makes with everybody's names; it is called a second time when a name had to be asked for."""
        unknown: set[str] = set()

        def known(person: str) -> str:
            if person not in self._names:
                unknown.add(person)
            return self._names.get(person, person)

        result = made(known)
        if not unknown:
            return result
        await asyncio.gather(*(self._ask(person) for person in sorted(unknown)))
        return made(lambda person: self._names.get(person, person))

    async def is_guest(self, person: str) -> bool:
        """Whether somebody is a guest of the workspace; whoever Slack does not know is none.

        Raises NotToldError where Slack was not reached, or not in time.
        """
        if person not in self._names:
            failure = await self._ask(person)
            if failure is not None and not _is_final(failure):
                raise NotToldError(person) from failure
        return person in self._guests

    async def zone(self, person: str) -> str | None:
        """The zone that somebody's clock hangs in, asked anew because people travel; None where Slack never told.

        Where it does not tell just now, the zone is the last one that it told.
        """
        await self._ask(person)
        return self._zones.get(person)

    async def _ask(self, person: str) -> Exception | None:
        """Learn one name; a person that Slack does not tell about keeps their id until it does. Why it did not."""
        try:
            async with asyncio.timeout(ASK_WITHIN):
                user = (await self._client.users_info(user=person)).get("user") or {}
        except NOT_REACHED as error:
            log.warning("a name could not be asked for", person=person, error=reason(error))
            return error
        if user.get("is_restricted"):
            self._guests.add(person)
        profile = user.get("profile") or {}
        name = profile.get("display_name") or profile.get("real_name") or user.get("real_name") or user.get("name")
        if name:
            self._names[person] = name
        if (zone := user.get("tz")) in _ZONES:
            self._zones[person] = zone
        return None


def _is_final(failure: Exception) -> bool:
    return isinstance(failure, SlackApiError) and failure.response.get("error") in _NOBODY
