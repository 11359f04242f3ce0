"""A marked message: a guest makes a ticket of their own words, and the team handles it without leaving the thread."""

from bot.demo.recurring import writes, writes_in_the_thread
from bot.demo.scenario import Scenario, Step
from bot.demo.stage import Stage
from bot.slack.actions import Field

REPORTED = "Our logo is missing from every report."
MARK = "ticket"
INTERNAL = "It may be the new style sheet."
TAKE = "?take"
REPLY = "?reply We see it too, and put the logo back today."
WORSE = "?regrade urgent No report can be sent to anybody."
UNDO = "Undo"


async def gina_marks_it(stage: Stage) -> None:
    """Gina reacts to her own message."""
    await stage.reacts("gina", stage.message("globex", "gina"), MARK)


async def gina_opens_a_ticket(stage: Stage) -> None:
    """Gina fills in the form that she is offered."""
    await stage.presses("gina", stage.told("gina"), "Open a ticket")
    await stage.chooses("gina", Field.SEVERITY, "low")
    await stage.sends("gina", {})


async def ana_takes_it_back(stage: Stage) -> None:
    """Ana has regraded the wrong ticket."""
    await stage.presses("ana", stage.told("ana"), UNDO)


SCENARIO = Scenario(
    number=7,
    title="A marked message",
    summary="A guest makes a ticket of a message with an emoji, and the team handles it without leaving its thread.",
    begins="2026-07-09 09:00",
    zone="America/Los_Angeles",
    steps=(
        Step(
            title="Write as a guest",
            who="gina",
            place="globex",
            task=f"Gina is a customer, and a guest in one channel. Write: `{REPORTED}`",
            notice="Customers need no commands, and those in a workspace of their own have none.",
            done=lambda stage: stage.wrote("gina", "globex"),
            act=writes("gina", "globex", REPORTED),
        ),
        Step(
            title="Mark it as a ticket",
            who="gina",
            place="globex",
            task=f"React to the message with :{MARK}: (the smiling face beside it). To mention Belltower does the "
            "same.",
            notice="Only Gina sees the question whether it shall become a ticket.",
            done=lambda stage: stage.tells("gina", "Shall this message become a ticket?"),
            act=gina_marks_it,
        ),
        Step(
            title="Open the ticket",
            who="gina",
            place="globex",
            task="Press “Open a ticket”, take the severity Low, and send the form.",
            notice="A receipt in the thread: the number, the severity, by when they are answered, and how to say that "
            "it is worse.",
            done=lambda stage: stage.says("globex", "We have your request"),
            act=gina_opens_a_ticket,
        ),
        Step(
            title="Take it",
            who="ana",
            place="triage",
            task=f"Reply in thread to the card: `{TAKE}`",
            notice="Commands do not work in threads; a question mark and the same words do. Ana has it now.",
            done=lambda stage: stage.says("triage", "Ana Agent took it"),
            act=writes_in_the_thread("ana", TAKE),
        ),
        Step(
            title="Think aloud",
            who="ana",
            place="triage",
            task=f"In the same thread write: `{INTERNAL}`",
            notice="Gina never reads this. What stands in the team's thread goes nowhere unless somebody sends it.",
            done=lambda stage: stage.says("triage", INTERNAL),
            act=writes_in_the_thread("ana", INTERNAL),
        ),
        Step(
            title="Answer the customer",
            who="ana",
            place="triage",
            task=f"In the same thread write: `{REPLY}`",
            notice="Now it goes to Gina's thread, signed by Ana, and the first response is kept.",
            done=lambda stage: stage.card_says("First response kept"),
            act=writes_in_the_thread("ana", REPLY),
        ),
        Step(
            title="Regrade, by mistake",
            who="ana",
            place="triage",
            task=f"In the same thread write: `{WORSE}`",
            notice="On-call is paged and Gina is told. But that was about another ticket.",
            done=lambda stage: stage.says("triage", "regraded it", "to Urgent"),
            act=writes_in_the_thread("ana", WORSE),
        ),
        Step(
            title="Undo it",
            who="ana",
            place="triage",
            task=f"Press {UNDO} on the answer that only Ana sees, or write `?undo`",
            notice="The severity and its times are as before, Gina is told, and the record has both.",
            done=lambda stage: stage.says("triage", "took the regrade back"),
            act=ana_takes_it_back,
        ),
    ),
    ending="You have seen a ticket without a command, and handled without a slip: what is internal stays internal.",
)
