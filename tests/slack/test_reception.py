"""What the reception decides by itself: message or window, what a form is filled in with, which clock was meant."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import opened
from bot.clocks.contract import ClockKind
from bot.demo.office import office
from bot.desk.desk import Desk
from bot.desk.refusals import NoSuchCustomerError, NotAllowedError, NothingToDoError, NotNowError
from bot.desk.requests import Asker
from bot.slack import payloads
from bot.slack.actions import Action
from bot.slack.blocks import Message
from bot.slack.links import Links
from bot.slack.people import People
from bot.slack.reception import Reception
from bot.slack.windows import WINDOW_VERBS, Window
from tests.databases import PATIENT
from tests.journeys.story import at

FRIDAY = at("2026-06-05 12:00-07:00")


async def now() -> datetime:
    return FRIDAY


class Stage:
    """A reception with nothing around it; it counts how often the delivery was woken."""

    def __init__(self, desk: Desk) -> None:
        self.woken = self.regrouped = 0
        client = AsyncWebClient(base_url="http://127.0.0.1:1/", retry_handlers=[])
        self.reception = Reception(
            desk=desk,
            now=now,
            people=People(client),
            links=Links(client),
            woken=self._wake,
            regrouped=self._regroup,
            passes=dict,
        )
        self._keys = iter(range(1_000))

    async def types(self, text: str, person: str = "U0ANA", channel: str = "C0TRIAGE") -> Message | Window:
        asker = Asker(person=person, channel=channel)
        key = f"command {next(self._keys)}"
        return await self.reception.typed(payloads.Typed(key=key, asker=asker, text=text))

    async def presses(self, action: Action, **about: Any) -> Message | Window:
        values = {"ticket": 1, "clock": None, "cycle": None} | about
        asker = Asker(person="U0ANA", channel="C0TRIAGE")
        key = f"press {next(self._keys)}"
        return await self.reception.pressed(payloads.Press(key=key, asker=asker, action=action, **values))

    def _wake(self) -> None:
        self.woken += 1

    def _regroup(self) -> None:
        self.regrouped += 1


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    async with opened(database_url, office().configuration, now) as (desk, _):
        desk.database.patience = PATIENT
        yield Stage(desk)


async def test_the_delivery_is_woken_for_what_changes_something_and_for_nothing_else(stage: Stage) -> None:
    await stage.types("new urgent Acme: SSO login fails")
    assert stage.woken == 1
    await stage.types("take 1")
    assert stage.woken == 2
    for text in ("show 1", "list", "why 1", "help", "nonsense", "new", "reply 1"):
        await stage.types(text)
    await stage.presses(Action.WHY)
    assert stage.woken == 2


BEFORE = {Action.OBJECT: "resolve 1 The certificate is renewed.", Action.REOPEN: "close 1 resolved"}
"""What must have happened before a button is possible."""


@pytest.mark.parametrize("action", WINDOW_VERBS)
async def test_a_button_that_needs_more_opens_a_window_about_its_ticket(stage: Stage, action: Action) -> None:
    await stage.types("new urgent Acme: SSO login fails")
    if action in BEFORE:
        await stage.types(BEFORE[action])

    window = await stage.presses(action)

    assert isinstance(window, Window)
    assert json.loads(window.view["private_metadata"])["ticket"] == 1
    assert "T-1" in window.view["title"]["text"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("reply 1", "Reply T-1"),
        ("update 1 every 2 hours", "Update T-1"),
        ("regrade 1 low", "Regrade T-1"),
        ("assign 1", "Assign T-1"),
        ("pause 1 the logs", "Waiting T-1"),
        ("pause 1 agreed until Monday", "Waiting T-1"),
        ("tried 1", "Tried to reach T-1"),
        ("resolve 1", "Resolve T-1"),
        ("close 1", "Close T-1"),
        ("new", "New ticket"),
        ("new urgent", "New ticket"),
    ],
)
async def test_what_is_typed_too_short_is_asked_for_in_a_window(stage: Stage, text: str, told: str) -> None:
    await stage.types("new urgent Acme: SSO login fails")

    window = await stage.types(text)

    assert isinstance(window, Window)
    assert window.view["title"]["text"] == told


async def test_what_is_not_possible_now_is_refused_before_a_window_asks_for_words(stage: Stage) -> None:
    await stage.types("new urgent Acme: SSO login fails")
    with pytest.raises(NotNowError):
        await stage.types("reopen 1")

    await stage.types("close 1 resolved")

    for action in WINDOW_VERBS.keys() - {Action.REOPEN}:
        with pytest.raises(NotNowError):
            await stage.presses(action)
    window = await stage.types("reopen 1")
    assert isinstance(window, Window)
    assert window.view["title"]["text"] == "Reopen T-1"


async def test_what_was_typed_too_short_stands_in_the_window(stage: Stage) -> None:
    await stage.types("new urgent Acme: SSO login fails")

    paused = await stage.types("pause 1 They look for the logs.")
    closed = await stage.types("close 1")
    assigned = await stage.types("assign 1 @nobody-slack-knows")

    assert isinstance(paused, Window)
    assert "They look for the logs." in str(paused.view["blocks"])
    assert isinstance(closed, Window)
    assert isinstance(assigned, Window)
    assert "initial_user" not in str(assigned.view["blocks"])


@pytest.mark.clause("B20")
async def test_a_regrade_that_needs_somebody_to_call_asks_for_them_in_a_window(stage: Stage) -> None:
    await stage.types("new non-critical Birdsong Mail: Some injections are slow")

    window = await stage.types("regrade 1 critical Now all of them fail.")

    assert isinstance(window, Window)
    asked = {block["block_id"]: block["element"] for block in window.view["blocks"] if block["type"] == "input"}
    assert asked["new_severity"]["initial_option"]["value"] == "critical"
    assert asked["impact"]["initial_value"] == "Now all of them fail."
    assert {"contact", "phone", "email"} <= set(asked)


async def test_the_team_is_asked_how_the_customer_agreed(stage: Stage) -> None:
    await stage.types("new urgent Acme: SSO login fails")
    await stage.types("resolve 1 The certificate is renewed.")

    for window in (await stage.types("confirm 1"), await stage.presses(Action.CONFIRM)):
        assert isinstance(window, Window)
        assert window.view["title"]["text"] == "Confirm T-1"
    assert isinstance(await stage.types("confirm 1 Carl said so on the phone."), Message)


async def test_the_customer_agrees_without_a_word(stage: Stage) -> None:
    await stage.types("new urgent Acme: SSO login fails")
    await stage.types("resolve 1 The certificate is renewed.")

    assert isinstance(await stage.types("confirm 1", person="U0CARL", channel="C0ACME"), Message)


async def test_all_that_somebody_has_is_handed_over_in_one_line(stage: Stage) -> None:
    for title in ("SSO login fails", "Reports are empty"):
        await stage.types(f"new urgent Acme: {title}")
    await stage.types("take 1")
    await stage.types("assign 2 me")

    told = await stage.types("assign --from <@U0ANA|ana> to <@U0OMAR|omar>", person="U0LENA")

    assert isinstance(told, Message)
    assert "T-1, T-2" in told.text


async def test_every_step_that_is_offered_opens_a_window_or_does_something(stage: Stage) -> None:
    await stage.types("new urgent Acme: SSO login fails")
    window = await stage.presses(Action.NEXT)
    assert isinstance(window, Window)
    steps = [block["accessory"]["action_id"] for block in window.view["blocks"] if "accessory" in block]
    assert {"take", "reply", "pause", "resolve", "close", "why", "history"} <= set(steps)


async def test_the_form_knows_the_customer_whose_channel_it_was_opened_in(stage: Stage) -> None:
    assert "Acme" in _chosen(await stage.types("new", channel="C0ACME"))
    assert "Birdsong Mail" in _chosen(await stage.types("new", channel="C0BIRDSONG"))
    assert _chosen(await stage.types("new", channel="C0TRIAGE")) == ""


async def test_the_form_knows_a_contacts_own_company_wherever_they_are(stage: Stage) -> None:
    assert "Acme" in _chosen(await stage.types("new", person="U0CARL", channel="C0RANDOM"))


async def test_whoever_could_choose_no_customer_is_not_asked_to_fill_in_the_form(stage: Stage) -> None:
    for text in ("new", "new urgent Acme:"):
        with pytest.raises(NotAllowedError):
            await stage.types(text, person="U0OTTO", channel="C0ACME")  # being there makes nobody a contact


async def test_a_customer_who_was_named_but_is_unknown_is_asked_for_again(stage: Stage) -> None:
    with pytest.raises(NoSuchCustomerError):
        await stage.types("new urgent Acne: SSO login fails")
    assert _chosen(await stage.types("new urgent Acne:")) == ""


async def test_why_is_about_the_clock_that_was_named_and_otherwise_about_the_most_urgent(stage: Stage) -> None:
    await stage.types("new urgent Acme: SSO login fails")

    for asked in ("why 1", "why 1 first response"):
        answer = await stage.types(asked)
        assert isinstance(answer, Message)
        assert "first response" in answer.text
    with pytest.raises(NothingToDoError):
        await stage.types("why 1 call-back")
    with pytest.raises(NothingToDoError):
        await stage.presses(Action.WHY, clock=ClockKind.FIRST_RESPONSE, cycle=7)


def _chosen(window: Message | Window) -> str:
    """The customer that a form is filled in with."""
    assert isinstance(window, Window)
    customer = window.view["blocks"][0]
    assert customer["block_id"] == "customer"
    return str(customer["element"].get("initial_option", {}).get("text", {}).get("text", ""))


async def test_a_page_is_put_off_by_a_line_or_by_a_choice_in_its_menu(stage: Stage) -> None:
    await stage.types("new urgent Acme: SSO login fails")
    typed = await stage.types("snooze 1 30 minutes")
    assert isinstance(typed, Message)
    assert typed.text.startswith("T-1: you put the page off until <!date")
    assert "Then on-call is paged again, unless somebody has it." in typed.text
    chosen = await stage.presses(Action.SNOOZE, minutes=60)
    assert isinstance(chosen, Message)
    assert chosen.text != typed.text


async def test_a_snooze_without_an_end_that_can_be_read_shows_how_it_goes(stage: Stage) -> None:
    await stage.types("new urgent Acme: SSO login fails")
    asked = await stage.types("snooze 1 for a bit")
    assert isinstance(asked, Message)
    assert asked.text.startswith("“snooze” goes like this:")


async def test_what_somebody_has_cannot_be_put_off(stage: Stage) -> None:
    await stage.types("new urgent Acme: SSO login fails")
    await stage.types("ack 1")
    with pytest.raises(NothingToDoError):
        await stage.types("snooze 1 5m")


async def test_whoever_gives_a_ticket_back_learns_that_on_call_is_paged_again(stage: Stage) -> None:
    await stage.types("new urgent Acme: SSO login fails")
    await stage.types("take 1")
    given = await stage.types("assign 1 <@U0OMAR>")
    assert isinstance(given, Message)
    assert "Unless they answer by <!date" in given.text
    back = await stage.types("assign 1 nobody")
    assert isinstance(back, Message)
    assert "Nobody has it now, so on-call is paged again." in back.text
