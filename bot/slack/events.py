"""What happened to a ticket, one calm line each: in the card's thread and at the foot of the card."""

from collections.abc import Mapping

from bot.clocks.contract import Terms
from bot.clocks.entries import (
    BY_RULE,
    Acknowledged,
    After,
    Attempted,
    CalledBack,
    Closed,
    Confirmed,
    Contact,
    Entry,
    Heard,
    NotAsked,
    Objected,
    Opened,
    Outcome,
    Paged,
    Paused,
    Regraded,
    Released,
    Reopened,
    Replied,
    Resolved,
    Resumed,
    Snoozed,
    Taken,
    Unacknowledged,
    Updated,
)
from bot.slack.blocks import Names
from bot.slack.mrkdwn import first_of, line, web_link, when

_MOST_FILES = 20
_DEEDS: Mapping[type[Entry], str] = {
    Released: "gave it back: nobody has it",
    CalledBack: "called the customer back",
    Updated: "told the customer the progress",
    Attempted: "tried to reach the customer",
    Acknowledged: "acknowledged the page",
    Confirmed: "confirmed that it is resolved",
    Objected: "objected: it is not resolved",
    Reopened: "opened it again",
}
"""What whoever made an entry did, where that is always the same."""


_PAGED_AGAIN: Mapping[After, str] = {
    After.SILENCE: "Whoever had it has given no sign of life, so people are paged again",
    After.SNOOZE: "The snooze is over, so people are paged again",
    After.RELEASE: "Nobody has it any more, so people are paged again",
    After.HAND_OVER: "Whoever was given it has not shown that they know, so people are paged again",
}


def happened(entry: Entry, names: Names, terms: Terms | None = None) -> str:
    """An entry in a few words of markup, without what was said: `Ana Agent took it`.

    With the ticket's terms a severity goes by its name, without them a regrade is told without the severity.
    """
    who = "Belltower" if entry.by == BY_RULE else line(names(entry.by), 80)
    match entry:
        case Opened():
            return f"Opened by {who}"
        case Taken(to=to):
            return f"{who} took it" if to == entry.by else f"{who} gave it to {line(names(to), 80)}"
        case Replied(source=source):
            return f"{who} answered the customer{'' if source is None else ' in their thread'}"
        case Heard():
            return f"The customer wrote ({who})"
        case Regraded(severity=severity, undo=undo):
            grade = "" if terms is None else f" to {line(terms.contract.severity(severity).name, 80)}"
            return f"{who} {'took the regrade back' if undo else 'regraded it'}{grade}"
        case Snoozed() | Unacknowledged() | Paged():
            return _of_a_page(entry, who, names)
        case Paused(reason=reason, until=until):
            return f"{who} set it to {reason}{'' if until is None else f' until {when(until)}'}"
        case Resumed(source=source):
            return f"{who} ended the wait{'' if source is None else ' by writing'}"
        case Resolved(outcome=outcome):
            what = "a workaround will do" if outcome is Outcome.WORKAROUND else "it is resolved"
            return f"{who} asked the customer to agree that {what}"
        case NotAsked():
            return "The customer was not asked in Slack, so their silence agrees to nothing"
        case Confirmed(by=by) if by == BY_RULE:
            return "The customer did not object, so by the contract it is agreed and closed"
        case Closed(reason=reason, line=excluded):
            named = "" if excluded is None else f" ({line(excluded, 40)})"
            return f"{who} closed it: {line(reason.replace('_', ' '), 80)}{named}"
        case _:
            return f"{who} {_DEEDS[type(entry)]}"


def _of_a_page(entry: Snoozed | Unacknowledged | Paged, who: str, names: Names) -> str:
    """What became of a page; one by a way outside Slack is told without its way to whoever is not to know of it."""
    match entry:
        case Snoozed(until=until):
            return f"{who} put the page off until {when(until)}"
        case Unacknowledged(after=after):
            return _PAGED_AGAIN[after]
        case Paged():
            whom = "" if entry.person is None else f" to {line(names(entry.person), 80)}"
            by = f" by {line(entry.way, 80)}" if entry.way else ""
            return f"The page{whom}{by} {'went out' if entry.delivered else 'did not go out'}"


def said(entry: Entry) -> str:
    """What a person said with an entry, as they said it; empty where nothing was."""
    match entry:
        case Replied(text=text) | Updated(text=text) | CalledBack(text=text) | Heard(text=text) | Attempted(text=text):
            return text
        case Paused(text=text) | Resumed(text=text) | Resolved(text=text) | Confirmed(text=text) | Objected(text=text):
            return text
        case Closed(text=text) | Reopened(text=text):
            return text
        case Regraded(impact=impact):
            return impact
        case Opened() | Taken() | Released() | Acknowledged() | NotAsked():
            return ""
        case Snoozed() | Unacknowledged() | Paged():
            return ""


def added(entry: Entry) -> list[str]:
    """What an entry settles besides, in lines of markup: expectations, agreements, files, evidence."""
    lines = []
    if isinstance(entry, Updated) and entry.eta is not None:
        lines.append(f"*Expected to be over* by {when(entry.eta)}")
    match entry:
        case Contact(next_update=next_update, cadence=cadence):
            lines += [] if next_update is None else [f"*Next update* by {when(next_update)}"]
            lines += [] if cadence is None else [f"*Updates* every {line(cadence, 60)}, as agreed"]
        case Heard(files=files) if files:
            lines.append(f"*Files* {first_of([line(each, 100) for each in files], _MOST_FILES)}")
        case Attempted(link=link) if link:
            lines.append(f"*To be seen* at {web_link(link)}")
        case Paused(duty=str(duty)):
            lines.append(f"*Owed by the contract* {line(duty, 60)}")
        case _:
            pass
    return lines
