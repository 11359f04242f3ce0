"""A weekend breach: a ticket opened on Friday evening is answered by nobody, and everybody concerned is told."""

from bot.demo.recurring import acknowledges, is_acknowledged, the_next_deadline_comes, types
from bot.demo.scenario import Scenario, Step
from bot.demo.stage import Stage

OPENING = "/ticket new urgent Acme: SSO login fails for everyone"
REGRADE = "/ticket regrade 1 high Login works through the backup link."
ANSWER = "/ticket reply 1 SSO is back. We are sorry that you waited."


async def ana_opens_a_ticket(stage: Stage) -> None:
    """Ana opens a ticket in one line."""
    await stage.types("ana", OPENING)


async def the_promise_breaks(stage: Stage) -> None:
    """Time passes, warning by warning, until it is too late."""
    while not stage.says("breaches", "First response broken"):
        await stage.waits_for_deadline()


async def ana_answers_late(stage: Stage) -> None:
    """Ana answers at last."""
    await stage.types("ana", ANSWER)


SCENARIO = Scenario(
    number=2,
    title="A weekend breach",
    summary="A ticket comes twenty minutes before the desk closes on Friday, and on Monday nobody answers it in time.",
    begins="2026-07-10 17:40",
    zone="America/Los_Angeles",
    steps=(
        Step(
            title="Open a ticket on Friday evening",
            who="ana",
            place="triage",
            task=f"Type: `{OPENING}`",
            notice="Due on Monday at about 06:40: twenty minutes of the hour are counted on Friday, forty on Monday. "
            "The weekend does not count (V03).",
            done=lambda stage: stage.card_says(),
            act=ana_opens_a_ticket,
        ),
        Step(
            title="Answer the page",
            who="olly",
            place="app",
            task="Press Acknowledge, so that nobody else is woken.",
            notice="People are paged around the clock (V05), even while the promise counts business hours only (V06).",
            done=is_acknowledged,
            act=acknowledges("olly"),
        ),
        Step(
            title="Make it less urgent",
            who="olly",
            place="triage",
            task=f"There is a backup link, so nobody is shut out any more. Type: `{REGRADE}`",
            notice="High (P2) has four business hours (V31): until Monday, 09:40. It pages nobody. An Urgent ticket "
            "that was acknowledged and then left alone would ring again half an hour later.",
            done=lambda stage: stage.card_says("P2 High"),
            act=types("olly", REGRADE),
        ),
        Step(
            title="Let the weekend pass",
            who="ana",
            place="triage",
            task="Press “Next deadline” in the bar at the top.",
            notice="It is Monday, and half of the promised time is used up: a warning in #triage.",
            done=lambda stage: stage.says("triage", "First response due in", "of the time used"),
            act=the_next_deadline_comes,
        ),
        Step(
            title="Let the promise break",
            who="ana",
            place="breaches",
            task="Press “Next deadline” until #breaches has a message. It takes three more deadlines.",
            notice="Told at the very second, and once. “Why” on the message proves the due time line by line. "
            "The deadline wall in the sidebar shows how late it is.",
            done=lambda stage: stage.says("breaches", "First response broken"),
            act=the_promise_breaks,
        ),
        Step(
            title="Let it be escalated",
            who="lena",
            place="escalations",
            task="Still nobody answers. Press “Next deadline” once more.",
            notice="Half an hour late: the escalation channel is told. After four hours it would be #leadership.",
            done=lambda stage: stage.says("escalations", "First response still not done"),
            act=the_next_deadline_comes,
        ),
        Step(
            title="Answer, too late",
            who="ana",
            place="triage",
            task=f"Type: `{ANSWER}`",
            notice="The card says both: when it was done and when it was due. What was broken stays broken.",
            done=lambda stage: stage.card_says("First response broken"),
            act=ana_answers_late,
        ),
    ),
    ending="You have seen a weekend left out of the count, a warning, a breach and an escalation, each told once.",
)
