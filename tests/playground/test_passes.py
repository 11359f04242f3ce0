"""What Slack hands out for short use: each pass at the last instant and use that it is good for, and one beyond."""

import pytest

from bot.playground.passes import Passes, ResponsePass
from bot.playground.refusals import Refusal
from tests.playground.conftest import Clock


def test_a_trigger_is_good_for_three_seconds_and_one_window(clock: Clock) -> None:
    passes = Passes()
    spent, late = passes.issue_trigger("U0ANA", clock()), passes.issue_trigger("U0ANA", clock())
    clock.move(seconds=3)
    assert passes.exchange_trigger(spent, clock()) == "U0ANA"
    clock.move(milliseconds=1)
    for name, word in {
        spent: "exchanged_trigger_id",
        late: "expired_trigger_id",
        "made-up": "invalid_trigger_id",
    }.items():
        with pytest.raises(Refusal, match=word):
            passes.exchange_trigger(name, clock())


def test_a_response_url_is_good_for_five_answers(clock: Clock) -> None:
    passes = Passes()
    name = passes.issue_response(ResponsePass(user="U0ANA", channel="C0TRIAGE", issued=clock()))
    for _ in range(5):
        assert passes.use_response(name, clock()).user == "U0ANA"
    with pytest.raises(Refusal, match="used_url") as refused:
        passes.use_response(name, clock())
    assert refused.value.status == 404


def test_a_response_url_is_good_for_thirty_minutes(clock: Clock) -> None:
    passes = Passes()
    name = passes.issue_response(ResponsePass(user="U0ANA", channel="C0TRIAGE", issued=clock()))
    clock.move(minutes=30)
    assert passes.use_response(name, clock()).used == 1
    clock.move(milliseconds=1)
    with pytest.raises(Refusal, match="expired_url") as refused:
        passes.use_response(name, clock())
    assert refused.value.status == 404


def test_a_response_url_cannot_be_guessed_by_another_page_in_the_browser(clock: Clock) -> None:
    given = ResponsePass(user="U0ANA", channel="C0TRIAGE", issued=clock())
    assert Passes().issue_response(given) != Passes().issue_response(given)


def test_a_response_url_that_was_never_handed_out_is_not_known(clock: Clock) -> None:
    with pytest.raises(Refusal, match="invalid_url"):
        Passes().use_response("made-up", clock())
