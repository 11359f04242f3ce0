"""Every message and window there is, with the longest inputs in any language: Slack takes it, and no text is alive."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import get_type_hints

import pytest

import bot.slack
from bot.slack.blocks import Block, Message
from tests.slack.faces import ALIVE, FACES, Made
from tests.slack.longest import Longest
from tests.slack.nasty import CORPUS, checked_message, checked_view

PIECES = {
    "cards.contact_block",
    "cards.face",
    "intake_form.customer_options",
    "contact_inputs.contact_input",
    "digest.part_blocks",
    "listing.entry",
    "listing.own_entry",
    "listing.show_button",
    "listing.turning",
    "modals.about",
    "modals.on_ticket",
    "modals.only_told",
    "modals.stays_here",
    "modals.window",
    "notice_lines.keep",
    "notice_lines.take",
    "notice_lines.why",
    "offers.card_row",
    "on_call.schedule_lines",
    "other_clocks.other_clocks",
    "severity_choice.severity_choice",
    "severity_choice.triage_choice",
    "stand_ins.swap_buttons",
    "stand_ins.to_choose_from",
}
"""What faces are made of, and no face by itself; all of `blocks` and `inputs` is too."""


def renderers() -> set[str]:
    """Every public function of the room that makes a message, a window or a part of one."""
    found = set()
    for module in pkgutil.iter_modules(bot.slack.__path__):
        room = importlib.import_module(f"bot.slack.{module.name}")
        for name, made in inspect.getmembers(room, inspect.isfunction):
            is_own = made.__module__ == room.__name__ and not name.startswith("_")
            if is_own and get_type_hints(made).get("return") in (Message, Block, list[Block]):
                found.add(f"{module.name}.{name}")
    return {each for each in found if each.split(".")[0] not in ("blocks", "inputs")}


def test_no_face_is_forgotten() -> None:
    assert {name for faces in FACES for name, _ in faces(Longest("x"))} == renderers() - PIECES


@pytest.mark.parametrize("faces", FACES, ids=lambda each: each.__name__.strip("_"))
@pytest.mark.parametrize("text", CORPUS, ids=lambda text: ascii(text[:20]))
def test_at_its_longest_slack_takes_every_face_and_nothing_in_it_is_alive(
    text: str, faces: Callable[[Longest], Iterator[tuple[str, Made]]]
) -> None:
    for name, made in faces(Longest(text)):
        try:
            if isinstance(made, Message):
                checked_message(made, ALIVE)
            else:
                checked_view(made, ALIVE)
        except Exception as fault:
            fault.add_note(name)
            raise
