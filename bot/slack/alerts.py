"""The answer to `/ticket alerts 12`: each notice of a ticket, to whom it went by which way, when, and who saw it."""

from bot.clocks.durations import in_words
from bot.clocks.explain import CLOCK_NAMES
from bot.desk.alerts import Alert, Alerts, Fate
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import AtRisk, Breach, Escalation, Event, GoalMissed
from bot.desk.page_notices import Page
from bot.desk.places import way_of
from bot.slack.blocks import Message, Names, context, plain, section
from bot.slack.events import happened
from bot.slack.listing import turning
from bot.slack.mrkdwn import line, when
from bot.slack.notice_lines import level

_WHAT_SLACK_TELLS = "Slack tells who presses a button on a message or reacts to it, and not who only reads it."
_WHATS = {
    NoticeKind.CARD: "The card",
    NoticeKind.RECEIPT: "The customer's receipt",
    NoticeKind.ANSWER: "An answer to the customer",
    NoticeKind.PROPOSAL: "The proposed resolution, to the customer",
    NoticeKind.NEWS: "News to the customer",
    NoticeKind.REMINDER: "Nobody has agreed yet",
    NoticeKind.HELD: "Nobody is called yet",
    NoticeKind.PAGE_OVER: "The end of a page",
    NoticeKind.ALARM_OUTSIDE: "An alarm that Slack did not take",
    NoticeKind.UNDELIVERED: "A notice that was refused",
}


def alerts(found: Alerts, names: Names) -> Message:
    """A page of a ticket's notices, in the order in which they were put, and the ways to the other pages."""
    number = found.ticket.number
    counted = "1 notice" if found.total == 1 else f"{found.total} notices"
    head = f"T-{number}: {counted}, in the order in which they came."
    pages = turning(found.page, found.pages, lambda page: f"alerts {number} page {page}")
    shown = [section(_alert(each, names)) for each in found.shown]
    return Message(text=head, blocks=[section(head), *shown, *pages, context(plain(_WHAT_SLACK_TELLS))])


def _alert(alert: Alert, names: Names) -> str:
    """Two short lines: what went where, and what became of it."""
    became = [f"planned {when(alert.planned)}", *_fate(alert)]
    if alert.seen_at is not None:
        became.append(f"seen by {line(names(alert.seen_by or ''), 60)} {when(alert.seen_at)}")
    if alert.answered is not None:
        became.append(f"{alert.answered.how} by {line(names(alert.answered.by), 60)} {when(alert.answered.at)}")
    return f"{_sign(alert)} *{_what(alert, names)}* · {_where(alert.place, names)}\n{' · '.join(became)}"


def _fate(alert: Alert) -> list[str]:
    together = " in one message with others" if alert.together else ""
    late = "" if alert.late is None else f", *{in_words(alert.late)} late*"
    reason = f": {line(alert.reason, 200)}" if alert.reason else ""
    match alert.fate:
        case Fate.SENT if alert.settled is not None:
            return [f"sent {when(alert.settled)}{together}{late}"]
        case Fate.SENT:
            return [f"sent{together}"]
        case Fate.WAITING:
            return [f"waiting{reason}"]
        case Fate.NOT_NEEDED:
            return [f"not needed any more{reason}"]
        case Fate.LET_GO:
            return [f"not sent{reason}"]
        case Fate.REFUSED:
            return [f"*refused*{reason}"]


def _sign(alert: Alert) -> str:
    match alert.fate:
        case Fate.SENT:
            return "✓" if alert.late is None else "⚠️"
        case Fate.WAITING:
            return "⏳"
        case Fate.NOT_NEEDED | Fate.LET_GO:
            return "–"
        case Fate.REFUSED:
            return "🚨"


def _what(alert: Alert, names: Names) -> str:
    match alert.told:
        case Page(whom=whom, round=1):
            return f"Page to {line(level(whom), 60)}"
        case Page(whom=whom, round=number):
            return f"Page to {line(level(whom), 60)}, round {number}"
        case AtRisk(promise=promise, warn=warn):
            return f"Warning {line(warn, 40)}, {CLOCK_NAMES[promise.kind]}"
        case GoalMissed(promise=promise):
            return f"Goal missed, {CLOCK_NAMES[promise.kind]}"
        case Breach(promise=promise):
            return f"Broken, {CLOCK_NAMES[promise.kind]}"
        case Escalation(promise=promise, after=after):
            return f"Escalation after {line(after, 40)}, {CLOCK_NAMES[promise.kind]}"
        case Event(entry=entry):
            return happened(entry, names)
        case _:
            return _WHATS.get(alert.kind, f"The {alert.kind}")


def _where(place: str, names: Names) -> str:
    """The channel, the person in their direct messages, or the way outside Slack."""
    if (way := way_of(place)) is not None:
        return f"by {line(way, 60)}"
    return f"<#{line(place, 40)}>" if place.startswith(("C", "G")) else f"directly to {line(names(place), 60)}"
