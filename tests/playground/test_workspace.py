"""The state of a workspace: time stamps, lookups, direct conversations."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.playground.directory import BotKind, ChannelKind
from bot.playground.workspace import Workspace

AT = datetime(2026, 7, 2, 17, 30, tzinfo=UTC)


@given(st.lists(st.timedeltas(timedelta(0), timedelta(seconds=1)), max_size=30))
def test_time_stamps_are_unique_and_ordered_even_when_the_clock_goes_back(steps: list[timedelta]) -> None:
    workspace = Workspace()
    stamps = [workspace.next_stamp(AT + step) for step in steps]
    assert stamps == sorted(set(stamps))


def test_a_time_stamp_is_the_instant_in_microseconds() -> None:
    assert Workspace().next_stamp(AT + timedelta(microseconds=7)) == f"{int(AT.timestamp())}.000007"


def test_people_and_channels_are_found_by_id_handle_or_name(workspace: Workspace) -> None:
    ana = workspace.users["U0ANA"]
    assert {workspace.user(name) for name in ("U0ANA", "@ana.agent", "Ana Agent", ana.email)} == {ana}
    triage = workspace.channels["C0TRIAGE"]
    assert {workspace.channel(name) for name in ("C0TRIAGE", "triage", "#triage")} == {triage}
    assert (workspace.user("Zoe"), workspace.channel("")) == (None, None)


def test_two_people_have_one_direct_conversation(workspace: Workspace) -> None:
    first = workspace.direct("U0ANA")
    assert workspace.direct("U0ANA") is first
    assert first.kind is ChannelKind.DIRECT
    assert workspace.direct("U0ANA", "U0OLLY").members == {"U0ANA", "U0OLLY"}


def test_members_come_and_go(workspace: Workspace) -> None:
    ana, triage = workspace.users["U0ANA"], workspace.channels["C0TRIAGE"]
    without = workspace.leave(triage, ana)
    assert ana.id not in workspace.channels["C0TRIAGE"].members
    assert workspace.join(without, ana).members == triage.members


def test_a_permalink_leads_back_to_its_message_and_no_other_address_does(workspace: Workspace) -> None:
    triage, ana = workspace.channels["C0TRIAGE"], workspace.users["U0ANA"]
    said = workspace.say(channel=triage, user=ana, text="Hello", at=AT)
    address = workspace.permalink(said)
    assert workspace.at_permalink(address) == said
    elsewhere = address.replace("C0TRIAGE", "C9")
    for other in ("", "https://x.example", f"{address}0", elsewhere, address[:-1], f"x{address}"):
        assert workspace.at_permalink(other) is None


def test_a_user_group_is_found_by_id_or_handle_and_its_people_change(workspace: Workspace) -> None:
    ana, olly = workspace.users["U0ANA"], workspace.users["U0OLLY"]
    group = workspace.add_user_group("leads", members=[ana])
    assert {workspace.group(name) for name in (group.id, "leads", "@leads")} == {group}
    changed = workspace.regroup(group, [olly], AT)

    assert (workspace.groups_of("U0ANA"), workspace.groups_of("U0OLLY")) == ([], [changed])
    assert workspace.group("nobody") is None


def test_only_another_app_has_ids_of_an_app_and_only_a_workflow_has_no_account(workspace: Workspace) -> None:
    app, flow, slackbot = [workspace.add_bot(kind.name, kind=kind) for kind in BotKind]

    assert all((app.bot_id, app.app_id, flow.bot_id))
    assert not any((flow.app_id, slackbot.bot_id, slackbot.app_id))
    assert [each.has_account for each in (app, flow, slackbot)] == [True, False, True]
    assert slackbot.id == "USLACKBOT"


def test_that_somebody_has_come_in_is_nothing_to_read(workspace: Workspace) -> None:
    triage, olly = workspace.channels["C0TRIAGE"], workspace.users["U0OLLY"]
    workspace.say_joined(triage, olly, AT)
    said = workspace.say(channel=triage, user=olly, text="hello", at=AT)
    assert workspace.unread("U0ANA", "C0TRIAGE") == [said]
