"""What happened to a ticket, one calm line each: in the card's thread and at the foot of the card."""

from bot.clocks.contract import Terms
from bot.clocks.entries import (
    BY_RULE,
    Acknowledged,
    Attempted,
    CalledBack,
    Closed,
    Confirmed,
    Entry,
    Heard,
    Objected,
    Opened,
    Paused,
    Regraded,
    Released,
    Reopened,
    Replied,
    Resolved,
    Resumed,
    Taken,
    Updated,
)
from bot.slack.blocks import Names
from bot.slack.mrkdwn import escape, line


def happened(entry: Entry, names: Names, terms: Terms | None = None) -> str:
    """An entry in a few words of markup, without what was said: `Ana Agent took it`.

    With the ticket's terms a severity goes by its name, without them a regrade is told without the severity.
    """
    who = "Belltower" if entry.by == BY_RULE else line(names(entry.by), 80)
    match entry:
        case Opened():
            return f"Opened by {who}"
        case Taken(to=to) if to != entry.by:
            return f"{who} gave it to {line(names(to), 80)}"
        case Taken():
            return f"{who} took it"
        case Replied():
            return f"{who} answered the customer"
        case CalledBack():
            return f"{who} called the customer back"
        case Regraded(severity=severity):
            grade = "" if terms is None else f" to {escape(terms.contract.severity(severity).name)}"
            return f"{who} regraded it{grade}"
        case Acknowledged():
            return f"{who} acknowledged the page"
        case Paused(reason=reason):
            return f"{who} set it to {reason}"
        case Resumed():
            return f"{who} ended the wait"
        case Resolved():
            return f"{who} resolved it"
        case Closed(reason=reason):
            return f"{who} closed it: {line(reason.replace('_', ' '), 80)}"
        case Reopened():
            return f"{who} opened it again"
        case Released():
            return f"{who} gave it back: nobody has it"
        case Updated():
            return f"{who} told the customer the progress"
        case Heard():
            return f"The customer wrote ({who})"
        case Attempted():
            return f"{who} tried to reach the customer"
        case Confirmed():
            return f"{who} confirmed that it is resolved"
        case Objected():
            return f"{who} objects: it is not resolved"


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
        case Opened() | Taken() | Released() | Acknowledged():
            return ""
