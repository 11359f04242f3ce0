"""What a person fills in: elements by name or label, their values as Slack keeps them, Slack's own checks."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from bot.playground.blockkit import elements_of
from bot.playground.refusals import Json, NotPossible


class Control(NamedTuple):
    """An element by its ids, for whoever knows them; a person means one by the words they read."""

    block: str
    action: str


_SELECTED = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "multi_users_select": "selected_users",
    "multi_channels_select": "selected_channels",
    "multi_conversations_select": "selected_conversations",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
}
_INITIAL = {
    "value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_channel": "initial_channel",
    "selected_conversation": "initial_conversation",
    "selected_users": "initial_users",
    "selected_channels": "initial_channels",
    "selected_conversations": "initial_conversations",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
}
_SECONDS_WITHOUT_A_DATE = 10_000_000_000
"""An instant has at most ten digits in Slack, in seconds since 1970."""
_BY_OPTION = ("selected_option", "selected_options")
_SEVERAL = ("selected_users", "selected_channels", "selected_conversations")


def starting_values(blocks: Iterable[Json]) -> Json:
    """What a form holds before anybody touches it: by block id, then by action id."""
    values: Json = {}
    for block, element in keeping(blocks):
        part = _SELECTED[element["type"]]
        initial = element.get(_INITIAL[part])
        state = {"type": element["type"], part: [] if part.endswith("s") and initial is None else initial}
        values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values


def carried_over(values: Json, blocks: Iterable[Json]) -> Json:
    """What a form holds after an update: what was filled in stays where block id, action id and type stay."""
    fresh = starting_values(blocks)
    for block_id, actions in fresh.items():
        for action_id, state in actions.items():
            before = values.get(block_id, {}).get(action_id)
            if before is not None and before["type"] == state["type"]:
                actions[action_id] = before
    return fresh


def find(blocks: Sequence[Json], name: str | Control) -> tuple[Json, Json]:
    """The block and the element that a person means by an action id, a block id, the words they read, or both ids.

    Raises:
        NotPossible: when there is none of that name, or more than one.
    """
    everything = [(block, element) for block in blocks for element in elements_of(block)]
    if isinstance(name, Control):
        for block, element in everything:
            if (block["block_id"], element["action_id"]) == name:
                return block, element
        raise NotPossible("this control is not there any more")
    for names in (_identifiers, _words):
        found = [(block, element) for block, element in everything if name in names(block, element)]
        if len(found) == 1:
            return found[0]
        if found:
            raise NotPossible(f"{name!r} is there {len(found)} times; use its action id")
    there = sorted({words for block, element in everything for words in _words(block, element) if words})
    raise NotPossible(f"there is no {name!r} here; what is there: {', '.join(there) or 'nothing'}")


def filled(values: Json, block: Json, element: Json, state: Json) -> Json:
    """The form with one element filled in."""
    return {
        **values,
        block["block_id"]: {**values.get(block["block_id"], {}), element["action_id"]: state},
    }


def state_of(element: Json, wanted: Any, offered: Sequence[Json]) -> Json:
    """An element's state once a person has put in what they want; options by their value or their words.

    Raises:
        NotPossible: when the option is not offered, or the element takes no value.
    """
    part = _SELECTED.get(element["type"])
    if part is None:
        raise NotPossible(f"{element['type']} takes no value")
    if part == "selected_option":
        chosen: Any = None if wanted is None else option(offered, wanted)
    elif part == "selected_options":
        chosen = [option(offered, each) for each in _several(element, wanted)]
    elif part in _SEVERAL:
        chosen = [_single(element, each) for each in _several(element, wanted)]
    else:
        chosen = None if wanted is None else _single(element, wanted)
    return {"type": element["type"], part: chosen}


def _several(element: Json, wanted: Any) -> list[Any]:
    if not isinstance(wanted, list | tuple):
        raise NotPossible(f"{element['type']} takes a list, not {wanted!r}")
    return list(wanted)


def _single(element: Json, wanted: Any) -> str | int:
    if _SELECTED[element["type"]] == "selected_date_time" and isinstance(wanted, int):
        if abs(wanted) >= _SECONDS_WITHOUT_A_DATE:
            raise NotPossible(f"{wanted} is no date and time")
        return wanted
    if not isinstance(wanted, str | int | float) or isinstance(wanted, bool):
        raise NotPossible(f"{element['type']} takes one value, not {wanted!r}")
    return str(wanted)


def option(offered: Sequence[Json], wanted: str) -> Json:
    """The offered option of this value, or of these words.

    Raises:
        NotPossible: when it is not offered.
    """
    for candidate in offered:
        if wanted in (candidate["value"], candidate["text"]["text"]):
            return candidate
    words = ", ".join(candidate["text"]["text"] for candidate in offered)
    raise NotPossible(f"{wanted!r} is not offered; what is: {words or 'nothing'}")


def options_in(element: Json) -> list[Json]:
    """The options that stand in the element itself, with or without groups."""
    groups = element.get("option_groups") or ()
    return [*(element.get("options") or ()), *(o for group in groups for o in group["options"])]


def needs_options(element: Json) -> bool:
    """Whether a person chooses among options here."""
    return _SELECTED.get(element["type"]) in _BY_OPTION


def refused_before_sending(blocks: Iterable[Json], values: Json) -> dict[str, str]:
    """What Slack itself marks when a form is submitted, by block id: what is missing, too short, too long."""
    faults: dict[str, str] = {}
    for block, element in keeping(blocks):
        if block["type"] != "input":
            continue
        value = values[block["block_id"]][element["action_id"]][_SELECTED[element["type"]]]
        if value in (None, "", []):
            if not block.get("optional", False):
                faults[block["block_id"]] = "Please complete this required field."
        elif element["type"] == "plain_text_input":
            if len(value) < element.get("min_length", 0):
                faults[block["block_id"]] = f"Must be at least {element['min_length']} characters."
            elif len(value) > element.get("max_length", 3000):
                faults[block["block_id"]] = f"Must be at most {element.get('max_length', 3000)} characters."
    return faults


def keeping(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """The elements that keep a value, with their blocks; buttons and overflow menus keep none."""
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in _SELECTED:
                yield block, element


def _identifiers(block: Json, element: Json) -> tuple[str, ...]:
    alone = len(elements_of(block)) == 1
    return (element["action_id"], block["block_id"]) if alone else (element["action_id"],)


def _words(block: Json, element: Json) -> tuple[str, ...]:
    parts = (element.get("text"), block.get("label"), element.get("placeholder"))
    # A menu without words of its own goes by what stands in it.
    inside = element["options"] if element["type"] == "overflow" else ()
    return tuple(part["text"] for part in (*parts, *(each["text"] for each in inside)) if part)
