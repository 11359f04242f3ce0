"""Nobody's text comes alive, nobody sees or does what is not theirs, and no secret is written down."""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.playground.messages import Message
from tests.journeys.stage import Begin, Log
from tests.journeys.story import Story, reads
from tests.slack.nasty import CORPUS

NOON = "2026-06-05 12:00-07:00"
URGENT = "/ticket new urgent Acme: SSO login fails for everyone"
ALIVE = re.compile(r"<(?:!(?:channel|here|everyone|subteam)|@U0EVIL|#C0EVIL|http|javascript)", re.IGNORECASE)
OURS = re.compile(
    r"<(?:@U0\w+|#C0\w+|!date\^\d+\^\{time\} \{date_short_pretty\}\|[^<>|]*"
    r"|https://northbell\.slack\.example/archives/C0TRIAGE/p\d+\|T-\d+)>"
)
TEXTS = [" ".join(text for text in CORPUS if len(text) <= 100), *(text for text in CORPUS if len(text) > 100)]
"""All short texts at once, which is more than enough for anything to break out, and each long one by itself."""


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
async def test_a_nasty_text_typed_in_every_place_stays_a_text_in_every_place(begin: Begin, text: str) -> None:
    story = await begin(NOON)
    said = await story.person("bea").says("birdsong", "Mail is down")
    nasty = f"x {text}"

    await story.person("ana").uses_shortcut("open_ticket", said)
    await story.selects("ana", "customer", "Birdsong Mail")
    await story.selects("ana", "triage", "All API calls and all SMTP injections")
    short = " ".join(nasty.split())[:150]
    reached = {"company": short, "contact": short, "phone": "+31 20 555 0100", "email": "a@b.example"}
    await story.submits("ana", title=short, description=nasty[:3_000], **reached)
    await story.types("ana", f"/ticket new urgent Acme: {nasty}")
    await story.types("ana", f"/ticket new urgent {short}: {nasty}")
    for window, values in (
        ("Called back", {"text": nasty[:3_000]}),
        ("Reply", {"text": nasty[:3_000]}),
        ("Regrade", {"new_severity": "Non-critical (P2)", "impact": nasty[:3_000]}),
        ("Close", {"reason": "resolved", "text": nasty[:3_000]}),
        ("Reopen", {"text": nasty[:3_000]}),
    ):
        await story.presses("ana", story.card(), window)
        assert (await story.submits("ana", **values)).closed, window
    for line in ("show 1", "list", "why 1", f"help {nasty}", nasty, f"close 2 {nasty}", f"regrade 2 {short} {nasty}"):
        await story.types("ana", f"/ticket {line}")
    await story.presses("ana", story.card(), "Reply")
    await story.moves_to("2026-06-08 09:00-07:00")

    for message in [*story.messages(), *story.person("ana").ephemerals()]:
        if message.user == "U0BOT":
            _check_nothing_is_alive(message)
    assert story.told("breaches"), "the broken promises were told, with their titles"


async def test_an_outsider_learns_nothing_and_can_do_nothing(begin: Begin) -> None:
    story = await begin(NOON)
    await story.types("ana", URGENT)
    before = [reads(story, each) for each in story.messages()]

    for line in (
        "show 1",
        "why 1",
        "take 1",
        "ack 1",
        "reply 1 Hello",
        "regrade 1 low Fine now",
        "close 1 resolved",
        "reopen 1 x",
    ):
        told = await story.types("otto", f"/ticket {line}", channel="random")
        assert "There is no ticket T-1 that you can see." in told.text, line
        assert "Acme" not in told.text
    assert "for the support team" in (await story.types("otto", "/ticket list", channel="random")).text
    assert "There is no customer" in (await story.types("otto", "/ticket new urgent Acme: Hi", channel="random")).text
    assert "Did you mean" not in (await story.types("otto", "/ticket new urgent Acne: Hi", channel="random")).text

    assert [reads(story, each) for each in story.messages()] == before


async def test_a_button_in_a_shared_channel_does_nothing_for_somebody_of_the_other_company(begin: Begin) -> None:
    story = await begin(NOON)
    await story.types("ana", URGENT)
    await story.types("ana", "/ticket new high Globex: Reports are empty")
    # Somebody has let the customers into the triage channel: they see the cards and can press.
    triage = story.trial.office.workspace.channels["C0TRIAGE"]
    carl, bea = story.person("carl"), story.person("bea")
    story.trial.office.workspace.channels["C0TRIAGE"] = replace(triage, members=triage.members | {carl.id, bea.id})
    before = [reads(story, each) for each in story.messages()]

    for button in ("Take it", "Reply", "Regrade", "Close"):
        assert "is for the support team here" in await story.presses("carl", story.card(1), button)
        assert "There is no ticket T-2 that you can see." in await story.presses("carl", story.card(2), button)
        assert "There is no ticket T-1 that you can see." in await story.presses("bea", story.card(1), button)
    assert carl.modal() is bea.modal() is None
    assert [reads(story, each) for each in story.messages()] == before


async def test_a_forged_window_or_value_is_checked_like_any_other_request(begin: Begin) -> None:
    story = await begin(NOON)
    await story.types("ana", URGENT)
    await story.types("ana", "/ticket new high Globex: Reports are empty")
    await story.types("ana", "/ticket close 1 out_of_scope")
    before = [reads(story, each) for each in story.messages()]

    # Gina may open the form for her own company; the window that she sends says something else.
    said = await story.person("gina").says("globex", "Mail is down")
    await story.person("gina").uses_shortcut("open_ticket", said)
    form = story.window("gina")
    for callback, values in (
        ("reply_window", {"text": {"text": {"type": "plain_text_input", "value": "Hello"}}}),
        ("close_window", {"reason": {"reason": {"type": "radio_buttons", "selected_option": _option("resolved")}}}),
        ("reopen_window", {"text": {"text": {"type": "plain_text_input", "value": "Again"}}}),
        ("intake", _filled("acme")),
    ):
        for ticket in (1, 2, 99):
            payload = _submission(story, "gina", form.id, callback, values, f'{{"ticket": {ticket}}}')
            status, body = await _sends(story, payload)
            assert status == 200
            assert "response_action" in body, "the window stays, and says why"
            assert "Acme" not in body
    await story.settle()

    assert [reads(story, each) for each in story.messages() if each.user == "U0BOT"] == before


async def test_a_customers_contact_sees_and_opens_their_own_tickets_only(begin: Begin) -> None:
    story = await begin(NOON)
    await story.types("ana", URGENT)
    await story.types("ana", "/ticket new non-critical Birdsong Mail: Which IP first?")
    said = await story.person("gina").says("globex", "Reports are empty")

    await story.person("gina").uses_shortcut("open_ticket", said)
    assert "Globex" in story.window_text("gina")
    offered = await story.person("gina").searches(story.window("gina"), "customer", "")
    assert [each["text"]["text"] for each in offered] == ["Globex"]
    await story.selects("gina", "severity", "High (P2)")
    await story.submits("gina")
    assert "T-3 is open: P2 High for Globex." in story.window_text("gina")
    assert "Gina Guest" in story.card_text(3)


async def test_an_answer_goes_to_the_customers_thread_and_nothing_else_ever_does(begin: Begin) -> None:
    story = await begin(NOON)
    said = await story.person("carl").says("acme", "Mail is down")
    await story.person("ana").uses_shortcut("open_ticket", said)
    await story.selects("ana", "severity", "Urgent (P1)")
    await story.submits("ana")
    await story.presses("omar", story.card(), "Take it")
    await story.moves_to("2026-06-08 12:00-07:00")
    await story.presses("omar", story.card(), "Reply")
    await story.submits("omar", text="It is mended.")
    await story.types("omar", "/ticket close 1 resolved Internal remark.")

    shown = [each for each in story.messages() if each.channel == "C0ACME" and each.user == "U0BOT"]
    receipt, answer, closing = [each.text for each in shown]
    assert receipt.startswith("We have your request. It is T-1")
    assert answer == "Omar Agent · T-1: It is mended."
    assert closing.startswith("T-1 is closed")
    assert "Internal remark." not in str([each.blocks for each in shown])


async def test_no_token_is_ever_logged(begin: Begin, log: Log, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    story = await begin(NOON)
    await story.types("ana", URGENT)
    await story.presses("omar", story.card(), "Take it")
    async with story.trial.down():
        pass
    await story.types("ana", "/ticket show 1")

    slack = story.trial.slack
    assert len(log.text) > 1_000
    for secret in (slack.bot_token, slack.app_token, slack.signing_secret):
        assert secret not in log.text
        assert secret not in repr(story.trial.settings)


def _check_nothing_is_alive(message: Message) -> None:
    """Only what Belltower writes on purpose is an entity: people who are called, channels, dates, links to cards."""
    for text in [message.text, *_marked(list(message.blocks))]:
        rest = OURS.sub("", text)
        assert ALIVE.search(rest) is None, text
        assert "<" not in rest, text


def _marked(value: Any) -> Iterator[str]:
    """Every text in which Slack would look for entities."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for entry in value.values():
            yield from _marked(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _marked(entry)


def _option(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": value}, "value": value}


def _filled(customer: str) -> dict[str, Any]:
    return {
        "customer": {"customer": {"type": "external_select", "selected_option": _option(customer)}},
        "severity valimail": {"severity": {"type": "radio_buttons", "selected_option": _option("urgent")}},
        "title": {"title": {"type": "plain_text_input", "value": "Not mine"}},
    }


def _submission(
    story: Story, who: str, view: str, callback: str, values: dict[str, Any], metadata: str
) -> dict[str, Any]:
    """A window as somebody could have forged it."""
    user = story.person(who).user
    return {
        "type": "view_submission",
        "team": {"id": user.team_id},
        "user": {"id": user.id, "team_id": user.team_id},
        "view": {
            "id": f"{view} {callback} {metadata}",
            "type": "modal",
            "hash": "1",
            "callback_id": callback,
            "private_metadata": "{}" if callback == "intake" else metadata,
            "state": {"values": values},
        },
    }


async def _sends(story: Story, payload: dict[str, Any]) -> tuple[int, str]:
    answer = await story.trial.bot.app.async_dispatch(AsyncBoltRequest(body=payload, mode="socket_mode"))
    return answer.status, json.dumps(answer.body)
