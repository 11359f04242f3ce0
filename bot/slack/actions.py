"""Every id that goes out to Slack in a button, an input or a window and comes back in a payload.

The manifest, the faces and the listeners all use these, so that an id is written once.
"""

from enum import StrEnum

COMMAND = "/ticket"
"""The one slash command."""
MORE = "more"
"""The action id of a card's menu; each of its options is an action with the value that its button would have."""


class Action(StrEnum):
    """The buttons, by their action id."""

    TAKE = "take"
    """Take it: the presser has the responsibility from now on."""
    TAKE_OVER = "take_over"
    """Take it over: as above, from somebody who has it."""
    ACKNOWLEDGE = "acknowledge"
    """Acknowledge: the page has been seen, the next person need not be called."""
    REPLY = "reply"
    """Reply: opens the window for an answer to the customer."""
    CALLED_BACK = "called_back"
    """Called back: opens the window that records the call."""
    REGRADE = "regrade"
    """Regrade: opens the window for a change of severity."""
    CLOSE = "close"
    """Close: opens the window that asks for the reason."""
    REOPEN = "reopen"
    """Reopen: opens the window that asks why."""
    WHY = "why"
    """Why: opens the proof of a due time."""
    SHOW = "show"
    """Show: opens the ticket as its card has it."""


class Entrance(StrEnum):
    """The buttons of App Home that are about no ticket, by their action id."""

    NEW_TICKET = "new_ticket"
    """Open a ticket: opens the form."""
    WALL = "wall"
    """Deadline wall: opens a window with a fresh link to it."""
    WALL_LINK = "wall_link"
    """The link itself: the browser follows it, and there is nothing left to do."""


class Callback(StrEnum):
    """The message shortcut and the windows, by their callback id."""

    OPEN_TICKET = "open_ticket"
    """The message shortcut: make this message a ticket."""
    INTAKE = "intake"
    """The form that opens a ticket."""
    REPLY = "reply_window"
    """The window for an answer to the customer."""
    CALLED_BACK = "called_back_window"
    """The window that records a call-back."""
    REGRADE = "regrade_window"
    """The window for a change of severity."""
    CLOSE = "close_window"
    """The window that asks why a ticket is closed."""
    REOPEN = "reopen_window"
    """The window that asks why a ticket is opened again."""
    NOTICE = "notice_window"
    """A window with something to read and nothing to send."""


class Field(StrEnum):
    """The inputs of the windows, by their action id, which is also the id of their block."""

    CUSTOMER = "customer"
    """The customer; the form is drawn again when it changes."""
    SEVERITY = "severity"
    """The severity of a new ticket; the form is drawn again when it changes."""
    NEW_SEVERITY = "new_severity"
    """The severity after a regrade; the window is drawn again when it changes."""
    TITLE = "title"
    """What it is about, in one line."""
    DESCRIPTION = "description"
    """What happens, in as many lines as it needs."""
    COMPANY = "company"
    """The customer's company, where the severity asks for it."""
    CONTACT = "contact"
    """The person to speak to, where the severity asks for one."""
    PHONE = "phone"
    """The number to call back, where the severity asks for it."""
    EMAIL = "email"
    """The address to write to, where the severity asks for it."""
    TEXT = "text"
    """What was said, or why."""
    NEXT_UPDATE = "next_update"
    """When the customer will hear again."""
    IMPACT = "impact"
    """The current impact, which a regrade must name."""
    REASON = "reason"
    """One of the contract's close reasons."""


def severity_block(contract: str) -> str:
    """The block id of the severities of a contract: another contract's are another input, with nothing chosen yet."""
    return f"{Field.SEVERITY} {contract}"


def menu_value(action: Action, value: str) -> str:
    """The value of a menu's option that does what a button of this action and value would: `close 12`."""
    return f"{action} {value}"


def promise_value(ticket: int, clock: str, cycle: int) -> str:
    """The value of a button that is about one promise of a ticket: `12 first_response 1`."""
    return f"{ticket} {clock} {cycle}"
