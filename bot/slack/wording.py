"""Every sentence that refuses something: what happened and what can be done. Plain text, not yet escaped."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.clocks.contract import IntakeField
from bot.clocks.durations import in_words
from bot.clocks.ledger import State
from bot.desk.access import ALLOWED, Role, Verb
from bot.desk.refusals import (
    AgreementMissingError,
    AttemptsMissingError,
    CadenceError,
    ContactDoubtfulError,
    CustomerFaultsError,
    FieldsMissingError,
    NoLinkError,
    NoSuchAnswerError,
    NoSuchCustomerError,
    NoSuchDutyError,
    NoSuchPauseReasonError,
    NoSuchReasonError,
    NoSuchSeverityError,
    NoSuchTicketError,
    NoSuchWayError,
    NotAContactError,
    NotACustomerError,
    NotAllowedError,
    NothingToDoError,
    NothingToHandOverError,
    NotInForceError,
    NotNowError,
    NotOfTheTeamError,
    NotSubscribedError,
    NowhereToAskError,
    OtherCustomersMessageError,
    PastInstantError,
    ProposalAnsweredError,
    RefusedError,
    ScopeLineMissingError,
    SnoozeTooLongError,
    TakenError,
    TextMissingError,
    TriageContradictsError,
)
from bot.slack.blocks import Names
from bot.slack.customer_faults import sentence
from bot.slack.duty_wording import duty_refusal
from bot.slack.mrkdwn import cut

_TEXTS = {
    "title": "A ticket needs a title: a few words that say what it is about.",
    "text": "Write a few words, so that everybody knows what was said.",
    "impact": "A regrade needs the current impact: what does not work now, and for whom?",
    "until": "Say until when it was agreed to wait.",
}


NOT_RECORDED = "The database did not answer in time. Nothing has changed; close this and send it again."
OUR_MISTAKE = "Belltower has a fault there; it is in the log. Look at the ticket before you try again."
NO_WALL = "There is no deadline wall here any more. Whoever runs Belltower can turn it on with BELLTOWER_WALL."
TOO_LATE = "Slack gave up waiting for the window to open. Nothing has changed; please try again."


def refusal(error: RefusedError, names: Names) -> str:
    """The sentence for a refusal; ValueError for a kind that has none."""
    sentence = _not_found(error) or _not_taken(error) or _not_done(error, names) or _not_ended(error)
    sentence = sentence or duty_refusal(error, names)
    if sentence is None:
        raise ValueError(f"no words for {type(error).__name__}")
    return sentence


def _not_found(error: RefusedError) -> str | None:
    """The sentence where a name was given that nothing has."""
    match error:
        case NoSuchTicketError(number=number):
            return f"There is no ticket T-{number} that you can see. “/ticket list” shows those you can."
        case NotAContactError(number=number, customer=customer):
            return (
                f"Only the support team and {customer}'s named contacts can do that with T-{number}. "
                f"A lead of the support team can add you to the contacts."
            )
        case NoSuchCustomerError(text=text, nearest=nearest):
            return f"There is no customer “{cut(text, 80)}” that you can open tickets for. {_nearest(nearest)}"
        case NotACustomerError(text=text, nearest=nearest):
            hint = f"Did you mean {_either(nearest)}?" if nearest else "“/ticket customer list” shows those there are."
            return f"There is no customer “{cut(text, 80)}”. {hint}"
        case NoSuchSeverityError(text=text, severities=severities):
            known = _either([f"{severity.name} ({severity.priority})" for severity in severities])
            return f"“{cut(text, 80)}” does not name one severity of this customer's contract. Choose {known}."
        case NoSuchAnswerError(text=text, answers=answers):
            known = f"Choose {_either([each.id for each in answers])}." if answers else "It asks nothing of the kind."
            return f"This customer's contract does not know “{cut(text, 80)}” as what fails. {known}"
        case NoSuchWayError(text=text, ways=ways):
            known = f"Choose {_either(ways)}." if ways else "Leave it out."
            return f"“{cut(text, 80)}” is no way to turn to support on this customer's plan. {known}"
        case NoSuchReasonError(text=text, reasons=reasons):
            return f"The contract has no close reason “{cut(text, 80)}”. Use {_either(reasons)}."
        case NoSuchPauseReasonError(text=text, reasons=reasons):
            return f"A ticket cannot wait for “{cut(text, 80)}”. It can be {_either(reasons)}."
        case NoSuchDutyError(text=text, duties=duties):
            known = f"Use {_either([each.clause for each in duties])}." if duties else "It names none."
            return f"The contract names no duty of the customer as “{cut(text, 80)}”. {known}"
        case _:
            return None


def _not_taken(error: RefusedError) -> str | None:
    """The sentence where a new ticket was not taken."""
    match error:
        case CustomerFaultsError(faults=faults):
            return " ".join(map(sentence, faults))
        case OtherCustomersMessageError(customer=customer, owner=None):
            return (
                "This message is in another customer's channel, where the answers would go. "
                f"Open the ticket for {customer} with “/ticket new”."
            )
        case OtherCustomersMessageError(customer=customer, owner=owner):
            return (
                f"This message is in {owner}'s channel, where the answers would go. "
                f"Choose {owner}, or open the ticket for {customer} with “/ticket new”."
            )
        case NotSubscribedError():
            return _not_subscribed(error)
        case NotInForceError(customer=customer):
            return f"No contract is in force for {customer} today, so there is nothing to promise. Ask a lead about it."
        case FieldsMissingError(severity=severity, missing=missing, ticket=ticket):
            asked = _all([f"the {each}" for each in missing])
            window = "form, “/ticket new”" if ticket is None else f"window, “/ticket regrade {ticket} {severity.name}”"
            return f"{severity.name} needs {asked} ({severity.clause}). The {window}, asks for it."
        case TriageContradictsError(answer=answer, decided=decided, named=named):
            return (
                f"“{cut(answer.text, 120)}” makes it {decided.name} ({answer.clause}), not {named.name}. "
                f"Choose {decided.name}, or another answer."
            )
        case ContactDoubtfulError(asked=IntakeField.EMAIL, text=text):
            return f"“{cut(text, 80)}” is no email address. It should look like bea@example.com."
        case ContactDoubtfulError(text=text):
            return f"“{cut(text, 80)}” is no phone number that can be called. It should look like +31 20 555 0100."
        case _:
            return None


def _not_done(error: RefusedError, names: Names) -> str | None:
    """The sentence where something was not done to a ticket."""
    match error:
        case NotAllowedError(verb=verb, role=role):
            return _not_allowed(verb, role)
        case TextMissingError(what=what):
            return _TEXTS.get(what, f"The {what} is missing. Write a few words and send it again.")
        case PastInstantError(what=what):
            return f"The {what} must lie ahead; this moment has passed."
        case NotNowError(verb=verb, number=number, state=state):
            return f"T-{number} is {state}, so “{verb}” is not possible. “/ticket show {number}” says how it stands."
        case ProposalAnsweredError(number=number, state=state):
            return _answered(number, state)
        case TakenError(number=number, person=person):
            return f"T-{number} is with {names(person)}. “/ticket take {number} over” takes it over."
        case NothingToDoError(why=why, number=number):
            return f"Nothing to do on T-{number}: {why}."
        case SnoozeTooLongError(number=number, longest=longest):
            return (
                f"A page can be put off for {in_words(longest)} at most. If T-{number} can wait for longer, "
                f"“/ticket regrade {number}” gives it the severity that it has now."
            )
        case NotOfTheTeamError(person=person):
            return f"{names(person)} is not of the support team, so they cannot have a ticket. A lead can add them."
        case NothingToHandOverError(of=of, to=to):
            why = "has them already" if of == to else "has no open ticket"
            return f"Nothing to hand over: {names(of)} {why}."
        case CadenceError(text=text, in_business_time=in_business_time):
            example = "“1 hour” or “1 business day”" if in_business_time else "“30 minutes” or “2 hours”"
            return f"“{cut(text, 80)}” does not say how often the customer hears. Write a length such as {example}."
        case NoLinkError(text=text):
            return f"“{cut(text, 80)}” is no link. Copy the page's address, which begins with https://."
        case NowhereToAskError(number=number):
            return f"T-{number} has no thread with the customer, so they cannot be asked there. Ask them another way."
        case _:
            return None


def _not_ended(error: RefusedError) -> str | None:
    """The sentence where a ticket was not closed, because its reason needs more."""
    match error:
        case AgreementMissingError(clause=clause):
            return f"Both sides must agree{_by(clause)}. Say who agreed for the customer, and when."
        case AttemptsMissingError(reason=reason, made=made, number=number):
            return (
                f"“{reason.id}” needs {reason.attempts} attempts to reach the customer since they wrote last"
                f"{_by(reason.clause)}; there {_count(made)} so far. “/ticket tried {number}” records another."
            )
        case ScopeLineMissingError(reason=reason, lines=lines):
            choose = f"Choose {_either([each.clause for each in lines])}." if lines else "The contract names none."
            return f"“{reason.id}” needs the line of the contract that excludes it{_by(reason.clause)}. {choose}"
        case _:
            return None


def _not_allowed(verb: str, role: str) -> str:
    if verb == Verb.BOARD:
        return "The deadline wall is for the support team. A lead can add you to it."
    if verb in (Verb.CUSTOMERS, Verb.CUSTOMER_EDIT) and role in (Role.CUSTOMER, Role.OTHER):
        return "What is known of customers is for the support team. A lead can add you to it."
    match role:
        case Role.CUSTOMER:
            return (
                f"“{verb}” is for the support team here. You can open tickets and see yours, confirm that one is "
                f"resolved or object to it, and reopen it."
            )
        case Role.AGENT | Role.TAM if Role.AGENT not in ALLOWED[Verb(verb)]:
            return f"“{verb}” is for the leads of the support team. Ask one of them to do it."
        case _ if Role.CUSTOMER not in ALLOWED[Verb(verb)]:
            return f"“{verb}” is for the support team. A lead can add you to it."
        case _:
            return f"“{verb}” is for the support team and the customer's own contacts. A lead can add you to either."


def _answered(number: int, state: State) -> str:
    match state:
        case State.RESOLVED:
            now = "Another one has been made since; answer that one, further down."
        case State.CLOSED:
            now = f"T-{number} is closed; if it is not over, say so in its thread or with “/ticket reopen {number}”."
        case _:
            now = f"T-{number} is {state}; what you write in its thread reaches the team."
    return f"That proposal was answered already, or withdrawn. {now}"


def _not_subscribed(error: NotSubscribedError) -> str:
    term = [f"from {_day(error.starts)}"] if error.starts else []
    term += [f"until {_day(error.ends)}"] if error.ends else []
    return (
        f"{error.customer} has no subscription today (it runs {' '.join(term)}), and the promises are for subscribers "
        f"only{_by(error.clause)}. A lead can change the dates with “/ticket customer edit”."
    )


def _by(clause: str) -> str:
    return f" ({clause})" if clause else ""


def _count(made: int) -> str:
    return {0: "is none", 1: "is one"}.get(made, f"are {made}")


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
