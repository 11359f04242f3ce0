"""A page of tickets: what is due next, how much staffed time is left, and the ways to the other pages."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from bot.clocks.contract import PauseReason
from bot.clocks.entries import CalledBack, Paused, Replied, Resolved, Taken
from bot.desk.facts import Ticket
from bot.desk.lists import PAGE, Listed, Wanted, Which
from bot.slack.actions import Action
from bot.slack.blocks import Block, Message
from bot.slack.list_words import UnknownFilter
from bot.slack.listing import MOST_VALUE, entry, found, left_words, listing, own_entry, turning, unknown_filter
from tests.slack.nasty import CORPUS, TEXTS, checked_message, words
from tests.slack.tickets import (
    ANA,
    FRIDAY,
    MINUTE,
    OLLY,
    acme,
    clock,
    critical,
    email_enterprise,
    globex,
    names,
    ticket,
)

HOUR = timedelta(hours=1)
WAITS = PauseReason.WAITING_ON_CUSTOMER


def page(*tickets: Ticket, number: int = 1, pages: int = 1, total: int | None = None) -> Listed:
    return Listed(tickets=tickets, page=number, pages=pages, total=len(tickets) if total is None else total)


def shown(listed: Listed, *which: Which, **what: Any) -> Message:
    return checked_message(listing(listed, names, Wanted(which=frozenset(which), **what)))


def values(message: Message | list[Block]) -> dict[str, str]:
    """The buttons beneath a list: what each carries."""
    blocks = message.blocks if isinstance(message, Message) else message
    buttons = [each for block in blocks if block["type"] == "actions" for each in block["elements"]]
    return {each["action_id"]: each["value"] for each in buttons}


def test_a_ticket_says_what_is_due_how_much_time_is_left_how_it_stands_and_who_has_it() -> None:
    drawn = entry(ticket(Taken(at=FRIDAY, by=ANA, to=ANA)), names)
    said = drawn["text"]["text"]
    assert said.startswith("🔴 *T-12* SSO login fails for everyone\nAcme · first response due <!date^")
    assert said.endswith("· *1 h of office hours left* · open · Ana Agent")
    assert (drawn["accessory"]["action_id"], drawn["accessory"]["value"]) == (Action.SHOW, "12")
    assert "nobody yet" in entry(ticket(), names)["text"]["text"]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (FRIDAY, "1 h of office hours left"),
        (FRIDAY + 30 * MINUTE + timedelta(seconds=20), "29 min of office hours left"),
        (FRIDAY + HOUR - timedelta(seconds=20), "20 s of office hours left"),
        (FRIDAY + HOUR, "no time left"),
        (FRIDAY + HOUR + 12 * MINUTE, "12 min of office hours late"),
        (FRIDAY + 3 * HOUR, "30 min of office hours late"),
    ],
)
def test_the_time_left_is_counted_in_the_promises_own_time(at: Any, expected: str) -> None:
    assert left_words(clock(ticket(at=at))) == expected


def test_around_the_clock_it_is_plain_time() -> None:
    bird = critical(at=FRIDAY + 5 * MINUTE)
    assert left_words(bird.live_clocks[0]) == "10 min left"
    agreed = CalledBack(at=FRIDAY, by=ANA, text="Tomorrow.", next_update=FRIDAY + 30 * HOUR)
    assert left_words(critical(agreed).live_clocks[0]) == "1 d 6 h left"


def test_a_goal_that_has_passed_is_ours_and_no_broken_promise() -> None:
    late = ticket(terms=email_enterprise(), customer=globex(), severity="non_critical", at=FRIDAY + 6 * 24 * HOUR)
    assert left_words(late.live_clocks[0]).endswith("of office hours over our goal")


def test_while_all_is_paused_or_done_no_time_is_counted() -> None:
    paused = ticket(Paused(at=FRIDAY, by=ANA, reason=WAITS, text="The log files."))
    assert left_words(clock(paused)) == ""
    assert "clocks paused" in entry(paused, names)["text"]["text"]
    answered = ticket(Replied(at=FRIDAY, by=ANA, text="On it."))
    assert entry(answered, names)["text"]["text"].endswith("\nAcme · open · nobody yet")


@pytest.mark.parametrize(
    ("which", "what", "expected"),
    [
        ((), {}, "2 tickets: open. The least staffed time left first."),
        ((Which.MINE,), {}, "2 tickets: open, with you. The least staffed time left first."),
        ((Which.CLOSED,), {}, "2 tickets: closed. The newest first."),
        (
            (Which.BREACHING, Which.WAITING),
            {"priority": 1, "customer": "Acme"},
            "2 tickets: P1, with a broken promise, waiting for somebody else, of Acme. "
            "The least staffed time left first.",
        ),
        ((), {"owner": OLLY}, "2 tickets: open, with Olly Oncall. The least staffed time left first."),
    ],
)
def test_the_head_says_how_many_of_which_sort_and_in_which_order(
    which: tuple[Which, ...], what: dict[str, Any], expected: str
) -> None:
    assert shown(page(ticket(), ticket(number=13)), *which, **what).text == expected


def test_where_there_is_nothing_it_says_so_and_offers_no_page() -> None:
    message = shown(page(), Which.BREACHING)
    assert message.text == "There is no such ticket: open, with a broken promise."
    assert shown(page()).text == "No ticket is open."
    assert values(message) == {}


def test_the_ways_to_the_other_pages_carry_what_could_be_typed() -> None:
    middle = page(ticket(), number=2, pages=3, total=23)
    message = shown(middle, Which.MINE, customer="Acme Europe")
    assert values(message) == {
        Action.LIST_BACK: 'list mine customer:"Acme Europe"',
        Action.LIST: 'list mine customer:"Acme Europe" page 3',
    }
    assert "Page 2 of 3" in words(message)


def test_the_first_page_has_no_way_back_and_the_last_none_on() -> None:
    assert set(values(turning(1, 3, str))) == {Action.LIST}
    assert set(values(turning(3, 3, str))) == {Action.LIST_BACK}
    assert turning(1, 1, str) == []


def test_beyond_the_last_page_it_says_which_is_the_last_and_leads_back_to_it() -> None:
    message = shown(page(number=9, pages=2, total=11))
    assert message.text == "Page 9 is empty; page 2 is the last."
    assert values(message) == {Action.LIST_BACK: "list page 2"}


def test_words_too_long_for_a_button_have_none() -> None:
    assert values(turning(1, 2, lambda _: "x" * (MOST_VALUE + 1))) == {}


def test_what_was_found_says_for_which_words() -> None:
    message = checked_message(found(page(ticket(), pages=2, total=11), names, "sso <!channel>"))
    assert message.text == "11 tickets with “sso &lt;!channel&gt;”. The newest first."
    assert values(message) == {Action.LIST: "search sso <!channel> page 2"}
    nothing = checked_message(found(page(), names, "xyzzy"))
    assert nothing.text.startswith("No ticket that you can see has “xyzzy”")


def test_a_word_that_narrows_nothing_gets_the_nearest_and_examples() -> None:
    message = checked_message(unknown_filter(UnknownFilter(text="list mien", word="mien", nearest="mine")))
    assert message.text == "“mien” narrows no list. Did you mean “mine”?"
    assert "/ticket list breaching p1" in words(message)


@pytest.mark.parametrize(("word", "nearest"), [("@omar", None), ("of:omar", "of:"), ("omar", None)])
def test_a_word_that_may_have_meant_a_person_gets_how_people_are_named(word: str, nearest: str | None) -> None:
    message = checked_message(unknown_filter(UnknownFilter(text=f"list {word}", word=word, nearest=nearest)))
    assert message.text == (
        f"“{word}” narrows no list. To name a person, type @ and choose them from what Slack offers."
    )


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (ticket(), "we have it · first response due"),
        (ticket(Paused(at=FRIDAY, by=ANA, reason=WAITS, text="Logs.")), "we wait for you"),
        (
            ticket(Paused(at=FRIDAY, by=ANA, reason=PauseReason.WAITING_ON_THIRD_PARTY, text="DNS.")),
            "waiting on third party",
        ),
        (ticket(Resolved(at=FRIDAY, by=ANA, text="Done.")), "we wait for your answer: is it resolved?"),
        (ticket(Taken(at=FRIDAY, by=ANA, to=ANA)), "your contact is Ana Agent"),
    ],
)
def test_a_customer_reads_where_their_ticket_stands_in_words_to_them(of: Ticket, expected: str) -> None:
    said = own_entry(of, names)["text"]["text"]
    assert expected in said
    assert "Logs." not in said
    assert "office hours" not in said


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_what_people_write_never_lives_in_a_list(text: str) -> None:
    hostile = ticket(Taken(at=FRIDAY, by=ANA, to=ANA), title=text or "?", customer=acme(name=text or "?"))
    wanted = Wanted(customer=text or "?", severity=text or "?", owner=ANA)
    checked_message(listing(page(hostile, pages=3, total=30), lambda _: text, wanted))
    checked_message(found(page(hostile, pages=3, total=30), lambda _: text, text or "?"))
    checked_message(unknown_filter(UnknownFilter(text=text, word=text or "?", nearest=None)))


@pytest.mark.parametrize("text", CORPUS)
def test_at_its_longest_slack_takes_a_list(text: str) -> None:
    waiting = Paused(at=FRIDAY, by=ANA, reason=WAITS, text=text)
    longest = [
        ticket(waiting, number=999_999_999 - each, title=text, customer=acme(name=text), description=text)
        for each in range(PAGE)
    ]
    wanted = Wanted(which=frozenset(Which), priority=9, severity=text, customer=text, owner=ANA)
    listed = page(*longest, number=2, pages=10**5, total=10**6)
    checked_message(listing(listed, lambda _: text, wanted))
    checked_message(found(listed, lambda _: text, text))
