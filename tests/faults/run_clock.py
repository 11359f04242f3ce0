"""The time of a run: this machine's when it began, and from then on never set back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Self

from bot.app import wall_clock


@dataclass(frozen=True, kw_only=True, slots=True)
class RunClock:
    """A clock that goes on from the instant at which it was started."""

    began: datetime
    _at: float

    @classmethod
    async def started(cls) -> Self:
        """A clock that shows what this machine's shows now."""
        return cls(began=await wall_clock(), _at=monotonic())

    def __call__(self) -> datetime:
        """What time it is, in UTC."""
        return self.began + timedelta(seconds=monotonic() - self._at)
