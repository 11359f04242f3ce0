"""How much an app may send: about one message per second and channel."""

import math
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.playground.refusals import Refusal

BETWEEN_MESSAGES = timedelta(seconds=1)


class MessageRate:
    """Counts the app's messages by channel, in the time of the given clock."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._last: dict[str, datetime] = {}

    def admit(self, channel: str) -> None:
        """Let one message through.

        Raises:
            Refusal: `ratelimited` as HTTP 429, with the whole seconds to wait.
        """
        at = self._now()
        free_at = self._last.get(channel, at - BETWEEN_MESSAGES) + BETWEEN_MESSAGES
        if at < free_at:
            wait = math.ceil((free_at - at).total_seconds())
            raise Refusal("ratelimited", status=429, retry_after=wait)
        self._last[channel] = at
