"""Messages are drawn once, and again only when they look different."""

import pytest

from bot.playground.page.lists import Lists
from bot.playground.page.visit import Visit
from bot.playground.server import LocalSlack
from tests.playground.conftest import Clock


@pytest.fixture
def lists(slack: LocalSlack) -> Lists:
    return Lists(slack.workspace, slack.installation.manifest, slack.now)


def visit(slack: LocalSlack, user: str, thread: str | None = None) -> Visit:
    channel = slack.workspace.channels["C0ACME"]
    return Visit(person=slack.person(user), handle="x", place=channel.name, channel=channel, thread=thread)


def say(slack: LocalSlack, text: str, **more: str) -> str:
    workspace = slack.workspace
    channel, carl = workspace.channels["C0ACME"], workspace.users["U0CARL"]
    return workspace.say(channel=channel, user=carl, text=text, at=slack.now(), **more).ts  # type: ignore[arg-type]


async def test_a_message_is_drawn_again_only_when_it_looks_different(
    slack: LocalSlack, lists: Lists, clock: Clock
) -> None:
    ts = say(slack, "It fails.")
    here = visit(slack, "U0ANA")

    def drawn() -> str:
        return lists.html(here, lists.channel(here)[-1])

    first = drawn()
    clock.move(minutes=1)
    assert drawn() is first

    say(slack, "Still.", thread_ts=ts)
    assert "1 reply" in drawn()
    message = slack.workspace.messages.get("C0ACME", ts)
    assert message is not None
    slack.workspace.messages.change(message, text="It works.")
    assert "It works." in drawn()
    seen_by_carl = visit(slack, "U0CARL")
    assert lists.html(seen_by_carl, lists.channel(seen_by_carl)[-1]) != drawn()


async def test_the_shortcuts_of_an_app_are_for_people_of_its_own_team(slack: LocalSlack, lists: Lists) -> None:
    say(slack, "It fails.")
    ours, theirs = [
        lists.all_html(here, lists.channel(here)) for here in (visit(slack, "U0ANA"), visit(slack, "U0CARL"))
    ]

    assert "Make a ticket" in ours
    assert "Make a ticket" not in theirs


async def test_what_one_person_alone_sees_in_a_thread_stands_in_their_thread_and_in_no_channel(
    slack: LocalSlack, lists: Lists
) -> None:
    ts = say(slack, "root")
    say(slack, "a hint", thread_ts=ts, shown_only_to="U0ANA")
    ana, carl = visit(slack, "U0ANA", ts), visit(slack, "U0CARL", ts)

    assert "Only visible to you" in lists.all_html(ana, lists.thread(ana), in_thread=True)
    assert "a hint" not in lists.all_html(ana, lists.channel(ana))
    assert "a hint" not in lists.all_html(carl, lists.thread(carl), in_thread=True)


async def test_there_is_a_list_only_where_there_are_messages(slack: LocalSlack, lists: Lists) -> None:
    ts = say(slack, "root")
    say(slack, "reply", thread_ts=ts)
    home = Visit(person=slack.person("U0ANA"), handle="ana", place="home")

    assert (lists.channel(home), lists.thread(home)) == ([], [])
    assert lists.thread(visit(slack, "U0ANA")) == []
    assert len(lists.thread(visit(slack, "U0ANA", ts))) == len(["root", "1 reply", "reply"])
