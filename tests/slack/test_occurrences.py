import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.requests import Asker, Author, Hear, Origin
from bot.slack.occurrences import Marked, home_opened, marked, mention, spoken
from bot.slack.reading import MalformedPayloadError
from tests.conftest import shared_path
from tests.slack.samples import CAPTURED, captured

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=10,
)
READERS: list[Callable[[dict[str, Any]], object]] = [spoken, marked, mention, home_opened]


def posting(**changes: Any) -> dict[str, Any]:
    """A message of Carl's in the thread of a message, as Slack tells of it."""
    event = {
        "type": "message",
        "user": "U0CARL",
        "team": "T0ACME",
        "channel": "C0ACME",
        "ts": "2.2",
        "thread_ts": "1.1",
        "text": "Is 1 &lt; 2, <@U0ANA|ana>?",
    }
    return {
        "team_id": "T0ACME",
        "api_app_id": "A0US",
        "event_id": "Ev1",
        "authorizations": [{"team_id": "T0HOME", "user_id": "U0BOT"}],
        "event": {name: value for name, value in (event | changes).items() if value is not None},
    }


def heard(**changes: Any) -> Hear:
    said = spoken(posting(**changes))
    assert said is not None
    return said.hear


def test_a_message_says_who_wrote_what_where_and_of_which_workspace_they_are() -> None:
    said = spoken(posting())
    assert said is not None
    assert said.hear == Hear(
        key="event Ev1",
        home="T0HOME",
        author=Author(person="U0CARL", team="T0ACME"),
        channel="C0ACME",
        ts="2.2",
        thread="1.1",
        text="Is 1 < 2, @ana?",
    )
    assert said.raw == "Is 1 &lt; 2, <@U0ANA|ana>?"
    assert said.asker == Asker(person="U0CARL", channel="C0ACME")


def test_in_a_shared_channel_the_writers_own_workspace_counts() -> None:
    assert heard(team="T0HOME", user_team="T0ACME", source_team="T0ACME").author.team == "T0ACME"
    assert heard(team=None).author.team == "T0HOME"


def test_a_message_to_the_app_begins_with_its_name() -> None:
    assert heard(text="<@U0BOT> any news?").to_app
    assert heard(text=" <@U0BOT|belltower>, any news?").to_app
    assert not heard(text="Ask <@U0BOT>").to_app
    assert not heard(text="<@U0ANA> any news?").to_app


def test_the_first_message_of_a_thread_is_in_no_thread() -> None:
    assert heard(thread_ts=None).thread is None
    assert heard(thread_ts="2.2").thread is None


def test_the_files_of_a_message_come_as_slack_tells_of_them() -> None:
    said = spoken(posting(subtype="file_share", files=[{"name": "login.png"}, {"id": "F1"}, "odd"], text=""))
    assert said is not None
    assert said.files == ({"name": "login.png"}, {"id": "F1"})
    broadcast = spoken(posting(subtype="thread_broadcast", files="odd"))
    assert broadcast is not None
    assert broadcast.files == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "B0OTHER", "app_id": "A0OTHER"},
        {"subtype": "bot_message", "user": None, "bot_id": "B0OTHER"},
        {"subtype": "bot_message", "user": None},
        {"user": "USLACKBOT"},
    ],
)
def test_what_no_person_wrote_is_marked_as_that(changes: dict[str, Any]) -> None:
    assert heard(**changes).author.automatic


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "B0US", "app_id": "A0US", "user": "U0BOT"},
        {"bot_id": "B0US", "bot_profile": {"app_id": "A0US"}, "user": "U0BOT"},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"subtype": "channel_topic"},
    ],
)
def test_our_own_messages_and_what_nobody_has_said_are_passed_over(changes: dict[str, Any]) -> None:
    assert spoken(posting(**changes)) is None


def test_captured_messages_are_read_as_what_they_are() -> None:
    plain = spoken(captured("message.message_body.json"))
    assert plain is not None
    assert not plain.hear.author.automatic
    files = spoken(captured("message_file_share.event_payload.json"))
    assert files is not None
    assert [file["name"] for file in files.files] == ["file.png"]
    bot = spoken(captured("message_bot.bot_message_event_payload.json"))
    assert bot is not None
    assert bot.hear.author.automatic
    broadcast = spoken(captured("message_thread_broadcast.event_payload.json"))
    assert broadcast is not None
    assert broadcast.hear.thread is not None
    assert spoken(captured("message_changed.event_payload.json")) is None
    assert spoken(captured("message_deleted.event_payload.json")) is None


def reacting(**changes: Any) -> dict[str, Any]:
    event = {
        "type": "reaction_added",
        "user": "U0ANA",
        "reaction": "ticket",
        "item": {"type": "message", "channel": "C0ACME", "ts": "2.2"},
    }
    return {"event": event | changes}


def test_a_mark_says_which_message_is_to_become_a_ticket() -> None:
    found = marked(reacting())
    assert found == Marked(asker=Asker(person="U0ANA", channel="C0ACME"), channel="C0ACME", ts="2.2")
    assert found.message == Origin(channel="C0ACME", ts="2.2")
    assert found.head == "2.2"
    assert found.within({"ts": "2.2", "thread_ts": "1.1"}).head == "1.1"
    assert found.within(None) == found


def test_other_emojis_and_marks_on_other_things_are_passed_over() -> None:
    assert marked(reacting(reaction="eyes")) is None
    assert marked(reacting(item={"type": "file", "file": "F1"})) is None
    assert marked(captured("events.valid_reaction_added_body.json")) is None


def test_a_captured_mention_says_who_asks_and_where() -> None:
    said = mention(captured("events.valid_event_body.json"))
    assert said.asker == Asker(person="W222", channel="C111")
    assert (said.message, said.thread) == (Origin(channel="C111", ts="1595926230.009600"), None)


def test_who_opens_app_home_is_told_and_who_opens_the_messages_is_not() -> None:
    event = {"type": "app_home_opened", "user": "U0ANA", "channel": "D1", "tab": "home"}
    assert home_opened({"event": event}) == Asker(person="U0ANA")
    assert home_opened({"event": event | {"tab": "messages"}}) is None
    with pytest.raises(MalformedPayloadError, match=r"event\.type"):
        home_opened({"event": event | {"type": "app_mention"}})


def test_every_captured_payload_is_read_or_refused_and_nothing_else() -> None:
    files = sorted(shared_path(*CAPTURED).glob("*.json"))
    assert files
    for file in files:
        for reader in READERS:
            with suppress(MalformedPayloadError):
                reader(json.loads(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("reader", READERS)
@given(payload=st.dictionaries(st.sampled_from(["event", "event_id", "team_id", "authorizations"]), JSON))
def test_an_event_of_any_shape_is_refused_by_name(
    reader: Callable[[dict[str, Any]], object], payload: dict[str, Any]
) -> None:
    with pytest.raises(MalformedPayloadError):
        reader(payload)


@pytest.mark.parametrize("name", ["message", "reaction_added", "app_mention"])
@given(event=st.dictionaries(st.sampled_from(["user", "item", "channel", "ts", "text", "files", "subtype"]), JSON))
def test_an_event_with_a_known_name_and_any_content_is_read_or_refused(name: str, event: dict[str, Any]) -> None:
    for reader in READERS:
        with suppress(MalformedPayloadError):
            reader({"event_id": "Ev1", "team_id": "T1", "event": event | {"type": name}})
