"""The less common things that people do, and what they cannot do."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.manifest import Manifest
from bot.playground.people import LONGEST_TYPED
from bot.playground.refusals import Json, NotPossible
from bot.playground.server import LocalSlack
from bot.playground.workspace import Workspace
from tests.playground.conftest import MANIFEST, Clock, Stage

NOBODY_YET = {"text": {"type": "plain_text", "text": "Nobody"}, "value": "nobody"}


@pytest.fixture
def manifest() -> Manifest:
    events = [*MANIFEST["settings"]["event_subscriptions"]["bot_events"], "member_joined_channel"]
    return Manifest.of({**MANIFEST, "settings": {"event_subscriptions": {"bot_events": events}}})


def actions(*elements: Json) -> Json:
    return {"type": "actions", "block_id": "card", "elements": list(elements)}


@pytest.fixture
def heard(stage: Stage) -> list[Json]:
    """The actions that the app's listeners got, oldest first."""
    heard: list[Json] = []

    async def listen(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        heard.append({**body["actions"][0], "in": body["container"]})

    for action_id in ("more", "owner", "owners", "take"):
        stage.app.action(action_id)(listen)

    @stage.app.options("owner")
    @stage.app.options("owners")
    async def owners(ack: Any) -> None:
        await ack(options=[NOBODY_YET])

    return heard


async def posted(stage: Stage, *elements: Json, **more: Any) -> Any:
    answer = await stage.client.chat_postMessage(channel="C0TRIAGE", text="card", blocks=[actions(*elements)], **more)
    return stage.slack.workspace.messages.get("C0TRIAGE", answer["ts"])


async def test_an_overflow_menu_sends_the_chosen_option(stage: Stage, heard: list[Json]) -> None:
    card = await posted(stage, {"type": "overflow", "action_id": "more", "options": [NOBODY_YET]})
    await stage.ana.selects(card, "more", "Nobody")
    await stage.ana.clicks(card, "Nobody")

    assert [each["selected_option"] for each in heard] == [NOBODY_YET, NOBODY_YET]
    with pytest.raises(NotPossible, match="'more' is not offered; what is: Nobody"):
        await stage.ana.clicks(card, "more")


async def test_a_menu_in_a_message_is_searched_and_chosen_from(stage: Stage, heard: list[Json]) -> None:
    card = await posted(stage, {"type": "external_select", "action_id": "owner"})
    assert await stage.ana.searches(card, "owner", "no") == [NOBODY_YET]
    await stage.ana.selects(card, "owner", "nobody")

    assert heard[0]["selected_option"] == NOBODY_YET
    with pytest.raises(NotPossible, match="'Zoe' is not offered; what is: Nobody"):
        await stage.ana.selects(card, "owner", "Zoe")


async def test_a_button_in_a_thread_tells_the_thread(stage: Stage, heard: list[Json]) -> None:
    root = await posted(stage, {"type": "button", "action_id": "x", "text": {"type": "plain_text", "text": "X"}})
    button = {"type": "button", "action_id": "take", "text": {"type": "plain_text", "text": "Take it"}}
    reply = await posted(stage, button, thread_ts=root.ts)
    await stage.ana.clicks(reply, "Take it")

    assert heard[0]["in"]["thread_ts"] == root.ts
    with pytest.raises(NotPossible, match="button cannot be searched"):
        await stage.ana.searches(reply, "take", "x")


async def test_several_options_are_chosen_in_the_home_tab(stage: Stage, heard: list[Json]) -> None:
    menu = {"type": "multi_external_select", "action_id": "owners"}
    section = {"type": "section", "block_id": "s", "text": {"type": "mrkdwn", "text": "Who"}, "accessory": menu}
    await stage.client.views_publish(user_id="U0ANA", view={"type": "home", "blocks": [section]})
    home = stage.ana.home()
    assert home is not None
    await stage.ana.selects(home, "owners", ["Nobody"])

    assert heard[0]["selected_options"] == [NOBODY_YET]
    shown = stage.ana.home()
    assert shown is not None
    assert shown.values["s"]["owners"]["selected_options"] == [NOBODY_YET]


async def test_closing_can_take_the_whole_stack_away(stage: Stage) -> None:
    cleared = []

    @stage.app.view_closed("form")
    async def closed(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        cleared.append(body["is_cleared"])

    title = {"type": "plain_text", "text": "Form"}
    form = {"type": "modal", "callback_id": "form", "title": title, "blocks": []}
    passes = stage.slack.workspace.passes
    await stage.client.views_open(trigger_id=passes.issue_trigger("U0ANA", stage.clock()), view=form)
    below = stage.ana.modal()
    top = {**form, "clear_on_close": True, "notify_on_close": True}
    await stage.client.views_push(trigger_id=passes.issue_trigger("U0ANA", stage.clock()), view=top)
    above = stage.ana.modal()
    assert above
    assert below
    await stage.ana.closes(above)

    assert cleared == [True]
    assert stage.ana.modal() is None
    with pytest.raises(NotPossible, match="does not have this window open"):
        await stage.ana.submits(below)


async def test_a_form_without_a_button_to_submit_is_not_submitted(stage: Stage) -> None:
    title = {"type": "plain_text", "text": "Note"}
    trigger = stage.slack.workspace.passes.issue_trigger("U0ANA", stage.clock())
    await stage.client.views_open(trigger_id=trigger, view={"type": "modal", "title": title, "blocks": []})
    form = stage.ana.modal()
    assert form is not None
    home = (await stage.client.views_publish(user_id="U0ANA", view={"type": "home", "blocks": []}))["view"]["id"]
    for each in (form, stage.slack.workspace.views.find(view_id=home)):
        assert each is not None
        with pytest.raises(NotPossible, match="nothing to submit"):
            await stage.ana.submits(each)
    with pytest.raises(NotPossible, match="does not have this window open"):
        await stage.olly.closes(form)


async def test_an_answer_that_slack_refuses_is_an_error_for_the_person(stage: Stage) -> None:
    @stage.app.command("/ticket")
    async def ticket(ack: Any) -> None:
        await ack(blocks=[{"type": "teapot"}])

    assert (await stage.ana.types("#triage", "/ticket")).error == "invalid_blocks"


async def test_the_app_hears_who_joins_a_channel_that_it_is_in(stage: Stage) -> None:
    heard = []

    @stage.app.event("member_joined_channel")
    async def joined(event: dict[str, Any]) -> None:
        heard.append((event["user"], event["channel"]))

    await stage.olly.joins("#acme-support")
    await stage.slack.until(lambda: heard)

    assert heard == [("U0OLLY", "C0ACME")]
    with pytest.raises(NotPossible, match="no open channel '#leads'"):
        await stage.ana.joins("#leads")


async def test_what_is_gone_or_closed_cannot_be_acted_on(stage: Stage, client: AsyncWebClient) -> None:
    said = await client.chat_postMessage(channel="C0TRIAGE", text="card")
    card = stage.ana.sees("#triage")[0]
    await client.chat_delete(channel="C0TRIAGE", ts=said["ts"])
    with pytest.raises(NotPossible, match="does not see this message"):
        await stage.ana.clicks(card, "take")
    with pytest.raises(NotPossible, match="the message is gone"):
        await stage.ana.reacts(card, "eyes")

    stage.slack.workspace.archive(stage.slack.workspace.channels["C0TRIAGE"])
    with pytest.raises(NotPossible, match="#triage is archived"):
        await stage.ana.says("#triage", "hello?")


async def test_a_direct_conversation_with_the_app_is_a_place_like_others(stage: Stage, heard: list[Json]) -> None:
    button = {"type": "button", "action_id": "take", "text": {"type": "plain_text", "text": "Acknowledge"}}
    await stage.client.chat_postMessage(channel="U0OLLY", text="page", blocks=[actions(button)])
    [page] = stage.olly.direct_messages()
    await stage.olly.clicks(page, "Acknowledge")

    assert heard[0]["in"]["channel_id"] == page.channel
    with pytest.raises(NotPossible, match="is in no channel"):
        await stage.ana.clicks(page, "Acknowledge")


async def test_a_reaction_is_put_once_and_taken_off_once_and_the_app_hears_of_both_where_it_asked(stage: Stage) -> None:
    heard = []

    @stage.app.event("reaction_added")
    async def added(event: dict[str, Any]) -> None:
        heard.append(event["reaction"])

    said = stage.slack.workspace.say(
        channel=stage.slack.workspace.channels["C0TRIAGE"], user=stage.olly.user, text="done", at=stage.clock()
    )
    with pytest.raises(NotPossible, match="no_reaction"):
        await stage.ana.unreacts(said, "tada")
    await stage.ana.reacts(said, "tada")
    with pytest.raises(NotPossible, match="already_reacted"):
        await stage.ana.reacts(said, "tada")
    await stage.ana.unreacts(said, "tada")

    assert heard == ["tada"], "reaction_removed is not in the manifest"
    assert stage.olly.sees("#triage")[0].reactions == ()


async def test_where_the_manifest_has_no_tab_for_it_nothing_is_said_to_the_app_and_no_home_opened(
    workspace: Workspace, clock: Clock
) -> None:
    slack = LocalSlack(manifest=Manifest.of({}), workspace=workspace, now=clock)
    ana = slack.person("U0ANA")
    direct = workspace.direct("U0ANA")

    with pytest.raises(NotPossible, match="turned off"):
        await ana.says(direct.id, "hello?")
    with pytest.raises(NotPossible, match="turned off"):
        await ana.types(direct.id, "/ticket")
    with pytest.raises(NotPossible, match="no home tab"):
        await ana.opens_home()


async def test_a_message_has_words_and_not_too_many(stage: Stage) -> None:
    with pytest.raises(NotPossible, match="no_text"):
        await stage.ana.says("#triage", " \n ")
    with pytest.raises(NotPossible, match="msg_too_long"):
        await stage.ana.says("#triage", "x" * (LONGEST_TYPED + 1))
    assert stage.olly.sees("#triage") == []


async def test_a_person_sees_in_a_channel_what_is_for_them_alone_among_the_rest(stage: Stage) -> None:
    root = (await stage.client.chat_postMessage(channel="C0TRIAGE", text="first"))["ts"]
    await stage.client.chat_postEphemeral(channel="C0TRIAGE", user="U0ANA", text="psst")
    await stage.client.chat_postEphemeral(channel="C0TRIAGE", user="U0ANA", text="in the thread", thread_ts=root)
    await stage.client.chat_postMessage(channel="C0TRIAGE", text="second")

    assert [m.text for m in stage.ana.shown("#triage")] == ["first", "psst", "second"]
    assert [m.text for m in stage.olly.shown("#triage")] == ["first", "second"]
    assert [m.text for m in stage.ana.shown_thread("#triage", root)] == ["first", "in the thread"]
    assert stage.ana.unread("#triage"), "it does not count as read"
    hint = stage.ana.ephemerals()[0]
    assert stage.ana.finds("C0TRIAGE", hint.ts) == hint
    assert stage.olly.finds("C0TRIAGE", hint.ts) is None
    with pytest.raises(NotPossible, match="in no channel"):
        stage.carl.shown("#triage")


@pytest.fixture
def told(stage: Stage) -> list[Json]:
    """The messages that the app's listener got, oldest first."""
    told: list[Json] = []

    @stage.app.event("message")
    async def message(event: dict[str, Any]) -> None:
        told.append(event)

    return told


async def test_a_person_edits_and_deletes_their_own_messages_only(stage: Stage, told: list[Json]) -> None:
    said = await stage.ana.says("#triage", "it fials")
    edited = await stage.ana.edits(said, "it fails")
    with pytest.raises(NotPossible, match="not of Olly Oncall"):
        await stage.olly.edits(said, "it works")
    with pytest.raises(NotPossible, match="no_text"):
        await stage.ana.edits(said, " ")
    with pytest.raises(NotPossible, match="not of Olly Oncall"):
        await stage.olly.deletes(said)
    assert stage.olly.sees("#triage") == [edited]
    await stage.ana.deletes(said)
    await stage.slack.until(lambda: len(told) == 3)

    assert stage.olly.sees("#triage") == []
    assert [event.get("subtype") for event in told] == [None, "message_changed", "message_deleted"]
    assert (told[1]["message"]["text"], told[1]["previous_message"]["text"]) == ("it fails", "it fials")
    with pytest.raises(NotPossible, match="the message is gone"):
        await stage.ana.deletes(said)


async def test_files_are_shared_with_or_without_words_and_in_threads(stage: Stage, told: list[Json]) -> None:
    root = await stage.ana.says("#triage", "", files=["bounces.csv", "screen.png"])
    await stage.olly.says("#triage", "and this", root, files=["postfix.log"])
    await stage.slack.until(lambda: len(told) == 2)

    assert [[file["name"] for file in event["files"]] for event in told] == [
        ["bounces.csv", "screen.png"],
        ["postfix.log"],
    ]
    assert {event["subtype"] for event in told} == {"file_share"}
    assert told[1]["thread_ts"] == root.ts


async def test_a_reply_can_go_to_the_channel_as_well(stage: Stage, told: list[Json]) -> None:
    root = await stage.ana.says("#triage", "it fails")
    await stage.olly.says("#triage", "it works again", root, also_to_channel=True)
    await stage.slack.until(lambda: len(told) == 2)

    assert [m.text for m in stage.ana.sees("#triage")] == ["it fails", "it works again"]
    assert (told[1]["subtype"], told[1]["root"]["text"]) == ("thread_broadcast", "it fails")


async def test_who_joins_is_named_in_the_channel_once(stage: Stage, told: list[Json]) -> None:
    await stage.olly.joins("#acme-support")
    await stage.olly.joins("#acme-support")
    await stage.slack.until(lambda: told)

    assert [m.subtype for m in stage.ana.sees("#acme-support")] == ["channel_join"]


async def test_people_of_the_team_change_its_user_groups(stage: Stage) -> None:
    stage.slack.workspace.add_user_group("leads", members=[stage.ana.user])
    changed = await stage.ana.changes_user_group("leads", [stage.ana.user, stage.olly.user])

    assert changed.members == ("U0ANA", "U0OLLY")
    for person, group in ((stage.carl, "leads"), (stage.ana, "nobody")):
        with pytest.raises(NotPossible, match="no user group"):
            await person.changes_user_group(group, [])
