"""What a person sees on the page, made and drawn in one step for the tests of the drawing."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.playground.blockkit import check_message_blocks, check_view
from bot.playground.blockkit_elements import Surface
from bot.playground.manifest import Shortcut
from bot.playground.messages import Message
from bot.playground.methods.windows import new_view
from bot.playground.page.drawing import Drawing
from bot.playground.refusals import Json
from bot.playground.views import View
from bot.playground.workspace import Workspace
from tests.playground import kit
from tests.playground.page.drawn import Node, nameless, read

NOW = datetime(2026, 6, 5, 23, 45, tzinfo=UTC)
SHORTCUT = Shortcut(callback_id="open_ticket", name="Open a ticket", kind="message")


def drawing_for(workspace: Workspace, viewer: str) -> Drawing:
    return Drawing(workspace, workspace.users[viewer], NOW, shortcuts=[SHORTCUT])


def said(workspace: Workspace, text: str = "hello", user: str = "U0BOT", *blocks: Json, **more: Any) -> Message:
    return workspace.say(
        channel=workspace.channels[more.pop("channel", "C0TRIAGE")],
        user=workspace.users[user],
        text=text,
        at=NOW - timedelta(minutes=15),
        blocks=check_message_blocks(list(blocks)),
        **more,
    )


def opened(workspace: Workspace, *blocks: Json, **more: Any) -> View:
    view = check_view(json.loads(json.dumps(kit.modal(*blocks, **more))), "modal")
    return workspace.views.open(new_view(workspace, "U0ANA", view))


def on_surface(workspace: Workspace, surface: Surface, *blocks: Json) -> Node:
    """Blocks as they are drawn on a surface."""
    drawing = drawing_for(workspace, "U0ANA")
    if surface is Surface.MESSAGE:
        return read(drawing.message(said(workspace, "x", "U0BOT", *blocks)))
    if surface is Surface.MODAL:
        return read(drawing.window(opened(workspace, *blocks)))
    content = check_view({"type": "home", "blocks": list(blocks)}, "home")
    return read(drawing.home(workspace.views.publish(new_view(workspace, "U0ANA", content))))


def check_whole(root: Node) -> None:
    """Everything has a name, and no id is there twice."""
    assert nameless(root) == []
    ids = [node["id"] for node in root.everything if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    for node in root.everything:
        for name in ("aria-controls", "aria-labelledby", "aria-describedby", "for"):
            assert set(node.attributes.get(name, "").split()) <= set(ids)
