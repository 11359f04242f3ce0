"""What somebody points at, read from Slack: a message, and the names of the files in one."""

import asyncio
from collections.abc import Sequence

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.requests import Origin
from bot.slack.people import ASK_WITHIN
from bot.slack.reaching import NOT_REACHED, reason
from bot.slack.reading import Payload, text_or_none

log = structlog.get_logger(__name__)

A_FILE = "a file"
"""What a file is called whose name Slack does not tell."""


async def quoted(client: AsyncWebClient, place: Origin) -> Payload | None:
    """The message at a place, which may be in a thread; None where Slack does not tell in time.

    Asked for as a thread, because the channel's history has no replies; Slack takes any message of a thread for it.
    """
    if place.ts is None:
        return None
    try:
        async with asyncio.timeout(ASK_WITHIN):
            answer = await client.conversations_replies(
                channel=place.channel, ts=place.ts, oldest=place.ts, latest=place.ts, inclusive=True, limit=2
            )
    except NOT_REACHED as error:
        log.warning("a message could not be read", channel=place.channel, ts=place.ts, error=reason(error))
        return None
    messages: list[Payload] = answer.get("messages", [])
    return next((each for each in messages if each.get("ts") == place.ts), None)


async def file_names(client: AsyncWebClient, files: Sequence[Payload]) -> tuple[str, ...]:
    """The names of files, asked for where a message of a shared channel has told their ids only."""
    return tuple(await asyncio.gather(*(_file_name(client, file) for file in files)))


async def _file_name(client: AsyncWebClient, file: Payload) -> str:
    told, file_id = _name(file), text_or_none(file, "id")
    if told or not file_id:
        return told or A_FILE
    try:
        async with asyncio.timeout(ASK_WITHIN):
            answer = await client.files_info(file=file_id)
    except NOT_REACHED as error:
        log.warning("a file's name could not be read", file=file_id, error=reason(error))
        return A_FILE
    return _name(answer.get("file") or {}) or A_FILE


def _name(file: Payload) -> str | None:
    return text_or_none(file, "name") or text_or_none(file, "title")
