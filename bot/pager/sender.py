"""Carries one notice outside Slack, once, and names what became of it.

Nothing can be looked up there. A page that may or may not have arrived is sent again, because one that is missed is
worse than one that comes twice; it says that it may repeat, and services that know incidents keep it as one.
"""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

import structlog
from apprise import Apprise, NotifyFormat, NotifyType
from apprise.result import AppriseResult, AppriseResultStatus
from pydantic import SecretStr

from bot.desk.outgoing import Outgoing
from bot.desk.places import way_of
from bot.desk.sending import NotSent, Outcome, Refused, Sent, Unknown
from bot.pager.targets import target
from bot.pager.words import Tone, Words, words

log = structlog.get_logger(__name__)

WITHIN = 20.0
"""Seconds that a target may take; the thread that waits for it goes on a little longer."""
LONGEST_REASON = 160
_SHORTEST_SECRET = 4
"""Pieces of an address that are shorter are words that anybody uses."""
_PIECES = re.compile(r"[/@:?&=,;+#\s]+")
_NUMBER = re.compile(r"\d{7,}")
"""What may be a telephone number, which a plugin writes without the dashes that an address may have."""
_REFUSED = re.compile(r"\berror[=:]\s*4\d\d\b", re.IGNORECASE)
"""How a plugin says that the service has understood the message and does not take it."""
_TYPES = {Tone.CALL: NotifyType.FAILURE, Tone.OVER: NotifyType.SUCCESS, Tone.TEST: NotifyType.INFO}


class OutsideSender:
    """The desk's `Sender` for ways outside Slack: `addresses` are by the way's name, and nobody else knows them."""

    def __init__(self, addresses: Mapping[str, SecretStr]) -> None:
        self._addresses = addresses

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Send the notice by its way; `Sender` says what the outcomes mean."""
        way = way_of(outgoing.place)
        address = self._addresses.get(way) if way is not None else None
        if way is None or address is None:
            return Refused(error="nothing is known of this way: its variable is not set")
        said = words(outgoing)
        try:
            outcome = await _told(address.get_secret_value(), said)
        except Exception as failure:  # Whatever a plugin does, its words may hold the address.
            outcome = Unknown(error=f"it could not be sent by it: {type(failure).__name__}")
        if not isinstance(outcome, Sent):
            log.warning("a way outside Slack has not taken a notice", notice=outgoing.key, error=outcome.error)
            return outcome
        return Sent(channel=outgoing.place, ts=said.incident)

    async def find(self, _outgoing: Outgoing) -> Outcome:
        """Nobody can be asked whether it has arrived, so it counts as not there, and is sent again."""
        return Refused(error="it cannot be looked for outside Slack")


async def _told(address: str, said: Words) -> Outcome:
    found = target(address, said.incident, over=said.tone is Tone.OVER)
    if found is None:
        return Refused(error="its address is not one that can be sent to")
    sending = Apprise()
    sending.add(found)
    # A target without titles would put the title before a text that says the same.
    title = said.title if found.title_maxlen > 0 else ""
    result = await sending.async_notify(
        body=said.text, title=title, notify_type=_TYPES[said.tone], body_format=NotifyFormat.TEXT, timeout=WITHIN
    )
    return _outcome(result, address)


def _outcome(result: AppriseResult, address: str) -> Outcome:
    """What the result for the one target means: only a service that answered has surely not taken the message."""
    if all(each.status is AppriseResultStatus.SUCCESS for each in result.results) and result.results:
        return Sent(channel="", ts="")
    reasons = [entry.message for each in result.results for entry in each.logs()]
    reason = _without_secrets(reasons, address) or "it was not taken, and no reason is given"
    return NotSent(error=reason) if any(map(_REFUSED.search, reasons)) else Unknown(error=reason)


def _without_secrets(reasons: Iterable[str], address: str) -> str:
    """The first reason that is given, in one line, without any piece of the address and without long numbers."""
    reason = " ".join(next(iter(reasons), "").split())
    pieces = {piece for text in (address, unquote(address)) for piece in _PIECES.split(text.partition("://")[2])}
    for piece in sorted(pieces, key=len, reverse=True):
        if len(piece) >= _SHORTEST_SECRET:
            reason = re.sub(re.escape(piece), "…", reason, flags=re.IGNORECASE)
    return _NUMBER.sub("…", reason)[:LONGEST_REASON]
