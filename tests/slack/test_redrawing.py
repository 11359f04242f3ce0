"""Windows that are drawn again: of two quick choices in one window, it shows the due times of the newer."""

import asyncio

import pytest
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.faults import Fault, FaultKind
from bot.playground.server import LocalSlack
from bot.slack.redrawing import Redrawing
from bot.slack.windows import Redrawn
from tests.journeys.stage import Begin, Log
from tests.journeys.story import Story

NOON = "2026-06-05 12:00-07:00"
DUE_IN_HIGH, DUE_IN_LOW = "due 11:00 PM Jun 5, 2026", "due 7:00 PM Jun 9, 2026"
CONFLICT = Fault(kind=FaultKind.REFUSE, word="hash_conflict")


@pytest.fixture
async def story(begin: Begin) -> Story:
    story = await begin(NOON)
    await story.types("ana", "/ticket new urgent Acme: SSO login fails for everyone")
    return story


@pytest.fixture
def slack(story: Story) -> LocalSlack:
    return story.trial.slack


@pytest.fixture(params=["new_severity", "severity"], ids=["regrade window", "intake form"])
async def severity(request: pytest.FixtureRequest, story: Story) -> str:
    """The name of the choice of a severity in the window that Omar has open."""
    name: str = request.param
    if name == "new_severity":
        await story.types("omar", "/ticket regrade 1")
    else:
        await story.types("omar", "/ticket new")
        await story.selects("omar", "customer", "Acme")
    return name


async def chooses_as_slack_hangs(story: Story, severity: str, choice: str) -> None:
    """Omar makes a choice, and the drawing that answers it hangs, as those before it do."""
    faults, hanging = story.trial.slack.faults, story.trial.slack.faults.hanging
    faults.script("views.update", FaultKind.HANG)
    await story.person("omar").selects(story.window("omar"), severity, choice)
    await story.trial.slack.until(lambda: faults.hanging == hanging + 1)


def drawings(slack: LocalSlack) -> int:
    """How often the app has asked Slack to draw a window again."""
    return [call.method for call in slack.calls].count("views.update")


def shows_low(story: Story) -> bool:
    """Whether Low is chosen in Omar's window and the due time it shows is Low's."""
    shown = story.window_text("omar")
    return "(•) Low (P3)" in shown and DUE_IN_LOW in shown and DUE_IN_HIGH not in shown


async def test_the_newer_choice_is_shown_when_the_older_is_drawn_first(
    story: Story, slack: LocalSlack, severity: str
) -> None:
    await chooses_as_slack_hangs(story, severity, "High (P2)")
    await chooses_as_slack_hangs(story, severity, "Low (P3)")
    assert not shows_low(story)
    slack.faults.release()
    await story.settle()

    assert shows_low(story)


async def test_the_newer_choice_stays_when_the_older_is_drawn_last(
    story: Story, slack: LocalSlack, severity: str
) -> None:
    await chooses_as_slack_hangs(story, severity, "High (P2)")
    await story.person("omar").selects(story.window("omar"), severity, "Low (P3)")
    await slack.until(lambda: shows_low(story))
    slack.faults.release()
    await slack.until(lambda: not slack.faults.hanging)
    await story.settle()

    assert shows_low(story)


async def test_of_three_quick_choices_only_the_newest_is_drawn_a_second_time(
    story: Story, slack: LocalSlack, severity: str
) -> None:
    before = drawings(slack)
    for choice in ("High (P2)", "Medium (P2)", "Low (P3)"):
        await chooses_as_slack_hangs(story, severity, choice)
    slack.faults.release()
    await story.settle()

    assert shows_low(story)
    assert drawings(slack) - before == 4


async def test_a_window_that_is_closed_before_it_is_drawn_a_second_time_is_let_go(
    story: Story, slack: LocalSlack, severity: str, log: Log
) -> None:
    slack.faults.script("views.update", CONFLICT, Fault(kind=FaultKind.REFUSE, word="not_found"))

    await story.selects("omar", severity, "Low (P3)")

    assert "drawn again" not in log.text


async def test_when_slack_is_away_the_window_stays_and_its_next_choice_is_drawn(
    story: Story, slack: LocalSlack, severity: str, log: Log
) -> None:
    slack.faults.script("views.update", CONFLICT, FaultKind.CLOSE)

    await story.selects("omar", severity, "High (P2)")
    assert DUE_IN_HIGH not in story.window_text("omar")
    assert "a window was not drawn again" in log.text

    await story.selects("omar", severity, "Low (P3)")
    assert shows_low(story)


async def test_a_window_that_slack_does_not_take_is_logged_as_a_fault(
    story: Story, slack: LocalSlack, severity: str, log: Log
) -> None:
    log.expects("a window could not be drawn again")
    slack.faults.script("views.update", Fault(kind=FaultKind.REFUSE, word="invalid_blocks"))

    await story.selects("omar", severity, "Low (P3)")

    assert "a window could not be drawn again" in log.text


async def test_nothing_is_kept_of_a_choice_that_is_answered_and_the_newest_is_kept_until_then() -> None:
    redrawing, away = Redrawing(), AsyncWebClient(base_url="http://127.0.0.1:1/", retry_handlers=[])
    older, newer, elsewhere = asyncio.Event(), asyncio.Event(), asyncio.Event()

    def chosen(view_id: str, may_be_drawn: asyncio.Event) -> asyncio.Task[None]:
        async def drawn() -> Redrawn:
            await may_be_drawn.wait()
            return Redrawn(view={}, view_id=view_id, view_hash="h1")

        return asyncio.create_task(redrawing.answer(view_id, AsyncAck(), away, drawn))  # type: ignore[no-untyped-call]

    choices = [chosen("V1", older), chosen("V1", newer), chosen("V2", elsewhere)]
    await asyncio.sleep(0)
    assert set(redrawing.newest) == {"V1", "V2"}

    older.set()
    await choices[0]
    assert set(redrawing.newest) == {"V1", "V2"}, "the newer choice in it is still to be answered"

    newer.set()
    await choices[1]
    assert set(redrawing.newest) == {"V2"}

    choices[2].cancel()
    with pytest.raises(asyncio.CancelledError):
        await choices[2]
    assert redrawing.newest == {}
