from hypothesis import given

from bot.clocks.contract import ClockKind
from bot.clocks.entries import Closed, Replied, Taken
from bot.clocks.explain import explain
from bot.desk.access import Role
from bot.desk.queries import Listed, Which
from bot.desk.refusals import NoSuchCustomerError, NothingToDoError, TakenError
from bot.slack import answers
from bot.slack.actions import Action
from bot.slack.grammar import VERBS, Incomplete, Unknown
from tests.slack.nasty import TEXTS, buttons, checked_message, words
from tests.slack.tickets import ANA, FRIDAY, LENA, MINUTE, ORIGIN, acme, clock, critical, names, ticket

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


def test_after_an_answer_it_is_told_whether_the_customer_can_read_it() -> None:
    replied = Replied(at=FRIDAY, by=ANA, text="Please try again.")
    kept = answers.done(ticket(replied), names, ANA).text
    assert kept.endswith(
        "answered the customer. The ticket came from no message, so nothing was sent: tell them yourself."
    )
    sent = checked_message(answers.done(ticket(replied, origin=ORIGIN), names, ANA), allowed=["#C0ACME"])
    assert sent.text == "T-12: you answered the customer. It goes to the thread in <#C0ACME>."


def test_a_shown_ticket_is_its_card_without_buttons_and_with_the_whole_description() -> None:
    long = "It is down. " * 100
    made = checked_message(answers.show(ticket(description=long, origin=ORIGIN), names), allowed=["#C0ACME"])
    assert buttons(made) == []
    assert long.strip() in words(made)


def test_a_list_has_a_line_for_each_ticket_and_says_how_to_see_more() -> None:
    late = ticket(TAKEN, at=FRIDAY + 75 * MINUTE, number=13)
    listed = Listed(tickets=[ticket(), late], page=1, pages=3, total=23)
    made = checked_message(answers.listing(listed, names, which=Which.MINE))
    counted, first, second = words(made).split("\n")[:3]
    assert counted == made.text == "23 tickets with you, the next due first."
    assert first.startswith("🔴 *T-12* SSO login fails for everyone · Acme · first response due <!date")
    assert first.endswith("· nobody yet")
    assert second.endswith("· Ana Agent")
    assert "first response was due" in second
    assert "Page 1 of 3. More: /ticket list mine page 2" in words(made)


def test_the_last_page_promises_no_other() -> None:
    last = answers.listing(Listed(tickets=[ticket()], page=1, pages=1, total=1), names, which=Which.OPEN)
    assert (last.text, len(last.blocks)) == ("1 ticket open, the next due first.", 2)


def test_an_empty_list_says_so_kindly() -> None:
    said = {which: answers.listing(Listed(tickets=[], page=1, pages=1, total=0), names, which=which) for which in Which}
    assert said[Which.MINE].text == "You have no open ticket."
    assert len({each.text for each in said.values()}) == len(Which)
    beyond = answers.listing(Listed(tickets=[], page=9, pages=2, total=11), names, which=Which.OPEN)
    assert beyond.text == "Page 9 is empty; page 2 is the last."


def test_a_proof_says_which_other_clocks_can_be_asked_about() -> None:
    of = critical(Replied(at=FRIDAY + MINUTE, by=ANA), at=FRIDAY + MINUTE)
    call_back = clock(of, ClockKind.CALL_BACK)
    made = checked_message(answers.why(of, call_back, explain(of.terms, of.history, call_back)))
    assert "*T-12 · Call-back*, due <!date" in words(made)
    assert "· B21" in words(made)
    assert "Also running: next update. /ticket why 12 next update" in words(made)
    alone = answers.why(ticket(), clock(ticket()), explain(ticket().terms, ticket().history, clock(ticket())))
    assert "Also running" not in words(alone)


def test_help_is_for_who_asks_and_for_each_verb() -> None:
    for role in Role:
        checked_message(answers.help_for(role))
    assert "`/ticket take 12` makes it yours" in words(answers.help_for(Role.AGENT))
    assert "/ticket take" not in words(answers.help_for(Role.CUSTOMER))
    assert "More words: reopen, called, ack. /ticket help reopen explains one word." in words(
        answers.help_for(Role.LEAD)
    )
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
    assert "`/ticket list mine` what you have" in words(too_much)


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
    listed = Listed(tickets=[touched] * 10, page=1, pages=2, total=20)
    for made in (
        answers.opened(touched),
        answers.done(touched, lambda _: text, ANA),
        answers.done(touched, lambda _: text, LENA),
        answers.show(touched, lambda _: text),
        answers.listing(listed, lambda _: text, which=Which.OPEN),
        answers.refused(NoSuchCustomerError(text=text, nearest=[text] * 3), names),
        answers.refused(TakenError(number=12, person=ANA), lambda _: text),
        answers.unknown(Unknown(text=text, word=text, nearest=None)),
        answers.incomplete(Incomplete(text=text, verb="show")),
        answers.not_recorded(text),
    ):
        checked_message(made)
