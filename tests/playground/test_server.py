"""A whole round through the real slack-bolt over Socket Mode: what a person does, what the app does, what is seen."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.directory import BotKind
from bot.playground.faults import FaultKind
from bot.playground.manifest import Manifest
from bot.playground.records import Outcome
from bot.playground.refusals import NotPossible
from bot.playground.server import LocalSlack
from bot.playground.workspace import Workspace
from tests.playground.conftest import Clock, Stage

TAKE_IT = {
    "type": "actions",
    "block_id": "card",
    "elements": [
        {
            "type": "button",
            "action_id": "take",
            "value": "17",
            "text": {"type": "plain_text", "text": "Take it"},
        }
    ],
}


async def test_a_command_is_answered_to_the_person_alone(stage: Stage) -> None:
    @stage.app.command("/ticket")
    async def ticket(ack: Any, command: dict[str, Any]) -> None:
        await ack(f"you typed {command['text']}")

    reply = await stage.ana.types("#triage", "/ticket new urgent Acme: SSO fails")

    assert reply.text == "you typed new urgent Acme: SSO fails"
    assert [m.text for m in stage.ana.ephemerals()] == [reply.text]
    assert stage.olly.ephemerals() == []
    assert stage.olly.sees("#triage") == []


async def test_a_command_can_answer_the_whole_channel(stage: Stage) -> None:
    @stage.app.command("/ticket")
    async def ticket(ack: Any) -> None:
        await ack(response_type="in_channel", text="for all")

    await stage.ana.types("#triage", "/ticket list")

    assert [m.text for m in stage.olly.unread("#triage")] == ["for all"]
    assert [m.text for m in stage.olly.sees("#triage")] == ["for all"]
    assert stage.olly.unread("#triage") == []


async def test_a_command_that_nobody_acknowledges_shows_an_error(stage: Stage) -> None:
    reply = await stage.ana.types("#triage", "/ticket list")

    assert reply.error == "operation_timeout"


async def test_a_command_without_an_app_shows_an_error(slack: LocalSlack) -> None:
    reply = await slack.person("Ana Agent").types("#triage", "/ticket list")

    assert reply.error == "dispatch_failed"


async def test_a_command_that_the_manifest_does_not_have_is_not_delivered(stage: Stage) -> None:
    reply = await stage.ana.types("#triage", "/tickets")

    assert reply.error == "/tickets is not a valid command"
    assert stage.slack.deliveries == []


async def test_people_of_another_team_have_neither_commands_nor_shortcuts_but_can_press_buttons(stage: Stage) -> None:
    pressed = []

    @stage.app.action("take")
    async def take(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        pressed.append((body["user"]["team_id"], body["team"]["id"]))

    await stage.client.chat_postMessage(channel="C0ACME", text="card", blocks=[TAKE_IT])
    card = stage.carl.sees("#acme-support")[0]

    with pytest.raises(NotPossible, match="of another team"):
        await stage.carl.types("#acme-support", "/ticket list")
    with pytest.raises(NotPossible, match="of another team"):
        await stage.carl.uses_shortcut("ticket_from_message", card)
    await stage.carl.clicks(card, "Take it")
    await stage.slack.until(lambda: pressed)
    assert pressed == [("T0ACME", "T0ACME")]


async def test_only_escaping_commands_turn_names_into_mentions(stage: Stage) -> None:
    heard = []

    async def listen(ack: Any, command: dict[str, Any]) -> None:
        heard.append(command["text"])
        await ack()

    stage.app.command("/ticket")(listen)
    stage.app.command("/page")(listen)
    await stage.ana.types("#triage", "/ticket @olly.oncall <!channel>")
    await stage.ana.types("#triage", "/page @olly.oncall in #triage @here & <now>")

    assert heard == [
        "@olly.oncall <!channel>",
        "<@U0OLLY> in <#C0TRIAGE|triage> <!here> &amp; &lt;now&gt;",
    ]


async def test_a_button_edits_its_message_in_place(stage: Stage) -> None:
    @stage.app.action("take")
    async def take(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        words = f"{body['user']['name']} took {body['actions'][0]['value']}"
        await client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text=words)

    await stage.client.chat_postMessage(channel="C0TRIAGE", text="card", blocks=[TAKE_IT])
    await stage.ana.clicks(stage.ana.sees("#triage")[0], "take")
    await stage.slack.until(lambda: stage.ana.sees("#triage")[0].edited_ts)

    [card] = stage.olly.sees("#triage")
    assert card.text == "ana.agent took 17"
    assert card.blocks == ()
    with pytest.raises(NotPossible, match="no 'Take it' here"):
        await stage.olly.clicks(card, "Take it")


async def test_an_answer_by_response_url_replaces_the_message_or_goes_to_one_person(stage: Stage) -> None:
    @stage.app.action("take")
    async def take(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="only you", replace_original=False)
        await respond(text="replaced", replace_original=True)

    await stage.client.chat_postMessage(channel="C0TRIAGE", text="card", blocks=[TAKE_IT])
    await stage.ana.clicks(stage.ana.sees("#triage")[0], "take")
    await stage.slack.until(lambda: stage.ana.sees("#triage")[0].text == "replaced")

    assert [m.text for m in stage.ana.ephemerals()] == ["only you"]


async def test_an_ephemeral_card_is_taken_away_by_its_own_button(stage: Stage) -> None:
    @stage.app.action("take")
    async def take(ack: Any, respond: Any) -> None:
        await ack()
        await respond(delete_original=True)

    await stage.client.chat_postEphemeral(channel="C0TRIAGE", user="U0ANA", text="card", blocks=[TAKE_IT])
    await stage.ana.clicks(stage.ana.ephemerals()[0], "take")
    await stage.slack.until(lambda: not stage.ana.ephemerals())

    assert stage.slack.calls[-1].method == "response_url"


async def test_a_response_url_is_good_for_five_answers_in_thirty_minutes(stage: Stage) -> None:
    urls = []

    @stage.app.command("/ticket")
    async def ticket(ack: Any, command: dict[str, Any]) -> None:
        await ack()
        urls.append(command["response_url"])

    await stage.ana.types("#triage", "/ticket")
    await stage.ana.types("#triage", "/ticket")
    from slack_sdk.webhook.async_client import AsyncWebhookClient

    used, old = (AsyncWebhookClient(url) for url in urls)
    statuses = [(await used.send(text=str(n))).status_code for n in range(6)]
    stage.clock.move(minutes=31)

    assert statuses == [200] * 5 + [404]
    assert (await old.send(text="late")).body == '{"ok":false,"error":"expired_url"}'


async def test_a_message_shortcut_carries_the_message(stage: Stage) -> None:
    heard = []

    @stage.app.shortcut("ticket_from_message")
    async def from_message(ack: Any, shortcut: dict[str, Any]) -> None:
        await ack()
        heard.append((shortcut["message"]["text"], shortcut["channel"]["id"]))

    @stage.app.event("message")
    async def message_event() -> None:
        pass

    message = await stage.carl.says("#acme-support", "our login is down")
    await stage.ana.uses_shortcut("ticket_from_message", message)

    assert heard == [("our login is down", "C0ACME")]
    with pytest.raises(NotPossible, match="no global shortcut"):
        await stage.ana.uses_shortcut("ticket_from_message")


async def test_events_reach_the_app_where_it_subscribed_and_is_a_member(stage: Stage) -> None:
    heard: list[str] = []

    async def listen(event: dict[str, Any]) -> None:
        heard.append(f"{event['type']} {event.get('text', event.get('reaction', event.get('tab')))}")

    for name in ("message", "app_mention", "reaction_added", "app_home_opened", "member_joined_channel"):
        stage.app.event(name)(listen)

    message = await stage.ana.says("#triage", "hello @Belltower")
    await stage.ana.reacts(message, "eyes")
    await stage.ana.says("#lobby", "the app is not here")
    await stage.olly.joins("#acme-support")
    await stage.ana.opens_home()
    await stage.slack.until(lambda: len(heard) == 5)

    assert sorted(heard) == [
        "app_home_opened home",
        "app_mention hello <@U0BOT>",
        "message <@U0OLLY> has joined the channel",
        "message hello <@U0BOT>",
        "reaction_added eyes",
    ]
    assert stage.ana.sees("#triage")[0].reactions == (("eyes", "U0ANA"),)


async def test_the_app_hears_what_it_has_said_itself_and_need_not_wait_for_it(stage: Stage) -> None:
    @stage.app.event("message")
    async def message() -> None:
        pass

    said = await stage.client.chat_postMessage(channel="C0TRIAGE", text="card")
    await stage.client.chat_postEphemeral(channel="C0TRIAGE", user="U0ANA", text="psst")
    await stage.client.chat_update(channel="C0TRIAGE", ts=said["ts"], text="another card")
    await stage.client.chat_delete(channel="C0TRIAGE", ts=said["ts"])
    await stage.slack.acknowledged()
    told = [each.payload["event"] for each in stage.slack.deliveries]

    assert [event.get("subtype") for event in told] == [None, "message_changed", "message_deleted"]
    assert (told[0]["bot_id"], told[0]["text"]) == ("B0BOT", "card")
    assert {each.outcome for each in stage.slack.deliveries} == {Outcome.ACKNOWLEDGED}


async def test_other_bots_are_heard_as_what_they_are(stage: Stage) -> None:
    heard: list[dict[str, Any]] = []

    @stage.app.event("message")
    async def message(event: dict[str, Any]) -> None:
        heard.append(event)

    stage.slack.workspace.add_bot("Weekly form", kind=BotKind.INTEGRATION)
    await stage.slack.bot("Weekly form").says("#triage", "a form was filled in")
    await stage.slack.until(lambda: heard)

    assert (heard[0]["subtype"], heard[0]["username"]) == ("bot_message", "Weekly form")
    with pytest.raises(NotPossible, match="no other bot called 'Belltower'"):
        stage.slack.bot("Belltower")


async def test_what_a_person_says_is_inert_and_threads_hang_together(stage: Stage) -> None:
    root = await stage.ana.says("#lobby", "<!channel> & all")
    reply = await stage.olly.says("#lobby", "yes", thread=root)
    await stage.ana.says("#lobby", "again", thread=reply)

    assert root.text == "&lt;!channel&gt; &amp; all"
    assert [m.text for m in stage.ana.thread(root)] == ["yes", "again"]
    assert stage.ana.sees("#lobby") == [root]


async def test_nobody_sees_or_writes_where_they_are_no_member(stage: Stage) -> None:
    with pytest.raises(NotPossible, match="Ana Agent is in no channel '#leads'"):
        stage.ana.sees("#leads")
    with pytest.raises(NotPossible, match="in no channel"):
        await stage.ana.types("#leads", "/ticket list")
    with pytest.raises(NotPossible, match="nobody called 'Zoe'"):
        stage.slack.person("Zoe")


async def test_it_can_be_started_and_stopped_again_and_again(
    manifest: Manifest, workspace: Workspace, clock: Clock
) -> None:
    for _ in range(5):
        async with LocalSlack(manifest=manifest, workspace=workspace, now=clock) as slack:
            answer = await AsyncWebClient(token=slack.bot_token, base_url=slack.api_url).auth_test()
            assert answer["ok"]


async def test_waiting_for_what_never_comes_ends(slack: LocalSlack) -> None:
    with pytest.raises(TimeoutError):
        await slack.until(lambda: False, seconds=0.01)


async def test_one_can_wait_until_the_app_has_heard_everything(stage: Stage) -> None:
    heard, may_answer = asyncio.Event(), asyncio.Event()

    @stage.app.command("/ticket")
    async def ticket(ack: Any) -> None:
        heard.set()
        await may_answer.wait()
        await ack()

    await stage.slack.acknowledged()
    typing = asyncio.create_task(stage.ana.types("#triage", "/ticket"))
    await heard.wait()
    with pytest.raises(TimeoutError):
        await stage.slack.acknowledged(seconds=0.01)
    may_answer.set()
    await stage.slack.acknowledged()
    assert stage.slack.deliveries
    await typing


async def test_it_stops_at_once_though_the_app_is_connected_and_a_call_hangs(stage: Stage) -> None:
    stage.slack.faults.script("auth.test", FaultKind.HANG)
    call = asyncio.create_task(stage.client.auth_test())
    await stage.slack.until(lambda: stage.slack.faults.hanging)
    async with asyncio.timeout(5):
        await stage.slack.__aexit__(None, None, None)
    with pytest.raises(aiohttp.ClientConnectionError):
        await call
