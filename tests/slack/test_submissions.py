from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clocks.contract import IntakeField
from bot.desk import previews
from bot.desk.requests import Asker, CallBack, Change, Close, OpenTicket, Origin, Regrade, Reopen, Reply
from bot.slack import modals
from bot.slack.actions import Callback, Field
from bot.slack.blocks import Block
from bot.slack.forms import Draft
from bot.slack.intake_form import intake
from bot.slack.reading import MalformedPayloadError
from bot.slack.submissions import intake_change, regrade_change, submission
from tests.slack.samples import captured, chosen, sending, sending_view, typed
from tests.slack.tickets import FRIDAY, ORIGIN, ROSTER, critical, email_enterprise, globex, names, ticket

ANA = Asker(person="U0ANA")
KEY = "view V1"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=10,
)


def test_a_filled_in_form_asks_for_a_ticket() -> None:
    preview = previews.opening(ROSTER, globex(), email_enterprise(), "critical", FRIDAY)
    form = intake(Draft(origin=ORIGIN), names, terms=email_enterprise(), preview=preview)
    sent = submission(
        sending_view(
            form,
            {
                Field.CUSTOMER: chosen("globex", "Globex"),
                Field.SEVERITY: chosen("critical"),
                Field.TITLE: typed("  All API calls fail "),
                Field.DESCRIPTION: typed(None),
                Field.COMPANY: typed("Globex"),
                Field.CONTACT: typed("Cara Customer"),
                Field.PHONE: typed("+31 20 555 0100"),
                Field.EMAIL: typed("cara@globex.example"),
            },
        )
    )
    assert sent.request == OpenTicket(
        key=KEY,
        asker=ANA,
        customer="globex",
        severity="critical",
        title="All API calls fail",
        contact={
            IntakeField.COMPANY: "Globex",
            IntakeField.CONTACT: "Cara Customer",
            IntakeField.PHONE: "+31 20 555 0100",
            IntakeField.EMAIL: "cara@globex.example",
        },
        origin=ORIGIN,
    )
    assert set(sent.block_ids) == {block["block_id"] for block in form["blocks"] if block["type"] == "input"}


def test_each_window_asks_for_what_it_is_for() -> None:
    at = datetime(2026, 6, 6, 9, 0, tzinfo=UTC)
    text, later = typed("words"), {"type": "datetimepicker", "selected_date_time": int(at.timestamp())}
    severity, reason = chosen("high"), chosen("resolved")
    windows: list[tuple[Block, Mapping[Field, Any], Change]] = [
        (modals.reply(ticket()), {Field.TEXT: text}, Reply(key=KEY, asker=ANA, ticket=12, text="words")),
        (
            modals.reply(critical()),
            {Field.TEXT: text, Field.NEXT_UPDATE: later},
            Reply(key=KEY, asker=ANA, ticket=12, text="words", next_update=at),
        ),
        (
            modals.called_back(critical()),
            {Field.NEXT_UPDATE: later},
            CallBack(key=KEY, asker=ANA, ticket=12, text="", next_update=at),
        ),
        (
            modals.regrade(previews.regrade(ROSTER, ticket(), "high"), names),
            {Field.NEW_SEVERITY: severity, Field.IMPACT: text},
            Regrade(key=KEY, asker=ANA, ticket=12, severity="high", impact="words"),
        ),
        (
            modals.close(ticket()),
            {Field.REASON: reason, Field.TEXT: text},
            Close(key=KEY, asker=ANA, ticket=12, reason="resolved", text="words"),
        ),
        (modals.reopen(ticket()), {Field.TEXT: text}, Reopen(key=KEY, asker=ANA, ticket=12, text="words")),
    ]
    for view, values, request in windows:
        assert submission(sending_view(view, values)).request == request


def test_a_window_sent_again_with_a_new_trigger_is_the_same_gesture() -> None:
    once = sending(Callback.REPLY, {Field.TEXT: typed("words")})
    again = once | {"trigger_id": "9.9.another"}
    assert submission(once) == submission(again)


def test_a_choice_in_the_form_keeps_what_was_typed() -> None:
    values = {Field.CUSTOMER: chosen("acme", "Acme"), Field.SEVERITY: chosen("urgent"), Field.TITLE: typed("It is d")}
    found = intake_change(sending(Callback.INTAKE, values, metadata='{"channel": "C0ACME", "ts": "1.1"}'))
    assert (found.view_id, found.view_hash, found.asker) == ("V1", "1.h", ANA)
    assert found.draft == Draft(
        customer="acme",
        customer_name="Acme",
        severity="urgent",
        title="It is d",
        origin=Origin(channel="C0ACME", ts="1.1"),
    )


def test_a_choice_of_severity_in_the_regrade_window_says_which_ticket() -> None:
    found = regrade_change(sending(Callback.REGRADE, {Field.NEW_SEVERITY: chosen("high"), Field.IMPACT: typed("a")}))
    assert (found.ticket, found.severity, found.impact, found.view_hash) == (12, "high", "a", "1.h")


@pytest.mark.parametrize(
    "name",
    ["view_submission.body.json", "view_submission.connect_channel_payload.json", "view_closed.body.json"],
)
def test_a_captured_window_of_another_app_is_refused(name: str) -> None:
    with pytest.raises(MalformedPayloadError, match="view"):
        submission(captured(name))


def test_a_captured_submission_with_our_ids_is_taken() -> None:
    payload = captured("view_submission.connect_channel_payload.json")
    payload["view"] |= {"callback_id": Callback.REPLY, "private_metadata": '{"ticket": 12}'}
    payload["view"]["state"] = {"values": {Field.TEXT: {Field.TEXT: typed("Hi there!")}}}
    assert submission(payload).request == Reply(
        key="view V11111", asker=Asker(person="W111"), ticket=12, text="Hi there!"
    )


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({Field.NEW_SEVERITY: typed(None)}, "new_severity"),
        ({Field.NEW_SEVERITY: chosen("")}, "new_severity"),
        ({}, "new_severity"),
    ],
)
def test_a_choice_that_slack_would_have_insisted_on_is_not_done_without(
    values: dict[str, dict[str, Any]], missing: str
) -> None:
    with pytest.raises(MalformedPayloadError, match=missing):
        submission(sending(Callback.REGRADE, values))


@pytest.mark.parametrize("seconds", [10**20, 253_402_300_799])
def test_a_time_that_is_none_is_refused(seconds: int) -> None:
    values = {Field.TEXT: typed("a"), Field.NEXT_UPDATE: {"selected_date_time": seconds}}
    with pytest.raises(MalformedPayloadError, match="next_update"):
        submission(sending(Callback.REPLY, values))


@pytest.mark.parametrize("metadata", ["", "{}", "nonsense", '{"channel": "C1", "ts": "1.1"}'])
def test_a_window_that_does_not_know_its_ticket_is_refused(metadata: str) -> None:
    with pytest.raises(MalformedPayloadError, match="private_metadata"):
        submission(sending(Callback.CLOSE, {Field.REASON: chosen("resolved")}, metadata=metadata))


@pytest.mark.parametrize("reader", [submission, intake_change, regrade_change])
@given(view=JSON, values=JSON)
def test_a_window_of_any_shape_is_refused_by_name(
    reader: Callable[[dict[str, Any]], object], view: object, values: object
) -> None:
    with pytest.raises(MalformedPayloadError):
        reader({"user": {"id": "U1"}, "view": view})
    with pytest.raises(MalformedPayloadError):
        reader({"user": {"id": "U1"}, "view": {"id": "V1", "state": {"values": values}}})
