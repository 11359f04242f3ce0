from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.clocks.conduct import CloseReason, TriageAnswer
from bot.clocks.contract import IntakeField, PauseReason
from bot.clocks.ledger import State
from bot.desk import refusals
from bot.desk.access import Role, Verb
from bot.desk.customer_details import Detail, DetailFault
from bot.desk.refusals import RefusedError
from bot.slack.wording import refusal
from tests.slack.tickets import ANA, CARA, OLLY, email_enterprise, names, valicare

HIGH, MEDIUM = valicare().contract.severities[1:3]
CRITICAL, NON_CRITICAL = email_enterprise().contract.severities
ALL_CALLS = TriageAnswer(id="all", text="All API calls", severity="critical", clause="B11")
SOME_CALLS = TriageAnswer(id="some", text="Some API calls", severity="non_critical", clause="B12")
UNANSWERED = CloseReason(id="no_answer", text="Nobody answers.", reopens=True, clause="V29", attempts=3)
EXCLUDED = CloseReason(id="out_of_scope", text="Excluded.", reopens=False, clause="B10")
SENTENCES: list[tuple[RefusedError, str]] = [
    (
        refusals.NotAllowedError(verb=Verb.CLOSE, role=Role.CUSTOMER),
        "“close” is for the support team here. You can open tickets and see yours, confirm that one is resolved or "
        "object to it, and reopen it.",
    ),
    (
        refusals.NotAllowedError(verb=Verb.NEW, role=Role.OTHER),
        "“new” is for the support team and the customer's own contacts. A lead can add you to either.",
    ),
    (
        refusals.NotAllowedError(verb=Verb.DIGEST, role=Role.OTHER),
        "“digest” is for the support team. A lead can add you to it.",
    ),
    (
        refusals.NotAllowedError(verb=Verb.BOARD, role=Role.OTHER),
        "The deadline wall is for the support team. A lead can add you to it.",
    ),
    (
        refusals.NoSuchTicketError(number=9),
        "There is no ticket T-9 that you can see. “/ticket list” shows those you can.",
    ),
    (
        refusals.NoSuchCustomerError(text="Acmee", nearest=("Acme", "Acme Europe")),
        "There is no customer “Acmee” that you can open tickets for. Did you mean Acme or Acme Europe?",
    ),
    (
        refusals.NoSuchCustomerError(text="Initech", nearest=()),
        "There is no customer “Initech” that you can open tickets for. Choose one in the form: “/ticket new”.",
    ),
    (
        refusals.NoSuchSeverityError(text="P2", severities=(HIGH, MEDIUM)),
        "“P2” does not name one severity of this customer's contract. Choose High (P2) or Medium (P2).",
    ),
    (
        refusals.NotSubscribedError(customer="Acme", starts=date(2025, 5, 4), ends=date(2026, 5, 3), clause="V22"),
        "Acme has no subscription today (it runs from 4 May 2025 until 3 May 2026), and the promises are for "
        "subscribers only (V22). A lead can change the dates with “/ticket customer edit”.",
    ),
    (
        refusals.NotInForceError(customer="Acme"),
        "No contract is in force for Acme today, so there is nothing to promise. Ask a lead about it.",
    ),
    (
        refusals.OtherCustomersMessageError(customer="Acme", owner=None),
        "This message is in another customer's channel, where the answers would go. "
        "Open the ticket for Acme with “/ticket new”.",
    ),
    (
        refusals.OtherCustomersMessageError(customer="Acme", owner="Globex"),
        "This message is in Globex's channel, where the answers would go. "
        "Choose Globex, or open the ticket for Acme with “/ticket new”.",
    ),
    (
        refusals.FieldsMissingError(
            severity=CRITICAL, missing=(IntakeField.COMPANY, IntakeField.PHONE, IntakeField.EMAIL)
        ),
        "Critical needs the company, the phone and the email (B11, B18, B20). The form, “/ticket new”, asks for it.",
    ),
    (
        refusals.NotAContactError(number=12, customer="Acme"),
        "Only the support team and Acme's named contacts can do that with T-12. "
        "A lead of the support team can add you to the contacts.",
    ),
    (
        refusals.ProposalAnsweredError(number=12, state=State.RESOLVED),
        "That proposal was answered already, or withdrawn. "
        "Another one has been made since; answer that one, further down.",
    ),
    (
        refusals.ProposalAnsweredError(number=12, state=State.CLOSED),
        "That proposal was answered already, or withdrawn. "
        "T-12 is closed; if it is not over, say so in its thread or with “/ticket reopen 12”.",
    ),
    (
        refusals.ProposalAnsweredError(number=12, state=State.WAITING),
        "That proposal was answered already, or withdrawn. "
        "T-12 is waiting; what you write in its thread reaches the team.",
    ),
    (
        refusals.FieldsMissingError(severity=CRITICAL, missing=(IntakeField.PHONE,), ticket=12),
        "Critical needs the phone (B11, B18, B20). The window, “/ticket regrade 12 Critical”, asks for it.",
    ),
    (
        refusals.TextMissingError(what="impact"),
        "A regrade needs the current impact: what does not work now, and for whom?",
    ),
    (refusals.PastInstantError(what="next update"), "The next update must lie ahead; this moment has passed."),
    (refusals.TextMissingError(what="reason"), "The reason is missing. Write a few words and send it again."),
    (
        refusals.NotNowError(verb="take", number=12, state=State.CLOSED),
        "T-12 is closed, so “take” is not possible. “/ticket show 12” says how it stands.",
    ),
    (
        refusals.TakenError(number=12, person=ANA),
        "T-12 is with Ana Agent. “/ticket take 12 over” takes it over.",
    ),
    (
        refusals.NothingToDoError(why="you have it already", number=12),
        "Nothing to do on T-12: you have it already.",
    ),
    (
        refusals.SnoozeTooLongError(number=12, longest=timedelta(hours=24)),
        "A page can be put off for 1 d at most. If T-12 can wait for longer, “/ticket regrade 12” gives it the "
        "severity that it has now.",
    ),
    (refusals.PastInstantError(what="ETA"), "The ETA must lie ahead; this moment has passed."),
    (refusals.TextMissingError(what="until"), "Say until when it was agreed to wait."),
    (
        refusals.NotAllowedError(verb=Verb.CUSTOMER_EDIT, role=Role.AGENT),
        "“customer edit” is for the leads of the support team. Ask one of them to do it.",
    ),
    (
        refusals.NotAllowedError(verb=Verb.DIGEST, role=Role.TAM),
        "“digest” is for the support team. A lead can add you to it.",
    ),
    (
        refusals.NotOfTheTeamError(person=CARA),
        "Cara Customer is not of the support team, so they cannot have a ticket. A lead can add them.",
    ),
    (refusals.NothingToHandOverError(of=ANA, to=OLLY), "Nothing to hand over: Ana Agent has no open ticket."),
    (refusals.NothingToHandOverError(of=ANA, to=ANA), "Nothing to hand over: Ana Agent has them already."),
    (
        refusals.CadenceError(text="often", in_business_time=False),
        "“often” does not say how often the customer hears. Write a length such as “30 minutes” or “2 hours”.",
    ),
    (
        refusals.CadenceError(text="2", in_business_time=True),
        "“2” does not say how often the customer hears. Write a length such as “1 hour” or “1 business day”.",
    ),
    (
        refusals.NoSuchPauseReasonError(text="lunch", reasons=tuple(PauseReason)),
        "A ticket cannot wait for “lunch”. It can be waiting on customer, waiting on third party or agreed.",
    ),
    (
        refusals.NoSuchDutyError(text="V99", duties=valicare().contract.duties[:2]),
        "The contract names no duty of the customer as “V99”. Use V24 or V25.",
    ),
    (
        refusals.NoSuchDutyError(text="V99", duties=()),
        "The contract names no duty of the customer as “V99”. It names none.",
    ),
    (
        refusals.NoLinkError(text="my notes"),
        "“my notes” is no link. Copy the page's address, which begins with https://.",
    ),
    (
        refusals.NowhereToAskError(number=12),
        "T-12 has no thread with the customer, so they cannot be asked there. Ask them another way.",
    ),
    (
        refusals.AgreementMissingError(clause="B17, B24"),
        "Both sides must agree (B17, B24). Say who agreed for the customer, and when.",
    ),
    (refusals.AgreementMissingError(clause=""), "Both sides must agree. Say who agreed for the customer, and when."),
    (
        refusals.AttemptsMissingError(reason=UNANSWERED, made=1, number=12),
        "“no_answer” needs 3 attempts to reach the customer since they wrote last (V29); there is one so far. "
        "“/ticket tried 12” records another.",
    ),
    (
        refusals.AttemptsMissingError(reason=replace(UNANSWERED, clause=""), made=2, number=12),
        "“no_answer” needs 3 attempts to reach the customer since they wrote last; there are 2 so far. "
        "“/ticket tried 12” records another.",
    ),
    (
        refusals.ScopeLineMissingError(reason=EXCLUDED, text="", lines=email_enterprise().contract.excluded),
        "“out_of_scope” needs the line of the contract that excludes it (B10). Choose B03 or B10.",
    ),
    (
        refusals.ScopeLineMissingError(reason=EXCLUDED, text="", lines=()),
        "“out_of_scope” needs the line of the contract that excludes it (B10). The contract names none.",
    ),
    (
        refusals.NoSuchAnswerError(text="nothing", answers=(ALL_CALLS, SOME_CALLS)),
        "This customer's contract does not know “nothing” as what fails. Choose all or some.",
    ),
    (
        refusals.NoSuchAnswerError(text="nothing", answers=()),
        "This customer's contract does not know “nothing” as what fails. It asks nothing of the kind.",
    ),
    (
        refusals.TriageContradictsError(answer=SOME_CALLS, decided=NON_CRITICAL, named=CRITICAL),
        "“Some API calls” makes it Non-critical (B12), not Critical. Choose Non-critical, or another answer.",
    ),
    (
        refusals.ContactDoubtfulError(asked=IntakeField.PHONE, text="call me"),
        "“call me” is no phone number that can be called. It should look like +31 20 555 0100.",
    ),
    (
        refusals.ContactDoubtfulError(asked=IntakeField.EMAIL, text="bea"),
        "“bea” is no email address. It should look like bea@example.com.",
    ),
    (
        refusals.NoSuchWayError(text="fax", ways=("email", "the dashboard")),
        "“fax” is no way to turn to support on this customer's plan. Choose email or the dashboard.",
    ),
    (
        refusals.NoSuchWayError(text="fax", ways=()),
        "“fax” is no way to turn to support on this customer's plan. Leave it out.",
    ),
    (
        refusals.NoSuchReasonError(text="foo", reasons=("resolved", "out_of_scope")),
        "The contract has no close reason “foo”. Use resolved or out_of_scope.",
    ),
    (refusals.NotACustomerError(text="acne", nearest=("Acme",)), "There is no customer “acne”. Did you mean Acme?"),
    (
        refusals.NotACustomerError(text="hooli", nearest=()),
        "There is no customer “hooli”. “/ticket customer list” shows those there are.",
    ),
    (
        refusals.CustomerFaultsError(
            faults=(
                DetailFault(detail=Detail.PLAN, expected="“basic”", got="“bsic”", nearest="basic"),
                DetailFault(detail=Detail.TAM, expected="a member id", got="“tess”"),
            )
        ),
        "Expected “basic”, got “bsic”. Did you mean “basic”? Expected a member id, got “tess”.",
    ),
]


@pytest.mark.parametrize(("error", "sentence"), SENTENCES, ids=lambda each: type(each).__name__)
def test_a_refusal_says_what_happened_and_what_can_be_done(error: RefusedError, sentence: str) -> None:
    assert refusal(error, names) == sentence


def test_every_refusal_of_the_desk_has_its_words() -> None:
    kinds = {kind for kind in vars(refusals).values() if isinstance(kind, type) and issubclass(kind, RefusedError)}
    assert kinds - {RefusedError} == {type(error) for error, _ in SENTENCES}


def test_a_refusal_that_nobody_has_put_into_words_is_a_fault() -> None:
    with pytest.raises(ValueError, match="RefusedError"):
        refusal(RefusedError(), names)
