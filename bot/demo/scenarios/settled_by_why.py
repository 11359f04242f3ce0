"""A dispute settled by `why`: after two regrades two people have two due times in mind, and the proof has one."""

from datetime import timedelta

from bot.demo.scenario import Scenario, Step
from bot.demo.stage import Stage
from bot.slack.actions import Field

REPORTED = "The weekly report is empty."
WORSE = "/ticket regrade 1 urgent No report opens for anybody."
BETTER = "Reports open again; exports still fail."
CLAIM = "We told you at nine, so four hours end at one."
WHY = "/ticket why 1"
COUNTED = "Counted from the opening"
QUARTER = timedelta(minutes=15)


async def carl_reports(stage: Stage) -> None:
    """Carl writes in the channel that both companies share."""
    await stage.writes("carl", "acme", REPORTED)


async def ana_makes_it_a_ticket(stage: Stage) -> None:
    """Ana uses the shortcut on Carl's message; it seems harmless."""
    await stage.makes_ticket_of("ana", stage.message("acme", "carl"))
    await stage.chooses("ana", Field.SEVERITY, "low")
    await stage.sends("ana", {})


async def a_quarter_of_an_hour_passes(stage: Stage) -> None:
    """Time passes."""
    await stage.waits(QUARTER)


async def ana_raises_it(stage: Stage) -> None:
    """Ana regrades in one line: it is worse than it seemed."""
    await stage.types("ana", WORSE)


async def ana_lowers_it(stage: Stage) -> None:
    """Ana regrades by the card's button: it is better than it was."""
    await stage.presses("ana", stage.card(), "Regrade")
    await stage.chooses("ana", Field.NEW_SEVERITY, "high")
    await stage.sends("ana", {Field.IMPACT: BETTER})


async def carl_claims(stage: Stage) -> None:
    """Carl has his own idea of the due time."""
    await stage.writes("carl", "acme", CLAIM, under=stage.message("acme", "carl"))


async def omar_asks_why(stage: Stage) -> None:
    """Omar looks at the proof."""
    await stage.types("omar", WHY)


def opened_so_long_ago(stage: Stage, length: timedelta) -> bool:
    """Whether there is a ticket, and so much time has passed since the scenario began."""
    return stage.card_says() and stage.passed >= length


SCENARIO = Scenario(
    number=4,
    title="A dispute settled by “why”",
    summary="A ticket gets worse and better, customer and agent disagree about its due time, and the proof decides.",
    begins="2026-07-09 09:00",
    zone="America/Los_Angeles",
    steps=(
        Step(
            title="Report something",
            who="carl",
            place="acme",
            task=f"Carl is the customer's. Write: `{REPORTED}`",
            notice="Carl sees this channel, which both companies share, and none of the others.",
            done=lambda stage: stage.wrote("carl", "acme"),
            act=carl_reports,
        ),
        Step(
            title="Make it a ticket",
            who="ana",
            place="acme",
            task="Open the menu of Carl's message, choose “Open a ticket”, and take the severity Low.",
            notice="Low has 24 business hours, which is two working days of twelve hours: due Monday at about 09:00.",
            done=lambda stage: stage.card_says(),
            act=ana_makes_it_a_ticket,
        ),
        Step(
            title="Wait a little",
            who="ana",
            place="triage",
            task="Press “+15 min” in the bar at the top.",
            notice="A quarter past nine, and Acme calls: it is much worse than that.",
            done=lambda stage: opened_so_long_ago(stage, QUARTER),
            act=a_quarter_of_an_hour_passes,
        ),
        Step(
            title="Raise the severity",
            who="ana",
            place="triage",
            task=f"Type: `{WORSE}`",
            notice="Urgent has one business hour, counted from the regrade: due at about 10:15. On-call is paged now.",
            done=lambda stage: stage.says("triage", "regraded it", "to Urgent"),
            act=ana_raises_it,
        ),
        Step(
            title="Wait again",
            who="ana",
            place="triage",
            task="Press “+15 min” once more.",
            notice="Half past nine, and a workaround helps. Piet was paged too, because Olly did not answer.",
            done=lambda stage: opened_so_long_ago(stage, 2 * QUARTER),
            act=a_quarter_of_an_hour_passes,
        ),
        Step(
            title="Lower the severity",
            who="ana",
            place="triage",
            task=f"Press Regrade on the card, choose High, look at both due times, and write: `{BETTER}`",
            notice="High has four business hours. Omar thinks: it is half past nine, so we have until half past one.",
            done=lambda stage: stage.says("triage", "regraded it", "to High"),
            act=ana_lowers_it,
        ),
        Step(
            title="Disagree",
            who="carl",
            place="acme",
            task=f"Carl has counted for himself. Write in the thread of his message, or below it: `{CLAIM}`",
            notice="At one, or at half past one? One of them is wrong, and half an hour can break a promise.",
            done=lambda stage: stage.wrote("carl", "acme", times=2),
            act=carl_claims,
        ),
        Step(
            title="Ask for the proof",
            who="omar",
            place="triage",
            task=f"Type: `{WHY}`",
            notice="Read line 6: a lowered severity is counted from the opening (V31). Due at one; Carl is right. "
            "Every line names the clause that it comes from.",
            done=lambda stage: stage.tells("omar", COUNTED) or stage.shows("omar", COUNTED),
            act=omar_asks_why,
        ),
    ),
    ending="You have seen due times that follow the impact, fairly to both sides, and a proof that ends a dispute.",
)
