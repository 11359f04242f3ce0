"""What Slack hands out for short use: trigger ids (3 seconds, once) and response URLs (30 minutes, 5 times)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.playground.refusals import Refusal

TRIGGER_LIFETIME = timedelta(seconds=3)
RESPONSE_LIFETIME = timedelta(minutes=30)
RESPONSE_USES = 5


@dataclass(slots=True)
class Trigger:
    """Leave to open one modal for the person who acted."""

    user: str
    issued: datetime
    exchanged: bool = False


@dataclass(slots=True)
class ResponsePass:
    """Leave to answer where a person acted; `message_ts` names the message whose button it was."""

    user: str
    channel: str
    issued: datetime
    message_ts: str | None = None
    message_is_ephemeral: bool = False
    used: int = 0


class Passes:
    """All trigger ids and response URLs that were handed out."""

    def __init__(self) -> None:
        self._triggers: dict[str, Trigger] = {}
        self._responses: dict[str, ResponsePass] = {}

    def issue_trigger(self, user: str, at: datetime) -> str:
        """A new trigger id for what this person has just done."""
        name = f"{len(self._triggers) + 1}.{user}.trigger"
        self._triggers[name] = Trigger(user=user, issued=at)
        return name

    def exchange_trigger(self, name: str, at: datetime) -> str:
        """The person whom the trigger stands for; it is spent afterwards.

        Raises:
            Refusal: `invalid_trigger_id`, `exchanged_trigger_id` or `expired_trigger_id`.
        """
        trigger = self._triggers.get(name)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.exchanged:
            raise Refusal("exchanged_trigger_id")
        if at - trigger.issued > TRIGGER_LIFETIME:
            raise Refusal("expired_trigger_id")
        trigger.exchanged = True
        return trigger.user

    def issue_response(self, given: ResponsePass) -> str:
        """The last part of a new response URL."""
        name = secrets.token_urlsafe(16)
        self._responses[name] = given
        return name

    def use_response(self, name: str, at: datetime) -> ResponsePass:
        """Spend one use of a response URL.

        Raises:
            Refusal: `invalid_url`, `expired_url` or `used_url`, as HTTP 404.
        """
        given = self._responses.get(name)
        if given is None:
            raise Refusal("invalid_url", status=404)
        if at - given.issued > RESPONSE_LIFETIME:
            raise Refusal("expired_url", status=404)
        if given.used >= RESPONSE_USES:
            raise Refusal("used_url", status=404)
        given.used += 1
        return given
