"""Nobody answers: attempts to reach a customer are counted, the ticket is closed for it, and opened again for them."""

from datetime import timedelta

from bot.demo.recurring import makes_a_ticket, types, writes
from bot.demo.scenario import Scenario, Step
from bot.demo.stage import Stage
from bot.slack.actions import Field
from bot.slack.inputs import TICKED

REPORTED = "Could you look at our DNS records?"
TRIED = "/ticket tried 1"
QUESTION = "Gladly, Carl. Which of your domains is it?"
SECOND = "/ticket tried 1 Left a message on Carl's voicemail."
TOO_EARLY = "/ticket close 1 no_answer"
THIRD = "/ticket tried 1 Wrote to Carl and to Acme's general address."
BACK = "I was away. It is acme.example."
DAY = timedelta(days=1)
COUNTED = ("Attempts to reach them 1 of 3", "Attempts to reach them 2 of 3", "Attempts to reach them 3 of 3")


async def ana_asks(stage: Stage) -> None:
    """Ana answers with a question."""
    await stage.types("ana", TRIED)
    await stage.sends("ana", {Field.TEXT: QUESTION, Field.ASK: [TICKED]})


async def ana_tries_again(stage: Stage) -> None:
    """A day later Ana calls."""
    await stage.waits(DAY)
    await stage.types("ana", SECOND)


async def ana_closes(stage: Stage) -> None:
    """Ana closes the ticket for want of an answer."""
    await stage.presses("ana", stage.card(), "Close")
    await stage.chooses("ana", Field.REASON, "no_answer")
    await stage.sends("ana", {})


async def carl_is_back(stage: Stage) -> None:
    """Carl has it opened again."""
    await stage.presses("carl", stage.answer("acme"), "Open it again")
    await stage.sends("carl", {Field.TEXT: BACK})


SCENARIO = Scenario(
    number=8,
    title="Nobody answers",
    summary="A customer does not answer: the attempts are counted, the ticket is closed, and it is theirs to reopen.",
    begins="2026-07-06 10:00",
    zone="America/Los_Angeles",
    steps=(
        Step(
            title="Ask for something",
            who="carl",
            place="acme",
            task=f"Carl is the customer's. Write: `{REPORTED}`",
            notice="Then Carl goes on a holiday.",
            done=lambda stage: stage.wrote("carl", "acme"),
            act=writes("carl", "acme", REPORTED),
        ),
        Step(
            title="Make it a ticket",
            who="ana",
            place="acme",
            task="Open the menu of Carl's message, choose “Open a ticket”, and take the severity Low.",
            notice="Carl has a receipt in the thread, with the time by which Acme is answered.",
            done=lambda stage: stage.card_says(),
            act=makes_a_ticket("ana", "acme", "carl", (Field.SEVERITY, "low")),
        ),
        Step(
            title="Try the thread",
            who="ana",
            place="triage",
            task=f"Type `{TRIED}`, write `{QUESTION}`, and tick that it is posted in the customer's thread.",
            notice="The first response is kept, and the card counts: one of the three attempts that the contract wants "
            "(V29).",
            done=lambda stage: stage.card_says(COUNTED[0]),
            act=ana_asks,
        ),
        Step(
            title="Try the telephone",
            who="ana",
            place="triage",
            task=f"Press “+1 day” in the bar at the top. Then type: `{SECOND}`",
            notice="Two of three. An answer from Carl would set the count back to none.",
            done=lambda stage: stage.card_says(COUNTED[1]),
            act=ana_tries_again,
        ),
        Step(
            title="Give up too early",
            who="ana",
            place="triage",
            task=f"Type: `{TOO_EARLY}`",
            notice="It says what is missing and how to record it, and what was typed comes back.",
            done=lambda stage: stage.tells("ana", "needs 3 attempts"),
            act=types("ana", TOO_EARLY),
        ),
        Step(
            title="Try once more",
            who="ana",
            place="triage",
            task=f"Type: `{THIRD}`",
            notice="Three of three, each with its time, and with a link where one was given.",
            done=lambda stage: stage.card_says(COUNTED[2]),
            act=types("ana", THIRD),
        ),
        Step(
            title="Close it",
            who="ana",
            place="triage",
            task="Open the menu at the end of the card's buttons, choose Close, and take the last reason.",
            notice="The window lists what was tried. Carl is told why it is closed, and that it is Carl's to open "
            "again (V30).",
            done=lambda stage: stage.says("acme", "T-1 is closed"),
            act=ana_closes,
        ),
        Step(
            title="Come back",
            who="carl",
            place="acme",
            task=f"Open the thread of Carl's message, press “Open it again”, and write: `{BACK}`",
            notice="The ticket is open with a new due time, and what was said and tried before stands above it.",
            done=lambda stage: stage.says("acme", "is open again"),
            act=carl_is_back,
        ),
    ),
    ending="You have seen silence dealt with fairly: counted before it ends anything, and never the last word.",
)
