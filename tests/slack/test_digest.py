"""The day's digest in Slack: scannable, calm where there is nothing, and within Slack's limits."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from bot.clocks.contract import ClockKind, PauseReason
from bot.desk.digest import MOST_EACH
from bot.desk.digest_facts import Digest, DigestTicket, Part
from bot.desk.notices import from_json, to_json
from bot.slack.digest import digest, tally_words
from bot.slack.mrkdwn import when
from tests.slack.nasty import CORPUS, TEXTS, checked_message, words
from tests.slack.tickets import ANA, FRIDAY, names

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZONE = "America/Los_Angeles"


def facts(**changes: Any) -> Digest:
    return Digest(**{"at": FRIDAY, "since": FRIDAY - DAY, "until": FRIDAY + 3 * DAY} | changes)


def one(**changes: Any) -> DigestTicket:
    values: dict[str, Any] = {
        "number": 12,
        "title": "SSO login fails",
        "customer": "Acme",
        "rank": 0,
        "assignee": None,
        "clock": ClockKind.FIRST_RESPONSE,
        "due": FRIDAY + HOUR,
        "zone": ZONE,
    }
    return DigestTicket(**values | changes)


def part(*tickets: DigestTicket, total: int | None = None) -> Part:
    return Part(tickets=tickets, total=len(tickets) if total is None else total)


def said(**changes: Any) -> str:
    return words(checked_message(digest(facts(**changes), names)))


def test_each_sort_has_its_heading_with_how_many_and_a_line_for_each_ticket() -> None:
    late = one(due=FRIDAY - HOUR, assignee=ANA)
    shown = said(overdue=part(late), due=part(one(number=13), one(number=14)))
    due = when(FRIDAY - HOUR, ZONE)
    assert f"*Overdue: 1*\n🔴 *T-12* SSO login fails · Acme · first response was due {due} · Ana Agent" in shown
    assert "*Due until the next digest: 2*" in shown
    assert "Nobody has them" not in shown


def test_who_keeps_us_waiting_for_more_than_two_days_is_marked() -> None:
    shown = said(
        waiting=part(
            one(since=FRIDAY - 3 * DAY, reason=PauseReason.WAITING_ON_CUSTOMER),
            one(since=FRIDAY - HOUR, reason=PauseReason.WAITING_ON_THIRD_PARTY),
        )
    )
    assert "waiting on customer ⏳ *for 3 d*" in shown
    assert "waiting on third party for 1 h" in shown


def test_what_waits_for_the_customers_agreement_says_for_how_long() -> None:
    assert "no answer for 1 h" in said(resolved=part(one(since=FRIDAY - HOUR, clock=None, due=None)))


def test_a_goal_is_called_a_goal_and_a_ticket_without_a_clock_says_so() -> None:
    shown = said(unassigned=part(one(contractual=False), one(due=None), one(clock=None, due=None)))
    assert "first response goal" in shown
    assert "clocks paused" in shown
    assert "no clock runs" in shown


def test_of_the_others_there_is_the_number_and_how_to_see_them() -> None:
    assert "and 30 more: /ticket list breaching" in said(overdue=part(one(due=FRIDAY - HOUR), total=31))


def test_where_there_is_nothing_it_is_one_calm_line() -> None:
    message = checked_message(digest(facts(), names))
    calm = "Nothing is overdue, nothing is due until the next digest, and nobody is waited for."
    assert message.text == f"Today's digest: {calm}"
    assert calm in words(message)
    assert len(message.blocks) == 3


def test_the_notification_has_the_counts() -> None:
    message = digest(facts(overdue=part(one(), total=2), waiting=part(one())), names)
    assert message.text == "Today's digest: 2 overdue, 1 waiting"


def test_promises_are_counted_by_kind() -> None:
    kept, broken = {ClockKind.FIRST_RESPONSE: 30, ClockKind.NEXT_UPDATE: 11}, {ClockKind.CALL_BACK: 1}
    assert tally_words(kept, broken) == "41 kept (first response 30, next update 11), 1 broken (call-back 1)"
    assert tally_words({}, {}) == "no promise was kept or broken"
    assert f"Since {when(FRIDAY - DAY)}: 1 broken (call-back 1)" in said(broken=broken)


def test_where_not_all_tickets_were_looked_at_it_says_so() -> None:
    assert ", as far as the tickets that changed last: " in said(left_out=1)
    assert "as far as" not in said()


def test_it_stays_the_same_on_its_way_through_the_outbox() -> None:
    full = facts(
        over=FRIDAY + HOUR,
        overdue=part(one()),
        waiting=part(one(since=FRIDAY, reason=PauseReason.AGREED)),
        kept={ClockKind.FIRST_RESPONSE: 2},
    )
    assert from_json(to_json(full)) == full


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_what_people_write_never_lives_in_it(text: str) -> None:
    hostile = part(one(title=text, customer=text, assignee=ANA))
    message = digest(facts(overdue=hostile, waiting=hostile, resolved=hostile), lambda _: text)
    checked_message(message)


@pytest.mark.parametrize("text", CORPUS)
def test_at_its_longest_slack_takes_it(text: str) -> None:
    longest = one(
        number=999_999_999,
        title=text,
        customer=text,
        assignee=ANA,
        since=FRIDAY - 900 * DAY,
        reason=PauseReason.WAITING_ON_THIRD_PARTY,
    )
    full = Part(tickets=(longest,) * MOST_EACH, total=10**9)
    counts = dict.fromkeys(ClockKind, 10**9)
    everything = facts(overdue=full, due=full, unassigned=full, waiting=full, resolved=full, kept=counts, broken=counts)
    checked_message(digest(everything, lambda _: text))
