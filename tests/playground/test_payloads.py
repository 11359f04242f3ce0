"""Our requests beside Slack's own: the same keys of the same types, and every difference by its name."""

from datetime import UTC, datetime

import pytest

from bot.playground.installation import Installation
from bot.playground.manifest import Manifest
from bot.playground.messages import Message
from bot.playground.methods.windows import new_view
from bot.playground.payloads import Payloads
from bot.playground.refusals import Json
from bot.playground.views import View
from bot.playground.workspace import Workspace
from tests.playground.kit import actions, option, plain, select
from tests.playground.shapes import differences, sample

AT = datetime(2026, 7, 2, 17, 30, tzinfo=UTC)
BUTTON: Json = {"type": "button", "action_id": "take", "block_id": "card", "value": "1", "text": plain()}
NOTE: Json = {
    "type": "input",
    "block_id": "note",
    "label": plain(),
    "element": {"type": "external_select", "action_id": "text"},
}
EMOJI = {"/actions/text/emoji": "absent"}
"""Slack adds it to texts that an app posted without it; ours stay as they are posted."""
STATE = {"/state/values": "invented"}
"""The sample's state is empty; what it holds is as in the state of a view."""
UNFORMATTED = {"/message/blocks": "absent"}
"""What a person wrote in the composer is kept as text only."""
OF_MESSAGES = {
    "/channel": "absent",
    "/channel/id": "absent",
    "/channel/name": "absent",
    "/container/channel_id": "absent",
    "/container/is_ephemeral": "absent",
    "/container/message_ts": "absent",
    "/response_url": "absent",
}
"""The captured button stands in a message; in a window there is none of that."""


def real(name: str) -> Json:
    return sample("payloads", "captured", name)


def form(*parts: str) -> Json:
    return sample("payloads", *parts)


@pytest.fixture
def payloads(workspace: Workspace, manifest: Manifest) -> Payloads:
    return Payloads(
        workspace=workspace,
        installation=Installation(manifest=manifest),
        now=lambda: AT,
        respond_url=lambda name: f"http://127.0.0.1/respond/{name}",
    )


@pytest.fixture
def message(workspace: Workspace) -> Message:
    return workspace.say(channel=workspace.channels["C0TRIAGE"], user=workspace.users["U0ANA"], text="x", at=AT)


def window(workspace: Workspace, user: str = "U0ANA", kind: str = "modal") -> View:
    title = {"title": plain(), "submit": plain(), "close": plain()} if kind == "modal" else {}
    view = new_view(workspace, user, {"type": kind, **title, "blocks": [NOTE]})
    return workspace.views.open(view) if kind == "modal" else workspace.views.publish(view)


def test_a_command_looks_like_slacks(payloads: Payloads, workspace: Workspace) -> None:
    ours = payloads.command(workspace.users["U0ANA"], workspace.channels["C0TRIAGE"], "/ticket", "new")
    shape = form("slash-commands", "SlashCommandPayload.json")
    as_sent = {"/is_enterprise_install": "str and not bool"}  # a form knows only strings
    assert differences(ours, real("slash_command.slash_command_body.json"), shape) == as_sent


def test_a_button_in_a_message_looks_like_slacks(payloads: Payloads, workspace: Workspace, message: Message) -> None:
    ours = payloads.message_action(workspace.users["U0ANA"], message, BUTTON)
    shape = form("interactive-components", "BlockActionPayload.json")
    assert differences(ours, real("block_actions.body.json"), shape) == EMOJI | STATE


def test_a_message_tells_what_is_chosen_in_its_menus(payloads: Payloads, workspace: Workspace) -> None:
    low, high = option(3), option(4)
    menu = {**actions(select(options=[low, high], initial_option=low, action_id="severity")), "block_id": "card"}
    said = workspace.say(channel=workspace.channels["C0TRIAGE"], user=workspace.bot, text="x", at=AT, blocks=(menu,))
    chosen = {"type": "static_select", "action_id": "severity", "block_id": "card", "selected_option": high}
    before = payloads.message_action(workspace.users["U0ANA"], said, BUTTON)["state"]["values"]
    after = payloads.message_action(workspace.users["U0ANA"], said, chosen)["state"]["values"]

    assert before == {"card": {"severity": {"type": "static_select", "selected_option": low}}}
    assert after == {"card": {"severity": {"type": "static_select", "selected_option": high}}}


@pytest.mark.parametrize("kind", ["modal", "home"])
def test_a_menu_in_a_window_looks_like_slacks(payloads: Payloads, workspace: Workspace, kind: str) -> None:
    ours = payloads.view_action(workspace.users["U0ANA"], window(workspace, kind=kind), BUTTON)
    captured = {**real("block_actions.body.json"), "view": real("view_submission.body.json")["view"]}
    shape = form("interactive-components", "BlockActionPayload.json")
    untitled = {} if kind == "modal" else {f"/view/{name}": "absent" for name in ("title", "title/type", "title/text")}
    assert differences(ours, captured, shape) == EMOJI | OF_MESSAGES | untitled


def test_a_search_looks_like_slacks(payloads: Payloads, workspace: Workspace, message: Message) -> None:
    shape = form("interactive-components", "BlockActionPayload.json")
    user = workspace.users["U0ANA"]
    ours = payloads.suggestion(user, window(workspace), NOTE, NOTE["element"], "ac")
    in_a_message = payloads.suggestion(user, message, NOTE, NOTE["element"], "ac")
    captured = real("block_suggestion.body.json")
    assert differences(ours, captured, shape) == {}
    assert {path for path in differences(in_a_message, captured, shape) if not path.startswith("/view")} == {
        "/container/view_id"
    }


def test_a_submitted_form_looks_like_slacks(payloads: Payloads, workspace: Workspace) -> None:
    ours = payloads.submission(workspace.users["U0ANA"], window(workspace))
    shape = form("views", "ViewSubmissionPayload.json")
    assert differences(ours, real("view_submission.body.json"), shape) == {}


def test_a_form_of_another_team_names_their_team_and_our_installation(payloads: Payloads, workspace: Workspace) -> None:
    captured = real("view_submission.connect_channel_payload.json")
    ours = payloads.submission(workspace.users["U0CARL"], window(workspace, "U0CARL"))
    shape = form("views", "ViewSubmissionPayload.json")

    assert differences(ours, captured, real("view_submission.body.json"), shape) == {}
    for each in (captured, ours):
        assert each["team"]["id"] == each["user"]["team_id"] == each["view"]["team_id"]
        assert each["view"]["app_installed_team_id"] != each["team"]["id"]


def test_a_closed_form_looks_like_slacks(payloads: Payloads, workspace: Workspace) -> None:
    ours = payloads.closing(workspace.users["U0ANA"], window(workspace), is_cleared=True)
    assert differences(ours, real("view_closed.body.json"), form("views", "ViewClosedPayload.json")) == {}


def test_shortcuts_look_like_slacks(payloads: Payloads, workspace: Workspace, message: Message) -> None:
    ana = workspace.users["U0ANA"]
    shape = form("interactive-components", "MessageShortcutPayload.json")
    button = form("interactive-components", "BlockActionPayload.json")
    on_message = payloads.message_shortcut(ana, "make", message)
    anywhere = payloads.global_shortcut(ana, "make")
    assert differences(on_message, real("shortcut.message_shortcut_body.json"), shape, button) == UNFORMATTED
    assert differences(anywhere, real("shortcut.global_shortcut_body.json"), shape, button) == {}
