"""The proof of a goal and of what was agreed with the customer."""

import pytest

from bot.clocks.clock import evaluate
from bot.clocks.contract import ClockKind, terms
from bot.clocks.explain import explain
from bot.clocks.ledger import History
from bot.contracts.reader import load
from tests.clocks.proofs import proof, texts
from tests.clocks.samples import (
    called_back,
    monday,
    opened,
    plan_terms,
    promise,
    replied,
    updated,
)

VALICARE, BIRD = terms(load("valimail"), "valicare"), terms(load("bird"), "email_enterprise")

UPDATE = ClockKind.NEXT_UPDATE


class TestGoalsAndAgreements:
    def test_a_goal_is_told_as_a_goal(self) -> None:
        found = proof(BIRD, [opened(monday("08:00"), "non_critical")], monday("08:00"))
        assert found[1:3] == [
            ("Email Enterprise names no time for the first response of P2", "B14"),
            ("The team's own goal is 1 business day; to miss it breaks no promise", None),
        ]
        assert found[-1] == ("The goal is Tue 2 Jun 2026 10:00 CEST: 8 h 30 min counted", "B14")

    @pytest.mark.parametrize(("answered", "outcome"), [("10:00", "goal met"), ("10:01", "after the goal")])
    def test_a_goal_alone_is_met_or_missed(self, answered: str, outcome: str) -> None:
        sold = plan_terms(urgent=[promise(goal="1 hour")])
        found = texts(proof(sold, [opened(monday("09:00")), replied(monday(answered))], monday("12:00")))
        assert found[-1] == f"First response Mon 1 Jun 2026 {answered} UTC: {outcome}"

    def test_a_goal_beside_a_target_is_told_after_it(self) -> None:
        sold = plan_terms(urgent=[promise("1 hour", goal="20 minutes")])
        assert texts(proof(sold, [opened(monday("09:00"))], monday("09:00")))[-1] == (
            "The team's own goal of 20 minutes is Mon 1 Jun 2026 09:20 UTC; to miss it breaks no promise"
        )

    def test_what_was_agreed_is_told_instead_of_a_count(self) -> None:
        entries = [opened(monday("08:00"), "critical"), called_back(monday("08:10"), monday("12:00"))]
        assert proof(BIRD, entries, monday("08:10"), ClockKind.NEXT_UPDATE) == [
            ("Customer last updated Mon 1 Jun 2026 10:10 CEST, severity Critical (P1)", "B11, B18, B20"),
            ("Email Enterprise promises P1 a next update within 1 hour", "B23"),
            ("Another time was agreed with the customer. Due Mon 1 Jun 2026 14:00 CEST", "B23"),
        ]

    @pytest.mark.clause("B23")
    def test_an_agreed_cadence_is_told_with_what_follows_from_it(self) -> None:
        first = updated(monday("08:10"), monday("10:10"), "2 hours")
        again = replied(monday("10:00"), monday("12:00"))
        told = ("Updates every 2 hours were agreed with the customer. Due Mon 1 Jun 2026 12:10 CEST", "B23")
        assert proof(BIRD, [opened(monday("08:00"), "critical"), first], monday("08:10"), UPDATE)[-1] == told
        history = History.of([opened(monday("08:00"), "critical"), first, again])
        second = evaluate(BIRD, history, monday("10:00"))[-1]
        assert explain(BIRD, history, second)[-1].text == (
            "Updates every 2 hours were agreed with the customer. Due Mon 1 Jun 2026 14:00 CEST"
        )

    def test_another_time_than_the_cadence_gives_is_told_as_agreed_by_itself(self) -> None:
        entries = [opened(monday("08:00"), "critical"), updated(monday("08:10"), monday("11:00"), "2 hours")]
        assert texts(proof(BIRD, entries, monday("08:10"), UPDATE))[-1] == (
            "Another time was agreed with the customer. Due Mon 1 Jun 2026 13:00 CEST"
        )
