"""What a person reads on a phone at night: short, plain, and nothing in it that a target could take for more."""

from dataclasses import replace

import pytest

from bot.clocks.entries import Released
from bot.desk import marks
from bot.desk.duty_notices import Audit, Drill
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import Event, Facts
from bot.desk.page_notices import AlarmOutside, PageAnswer
from bot.pager.words import MOST, Tone, words
from tests.desk.office import MONDAY
from tests.pager.calls import ABOUT, CALL_BACK, OVER, PAGE, outgoing

DRILL = Drill(
    kind=NoticeKind.DRILL_OUTSIDE, number=3, schedule="primary", people=("U0OLLY",), asked="U0LENA", at=MONDAY
)
HOSTILE = "Line one\r\nline <b>two</b> [here](https://evil.example) @everyone *now* `rm` “quoted”\x00"


def test_a_page_says_what_whose_how_bad_until_when_and_what_to_do() -> None:
    said = words(outgoing())
    assert said.title == "Page: T-12 P1 Urgent, Acme"
    assert said.text == (
        "Page: T-12 P1 Urgent, Acme: SSO login fails for everyone. "
        "Call-back due Mon 10:15 PDT. Open Slack: T-12, Acknowledge."
    )
    assert said.tone is Tone.CALL


def test_a_page_without_a_promise_names_no_time() -> None:
    assert "due" not in words(outgoing(replace(PAGE, promises=()))).text


def test_a_page_that_may_have_come_before_says_so() -> None:
    assert words(outgoing(repeat=True)).text.endswith("Acknowledge. (may repeat)")


def test_while_slack_is_down_a_page_says_so_and_what_to_do_meanwhile() -> None:
    said = words(outgoing(replace(PAGE, slack_silent=True)))
    assert said.text == (
        "Page: T-12 P1 Urgent, Acme: SSO login fails for everyone. "
        "Call-back due Mon 10:15 PDT. Slack does not answer: begin without it, acknowledge later."
    )


@pytest.mark.parametrize("title", ["x" * 500, "word " * 100, HOSTILE * 10])
def test_however_long_a_title_is_a_page_is_one_text_message(title: str) -> None:
    said = words(outgoing(replace(PAGE, about=replace(ABOUT, title=title))))
    assert len(said.text) <= MOST
    assert said.text.endswith("Open Slack: T-12, Acknowledge.")


def test_what_people_have_written_is_one_line_without_markup_links_or_mentions() -> None:
    about = replace(ABOUT, title=HOSTILE, customer=HOSTILE, severity=HOSTILE)
    for said in (words(outgoing(replace(PAGE, about=about))), words(outgoing(replace(OVER, about=about)))):
        for text in (said.title, said.text):
            assert text.isprintable()
            assert not set(text) & set("<>[]{}*`_~|\\@“”\x00")
            assert "://" not in text


def test_nobody_outside_reads_how_the_customer_is_reached() -> None:
    assert "555" not in words(outgoing(replace(PAGE, contact={}))).text


@pytest.mark.parametrize(
    ("over", "reads"),
    [
        (PageAnswer(by="U0OLLY", how="acknowledged", at=MONDAY), "Somebody has it. Nothing to do."),
        (PageAnswer(by="U0OLLY", how="snoozed", at=MONDAY), "It is snoozed. Nothing to do."),
        (PageAnswer(by="", how="over", at=MONDAY), "It calls for nobody any more. Nothing to do."),
    ],
)
def test_the_end_of_a_call_says_why_nothing_is_to_be_done(over: PageAnswer, reads: str) -> None:
    said = words(outgoing(replace(OVER, over=over)))
    assert said.text.endswith(reads)
    assert said.tone is Tone.OVER


def test_a_call_and_its_end_are_one_incident_and_the_next_call_is_another() -> None:
    assert words(outgoing()).incident == words(outgoing(OVER)).incident
    assert words(outgoing()).incident != words(outgoing(replace(PAGE, cycle=2))).incident


def test_a_broken_promise_that_slack_has_not_taken_says_both() -> None:
    alarm = AlarmOutside(
        about=ABOUT, what=NoticeKind.BREACH, place="C0BREACHES", error="is_archived", promises=(CALL_BACK,)
    )
    said = words(outgoing(alarm))
    assert said.text == (
        "Alarm: T-12 P1 Urgent, Acme: SSO login fails for everyone. "
        "Call-back is broken, and Slack has not taken it: is archived."
    )
    assert words(outgoing(replace(alarm, what=NoticeKind.ESCALATION))).incident != said.incident


@pytest.mark.parametrize("drill", [DRILL, replace(DRILL, kind=NoticeKind.DRILL_OVER)])
def test_a_drill_begins_with_the_word_and_says_that_it_is_a_test(drill: Drill) -> None:
    said = words(outgoing(drill))
    assert said.title.startswith("DRILL")
    assert said.text.startswith("DRILL, this is a test")
    assert said.incident == "belltower-drill-3"


def test_the_auditor_says_which_tickets_it_is_about_and_what_to_do() -> None:
    said = words(outgoing(Audit(at=MONDAY, findings=("A page was not sent.",), tickets=(12, 14))))
    about = "Belltower: an alarm reached nobody (T-12, T-14): A page was not sent."
    assert said.text == f"{about} Open Slack and look after it."


def test_an_audit_is_told_outside_slack_by_the_universal_clock() -> None:
    said = words(outgoing(Audit(at=MONDAY, findings=(f"A page of {marks.instant(MONDAY)} was lost",))))
    assert "A page of Mon 1 Jun 17:00 UTC was lost." in said.text


def test_what_is_told_in_slack_only_has_no_words_outside() -> None:
    told: Facts = Event(about=ABOUT, entry=Released(at=MONDAY, by="U0OLLY"))
    with pytest.raises(ValueError, match="not told outside Slack"):
        words(outgoing(told))
