"""Carries one notice to Slack, once, and names what Slack said about it.

The client it is given must not retry by itself: the SDK's default repeats a post whose answer was lost, and Slack then
has it twice. Every post carries the notice's key as message metadata, so that it can be found again.
"""

import asyncio
from datetime import timedelta
from typing import Any

import structlog
from aiohttp import ClientConnectorError, ConnectionTimeoutError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.facts import Posted
from bot.desk.outgoing import Outgoing
from bot.desk.sending import NotSent, Outcome, Refused, Sent, Unknown
from bot.slack.notices import notice
from bot.slack.people import People
from bot.slack.reaching import NOT_REACHED, reason

log = structlog.get_logger(__name__)

EVENT_TYPE = "belltower_notice"
"""The metadata's event type on every message of ours."""

_NOT_SAID = "Slack does not say whether it has it"

LINK_WITHIN = 2.0
"""Seconds for which a notice waits for the link to the message that it leads to."""

CLOCKS_MAY_DIFFER = timedelta(hours=2)
"""How far Slack's clock may be from ours when a message is looked for by its time: ours may be set wrong, or back."""

MOST_PAGES = 40
"""How many pages of a channel's history are looked through for one message."""

_MAYBE_DONE = frozenset({"internal_error", "fatal_error", "request_timeout"})
"""Slack's documented words for “something went wrong, and some of it may have been done”."""

_COME_BACK = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded", "service_unavailable"})
"""Slack's words for “not now”."""

_OF_PLACE = frozenset(
    {
        "not_in_channel",
        "channel_not_found",
        "is_archived",
        "missing_scope",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel",
    }
)
"""Slack's words for a channel that the app may not write to, until somebody lets it."""

_LOCKED_OUT = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "team_access_not_granted",
        "org_login_required",
        "ekm_access_denied",
        "access_denied",
        "accesslimited",
    }
)
"""Slack's words for “not you”: nothing is wrong with the notice, and it can go once the app is let in again."""


class SlackSender:
    """The desk's `Sender`. `client` is used for nothing else and has no retry handlers."""

    def __init__(self, client: AsyncWebClient, people: People) -> None:
        if client.retry_handlers:
            raise ValueError("the sender's client must not retry by itself: a lost answer would post twice")
        self._client = client
        self._people = people

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Post the notice, or edit the card it is about; `Sender` says what the outcomes mean."""
        link = await self._link(outgoing.source or outgoing.card)
        message = await self._people.render(lambda names: notice(outgoing, names, link))
        try:
            if outgoing.edits is not None:
                answer = await self._client.chat_update(
                    channel=outgoing.edits.channel,
                    ts=outgoing.edits.ts,
                    text=message.text,
                    blocks=message.blocks,
                )
            else:
                answer = await self._client.chat_postMessage(
                    channel=outgoing.place,
                    text=message.text,
                    blocks=message.blocks,
                    thread_ts=outgoing.thread,
                    reply_broadcast=outgoing.broadcast or None,
                    metadata={"event_type": EVENT_TYPE, "event_payload": {"key": outgoing.key}},
                    unfurl_links=False,
                    unfurl_media=False,
                )
        except NOT_REACHED as error:
            return outcome_of(error)
        return Sent(channel=str(answer["channel"]), ts=str(answer["ts"]))

    async def find(self, outgoing: Outgoing) -> Outcome:
        """Look for the notice in its place, or in the thread it belongs to, by the key in its metadata."""
        try:
            found = await self._look(outgoing)
        except SlackApiError as error:
            outcome = outcome_of(error)
            # Where looking is not permitted at all, telling twice is the smaller harm.
            return outcome if isinstance(outcome, Refused | NotSent) else NotSent(error=_NOT_SAID)
        except NOT_REACHED as error:
            return NotSent(error=f"{_NOT_SAID}: {error!r}")
        return found or Refused(error="not there")

    async def _link(self, message: Posted | None) -> str | None:
        """Where a message can be opened that a notice leads to; it goes out without a link when Slack does not say."""
        if message is None:
            return None
        try:
            async with asyncio.timeout(LINK_WITHIN):
                answer = await self._client.chat_getPermalink(channel=message.channel, message_ts=message.ts)
        except NOT_REACHED as error:
            log.warning("a message's link could not be asked for", error=reason(error))
            return None
        return str(answer["permalink"])

    async def _look(self, outgoing: Outgoing) -> Sent | None:
        channel = await self._channel(outgoing.place)
        oldest = f"{(outgoing.since - CLOCKS_MAY_DIFFER).timestamp():.6f}"
        cursor: str | None = None
        for _ in range(MOST_PAGES):
            asked: dict[str, Any] = {
                "channel": channel,
                "oldest": oldest,
                "limit": 200,
                "include_all_metadata": True,
                "cursor": cursor,
            }
            if outgoing.thread is None:
                answer = await self._client.conversations_history(**asked)
            else:
                answer = await self._client.conversations_replies(ts=outgoing.thread, **asked)
            for message in answer.get("messages") or ():
                if _key(message) == outgoing.key:
                    return Sent(channel=channel, ts=str(message["ts"]))
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
        return None

    async def _channel(self, place: str) -> str:
        """The channel of a place: a person's is the direct conversation with them."""
        if not place.startswith(("U", "W")):
            return place
        opened = await self._client.conversations_open(users=place)
        return str(opened["channel"]["id"])


def outcome_of(error: BaseException) -> Outcome:
    """What an error of the Slack client means for the notice that was being sent."""
    if isinstance(error, SlackApiError):
        return _refusal(error)
    if isinstance(error, ClientConnectorError | ConnectionTimeoutError):
        return NotSent(error=f"Slack was not reached: {error!r}")
    return Unknown(error=f"Slack's answer did not arrive: {error!r}")


def _refusal(error: SlackApiError) -> Outcome:
    response = error.response
    status = getattr(response, "status_code", 200)
    data = getattr(response, "data", None)
    word = str(data.get("error", "")) if isinstance(data, dict) else ""
    if status == 429 or word in _COME_BACK:
        headers = {name.lower(): value for name, value in dict(getattr(response, "headers", {}) or {}).items()}
        return NotSent(error=word or "ratelimited", after=_retry_after(headers.get("retry-after")), whole_place=True)
    if status >= 500 or not word or word in _MAYBE_DONE:
        return Unknown(error=word or f"HTTP {status}")
    if word in _LOCKED_OUT:
        return NotSent(error=word, locked_out=True)
    return Refused(error=word, of_place=word in _OF_PLACE)


def _retry_after(header: Any) -> timedelta:
    """What Slack asks to wait; 30 seconds where it does not say, and never less than one."""
    text = header[0] if isinstance(header, list) and header else header
    try:
        return timedelta(seconds=max(1.0, min(float(text), 3600.0)))
    except (TypeError, ValueError):
        return timedelta(seconds=30)


def _key(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    key: str | None = (metadata.get("event_payload") or {}).get("key")
    return key
