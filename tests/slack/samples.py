"""Payloads for the tests of the way in: those that Slack was seen to send, and our own windows filled in."""

import json
from collections.abc import Mapping
from typing import Any

from bot.slack.actions import Action, Callback, Field, severity_block
from bot.slack.blocks import Block
from tests.conftest import shared_path

Payload = dict[str, Any]
CAPTURED = ("slack", "payloads", "captured")


def captured(name: str) -> Payload:
    """A captured request; the test is skipped where the reference data are absent."""
    found: Payload = json.loads(shared_path(*CAPTURED, name).read_text(encoding="utf-8"))
    return found


def pressing(action: str = Action.TAKE, value: str = "12", **changes: Any) -> Payload:
    return {
        "type": "block_actions",
        "user": {"id": "U0ANA", "team_id": "T1"},
        "team": {"id": "T1"},
        "channel": {"id": "C0TRIAGE"},
        "trigger_id": "1.2.three",
        "response_url": "https://hooks.example/1",
        "actions": [{"type": "button", "action_id": action, "block_id": "b1", "value": value}],
    } | changes


def typed(value: str | None) -> Payload:
    return {"type": "plain_text_input", "value": value}


def chosen(value: str, label: str = "Label") -> Payload:
    return {"type": "radio_buttons", "selected_option": {"text": {"type": "plain_text", "text": label}, "value": value}}


def sending(callback: Callback, values: Mapping[Any, Payload], *, metadata: str = '{"ticket": 12}') -> Payload:
    """A window that is sent; `values` are the states by action id."""
    blocks = {severity_block("valimail") if name == Field.SEVERITY else name: name for name in values}
    return {
        "type": "view_submission",
        "user": {"id": "U0ANA", "team_id": "T1"},
        "team": {"id": "T1"},
        "trigger_id": "1.2.three",
        "view": {
            "id": "V1",
            "hash": "1.h",
            "callback_id": callback,
            "private_metadata": metadata,
            "state": {"values": {block: {name: values[name]} for block, name in blocks.items()}},
        },
    }


def sending_view(view: Block, values: Mapping[Any, Payload]) -> Payload:
    """A window of ours that is sent, each input holding the given state, by its action id."""
    held = {
        block["block_id"]: {block["element"]["action_id"]: values.get(block["element"]["action_id"], typed(None))}
        for block in view["blocks"]
        if block["type"] == "input"
    }
    payload = sending(view["callback_id"], {}, metadata=view["private_metadata"])
    payload["view"]["state"]["values"] = held
    return payload
