"""Delivery over HTTP: requests signed with the signing secret and posted to the app's request URL."""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

import aiohttp

from bot.playground.installation import Installation
from bot.playground.json_text import read_object
from bot.playground.records import Kind
from bot.playground.refusals import Json, NobodyListens, Refusal


def signature(secret: str, timestamp: str, body: str) -> str:
    """Slack's `X-Slack-Signature`, version 0, of a request body."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256)
    return f"v0={digest.hexdigest()}"


class HttpMode:
    """Posts each delivery to one request URL."""

    def __init__(self, installation: Installation, now: Callable[[], datetime]) -> None:
        self._installation = installation
        self._now = now
        self._session: aiohttp.ClientSession | None = None

    async def send(self, url: str, kind: Kind, payload: Json, retry_number: int) -> Json | None:
        """Post a delivery; what the app answers with is its acknowledgement.

        Raises:
            NobodyListens: when the app cannot be reached or answers with anything but HTTP 200.
        """
        body, content_type = _encoded(kind, payload)
        timestamp = str(int(self._now().timestamp()))
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._installation.signing_secret, timestamp, body),
        }
        if retry_number:
            headers |= {"X-Slack-Retry-Num": str(retry_number), "X-Slack-Retry-Reason": "http_timeout"}
        if self._session is None:
            self._session = aiohttp.ClientSession()
        try:
            async with self._session.post(url, data=body.encode(), headers=headers) as answer:
                text = await answer.text()
                if answer.status != 200:
                    raise NobodyListens
                is_json = answer.content_type == "application/json"
            said = read_object(text) if is_json and text else {"text": text}
        except (aiohttp.ClientError, Refusal) as fault:
            raise NobodyListens from fault
        return said if text and said else None

    async def close(self) -> None:
        """Close the connections to the app."""
        if self._session is not None:
            await self._session.close()


def _encoded(kind: Kind, payload: Json) -> tuple[str, str]:
    """The body and its content type: commands as a form, interactions as JSON in a form, events as JSON."""
    form = "application/x-www-form-urlencoded"
    match kind:
        case Kind.COMMAND:
            return urlencode(payload), form
        case Kind.INTERACTION:
            return urlencode({"payload": json.dumps(payload)}), form
        case Kind.EVENT:
            return json.dumps(payload), "application/json"
