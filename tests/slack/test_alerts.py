"""The answer to `/ticket alerts`: two short lines for each notice, what became of it and what Slack cannot tell."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.desk.alerts import Alert, Alerts, Fate
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import Breach
from bot.desk.page_notices import Page, PageAnswer
from bot.slack.alerts import alerts
from bot.slack.mrkdwn import when
from tests.slack.nasty import buttons, checked_message, words
from tests.slack.tickets import FRIDAY, MINUTE, OLLY, about_it, first_response, names, ticket

PAGE = Page(kind=NoticeKind.PAGE_DIRECT, about=about_it(), whom="primary", people=(OLLY,), cycle=1, step=0, promises=())
SENT = Alert(
    kind=NoticeKind.PAGE_DIRECT,
    told=PAGE,
    place=OLLY,
    planned=FRIDAY,
    fate=Fate.SENT,
    settled=FRIDAY,
    late=None,
    reason="",
    together=False,
    seen_at=None,
    seen_by=None,
    answered=None,
)


def said(*shown: Alert, **changes: Any) -> str:
    found = Alerts(ticket=ticket(), shown=shown, total=len(shown), page=1, pages=1)
    return words(checked_message(alerts(replace(found, **changes), names), ("#C0TRIAGE",)))


def test_what_was_told_to_whom_and_that_it_was_sent_in_time() -> None:
    shown = said(SENT)
    assert f"✓ *Page to primary* · directly to Olly Oncall\nplanned {when(FRIDAY)} · sent {when(FRIDAY)}" in shown
    assert "T-12: 1 notice" in shown


def test_how_late_it_was_is_said_in_words() -> None:
    late = replace(SENT, settled=FRIDAY + 2 * MINUTE, late=2 * MINUTE)
    assert f"⚠️ *Page to primary* · directly to Olly Oncall\nplanned {when(FRIDAY)} · sent" in said(late)
    assert ", *2 min late*" in said(late)


def test_who_saw_it_and_who_answered_and_what_slack_cannot_tell() -> None:
    answered = PageAnswer(by=OLLY, how="acknowledged", at=FRIDAY + MINUTE)
    shown = said(replace(SENT, seen_at=FRIDAY + MINUTE, seen_by=OLLY, answered=answered))
    assert f"seen by Olly Oncall {when(FRIDAY + MINUTE)}" in shown
    assert f"acknowledged by Olly Oncall {when(FRIDAY + MINUTE)}" in shown
    assert "not who only reads it" in shown


@pytest.mark.parametrize(
    ("fate", "begins", "says"),
    [
        (Fate.WAITING, "⏳", "waiting: ratelimited"),
        (Fate.NOT_NEEDED, "–", "not needed any more: ratelimited"),
        (Fate.LET_GO, "–", "not sent: ratelimited"),
        (Fate.REFUSED, "🚨", "*refused*: ratelimited"),
    ],
)
def test_why_it_did_not_arrive(fate: Fate, begins: str, says: str) -> None:
    shown = said(replace(SENT, fate=fate, reason="ratelimited", settled=None))
    assert f"{begins} *Page to primary*" in shown
    assert says in shown


def test_by_which_way_and_together_with_what_it_went() -> None:
    by_way = replace(SENT, kind=NoticeKind.PAGE_OUTSIDE, place="via:OLLY_SMS")
    in_channel = replace(SENT, kind=NoticeKind.CARD, told=None, place="C0TRIAGE", together=True)
    shown = said(by_way, in_channel)
    assert "*Page to primary* · by OLLY_SMS" in shown
    assert "*The card* · <#C0TRIAGE>" in shown
    assert "in one message with others" in shown


def test_a_promise_is_named_and_a_later_round_too() -> None:
    broken = replace(SENT, kind=NoticeKind.BREACH, told=Breach(about=about_it(), promise=first_response()))
    again = replace(SENT, told=replace(PAGE, round=2))
    assert "*Broken, first response*" in said(broken)
    assert "*Page to primary, round 2*" in said(again)


def test_a_long_list_has_buttons_for_the_pages_beside() -> None:
    found = Alerts(ticket=ticket(), shown=[SENT], total=30, page=2, pages=3)
    made = alerts(found, names)
    assert buttons(made) == ["list_back", "list"]
    assert [each["value"] for block in made.blocks if block["type"] == "actions" for each in block["elements"]] == [
        "alerts 12 page 1",
        "alerts 12 page 3",
    ]


def test_what_an_earlier_version_told_has_a_name_all_the_same() -> None:
    unknown = replace(SENT, told=None, kind=NoticeKind.WARNING, late=timedelta(hours=1))
    assert "*The warning*" in said(unknown)
