"""A week away: an agent leaves, a lead hands over what they had, and nothing is left with nobody."""

from bot.demo.recurring import types
from bot.demo.scenario import Scenario, Step
from bot.demo.stage import Stage

FIRST = "/ticket new high Acme: Invitations arrive twice"
SECOND = "/ticket new medium Initech: The weekly report is empty"
THIRD = "/ticket new low Globex: How do I add a second domain?"
DIGEST = "/ticket digest"
UNASSIGNED = "/ticket list unassigned"
GIVE = "/ticket assign 3 @ana"
HAND_OVER = "/ticket assign --from @omar to @ana"
SEARCH = "/ticket search report"


async def ana_opens_home(stage: Stage) -> None:
    """Ana looks at what there is to do."""
    await stage.opens_home("ana")


SCENARIO = Scenario(
    number=9,
    title="A week away",
    summary="An agent leaves for a week; the lead sees how the day stands, and hands everything over in one line.",
    begins="2026-07-10 16:00",
    zone="Europe/Amsterdam",
    steps=(
        Step(
            title="Take two tickets",
            who="omar",
            place="triage",
            task=f"Type `{FIRST}` and `{SECOND}`. Then press “Take it” on both cards.",
            notice="It is Friday, four o'clock in Amsterdam, and both are due tonight, when Omar is on a train to the "
            "sea.",
            done=lambda stage: (
                stage.says("triage", "T-1 ·", "Omar Agent took it")
                and stage.says("triage", "T-2 ·", "Omar Agent took it")
            ),
            act=types("omar", FIRST, SECOND, "/ticket take 1", "/ticket take 2"),
        ),
        Step(
            title="Leave one to nobody",
            who="tess",
            place="triage",
            task=f"Tess has no time for it, but notes it down. Type: `{THIRD}`",
            notice="A ticket that nobody has is easily forgotten over a weekend.",
            done=lambda stage: stage.says("triage", "T-3 ·"),
            act=types("tess", THIRD),
        ),
        Step(
            title="See how the day stands",
            who="lena",
            place="triage",
            task=f"Seven in the morning in Los Angeles. Type: `{DIGEST}`",
            notice="What is due today, and what nobody has. The digest comes by itself every morning, where the "
            "configuration says when.",
            done=lambda stage: stage.tells("lena", "Today's digest"),
            act=types("lena", DIGEST),
        ),
        Step(
            title="List what nobody has",
            who="lena",
            place="triage",
            task=f"Type: `{UNASSIGNED}`",
            notice="Other words narrow the list too: `mine`, `breaching`, `p1`, `customer:acme`. What has the least "
            "time left stands first.",
            done=lambda stage: stage.tells("lena", "that nobody has"),
            act=types("lena", UNASSIGNED),
        ),
        Step(
            title="Give it to somebody",
            who="lena",
            place="triage",
            task=f"Type: `{GIVE}`",
            notice="The card says whose it is, and who gave it. Its menu has Assign too, behind “More…”.",
            done=lambda stage: stage.says("triage", "T-3 ·", "Lena Lead gave it to Ana Agent"),
            act=types("lena", GIVE),
        ),
        Step(
            title="Hand over the rest",
            who="lena",
            place="triage",
            task=f"Type: `{HAND_OVER}`",
            notice="Every open ticket that Omar had is Ana's: all of them, or if anything fails none.",
            done=lambda stage: stage.says("triage", "T-1 ·", "Lena Lead gave it to Ana Agent"),
            act=types("lena", HAND_OVER),
        ),
        Step(
            title="Find a ticket by words",
            who="ana",
            place="triage",
            task=f"Type: `{SEARCH}`",
            notice="Closed tickets are found too. A customer who searches finds only their own.",
            done=lambda stage: stage.tells("ana", "with “report”"),
            act=types("ana", SEARCH),
        ),
        Step(
            title="Come home",
            who="ana",
            place="home",
            task="Open the Home tab of the app, below the channels.",
            notice="What needs somebody now, what is Ana's, who is on call: three tickets, the most urgent first.",
            done=lambda stage: stage.home_says("ana", "Your tickets", "How do I add a second domain?"),
            act=ana_opens_home,
        ),
    ),
    ending="You have seen that no ticket is lost when somebody leaves, and four ways to see what there is to do.",
)
