from typing import Any

from bot.clocks.contract import PauseReason
from bot.clocks.entries import (
    CalledBack,
    Closed,
    Confirmed,
    Paused,
    Regraded,
    Reopened,
    Replied,
    Resolved,
    Snoozed,
    Taken,
)
from bot.desk.access import Verb
from bot.desk.facts import Ticket
from bot.slack.actions import MORE, Action
from bot.slack.offers import MOST_PROOFS, card_row, label_of, offers, proofs
from tests.slack.tickets import ANA, CARA, FRIDAY, MINUTE, critical, ticket

PAUSED = Paused(at=FRIDAY, by=ANA, reason=PauseReason.WAITING_ON_CUSTOMER, text="the logs")
PROPOSED = Resolved(at=FRIDAY, by=ANA, text="Renewed.")
CLOSED = Closed(at=FRIDAY, by=ANA, reason="resolved")


def offered(of: Ticket) -> list[Action]:
    return [offer.action for offer in offers(of)]


def row(of: Ticket) -> list[str]:
    return [each["action_id"] for each in card_row(of)["elements"]]


def in_menu(of: Ticket) -> list[str]:
    *_, menu = card_row(of)["elements"]
    return [each["value"].split()[0] for each in menu["options"]]


def test_an_open_ticket_offers_all_that_can_follow() -> None:
    assert offered(ticket()) == [
        Action.TAKE,
        Action.ACKNOWLEDGE,
        Action.ASSIGN,
        Action.REPLY,
        Action.UPDATE,
        Action.REGRADE,
        Action.PAUSE,
        Action.ATTEMPT,
        Action.RESOLVE,
        Action.CLOSE,
        Action.HISTORY,
        Action.ALERTS,
        Action.SNOOZE,
        Action.WHY,
    ]


def test_once_somebody_has_it_there_is_no_page_to_answer_or_to_put_off() -> None:
    assert not {Action.ACKNOWLEDGE, Action.SNOOZE} & set(offered(ticket(Taken(at=FRIDAY, by=ANA, to=ANA))))
    snoozed = Snoozed(at=FRIDAY, by=ANA, until=FRIDAY + 60 * MINUTE)
    assert {Action.ACKNOWLEDGE, Action.SNOOZE} <= set(offered(ticket(snoozed)))


def test_a_waiting_ticket_can_be_resumed_and_not_be_paused_again() -> None:
    waiting = offered(ticket(PAUSED))
    assert Action.RESUME in waiting
    assert Action.PAUSE not in waiting


def test_a_proposed_resolution_is_confirmed_objected_to_closed_or_reopened() -> None:
    proposed = offered(ticket(PROPOSED))
    assert {Action.CONFIRM, Action.OBJECT, Action.CLOSE, Action.REOPEN} <= set(proposed)
    assert not {Action.UPDATE, Action.REGRADE, Action.PAUSE, Action.RESOLVE} & set(proposed)


def test_a_closed_ticket_can_be_reopened_and_looked_at() -> None:
    assert offered(ticket(CLOSED)) == [Action.REOPEN, Action.HISTORY, Action.ALERTS, Action.WHY]


def test_only_the_last_regrade_can_be_undone_and_only_once() -> None:
    regraded = Regraded(at=FRIDAY, by=ANA, severity="high", impact="x")
    undone = Regraded(at=FRIDAY, by=ANA, severity="urgent", impact="", undo=True)
    assert Action.UNDO in offered(ticket(regraded))
    assert Action.UNDO not in offered(ticket(regraded, undone))
    assert Action.UNDO not in offered(ticket())
    reopened = Reopened(at=FRIDAY, by=ANA, text="It is back.")
    assert Action.UNDO not in offered(ticket(regraded, CLOSED, reopened)), "what was before the end stays as it was"


def test_a_card_has_five_elements_at_most_and_its_menu_leads_to_all_others() -> None:
    answered = critical(CalledBack(at=FRIDAY, by=ANA))
    confirmed = Confirmed(at=FRIDAY, by=CARA)
    for of in (ticket(), critical(), answered, ticket(PAUSED), ticket(PROPOSED), ticket(PROPOSED, confirmed)):
        assert len(row(of)) <= 5
        assert len(in_menu(of)) <= 5
        assert in_menu(of)[-1] == Action.NEXT
        assert set(row(of)) - {MORE} | set(in_menu(of)) - {Action.NEXT} <= set(offered(of))


def test_an_open_card_has_the_usual_in_its_row_and_the_rarer_in_its_menu() -> None:
    assert row(ticket()) == [Action.TAKE, Action.REPLY, Action.REGRADE, MORE]
    assert in_menu(ticket()) == [Action.PAUSE, Action.RESOLVE, Action.WHY, Action.CLOSE, Action.NEXT]
    assert in_menu(ticket(PAUSED))[0] == Action.RESUME


def test_a_call_back_that_is_owed_goes_before_the_update_and_an_update_before_nothing() -> None:
    assert row(critical()) == [Action.TAKE, Action.REPLY, Action.CALLED_BACK, Action.REGRADE, MORE]
    answered = critical(CalledBack(at=FRIDAY, by=ANA))
    assert row(answered) == [Action.TAKE, Action.REPLY, Action.UPDATE, Action.REGRADE, MORE]


def test_a_card_that_waits_for_agreement_and_a_closed_one_have_what_follows() -> None:
    assert row(ticket(PROPOSED)) == [Action.CONFIRM, Action.REOPEN, Action.CLOSE, MORE]
    assert row(ticket(CLOSED)) == [Action.REOPEN, MORE]
    assert in_menu(ticket(CLOSED)) == [Action.WHY, Action.HISTORY, Action.NEXT]


def test_taking_stands_out_while_nobody_has_the_ticket() -> None:
    free, *_ = card_row(ticket())["elements"]
    taken, *_ = card_row(ticket(Taken(at=FRIDAY, by=ANA, to=ANA)))["elements"]
    assert (free["text"]["text"], free.get("style")) == ("Take it", "primary")
    assert (taken["text"]["text"], taken.get("style")) == ("Take over", None)


def test_each_promise_can_be_proved_the_next_due_first() -> None:
    replied = critical(Replied(at=FRIDAY, by=ANA))
    whys = [offer for offer in offers(replied) if offer.verb is Verb.WHY]
    assert [(each.label, each.value) for each in whys] == [
        ("Why this time: call-back", "12 call_back 1"),
        ("Why this time: next update", "12 next_update 1"),
    ]


def test_of_a_promise_that_runs_again_the_kept_ones_need_no_proof_and_the_broken_ones_do() -> None:
    kept = critical(Replied(at=FRIDAY, by=ANA), Replied(at=FRIDAY + MINUTE, by=ANA), at=FRIDAY + MINUTE)
    assert [(clock.kind, clock.cycle) for clock in proofs(kept)] == [("call_back", 1), ("next_update", 2)]
    late = FRIDAY + 120 * MINUTE
    broken = critical(Replied(at=FRIDAY, by=ANA), Replied(at=late, by=ANA), at=late)
    assert "Why this time: next update 1" in [offer.label for offer in offers(broken)]


def test_of_very_many_broken_promises_the_newest_are_proved() -> None:
    entries: list[Any] = []
    for hour in range(50):
        at = FRIDAY + 200 * hour * MINUTE
        entries += [Closed(at=at, by=ANA, reason="resolved"), Reopened(at=at, by=CARA, text="Again.")]
    often = ticket(*entries, at=FRIDAY + 10_000 * MINUTE)
    assert offered(often).count(Action.WHY) <= MOST_PROOFS
    assert proofs(often)[0].cycle == 51


def test_a_button_elsewhere_says_what_it_says_on_the_card() -> None:
    assert label_of(Action.RESOLVE) == "Propose resolution"
    assert label_of(Action.CALLED_BACK) == "Called back"
