"""A promise kept: a ticket is opened by the form, on-call is paged, and the answer comes in time."""

from bot.demo.recurring import acknowledges, is_acknowledged
from bot.demo.scenario import Scenario, Step
from bot.demo.stage import Stage
from bot.slack.actions import Field

OPENING = "/ticket"
TITLE = "SSO login fails for everyone"
ANSWER = "We have restarted the SSO service. Please log in again."


async def ana_opens_a_ticket(stage: Stage) -> None:
    """Ana types the command and fills in the form that it opens."""
    await stage.types("ana", OPENING)
    await stage.chooses("ana", Field.CUSTOMER, "acme")
    await stage.chooses("ana", Field.SEVERITY, "low")
    await stage.chooses("ana", Field.SEVERITY, "urgent")
    await stage.sends("ana", {Field.TITLE: TITLE})


async def ana_replies(stage: Stage) -> None:
    """Ana answers the customer from the card."""
    await stage.presses("ana", stage.card(), "Reply")
    await stage.sends("ana", {Field.TEXT: ANSWER})


async def ana_closes(stage: Stage) -> None:
    """Ana closes the ticket for one of the contract's reasons."""
    await stage.presses("ana", stage.card(), "Close")
    await stage.sends("ana", {Field.REASON: "resolved", Field.TEXT: "They have logged in again."})


SCENARIO = Scenario(
    number=1,
    title="A promise kept",
    summary="A customer calls, the ticket says by when they must be answered, and they are answered in time.",
    begins="2026-07-09 10:00",
    zone="America/Los_Angeles",
    steps=(
        Step(
            title="Open a ticket",
            who="ana",
            place="triage",
            task=f"Acme is on the phone. Type `{OPENING}`, choose the customer `Acme`, see how the due time "
            f"changes with the severity, take Urgent, and write the title `{TITLE}`",
            notice="The card says by when Acme must have an answer, by the contract's own rule: 1 business hour (V06). "
            "Mara, who is on call in these hours, is paged.",
            done=lambda stage: stage.card_says(),
            act=ana_opens_a_ticket,
        ),
        Step(
            title="Answer the page",
            who="mara",
            place="app",
            task="Mara was sent a page. Press Acknowledge on it.",
            notice="Had Mara been silent for ten minutes, Piet would have been paged, and then the leads.",
            done=is_acknowledged,
            act=acknowledges("mara"),
        ),
        Step(
            title="Answer the customer",
            who="ana",
            place="triage",
            task=f"Press Reply on the card and write: `{ANSWER}`",
            notice="The clock has stopped: “First response kept”. It is on the card, with both times.",
            done=lambda stage: stage.card_says("First response kept"),
            act=ana_replies,
        ),
        Step(
            title="Close the ticket",
            who="ana",
            place="triage",
            task="Open the menu at the end of the card's buttons, choose Close, and take the first reason.",
            notice="The card has shrunk to what became of the promise. Everything that happened is in its thread.",
            done=lambda stage: stage.card_says("[Reopen]"),
            act=ana_closes,
        ),
    ),
    ending="You have seen a promise start, run and end well: the clock, the page, the answer and what stays on record.",
)
