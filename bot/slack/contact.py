"""Whether we reach Slack, asked now and then: for an installation that Slack calls, which has no socket to look at."""

from collections.abc import Callable

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.reaching import NOT_REACHED

ASKED_AGAIN_AFTER = 30.0
"""Seconds for which an answer holds, however often somebody wants to know."""


class Contact:
    """Remembers whether Slack answered."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._asked: float | None = None
        self._reached = False

    async def reached(self, clock: Callable[[], float]) -> bool:
        """Whether Slack answers, or did lately by a `clock` in seconds that only runs forward."""
        seconds = clock()
        if self._asked is None or seconds - self._asked >= ASKED_AGAIN_AFTER:
            self._asked = seconds
            self._reached = await self._answers()
        return self._reached

    async def _answers(self) -> bool:
        try:
            await self._client.auth_test()
        except NOT_REACHED:
            return False
        return True
