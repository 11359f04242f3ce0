"""What can be chosen in a menu."""

from typing import Any

import pytest

from bot.playground.directory import ChannelKind
from bot.playground.page.choices import Group, choices
from bot.playground.page.words import Reader
from bot.playground.workspace import Workspace
from tests.playground.page.test_words import NOW


def offered(workspace: Workspace, viewer: str, held: Any = None, **element: Any) -> list[Group]:
    reader = Reader(workspace=workspace, viewer=workspace.users[viewer], now=NOW)
    return [*choices(element, {}, held, reader)]


def names(groups: list[Group]) -> list[str]:
    return [choice.name for group in groups for choice in group.choices]


def option(words: str, **more: Any) -> dict[str, Any]:
    return {"text": {"type": "mrkdwn", "text": f"*{words}*"}, "value": words.lower(), **more}


def test_the_options_of_the_app_are_offered_and_the_held_one_is_chosen(workspace: Workspace) -> None:
    described = option("High", description={"type": "plain_text", "text": "Most cannot work"})
    (group,) = offered(workspace, "U0ANA", "high", type="radio_buttons", options=[option("Urgent"), described])

    assert [(each.value, each.name, each.words, each.chosen) for each in group.choices] == [
        ("urgent", "Urgent", "<strong>Urgent</strong>", False),
        ("high", "High", "<strong>High</strong>", True),
    ]
    assert group.choices[1].description == "Most cannot work"


def test_options_stay_in_their_groups(workspace: Workspace) -> None:
    groups = [
        {"label": {"type": "plain_text", "text": name}, "options": [option(f"{name} one")]} for name in ("Now", "Later")
    ]
    found = offered(workspace, "U0ANA", ["later one"], type="multi_static_select", option_groups=groups)

    assert [(group.name, names([group])) for group in found] == [("Now", ["Now one"]), ("Later", ["Later one"])]
    assert found[1].choices[0].chosen


def test_of_options_that_the_app_searches_for_only_the_held_ones_are_known(workspace: Workspace) -> None:
    reader = Reader(workspace=workspace, viewer=workspace.users["U0ANA"], now=NOW)
    single = choices({"type": "external_select"}, {"selected_option": option("Acme")}, "acme", reader)
    several = choices({"type": "multi_external_select"}, {"selected_options": [option("Acme")]}, ["acme"], reader)

    assert names([*single]) == names([*several]) == ["Acme"]
    assert names([*choices({"type": "external_select"}, {"selected_option": None}, None, reader)]) == []


def test_people_choose_among_their_team_and_whom_they_share_a_channel_with(workspace: Workspace) -> None:
    workspace.add_user("Gone Agent", id="U0GONE", deleted=True)
    assert names(offered(workspace, "U0ANA", type="users_select")) == ["Ana Agent", "Carl Customer", "Olly Oncall"]
    assert names(offered(workspace, "U0OLLY", type="multi_users_select")) == ["Ana Agent", "Olly Oncall"]
    assert names(offered(workspace, "U0CARL", type="users_select")) == ["Ana Agent", "Carl Customer"]


@pytest.mark.parametrize(
    ("viewer", "kind", "shown"),
    [
        ("U0ANA", "channels_select", ["#triage", "#acme-support", "#lobby"]),
        ("U0ANA", "conversations_select", ["#triage", "#acme-support", "#lobby", "Belltower"]),
        ("U0OLLY", "multi_conversations_select", ["#triage", "#acme-support", "#leads", "#lobby"]),
        ("U0CARL", "channels_select", ["#acme-support"]),
        ("U0CARL", "conversations_select", ["#acme-support"]),
    ],
)
def test_conversations_are_those_that_the_person_could_open(
    workspace: Workspace, viewer: str, kind: str, shown: list[str]
) -> None:
    workspace.direct("U0ANA")
    assert names(offered(workspace, viewer, type=kind)) == shown


def test_a_filter_leaves_kinds_of_conversations_out(workspace: Workspace) -> None:
    workspace.direct("U0OLLY")
    assert workspace.channels["C0LEADS"].kind is ChannelKind.PRIVATE
    found = offered(workspace, "U0OLLY", type="conversations_select", filter={"include": ["private", "im"]})
    assert names(found) == ["#leads", "Belltower"]
