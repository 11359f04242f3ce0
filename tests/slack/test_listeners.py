"""The listeners in Bolt: what is listened to, what becomes of a failure, and of windows that change meanwhile."""

import asyncio
from typing import Any

import pytest
from ruamel.yaml import YAML
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.demo.trial import MANIFEST
from bot.playground.faults import Fault, FaultKind
from bot.playground.records import Outcome
from bot.slack.actions import COMMAND, Action, Callback, DutyAction, Field, snooze_value
from tests.journeys.stage import Begin, Log
from tests.journeys.story import Story
from tests.slack.samples import pressing

NOON = "2026-06-05 12:00-07:00"
URGENT = "/ticket new urgent Acme: SSO login fails for everyone"


@pytest.fixture
async def story(begin: Begin) -> Story:
    story = await begin(NOON)
    await story.types("ana", URGENT)
    return story


async def dispatched(story: Story, payload: dict[str, Any]) -> int:
    """The status with which the app answers a payload."""
    answer = await story.trial.bot.app.async_dispatch(AsyncBoltRequest(body=payload, mode="socket_mode"))
    return int(answer.status)


def test_the_manifest_offers_what_is_listened_to() -> None:
    manifest = YAML(typ="safe").load(MANIFEST)

    assert [each["command"] for each in manifest["features"]["slash_commands"]] == [COMMAND]
    shortcuts = [each["callback_id"] for each in manifest["features"]["shortcuts"]]
    assert shortcuts == [Callback.OPEN_TICKET, Callback.TICKET_NEXT]
    assert {"app_mention", "message.channels", "message.groups", "reaction_added"} <= set(
        manifest["settings"]["event_subscriptions"]["bot_events"]
    )
    assert manifest["features"]["app_home"]["home_tab_enabled"]


@pytest.mark.parametrize("action", [*Action, *DutyAction])
async def test_every_button_is_listened_to(story: Story, action: Action | DutyAction) -> None:
    person = story.person("omar").user
    value = snooze_value(1, 30) if action is Action.SNOOZE else "1"
    payload = pressing(action, value, user={"id": person.id, "team_id": person.team_id})
    payload["trigger_id"] = story.trial.office.workspace.passes.issue_trigger(person.id, story.trial.clock())
    del payload["response_url"]

    assert await dispatched(story, payload) == 200, "also where Slack gives no way to answer"
    await story.settle()


async def test_a_button_of_another_time_or_app_is_not_ours(story: Story) -> None:
    assert await dispatched(story, pressing("yell", "1")) == 404


@pytest.mark.parametrize("field", [Field.CUSTOMER, Field.SEVERITY, Field.NEW_SEVERITY])
async def test_a_choice_in_a_window_that_is_gone_is_let_go(story: Story, field: Field) -> None:
    await story.presses("omar", story.card(), "Regrade")
    gone = story.window("omar")
    await story.person("omar").closes(gone)
    state = {
        "type": "radio_buttons",
        "selected_option": {"text": {"type": "plain_text", "text": "Low"}, "value": "low"},
    }
    payload = pressing(field, "low") | {
        "view": {
            "id": gone.id,
            "hash": gone.hash,
            "callback_id": gone.content["callback_id"],
            "private_metadata": gone.content["private_metadata"],
            "state": {"values": {field: {field: state}}},
        }
    }

    assert await dispatched(story, payload) == 200
    await story.settle()


@pytest.mark.parametrize("field", [Field.CUSTOMER, Field.SEVERITY, Field.NEW_SEVERITY])
async def test_a_choice_that_comes_without_its_window_is_refused(story: Story, field: Field, log: Log) -> None:
    assert await dispatched(story, pressing(field, "low")) == 400
    assert "a payload was refused" in log.text


async def test_what_fails_is_said_privately_and_logged_with_nothing_changed(story: Story, log: Log) -> None:
    log.expects("a request could not be carried out")
    story.trial.slack.faults.script("views.open", Fault(kind=FaultKind.REFUSE, word="invalid_blocks"))

    told = await story.types("omar", "/ticket reply 1")

    assert "Belltower has a fault" in told.text
    assert "nobody yet" in story.card_text()


async def test_an_answer_that_cannot_be_shown_takes_nothing_back(story: Story, log: Log) -> None:
    story.trial.slack.faults.always("response_url", FaultKind.CLOSE)

    pressed = await story.person("omar").clicks(story.card(), "Take it")
    await story.settle()

    assert pressed.outcome is Outcome.ACKNOWLEDGED
    assert "Omar Agent took it" in story.card_text()
    assert "an answer could not be shown" in log.text


async def test_forty_people_at_once_are_all_answered_in_time(begin: Begin) -> None:
    story = await begin(NOON)
    ana = story.person("ana")

    told = await asyncio.gather(*(ana.types("triage", f"/ticket new high Acme: Failure {n}") for n in range(40)))

    assert {each.error for each in told} == {None}
    assert len({each.text.split(" ")[0] for each in told}) == 40
    await story.settle()


async def test_variables_for_oauth_in_the_environment_change_nothing(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"):
        monkeypatch.setenv(name, "somebody else's")
    story = await begin(NOON)

    assert "T-1 is open" in (await story.types("ana", URGENT)).text
    await story.types("ana", "/ticket")
    assert story.window("ana").title == "New ticket"
