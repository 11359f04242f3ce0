"""Our requests beside Slack's own: every key of ours is one of Slack's, and every key that matters is there."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.playground.installation import Installation
from bot.playground.manifest import Manifest
from bot.playground.messages import Message
from bot.playground.methods.windows import new_view
from bot.playground.payloads import Payloads
from bot.playground.views import View
from bot.playground.workspace import Workspace
from tests.conftest import shared_path

BUTTON = {
    "type": "button",
    "action_id": "take",
    "block_id": "card",
    "value": "1",
    "text": {"type": "plain_text", "text": "Take"},
}
NOTE = {
    "type": "input",
    "block_id": "note",
    "label": {"type": "plain_text", "text": "Note"},
    "element": {"type": "external_select", "action_id": "text"},
}
ENTERPRISE = {"enterprise_id", "enterprise_name"}
"""Only there when the workspace is part of an organisation; ours is not."""
OPEN_ENDED = {"message", "values", "blocks", "metadata", "element"}
"""What is below these keys is the app's or Slack's own content, not the shape of the request."""


def sample(*parts: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(shared_path("slack", "payloads", *parts).read_text())
    return document.get("fields", document) if "_form_encoded" in document else document


def keys(value: Any, path: str = "") -> set[str]:
    """The paths of all keys of a request."""
    if isinstance(value, list):
        return set().union(*(keys(entry, path) for entry in value)) if value else set()
    if not isinstance(value, dict):
        return set()
    found = set()
    for name, entry in value.items():
        found.add(f"{path}/{name}")
        if name not in OPEN_ENDED:
            found |= keys(entry, f"{path}/{name}")
    return found


def compared(
    ours: dict[str, Any], captured: dict[str, Any], *shapes: dict[str, Any], beside: set[str] | None = None
) -> None:
    """Check ours against a captured request, with further samples for what a single request does not show."""
    theirs = keys(captured)
    known = theirs.union(*map(keys, shapes))
    assert keys(ours) <= known, keys(ours) - known
    missing = {path for path in theirs - keys(ours) if path.rpartition("/")[2] not in ENTERPRISE}
    assert missing <= (beside or set())


@pytest.fixture
def payloads(workspace: Workspace, manifest: Manifest) -> Payloads:
    return Payloads(
        workspace=workspace,
        installation=Installation(manifest=manifest),
        now=lambda: datetime(2026, 7, 2, 17, 30, tzinfo=UTC),
        respond_url=lambda name: f"http://127.0.0.1/respond/{name}",
    )


@pytest.fixture
def message(workspace: Workspace) -> Message:
    at = datetime(2026, 7, 2, 17, 30, tzinfo=UTC)
    return workspace.say(channel=workspace.channels["C0TRIAGE"], user=workspace.users["U0ANA"], text="x", at=at)


@pytest.fixture
def view(workspace: Workspace) -> View:
    title = {"type": "plain_text", "text": "Form"}
    content = {"type": "modal", "title": title, "submit": title, "close": title, "blocks": [NOTE]}
    return workspace.views.open(new_view(workspace, "U0ANA", content))


def test_a_command_looks_like_slacks(payloads: Payloads, workspace: Workspace) -> None:
    ours = payloads.command(workspace.users["U0ANA"], workspace.channels["C0TRIAGE"], "/ticket", "new")
    captured = sample("captured", "slash_command.slash_command_body.json")
    compared(ours, captured, sample("slash-commands", "SlashCommandPayload.json"))


def test_a_button_in_a_message_looks_like_slacks(payloads: Payloads, workspace: Workspace, message: Message) -> None:
    ours = payloads.message_action(workspace.users["U0ANA"], message, BUTTON)
    captured = sample("captured", "block_actions.body.json")
    compared(
        ours, captured, sample("interactive-components", "BlockActionPayload.json"), beside={"/actions/text/emoji"}
    )


def test_a_menu_in_a_modal_looks_like_slacks(payloads: Payloads, workspace: Workspace, view: View) -> None:
    ours = payloads.view_action(workspace.users["U0ANA"], view, BUTTON)
    shape, form = (
        sample("interactive-components", "BlockActionPayload.json"),
        sample("captured", "view_submission.body.json"),
    )
    captured = {**sample("captured", "block_actions.body.json"), "view": form["view"]}
    of_messages = {"/channel", "/channel/id", "/channel/name", "/response_url", "/actions/text/emoji"}
    of_containers = {f"/container/{name}" for name in ("message_ts", "channel_id", "is_ephemeral")}
    compared(ours, captured, shape, beside=of_messages | of_containers)


def test_a_search_looks_like_slacks(payloads: Payloads, workspace: Workspace, view: View) -> None:
    ours = payloads.suggestion(workspace.users["U0ANA"], view, NOTE, NOTE["element"], "ac")  # type: ignore[arg-type]
    compared(
        ours,
        sample("captured", "block_suggestion.body.json"),
        sample("interactive-components", "BlockActionPayload.json"),
    )


def test_a_submitted_form_looks_like_slacks(payloads: Payloads, workspace: Workspace, view: View) -> None:
    ours = payloads.submission(workspace.users["U0ANA"], view)
    compared(ours, sample("captured", "view_submission.body.json"), sample("views", "ViewSubmissionPayload.json"))


def test_a_form_of_another_team_names_their_team_and_our_installation(
    payloads: Payloads, workspace: Workspace, view: View
) -> None:
    ours = payloads.submission(workspace.users["U0CARL"], view)
    captured = sample("captured", "view_submission.connect_channel_payload.json")

    assert captured["team"]["id"] == captured["user"]["team_id"] != captured["view"]["app_installed_team_id"]
    assert ours["team"]["id"] == ours["user"]["team_id"] == "T0ACME"
    assert ours["view"]["app_installed_team_id"] == "T0HOME"


def test_a_closed_form_looks_like_slacks(payloads: Payloads, workspace: Workspace, view: View) -> None:
    ours = payloads.closing(workspace.users["U0ANA"], view, is_cleared=True)
    captured = sample("captured", "view_closed.body.json")
    compared(ours, captured, sample("views", "ViewClosedPayload.json"), beside={"/response_urls"})


def test_shortcuts_look_like_slacks(payloads: Payloads, workspace: Workspace, message: Message) -> None:
    shape = sample("interactive-components", "MessageShortcutPayload.json")
    button = sample("interactive-components", "BlockActionPayload.json")
    on_message = payloads.message_shortcut(workspace.users["U0ANA"], "make", message)
    compared(on_message, sample("captured", "shortcut.message_shortcut_body.json"), shape, button)
    anywhere = payloads.global_shortcut(workspace.users["U0ANA"], "make")
    compared(anywhere, sample("captured", "shortcut.global_shortcut_body.json"), shape, button)


def test_a_message_event_looks_like_slacks(payloads: Payloads, message: Message) -> None:
    ours = payloads.message_event(message)
    captured = sample("captured", "message_bot.user_message_event_payload.json")
    compared(ours, captured, sample("events", "MessagePayload.json"), beside={"/event/blocks"})


def test_a_reaction_event_looks_like_slacks(payloads: Payloads, workspace: Workspace) -> None:
    event = {
        "type": "reaction_added",
        "user": "U0ANA",
        "item": {"type": "message", "channel": "C0TRIAGE", "ts": "1.2"},
        "reaction": "eyes",
        "item_user": "U0OLLY",
    }
    ours = payloads.event(workspace.users["U0ANA"], event)
    captured = sample("captured", "events_socket_mode.valid_reaction_added_body.json")
    compared(ours, captured, sample("events", "ReactionAddedPayload.json"), beside={"/authed_users"})
