"""What is to be told of a proposed resolution, and what to wake up for that happens by itself."""

from bot.clocks.conduct import Silence
from bot.clocks.milestones import BROKEN_AFTER, MilestoneKind
from tests.clocks.samples import (
    MICROSECOND,
    agreement,
    ahead,
    confirmed,
    day,
    keys,
    monday,
    objected,
    opened,
    owed,
    paused,
    plan_terms,
    promise,
    resolved,
    tuesday,
    with_lapses,
)

NINE, TEN = monday("09:00"), monday("10:00")


class TestProposals:
    SOLD = plan_terms(agreement=agreement("24 hours", Silence.REMINDS))

    def test_an_unanswered_proposal_is_told_once_at_its_instant(self) -> None:
        entries = [opened(NINE), resolved(TEN)]
        (reminder,) = ahead(self.SOLD, entries, TEN)
        assert (reminder.kind, reminder.key, reminder.at) == (
            MilestoneKind.REMINDER,
            "agreement:1:reminder",
            tuesday("10:00"),
        )
        assert reminder.runs_on == "agreement:1"
        assert reminder.unanswered is not None
        assert owed(self.SOLD, entries, tuesday("10:00") - MICROSECOND) == ()
        assert owed(self.SOLD, entries, tuesday("10:00")) == (reminder,)
        assert ahead(self.SOLD, entries, tuesday("10:00")) == ()

    def test_nobody_is_reminded_of_what_was_answered(self) -> None:
        entries = [opened(NINE), resolved(TEN), confirmed(tuesday("11:00"))]
        assert owed(self.SOLD, entries, tuesday("12:00")) == ()

    def test_a_second_proposal_is_reminded_of_by_itself(self) -> None:
        entries = [opened(NINE), resolved(TEN), objected(tuesday("11:00")), resolved(tuesday("12:00"))]
        assert keys(owed(self.SOLD, entries, day(3, "12:00"))) == ["agreement:2:reminder"]

    def test_agreement_by_silence_is_woken_up_for_until_it_is_entered_and_told_by_its_entry(self) -> None:
        sold = plan_terms(agreement=agreement("24 hours", Silence.AGREES))
        entries = [opened(NINE), resolved(TEN)]
        for at in (TEN, tuesday("10:00"), tuesday("12:00")):
            (lapse,) = ahead(sold, entries, at)
            assert (lapse.kind, lapse.key, lapse.at) == (MilestoneKind.LAPSE, "agreement:1:lapse", tuesday("10:00"))
            assert owed(sold, entries, at) == ()
        entered = with_lapses(sold, entries, tuesday("12:00"))
        assert [entry.kind for entry in entered] == ["opened", "resolved", "confirmed"]
        assert ahead(sold, entered, tuesday("12:00")) == ()

    def test_the_end_of_a_wait_is_woken_up_for_beside_the_clocks(self) -> None:
        sold = plan_terms(urgent=[promise("1 hour")])
        found = ahead(sold, [opened(NINE), paused(monday("09:10"), until=monday("09:30"))], monday("09:10"))
        assert [(each.key, each.at) for each in found] == [
            ("first_response:1:breach", TEN + BROKEN_AFTER),
            ("pause:1:lapse", monday("09:30")),
        ]
