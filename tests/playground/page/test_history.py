"""The entries of a list: which messages stand under one name, and where a day or something new begins."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.playground.messages import JOINED, Message
from bot.playground.page.history import PAGE, Entry, History, newest, older
from bot.playground.workspace import Workspace

AT = datetime(2026, 7, 2, 17, 30, tzinfo=UTC)
LOS_ANGELES = ZoneInfo("America/Los_Angeles")


def message(at: datetime, user: str = "U0ANA", **more: object) -> Message:
    return Message(channel="C0TRIAGE", ts=f"{at.timestamp():.6f}", user=user, text="x", **more)  # type: ignore[arg-type]


@pytest.fixture
def history(workspace: Workspace) -> History:
    return History(workspace, LOS_ANGELES)


def words(entries: list[Entry]) -> list[str]:
    return [each.words or ("…" if each.is_compact else "message") for each in entries]


@pytest.mark.parametrize(
    ("ago", "divider"),
    [
        (timedelta(hours=1), "Today"),
        (timedelta(hours=11), "Yesterday"),
        (timedelta(days=1), "Yesterday"),
        (timedelta(days=9), "Tuesday, June 23rd"),
        (timedelta(days=21), "Thursday, June 11th"),
        (timedelta(days=365), "Wednesday, July 2nd, 2025"),
    ],
)
def test_each_day_of_the_reader_begins_with_its_name(history: History, ago: timedelta, divider: str) -> None:
    assert words(history.channel([message(AT - ago)], AT)) == [divider, "message"]


def test_what_one_person_says_in_one_breath_stands_under_one_name(history: History) -> None:
    minute = timedelta(minutes=1)
    said = [
        message(AT),
        message(AT + minute),
        message(AT + 2 * minute, "U0OLLY"),
        message(AT + 3 * minute, "U0OLLY", shown_only_to="U0ANA"),
        message(AT + 4 * minute, "U0OLLY"),
        message(AT + 9 * minute, "U0OLLY"),
        message(AT + 10 * minute, "U0OLLY", thread_ts="1.0", is_broadcast=True),
        message(AT + 11 * minute, "U0CARL", subtype=JOINED),
        message(AT + 12 * minute, "U0CARL"),
    ]
    expected = ["Today", "message", "…", *["message"] * 7]

    assert words(history.channel(said, AT + timedelta(hours=1))) == expected


def test_a_new_day_and_new_messages_begin_with_a_name_again(history: History) -> None:
    midnight = datetime(2026, 7, 3, 7, 0, tzinfo=UTC)
    second = timedelta(seconds=1)
    said = [message(midnight - second), message(midnight), message(midnight + second)]

    entries = history.channel(said, midnight, first_new=said[2].ts)
    assert words(entries) == ["Yesterday", "message", "Today", "message", "New", "message"]


def test_a_thread_shows_how_many_replies_it_has(history: History) -> None:
    said = [message(AT + timedelta(seconds=number)) for number in range(3)]

    assert words(history.thread(said, said[0].ts, AT)) == ["message", "2 replies", "message", "…"]
    assert words(history.thread(said[:2], said[0].ts, AT)) == ["message", "1 reply", "message"]
    assert words(history.thread(said[1:], said[0].ts, AT))[0] == "This message was deleted."
    whisper = message(AT + timedelta(minutes=1), "U0BOT", shown_only_to="U0ANA")
    assert words(history.thread([*said[:2], whisper], said[0].ts, AT))[1] == "1 reply"


def test_a_message_looks_different_when_something_hangs_under_it_or_the_day_is_over(
    history: History, workspace: Workspace
) -> None:
    triage, ana = workspace.channels["C0TRIAGE"], workspace.users["U0ANA"]
    root = workspace.say(channel=triage, user=ana, text="root", at=AT)
    before = history.channel([root], AT)
    assert history.channel([root], AT + timedelta(minutes=1)) == before
    assert history.channel([root], AT + timedelta(days=1)) != before

    workspace.say(channel=triage, user=ana, text="reply", at=AT, thread_ts=root.ts)
    assert history.channel([root], AT) != before


def test_pages_end_at_messages_and_begin_at_dividers(history: History) -> None:
    said = [message(AT + timedelta(hours=number)) for number in range(3 * PAGE)]
    entries = history.channel(said, AT)
    first = newest(entries)
    second = older(entries, said[2 * PAGE].ts)
    third = older(entries, said[PAGE].ts)

    assert [len([each for each in part if each.message]) for part in (first, second, third)] == [PAGE] * 3
    assert [*third, *second, *first] == entries
    assert older(entries, said[0].ts) == []
    assert newest(entries, since=said[PAGE].ts) == [*second, *first]
