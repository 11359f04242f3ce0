"""What the sidebar lists, and for whom."""

import pytest

from bot.playground.manifest import Manifest
from bot.playground.messages import Message
from bot.playground.page.panel import Panel
from bot.playground.page.sidebar import means, sidebar
from bot.playground.page.visit import Visit
from bot.playground.server import LocalSlack
from bot.playground.workspace import Workspace
from tests.playground.conftest import Clock


def visit(slack: LocalSlack, user: str, place: str = "acme-support") -> Visit:
    return Visit(person=slack.person(user), handle="x", place=place, channel=slack.workspace.channel(place))


async def test_each_person_sees_their_own_channels_and_boards(slack: LocalSlack, panels: list[Panel]) -> None:
    ana, carl, olly = [sidebar(visit(slack, user), slack, panels) for user in ("U0ANA", "U0CARL", "U0OLLY")]

    assert [each.label for each in ana.channels] == ["acme-support", "lobby", "triage"]
    assert [(each.label, each.is_here, each.teams) for each in carl.channels] == [
        ("acme-support", True, ("Northbell",))
    ]
    assert [(each.label, each.is_private) for each in olly.channels] == [
        ("leads", True),
        ("lobby", False),
        ("triage", False),
    ]
    assert [each.label for each in ana.views] == ["Deadline wall", "Phone"]
    assert carl.views == ()


async def test_what_is_new_is_marked_and_what_calls_somebody_is_counted(slack: LocalSlack) -> None:
    olly = slack.person("U0OLLY")
    await olly.says("triage", "the first")
    await olly.says("triage", "hello @ana.agent and @here")
    await olly.says("lobby", "quiet")
    listed = sidebar(visit(slack, "U0ANA"), slack, [])

    assert [(each.label, each.is_unread, each.mentions) for each in listed.channels] == [
        ("acme-support", False, 0),
        ("lobby", True, 0),
        ("triage", True, 1),
    ]
    slack.person("U0ANA").reads("triage")
    assert (sidebar(visit(slack, "U0ANA"), slack, [])).mentions == 0


async def test_every_direct_message_of_the_app_counts(slack: LocalSlack, clock: Clock) -> None:
    workspace = slack.workspace
    workspace.say(channel=workspace.direct("U0ANA"), user=workspace.bot, text="page", at=clock())
    listed = sidebar(visit(slack, "U0ANA"), slack, [])

    assert [(each.label, each.mentions) for each in listed.app] == [("Belltower", 1), ("Home", 0)]
    assert listed.mentions == 1


async def test_without_a_home_tab_in_the_manifest_there_is_none(workspace: Workspace, clock: Clock) -> None:
    slack = LocalSlack(manifest=Manifest.of({}), workspace=workspace, now=clock)
    listed = sidebar(visit(slack, "U0ANA"), slack, [])

    assert [each.label for each in listed.app] == ["Belltower"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<@U0ANA> look", True),
        ("<!channel> look", True),
        ("<!subteam^S0LEADS> look", True),
        ("<!subteam^S0LEADS|@leads> look", True),
        ("<!subteam^S0LEADSTOO> look", False),
        ("<@U0OLLY> look", False),
        ("ana look", False),
    ],
)
def test_somebody_is_meant_by_name_in_a_group_or_with_everybody(
    workspace: Workspace, text: str, expected: bool
) -> None:
    workspace.add_user_group("leads", id="S0LEADS", members=[workspace.users["U0ANA"]])
    workspace.add_user_group("nights", id="S0LEADSTOO")
    assert means(Message(channel="C", ts="1.0", user="U", text=text), "U0ANA", workspace) is expected
    block = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    assert means(Message(channel="C", ts="1.0", user="U", text="", blocks=(block,)), "U0ANA", workspace) is expected
