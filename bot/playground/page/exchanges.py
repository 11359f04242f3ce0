"""What Slack and the app said to each other, in words for the developer who looks on; secrets are left out."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.playground.installation import Installation
from bot.playground.records import ApiCall, Delivery, Kind, Outcome, Records
from bot.playground.refusals import Json

LAST = 100
"""How many exchanges can be looked at."""
_TICKET = re.compile(r"(ticket=)[\w-]+")
_HIDDEN = "(hidden)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """One call of the app or one delivery to it; `number` counts them all from 1."""

    number: int
    by_app: bool
    name: str
    outcome: str
    """`ok`, or Slack's word for why not."""
    details: tuple[str, ...]
    is_refusal: bool
    milliseconds: int | None
    asked: str
    answered: str


class Exchanges:
    """Everything that went over the wire, as it can be shown."""

    def __init__(self, records: Records, installation: Installation) -> None:
        self._records = records
        secrets = (installation.bot_token, installation.app_token, installation.signing_secret)
        self._secrets = re.compile("|".join(re.escape(secret) for secret in secrets))

    @property
    def count(self) -> int:
        """How many there have been."""
        return len(self._records.exchanges)

    @property
    def refusals(self) -> int:
        """How many times Slack refused something, or had no answer."""
        return sum(_refused(each) for each in self._records.exchanges)

    def newest_first(self, after: int = 0) -> Iterator[Exchange]:
        """The last hundred, of those with a number above `after`."""
        kept = self._records.exchanges
        for number in range(len(kept), max(after, len(kept) - LAST), -1):
            yield self._exchange(number, kept[number - 1])

    def _exchange(self, number: int, each: ApiCall | Delivery) -> Exchange:
        if isinstance(each, ApiCall):
            details: Iterable[str] = (each.answer or {}).get("response_metadata", {}).get("messages", ())
            name, outcome = each.method, "ok" if each.ok else each.error or each.fault or "no answer"
            asked, answered = each.args, each.answer
        else:
            details = each.details
            name, outcome = _delivered(each), each.refused or _word(each.outcome)
            asked, answered = each.payload, each.ack
        return Exchange(
            number=number,
            by_app=isinstance(each, ApiCall),
            name=name,
            outcome=outcome,
            details=tuple(details),
            is_refusal=_refused(each),
            milliseconds=None if each.seconds is None else round(each.seconds * 1000),
            asked=self._written(asked),
            answered=self._written(answered),
        )

    def _written(self, body: Json | None) -> str:
        if body is None:
            return ""
        shown = {name: _HIDDEN if name == "token" else value for name, value in body.items()}
        written = json.dumps(shown, indent=2, ensure_ascii=False, default=str)
        return self._secrets.sub(_HIDDEN, _TICKET.sub(rf"\1{_HIDDEN}", written))


def _refused(each: ApiCall | Delivery) -> bool:
    if isinstance(each, ApiCall):
        return not each.ok
    return each.refused is not None or each.outcome is not Outcome.ACKNOWLEDGED


def _word(outcome: Outcome) -> str:
    return "ok" if outcome is Outcome.ACKNOWLEDGED else outcome.value


def _delivered(delivery: Delivery) -> str:
    payload = delivery.payload
    match delivery.kind:
        case Kind.COMMAND:
            return f"{payload['command']} {payload['text']}".strip()
        case Kind.EVENT:
            return str(payload["event"]["type"])
        case Kind.INTERACTION:
            acted = ", ".join(action["action_id"] for action in payload.get("actions", ()))
            return f"{payload['type']} {acted or payload.get('action_id', '')}".strip()
