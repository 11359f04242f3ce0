"""A call in the night: a critical issue is called back within a quarter of an hour, and the next promise begins."""

from bot.demo.recurring import acknowledges, is_acknowledged, the_next_deadline_comes
from bot.demo.scenario import Scenario, Step
from bot.demo.stage import Stage
from bot.slack.actions import Field

OPENING = "/ticket new"
FAILING = "smtp"
TITLE = "Every SMTP injection times out"
CONTACT = "Bea Customer"
PHONE = "+31 20 555 0100"
EMAIL = "bea@birdsong.example"
WORDS = "Since 02:30, from all our servers."
SAID = "Bea sends us the SMTP logs; we restart the queue meanwhile."


async def omar_opens_a_ticket(stage: Stage) -> None:
    """Omar has Bea on the hotline and fills in the form while she speaks."""
    await stage.types("omar", OPENING)
    await stage.chooses("omar", Field.CUSTOMER, "birdsong")
    await stage.chooses("omar", Field.TRIAGE, FAILING)
    given = {
        Field.TITLE: TITLE,
        Field.CONTACT: CONTACT,
        Field.PHONE: PHONE,
        Field.EMAIL: EMAIL,
        Field.DESCRIPTION: WORDS,
    }
    await stage.sends("omar", given)


async def piet_calls_back(stage: Stage) -> None:
    """Piet has called Bea and writes down what was said."""
    await stage.presses("piet", stage.card(), "Called back")
    await stage.sends("piet", {Field.TEXT: SAID})


SCENARIO = Scenario(
    number=3,
    title="A call in the night",
    summary="A critical issue at three in the morning must be called back within fifteen minutes, day and night.",
    begins="2026-07-15 02:50",
    zone="Europe/Amsterdam",
    steps=(
        Step(
            title="Take the call",
            who="omar",
            place="triage",
            task=f"Birdsong Mail is on the hotline. Type `{OPENING}`, choose the customer `Birdsong Mail`, answer "
            f"that all SMTP injections fail, and write the title `{TITLE}`. Send it, and fill in what is missing.",
            notice="That all fail makes it Critical (B11), which needs to know whom to call (B20). The call-back is "
            "due in 15 minutes, day and night (B21), and Piet is paged.",
            done=lambda stage: stage.card_says(),
            act=omar_opens_a_ticket,
        ),
        Step(
            title="Wake up",
            who="piet",
            place="app",
            task="Piet is on call this week. Press Acknowledge on the page.",
            notice="The page has all that Piet needs in bed: what, who, the number, and by when.",
            done=is_acknowledged,
            act=acknowledges("piet"),
        ),
        Step(
            title="Let seven minutes pass",
            who="piet",
            place="triage",
            task="Press “Next deadline” in the bar at the top.",
            notice="Half of the quarter of an hour is gone, and #triage is warned. There are two warnings more.",
            done=lambda stage: stage.says("triage", "Call-back due in") or stage.card_says("Call-back kept"),
            act=the_next_deadline_comes,
        ),
        Step(
            title="Call back",
            who="piet",
            place="triage",
            task=f"Press Called back on the card and write down: `{SAID}`",
            notice="“Call-back kept”. At once the next promise runs: Bea hears from us again within the hour (B23).",
            done=lambda stage: stage.card_says("Call-back kept"),
            act=piet_calls_back,
        ),
    ),
    ending="You have seen a promise that knows no office hours, from the hotline to the call and the update after it.",
)
