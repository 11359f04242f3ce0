"""Nobody takes a drill for a real call, and everybody reads how it ended."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.drill_notices import LASTS
from bot.desk.duty_notices import Drill, DrillResult
from bot.desk.notice_kinds import NoticeKind
from bot.slack.actions import DutyAction
from bot.slack.drills import drill, drill_answered, drill_result, drill_started, past
from tests.slack.tickets import ANA, FRIDAY, LENA, MINUTE, OLLY, PEOPLE

CALL = Drill(kind=NoticeKind.DRILL, number=3, schedule="primary", people=(OLLY,), asked=LENA, at=FRIDAY)
DIRECT = replace(CALL, kind=NoticeKind.DRILL_DIRECT)
OVER = replace(CALL, kind=NoticeKind.DRILL_EDIT, answered_by=OLLY, answered_at=FRIDAY + 2 * MINUTE)
RESULT = DrillResult(
    number=3,
    schedule="primary",
    people=(OLLY,),
    asked=LENA,
    at=FRIDAY,
    answered_by=OLLY,
    answered_at=FRIDAY + 2 * MINUTE,
)
NOBODY = replace(RESULT, answered_by="", answered_at=None)


def names(person: str) -> str:
    return PEOPLE[person]


@pytest.mark.parametrize("facts", [CALL, DIRECT, OVER])
def test_every_call_begins_with_the_word_and_says_that_it_is_a_test(facts: Drill) -> None:
    message = drill(facts, names)
    assert message.text.startswith("DRILL")
    assert "This is a test" in str(message.blocks)


@pytest.mark.parametrize("facts", [CALL, DIRECT])
def test_a_call_has_the_button_and_its_end_has_none(facts: Drill) -> None:
    (button,) = [each for block in drill(facts, names).blocks for each in block.get("elements", ()) if "value" in each]
    assert (button["action_id"], button["value"]) == (DutyAction.ANSWER_DRILL, "3")
    assert "action_id" not in str(drill(replace(facts, kind=NoticeKind.DRILL_EDIT), names).blocks)


def test_whoever_is_called_is_mentioned_in_the_channel_and_not_to_themselves() -> None:
    assert f"<@{OLLY}>" in str(drill(CALL, names).blocks)
    assert f"<@{OLLY}>" not in str(drill(DIRECT, names).blocks)
    assert f"<@{OLLY}>" not in str(drill(OVER, names).blocks)


def test_the_end_says_who_answered_after_how_long() -> None:
    assert "Olly Oncall answered after 2 min" in drill(OVER, names).text
    assert drill_result(RESULT, names).text == "DRILL over, primary: Olly Oncall answered after 2 min"


def test_the_end_says_when_nobody_did() -> None:
    assert "nobody has answered within 15 min" in drill_result(NOBODY, names).text
    ended = replace(CALL, kind=NoticeKind.DRILL_EDIT)
    assert "nobody has answered within 15 min" in drill(ended, names).text


def test_another_one_who_answers_is_said_not_to_be_on_call() -> None:
    assert "They are not who was on call." in str(drill_result(replace(RESULT, answered_by=ANA), names).blocks)
    assert "not who was on call" not in str(drill_result(RESULT, names).blocks)


def test_a_way_that_has_failed_is_named() -> None:
    failed = str(drill_result(replace(RESULT, not_sent=("OLLY_PHONE",)), names).blocks)
    assert "OLLY_PHONE" in failed
    assert "⚠️" in failed


def test_whoever_starts_one_reads_who_is_called_and_whoever_answers_reads_how_fast_they_were() -> None:
    assert "Olly Oncall is called" in drill_started(CALL, names).text
    assert "after 2 min" in drill_answered(RESULT).text


def test_the_last_ones_are_told_with_who_answered_and_the_running_one_with_that_it_runs() -> None:
    told = str(past([NOBODY, replace(RESULT, at=FRIDAY - timedelta(days=7))], names, FRIDAY + MINUTE).blocks)
    assert "waits for its answer" in told
    assert "by Lena Lead" in told
    assert "Olly Oncall answered" in told
    assert "nobody has answered" in str(past([NOBODY], names, FRIDAY + LASTS).blocks)


def test_where_there_was_none_it_says_how_to_start_one() -> None:
    assert "/ticket drill" in str(past([], names, FRIDAY).blocks)
