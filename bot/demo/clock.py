"""A clock that stands where it is put."""

from datetime import datetime, timedelta


class MovableClock:
    """The time of a trial: the bot and the local Slack both go by it. It only moves forward."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def __call__(self) -> datetime:
        """The local Slack's way to ask."""
        return self._at

    async def now(self) -> datetime:
        """The bot's way to ask."""
        return self._at

    def move_to(self, at: datetime) -> None:
        """Stand at a later instant; an earlier one is ignored."""
        self._at = max(self._at, at)

    def forward(self, length: timedelta) -> None:
        """Stand so much later."""
        self._at += length
