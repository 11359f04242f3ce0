from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from bot.clocks.contract import ClockKind
from bot.clocks.entries import Closed, Entry, Heard, Outcome, Regraded, Replied, Taken, Updated
from bot.desk.composing import about, promise_line
from bot.desk.facts import Posted
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import (
    Answer,
    AtRisk,
    Breach,
    Escalation,
    Event,
    Facts,
    GoalMissed,
    News,
    Proposal,
    Receipt,
    Reminder,
    Undelivered,
    from_json,
    to_json,
)
from bot.desk.outgoing import Outgoing
from bot.desk.page_notices import NextPage, Page
from bot.slack.actions import MORE, Action
from bot.slack.blocks import Message
from bot.slack.cards import FIELD_LABELS, card
from bot.slack.mrkdwn import when
from bot.slack.notices import notice
from tests.slack.nasty import TEXTS, buttons, checked_message, words
from tests.slack.tickets import (
    ANA,
    CARA,
    CONTACT,
    FRIDAY,
    LENA,
    MINUTE,
    OLLY,
    TESS,
    about_it,
    clock,
    critical,
    first_response,
    names,
    outgoing,
    ticket,
)

DUE = FRIDAY + 60 * MINUTE


def told(facts: Facts, at: Any = FRIDAY, *, planned: Any = None, mentions: tuple[str, ...] = ()) -> Message:
    made = notice(outgoing(facts, at=at, planned=planned), names)
    return checked_message(made, allowed=[f"@{person}" for person in mentions])


def first_line(made: Message) -> str:
    said: str = made.blocks[0]["text"]["text"]
    return said.split("\n", maxsplit=1)[0]


def page(kind: Any = NoticeKind.PAGE, **changes: Any) -> Page:
    values: dict[str, Any] = {
        "about": about(critical()),
        "whom": "primary",
        "people": (OLLY,),
        "cycle": 1,
        "step": 0,
        "promises": (promise_line(critical().terms, clock(critical(), ClockKind.CALL_BACK)),),
        "contact": CONTACT,
        "following": NextPage(whom="secondary", people=(LENA,), at=FRIDAY + 5 * MINUTE),
    }
    return Page(kind=kind, **values | changes)


def alerts(**changes: Any) -> list[AtRisk | GoalMissed | Breach | Escalation]:
    values: dict[str, Any] = {"about": about_it(), "promise": first_response(), "people": (ANA, TESS)} | changes
    return [
        AtRisk(warn="75%", **values),
        GoalMissed(**values),
        Breach(**values),
        Breach(done=DUE + MINUTE, **values),
        Escalation(after="30 minutes", **values),
    ]


def test_a_warning_says_how_much_time_is_left_and_calls_the_owner_once() -> None:
    facts = AtRisk(about=about_it(assignee=ANA), promise=first_response(), warn="75%", people=(ANA,))
    made = told(facts, DUE - 15 * MINUTE, mentions=(ANA,))
    said = "⚠️ *First response due in 15 min (75% of the time used)* · 🔴 T-12 · P1 Urgent · Acme · <@U0ANA>"
    assert first_line(made) == said
    assert words(made).count("<@") == 1
    assert [block["type"] for block in made.blocks] == ["section", "section", "context", "actions"]
    assert made.blocks[1]["text"]["text"] == "SSO login fails for everyone"
    due = when(DUE, "America/Los_Angeles")
    assert words(made.blocks[2]) == f"due {due} · 1 business hour · V06 · with Ana Agent", "its name is said once"


def test_a_notice_has_the_button_that_keeps_the_promise_and_one_to_take_what_nobody_has() -> None:
    free = told(AtRisk(about=about_it(), promise=first_response(), warn="75%"))
    assert buttons(free) == [Action.TAKE, Action.REPLY, Action.WHY]
    assert [each["value"] for each in free.blocks[-1]["elements"]] == ["12", "12", "12 first_response 1"]
    taken = told(Breach(about=about_it(assignee=ANA), promise=first_response()))
    assert buttons(taken) == [Action.REPLY, Action.WHY]
    following = replace(first_response(), kind=ClockKind.NEXT_UPDATE)
    assert buttons(told(AtRisk(about=about_it(), promise=following, warn="75%"))) == [
        Action.TAKE,
        Action.UPDATE,
        Action.WHY,
    ]
    resolution = replace(first_response(), kind=ClockKind.RESOLUTION)
    assert buttons(told(Breach(about=about_it(), promise=resolution))) == [Action.TAKE, Action.WHY]


def test_a_warning_before_the_due_time_needs_no_share() -> None:
    facts = AtRisk(about=about_it(), promise=first_response(), warn="10 business minutes before")
    assert first_line(told(facts, DUE - 10 * MINUTE)).startswith("⚠️ *First response due in 10 min* · ")
    assert "nobody has it yet" in words(told(facts))


def test_a_missed_goal_is_no_broken_promise() -> None:
    facts = GoalMissed(about=about_it(), promise=first_response(), people=(ANA,))
    said = "⚠️ *Our goal for the first response is missed, 5 min late; no promise is broken*"
    assert first_line(told(facts, DUE + 5 * MINUTE, mentions=(ANA,))).startswith(said)


def test_a_breach_says_how_late_it_is_or_how_late_it_was_done() -> None:
    still = Breach(about=about_it(), promise=first_response(), people=(ANA,))
    open_ = told(still, DUE + 12 * MINUTE, mentions=(ANA,))
    assert first_line(open_).startswith("🚨 *First response broken, 12 min late*")
    done = Breach(about=about_it(), promise=first_response(), done=DUE + 2 * MINUTE)
    assert first_line(told(done, DUE + 30 * MINUTE)).startswith("🚨 *First response broken, done 2 min late*")


def test_an_escalation_calls_everybody_it_is_for() -> None:
    facts = Escalation(about=about_it(), promise=first_response(), after="30 minutes", people=(ANA, TESS))
    made = told(facts, DUE + 30 * MINUTE, mentions=(ANA, TESS))
    assert first_line(made).endswith("· <@U0ANA> <@U0TESS>")
    assert first_line(made).startswith("🚨 *First response still not done, 30 min late*")


def test_a_page_in_the_channel_calls_who_is_on_duty_and_names_who_comes_next() -> None:
    made = told(page(), mentions=(OLLY,))
    assert first_line(made) == "📟 *Page to primary* · 🔴 T-12 · P1 Critical · Globex · <@U0OLLY>"
    assert "If nobody answers: Lena Lead (secondary) at <!date" in words(made)
    assert buttons(made) == [Action.ACKNOWLEDGE, Action.TAKE, Action.CALLED_BACK, Action.WHY, MORE]


def test_a_page_about_a_ticket_that_somebody_has_says_who() -> None:
    made = told(page(about=about_it(assignee=ANA)), mentions=(OLLY,))
    assert "It is with Ana Agent." in words(made)
    assert buttons(made) == [Action.ACKNOWLEDGE, Action.CALLED_BACK, Action.WHY, MORE]
    assert "It is with" not in words(told(page(), mentions=(OLLY,)))


def test_a_direct_page_has_the_number_to_call_and_mentions_nobody() -> None:
    made = told(page(NoticeKind.PAGE_DIRECT))
    assert first_line(made) == "📟 *You are paged* · 🔴 T-12 · P1 Critical · Globex"
    for shown in ("SSO login fails for everyone", "*Phone* +31 20 555 0100", "*Call-back* due <!date"):
        assert shown in words(made)
    assert made.text.startswith("You are paged · 🔴 T-12 · P1 Critical · Globex · call-back due Sat 6 Jun 01:45 CEST")


def test_a_page_without_promise_contact_or_successor_is_still_one() -> None:
    made = told(page(promises=(), contact={}, following=None, people=()))
    assert buttons(made) == [Action.ACKNOWLEDGE, Action.TAKE, MORE]
    alone = page(following=NextPage(whom="manager", people=(), at=FRIDAY))
    assert "nobody on duty (manager)" in words(told(alone, mentions=(OLLY,)))


def test_whoever_is_given_a_ticket_is_called() -> None:
    given = told(Event(about=about_it(), entry=Taken(at=FRIDAY, by=ANA, to=OLLY)), mentions=(OLLY,))
    assert first_line(given) == f"Ana Agent gave it to <@{OLLY}>"


def test_an_event_is_one_line_with_what_was_said_beneath() -> None:
    made = told(Event(about=about_it(), entry=Replied(at=FRIDAY, by=ANA, text="We are on it.")))
    assert [block["text"]["text"] for block in made.blocks] == ["Ana Agent answered the customer", "We are on it."]
    assert made.text == "T-12 · Ana Agent answered the customer"
    assert len(told(Event(about=about_it(), entry=Taken(at=FRIDAY, by=ANA, to=ANA))).blocks) == 1


def test_a_regrade_says_from_what_to_what_and_what_is_promised_now() -> None:
    entry = Regraded(at=FRIDAY, by=ANA, severity="high", impact="Only reports fail.")
    after = about_it(severity="High", priority="P2", rank=1)
    made = told(Event(about=after, entry=entry, before="Urgent", promises=(first_response(),)))
    assert first_line(made) == "Ana Agent regraded it from Urgent to High (P2)"
    assert "*First response* due" in words(made)
    assert "Only reports fail." in words(made)


def test_what_the_customer_wrote_stands_in_the_thread_with_its_files_and_a_way_to_answer() -> None:
    heard = Heard(at=FRIDAY, by=CARA, text="It still fails.", files=("error.log",))
    made = told(Event(about=about_it(), entry=heard))
    assert words(made).split("\n")[:3] == ["The customer wrote (Cara Customer)", "*Files* error.log", "It still fails."]
    assert buttons(made) == [Action.REPLY]
    after_the_end = told(Event(about=about_it(assignee=ANA), entry=heard, closed=True), mentions=(ANA,))
    assert first_line(after_the_end) == f"The customer wrote (Cara Customer) · the ticket is closed · <@{ANA}>"
    assert buttons(after_the_end) == [Action.REOPEN]
    assert buttons(told(Event(about=about_it(), entry=Replied(at=FRIDAY, by=ANA, text="Yes.")))) == []


def test_what_was_said_elsewhere_can_be_read_there() -> None:
    heard = outgoing(Event(about=about_it(), entry=Heard(at=FRIDAY, by=CARA, text="It still fails.")), at=FRIDAY)
    link = "https://northbell.example/archives/C0ACME/p1"
    leading, there = f"{link}|read it there", replace(heard, source=Posted(channel="C0ACME", ts="1.0"))
    assert f"<{leading}>" in words(checked_message(notice(there, names, link), allowed=[leading]))
    assert link not in words(checked_message(notice(heard, names, link)))


def test_a_message_of_files_alone_is_told_too() -> None:
    made = told(Event(about=about_it(), entry=Heard(at=FRIDAY, by=CARA, text=" ", files=("error.log",))))
    assert [block["type"] for block in made.blocks] == ["section", "actions"]


def test_a_regrade_that_is_taken_back_says_so_and_which_severity_it_has_again() -> None:
    undone = Regraded(at=FRIDAY, by=ANA, severity="urgent", impact="", undo=True)
    said = first_line(told(Event(about=about_it(), entry=undone, before="High")))
    assert said == "Ana Agent took the regrade back, from High to Urgent (P1)"


def test_whoever_has_to_ask_again_is_called_once_and_finds_the_buttons() -> None:
    facts = Reminder(about=about_it(), since=FRIDAY, clause="B17, B24", people=(ANA,))
    made = told(facts, FRIDAY + 60 * MINUTE, mentions=(ANA,))
    assert first_line(made).startswith("⏰ *The customer has not said whether T-12 is resolved* · 🔴 T-12")
    assert words(made).count("<@") == 1
    assert f"They were asked {when(FRIDAY)}, and nothing is agreed (B17, B24). Ask them again." in words(made)
    assert buttons(made) == [Action.REPLY, Action.CONFIRM, Action.REOPEN, Action.ATTEMPT]
    assert "they were not asked in Slack" in words(told(replace(facts, asked=False), mentions=(ANA,)))


def test_what_the_customer_reads_is_never_said_to_be_late() -> None:
    late = FRIDAY + 60 * MINUTE
    everything: list[Facts] = [
        Receipt(about=about_it()),
        Answer(about=about_it(), text="Yes.", by=ANA),
        Proposal(about=about_it(), number=7, since=FRIDAY, text="Renewed.", by=ANA, outcome=Outcome.RESOLVED),
        News(about=about_it(), entry=Closed(at=FRIDAY, by=ANA, reason="resolved")),
    ]
    for facts in everything:
        assert "late" not in words(told(facts, late, planned=FRIDAY))


def test_an_answer_reaches_the_customer_word_for_word() -> None:
    text = "Hello,\n\n<!channel> & `you`: " + "x" * 3_500
    made = told(Answer(about=about_it(), text=text, by=ANA))
    assert "".join(block["text"]["text"] for block in made.blocks[:-1]) == text


def test_an_answer_is_signed_by_who_wrote_it_with_the_tickets_number() -> None:
    made = told(Answer(about=about_it(), text="Please try again.", by=ANA))
    assert words(made.blocks[-1]) == "Ana Agent · T-12"
    assert made.text == "Ana Agent · T-12: Please try again."


def test_an_answer_from_before_the_writer_was_kept_has_the_number_alone() -> None:
    kept = to_json(Answer(about=about_it(), text="Please try again.", by=ANA))
    del kept["by"]
    made = told(from_json(kept))
    assert words(made.blocks[-1]) == "T-12"
    assert made.text == "T-12: Please try again."


def test_what_is_told_late_says_so_and_what_is_told_in_time_does_not() -> None:
    facts = Breach(about=about_it(), promise=first_response())
    late = "Told 12 min late: Belltower was not running or could not reach Slack."
    assert late in words(told(facts, DUE + 12 * MINUTE, planned=DUE))
    assert late in told(facts, DUE + 12 * MINUTE, planned=DUE).text
    assert "Told" not in words(told(facts, DUE + MINUTE, planned=DUE))


def test_a_notice_of_a_card_is_the_card() -> None:
    of = ticket()
    assert notice(outgoing(of, at=FRIDAY), names) == card(of, names)


def test_a_notice_without_anything_to_tell_is_a_fault() -> None:
    empty = Outgoing(key="1:x", kind=NoticeKind.CARD, place="C1", at=FRIDAY, planned=FRIDAY, since=FRIDAY)
    with pytest.raises(ValueError, match="1:x"):
        notice(empty, names)


@given(TEXTS)
def test_no_text_of_a_person_comes_alive_in_a_notice(text: str) -> None:
    touched = about_it(title=text, customer=text, assignee=ANA)
    entries: list[Entry] = [
        Replied(at=FRIDAY, by=ANA, text=text),
        Regraded(at=FRIDAY, by=ANA, severity="high", impact=text),
        Closed(at=FRIDAY, by=ANA, reason=text, text=text),
        Heard(at=FRIDAY, by=CARA, text=text, files=(text,) * 3),
        Updated(at=FRIDAY, by=ANA, text=text, cadence=text),
    ]
    everything: list[Facts] = [
        *(Event(about=touched, entry=entry, before="Urgent") for entry in entries),
        *alerts(about=touched),
        page(about=touched, whom=text, contact=dict.fromkeys(FIELD_LABELS, text)),
        page(NoticeKind.PAGE_DIRECT, about=touched, contact=dict.fromkeys(FIELD_LABELS, text)),
    ]
    if text.strip():
        everything.append(Answer(about=touched, text=text, by=ANA))
    for facts in everything:
        made = notice(outgoing(facts, at=FRIDAY), lambda _: text)
        checked_message(made, allowed=[f"@{person}" for person in (ANA, TESS, OLLY)])


def test_a_notice_outside_the_cards_thread_leads_to_the_card() -> None:
    link = "https://northbell.slack.example/archives/C0TRIAGE/p1"
    for facts in (page(), page(NoticeKind.PAGE_DIRECT), Breach(about=about(ticket()), promise=first_response())):
        mentions = [f"@{person}" for person in facts.people] if facts.kind is NoticeKind.PAGE else []
        made = checked_message(notice(outgoing(facts, at=FRIDAY), names, link), allowed=[f"{link}|T-12", *mentions])
        assert f"<{link}|T-12>" in first_line(made)
        assert link not in made.text


def test_a_notice_that_slack_refuses_is_told_where_the_team_reads_it() -> None:
    refused = Undelivered(about=about(ticket()), what=NoticeKind.ANSWER, place="C0ACME", error="not_in_channel")
    made = checked_message(notice(outgoing(refused, at=FRIDAY), names), allowed=["#C0ACME"])
    assert first_line(made).startswith("🚨 *The answer did not reach the customer*")
    assert "not_in_channel. Invite me there and say it again." in words(made)
    archived = Undelivered(about=about(ticket()), what=NoticeKind.ANSWER, place="C0ACME", error="is_archived")
    assert "is_archived. Tell them another way." in words(notice(outgoing(archived, at=FRIDAY), names))
    proposal = replace(archived, what=NoticeKind.PROPOSAL)
    assert "The proposed resolution did not reach the customer" in words(notice(outgoing(proposal, at=FRIDAY), names))
    page_refused = Undelivered(about=about(ticket()), what=NoticeKind.PAGE_DIRECT, place=OLLY, error="user_not_found")
    assert names(OLLY) in words(told(page_refused))
