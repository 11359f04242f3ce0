"""Where messages in Slack can be opened, asked from Slack once each."""

import asyncio
from collections.abc import Iterable, Mapping

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.clocks.entries import Source
from bot.slack.reaching import NOT_REACHED, reason

log = structlog.get_logger(__name__)

ASK_WITHIN = 1.0
"""Seconds for which links are waited for: somebody is waiting for what they stand in."""


class Links:
    """The addresses of messages."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: dict[Source, str] = {}

    async def to(self, sources: Iterable[Source]) -> Mapping[Source, str]:
        """The address of each message; one that Slack does not tell in time, or at all, is left out."""
        wanted = set(sources)
        await asyncio.gather(*(self._ask(source) for source in wanted - self._known.keys()))
        return {source: self._known[source] for source in wanted & self._known.keys()}

    async def _ask(self, source: Source) -> None:
        try:
            async with asyncio.timeout(ASK_WITHIN):
                answer = await self._client.chat_getPermalink(channel=source.channel, message_ts=source.ts)
        except NOT_REACHED as error:
            log.warning("a message's link could not be asked for", channel=source.channel, error=reason(error))
            return
        self._known[source] = str(answer["permalink"])
