"""A week away: an agent leaves, a lead hands over what they had, and nothing is left with nobody."""

from bot.demo.recurring import types
from bot.demo.scenario import Scenario, Step
from bot.demo.stage import Stage

FIRST = "/ticket new high Acme: Invitations arrive twice"
SECOND = "/ticket new medium Initech: The weekly report is empty"
THIRD = "/ticket new low Globex: How do I add a second domain?"
UNASSIGNED = "/ticket list unassigned"
GIVE = "/ticket assign 3 @omar.agent"
HAND_OVER = "/ticket assign --from @ana.agent to @omar.agent"
DIGEST = "/ticket digest"
SEARCH = "/ticket search report"


async def omar_looks_home(stage: Stage) -> None:
    """Omar looks at what there is to do."""
    await stage.opens_home("omar")


SCENARIO = Scenario(
    number=9,
    title="A week away",
    summary="An agent leaves for a week; the lead sees who has what, and hands it all over in one line.",
    begins="2026-07-10 15:00",
    zone="America/Los_Angeles",
    steps=(
        Step(
            title="Take two tickets",
            who="ana",
            place="triage",
            task=f"Type `{FIRST}` and `{SECOND}`. Then press “Take it” on both cards.",
            notice="Friday afternoon. Both are due on Monday, when Ana is on a beach.",
            done=lambda stage: stage.says("triage", "T-1 ·", "Ana Agent") and stage.says("triage", "T-2 ·", "Ana Agent"),
            act=types("ana", FIRST, SECOND, "/ticket take 1", "/ticket take 2"),
        ),
        Step(
            title="Leave one to nobody",
            who="tess",
            place="triage",
            task=f"Tess has no time for it, but notes it down. Type: `{THIRD}`",
            notice="A ticket that nobody has: easily forgotten over a weekend.",
            done=lambda stage: stage.says("triage", "T-3 ·"),
            act=types("tess", THIRD),
        ),
        Step(
            title="Find what nobody has",
            who="lena",
            place="triage",
            task=f"Type: `{UNASSIGNED}`",
            notice="Sorted by the office hours that are left, the least first. The words after `list` narrow it: "
            "`p1`, `waiting`, `customer:acme` …",
            done=lambda stage: stage.tells("lena", "that nobody has"),
            act=types("lena", UNASSIGNED),
        ),
        Step(
            title="Give it to somebody",
            who="lena",
            place="triage",
            task=f"Type: `{GIVE}`",
            notice="Omar is told in person. The card has Assign too: choose “More…” in its menu.",
            done=lambda stage: stage.says("triage", "T-3 ·", "Omar Agent"),
            act=types("lena", GIVE),
        ),
        Step(
            title="Hand over the rest",
            who="lena",
            place="triage",
            task=f"Type: `{HAND_OVER}`",
            notice="Every open ticket that Ana had is Omar's, in one transaction: all of them, or none.",
            done=lambda stage: stage.says("triage", "T-1 ·", "Omar Agent"),
            act=types("lena", HAND_OVER),
        ),
        Step(
            title="See how the day stands",
            who="lena",
            place="triage",
            task=f"Type: `{DIGEST}`",
            notice="What is late, what is due soon, what nobody has. It comes by itself every morning, where the configuration "
            "says when.",
            done=lambda stage: stage.tells("lena", "Today's digest"),
            act=types("lena", DIGEST),
        ),
        Step(
            title="Find a ticket by words",
            who="omar",
            place="triage",
            task=f"Type: `{SEARCH}`",
            notice="Closed tickets are found too. A customer who searches finds only their own.",
            done=lambda stage: stage.tells("omar", "with “report”"),
            act=types("omar", SEARCH),
        ),
        Step(
            title="Come home",
            who="omar",
            place="home",
            task="Open the app's Home tab: what needs somebody now, what is yours, who is on call.",
            notice="Omar's week begins with three tickets, the most urgent first.",
            done=lambda stage: stage.home_says("omar", "Your tickets", "Invitations arrive twice"),
            act=omar_looks_home,
        ),
    ),
    ending="You have seen that no ticket is lost when somebody leaves, and three ways to see what there is to do.",
)
