"""The parts of a page around the messages, and for whom they look how."""

import pytest

from bot.playground.manifest import Manifest
from bot.playground.page.exchanges import Exchanges
from bot.playground.page.lists import Lists
from bot.playground.page.regions import Regions
from bot.playground.page.visit import Visitors
from bot.playground.server import LocalSlack
from bot.playground.workspace import Workspace
from tests.playground.conftest import Clock, Stage
from tests.playground.page.conftest import Board


def both(slack: LocalSlack, panels: list[Board], **more: str) -> tuple[Visitors, Regions]:
    ids = {"ana": "U0ANA", "carl": "U0CARL", **more}
    people = {handle: slack.person(user) for handle, user in ids.items()}
    visitors = Visitors(slack, people, panels)
    lists = Lists(slack.workspace, slack.installation.manifest, slack.now)
    exchanges = Exchanges(slack.records, slack.installation)
    return visitors, Regions(slack=slack, visitors=visitors, panels=panels, lists=lists, exchanges=exchanges)


@pytest.mark.parametrize(
    ("place", "title"),
    [
        ("triage", "#triage · Northbell"),
        ("app", "Belltower · Northbell"),
        ("home", "Belltower · Northbell"),
        ("wall", "Deadline wall · Northbell"),
    ],
)
async def test_the_title_says_where_one_is(slack: LocalSlack, panels: list[Board], place: str, title: str) -> None:
    visitors, regions = both(slack, panels)

    assert (await regions.now(visitors.visit("ana", place)))["title"] == title


async def test_the_header_names_topic_members_and_the_other_team(slack: LocalSlack, panels: list[Board]) -> None:
    workspace = slack.workspace
    ana, carl = workspace.users["U0ANA"], workspace.users["U0CARL"]
    acme = workspace.teams["T0ACME"]
    workspace.add_channel("shared", members=[ana, carl], shared_with=[acme], topic="Renewal <in> March")
    visitors, regions = both(slack, panels)
    for_ana = (await regions.now(visitors.visit("ana", "shared")))["header"]
    for_carl = (await regions.now(visitors.visit("carl", "shared")))["header"]

    assert "Renewal &lt;in&gt; March" in for_ana
    assert "3 members" in for_ana
    assert for_ana.index("Ana Agent") < for_ana.index("Belltower") < for_ana.index("Carl Customer")
    assert ">Acme</span>" in for_ana
    assert ">Northbell</span>" in for_carl


async def test_the_bar_says_how_often_slack_refused_something(stage: Stage, panels: list[Board]) -> None:
    visitors, regions = both(stage.slack, panels)
    here = visitors.visit("ana", "triage")
    assert "refused" not in (await regions.now(here))["wire"]

    await stage.ana.types("#triage", "/ticket")
    assert "1 refused" in (await regions.now(here))["wire"]


async def test_the_home_tab_shows_what_the_app_has_published_for_this_person(stage: Stage, panels: list[Board]) -> None:
    block = {"type": "section", "text": {"type": "plain_text", "text": "Nothing is due."}}
    await stage.client.views_publish(user_id="U0ANA", view={"type": "home", "blocks": [block]})
    visitors, regions = both(stage.slack, panels)

    assert "Nothing is due." in (await regions.now(visitors.visit("ana", "home")))["home"]
    assert "not published" in (await regions.now(visitors.visit("carl", "home")))["home"]


async def test_where_the_app_takes_no_messages_there_is_no_composer(
    workspace: Workspace, clock: Clock, panels: list[Board]
) -> None:
    slack = LocalSlack(manifest=Manifest.of({}), workspace=workspace, now=clock)
    visitors, regions = both(slack, panels)
    app = await regions.page(visitors.visit("ana", "app"))
    triage = await regions.page(visitors.visit("ana", "triage"))

    assert "Sending messages to this app has been turned off." in app
    assert "<textarea" not in app
    assert "<textarea" in triage


async def test_whoever_chooses_whom_to_be_reads_what_they_are(slack: LocalSlack, panels: list[Board]) -> None:
    lena = slack.workspace.add_user("Lena Lead", title="Support lead")
    visitors, regions = both(slack, panels, lena=lena.id)
    html = await regions.page(visitors.visit("ana", "triage"))

    assert 'class="description">Support lead, Northbell</span>' in html
    assert 'class="description">Northbell</span>' in html


async def test_no_word_can_leave_the_script_that_carries_it(slack: LocalSlack, panels: list[Board]) -> None:
    slack.workspace.add_channel("end", members=[slack.workspace.users["U0ANA"]], topic="</script><b>bold</b>")
    visitors, regions = both(slack, panels)
    html = await regions.page(visitors.visit("ana", "triage"))

    assert "</script><b>" not in html
    assert "\\u003c/script>" in html


async def test_everybody_is_told_that_slack_is_down_until_it_is_back(slack: LocalSlack, panels: list[Board]) -> None:
    visitors, regions = both(slack, panels)
    here = visitors.visit("carl", "acme-support")
    assert (await regions.now(here))["outage"] == ""

    slack.goes_down()
    assert "Slack is down" in (await regions.now(here))["outage"]
    assert "Slack is down" in await regions.page(here)

    slack.comes_back()
    assert (await regions.now(here))["outage"] == ""
