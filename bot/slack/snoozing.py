"""Until when a page is put off: by what was typed, `30m` or `until 07:00`, or by a choice in its menu."""

import re
from datetime import datetime, timedelta

from bot.desk.requests import Asker, Snooze
from bot.slack.handling_words import Handle
from bot.slack.moments import Writer, later, moment
from bot.slack.payloads import Press

_LEADING = re.compile(r"^(?:until|till|for)\s+", re.IGNORECASE)


def typed(said: Handle, key: str, by: Asker, writer: Writer) -> Snooze | None:
    """The snooze that a typed line asks for; None where it names no end that can be read."""
    words = _LEADING.sub("", " ".join(said.text.split())).rstrip(".")
    until = later(words, writer.at, writer) or moment(words, writer.at, writer)
    return None if until is None else Snooze(key=key, asker=by, ticket=said.ticket, until=until)


def pressed(press: Press, at: datetime) -> Snooze | None:
    """The snooze that a choice in a page's menu asks for; None for any other button."""
    if press.minutes is None:
        return None
    until = at + timedelta(minutes=press.minutes)
    return Snooze(key=press.key, asker=press.asker, ticket=press.ticket, until=until)
