"""How often an app may call: about one message per second and channel, and each method so often in a minute.

Slack promises at least so much and tolerates bursts of a size that it does not tell; here there are none.
"""

import math
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import IntEnum

from bot.playground.refusals import Refusal

BETWEEN_MESSAGES = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


class Tier(IntEnum):
    """How many calls of one method Slack takes in a minute."""

    TWO = 20
    """Lists of everything."""
    THREE = 50
    """Most methods."""
    FOUR = 100
    """What an app does for a person who waits."""
    SPECIAL = 0
    """No such number: the method has a limit of its own, or hundreds of calls a minute."""


class RateLimits:
    """Counts what the app asks for, in the time of the given clock."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._last: dict[str, datetime] = {}
        self._calls: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def admit_message(self, channel: str) -> None:
        """Let one message through.

        Raises:
            Refusal: `ratelimited` as HTTP 429, with the whole seconds to wait.
        """
        at = self._now()
        free_at = self._last.get(channel, at - BETWEEN_MESSAGES) + BETWEEN_MESSAGES
        if at < free_at:
            raise _too_often(free_at - at)
        self._last[channel] = at

    def admit_call(self, method: str, tier: Tier) -> None:
        """Let one call of a method through.

        Raises:
            Refusal: `ratelimited` as HTTP 429, with the whole seconds to wait.
        """
        if tier is Tier.SPECIAL:
            return
        at, recent = self._now(), self._calls[method]
        while recent and at - recent[0] >= MINUTE:
            recent.popleft()
        if len(recent) >= tier:
            raise _too_often(recent[0] + MINUTE - at)
        recent.append(at)


def _too_often(wait: timedelta) -> Refusal:
    return Refusal("ratelimited", status=429, retry_after=math.ceil(wait.total_seconds()))
