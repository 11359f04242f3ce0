"""A critical issue of Birdsong Mail comes in by the hotline: what people do in every scenario that begins so."""

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
HOW_TO_TAKE_IT = (
    f"Birdsong Mail is on the hotline. Type `{OPENING}`, choose the customer `Birdsong Mail`, answer that all SMTP "
    f"injections fail, and write the title `{TITLE}`. Send it, and fill in what is missing."
)


async def omar_takes_the_call(stage: Stage) -> None:
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
