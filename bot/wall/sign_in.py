"""Who may look at the wall: a link that App Home gives to a person, and the cookie that it is exchanged for.

Both are passes that name a person and an end, signed with keys that are derived from the bot's token; nothing is kept.
A pass proves who asks; whether that person is of the team is looked up at every request.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

LINK_LASTS = timedelta(minutes=10)
COOKIE_LASTS = timedelta(days=30)
"""A screen in the team's room is signed in anew once in a month."""
_PASS = re.compile(r"(?P<person>[A-Z0-9]{1,32})\.(?P<end>\d{1,12})\.(?P<seal>[0-9a-f]{64})", re.ASCII)


class Use(StrEnum):
    """What a pass is good for; one is never taken for the other."""

    LINK = "link"
    """To be exchanged for a cookie, in the address."""
    COOKIE = "cookie"
    """To look at the wall."""


_LASTS: Mapping[Use, timedelta] = {Use.LINK: LINK_LASTS, Use.COOKIE: COOKIE_LASTS}


@dataclass(frozen=True, slots=True)
class Passes:
    """Gives passes out and reads them; two installations with different tokens never take each other's."""

    bot_token: str = field(repr=False)

    def give(self, use: Use, person: str, at: datetime) -> str:
        """A pass for a person (a Slack user id), good from `at` on for as long as its use allows."""
        end = int((at + _LASTS[use]).timestamp())
        return f"{person}.{end}.{self._seal(use, person, end)}"

    def holder(self, use: Use, text: str, at: datetime) -> str | None:
        """The person a pass was given to; None where it is none of ours, is for another use, or has ended."""
        found = _PASS.fullmatch(text)
        if found is None:
            return None
        person, end = found["person"], int(found["end"])
        genuine = hmac.compare_digest(found["seal"], self._seal(use, person, end))
        return person if genuine and at < datetime.fromtimestamp(end, UTC) else None

    def _seal(self, use: Use, person: str, end: int) -> str:
        key = hmac.digest(self.bot_token.encode(), f"belltower wall {use}".encode(), "sha256")
        return hmac.digest(key, f"{person}.{end}".encode(), "sha256").hex()
