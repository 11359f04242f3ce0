"""What Slack was seen to send, through the whole way in: over HTTP with a signature, and over Socket Mode.

The samples go in as they are; where they are to work, the ids in them are replaced by ours and nothing else.
"""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import aiohttp
import pytest
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.playground.http_mode import signature
from bot.playground.passes import ResponsePass
from bot.slack.server import EVENTS_PATH
from tests.conftest import shared_path
from tests.journeys.stage import Begin, free_address
from tests.journeys.story import Story, reads
from tests.slack.samples import captured

NOON = "2026-06-05 12:00-07:00"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
UNKNOWN = 404
"""What Bolt answers for what the app does not listen to."""
HEARD = {"app_mention", "message", "reaction_added"}
"""The captured events that the app listens to."""

Payload = dict[str, Any]


@pytest.fixture
async def story(begin: Begin) -> Story:
    """Belltower behind HTTP, with one urgent ticket of Acme's."""
    story = await begin(NOON, listen=free_address())
    await story.types("ana", "/ticket new urgent Acme: SSO login fails for everyone")
    return story


async def posts(story: Story, body: str | bytes, content_type: str, **headers: str) -> tuple[int, str]:
    """Post a body to the app, signed as Slack signs it now; `headers` replace those of the signature."""
    sent = body if isinstance(body, bytes) else body.encode()
    stamp = str(int(story.trial.clock().timestamp()))
    signed = {
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(story.trial.slack.signing_secret, stamp, sent.decode(errors="replace")),
    }
    listen = story.trial.settings.listen
    assert listen is not None
    url = f"http://{listen.host}:{listen.port}{EVENTS_PATH}"
    async with aiohttp.ClientSession() as session, session.post(url, data=sent, headers=signed | headers) as answer:
        return answer.status, await answer.text()


def encoded(payload: Payload) -> tuple[str, str]:
    """A payload as Slack sends it over HTTP: commands as forms, interactions as JSON in a form, events as JSON."""
    if "command" in payload:
        return urlencode(payload), FORM
    if payload["type"] in ("event_callback", "url_verification"):
        return json.dumps(payload), JSON
    return urlencode({"payload": json.dumps(payload)}), FORM


async def over_the_socket(story: Story, payload: Payload) -> tuple[int, str]:
    """What the app answers to a payload that comes by Socket Mode."""
    answer = await story.trial.bot.app.async_dispatch(AsyncBoltRequest(body=payload, mode="socket_mode"))
    return answer.status, str(answer.body)


def every_sample() -> list[tuple[str, Payload]]:
    """Every captured request; events get an id each, because Slack gives every event its own."""
    found = []
    for number, path in enumerate(sorted(shared_path("slack", "payloads", "captured").iterdir())):
        sample = json.loads(path.read_text(encoding="utf-8"))
        sample = dict(parse_qsl(sample["_form_encoded"])) if "_form_encoded" in sample else sample
        found.append((path.name, {**sample, "event_id": f"Ev{number}"} if "event_id" in sample else sample))
    return found


def is_heard(payload: Payload) -> bool:
    """Whether the app listens to a captured request as it is: to an event, or to the check of the request address."""
    return payload.get("type") == "url_verification" or payload.get("event", {}).get("type") in HEARD


async def test_every_captured_request_is_taken_and_the_unknown_ones_are_answered_as_bolt_does(story: Story) -> None:
    samples = every_sample()
    assert len(samples) > 40
    for name, payload in samples:
        status, _ = await posts(story, *encoded(payload))
        assert status == (200 if is_heard(payload) else UNKNOWN), name


async def test_every_captured_request_is_taken_over_socket_mode_too(story: Story) -> None:
    for name, payload in every_sample():
        status, _ = await over_the_socket(story, payload)
        assert status == (200 if is_heard(payload) else UNKNOWN), name


async def test_the_raw_form_of_a_captured_command_is_taken_byte_for_byte(story: Story) -> None:
    raw = captured("slash_command.slash_command_body.json")["_form_encoded"]

    assert (await posts(story, raw, FORM))[0] == UNKNOWN, "/hello-world is none of ours"
    assert (await posts(story, raw.replace("%2Fhello-world&text=Hi", "%2Fticket&text=help"), FORM))[0] == 200


async def test_a_payload_with_the_right_shape_and_nothing_in_it_never_makes_the_app_fail(story: Story) -> None:
    folder = shared_path("slack", "payloads")
    shapes = [path for path in sorted(folder.rglob("*.json")) if path.parent.name != "captured"]
    assert len(shapes) > 20
    for path in shapes:
        for payload in _variants(path):
            assert (await over_the_socket(story, payload))[0] in (200, 400, UNKNOWN), path.name


def _variants(path: Path) -> list[Payload]:
    """A shape as it is, and with its ids set to ones that the app listens to."""
    shape = json.loads(path.read_text(encoding="utf-8"))
    ours = json.loads(json.dumps(shape))
    if "command" in ours:
        ours |= {"command": "/ticket", "text": "show 1"}
    for action in ours.get("actions", []):
        if isinstance(action, dict):
            action["action_id"] = "take"
    if "callback_id" in ours:
        ours["callback_id"] = "open_ticket"
    return [shape, ours]


async def test_the_check_of_the_request_address_gets_its_challenge_back(story: Story) -> None:
    payload = captured("events_url_verification.event_body.json")

    status, text = await posts(story, *encoded(payload))

    assert status == 200
    assert payload["challenge"] in text


async def test_a_captured_command_with_our_ids_opens_a_ticket(story: Story) -> None:
    payload = captured("slash_command.slash_command_body.json")["fields"]
    payload |= {"command": "/ticket", "text": "new high Acme: Reports are empty", "user_id": "U0ANA"}

    status, text = await posts(story, *encoded(payload))
    await story.settle()

    assert status == 200
    assert "T-2 is open: P2 High for Acme" in text
    assert "Reports are empty" in story.card_text(2)


@pytest.mark.parametrize("by_http", [True, False])
async def test_a_captured_press_with_our_ids_takes_the_ticket(story: Story, by_http: bool) -> None:
    payload = captured("block_actions.body.json")
    payload["user"]["id"] = "U0OMAR"
    payload["channel"]["id"] = payload["container"]["channel_id"] = "C0TRIAGE"
    payload["actions"][0] |= {"action_id": "take", "value": "1"}
    payload["response_url"] = _response_url(story, "U0OMAR")

    status, _ = await (posts(story, *encoded(payload)) if by_http else over_the_socket(story, payload))
    await story.settle()

    assert status == 200
    assert "Omar Agent took it" in story.card_text()
    assert "T-1: you took it." in story.person("omar").ephemerals()[-1].text


@pytest.mark.parametrize("name", ["view_submission.body.json", "view_submission.connect_channel_payload.json"])
async def test_a_captured_window_with_our_ids_answers_the_customer(story: Story, name: str) -> None:
    payload = captured(name)
    payload["user"]["id"] = "U0OMAR"
    payload["view"] |= {"callback_id": "reply_window", "private_metadata": '{"ticket": 1}'}
    payload["view"]["state"] = {"values": {"text": {"text": {"type": "plain_text_input", "value": "We are on it."}}}}

    status, text = await posts(story, *encoded(payload))
    await story.settle()

    assert (status, text) == (200, "")
    assert "Omar Agent answered the customer" in story.card_text()


async def test_a_captured_message_shortcut_with_our_ids_opens_the_form_with_the_message_in_it(story: Story) -> None:
    payload = captured("shortcut.message_shortcut_body.json")
    payload["user"]["id"] = "U0ANA"
    payload["channel"]["id"] = "C0ACME"
    payload["callback_id"] = "open_ticket"
    payload["trigger_id"] = story.trial.office.workspace.passes.issue_trigger("U0ANA", story.trial.clock())
    payload["response_url"] = _response_url(story, "U0ANA")

    status, _ = await posts(story, *encoded(payload))

    assert status == 200
    assert "Title: @W222 test" in story.window_text("ana")


@pytest.mark.parametrize("name", ["events.valid_event_body.json", "events_shared_channels.valid_event_body.json"])
async def test_a_captured_mention_with_our_ids_is_answered_with_help_for_the_one_who_asked(
    story: Story, name: str
) -> None:
    payload = captured(name)
    payload["event"] |= {"user": "U0ANA", "channel": "C0TRIAGE", "ts": story.card().ts}

    before = len(story.person("ana").ephemerals())
    status, _ = await posts(story, *encoded(payload))
    await story.trial.slack.until(lambda: story.person("ana").ephemerals()[before:])

    assert status == 200
    assert "/ticket new urgent Acme" in str(story.person("ana").ephemerals()[-1].blocks)


async def test_a_captured_message_with_a_file_reaches_the_team_with_our_ids(story: Story) -> None:
    head = await _thread_of_the_customer(story)
    payload = captured("message_file_share.event_payload.json")
    payload["event"] |= {"user": "U0CARL", "channel": "C0ACME", "thread_ts": head}

    status, _ = await posts(story, *encoded(payload))
    await story.settle()

    assert status == 200
    told = "\n".join(reads(story, each) for each in story.history(2))
    assert "Hi there!" in told
    assert "file.png" in told


async def test_a_captured_message_of_a_bot_is_nobodys_word(story: Story) -> None:
    head = await _thread_of_the_customer(story)
    before = len(story.history(2))
    payload = captured("message_bot.bot_message_event_payload.json")
    payload["event"] |= {"channel": "C0ACME", "thread_ts": head}

    assert (await posts(story, *encoded(payload)))[0] == 200
    await story.settle()

    assert len(story.history(2)) == before


@pytest.mark.parametrize(
    "name", ["events.valid_reaction_added_body.json", "events_shared_channels.valid_reaction_added_body.json"]
)
async def test_a_captured_reaction_with_our_ids_offers_the_form(story: Story, name: str) -> None:
    message = await story.person("carl").says("acme", "Reports are empty")
    payload = captured(name)
    payload["event"] |= {"user": "U0CARL", "reaction": "ticket"}
    payload["event"]["item"] |= {"channel": "C0ACME", "ts": message.ts}

    status, _ = await posts(story, *encoded(payload))
    await story.trial.slack.until(lambda: story.person("carl").ephemerals())

    assert status == 200
    assert "Shall this message become a ticket?" in story.person("carl").ephemerals()[-1].text


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"X-Slack-Signature": ""}, "unsigned"),
        ({"X-Slack-Signature": "v0=" + "0" * 64}, "signed with another secret"),
        ({"X-Slack-Signature": "v0=é"}, "no signature at all"),
        ({"X-Slack-Request-Timestamp": ""}, "without its time"),
        ({"X-Slack-Request-Timestamp": "soon"}, "a time that is none"),
        ({"X-Slack-Request-Timestamp": "9" * 400}, "a time that is too long for one"),
        ({"X-Slack-Request-Timestamp": "-1780000000"}, "before all time"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_request_that_slack_has_not_signed_is_refused(story: Story, headers: dict[str, str], why: str) -> None:
    body, content_type = encoded(_opening())

    assert await posts(story, body, content_type, **headers) == (401, ""), why
    await _nothing_came_of_it(story)


@pytest.mark.parametrize("minutes", [-6, 6])
async def test_a_request_that_was_signed_six_minutes_away_from_now_is_refused(story: Story, minutes: int) -> None:
    body, content_type = encoded(_opening())
    stamp = str(int(story.trial.clock().timestamp()) + minutes * 60)
    made = signature(story.trial.slack.signing_secret, stamp, body)

    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": made}
    assert (await posts(story, body, content_type, **headers))[0] == 401
    await _nothing_came_of_it(story)


async def test_a_request_that_was_changed_after_it_was_signed_is_refused(story: Story) -> None:
    body, content_type = encoded(_opening())
    stamp = str(int(story.trial.clock().timestamp()))
    made = signature(story.trial.slack.signing_secret, stamp, body)

    changed = body.replace("Reports", "Exports")
    assert (await posts(story, changed, content_type, **{"X-Slack-Signature": made}))[0] == 401
    await _nothing_came_of_it(story)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("{not json", JSON),
        ("[1, 2]", JSON),
        ("null", JSON),
        ("payload=%7Bnot+json", FORM),
        ("payload=%5B1%5D", FORM),
        (urlencode({"payload": json.dumps({"type": "view_submission", "view": {"callback_id": "intake"}})}), FORM),
        (urlencode({"payload": json.dumps({"type": "block_actions", "actions": []})}), FORM),
    ],
)
async def test_a_signed_request_that_cannot_be_read_is_refused(story: Story, body: str, content_type: str) -> None:
    assert (await posts(story, body, content_type))[0] == 400


async def test_a_body_that_is_no_text_is_refused(story: Story) -> None:
    assert (await posts(story, b"\xff\xfe\x00", FORM))[0] == 401


@pytest.mark.parametrize(
    "broken",
    ["no trigger", "no user", "a value of nobody's", "a window that remembers nothing", "an event without a channel"],
)
async def test_a_signed_request_that_slack_would_never_send_is_refused(story: Story, broken: str) -> None:
    press = captured("block_actions.body.json")
    press["actions"][0] |= {"action_id": "take", "value": "1"}
    window = captured("view_submission.body.json")
    window["view"]["callback_id"] = "reply_window"
    mention = captured("events.valid_event_body.json")
    del mention["event"]["channel"]
    payload = {
        "no trigger": press | {"trigger_id": ""},
        "no user": press | {"user": {}},
        "a value of nobody's": press | {"actions": [press["actions"][0] | {"value": "1; drop table ticket"}]},
        "a window that remembers nothing": window,
        "an event without a channel": mention,
    }[broken]

    expected = 200 if broken == "an event without a channel" else 400
    assert (await posts(story, *encoded(payload)))[0] == expected, "Bolt acknowledges an event before it is looked at"
    await _nothing_came_of_it(story)


async def _thread_of_the_customer(story: Story) -> str:
    """The head of the thread in Acme's channel that T-2 was opened from."""
    message = await story.person("carl").says("acme", "Reports are empty")
    await story.person("ana").uses_shortcut("open_ticket", message)
    await story.selects("ana", "severity", "High (P2)")
    await story.submits("ana")
    return message.ts


def _opening() -> Payload:
    """A captured command, made into one that would open a ticket."""
    payload: Payload = captured("slash_command.slash_command_body.json")["fields"]
    return payload | {"command": "/ticket", "text": "new high Acme: Reports are empty", "user_id": "U0ANA"}


async def _nothing_came_of_it(story: Story) -> None:
    await story.settle()
    assert "1 ticket" in (await story.types("ana", "/ticket list")).text
    assert "nobody yet" in story.card_text()


def _response_url(story: Story, user: str) -> str:
    """A response URL of the local Slack: what is answered must not leave this machine."""
    passes, slack = story.trial.office.workspace.passes, story.trial.slack
    name = passes.issue_response(ResponsePass(user=user, channel="C0TRIAGE", issued=story.trial.clock()))
    return f"{slack.api_url.removesuffix('api/')}respond/{name}"
