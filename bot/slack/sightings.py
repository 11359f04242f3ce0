"""What people show that they have seen: Slack tells of buttons and reactions, and of nobody who only reads."""

from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from bot.desk.seeing import see
from bot.slack.occurrences import own_id
from bot.slack.reading import Payload, mapping, text, text_or_none
from bot.slack.reception import Reception
from storage.database import Unavailable

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """Somebody has shown that they saw a message."""

    person: str
    channel: str
    ts: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sightings:
    """Keeps who has seen what."""

    reception: Reception

    async def noted(self, sighting: Sighting | None) -> None:
        """Keep a sighting, where there is one. Nothing follows from it, so that a failure ends here."""
        if sighting is None:
            return
        try:
            at = await self.reception.now()
            await see(self.reception.desk, sighting.person, sighting.channel, sighting.ts, at)
        except Unavailable as error:
            log.warning("that a message was seen was not kept", error=str(error))


def pressed_on(payload: Payload) -> Sighting | None:
    """The message on which a button was pressed; None for one in a window, or in App Home."""
    container, user = payload.get("container"), mapping(payload, "user")
    if not isinstance(container, Mapping) or container.get("type") != "message":
        return None
    channel, ts = text_or_none(container, "channel_id"), text_or_none(container, "message_ts")
    return None if channel is None or ts is None else Sighting(person=text(user, "id"), channel=channel, ts=ts)


def reacted_to(payload: Payload) -> Sighting | None:
    """The message that somebody has reacted to; None for something else, and for a reaction of our own."""
    event = mapping(payload, "event")
    item, person = mapping(event, "item"), text(event, "user")
    if item.get("type") != "message" or person == own_id(payload):
        return None
    return Sighting(person=person, channel=text(item, "channel"), ts=text(item, "ts"))
