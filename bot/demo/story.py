"""The story that `belltower demo` tells: two contracts, two customers, one promise broken and one kept."""

import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from rich.console import Console

from bot.demo.office import office
from bot.demo.teller import Teller, local
from bot.demo.trial import Trial, trial
from bot.playground.messages import Message
from bot.playground.onlooker import Onlooker
from bot.playground.views import View
from bot.slack.actions import Field

PACIFIC, AMSTERDAM = "America/Los_Angeles", "Europe/Amsterdam"


Scene = Callable[[Trial, Teller], Awaitable[None]]


async def tell(console: Console, scenes: Sequence[Scene] | None = None) -> None:
    """Tell the story, or the given scenes of it; it takes a few seconds and needs nothing but this machine."""
    with tempfile.TemporaryDirectory(prefix="belltower-demo-") as folder:
        database = f"sqlite:///{Path(folder) / 'demo.db'}"
        async with trial(office(), local("2026-07-10 17:40", PACIFIC), database) as stage:
            teller = Teller(console, stage)
            for scene in scenes or (friday_evening, _monday_morning, _a_call_at_night):
                await scene(stage, teller)
    console.print("\nThe end. Every message above was made by the real bot; only Slack and the clock were ours.")
    console.print("Scroll up to read it from Friday evening.")


async def friday_evening(stage: Trial, teller: Teller) -> None:
    """A ticket, its due time, the page, the acknowledgement, and a regrade."""
    teller.scene("1. Friday evening: an urgent ticket, twenty minutes before the desk closes", PACIFIC)
    teller.time()
    teller.says("Acme has Valicare: P1 is answered within 1 business hour, Monday to Friday, 06:00-18:00 Pacific.")
    typed = "/ticket new urgent Acme: SSO login fails for everyone"
    teller.does("ana", f"types  {typed}")
    teller.privately((await stage.person("ana").types("C0TRIAGE", typed)).message)
    await stage.settle()
    teller.news()

    teller.says(
        "\nThe clock counts business hours, but Valicare is covered around the clock, so on-call is paged at once."
    )
    await stage.move_to(local("2026-07-10 17:46", PACIFIC))
    teller.time()
    teller.does("olly", "is on call in Amsterdam and presses [Acknowledge] in the direct message")
    olly = stage.person("olly")
    await olly.clicks(olly.direct_messages()[-1], "Acknowledge")
    await stage.settle()
    teller.news()

    await stage.move_to(local("2026-07-10 17:55", PACIFIC))
    teller.time()
    teller.does("olly", "finds that a workaround helps, and presses [Regrade] on the card")
    await olly.clicks(_card(stage, 1), "Regrade")
    window = await stage.slack.until(olly.modal)
    await olly.selects(window, Field.NEW_SEVERITY, "high")
    shown = await stage.slack.until(lambda: _redrawn(olly, window.hash))
    window = await olly.fills(shown, {Field.IMPACT: "Login works again through the backup link; SSO is still down."})
    teller.window(window)
    await olly.submits(window)
    await stage.settle()
    teller.news()


async def _monday_morning(stage: Trial, teller: Teller) -> None:
    teller.scene("2. Monday morning: a warning, and nobody answers", PACIFIC)
    await stage.move_to(local("2026-07-13 07:41", PACIFIC))
    teller.time("the night and the weekend did not count; half of the four hours is used up")
    teller.news()

    await stage.move_to(local("2026-07-13 10:12", PACIFIC))
    teller.time("four business hours have passed, and half an hour more")
    teller.news()

    await stage.move_to(local("2026-07-13 10:20", PACIFIC))
    teller.time()
    teller.does("ana", "presses [Reply] and writes to the customer")
    ana = stage.person("ana")
    await ana.clicks(_card(stage, 1), "Reply")
    window = await stage.slack.until(ana.modal)
    await ana.submits(window, {Field.TEXT: "SSO is back. We are sorry that you waited; here is what happened."})
    await stage.settle()
    teller.news()

    teller.does("lena", "asks for the proof:  /ticket why 1")
    teller.privately((await stage.person("lena").types("C0TRIAGE", "/ticket why 1")).message)


async def _a_call_at_night(stage: Trial, teller: Teller) -> None:
    teller.scene("3. A quarter of an hour: Bird's critical call-back, in the middle of the night", AMSTERDAM)
    await stage.move_to(local("2026-07-15 02:50", AMSTERDAM))
    teller.time()
    teller.says("Birdsong Mail has Email Enterprise: a critical issue is called back within 15 minutes, day and night.")
    omar = stage.person("omar")
    teller.does("omar", "answers the hotline, types  /ticket new  and fills in the form")
    await omar.types("C0TRIAGE", "/ticket new")
    window = await stage.slack.until(omar.modal)
    await omar.selects(window, Field.CUSTOMER, "birdsong")
    window = await stage.slack.until(lambda: _redrawn(omar, window.hash))
    await omar.selects(window, Field.TRIAGE, "smtp")
    window = await stage.slack.until(lambda: _redrawn(omar, window.hash))
    window = await omar.fills(
        window,
        {
            Field.TITLE: "Every SMTP injection times out",
            Field.DESCRIPTION: "Since 02:30, from all their servers.",
            Field.COMPANY: "Birdsong Mail",
            Field.CONTACT: "Bea Customer",
            Field.PHONE: "+31 20 555 0100",
            Field.EMAIL: "bea@birdsong.example",
        },
    )
    teller.window(window)
    receipt = (await omar.submits(window)).view
    if receipt is not None:
        teller.window(receipt, "the window answers")
        await omar.closes(receipt)
    await stage.settle()
    teller.news()

    await stage.move_to(local("2026-07-15 02:52", AMSTERDAM))
    teller.time()
    piet = stage.person("piet")
    teller.does("piet", "is woken and presses [Acknowledge]; the next person sleeps on")
    await piet.clicks(piet.direct_messages()[-1], "Acknowledge")
    await stage.settle()
    teller.news()

    await stage.move_to(local("2026-07-15 03:01", AMSTERDAM))
    teller.time("the phone rings at Birdsong Mail")
    teller.news()
    teller.does("omar", "presses [Called back] on the card and writes down what was said")
    await omar.clicks(_card(stage, 2), "Called back")
    window = await stage.slack.until(omar.modal)
    await omar.submits(window, {Field.TEXT: "Bea sends us the SMTP logs; we restart the queue meanwhile."})
    await stage.settle()
    teller.news()
    teller.says("\nKept, with four minutes to spare. The next promise runs already: an update within the hour.")


def _card(stage: Trial, number: int) -> Message:
    """The card of a ticket, in the triage channel."""
    posted = stage.office.workspace.messages.in_channel(stage.office.channels.triage.id)
    return next(message for message in posted if f"T-{number} " in message.text and not message.is_reply)


def _redrawn(person: Onlooker, before: str) -> View | None:
    """The person's window once it has been drawn again."""
    view = person.modal()
    return view if view is not None and view.hash != before else None
