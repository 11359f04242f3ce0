"""Modals and home tabs: trigger ids, stacks, hashes, and what stays filled in."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import LocalSlack
from tests.playground.conftest import Clock
from tests.playground.methods.test_chat import word

NOTE = {
    "type": "input",
    "block_id": "note",
    "optional": True,
    "label": {"type": "plain_text", "text": "Note"},
    "element": {"type": "plain_text_input", "action_id": "text", "initial_value": "first"},
}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    title = {"type": "plain_text", "text": "Form"}
    return {"type": "modal", "title": title, "submit": title, "blocks": list(blocks), **more}


def trigger(slack: LocalSlack) -> str:
    return slack.workspace.passes.issue_trigger("U0ANA", slack.now())


async def test_a_trigger_id_opens_one_view_within_three_seconds(
    slack: LocalSlack, client: AsyncWebClient, clock: Clock
) -> None:
    spent, late, on_time = trigger(slack), trigger(slack), trigger(slack)
    await client.views_open(trigger_id=spent, view=modal())
    assert await word(client, "views.open", trigger_id=spent, view=modal()) == "exchanged_trigger_id"
    assert await word(client, "views.open", trigger_id="made-up", view=modal()) == "invalid_trigger_id"
    clock.move(seconds=3)
    await client.views_open(trigger_id=on_time, view=modal())
    clock.move(milliseconds=1)
    assert await word(client, "views.open", trigger_id=late, view=modal()) == "expired_trigger_id"


async def test_three_modals_lie_on_each_other_and_no_more(slack: LocalSlack, client: AsyncWebClient) -> None:
    assert await word(client, "views.push", trigger_id=trigger(slack), view=modal()) == "not_found"
    first = await client.views_open(trigger_id=trigger(slack), view=modal())
    await client.views_push(trigger_id=trigger(slack), view=modal())
    third = await client.views_push(trigger_id=trigger(slack), view=modal())
    assert third["view"]["root_view_id"] == first["view"]["id"]
    assert await word(client, "views.push", trigger_id=trigger(slack), view=modal()) == "push_limit_reached"


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
    stale = {"view_id": opened["id"], "hash": opened["hash"], "view": modal()}
    assert await word(client, "views.update", **stale) == "hash_conflict"
    assert await word(client, "views.update", view_id="V9", view=modal()) == "not_found"


async def test_an_app_can_name_its_views_once(slack: LocalSlack, client: AsyncWebClient) -> None:
    await client.views_open(trigger_id=trigger(slack), view=modal(external_id="mine"))
    again = modal(external_id="mine")
    assert await word(client, "views.open", trigger_id=trigger(slack), view=again) == "duplicate_external_id"
    updated = await client.views_update(external_id="mine", view=modal(NOTE, external_id="mine"))
    assert len(updated["view"]["blocks"]) == 1


async def test_a_home_tab_is_published_for_one_person(slack: LocalSlack, client: AsyncWebClient) -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = (await client.views_publish(user_id="U0ANA", view=home))["view"]
    second = (await client.views_publish(user_id="U0ANA", hash=first["hash"], view=home))["view"]

    assert second["id"] == first["id"]
    assert slack.person("Ana Agent").home() is not None
    assert slack.person("Olly Oncall").home() is None
    stale = {"user_id": "U0ANA", "hash": first["hash"], "view": home}
    assert await word(client, "views.publish", **stale) == "hash_conflict"
