"""Where an app's answers to a person go."""

import pytest

from bot.playground.answers import Answers
from bot.playground.events import Events
from bot.playground.passes import ResponsePass
from bot.playground.records import Records
from bot.playground.refusals import Refusal
from bot.playground.workspace import Workspace
from tests.playground.conftest import Clock


@pytest.fixture
def answers(workspace: Workspace, events: Events, clock: Clock) -> Answers:
    return Answers(workspace, events, clock)


@pytest.fixture
def given(clock: Clock) -> ResponsePass:
    return ResponsePass(user="U0ANA", channel="C0TRIAGE", issued=clock())


async def test_an_answer_goes_to_the_person_unless_it_is_for_the_channel(
    workspace: Workspace, answers: Answers, given: ResponsePass
) -> None:
    whisper = answers.show({"text": "for you"}, given)
    answers.show({"text": "for all", "response_type": "in_channel"}, given)

    assert workspace.messages.ephemerals("U0ANA") == [whisper]
    assert [m.text for m in workspace.messages.in_channel("C0TRIAGE")] == ["for all"]


async def test_what_only_one_person_sees_is_replaced_for_them(
    workspace: Workspace, answers: Answers, given: ResponsePass
) -> None:
    whisper = answers.show({"text": "first"}, given)
    assert whisper is not None
    given.message_ts, given.message_is_ephemeral = whisper.ts, True
    answers.show({"text": "second", "replace_original": True}, given)

    assert [m.text for m in workspace.messages.ephemerals("U0ANA")] == ["second"]


async def test_an_empty_answer_and_one_in_the_place_of_nothing_are_refused(
    answers: Answers, given: ResponsePass
) -> None:
    with pytest.raises(Refusal, match="no_text"):
        answers.show({}, given)
    with pytest.raises(Refusal, match="message_not_found"):
        answers.show({"text": "x", "replace_original": True}, given)
    with pytest.raises(Refusal, match="invalid_url"):
        answers.by_url("made-up", {"text": "x"})


async def test_what_is_shown_to_everybody_is_an_event_and_what_one_person_sees_is_none(
    events: Events, records: Records, answers: Answers, given: ResponsePass
) -> None:
    answers.show({"text": "for you"}, given)
    shown = answers.show({"text": "for all", "response_type": "in_channel"}, given)
    assert shown is not None
    given.message_ts = shown.ts
    answers.show({"text": "for all of you", "replace_original": True}, given)
    answers.show({"delete_original": True}, given)
    await records.until(lambda: not events.under_way, 1)

    told = [each.payload["event"] for each in records.deliveries]
    assert [event.get("subtype") for event in told] == ["message_changed", "message_deleted"]
