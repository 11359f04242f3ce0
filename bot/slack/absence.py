"""Who of some people cannot be reached in Slack: whoever it does not know, and whoever has left."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.people import NotToldError
from bot.slack.reaching import NOT_REACHED

log = structlog.get_logger(__name__)

UNKNOWN = "Slack knows nobody by this id"
DEACTIVATED = "deactivated in Slack"
_UNKNOWN = frozenset({"user_not_found", "user_not_visible"})
_AT_ONCE = 5
"""How many people Slack is asked about at the same time."""


def absence(client: AsyncWebClient) -> Callable[[Collection[str]], Awaitable[Mapping[str, str]]]:
    """Asks who of some people cannot be reached, and why.

    What it gives raises NotToldError where Slack was not reached, or refuses to tell.
    """
    turns = asyncio.Semaphore(_AT_ONCE)

    async def why(person: str) -> str | None:
        try:
            async with turns:
                user = (await client.users_info(user=person)).get("user") or {}
        except NOT_REACHED as error:
            if isinstance(error, SlackApiError) and error.response.get("error") in _UNKNOWN:
                return UNKNOWN
            raise NotToldError(person) from error
        return DEACTIVATED if user.get("deleted") else None

    async def absent(people: Collection[str]) -> Mapping[str, str]:
        found = await asyncio.gather(*(why(person) for person in people))
        return {person: reason for person, reason in zip(people, found, strict=True) if reason is not None}

    return absent


def absence_if_told(client: AsyncWebClient) -> Callable[[Collection[str]], Awaitable[Mapping[str, str]]]:
    """The same for whoever can do without: where Slack does not tell, nobody is absent, and the log says so."""
    ask = absence(client)

    async def absent(people: Collection[str]) -> Mapping[str, str]:
        try:
            return await ask(people)
        except NotToldError as error:
            log.warning("Slack could not be asked who is there", error=repr(error.__cause__))
            return {}

    return absent
