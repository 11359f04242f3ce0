"""Every block and element there is, as HTML."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.playground.blockkit import check_view
from bot.playground.blockkit_blocks import BLOCKS
from bot.playground.blockkit_elements import ELEMENTS, Place, Surface
from bot.playground.messages import Message
from bot.playground.page.drawing import Drawing
from bot.playground.refusals import Json
from bot.playground.workspace import Workspace
from tests.conftest import shared_path
from tests.playground import kit
from tests.playground.page.drawn import read
from tests.playground.page.seen import check_whole, drawing_for, on_surface, opened, said

IN_PLACE: dict[Place, Callable[[Json], Json]] = {
    Place.SECTION: lambda element: kit.section(accessory=element),
    Place.ACTIONS: kit.actions,
    Place.CONTEXT: lambda element: {"type": "context", "elements": [element]},
    Place.CONTEXT_ACTIONS: lambda element: {"type": "context_actions", "elements": [element]},
    Place.INPUT: kit.form_input,
}
PICTURE = "data:image/png;base64,AAAA"


@pytest.fixture
def ana(workspace: Workspace) -> Drawing:
    """What Ana sees in Los Angeles on a Friday afternoon."""
    return drawing_for(workspace, "U0ANA")


@pytest.mark.parametrize(
    ("kind", "surface"), [(kind, each) for kind, block in BLOCKS.items() for each in block.surfaces]
)
def test_every_block_is_drawn_where_slack_takes_it(workspace: Workspace, kind: str, surface: Surface) -> None:
    root = on_surface(workspace, surface, kit.BLOCKS[kind])
    check_whole(root)
    assert root.one("div", class_=f"block-{kind}")["data-block"] == "b0"


@pytest.mark.parametrize(
    ("kind", "place", "surface"),
    [(kind, place, each) for kind, found in ELEMENTS.items() for place in found.places for each in found.surfaces],
)
def test_every_element_is_drawn_where_slack_takes_it(
    workspace: Workspace, kind: str, place: Place, surface: Surface
) -> None:
    root = on_surface(workspace, surface, IN_PLACE[place](kit.ELEMENTS[kind]))
    check_whole(root)
    (block,) = root.all(data_block="b0")
    assert [
        node for node in block.everything if node.tag in ("button", "select", "input", "textarea", "a", "img", "span")
    ]


@pytest.mark.parametrize("folder", ["captured", "events", "interactive-components"])
def test_every_block_in_the_samples_is_drawn(ana: Drawing, folder: str) -> None:
    samples = sorted(shared_path("slack", "payloads", folder).iterdir())
    found = [blocks for path in samples for blocks in blocks_in(json.loads(path.read_text(encoding="utf-8")))]
    for blocks in found:
        kept = Message(channel="C0TRIAGE", ts="1780702200.000100", user="U0ANA", text="", blocks=with_ids(blocks))
        root = read(ana.message(kept))
        assert len([node for node in root.everything if "data-block" in node.attributes]) == len(blocks)
    assert len(found) > 1


def blocks_in(value: Any) -> list[list[Json]]:
    """The lists of blocks somewhere in a payload."""
    if isinstance(value, dict):
        here = [value["blocks"]] if value.get("blocks") and isinstance(value["blocks"][0], dict) else []
        return here + [blocks for each in value.values() for blocks in blocks_in(each)]
    return [blocks for each in value for blocks in blocks_in(each)] if isinstance(value, list) else []


def with_ids(blocks: list[Json]) -> tuple[Json, ...]:
    """Blocks of a shape, in which all ids are empty; its rows of actions name pictures, which Slack takes nowhere."""
    named = []
    for position, block in enumerate(blocks):
        elements = [each for each in block.get("elements", ()) if (block["type"], each["type"]) != ("actions", "image")]
        acting = [{**each, "action_id": f"a{place}"} for place, each in enumerate(elements)]
        named.append({**block, "block_id": f"b{position}", **({"elements": acting} if elements else {})})
    return tuple(named)


def test_a_picture_that_is_not_on_this_machine_shows_its_words(workspace: Workspace, ana: Drawing) -> None:
    away, here = kit.image(alt_text="a chart"), kit.image(alt_text="a dot", image_url=PICTURE)
    looped = kit.image(alt_text="a loop", image_url="http://127.0.0.1:4100/static/icon.svg")
    root = read(ana.message(said(workspace, "x", "U0BOT", away, here, looped)))

    assert [(image["alt"], image["src"]) for image in root.all("img")] == [
        ("a dot", PICTURE),
        ("a loop", "http://127.0.0.1:4100/static/icon.svg"),
    ]
    assert root.one("span", role="img").words == "a chart"


def test_a_button_with_an_address_opens_it_and_one_with_another_kind_of_address_is_only_a_button(
    workspace: Workspace, ana: Drawing
) -> None:
    leads = kit.button(url="https://x.example/wall", action_id="wall")
    evil = kit.button(url="javascript:alert(1)", action_id="evil")
    root = read(ana.message(said(workspace, "x", "U0BOT", kit.actions(leads, evil))))

    link = root.one("a", data_action="wall")
    assert (link["href"], link["target"], link["data-does"]) == ("https://x.example/wall", "_blank", "press")
    assert root.one("button", data_action="evil").attributes.keys() & {"href"} == set()


def test_a_question_before_an_act_goes_along_with_its_control(workspace: Workspace, ana: Drawing) -> None:
    asked = {
        "title": {"type": "plain_text", "text": "Sure?"},
        "text": {"type": "mrkdwn", "text": "*Really* <b>?"},
        "confirm": {"type": "plain_text", "text": "Close it"},
        "deny": {"type": "plain_text", "text": "No"},
        "style": "danger",
    }
    root = read(ana.message(said(workspace, "x", "U0BOT", kit.actions(kit.button(confirm=asked)))))
    assert json.loads(root.one("button", data_does="press")["data-confirm"]) == {
        "title": "Sure?",
        "html": "<strong>Really</strong> b?",
        "confirm": "Close it",
        "deny": "No",
        "style": "danger",
    }


def test_an_icon_button_is_there_only_for_whom_it_is_meant(workspace: Workspace) -> None:
    element = {**kit.ELEMENTS["icon_button"], "visible_to_user_ids": ["U0OLLY"]}
    message = said(workspace, "x", "U0BOT", {"type": "context_actions", "elements": [element]})
    seen = {
        user: len(read(drawing_for(workspace, user).message(message)).all("button", data_does="press"))
        for user in ("U0ANA", "U0OLLY")
    }
    assert seen == {"U0ANA": 0, "U0OLLY": 1}


def test_a_table_is_drawn_cell_by_cell(workspace: Workspace, ana: Drawing) -> None:
    rows = [
        [{"type": "raw_text", "text": "Clock :tada:"}, kit.rich({"type": "text", "text": "<due>"})],
        [{"type": "raw_text", "text": "<b>"}, {"type": "raw_number", "value": 4.5}],
    ]
    table = {"type": "table", "rows": rows, "column_settings": [None, {"align": "right", "is_wrapped": True}]}
    cells = read(ana.message(said(workspace, "x", "U0BOT", table))).all("td")

    assert [cell.words for cell in cells] == ["Clock :tada:", "<due>", "<b>", "4.5"]
    assert [cell["class"] for cell in cells] == ["align-left", "align-right wrapped"] * 2


def test_an_input_has_its_label_its_hint_and_a_place_for_what_is_wrong(workspace: Workspace, ana: Drawing) -> None:
    element = {"type": "plain_text_input"}
    hinted = {**kit.form_input(element, hint=kit.plain(9)), "label": kit.plain(7)}
    block = read(ana.window(opened(workspace, hinted))).one("div", class_="block-input")
    control = block.one("input")

    assert block.one("label", **{"for": control["id"]}).words == "x" * 7
    hint, error = (block.one(id=name) for name in control["aria-describedby"].split())
    assert (hint.words, error["class"], "hidden" in error.attributes) == ("x" * 9, "input-error", True)
    assert control["aria-required"] == "true"
    optional = read(ana.window(opened(workspace, kit.form_input(element, optional=True)))).one(
        "div", class_="block-input"
    )
    assert optional.one("label").words.endswith("(optional)")
    assert "aria-required" not in optional.one("input").attributes


def test_a_window_shows_what_was_filled_in(workspace: Workspace, ana: Drawing) -> None:
    options = [kit.option(), {"text": kit.plain(), "value": "b"}]
    view = opened(
        workspace,
        kit.form_input({"type": "static_select", "action_id": "a", "options": options}, block_id="select"),
        kit.written(action_id="a", multiline=True, initial_value="\nfirst <b>"),
        kit.form_input({"type": "checkboxes", "action_id": "a", "options": options}, block_id="checks"),
        kit.form_input({"type": "external_select", "action_id": "a"}, block_id="search"),
    )
    filled: Json = {
        **view.values,
        "select": {"a": {"type": "static_select", "selected_option": options[1]}},
        "checks": {"a": {"type": "checkboxes", "selected_options": options}},
        "search": {"a": {"type": "external_select", "selected_option": kit.option()}},
    }
    root = read(ana.window(workspace.views.change(view, values=filled)))

    assert [each["value"] for each in root.all("option") if "selected" in each.attributes] == ["b"]
    assert [each["value"] for each in root.all("input", type="checkbox") if "checked" in each.attributes] == [
        "v" * 5,
        "b",
    ]
    search = root.one("input", role="combobox")
    assert (search["value"], search["data-value"]) == ("xxxxx", "v" * 5)
    # A parser of HTML drops the first line break of a text area: one is there for it to drop.
    assert root.one("textarea").children == ["\n\nfirst <b>"]


def test_the_same_blocks_have_the_same_ids_after_an_update(workspace: Workspace, ana: Drawing) -> None:
    named = kit.form_input({"type": "plain_text_input", "action_id": "a"}, block_id="b")
    before = opened(workspace, named)
    content = check_view(kit.modal(kit.section(), named), "modal")
    after = workspace.views.change(before, content=content)
    ids = [read(ana.window(view)).one("input")["id"] for view in (before, after)]
    assert ids[0] == ids[1]
