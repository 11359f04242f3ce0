"""What Slack refuses in the blocks of a message and in a view taken as a whole, and with which word."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.blockkit import check_message_blocks, check_view, elements_of
from bot.playground.refusals import Json, Refusal
from tests.playground.kit import ELEMENTS, actions, button, modal, option, plain, section, select, written

DIVIDER = {"type": "divider"}
HOME = {"type": "home", "blocks": [DIVIDER]}
NAMES = ["type", "text", "elements", "block_id", "action_id", "accessory", "options", "blocks"]
TWICE: list[tuple[list[Json], str]] = [
    ([section(block_id="b"), section(block_id="b")], '`block_id` "b" already exists [json-pointer:/blocks/1/block_id]'),
    (
        [actions(button(action_id="a"), button(action_id="a"))],
        '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ),
]
MODALS: list[tuple[Any, str]] = [
    (modal(*[DIVIDER] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
    (modal(title=plain(25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
    (modal(submit=plain(25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
    (modal(close=plain(25)), "must be less than 25 characters [json-pointer:/view/close/text]"),
    (modal(submit=None), "must provide an object [json-pointer:/view/submit]"),
    (modal(private_metadata="m" * 3001), "must be less than 3001 characters [json-pointer:/view/private_metadata]"),
    (modal(callback_id="c" * 256), "must be less than 256 characters [json-pointer:/view/callback_id]"),
    (modal(external_id="e" * 256), "must be less than 256 characters [json-pointer:/view/external_id]"),
    (modal(state={"values": {}}), "invalid additional property: state [json-pointer:/view]"),
    (modal(id="V1", hash="1"), "invalid additional property: hash [json-pointer:/view]"),
    (modal(section(block_id="b"), section(block_id="b")), '`block_id` "b" already exists'),
    (modal(written(focus_on_load=True), written(focus_on_load=True)), "[json-pointer:/view/blocks/1]"),
    ({"type": "modal", "blocks": []}, "missing required field: title [json-pointer:/view]"),
    (
        {"type": "modal", "title": plain(), "blocks": [DIVIDER, written()]},
        "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/1/input]",
    ),
    (HOME, "must be a valid enum value [json-pointer:/view/type]"),
    ({"blocks": []}, "missing required field: type [json-pointer:/view]"),
    ({"type": "workflow_step", "blocks": []}, "unsupported type: workflow_step [json-pointer:/view/type]"),
    (None, "must provide an object [json-pointer:/view]"),
]


def test_fifty_blocks_are_taken_and_no_more() -> None:
    assert len(check_message_blocks([DIVIDER] * 50)) == 50
    with pytest.raises(Refusal) as refused:
        check_message_blocks([DIVIDER] * 51)
    line = "no more than 50 items allowed [json-pointer:/blocks]"
    assert refused.value.answer() == {
        "ok": False,
        "error": "invalid_blocks",
        "errors": [line],
        "response_metadata": {"messages": [f"[ERROR] {line}"]},
    }


def test_a_text_that_is_too_long_is_named_with_the_schema_that_it_breaks() -> None:
    with pytest.raises(Refusal) as refused:
        check_message_blocks([section(3001)])
    assert refused.value.details == (
        "[ERROR] failed to match all allowed schemas [json-pointer:/blocks/0/text]",
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    )


@pytest.mark.parametrize(("blocks", "line"), TWICE)
def test_ids_are_given_once(blocks: list[Json], line: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_message_blocks(blocks)
    assert refused.value.word == "invalid_blocks"
    assert refused.value.details == (f"[ERROR] {line}",)


def test_the_same_action_id_may_stand_in_two_blocks() -> None:
    assert len(check_message_blocks([actions(button(action_id="same")), actions(button(action_id="same"))])) == 2


def test_all_block_text_together_is_limited() -> None:
    assert len(check_message_blocks([section(3000)] * 4 + [section(1200)])) == 5
    with pytest.raises(Refusal, match="msg_blocks_too_long"):
        check_message_blocks([section(3000)] * 4 + [section(1201)])
    with pytest.raises(Refusal, match="msg_too_long"):
        check_message_blocks([section(3000)] * 4 + [section(1201)], too_long="msg_too_long")


def test_blocks_that_are_no_array_have_their_own_word() -> None:
    with pytest.raises(Refusal, match="invalid_blocks_format"):
        check_message_blocks(DIVIDER)


def test_slack_names_what_the_app_did_not_name() -> None:
    row = {"type": "context_actions", "elements": [ELEMENTS["icon_button"]]}
    first, second, third = check_message_blocks(
        [actions(button(), button(action_id="mine")), section(accessory=button()), row]
    )

    assert len({first["block_id"], second["block_id"], third["block_id"]}) == 3
    assert [each["action_id"] for each in first["elements"]] == ["a0.0", "mine"]
    assert [each["action_id"] for each in elements_of(second)] == ["a1"]
    assert [each["action_id"] for each in elements_of(third)] == ["a2.0"]


@pytest.mark.parametrize(
    "view",
    [
        modal(*[DIVIDER] * 100),
        modal(title=plain(24), submit=plain(24), close=plain(24)),
        modal(private_metadata="m" * 3000, callback_id="c" * 255, external_id="e" * 255),
        modal(written(max_length=3000, multiline=True, focus_on_load=True)),
        {"type": "modal", "title": plain(), "blocks": []},
    ],
)
def test_modals_at_their_limit_are_taken(view: Json) -> None:
    assert check_view(view, "modal")["title"] == view["title"]


def test_a_home_tab_needs_nothing_to_submit() -> None:
    assert len(check_view({"type": "home", "blocks": [written()]}, "home")["blocks"]) == 1
    with pytest.raises(Refusal, match="invalid_arguments"):
        check_view({**HOME, "title": plain()}, "home")


@pytest.mark.parametrize(("view", "line"), MODALS)
def test_modals_beyond_a_limit_are_refused_with_the_place(view: Json, line: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_view(view, "modal")

    assert refused.value.word == "invalid_arguments"
    assert any(line in each for each in refused.value.details)


def test_a_view_that_is_altogether_too_large_is_refused() -> None:
    options = [option(75, 150)] * 100
    with pytest.raises(Refusal, match="view_too_large"):
        check_view(modal(*[actions(*[select(options=options)] * 5)] * 5), "modal")


NONSENSE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["actions", "section", "modal", "button", "x"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(NAMES), inner),
)


@given(NONSENSE)
@settings(deadline=None)
def test_nonsense_never_breaks_the_check_of_a_message(nonsense: Any) -> None:
    try:
        kept = check_message_blocks(nonsense)
    except Refusal as refused:
        assert refused.word.startswith("invalid_blocks")  # noqa: PT017  (either outcome is right)
    else:
        assert len(kept) == len(nonsense)


@given(NONSENSE)
@settings(deadline=None)
def test_nonsense_is_never_a_modal(nonsense: Any) -> None:
    with pytest.raises(Refusal, match="invalid_arguments"):
        check_view(nonsense, "modal")
