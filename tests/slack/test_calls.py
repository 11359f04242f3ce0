from dataclasses import replace
from typing import Any

import pytest

from bot.clocks.contract import ClockKind
from bot.clocks.entries import BY_RULE
from bot.desk.composing import about, promise_line
from bot.desk.notice_kinds import NoticeKind
from bot.desk.page_notices import Held, NextPage, Page, PageAnswer
from bot.slack.actions import MORE, Action
from bot.slack.blocks import Message
from bot.slack.calls import SNOOZES, call
from bot.slack.mrkdwn import when
from bot.slack.payloads import press
from tests.slack.nasty import buttons, checked_message, words
from tests.slack.samples import pressing
from tests.slack.tickets import CONTACT, FRIDAY, LENA, MINUTE, OLLY, about_it, clock, critical, names

PAGE = Page(
    kind=NoticeKind.PAGE,
    about=about(critical()),
    whom="primary",
    people=(OLLY,),
    cycle=1,
    step=0,
    promises=(promise_line(critical().terms, clock(critical(), ClockKind.CALL_BACK)),),
    contact=CONTACT,
    following=NextPage(whom="secondary", people=(LENA,), at=FRIDAY + 5 * MINUTE),
)
HELD = Held(
    about=about_it(),
    whom="primary",
    people=(OLLY,),
    cycle=1,
    coverage="business_hours",
    until=FRIDAY + 600 * MINUTE,
    zone="America/Los_Angeles",
    clause="V03",
)


def shown(facts: Page | Held, mentions: tuple[str, ...] = ()) -> Message:
    return checked_message(call(facts, FRIDAY, names, None), allowed=[f"@{person}" for person in mentions])


def first_line(made: Message) -> str:
    said: str = made.blocks[0]["text"]["text"]
    return said


class TestPage:
    def test_it_can_be_acknowledged_and_put_off(self) -> None:
        made = shown(PAGE, (OLLY,))
        assert buttons(made) == [Action.ACKNOWLEDGE, Action.TAKE, Action.CALLED_BACK, Action.WHY, MORE]
        menu = made.blocks[-1]["elements"][-1]
        assert [each["text"]["text"] for each in menu["options"]] == [
            "Snooze 15 minutes",
            "Snooze 30 minutes",
            "Snooze 1 hour",
            "Snooze 4 hours",
        ]

    def test_each_choice_of_its_menu_comes_back_with_its_minutes(self) -> None:
        menu = shown(PAGE, (OLLY,)).blocks[-1]["elements"][-1]
        for option, minutes in zip(menu["options"], SNOOZES, strict=True):
            payload = pressing(MORE, "")
            payload["actions"][0] = {**payload["actions"][0], "selected_option": option}
            found = press(payload)
            assert (found.action, found.ticket, found.minutes, found.entry) == (Action.SNOOZE, 12, minutes, None)

    def test_a_later_round_says_which_one_it_is(self) -> None:
        said = "📟 *Page to primary, round 2* · 🔴 T-12 · P1 Critical · Globex · <@U0OLLY>"
        assert first_line(shown(replace(PAGE, round=2), (OLLY,))) == said


class TestOver:
    @pytest.mark.parametrize(
        ("how", "ended"),
        [
            ("acknowledged", "Olly Oncall acknowledged it"),
            ("taken", "Olly Oncall took it"),
            ("called back", "Olly Oncall called the customer back"),
            ("replied", "Olly Oncall answered the customer"),
            ("updated", "Olly Oncall told the customer the progress"),
            ("regraded", "Olly Oncall regraded it"),
            ("resolved", "Olly Oncall proposed a resolution"),
            ("closed", "Olly Oncall closed it"),
        ],
    )
    def test_the_message_says_who_ended_it_and_has_neither_buttons_nor_mentions(self, how: str, ended: str) -> None:
        over = PageAnswer(by=OLLY, how=how, at=FRIDAY + MINUTE)
        made = shown(replace(PAGE, kind=NoticeKind.PAGE_EDIT, over=over))
        assert buttons(made) == []
        assert f"Over: {ended} {when(FRIDAY + MINUTE)}" in words(made)
        assert "+31 20 555 0100" not in words(made), "nobody need call the customer because of it"

    def test_one_that_a_rule_has_ended_says_that_people_were_called_anew(self) -> None:
        over = PageAnswer(by=BY_RULE, how="unacknowledged", at=FRIDAY)
        made = shown(replace(PAGE, kind=NoticeKind.PAGE_EDIT, over=over))
        assert "Over: people were called anew" in words(made)


class TestHeld:
    def test_it_says_from_when_on_whom_and_why_and_mentions_nobody(self) -> None:
        made = shown(HELD)
        assert first_line(made) == "🌙 *Nobody is called yet* · 🔴 T-12 · P1 Urgent · Acme"
        opens = when(FRIDAY + 600 * MINUTE, "America/Los_Angeles")
        said = f"Olly Oncall (primary) is called from {opens} on, because the plan pages in business_hours only (V03)."
        assert said in words(made)
        assert buttons(made) == [Action.ACKNOWLEDGE, Action.TAKE]

    def test_coverage_that_never_opens_again_is_said_so(self) -> None:
        made = shown(replace(HELD, until=None, people=()))
        assert "It never opens again: the plan pages in business_hours only (V03)." in words(made)

    def test_nobody_on_duty_is_said_so(self) -> None:
        assert "nobody on duty (primary) is called from" in words(shown(replace(HELD, people=())))


def test_the_two_kinds_of_facts_are_told_by_any_instant() -> None:
    facts: list[Any] = [PAGE, HELD]
    assert all(call(each, FRIDAY + 3 * MINUTE, names, "https://example.com/1").text for each in facts)
