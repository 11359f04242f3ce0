"""Whether a request over HTTP was signed by Slack, and lately: checked at the door, before anything in it is read.

Bolt's own check is not used: it reads the machine's clock by itself, and a time stamp that is no number makes it fail.
"""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from slack_sdk.signature import SignatureVerifier

Now = Callable[[], Awaitable[datetime]]

SIGNED_WITHIN = timedelta(minutes=5)
"""How far the signing may be from now, either way; an older request may be one that somebody has recorded."""


class Signature:
    """Checks signatures made with one signing secret, by the given clock."""

    def __init__(self, signing_secret: str, now: Now) -> None:
        self._verifier = SignatureVerifier(signing_secret)
        self._now = now

    async def genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether Slack has signed this body within five minutes of now (version 0 of Slack's signatures)."""
        stamp, given = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
            return False
        if abs((await self._now()).timestamp() - int(stamp)) > SIGNED_WITHIN.total_seconds():
            return False
        try:
            made = self._verifier.generate_signature(timestamp=stamp, body=body)
        except UnicodeDecodeError:
            return False
        return made is not None and hmac.compare_digest(made.encode(), given.encode())
