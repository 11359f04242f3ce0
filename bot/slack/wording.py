"""Every sentence that refuses something: what happened and what can be done. Plain text, not yet escaped."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.desk.access import Role, Verb
from bot.desk.refusals import (
    FieldsMissingError,
    NoSuchCustomerError,
    NoSuchReasonError,
    NoSuchSeverityError,
    NoSuchTicketError,
    NotAllowedError,
    NothingToDoError,
    NotInForceError,
    NotNowError,
    NotSubscribedError,
    OtherCustomersMessageError,
    PastInstantError,
    RefusedError,
    TakenError,
    TextMissingError,
)
from bot.slack.blocks import Names
from bot.slack.mrkdwn import cut

_TEXTS = {
    "title": "A ticket needs a title: a few words that say what it is about.",
    "text": "Write a few words, so that everybody knows what was said.",
    "impact": "A regrade needs the current impact: what does not work now, and for whom?",
}


NOT_RECORDED = "The database did not answer in time. Nothing has changed; close this and send it again."
OUR_MISTAKE = "Belltower has a fault there; it is in the log. Look at the ticket before you try again."
NO_WALL = "There is no deadline wall here any more. Whoever runs Belltower can turn it on with BELLTOWER_WALL."
TOO_LATE = "Slack gave up waiting for the window to open. Nothing has changed; please try again."


def refusal(error: RefusedError, names: Names) -> str:
    """The sentence for a refusal; ValueError for a kind that has none."""
    match error:
        case NotAllowedError(verb=verb, role=role):
            return _not_allowed(verb, role)
        case NoSuchTicketError(number=number):
            return f"There is no ticket T-{number} that you can see. “/ticket list” shows those you can."
        case NoSuchCustomerError(text=text, nearest=nearest):
            return f"There is no customer “{cut(text, 80)}” that you can open tickets for. {_nearest(nearest)}"
        case OtherCustomersMessageError(customer=customer, owner=owner):
            return (
                f"This message is in {owner}'s channel, where the answers would go. "
                f"Choose {owner}, or open the ticket for {customer} with “/ticket new”."
            )
        case NoSuchSeverityError(text=text, severities=severities):
            known = _either([f"{severity.name} ({severity.priority})" for severity in severities])
            return f"“{cut(text, 80)}” does not name one severity of this customer's contract. Choose {known}."
        case NotSubscribedError(customer=customer, starts=starts, ends=ends):
            return _not_subscribed(customer, starts, ends)
        case NotInForceError(customer=customer):
            return f"No contract is in force for {customer} today, so there is nothing to promise. Ask a lead about it."
        case FieldsMissingError(severity=severity, missing=missing):
            asked = _all([f"the {each}" for each in missing])
            return f"{severity.name} needs {asked} ({severity.clause}). The form, “/ticket new”, asks for it."
        case TextMissingError(what=what):
            return _TEXTS.get(what, f"The {what} is missing. Write a few words and send it again.")
        case PastInstantError(what=what):
            return f"The {what} must lie ahead; this moment has passed."
        case NotNowError(verb=verb, number=number, state=state):
            return f"T-{number} is {state}, so “{verb}” is not possible. “/ticket show {number}” says how it stands."
        case TakenError(number=number, person=person):
            return f"T-{number} is with {names(person)}. “/ticket take {number} over” takes it over."
        case NothingToDoError(why=why, number=number):
            return f"Nothing to do on T-{number}: {why}."
        case NoSuchReasonError(text=text, reasons=reasons):
            return f"The contract has no close reason “{cut(text, 80)}”. Use {_either(reasons)}."
    raise ValueError(f"no words for {type(error).__name__}")


def _not_allowed(verb: str, role: str) -> str:
    if verb == Verb.BOARD:
        return "The deadline wall is for the support team. A lead can add you to it."
    match role:
        case Role.CUSTOMER:
            return f"“{verb}” is for the support team here. You can open tickets, see yours and ask why they are due."
        case Role.AGENT:
            return f"“{verb}” is for the leads of the support team. Ask one of them to do it."
        case _:
            return f"“{verb}” is for the support team and the customer's own contacts. A lead can add you to either."


def _not_subscribed(customer: str, starts: date | None, ends: date | None) -> str:
    term = [f"from {_day(starts)}"] if starts else []
    term += [f"until {_day(ends)}"] if ends else []
    return (
        f"{customer} has no subscription today (it runs {' '.join(term)}), and the promises are for subscribers only "
        "(V22). A lead can change the dates in the configuration."
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _nearest(names: Sequence[str]) -> str:
    return f"Did you mean {_either(names)}?" if names else "Choose one in the form: “/ticket new”."


def _either(words: Iterable[str]) -> str:
    return _joined(list(words), "or")


def _all(words: Iterable[str]) -> str:
    return _joined(list(words), "and")


def _joined(words: list[str], last: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
