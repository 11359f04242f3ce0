"""The pieces that messages and windows are made of, as Slack's Block Kit wants them.

Plain dictionaries, because that is what the outbox, the tests and Slack all read. Texts in mrkdwn are marked verbatim:
Slack then makes no links or mentions of its own out of what a person wrote.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.actions import MORE, Action, DutyAction, Entrance, menu_value
from bot.slack.mrkdwn import cut

Block = dict[str, Any]
Names = Callable[[str], str]
"""The display name of a person, by Slack user id, as plain text."""

MOST_BLOCKS = 50
MOST_BLOCK_TEXT = 13_200
MOST_SECTION_TEXT = 3_000
MOST_HEADER_TEXT = 150
MOST_VALUE = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """What is posted: `text` for notifications and for whoever cannot see `blocks`. A person's text is inert in both.

    `rest` is given where more is to be done than somebody can wait for: it does that, and makes what to say then.

    Raises ValueError where Slack would refuse the blocks for being too many or too long together; Slack's own library
    checks neither.
    """

    text: str
    blocks: list[Block]
    rest: "Callable[[], Awaitable[Message]] | None" = None

    def __post_init__(self) -> None:
        length = sum(map(len, _texts(self.blocks)))
        if len(self.blocks) > MOST_BLOCKS or length > MOST_BLOCK_TEXT:
            raise ValueError(
                f"expected at most {MOST_BLOCKS} blocks and {MOST_BLOCK_TEXT} characters, "
                f"got {len(self.blocks)} and {length}"
            )


def plain(text: str) -> Block:
    """Text that is shown exactly as it is."""
    return {"type": "plain_text", "text": text, "emoji": False}


def marked(text: str) -> Block:
    """Text with Slack's markup; a person's text in it must be inert."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def header(text: str) -> Block:
    """A title line, shown exactly as it is and cut to what a header may hold."""
    return {"type": "header", "text": plain(cut(" ".join(text.split()), MOST_HEADER_TEXT))}


def section(text: str) -> Block:
    """A paragraph with markup."""
    return {"type": "section", "text": marked(text)}


def spoken(text: str) -> Block:
    """A paragraph of a person's own words, shown exactly as they are."""
    return {"type": "section", "text": plain(text)}


def fields(pairs: Sequence[tuple[str, str]]) -> Block:
    """Labels and values, two beside each other; the values may have markup."""
    return {"type": "section", "fields": [marked(f"*{label}*\n{value}") for label, value in pairs]}


def context(*texts: Block) -> Block:
    """A small grey line of `plain` and `marked` texts."""
    return {"type": "context", "elements": list(texts)}


def button(action: Action | DutyAction | Entrance, label: str, value: str, *, primary: bool = False) -> Block:
    """A button that comes back with its action and value."""
    made: Block = {"type": "button", "action_id": action, "text": plain(label), "value": value}
    return {**made, "style": "primary"} if primary else made


def link(action: Entrance, label: str, url: str) -> Block:
    """A button that the browser follows; that it was pressed comes back too."""
    return {"type": "button", "action_id": action, "text": plain(label), "url": url}


def menu(*choices: tuple[Action, str, str]) -> Block:
    """A menu of further actions behind three dots, each with its label and the value that its button would have."""
    options = [{"text": plain(label), "value": menu_value(action, value)} for action, label, value in choices]
    return {"type": "overflow", "action_id": MORE, "options": options}


def actions(*buttons: Block) -> Block:
    """A row of buttons, and of a menu."""
    return {"type": "actions", "elements": list(buttons)}


def fitting(lines: Sequence[str], room: int) -> list[str]:
    """The lines that `room` characters hold, and where some are left out a last one that says how many."""
    for number, each in enumerate(lines):
        room -= len(each) + 1
        if room < 0:
            more = len(lines) - number
            return [*lines[:number], f"… and {more} more {'line' if more == 1 else 'lines'}"]
    return list(lines)


def paragraphs(lines: Sequence[str], limit: int = MOST_SECTION_TEXT) -> Iterator[str]:
    """Lines joined into as few texts as `limit` characters each allow; no line is longer than that."""
    text = ""
    for line in lines:
        if text and len(text) + 1 + len(line) > limit:
            yield text
            text = line
        else:
            text = f"{text}\n{line}" if text else line
    if text:
        yield text


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, entry in value.items():
            if name == "text" and isinstance(entry, str):
                yield entry
            else:
                yield from _texts(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _texts(entry)
