from hypothesis import given

from bot.clocks.contract import ClockKind, PauseReason
from bot.clocks.entries import Attempted, Closed, Opened, Paused, Regraded, Replied, Resolved, Source, Taken
from bot.clocks.explain import explain
from bot.desk.access import Role
from bot.desk.assignment import HandedOver
from bot.desk.refusals import NoSuchCustomerError, NothingToDoError, TakenError
from bot.slack import answers
from bot.slack.actions import Action, Entrance
from bot.slack.grammar import VERBS, Incomplete, Unknown
from tests.slack.nasty import TEXTS, buttons, checked_message, words
from tests.slack.tickets import ANA, FRIDAY, LENA, MINUTE, ORIGIN, acme, clock, critical, names, ticket, with_rules

TAKEN = Taken(at=FRIDAY, by=ANA, to=ANA)


def test_a_receipt_has_the_number_the_severity_and_every_due_time() -> None:
    made = checked_message(answers.opened(ticket()))
    assert made.text == "T-12 is open: P1 Urgent for Acme, first response due Fri 5 Jun 17:30 PDT."
    assert "T-12 is open: P1 Urgent for Acme." in words(made)
    assert "*First response* due <!date" in words(made)
    assert words(checked_message(answers.opened(critical()))).startswith("T-12 is open: P1 Critical for Globex.")


def test_what_was_done_is_confirmed_with_what_is_due_next() -> None:
    made = checked_message(answers.done(ticket(TAKEN), names, ANA))
    assert made.text == "T-12: you took it. Next: first response due Fri 5 Jun 17:30 PDT."
    closed = Closed(at=FRIDAY, by=ANA, reason="resolved")
    assert answers.done(ticket(closed), names, ANA).text == "T-12: you closed it: resolved."
    assert answers.done(ticket(closed), names, LENA).text == "T-12: Ana Agent closed it: resolved."


def test_after_a_closing_with_words_it_is_told_that_the_customer_does_not_read_them() -> None:
    worded = Closed(at=FRIDAY, by=ANA, reason="resolved", text="They never renewed it.")
    told = checked_message(answers.done(ticket(worded, origin=ORIGIN), names, ANA), allowed=["#C0ACME"]).text
    assert told == (
        "T-12: you closed it: resolved. The words stay with the team; "
        "in the customer's thread in <#C0ACME> stands only that it is closed, and why."
    )
    assert "words" not in answers.done(ticket(worded), names, ANA).text
    wordless = Closed(at=FRIDAY, by=ANA, reason="resolved")
    assert "words" not in answers.done(ticket(wordless, origin=ORIGIN), names, ANA).text


def test_a_wait_says_whether_the_customer_knows_of_it() -> None:
    waits = Paused(at=FRIDAY, by=ANA, reason=PauseReason.WAITING_ON_CUSTOMER, text="The logs, please.")
    asked = Replied(at=FRIDAY, by=ANA, text="The logs, please.")
    alone, with_it = (
        answers.done(ticket(*entries, origin=ORIGIN), names, ANA).text for entries in ([waits], [asked, waits])
    )
    assert "Nothing was sent to the customer: Reply asks them." in alone
    assert "Nothing was sent" not in with_it


def test_after_an_answer_it_is_told_whether_the_customer_can_read_it() -> None:
    replied = Replied(at=FRIDAY, by=ANA, text="Please try again.")
    kept = answers.done(ticket(replied), names, ANA).text
    assert kept == "T-12: recorded. The ticket came from no message, so nothing was sent: tell them yourself."
    sent = checked_message(answers.done(ticket(replied, origin=ORIGIN), names, ANA), allowed=["#C0ACME"])
    assert sent.text == "T-12: you answered the customer. It goes to the customer's thread in <#C0ACME>."
    there = Replied(at=FRIDAY, by=ANA, source=Source(channel="C0ACME", ts="1780000000.000100"))
    assert answers.done(ticket(there, origin=ORIGIN), names, ANA).text.endswith("in their thread.")


def test_after_an_attempt_to_reach_the_customer_it_is_counted() -> None:
    tried = Attempted(at=FRIDAY, by=ANA, text="Called.")
    assert "heard last: 1 of 3 (V29)." in answers.done(ticket(tried, terms=with_rules()), names, ANA).text


def test_after_a_proposal_it_is_told_how_the_customer_is_asked() -> None:
    proposed = Resolved(at=FRIDAY, by=ANA, text="Renewed.")
    asked = checked_message(answers.done(ticket(proposed, origin=ORIGIN), names, ANA), allowed=["#C0ACME"])
    assert "They are asked in the customer's thread in <#C0ACME>, and no clock runs until they answer." in asked.text
    assert "nothing was sent: ask them" in answers.done(ticket(proposed), names, ANA).text


def test_a_regrade_can_be_undone_from_its_answer_and_an_undone_one_cannot() -> None:
    regraded = Regraded(at=FRIDAY, by=ANA, severity="high", impact="x")
    assert buttons(checked_message(answers.done(ticket(regraded), names, ANA))) == [Action.UNDO]
    undone = Regraded(at=FRIDAY, by=ANA, severity="urgent", impact="", undo=True)
    assert buttons(answers.done(ticket(regraded, undone), names, ANA)) == []


def test_a_hand_over_names_the_tickets_and_who_has_them_now() -> None:
    many = HandedOver(of=ANA, to=LENA, tickets=tuple(range(1, 61)))
    made = checked_message(answers.handed_over(many, names))
    assert made.text.startswith("60 tickets of Ana Agent's: Lena Lead has them now. T-1, T-2,")
    assert made.text.endswith("T-50 and 10 more.")
    begun = answers.handed_over(HandedOver(of=ANA, to=LENA, tickets=(12,), left=3), names)
    assert "3 more follow, and you are told here when it is done" in begun.text
    one = answers.handed_over(HandedOver(of=ANA, to=None, tickets=(12,)), names)
    assert one.text == "1 ticket of Ana Agent's: nobody has them now. T-12."


def test_where_a_thread_cannot_open_a_window_its_button_is_offered() -> None:
    made = checked_message(answers.needs_window(Action.PAUSE, 12, "pause 12 agreed until Monday"))
    assert buttons(made) == [Action.REST]
    assert made.blocks[-1]["elements"][0]["text"]["text"] == "Waiting"
    assert made.blocks[-1]["elements"][0]["value"] == "pause 12 agreed until Monday"
    too_long = checked_message(answers.needs_window(Action.PAUSE, 12, f"pause 12 {'a' * 2_000}"))
    assert buttons(too_long) == [Action.PAUSE]
    assert too_long.blocks[-1]["elements"][0]["value"] == "12"


def test_a_message_is_offered_the_form_with_its_words() -> None:
    made = checked_message(answers.offer_form(ORIGIN))
    assert buttons(made) == [Entrance.FORM]
    assert made.blocks[-1]["elements"][0]["value"] == f"{ORIGIN.channel} {ORIGIN.ts}"


def test_a_ticket_taken_without_a_subscription_says_so_at_once() -> None:
    uncovered = Opened(at=FRIDAY, by=ANA, severity="urgent", covered=False)
    made = checked_message(answers.opened(ticket(first=uncovered)))
    assert "*Taken without SLA* the subscription did not cover that day (V22)" in words(made)


def test_a_shown_ticket_is_its_card_without_buttons_and_with_the_whole_description() -> None:
    long = "It is down. " * 100
    made = checked_message(answers.show(ticket(description=long, origin=ORIGIN), names), allowed=["#C0ACME"])
    assert buttons(made) == []
    assert long.strip() in words(made)


def test_a_proof_says_which_other_clocks_can_be_asked_about() -> None:
    of = critical(Replied(at=FRIDAY + MINUTE, by=ANA), at=FRIDAY + MINUTE)
    call_back = clock(of, ClockKind.CALL_BACK)
    made = checked_message(answers.why(of, call_back, explain(of.terms, of.history, call_back)))
    assert "*T-12 · Call-back*, due <!date" in words(made)
    assert "· B21" in words(made)
    assert "*Next update* · running" in words(made)
    alone = answers.why(ticket(), clock(ticket()), explain(ticket().terms, ticket().history, clock(ticket())))
    assert "running" not in words(alone)


def test_help_is_for_who_asks_and_for_each_verb() -> None:
    for role in Role:
        checked_message(answers.help_for(role))
    assert "`/ticket take 12` makes it yours" in words(answers.help_for(Role.AGENT))
    assert "/ticket take" not in words(answers.help_for(Role.CUSTOMER))
    assert "More words: why, search, confirm," in words(answers.help_for(Role.LEAD))
    assert "/ticket help why explains one word." in words(answers.help_for(Role.LEAD))
    assert "In the thread of a ticket's card type ?take" in words(answers.help_for(Role.TAM))
    assert "react with :ticket:" in words(answers.help_for(Role.CUSTOMER))
    assert "More words" not in words(answers.help_for(Role.CUSTOMER))
    assert "A lead can add you" in words(answers.help_for(Role.OTHER))
    for verb in VERBS:
        assert f"/ticket {verb}" in words(checked_message(answers.help_for(Role.AGENT, verb)))


def test_an_unknown_word_gets_the_nearest_verb_and_an_example() -> None:
    made = answers.unknown(Unknown(text="regarde 12", word="regarde", nearest="regrade"))
    assert made.text.startswith("“regarde” is not a word I know. Did you mean “regrade”? `/ticket regrade 12 high")
    nothing = answers.unknown(Unknown(text="xyzzy", word="xyzzy", nearest=None))
    assert nothing.text == "“xyzzy” is not a word I know. `/ticket help` shows all that can be typed."


def test_a_verb_with_too_little_or_too_much_gets_its_examples() -> None:
    made = checked_message(answers.incomplete(Incomplete(text="show me", verb="show")))
    assert made.text == "“show” goes like this: `/ticket show 12` a ticket as it stands."
    too_much = checked_message(answers.incomplete(Incomplete(text="list foo", verb="list")))
    assert "`/ticket list unassigned` what nobody has" in words(too_much)


def test_what_was_not_understood_comes_back_as_it_was_typed() -> None:
    for made in (
        answers.unknown(Unknown(text="regarde 12 high Only reports", word="regarde", nearest="regrade")),
        answers.incomplete(Incomplete(text="regarde 12 high Only reports", verb="regrade")),
    ):
        assert made.blocks[-1]["text"]["text"] == "/ticket regarde 12 high Only reports"
        assert made.blocks[-1]["text"]["type"] == "plain_text"


def test_what_was_not_recorded_is_given_back_as_it_was_typed() -> None:
    made = checked_message(answers.not_recorded("/ticket new urgent Acme: <!channel>"))
    assert made.blocks[-1]["text"] == {
        "type": "plain_text",
        "text": "/ticket new urgent Acme: <!channel>",
        "emoji": False,
    }


def test_who_finds_a_ticket_taken_can_take_it_over() -> None:
    assert buttons(answers.refused(TakenError(number=12, person=ANA), names)) == [Action.TAKE_OVER]
    assert buttons(answers.refused(NothingToDoError(why="it is so", number=12), names)) == []


@given(TEXTS)
def test_no_text_of_a_person_comes_alive_in_an_answer(text: str) -> None:
    touched = ticket(title=text, description=text, customer=acme(name=text))
    for made in (
        answers.opened(touched),
        answers.done(touched, lambda _: text, ANA),
        answers.done(touched, lambda _: text, LENA),
        answers.show(touched, lambda _: text),
        answers.handed_over(HandedOver(of=ANA, to=LENA, tickets=(12,)), lambda _: text),
        answers.refused(NoSuchCustomerError(text=text, nearest=[text] * 3), names),
        answers.refused(TakenError(number=12, person=ANA), lambda _: text),
        answers.unknown(Unknown(text=text, word=text, nearest=None)),
        answers.incomplete(Incomplete(text=text, verb="show")),
        answers.not_recorded(text),
    ):
        checked_message(made)
