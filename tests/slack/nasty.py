"""Texts that try to come alive in Slack, and the check that none did and that Slack would take what was made."""

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from hypothesis import strategies as st

from bot.playground.blockkit import check_message_blocks, check_view
from bot.slack.blocks import Block, Message

CORPUS = (
    "<!channel>",
    "<!here>",
    "<!everyone>",
    "<!subteam^S1|x>",
    "<@U0EVIL>",
    "<#C0EVIL>",
    "<!date^1780000000^{date}|x>",
    "<http://evil.example|https://bank.example>",
    "&lt;!channel&gt;",
    "&amp;lt;!here&amp;gt;",
    "<<!channel>>",
    "<\u200b!channel>",
    "<！channel>",
    "@channel @here",
    "```\n<!channel>\n```",
    "` `` *bold* _it_ ~no~",
    ">>> quoted\r\n> again\r\n• list",
    "\u202eright to left\u202c",
    "zero\u200bwidth",
    "😀" * 200,
    "&" * 3_000,
    "<" * 3_000,
    "x" * 3_000,
    "word " * 700,
    "\n" * 300 + "end",
    "\n" * 3_000,
    "👩‍👩‍👧‍👦" * 400,
    "مرحبا بالعالم " * 210,
    "\u202e" * 3_000,
    "`" * 3_000,
    "é" * 80,
    "未読の問い合わせ" * 370,
    "&lt;" * 750,
    "Ω≈ç√" + "\u0301" * 2_000,
    "javascript:alert(1) :tada:",
    "a|b>c",
    "\x1b[31mred",
    " ",
)
TEXTS = st.one_of(st.sampled_from(CORPUS), st.text(max_size=400), st.text(alphabet="<>&!@#|^`*\n a", max_size=400))

_ENTITY = re.compile(r"<([^<>]*)>")
_DATE = re.compile(r"!date\^\d+\^\{time\} \{date_short_pretty\}\|[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2} \d\d:\d\d \S+")
_ESCAPES = re.compile(r"&(?!(?:amp|lt|gt);)")


def checked_message(message: Message, allowed: Collection[str] = ()) -> Message:
    """The message, once Slack would take it and nothing in it is alive but dates and the `allowed` entities."""
    check_message_blocks(json.loads(json.dumps(message.blocks)))
    assert message.text.strip()
    assert len(message.text) <= 4_000
    _check_inert(message.text, allowed)
    for text in _marked(message.blocks):
        _check_inert(text, allowed)
    return message


def checked_view(view: Block, allowed: Collection[str] = ()) -> Block:
    """The window or home tab, likewise."""
    check_view(json.loads(json.dumps(view)), view["type"])
    for text in _marked(view):
        _check_inert(text, allowed)
    return view


def words(made: Message | Block) -> str:
    """Everything that a message's blocks or a window say, markup and all, for looking something up."""
    return "\n".join(_said(made.blocks if isinstance(made, Message) else made))


def buttons(message: Message) -> list[str]:
    """The action ids of a message's buttons, in order."""
    return [each["action_id"] for block in message.blocks if block["type"] == "actions" for each in block["elements"]]


def inputs(view: Block) -> dict[str, Any]:
    """The input blocks of a window by their block id."""
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def _check_inert(text: str, allowed: Collection[str]) -> None:
    for entity in _ENTITY.findall(text):
        assert _DATE.fullmatch(entity) or entity in allowed, f"<{entity}> is alive"
    outside = _ENTITY.sub("", text)
    assert "<" not in outside
    assert _ESCAPES.search(outside) is None


def _marked(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            assert value["verbatim"], "Slack would make links and mentions of its own"
            yield value["text"]
        for entry in value.values():
            yield from _marked(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _marked(entry)


def _said(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, entry in value.items():
            if name == "text" and isinstance(entry, str):
                yield entry
            else:
                yield from _said(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _said(entry)
