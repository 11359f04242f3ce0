"""Messages, threads and windows as calm plain text, for a terminal and for assertions.

Pure functions of the state and the reader's zone: no colour, no markup, two spaces before what Slack shows dimmed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from zoneinfo import ZoneInfo

from bot.playground.messages import Message
from bot.playground.mrkdwn import as_read
from bot.playground.refusals import Json
from bot.playground.views import View
from bot.playground.workspace import Workspace

Reading = Callable[[Json], str]
"""Turns a text object into what a person reads."""

_RULE = "─" * 32
_GAP = 3


def message_text(message: Message, workspace: Workspace, zone: ZoneInfo) -> str:
    """One message: who and when, then its blocks, or its text where it has none."""
    at = message.at.astimezone(zone)
    marks = [
        f"{at:%H:%M}",
        *(["only visible to you"] if message.shown_only_to else []),
        *(["also sent to the channel"] if message.is_broadcast else []),
        *(["edited"] if message.edited_ts else []),
    ]
    lines = [f"{workspace.users[message.user].name} · {' · '.join(marks)}"]
    if message.blocks:
        lines += _blocks(message.blocks, {}, _reading(workspace, zone))
    elif message.text:
        lines += as_read(message.text, workspace, zone).split("\n")
    lines += [f"  {file.name} ({file.type_name})" for file in message.files]
    if message.reactions:
        lines.append("  ".join(f":{name}:" for name, _user in message.reactions))
    return "\n".join(lines)


def thread_text(message: Message, workspace: Workspace, zone: ZoneInfo) -> str:
    """A message with its replies indented below it."""
    replies = workspace.messages.replies(message.channel, message.ts)
    parts = [message_text(message, workspace, zone)]
    parts += [_indented(message_text(reply, workspace, zone), "  │ ") for reply in replies]
    return "\n".join(parts)


def channel_text(channel: str, workspace: Workspace, zone: ZoneInfo) -> str:
    """Everything a channel shows, oldest first, without the threads."""
    shown = workspace.messages.in_channel(channel)
    return "\n\n".join(message_text(message, workspace, zone) for message in shown)


def view_text(view: View, workspace: Workspace, zone: ZoneInfo, errors: Mapping[str, str] | None = None) -> str:
    """A modal with its title, what is filled in and its buttons, or a home tab; errors stand under their input."""
    lines = _blocks(view.blocks, view.values, _reading(workspace, zone), errors or {})
    if view.is_modal:
        ends = [view.content[name]["text"] for name in ("close", "submit") if view.content.get(name)]
        lines = [view.title, _RULE, *lines, *([_RULE, _buttons(ends)] if ends else [])]
    return "\n".join(lines)


def _reading(workspace: Workspace, zone: ZoneInfo) -> Reading:
    def read(text: Json) -> str:
        said = str(text["text"])
        return as_read(said, workspace, zone) if text["type"] == "mrkdwn" else said

    return read


def _blocks(blocks: Sequence[Json], values: Json, read: Reading, errors: Mapping[str, str] | None = None) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        lines += _block(block, values.get(block["block_id"], {}), read)
        if errors and block["block_id"] in errors:
            lines.append(f"  ! {errors[block['block_id']]}")
    return lines


def _block(block: Json, state: Json, read: Reading) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield read(block["text"])
        case "section":
            yield from _section(block, state, read)
        case "divider":
            yield _RULE
        case "context":
            parts = [e["alt_text"] if e["type"] == "image" else read(e) for e in block["elements"]]
            yield from _indented(" ".join(parts), "  ").split("\n")
        case "actions":
            yield " ".join(_element(e, state, read) for e in block["elements"])
        case "input":
            optional = " (optional)" if block.get("optional") else ""
            yield f"{read(block['label'])}{optional}: {_element(block['element'], state, read)}"
            if block.get("hint"):
                yield f"  {read(block['hint'])}"
        case "image":
            yield f"[picture: {block['alt_text']}]"
        case "markdown":
            yield from str(block["text"]).split("\n")
        case "rich_text":
            yield "".join(_rich_words(block["elements"]))


def _section(block: Json, state: Json, read: Reading) -> Iterator[str]:
    if block.get("text"):
        yield from read(block["text"]).split("\n")
    if block.get("fields"):
        yield from _columns([read(field).split("\n") for field in block["fields"]])
    if block.get("accessory"):
        yield _element(block["accessory"], state, read)


def _columns(fields: Sequence[Sequence[str]]) -> Iterator[str]:
    """Fields as Slack lays them out: two and two beside each other."""
    width = max(len(line) for field in fields[::2] for line in field) + _GAP
    for left, right in zip_longest(fields[::2], fields[1::2], fillvalue=()):
        for first, second in zip_longest(left, right, fillvalue=""):
            yield f"{first:<{width}}{second}".rstrip()


def _element(element: Json, state: Json, read: Reading) -> str:
    """A button as [words]; anything that is filled in as what it holds, or its placeholder."""
    if element["type"] == "image":
        return f"[picture: {element['alt_text']}]"
    if element["type"] == "button":
        return f"[{read(element['text'])}]"
    if element["type"] == "overflow":
        return f"[{' | '.join(read(each['text']) for each in element['options'])}]"
    held = _held(state.get(element["action_id"], {}), read)
    if element["type"] in ("radio_buttons", "checkboxes"):
        chosen = held.split(", ")
        words = [read(each["text"]) for each in element["options"]]
        return "  ".join(f"({'•' if each in chosen else ' '}) {each}" for each in words)
    placeholder = read(element["placeholder"]) if element.get("placeholder") else ""
    if element["type"].endswith("_input"):
        return held or placeholder or "…"
    return f"[{held or placeholder or 'Choose'} ▾]"


def _held(state: Json, read: Reading) -> str:
    for name, value in state.items():
        if name == "type" or value in (None, "", []):
            continue
        each = value if isinstance(value, list) else [value]
        return ", ".join(read(v["text"]) if isinstance(v, dict) else str(v) for v in each)
    return ""


def _rich_words(parts: Sequence[Json]) -> Iterator[str]:
    for part in parts:
        if "text" in part:
            yield str(part["text"])
        yield from _rich_words(part.get("elements", ()))


def _buttons(words: Sequence[str]) -> str:
    return " ".join(f"[{each}]" for each in words)


def _indented(text: str, by: str) -> str:
    return "\n".join(f"{by}{line}" for line in text.split("\n"))
