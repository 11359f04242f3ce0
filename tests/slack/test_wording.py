from datetime import date

import pytest

from bot.clocks.contract import IntakeField
from bot.clocks.ledger import State
from bot.desk import refusals
from bot.desk.access import Role, Verb
from bot.desk.refusals import RefusedError
from bot.slack.wording import refusal
from tests.slack.tickets import ANA, email_enterprise, names, valicare

HIGH, MEDIUM = valicare().contract.severities[1:3]
CRITICAL = email_enterprise().contract.severities[0]
SENTENCES: list[tuple[RefusedError, str]] = [
    (
        refusals.NotAllowedError(verb=Verb.CLOSE, role=Role.CUSTOMER),
        "“close” is for the support team here. You can open tickets, see yours and ask why they are due.",
    ),
    (
        refusals.NotAllowedError(verb=Verb.NEW, role=Role.OTHER),
        "“new” is for the support team and the customer's own contacts. A lead can add you to either.",
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
        refusals.NotSubscribedError(customer="Acme", starts=date(2025, 5, 4), ends=date(2026, 5, 3)),
        "Acme has no subscription today (it runs from 4 May 2025 until 3 May 2026), and the promises are for "
        "subscribers only (V22). A lead can change the dates in the configuration.",
    ),
    (
        refusals.NotInForceError(customer="Acme"),
        "No contract is in force for Acme today, so there is nothing to promise. Ask a lead about it.",
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
        refusals.NoSuchReasonError(text="foo", reasons=("resolved", "out_of_scope")),
        "The contract has no close reason “foo”. Use resolved or out_of_scope.",
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
