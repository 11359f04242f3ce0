"""The window with everything that happened: who, when, with which words, and what it did to promises."""

from datetime import timedelta
from typing import Any

import pytest

from bot.clocks.contract import PauseReason
from bot.clocks.entries import (
    Attempted,
    Closed,
    Entry,
    Heard,
    Paused,
    Regraded,
    Replied,
    Resumed,
    Taken,
    Updated,
)
from bot.slack.actions import Action
from bot.slack.history import PAGE, history, page_of
from bot.slack.mrkdwn import when
from tests.slack.nasty import CORPUS, checked_view, words
from tests.slack.tickets import ANA, CARA, FRIDAY, MINUTE, acme, names, ticket

HOUR = timedelta(hours=1)
LINK = "https://acme.example/1"
SHOWN_LINKS = (f"{LINK}|The message", f"{LINK}|The answer")


def drawn(
    *entries: Entry, page: int = 1, allowed: tuple[str, ...] = (), linked: tuple[int, ...] = (), **changes: Any
) -> dict[str, Any]:
    """A page, with links to the entries of these numbers; the opening is the first."""
    at = entries[-1].at if entries else FRIDAY
    shown = ticket(*entries, **{"at": at} | changes)
    return checked_view(history(shown, names, dict.fromkeys(linked, LINK), page=page), allowed)


def many(count: int) -> list[Entry]:
    return [Heard(at=FRIDAY + turn * MINUTE, by=CARA, text=f"Message {turn}.") for turn in range(count)]


def test_each_entry_says_who_when_and_with_which_words() -> None:
    said = words(drawn(Taken(at=FRIDAY, by=ANA, to=ANA), Heard(at=FRIDAY + MINUTE, by=CARA, text="Any news?")))
    assert f"*{when(FRIDAY)}* · Opened by Cara Customer" in said
    assert f"*{when(FRIDAY)}* · Ana Agent took it" in said
    assert f"*{when(FRIDAY + MINUTE)}* · The customer wrote (Cara Customer)\nAny news?" in said


def test_a_message_says_which_promise_it_kept_or_did_late_and_a_broken_one_stands_out() -> None:
    kept = words(drawn(Replied(at=FRIDAY, by=ANA, text="On it.")))
    assert "✓ keeps the first response (V06), due" in kept
    late = words(drawn(Replied(at=FRIDAY + 2 * HOUR, by=ANA, text="Sorry.")))
    assert f"*{when(FRIDAY + HOUR)}* · 🚨 The first response was broken (V06)" in late
    assert "does the first response (V06) late: it was due" in late


def test_a_regrade_says_from_what_to_what() -> None:
    said = words(drawn(Regraded(at=FRIDAY, by=ANA, severity="high", impact="Only the reports fail.")))
    assert "Ana Agent regraded it to High, from Urgent" in said
    assert "Only the reports fail." in said


def test_a_wait_says_how_long_it_was_in_both_times_and_leads_to_the_answer() -> None:
    reason = PauseReason.WAITING_ON_CUSTOMER
    monday = FRIDAY + timedelta(days=2, hours=15)
    tab = drawn(
        Paused(at=FRIDAY, by=ANA, reason=reason, text="The log files."),
        Resumed(at=monday, by=CARA),
        allowed=SHOWN_LINKS,
        linked=(3,),
    )
    said = words(tab)
    waited = "It waited for 2 d 15 h (waiting on customer): the first response stood still for 3 h of office hours"
    assert waited in said
    assert f"<{LINK}|The answer>" in said


def test_a_message_leads_to_where_it_stands_as_far_as_that_is_known() -> None:
    asked = Replied(at=FRIDAY, by=ANA, text="The log files?")
    assert f"<{LINK}|The message>" in words(drawn(asked, linked=(2,), allowed=SHOWN_LINKS))
    assert "The message" not in words(drawn(asked))


def test_an_update_says_what_was_expected_before_it() -> None:
    first, second = FRIDAY + HOUR, FRIDAY + 2 * HOUR
    said = words(
        drawn(
            Updated(at=FRIDAY, by=ANA, text="Found it.", eta=first),
            Updated(at=FRIDAY + MINUTE, by=ANA, text="Harder than we thought.", eta=second),
        )
    )
    assert f"*Expected to be over* by {when(second)}" in said
    assert f"Before that it was expected by {when(first)}" in said


def test_an_attempt_leads_to_where_it_can_be_seen() -> None:
    link = "https://acme.example/call"
    assert link in words(drawn(Attempted(at=FRIDAY, by=ANA, text="Voicemail.", link=link), allowed=(link,)))


def test_a_long_history_comes_in_pages() -> None:
    entries = many(PAGE + 3)
    first, second = [drawn(*entries, page=page, at=FRIDAY + HOUR - MINUTE) for page in (1, 2)]
    assert "Message 0." in words(first)
    assert f"Message {PAGE + 2}." not in words(first)
    assert f"Message {PAGE + 2}." in words(second)
    buttons = [each for view in (first, second) for block in view["blocks"] for each in block.get("elements", [])]
    assert [(each["action_id"], each["value"]) for each in buttons if each["type"] == "button"] == [
        (Action.LIST, "history 12 page 2"),
        (Action.LIST_BACK, "history 12 page 1"),
    ]


def test_beyond_the_last_page_the_last_is_shown() -> None:
    assert words(drawn(*many(2), page=99)) == words(drawn(*many(2)))


def test_each_page_leads_to_its_own_messages() -> None:
    entries = [*many(PAGE), Heard(at=FRIDAY + HOUR - MINUTE, by=CARA, text="The last.")]
    first, second = [drawn(*entries, page=page, linked=(PAGE + 2,), allowed=SHOWN_LINKS) for page in (1, 2)]
    assert LINK not in words(first)
    assert LINK in words(second)


@pytest.mark.parametrize("text", CORPUS)
def test_at_its_longest_slack_takes_it_and_nothing_in_it_lives(text: str) -> None:
    files = tuple(text for _ in range(100))
    entries: list[Entry] = []
    for turn in range(PAGE):
        at = FRIDAY + turn * 20 * MINUTE
        entries += [
            Heard(at=at, by=CARA, text=text, files=files),
            Updated(at=at, by=ANA, text=text, eta=at + HOUR, next_update=at + HOUR, cadence=text),
            Paused(at=at, by=ANA, reason=PauseReason.WAITING_ON_CUSTOMER, text=text, duty=text),
            Resumed(at=at + MINUTE, by=CARA, text=text),
        ]
    entries.append(Closed(at=entries[-1].at, by=ANA, reason="resolved", text=text, line=text))
    longest = ticket(*entries, at=entries[-1].at, title=text, customer=acme(name=text))
    links = dict.fromkeys(range(1, len(entries) + 2), LINK)
    for page in range(1, page_of(longest, 1)[1] + 1):
        checked_view(history(longest, lambda _: text, links, page=page), SHOWN_LINKS)
