"""What Slack refuses in blocks and views, and with which word; its limits taken at the edge and one beyond."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.blockkit import check_message_blocks, check_view
from bot.playground.refusals import Json, Refusal


def plain(length: int) -> Json:
    return {"type": "plain_text", "text": "x" * length}


def marked(length: int) -> Json:
    return {"type": "mrkdwn", "text": "x" * length}


def option(length: int = 5, value: int = 5) -> Json:
    return {"text": plain(length), "value": "v" * value}


def section(length: int = 10, **more: Any) -> Json:
    return {"type": "section", "text": marked(length), **more}


def button(text: int = 5, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), **more}


def select(**more: Any) -> Json:
    return {"type": "static_select", "options": [option()], **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def form_input(**more: Any) -> Json:
    element = {"type": "plain_text_input", **more}
    return {"type": "input", "label": plain(5), "element": element}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain(5), "submit": plain(5), "blocks": list(blocks), **more}


NAMES = ["type", "text", "elements", "block_id", "action_id", "accessory", "options", "blocks"]
CONFIRM = {"title": plain(100), "text": plain(300), "confirm": plain(30), "deny": plain(30)}

TAKEN: list[list[Json]] = [
    [{"type": "divider"}] * 50,
    [section(3000)],
    [{"type": "section", "fields": [marked(1000)] * 10}],
    [{"type": "section", "fields": [marked(2000)]}],
    [{"type": "header", "text": plain(150)}],
    [{"type": "context", "elements": [marked(10)] * 10}],
    [actions(*[button()] * 25)],
    [actions(button(75, value="v" * 2000, action_id="a" * 255, style="primary", confirm=CONFIRM))],
    [actions(select(options=[option(75, 150)] * 100))],
    [actions({"type": "overflow", "options": [option()] * 5})],
    [section(accessory={"type": "image", "image_url": "https://example.test/a.png", "alt_text": "a"})],
    [section(1, block_id="one"), section(1, block_id="two")],
    [actions(button(action_id="same")), actions(button(action_id="same"))],
    [section(3000)] * 4 + [section(1200)],
]

REFUSED: list[tuple[list[Json], str]] = [
    ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    ([section(3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ([section(0)], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([{"type": "section"}], "missing required field: text or fields [json-pointer:/blocks/0]"),
    ([{"type": "section", "fields": [marked(5)] * 11}], "no more than 10 items"),
    ([{"type": "section", "fields": [marked(2001)]}], "must be less than 2001 characters"),
    ([{"type": "header", "text": plain(151)}], "must be less than 151 characters"),
    ([{"type": "header", "text": marked(5)}], "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]"),
    ([{"type": "header"}], "missing required field: text"),
    ([{"type": "context", "elements": [marked(1)] * 11}], "no more than 10 items"),
    ([{"type": "context", "elements": []}], "no less than 1 items"),
    ([actions(*[button()] * 26)], "no more than 25 items"),
    ([actions(button(76))], "must be less than 76 characters"),
    ([actions(button(value="v" * 2001))], "must be less than 2001 characters"),
    ([actions(button(action_id="a" * 256))], "must be less than 256 characters"),
    ([actions(button(style="loud"))], "must be a valid enum value: primary, danger"),
    ([actions(button(colour="red"))], "invalid additional property: colour"),
    ([actions({"type": "button"})], "missing required field: text"),
    ([actions(button(action_id="a"), button(action_id="a"))], '`action_id` "a" already exists'),
    ([actions(select(options=[option()] * 101))], "no more than 100 items"),
    ([actions(select(options=[option(76)]))], "must be less than 76 characters"),
    ([actions(select(options=[option(5, 151)]))], "must be less than 151 characters"),
    ([actions({"type": "static_select"})], "missing required field: options"),
    ([actions(select(initial_option=option(4)))], "initial option must match one of the options"),
    ([actions({"type": "overflow", "options": [option()] * 6})], "no more than 5 items"),
    ([actions({"type": "plain_text_input"})], "unsupported type: plain_text_input"),
    ([actions(button(confirm={**CONFIRM, "title": plain(101)}))], "must be less than 101 characters"),
    ([actions(button(confirm={**CONFIRM, "deny": plain(31)}))], "must be less than 31 characters"),
    ([actions(button(confirm={"title": plain(5)}))], "missing required field: text"),
    ([section(block_id="b"), section(block_id="b")], '`block_id` "b" already exists'),
    ([section(block_id="b" * 256)], "must be less than 256 characters"),
    ([section(accessory={"type": "plain_text_input"})], "unsupported type"),
    ([{"type": "teapot"}], "unsupported type: teapot [json-pointer:/blocks/0/type]"),
    ([{"text": plain(3)}], "missing required field: type"),
    (["text"], "must be an object"),  # type: ignore[list-item]
    ([actions({"type": "datepicker", "initial_date": "2 July"})], "must be a date"),
]


@pytest.mark.parametrize("blocks", TAKEN)
def test_blocks_at_their_limit_are_taken(blocks: list[Json]) -> None:
    assert len(check_message_blocks(blocks)) == len(blocks)


@pytest.mark.parametrize(("blocks", "line"), REFUSED)
def test_blocks_beyond_a_limit_are_refused_with_the_place(blocks: list[Json], line: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_message_blocks(blocks)

    assert refused.value.word == "invalid_blocks"
    assert any(line in each and each.startswith("[ERROR] ") for each in refused.value.details)


def test_all_block_text_together_is_limited() -> None:
    with pytest.raises(Refusal, match="msg_blocks_too_long"):
        check_message_blocks([section(3000)] * 4 + [section(1201)])


def test_blocks_that_are_no_array_have_their_own_word() -> None:
    with pytest.raises(Refusal, match="invalid_blocks_format"):
        check_message_blocks({"type": "divider"})


def test_slack_names_what_the_app_did_not_name() -> None:
    first, second = check_message_blocks([actions(button(), button(action_id="mine")), section(accessory=button())])

    assert first["block_id"] != second["block_id"]
    assert [each["action_id"] for each in first["elements"]] == ["a0.0", "mine"]
    assert second["accessory"]["action_id"] == "a1"


@pytest.mark.parametrize(
    "view",
    [
        modal(*[{"type": "divider"}] * 100),
        modal(title=plain(24), close=plain(24), private_metadata="m" * 3000, callback_id="c" * 255),
        modal(form_input(max_length=3000, multiline=True)),
        {"type": "modal", "title": plain(5), "blocks": []},
    ],
)
def test_modals_at_their_limit_are_taken(view: Json) -> None:
    assert check_view(view, "modal")["title"] == view["title"]


@pytest.mark.parametrize(
    ("view", "line"),
    [
        (modal(*[{"type": "divider"}] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
        (modal(title=plain(25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (modal(submit=plain(25)), "must be less than 25 characters"),
        (modal(close=plain(25)), "must be less than 25 characters"),
        (modal(private_metadata="m" * 3001), "must be less than 3001 characters"),
        (modal(callback_id="c" * 256), "must be less than 256 characters"),
        (modal(state={"values": {}}), "invalid additional property: state"),
        (modal(id="V1", hash="1"), "invalid additional property: hash"),
        (modal(form_input(max_length=3001)), "must be less than or equal to 3000"),
        (modal(section(block_id="b"), section(block_id="b")), '`block_id` "b" already exists'),
        ({"type": "modal", "blocks": []}, "missing required field: title"),
        ({"type": "modal", "title": plain(5), "blocks": [form_input()]}, "missing required field: submit"),
        ({"type": "home", "blocks": []}, "must be a valid enum value: modal"),
        ({"blocks": []}, "missing required field: type"),
        (None, "must be an object"),
    ],
)
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
