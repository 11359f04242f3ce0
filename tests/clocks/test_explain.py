import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clocks.calendar import Calendar, Version, weekly_hours
from bot.clocks.clock import Clock, ClockState, evaluate
from bot.clocks.contract import ClockKind, RegradeMode, ReopenMode, Terms, terms
from bot.clocks.entries import Entry
from bot.clocks.explain import CLOCK_NAMES, SHOWN_STEPS, Line, explain
from bot.clocks.ledger import CannotFollowError, History
from bot.contracts.reader import load
from tests.clocks.histories import any_terms, instants, ledgers
from tests.clocks.proofs import proof, texts
from tests.clocks.samples import (
    THIRD_PARTY,
    WAITING,
    closed,
    monday,
    objected,
    opened,
    paused,
    plan_terms,
    promise,
    regraded,
    reopened,
    replied,
    resolved,
    resumed,
    tuesday,
    usual_terms,
)

VALICARE, BIRD = terms(load("valimail"), "valicare"), terms(load("bird"), "email_enterprise")
UPDATE = ClockKind.NEXT_UPDATE
COUNTED = re.compile(r": (?P<counted>[^:]+) counted, (?P<total>[^:]+) in all$")
DUE = re.compile(r"(^|\. )(It would have been due|Due|The goal is|The goal would have been) ")
UNIT_SECONDS = {"h": 3600, "min": 60, "s": 1}


def pacific(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/Los_Angeles")).astimezone(UTC)


def seconds(words: str) -> int:
    """The seconds that words such as `1 h 30 min` say."""
    parts = words.split()
    return sum(int(count) * UNIT_SECONDS[unit] for count, unit in zip(parts[::2], parts[1::2], strict=True))


class TestWalk:
    @pytest.mark.complaint(1)
    def test_a_due_time_over_a_holiday_weekend_line_by_line(self) -> None:
        opening = pacific("2026-07-02T17:30")
        found = proof(VALICARE, [opened(opening)], opening)
        (hours,) = [text for text in texts(found) if text.startswith("Counted in business hours: Mon-Fri 06:00-18:00 ")]
        assert "America/Los_Angeles; closed on US public holidays (observed)" in hours
        assert found == [
            ("Opened Thu 2 Jul 2026 17:30 PDT as Urgent (P1)", "V17"),
            ("Valicare promises P1 a first response within 1 business hour", "V06"),
            (hours, "V03"),
            ("Thu 2 Jul 2026 17:30 PDT to 18:00: 30 min counted, 30 min in all", "V03"),
            (
                "Thu 2 Jul 2026 18:00 PDT to Sat 4 Jul 00:00: not counted,"
                " Independence Day (observed), Friday 3 July 2026",
                "V03",
            ),
            ("Sat 4 Jul 2026 00:00 PDT to Mon 6 Jul 06:00: not counted, weekend", "V03"),
            ("Mon 6 Jul 2026 06:00 PDT to 06:30: 30 min counted, 1 h in all", "V03"),
            ("Due Mon 6 Jul 2026 06:30 PDT: 1 h counted", "V06"),
        ]

    def test_a_clock_change_and_the_turn_of_a_year_show(self) -> None:
        found = texts(proof(VALICARE, [opened(pacific("2026-10-30T17:30"))], pacific("2026-10-30T17:30")))
        assert "Fri 30 Oct 2026 18:00 PDT to Mon 2 Nov 2026 06:00 PST: not counted, weekend" in found
        found = texts(proof(VALICARE, [opened(pacific("2026-12-31T17:30"))], pacific("2026-12-31T17:30")))
        assert any("to Sat 2 Jan 2027 00:00 PST: not counted, New Year's Day" in text for text in found)

    def test_around_the_clock_every_second_counts(self) -> None:
        found = proof(BIRD, [opened(monday("21:55"), "critical")], monday("21:55"), ClockKind.CALL_BACK)
        assert found[1:] == [
            ("Email Enterprise promises P1 a call-back within 15 minutes", "B21"),
            ("Every second counts, around the clock", "B21"),
            ("Mon 1 Jun 2026 23:55 CEST to Tue 2 Jun 00:10: 15 min counted, 15 min in all", "B21"),
            ("Due Tue 2 Jun 2026 00:10 CEST: 15 min counted", "B21"),
        ]

    def test_a_ticket_opened_within_a_second_has_numbers_that_add_up(self) -> None:
        opening = pacific("2026-07-02T17:30:12.987654")
        found = texts(proof(VALICARE, [opened(opening)], opening))
        assert found[3] == "Thu 2 Jul 2026 17:30:12 PDT to 18:00: 29 min 48 s counted, 29 min 48 s in all"
        assert found[6] == "Mon 6 Jul 2026 06:00 PDT to 06:30:12: 30 min 12 s counted, 1 h in all"

    def test_a_long_walk_is_folded_in_the_middle_and_still_adds_up(self) -> None:
        sold = plan_terms(urgent=[promise("200 business hours", calendar="desk")])
        found = texts(proof(sold, [opened(monday("09:00"))], monday("09:00")))
        steps = [text for text in found if " to " in text]
        assert len(steps) == SHOWN_STEPS + 1
        folded = steps[SHOWN_STEPS // 2]
        assert re.search(r", \d+ more steps of the same kind: \d+ h counted, \d+ h in all$", folded)
        counted = [seconds(match["counted"]) for text in steps if (match := COUNTED.search(text))]
        assert sum(counted) == 200 * 3600

    def test_new_hours_are_told_with_the_date_they_hold_from(self) -> None:
        later = Version(effective=tuesday("00:00").date(), weekly=weekly_hours({1: ["10:00-18:00"]}))
        desk = Calendar(name="desk", zone="UTC", weekly=weekly_hours({0: ["09:00-17:00"]}), versions=(later,))
        sold = plan_terms(urgent=[promise("2 business hours", calendar="desk")], calendar=desk)
        found = proof(sold, [opened(monday("16:00"))], monday("16:00"))
        assert ("From 2026-06-02 on: Tue 10:00-18:00", "A1") in found
        assert found[-1][0] == "Due Tue 2 Jun 2026 11:00 UTC: 2 h counted"


class TestPauses:
    SOLD = plan_terms(urgent=[promise("1 hour", paused_by=frozenset({WAITING}))])

    def test_a_wait_is_told_with_its_reason_and_the_clause_that_allows_it(self) -> None:
        entries = [opened(monday("09:00")), paused(monday("09:20")), resumed(monday("11:00"))]
        found = proof(self.SOLD, entries, monday("11:00"))
        assert found[-4:] == [
            ("Mon 1 Jun 2026 09:00 UTC to 09:20: 20 min counted, 20 min in all", "A4"),
            ("Mon 1 Jun 2026 09:20 UTC to 11:00: paused, waiting on customer", "A4"),
            ("Mon 1 Jun 2026 11:00 UTC to 11:40: 40 min counted, 1 h in all", "A4"),
            ("Due Mon 1 Jun 2026 11:40 UTC: 1 h counted", "A4"),
        ]

    def test_a_wait_that_does_not_pause_the_promise_is_not_told(self) -> None:
        entries = [opened(monday("09:00")), paused(monday("09:20"), THIRD_PARTY)]
        assert not any("paused" in text for text in texts(proof(self.SOLD, entries, monday("09:30"))))

    def test_while_it_waits_it_does_not_fall_due(self) -> None:
        found = texts(proof(self.SOLD, [opened(monday("09:00")), paused(monday("09:20"))], monday("12:00")))
        assert found[-2:] == [
            "Mon 1 Jun 2026 09:20 UTC on: paused, not resumed yet, waiting on customer",
            "So it does not fall due as things stand",
        ]

    def test_the_time_between_closing_and_reopening_is_told_where_clocks_continue(self) -> None:
        sold = usual_terms(reopen=ReopenMode.CONTINUE)
        entries = [opened(monday("09:00")), closed(monday("09:20")), reopened(monday("12:00"))]
        found = proof(sold, entries, monday("12:00"))
        assert ("Mon 1 Jun 2026 09:20 UTC to 12:00: not counted, the ticket was finished", "A7") in found

    def test_a_desk_that_never_opens_is_never_due(self) -> None:
        never = Calendar(name="desk", zone="UTC", weekly=weekly_hours({}))
        sold = plan_terms(urgent=[promise("1 business hour", calendar="desk")], calendar=never)
        assert texts(proof(sold, [opened(monday("09:00"))], monday("09:00")))[-3:] == [
            "Counted in desk: never open UTC",
            "Mon 1 Jun 2026 09:00 UTC on: not counted, no opening follows",
            "So it does not fall due as things stand",
        ]


class TestRegrades:
    def test_raised_it_counts_from_the_regrade(self) -> None:
        entries = [opened(monday("09:00"), "low"), regraded(monday("11:00"), "urgent")]
        assert proof(usual_terms(), entries, monday("11:00"))[:5] == [
            ("Opened Mon 1 Jun 2026 09:00 UTC as Low (P3)", "A2"),
            ("Regraded Mon 1 Jun 2026 11:00 UTC to Urgent (P1)", "A6"),
            ("Gold promises P1 a first response within 1 hour", "A4"),
            ("Every second counts, around the clock", "A4"),
            ("Counted from the regrade, Mon 1 Jun 2026 11:00 UTC", "A6"),
        ]

    def test_lowered_it_counts_from_the_opening(self) -> None:
        entries = [opened(monday("09:00")), regraded(monday("09:30"), "low")]
        found = proof(usual_terms(RegradeMode.FAIR), entries, monday("09:30"))
        assert ("Counted from the opening, Mon 1 Jun 2026 09:00 UTC", "A6") in found

    def test_an_earlier_promise_that_still_decides_is_told_as_its_own(self) -> None:
        entries = [opened(monday("09:00"), "high"), regraded(monday("12:40"), "urgent")]
        found = proof(usual_terms(), entries, monday("12:40"))
        assert ("Gold promises P2 a first response within 4 hours", "A4") in found
        assert ("What was promised as High still holds, because it falls due first", "A6") in found
        assert found[-1][0] == "Due Mon 1 Jun 2026 13:00 UTC: 4 h counted"

    def test_a_severity_without_the_promise_cancels_it(self) -> None:
        entries = [opened(monday("09:00"), "critical"), regraded(monday("09:05"), "non_critical")]
        found = proof(BIRD, entries, monday("12:00"), ClockKind.CALL_BACK)
        assert found[-3:] == [
            ("It would have been due Mon 1 Jun 2026 11:15 CEST: 15 min counted", "B21"),
            ("Regraded Mon 1 Jun 2026 11:05 CEST to Non-critical (P2), which promises no call-back", "B12, B18"),
            ("Ended Mon 1 Jun 2026 11:05 CEST without being kept or broken", None),
        ]

    def test_a_regrade_after_the_breach_comes_after_the_proof(self) -> None:
        entries = [opened(monday("09:00")), regraded(monday("12:00"), "low")]
        assert texts(proof(usual_terms(), entries, monday("13:00")))[-3:] == [
            "Due Mon 1 Jun 2026 10:00 UTC: 1 h counted",
            "Regraded Mon 1 Jun 2026 12:00 UTC to Low (P3)",
            "Not done by Mon 1 Jun 2026 10:00 UTC: the promise is broken",
        ]


class TestOutcomes:
    @pytest.mark.parametrize(("answered", "outcome"), [("10:00", "kept"), ("10:00:01", "late, the promise was broken")])
    def test_an_answer_is_told_as_kept_or_late(self, answered: str, outcome: str) -> None:
        entries = [opened(monday("09:00")), replied(monday(answered))]
        assert proof(usual_terms(), entries, tuesday("09:00"))[-1] == (
            f"First response Mon 1 Jun 2026 {answered} UTC: {outcome}",
            "A4",
        )

    def test_reopened_the_proof_begins_at_the_reopening(self) -> None:
        history = History.of([opened(monday("09:00")), closed(monday("09:20")), reopened(monday("12:00"))])
        second = evaluate(usual_terms(), history, monday("12:00"))[1]
        assert explain(usual_terms(), history, second)[0] == Line(
            text="Reopened Mon 1 Jun 2026 12:00 UTC as Urgent (P1)", clause="A2"
        )

    def test_after_an_objection_the_proof_begins_at_the_objection(self) -> None:
        history = History.of([opened(monday("09:00")), resolved(monday("09:20")), objected(monday("12:00"))])
        second = evaluate(usual_terms(), history, monday("12:00"))[1]
        assert explain(usual_terms(), history, second)[0].text == (
            "Customer objected Mon 1 Jun 2026 12:00 UTC, severity Urgent (P1)"
        )

    def test_every_kind_of_clock_has_a_name(self) -> None:
        assert set(CLOCK_NAMES) == set(ClockKind)


class TestAnyTicket:
    @given(st.data(), any_terms)
    def test_the_numbers_add_up_to_the_due_time(self, data: st.DataObject, sold: Terms) -> None:
        entries = [entry for entry in data.draw(ledgers(sold)) if not entry.at.microsecond]
        entries = _as_far_as_possible(entries)
        at = data.draw(instants(entries))
        history = History.of(entries)
        for clock in evaluate(sold, history, at):
            adds_up(sold, clock, explain(sold, history.until(at), clock))


def _as_far_as_possible(entries: list[Entry]) -> list[Entry]:
    """The entries up to the first that cannot follow, as others before it were left out."""
    kept: list[Entry] = []
    for entry in entries:
        try:
            History.of([*kept, entry])
        except CannotFollowError:
            break
        kept.append(entry)
    return kept


def adds_up(sold: Terms, clock: Clock, lines: tuple[Line, ...]) -> None:
    total = timedelta()
    for match in filter(None, (COUNTED.search(line.text) for line in lines)):
        total += timedelta(seconds=seconds(match["counted"]))
        assert total == timedelta(seconds=seconds(match["total"]))
    aim = clock.aim
    if aim is None:
        assert "So it does not fall due as things stand" in [line.text for line in lines]
        return
    (due,) = (line.text for line in lines if DUE.search(line.text))
    local = aim.astimezone(ZoneInfo(sold.zone(clock.promise.calendar)))
    assert f"{local:%a} {local.day} {local:%b %Y %H:%M}" in due
    if clock.anchor.agreed is None:
        assert total == sold.length(clock.promise.aim, clock.promise.calendar)
    without = [line.text for line in lines if line.clause is None]
    assert all(text.startswith(("The team's own goal", "Ended ")) for text in without)
    assert (clock.state is ClockState.CANCELLED) is any(text.startswith("Ended ") for text in without)
