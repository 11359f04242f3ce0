"""Our events beside Slack's own: the same keys of the same types, and every difference by its name."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.playground.directory import BotKind
from bot.playground.event_payloads import EventPayloads
from bot.playground.installation import Installation
from bot.playground.manifest import Manifest
from bot.playground.messages import Message
from bot.playground.methods.windows import new_view
from bot.playground.refusals import Json
from bot.playground.workspace import Workspace
from tests.playground.kit import plain
from tests.playground.shapes import differences, sample

AT = datetime(2026, 7, 2, 17, 30, tzinfo=UTC)
DEPRECATED = {"/authed_users": "absent"}
"""Slack has `authorizations` in its place since 2021."""
UNFORMATTED = {"/event/blocks": "absent"}
"""What a person wrote in the composer is kept as text only."""
ENVELOPE: Json = {
    "token": "",
    "team_id": "",
    "api_app_id": "",
    "event": {},
    "type": "",
    "event_id": "",
    "event_time": 0,
    "authorizations": [],
}
"""What every captured event has; of these events none was captured."""


def real(name: str) -> Json:
    return sample("payloads", "captured", name)


def form(name: str) -> Json:
    return sample("payloads", "events", f"{name}Payload.json")


@pytest.fixture
def payloads(workspace: Workspace, manifest: Manifest) -> EventPayloads:
    return EventPayloads(workspace=workspace, installation=Installation(manifest=manifest), now=lambda: AT)


def said(workspace: Workspace, user: str = "U0ANA", channel: str = "C0TRIAGE", **more: Any) -> Message:
    return workspace.say(channel=workspace.channels[channel], user=workspace.users[user], text="x", at=AT, **more)


def test_a_message_of_a_person_looks_like_slacks(payloads: EventPayloads, workspace: Workspace) -> None:
    ours = payloads.message(said(workspace))
    captured = real("message_bot.user_message_event_payload.json")
    assert differences(ours, captured, form("Message")) == UNFORMATTED


def test_a_mention_looks_like_slacks(payloads: EventPayloads, workspace: Workspace) -> None:
    ours = payloads.mention(said(workspace))
    captured = real("events_socket_mode.valid_event_body.json")
    assert differences(ours, captured, form("AppMention")) == DEPRECATED
    assert ours["event"]["type"] == "app_mention"


def test_a_message_of_another_app_and_of_our_own_look_like_slacks(
    payloads: EventPayloads, workspace: Workspace
) -> None:
    monitor = workspace.add_bot("Monitor")
    captured = real("message_bot.bot_message_event_payload.json")
    pictures = {f"/event/bot_profile/icons/image_{size}": "absent" for size in (36, 48, 72)}
    theirs, own = payloads.message(said(workspace, monitor.id)), payloads.message(said(workspace, "U0BOT"))

    for ours in (theirs, own):
        # Slack has put the app's id beside the bot's since this was captured.
        assert differences(ours, captured, form("MessageBot")) == {"/event/app_id": "invented", **pictures}
    assert (theirs["event"]["bot_id"], theirs["event"]["user"]) == (monitor.bot_id, monitor.id)
    assert (own["event"]["bot_id"], own["event"]["app_id"]) == ("B0BOT", "A0APP")
    assert "subtype" not in theirs["event"]


def test_a_message_of_a_workflow_looks_like_slacks(payloads: EventPayloads, workspace: Workspace) -> None:
    flow = workspace.add_bot("Weekly form", kind=BotKind.INTEGRATION)
    ours = payloads.message(said(workspace, flow.id))
    captured = real("message_bot.classic_bot_message_event_payload.json")
    assert differences(ours, captured, form("MessageBot")) == {}
    assert (ours["event"]["subtype"], ours["event"]["username"]) == ("bot_message", "Weekly form")


def test_an_automatic_answer_of_slacks_says_that_it_is_one(payloads: EventPayloads, workspace: Workspace) -> None:
    slackbot = workspace.add_bot("Slackbot", kind=BotKind.SLACKBOT)
    event = payloads.message(said(workspace, slackbot.id))["event"]
    assert (event["subtype"], event["user"]) == ("slackbot_response", "USLACKBOT")
    assert "bot_id" not in event


def test_a_reply_names_its_thread_and_who_began_it(payloads: EventPayloads, workspace: Workspace) -> None:
    root = said(workspace)
    ours = payloads.message(said(workspace, "U0OLLY", thread_ts=root.ts))
    shown = payloads.message(said(workspace, "U0OLLY", thread_ts=root.ts, is_broadcast=True))

    assert (ours["event"]["thread_ts"], ours["event"]["parent_user_id"]) == (root.ts, "U0ANA")
    found = differences(shown, real("message_thread_broadcast.event_payload.json"), form("MessageThreadBroadcast"))
    assert found == {"/event/team": "invented"}
    assert shown["event"]["root"]["reply_count"] == 2


def test_a_message_with_a_file_looks_like_slacks(payloads: EventPayloads, workspace: Workspace) -> None:
    file = workspace.upload("bounces.log", channel=workspace.channels["C0TRIAGE"], user=workspace.users["U0ANA"], at=AT)
    ours = payloads.message(said(workspace, files=(file,)))
    found = differences(ours, real("message_file_share.event_payload.json"), form("MessageFileShare"))

    of_pictures = ("/event/files/thumb_", "/event/files/original_")
    assert {path: what for path, what in found.items() if not path.startswith(of_pictures)} == {
        "/event/team": "invented",  # the forms leave it out; every other message has it
        **UNFORMATTED,
    }
    assert ours["event"]["subtype"] == "file_share"


def test_an_edited_message_looks_like_slacks(payloads: EventPayloads, workspace: Workspace) -> None:
    before = said(workspace)
    now = workspace.messages.change(before, text="y", edited_ts="1783013401.000100")
    ours = payloads.changed(before, now)
    captured = real("message_changed.event_payload.json")

    assert differences(ours, captured, form("MessageChanged")) == {
        "/event/message/blocks": "absent",
        "/event/previous_message/blocks": "absent",
    }
    assert (ours["event"]["message"]["text"], ours["event"]["previous_message"]["text"]) == ("y", "x")
    assert ours["event"]["message"]["ts"] == before.ts != ours["event"]["ts"]


def test_a_deleted_message_looks_like_slacks(payloads: EventPayloads, workspace: Workspace) -> None:
    gone = said(workspace)
    ours = payloads.deleted(gone)
    assert differences(ours, real("message_deleted.event_payload.json"), form("MessageDeleted")) == {}
    assert ours["event"]["deleted_ts"] == gone.ts


def test_a_channel_says_who_has_come_in(payloads: EventPayloads, workspace: Workspace) -> None:
    joined = workspace.say_joined(workspace.channels["C0TRIAGE"], workspace.users["U0OLLY"], AT)
    event = payloads.message(joined)["event"]
    assert {name: event[name] for name in ("type", "subtype", "user", "text")} == {
        "type": "message",
        "subtype": "channel_join",
        "user": "U0OLLY",
        "text": "<@U0OLLY> has joined the channel",
    }


def test_somebody_who_joins_looks_like_slacks(payloads: EventPayloads, workspace: Workspace) -> None:
    ours = payloads.joined(workspace.users["U0OLLY"], workspace.channels["C0ACME"])
    captured = real("events_shared_channels.join_event_body.json")
    by_themselves = {"/event/inviter": "absent"}
    assert differences(ours, captured, form("MemberJoinedChannel")) == by_themselves


@pytest.mark.parametrize(
    ("name", "captured"),
    [("reaction_added", "events_shared_channels.valid_reaction_added_body.json"), ("reaction_removed", None)],
)
def test_a_reaction_looks_like_slacks(
    payloads: EventPayloads, workspace: Workspace, name: str, captured: str | None
) -> None:
    ours = payloads.reaction(name, workspace.users["U0OLLY"], said(workspace), "ticket")
    shape = form("ReactionAdded" if name == "reaction_added" else "ReactionRemoved")
    assert differences(ours, real(captured) if captured else ENVELOPE, shape) == {}
    assert ours["event"]["item_user"] == "U0ANA"


def test_a_reaction_to_a_workflow_names_no_author(payloads: EventPayloads, workspace: Workspace) -> None:
    flow = workspace.add_bot("Weekly form", kind=BotKind.INTEGRATION)
    ours = payloads.reaction("reaction_added", workspace.users["U0ANA"], said(workspace, flow.id), "eyes")
    assert "item_user" not in ours["event"]


def test_an_event_of_the_other_team_names_their_team_and_our_installation(
    payloads: EventPayloads, workspace: Workspace
) -> None:
    captured = real("events_shared_channels.valid_reaction_added_body.json")
    ours = payloads.message(said(workspace, "U0CARL", "C0ACME"))

    for each in (captured, ours):
        [authorization] = each["authorizations"]
        assert each["team_id"] != authorization["team_id"]
    event = ours["event"]
    assert event["team"] == event["user_team"] == event["source_team"] == ours["team_id"] == "T0ACME"
    assert ours["is_ext_shared_channel"]
    assert "user_team" not in payloads.message(said(workspace, "U0ANA", "C0ACME"))["event"]


def test_the_home_tab_comes_with_what_was_published_there(payloads: EventPayloads, workspace: Workspace) -> None:
    ana, place = workspace.users["U0ANA"], workspace.direct("U0ANA")
    form_of_it: Json = {"type": "input", "block_id": "note", "label": plain()}
    form_of_it["element"] = {"type": "plain_text_input", "action_id": "text"}
    first = payloads.home_opened(ana, place)
    published = workspace.views.publish(new_view(workspace, "U0ANA", {"type": "home", "blocks": [form_of_it]}))
    second = payloads.home_opened(ana, place)

    assert differences(first, ENVELOPE, form("AppHomeOpened")) == {}
    assert differences(second, ENVELOPE, form("AppHomeOpened")) == {
        "/event/view/blocks": "invented",
        "/event/view/state/values": "invented",
    }
    assert "view" not in first["event"]
    assert second["event"]["view"]["id"] == published.id


def test_a_changed_user_group_looks_like_slacks(payloads: EventPayloads, workspace: Workspace) -> None:
    ana, olly = workspace.users["U0ANA"], workspace.users["U0OLLY"]
    before = workspace.add_user_group("leads", id="S0LEADS", members=[ana])
    now = workspace.regroup(before, [olly], AT)
    updated, members = payloads.group_updated(now), payloads.group_members_changed(before, now)

    assert differences(updated, ENVELOPE, form("SubteamUpdated")) == {}
    assert differences(members, ENVELOPE, form("SubteamMembersChanged")) == {}
    assert updated["event"]["subteam"]["users"] == ["U0OLLY"]
    assert (members["event"]["added_users"], members["event"]["removed_users"]) == (["U0OLLY"], ["U0ANA"])
    assert members["event"]["date_previous_update"] < members["event"]["date_update"]
