from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clocks.contract import IntakeField
from bot.clocks.entries import Outcome, Resolved
from bot.desk import previews
from bot.desk.duty_requests import SetOverride
from bot.desk.requests import (
    Asker,
    Assign,
    Attempt,
    CallBack,
    Change,
    Close,
    Confirm,
    Object,
    OpenTicket,
    Pause,
    Regrade,
    Reopen,
    Reply,
    Resolve,
    Update,
)
from bot.slack import ending_windows, handling_windows, regrade_window
from bot.slack.actions import Callback, Field
from bot.slack.blocks import Block
from bot.slack.forms import FIELD_OF, Draft
from bot.slack.intake_form import intake
from bot.slack.override_window import override_window
from bot.slack.reading import MalformedPayloadError
from bot.slack.submissions import submission
from tests.slack.samples import captured, chosen, sending, sending_view, typed
from tests.slack.tickets import (
    CONTACT,
    FRIDAY,
    ORIGIN,
    ROSTER,
    critical,
    email_enterprise,
    globex,
    names,
    non_critical,
    ticket,
)

ANA = Asker(person="U0ANA")
KEY = "view V1"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=10,
)


def test_a_filled_in_form_asks_for_a_ticket() -> None:
    sold = email_enterprise()
    answer = sold.contract.triage.answer("api") if sold.contract.triage else None
    preview = previews.opening(ROSTER, globex(), sold, "critical", FRIDAY, answer=answer)
    form = intake(Draft(origin=ORIGIN, triage="api"), names, terms=sold, preview=preview)
    sent = submission(
        sending_view(
            form,
            {
                Field.CUSTOMER: chosen("globex", "Globex"),
                Field.TRIAGE: chosen("api"),
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
        asker=replace(ANA, channel=ORIGIN.channel),
        customer="globex",
        severity="",
        triage="api",
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
    ticked = {"type": "checkboxes", "selected_options": [{"value": "yes"}]}
    on: dict[str, Any] = {"key": KEY, "asker": ANA, "ticket": 12}
    proposed = ticket(Resolved(at=FRIDAY, by="U0OLLY", text="Renewed."))
    windows: list[tuple[Block, Mapping[Field, Any], Change]] = [
        (handling_windows.reply(ticket()), {Field.TEXT: text}, Reply(**on, text="words")),
        (
            handling_windows.reply(critical()),
            {Field.TEXT: text, Field.NEXT_UPDATE: later},
            Reply(**on, text="words", next_update=at),
        ),
        (
            handling_windows.update(critical()),
            {Field.TEXT: text, Field.ETA: later, Field.NEXT_UPDATE: later, Field.CADENCE: typed("2 hours")},
            Update(**on, text="words", eta=at, next_update=at, cadence="2 hours"),
        ),
        (
            handling_windows.called_back(critical()),
            {Field.NEXT_UPDATE: later, Field.CADENCE: typed("2 hours")},
            CallBack(**on, text="", next_update=at, cadence="2 hours"),
        ),
        (
            regrade_window.regrade(previews.regrade(ROSTER, ticket(), "high"), names),
            {Field.NEW_SEVERITY: chosen("high"), Field.IMPACT: text},
            Regrade(**on, severity="high", impact="words"),
        ),
        (
            regrade_window.regrade(previews.regrade(ROSTER, non_critical(), "critical"), names),
            {
                Field.NEW_SEVERITY: chosen("critical"),
                Field.IMPACT: text,
                **{FIELD_OF[asked]: typed(said) for asked, said in CONTACT.items()},
            },
            Regrade(**on, severity="critical", impact="words", contact=CONTACT),
        ),
        (
            handling_windows.assign(ticket(), names),
            {Field.TO: {"type": "users_select", "selected_user": "U0OMAR"}},
            Assign(**on, to="U0OMAR"),
        ),
        (
            handling_windows.assign(ticket(), names),
            {Field.TO: {"type": "users_select", "selected_user": None}},
            Assign(**on, to=None),
        ),
        (
            handling_windows.pause(ticket(origin=ORIGIN)),
            {Field.PAUSE_REASON: chosen("agreed"), Field.TEXT: text, Field.UNTIL: later, Field.ASK: ticked},
            Pause(**on, reason="agreed", text="words", until=at, ask=True),
        ),
        (
            handling_windows.pause(ticket(origin=ORIGIN)),
            {
                Field.PAUSE_REASON: chosen("waiting on customer"),
                Field.TEXT: text,
                Field.DUTY: chosen("V25"),
                Field.ASK: {"type": "checkboxes", "selected_options": []},
            },
            Pause(**on, reason="waiting on customer", text="words", duty="V25"),
        ),
        (
            handling_windows.attempt(ticket(origin=ORIGIN)),
            {Field.TEXT: text, Field.LINK: {"type": "url_text_input", "value": "https://a.example"}, Field.ASK: ticked},
            Attempt(**on, text="words", link="https://a.example", ask=True),
        ),
        (
            ending_windows.resolve(ticket()),
            {Field.OUTCOME: chosen("workaround"), Field.TEXT: text},
            Resolve(**on, text="words", outcome=Outcome.WORKAROUND),
        ),
        (ending_windows.confirmation(ticket()), {Field.TEXT: text}, Confirm(**on, text="words")),
        (ending_windows.objection(ticket()), {Field.TEXT: text}, Object(**on, text="words")),
        (ending_windows.confirmation(proposed), {Field.TEXT: text}, Confirm(**on, text="words", proposal=2)),
        (ending_windows.objection(proposed), {Field.TEXT: text}, Object(**on, text="words", proposal=2)),
        (
            ending_windows.close(ticket(), reason="out_of_scope"),
            {Field.REASON: chosen("out_of_scope"), Field.LINE: chosen("V28"), Field.TEXT: text},
            Close(**on, reason="out_of_scope", line="V28", text="words"),
        ),
        (ending_windows.reopen(ticket()), {Field.TEXT: text}, Reopen(**on, text="words")),
    ]
    for view, values, request in windows:
        assert submission(sending_view(view, values)).request == request


def test_a_window_that_lies_on_another_says_so() -> None:
    alone = sending(Callback.REPLY, {Field.TEXT: typed("words")})
    assert not submission(alone).stacked
    assert submission({**alone, "view": {**alone["view"], "previous_view_id": "V0"}}).stacked
    assert not submission({**alone, "view": {**alone["view"], "previous_view_id": None}}).stacked


def test_a_form_that_is_about_no_message_says_in_which_channel_it_was_asked_for() -> None:
    values = {Field.CUSTOMER: chosen("acme"), Field.SEVERITY: chosen("urgent"), Field.TITLE: typed("It is down")}
    asked: dict[str, Any] = {"key": KEY, "customer": "acme", "severity": "urgent", "title": "It is down"}

    request = submission(sending(Callback.INTAKE, values, metadata='{"channel": "C0ACME"}')).request
    assert request == OpenTicket(**asked, asker=Asker(person="U0ANA", channel="C0ACME"))
    assert submission(sending(Callback.INTAKE, values, metadata="{}")).request == OpenTicket(**asked, asker=ANA)


def test_a_window_sent_again_with_a_new_trigger_is_the_same_gesture() -> None:
    once = sending(Callback.REPLY, {Field.TEXT: typed("words")})
    again = once | {"trigger_id": "9.9.another"}
    assert submission(once) == submission(again)


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


def test_a_filled_in_override_asks_to_put_somebody_on_call() -> None:
    values = {
        Field.SCHEDULE: chosen("primary"),
        Field.STAND_IN: {"selected_user": "U0OLLY"},
        Field.STAND_IN_STARTS: {"selected_date_time": None},
        Field.STAND_IN_ENDS: {"selected_date_time": int(FRIDAY.timestamp())},
    }
    view = override_window(["primary"])
    assert submission(sending_view(view, values)).request == SetOverride(
        key=KEY, asker=ANA, schedule="primary", person="U0OLLY", starts=None, ends=FRIDAY
    )
    later = values | {Field.STAND_IN_STARTS: {"selected_date_time": int(FRIDAY.timestamp()) - 60}}
    request = submission(sending_view(view, later)).request
    assert isinstance(request, SetOverride)
    assert request.starts == FRIDAY - timedelta(minutes=1)
    for missing in (Field.SCHEDULE, Field.STAND_IN, Field.STAND_IN_ENDS):
        with pytest.raises(MalformedPayloadError, match=missing):
            submission(sending_view(view, {name: each for name, each in values.items() if name != missing}))


@pytest.mark.parametrize("seconds", [10**20, 253_402_300_799])
def test_a_time_that_is_none_is_refused(seconds: int) -> None:
    values = {Field.TEXT: typed("a"), Field.NEXT_UPDATE: {"selected_date_time": seconds}}
    with pytest.raises(MalformedPayloadError, match="next_update"):
        submission(sending(Callback.REPLY, values))


@pytest.mark.parametrize("metadata", ["", "{}", "nonsense", '{"channel": "C1", "ts": "1.1"}'])
def test_a_window_that_does_not_know_its_ticket_is_refused(metadata: str) -> None:
    with pytest.raises(MalformedPayloadError, match="private_metadata"):
        submission(sending(Callback.CLOSE, {Field.REASON: chosen("resolved")}, metadata=metadata))


@pytest.mark.parametrize("outcome", ["", "over"])
def test_an_outcome_of_nobodys_is_refused(outcome: str) -> None:
    with pytest.raises(MalformedPayloadError, match="outcome"):
        submission(sending(Callback.RESOLVE, {Field.OUTCOME: chosen(outcome), Field.TEXT: typed("a")}))


@given(view=JSON, values=JSON)
def test_a_window_of_any_shape_is_refused_by_name(view: object, values: object) -> None:
    with pytest.raises(MalformedPayloadError):
        submission({"user": {"id": "U1"}, "view": view})
    with pytest.raises(MalformedPayloadError):
        submission({"user": {"id": "U1"}, "view": {"id": "V1", "state": {"values": values}}})
