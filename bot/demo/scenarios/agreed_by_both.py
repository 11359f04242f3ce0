"""Agreed by both sides: a critical issue with updates as agreed, and a resolution that the customer objects to once."""

from datetime import timedelta

from bot.demo.recurring import makes_a_ticket, writes
from bot.demo.scenario import Scenario, Step
from bot.demo.stage import Stage
from bot.slack.actions import Field

REPORTED = "None of our mail is accepted any more: every SMTP injection times out."
CONTACT = "Bea Customer"
PHONE = "+31 20 555 0100"
EMAIL = "bea@birdsong.example"
WORDS = "Since 08:50, whatever we call."
CALLED = "Bea wants to hear from us every half hour."
CADENCE = "30 minutes"
PROGRESS = "A queue is full. We are emptying it."
EXPECTED = "10:30"
SLOWER = "It takes longer than we thought."
EXPECTED_LATER = "11:00"
DONE = "The queue is empty, and mail flows again."
STILL = "Half of our mail still bounces."
CALLED_AGAIN = "Bea has read us the bounces: a second queue is full."
QUARTER = timedelta(minutes=15)
DONE_AGAIN = "The second queue is empty too. Nothing bounces any more."

makes_it_critical = makes_a_ticket(
    "omar",
    "birdsong",
    "bea",
    (Field.TRIAGE, "smtp"),
    given={Field.CONTACT: CONTACT, Field.PHONE: PHONE, Field.EMAIL: EMAIL, Field.DESCRIPTION: WORDS},
)


async def piet_calls_back(stage: Stage) -> None:
    """Piet has called Bea, and they have agreed on how often she hears."""
    await stage.presses("piet", stage.card(), "Called back")
    await stage.sends("piet", {Field.TEXT: CALLED, Field.CADENCE: CADENCE})


async def piet_tells_the_progress(stage: Stage) -> None:
    """Piet says what is being done, and when it should be over."""
    await _update(stage, PROGRESS, EXPECTED)


async def piet_tells_of_the_delay(stage: Stage) -> None:
    """A quarter of an hour later Piet has to expect a later time."""
    await stage.waits(QUARTER)
    await _update(stage, SLOWER, EXPECTED_LATER)


async def piet_proposes(stage: Stage) -> None:
    """After another quarter Piet holds it to be resolved."""
    await stage.waits(QUARTER)
    await _propose(stage, DONE)


async def bea_objects(stage: Stage) -> None:
    """Bea does not, and says why."""
    await stage.presses("bea", stage.answer("birdsong"), "No, not yet")
    await stage.sends("bea", {Field.TEXT: STILL})


async def piet_calls_again(stage: Stage) -> None:
    """Piet owes another call, and makes it."""
    await stage.presses("piet", stage.card(), "Called back")
    await stage.sends("piet", {Field.TEXT: CALLED_AGAIN})


async def piet_proposes_again(stage: Stage) -> None:
    """Piet holds it to be resolved now."""
    await _propose(stage, DONE_AGAIN)


async def bea_agrees(stage: Stage) -> None:
    """Bea does too."""
    await stage.presses("bea", stage.answer("birdsong"), "Yes, it is resolved")


async def _update(stage: Stage, status: str, expected: str) -> None:
    await stage.presses("piet", stage.card(), "Update")
    await stage.sends("piet", {Field.TEXT: status, Field.ETA: f"2026-07-15T{expected}"})


async def _propose(stage: Stage, done: str) -> None:
    await stage.presses("piet", stage.card(), "Propose resolution")
    await stage.sends("piet", {Field.TEXT: done})


SCENARIO = Scenario(
    number=5,
    title="Agreed by both sides",
    summary="A critical issue is called back, the customer hears of it as agreed, and it ends when both sides say so.",
    begins="2026-07-15 09:30",
    zone="Europe/Amsterdam",
    steps=(
        Step(
            title="Report a failure",
            who="bea",
            place="birdsong",
            task=f"Bea is a customer of Bird's. Write: `{REPORTED}`",
            notice="Half past nine in Amsterdam. Bea sees this channel and none of the others.",
            done=lambda stage: stage.wrote("bea", "birdsong"),
            act=writes("bea", "birdsong", REPORTED),
        ),
        Step(
            title="Let the contract decide",
            who="omar",
            place="birdsong",
            task="Open the menu of Bea's message, choose “Open a ticket”, and answer that all SMTP injections fail. "
            f"Say whom to call: `{CONTACT}`, `{PHONE}`, `{EMAIL}`, `{WORDS}`",
            notice="Nobody had to choose a severity: what fails makes it Critical (B11), and the card says so. Bea "
            "has a receipt in her thread, and Piet is paged.",
            done=lambda stage: stage.card_says("Critical, because"),
            act=makes_it_critical,
        ),
        Step(
            title="Call back",
            who="piet",
            place="triage",
            task=f"Press Called back on the card, write `{CALLED}`, and an update every `{CADENCE}`",
            notice="The contract says an hour where nothing else is agreed. The next update is due in half an hour now "
            "(B23), and what was said stays with the team.",
            done=lambda stage: stage.card_says("Call-back kept", "Updates every 30 minutes"),
            act=piet_calls_back,
        ),
        Step(
            title="Tell the progress",
            who="piet",
            place="triage",
            task=f"Press Update on the card, write `{PROGRESS}`, and expect it to be over at {EXPECTED} today.",
            notice="Bea reads it in her thread, with the time and when she hears again. If nothing came by then, "
            "#triage would be warned.",
            done=lambda stage: stage.card_says("Expected to be over by"),
            act=piet_tells_the_progress,
        ),
        Step(
            title="Own up to a delay",
            who="piet",
            place="triage",
            task=f"Press “+15 min” in the bar at the top. Then press Update again, write `{SLOWER}`, and expect "
            f"{EXPECTED_LATER}.",
            notice="What was expected before is struck through and stays, on the card and in Bea's thread.",
            done=lambda stage: stage.card_says("Expected to be over by", "before that"),
            act=piet_tells_of_the_delay,
        ),
        Step(
            title="Propose a resolution",
            who="piet",
            place="triage",
            task="Press “+15 min” once more. Then open the menu at the end of the card's buttons, choose “Propose "
            f"resolution”, and write: `{DONE}`",
            notice="Bea is asked in her thread, with two buttons. Under this contract silence is no agreement (B17, "
            "B24): the team would be reminded to ask again.",
            done=lambda stage: stage.says("birdsong", "Do you agree?"),
            act=piet_proposes,
        ),
        Step(
            title="Object",
            who="bea",
            place="birdsong",
            task=f"Open the thread of Bea's message, press “No, not yet”, and write: `{STILL}`",
            notice="The ticket is open again and a call-back is owed anew, as Bea is told at once. Piet is paged.",
            done=lambda stage: stage.says("triage", "objected"),
            act=bea_objects,
        ),
        Step(
            title="Call again",
            who="piet",
            place="triage",
            task=f"Press Called back, and write: `{CALLED_AGAIN}`",
            notice="The card has both calls: the one from before it was opened again, and this one.",
            done=lambda stage: stage.says("triage", CALLED_AGAIN),
            act=piet_calls_again,
        ),
        Step(
            title="Propose it again",
            who="piet",
            place="triage",
            task=f"Choose “Propose resolution” once more, and write: `{DONE_AGAIN}`",
            notice="It is asked again, with new words. No clock runs until Bea answers.",
            done=lambda stage: stage.says("birdsong", "Do you agree?", DONE_AGAIN),
            act=piet_proposes_again,
        ),
        Step(
            title="Agree",
            who="bea",
            place="birdsong",
            task="In the thread press “Yes, it is resolved” on the last message.",
            notice="Closed, by the customer's word. It can be opened again from the thread.",
            done=lambda stage: stage.card_says("The customer agreed"),
            act=bea_agrees,
        ),
    ),
    ending="You have seen a severity that follows from what fails, updates as agreed, and an end that both sides hold "
    "to.",
)
