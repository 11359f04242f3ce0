"""A press on a message and a reaction to it show that somebody saw it; windows, files and our own reactions do not."""

from datetime import datetime
from typing import Any, cast

from structlog.testing import capture_logs

from bot.desk.desk import Desk
from bot.slack.links import Links
from bot.slack.people import People
from bot.slack.reaching import client_of
from bot.slack.reception import Reception
from bot.slack.sightings import Sighting, Sightings, pressed_on, reacted_to
from storage.database import Database, Unavailable
from tests.desk.office import configuration
from tests.slack.tickets import FRIDAY

PRESS: dict[str, Any] = {
    "user": {"id": "U0OLLY"},
    "container": {"type": "message", "message_ts": "7.7", "channel_id": "C0TRIAGE"},
}
REACTION: dict[str, Any] = {
    "authorizations": [{"team_id": "T0NORTHBELL", "user_id": "U0BELL"}],
    "event": {
        "type": "reaction_added",
        "user": "U0OLLY",
        "reaction": "eyes",
        "item": {"type": "message", "channel": "C0TRIAGE", "ts": "7.7"},
    },
}
SEEN = Sighting(person="U0OLLY", channel="C0TRIAGE", ts="7.7")


def test_a_press_on_a_message_is_one_and_a_press_in_a_window_is_none() -> None:
    assert pressed_on(PRESS) == SEEN
    assert pressed_on(PRESS | {"container": {"type": "view", "view_id": "V1"}}) is None
    assert pressed_on({"user": {"id": "U0OLLY"}}) is None


def test_any_reaction_to_a_message_is_one_but_our_own() -> None:
    assert reacted_to(REACTION) == SEEN
    assert reacted_to(REACTION | {"event": REACTION["event"] | {"user": "U0BELL"}}) is None
    assert reacted_to(REACTION | {"event": REACTION["event"] | {"item": {"type": "file", "file": "F1"}}}) is None


class Away:
    """A database that cannot be reached."""

    def reading(self) -> None:
        raise Unavailable("gone")


async def test_where_it_cannot_be_kept_nobody_is_disturbed() -> None:
    client = client_of("xoxb-of-a-test", "http://127.0.0.1:1/")
    desk = Desk(database=cast(Database, Away()), shelf=configuration().shelf, roster=configuration().roster)

    async def now() -> datetime:
        return FRIDAY

    reception = Reception(
        desk=desk,
        now=now,
        people=People(client),
        links=Links(client),
        woken=lambda: None,
        regrouped=lambda: None,
        passes=dict,
    )
    with capture_logs() as logs:
        await Sightings(reception=reception).noted(SEEN)
        await Sightings(reception=reception).noted(None)
    assert [entry["event"] for entry in logs] == ["that a message was seen was not kept"]
