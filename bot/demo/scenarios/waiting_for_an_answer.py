"""Waiting for an answer: the customer has the next move, the clock stands, and their answer sets it going again."""

from datetime import timedelta

from bot.demo.recurring import makes_a_ticket, types, writes
from bot.demo.scenario import Scenario, Step
from bot.demo.stage import Stage
from bot.slack.actions import Field
from bot.slack.inputs import TICKED

REPORTED = "Bounces are shown a day late."
QUESTION = "Which provider do they come from, and since when?"
ANSWER = "All from Example Mail, since Monday."
HISTORY = "/ticket history 1"
DAY = timedelta(days=1)


async def omar_asks(stage: Stage) -> None:
    """Omar cannot go on without an answer, and asks for it."""
    await stage.presses("omar", stage.card(), "Waiting")
    given = {Field.PAUSE_REASON: "waiting on customer", Field.TEXT: QUESTION, Field.ASK: [TICKED]}
    await stage.sends("omar", given)


async def a_day_passes(stage: Stage) -> None:
    """Time passes, and none of it counts."""
    await stage.waits(DAY)


async def bea_answers(stage: Stage) -> None:
    """Bea writes where she was asked, and presses nothing."""
    await stage.writes("bea", "birdsong", ANSWER, under=stage.message("birdsong", "bea"))


SCENARIO = Scenario(
    number=6,
    title="Waiting for an answer",
    summary="A question stops the clock, the customer's answer sets it going again, and the record proves both.",
    begins="2026-07-14 10:00",
    zone="Europe/Amsterdam",
    steps=(
        Step(
            title="Report something",
            who="bea",
            place="birdsong",
            task=f"Bea is a customer of Bird's. Write: `{REPORTED}`",
            notice="A trouble, but nothing is down.",
            done=lambda stage: stage.wrote("bea", "birdsong"),
            act=writes("bea", "birdsong", REPORTED),
        ),
        Step(
            title="Make it a ticket",
            who="omar",
            place="birdsong",
            task="Open the menu of Bea's message, choose “Open a ticket”, and answer that some of them fail.",
            notice="Non-critical (B12). The contract names no time for it, so the team has a goal of its own; the "
            "receipt in Bea's thread does not speak of that.",
            done=lambda stage: stage.card_says("Non-critical"),
            act=makes_a_ticket("omar", "birdsong", "bea", (Field.TRIAGE, "some")),
        ),
        Step(
            title="Ask the customer",
            who="omar",
            place="triage",
            task="Open the menu at the end of the card's buttons and choose Waiting. The customer has the next move; "
            f"write `{QUESTION}` and tick that it is asked in their thread.",
            notice="The question is an answer too: first response kept. The clock of the next update stands, and the "
            "card says for whom it waits and why.",
            done=lambda stage: stage.card_says("waiting on customer since"),
            act=omar_asks,
        ),
        Step(
            title="Let a day pass",
            who="omar",
            place="triage",
            task="Press “+1 day” in the bar at the top.",
            notice="Nobody is warned: Bea has the next move (B15).",
            done=lambda stage: stage.passed >= DAY and stage.card_says("waiting on customer since"),
            act=a_day_passes,
        ),
        Step(
            title="Answer in the thread",
            who="bea",
            place="birdsong",
            task=f"Open the thread of Bea's message and write: `{ANSWER}`",
            notice="Nobody had to press anything. Her words stand in the thread of the card, where the team reads, and "
            "the clock goes on.",
            done=lambda stage: stage.says("triage", "ended the wait"),
            act=bea_answers,
        ),
        Step(
            title="Look at the record",
            who="omar",
            place="triage",
            task=f"Type: `{HISTORY}`",
            notice="How long it waited, how many office hours the clock stood still, and a link to the message that "
            "ended it: nobody has to believe anybody.",
            done=lambda stage: stage.shows("omar", "It waited for") or stage.tells("omar", "It waited for"),
            act=types("omar", HISTORY),
        ),
    ),
    ending="You have seen a wait that has a reason, an end and a proof, and a clock that is fair to both sides.",
)
