"""Modals and home tabs: trigger ids, stacks, hashes, what stays filled in, and each of Slack's refusals."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.manifest import Manifest
from bot.playground.refusals import Json
from bot.playground.server import LocalSlack
from bot.playground.workspace import Workspace
from tests.playground.conftest import MANIFEST, Clock
from tests.playground.kit import actions, option, select
from tests.playground.kit import modal as window
from tests.playground.methods.situations import Scene, Situation, Words, cases, refused_as

NOTE: Json = {
    "type": "input",
    "block_id": "note",
    "optional": True,
    "label": {"type": "plain_text", "text": "Note"},
    "element": {"type": "plain_text_input", "action_id": "text", "initial_value": "first"},
}
HOME: Json = {"type": "home", "blocks": [{"type": "divider"}]}
HUGE = [actions(*[select(options=[option(75, 150)] * 100)] * 5)] * 5


def modal(*blocks: Json, **more: Any) -> Json:
    title = {"type": "plain_text", "text": "Form"}
    return {"type": "modal", "title": title, "submit": title, "blocks": list(blocks), **more}


def trigger(slack: LocalSlack) -> str:
    return slack.workspace.passes.issue_trigger("U0ANA", slack.now())


def shown(**more: Any) -> Situation:
    """With a fresh trigger id."""

    async def prepare(scene: Scene) -> Json:
        return {"trigger_id": scene.trigger(), "view": modal(), **more}

    return prepare


async def named_already(scene: Scene) -> Json:
    await scene.client.views_open(trigger_id=scene.trigger(), view=modal(external_id="mine"))
    opened = await scene.client.views_push(trigger_id=scene.trigger(), view=modal())
    view = modal(external_id="mine")
    return {"trigger_id": scene.trigger(), "view": view, "view_id": opened["view"]["id"]}


async def named_already_in_a_modal(scene: Scene) -> Json:
    await scene.client.views_open(trigger_id=scene.trigger(), view=modal(external_id="mine"))
    return {"user_id": "U0ANA", "view": {**HOME, "external_id": "mine"}}


async def exchanged(scene: Scene) -> Json:
    spent = scene.trigger()
    await scene.client.views_open(trigger_id=spent, view=modal())
    return {"trigger_id": spent, "view": modal()}


async def late(scene: Scene) -> Json:
    old = scene.trigger()
    scene.clock.move(seconds=3.001)
    return {"trigger_id": old, "view": modal()}


async def three_deep(scene: Scene) -> Json:
    await scene.client.views_open(trigger_id=scene.trigger(), view=modal())
    for _ in range(2):
        await scene.client.views_push(trigger_id=scene.trigger(), view=modal())
    return {"trigger_id": scene.trigger(), "view": modal()}


async def overtaken(scene: Scene) -> Json:
    first = (await scene.client.views_open(trigger_id=scene.trigger(), view=modal()))["view"]
    await scene.client.views_update(view_id=first["id"], view=modal(NOTE))
    return {"view_id": first["id"], "hash": first["hash"], "view": modal()}


async def published_again(scene: Scene) -> Json:
    first = (await scene.client.views_publish(user_id="U0ANA", view=HOME))["view"]
    await scene.client.views_publish(user_id="U0ANA", view=HOME)
    return {"user_id": "U0ANA", "hash": first["hash"], "view": HOME}


async def opened_large(scene: Scene) -> Json:
    opened = await scene.client.views_open(trigger_id=scene.trigger(), view=modal())
    return {"view_id": opened["view"]["id"], "view": modal(*HUGE)}


TRIGGERED: dict[str, Situation] = {
    "duplicate_external_id": named_already,
    "exchanged_trigger_id": exchanged,
    "expired_trigger_id": late,
    "invalid_trigger_id": shown(trigger_id="made-up"),
    "view_too_large": shown(view=window(*HUGE)),
}
PROFILES = "only for views in profiles, which Slack never published"
WORDS = {
    "views.open": Words(happens=TRIGGERED),
    "views.push": Words(happens={**TRIGGERED, "not_found": shown(), "push_limit_reached": three_deep}),
    "views.update": Words(
        happens={
            "duplicate_external_id": named_already,
            "hash_conflict": overtaken,
            "not_found": {"view_id": "V9", "view": modal()},
            "view_too_large": opened_large,
        }
    ),
    "views.publish": Words(
        happens={
            "duplicate_external_id": named_already_in_a_modal,
            "hash_conflict": published_again,
            "view_too_large": {"user_id": "U0ANA", "view": {"type": "home", "blocks": HUGE}},
        },
        elsewhere=frozenset({"not_allowed_token_type", "not_enabled"}),
        cannot={"missing_profile_id": PROFILES, "not_implemented": PROFILES},
    ),
}


@pytest.mark.parametrize(("method", "situation", "word"), cases(WORDS))
async def test_slack_says_its_word(scene: Scene, method: str, situation: Situation, word: str) -> None:
    assert await refused_as(scene, method, situation) == word


async def test_a_home_tab_is_for_a_person_and_only_where_the_manifest_has_one(
    scene: Scene, workspace: Workspace, clock: Clock
) -> None:
    assert await refused_as(scene, "views.publish", {"user_id": "U9", "view": HOME}) == "invalid_arguments"
    without = Manifest.of({**MANIFEST, "features": {}})
    async with LocalSlack(manifest=without, workspace=workspace, now=clock) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        bare = Scene(slack=slack, client=client, clock=clock)
        assert await refused_as(bare, "views.publish", {"user_id": "U0ANA", "view": HOME}) == "not_enabled"


async def test_a_trigger_id_is_good_for_three_seconds(scene: Scene) -> None:
    on_time = scene.trigger()
    scene.clock.move(seconds=3)
    assert (await scene.client.views_open(trigger_id=on_time, view=modal()))["ok"]


async def test_three_modals_lie_on_each_other_and_no_more(slack: LocalSlack, client: AsyncWebClient) -> None:
    first = await client.views_open(trigger_id=trigger(slack), view=modal())
    await client.views_push(trigger_id=trigger(slack), view=modal())
    third = await client.views_push(trigger_id=trigger(slack), view=modal())
    assert third["view"]["root_view_id"] == first["view"]["id"]


async def test_an_update_keeps_what_was_typed_and_is_refused_when_somebody_was_faster(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    ana = slack.person("Ana Agent")
    opened = (await client.views_open(trigger_id=trigger(slack), view=modal(NOTE)))["view"]
    shown = ana.modal()
    assert shown is not None
    assert shown.values["note"]["text"]["value"] == "first"
    await ana.fills(shown, {"Note": "typed"})
    updated = await client.views_update(
        view_id=opened["id"], hash=opened["hash"], view=modal(NOTE, {"type": "divider"})
    )

    assert updated["view"]["state"]["values"]["note"]["text"]["value"] == "typed"


async def test_an_app_can_name_its_views_once(slack: LocalSlack, client: AsyncWebClient) -> None:
    await client.views_open(trigger_id=trigger(slack), view=modal(external_id="mine"))
    updated = await client.views_update(external_id="mine", view=modal(NOTE, external_id="mine"))
    assert len(updated["view"]["blocks"]) == 1


async def test_a_home_tab_is_published_for_one_person(slack: LocalSlack, client: AsyncWebClient) -> None:
    first = (await client.views_publish(user_id="U0ANA", view=HOME))["view"]
    second = (await client.views_publish(user_id="U0ANA", hash=first["hash"], view=HOME))["view"]

    assert second["id"] == first["id"]
    assert slack.person("Ana Agent").home() is not None
    assert slack.person("Olly Oncall").home() is None
