"""Whether Slack and we reach each other, said once whenever that changes: by the log alone an operator knows."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.roster import Roster
from bot.slack.reaching import NOT_REACHED, reason

log = structlog.get_logger(__name__)

LOOKED_EVERY = timedelta(seconds=10)
ANSWERS_WITHIN = 10.0
"""Seconds that Slack has to answer whether it is there."""
CONNECTED_WITHIN = 10.0
"""Seconds that the first connection has before it counts as one that was not made."""
_BEGINS_WITHIN = 0.05
"""Seconds between two looks for the first connection."""

_DEAF = (
    "Slack cannot reach Belltower: no connection opens; messages go out, commands and buttons are not heard meanwhile"
)


async def always() -> bool:
    """That Slack can tell us things, as far as we know: by HTTP, where it is Slack who calls."""
    return True


class Outages:
    """Looks whether Slack answers us, and whether it `hears` us: whether there is a connection for its requests.

    `by` is how Slack's requests come, in words. An outage counts once two looks in a row have found one, because Slack
    lets go of a connection now and then; the one that is there at the start counts at once.
    """

    def __init__(self, client: AsyncWebClient, roster: Roster, hears: Callable[[], Awaitable[bool]], by: str) -> None:
        self._client, self._hears, self._by = client, hears, by
        self._meanwhile = (
            "people are called by their other ways meanwhile"
            if roster.named_ways
            else "nobody is called meanwhile, because no ways beside Slack are configured"
        )
        self._found = ""
        self._said: str | None = None

    async def watch(self, at_start: str) -> None:
        """Look until cancelled. `at_start` is why Slack was not reached when it was asked last; empty where it was."""
        self._say(self._away(at_start) if at_start else await self._first())
        while True:
            await asyncio.sleep(LOOKED_EVERY.total_seconds())
            try:
                await self.look()
            except Exception:
                # Whatever it was, the next outage is to be told all the same.
                log.exception("it cannot be known whether Slack is reached")

    async def look(self) -> None:
        """Look once, and say what has changed."""
        before, self._found = self._found, await self._trouble()
        is_settled = not self._found or (before and (self._found == before or not self._said))
        if is_settled and self._found != self._said:
            self._say(self._found)

    async def _first(self) -> str:
        """What is wrong after a connection has been waited for; empty as soon as there is one."""
        try:
            async with asyncio.timeout(CONNECTED_WITHIN):
                while not await self._hears():  # noqa: ASYNC110 - the library has no event for it
                    await asyncio.sleep(_BEGINS_WITHIN)
        except TimeoutError:
            return await self._trouble()
        return ""

    async def _trouble(self) -> str:
        """What is wrong, and what that means for people; empty where nothing is."""
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                await self._client.auth_test()
        except NOT_REACHED as error:
            return self._away(reason(error))
        return "" if await self._hears() else _DEAF

    def _away(self, why: str) -> str:
        return f"Slack cannot be reached: {why}; {self._meanwhile}"

    def _say(self, found: str) -> None:
        first, self._found, self._said = self._said is None, found, found
        if found:
            up = "Belltower is up, without Slack. " if first else ""
            log.warning(f"{up}{found}; trying again every {LOOKED_EVERY.total_seconds():.0f} s")
        else:
            log.info("Belltower is up" if first else "Slack is reached", by=self._by)
