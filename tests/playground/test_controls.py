"""Elements by their ids, forms taken over as they stand, and what an app answers that Slack does not take."""

import asyncio
from contextlib import suppress
from typing import Any

import pytest

from bot.playground.controls import TROUBLE
from bot.playground.forms import Control
from bot.playground.refusals import Json, NotPossible
from bot.playground.views import View
from tests.playground.conftest import Stage

HIGH, LOW = ({"text": {"type": "plain_text", "text": word}, "value": word.lower()} for word in ("High", "Low"))
TITLE: Json = {"type": "plain_text", "text": "Form"}
ELEMENTS: dict[str, Json] = {
    "text": {"type": "plain_text_input"},
    "level": {"type": "static_select", "options": [HIGH, LOW]},
    "levels": {"type": "checkboxes", "options": [HIGH, LOW]},
    "who": {"type": "users_select"},
    "whom": {"type": "multi_users_select"},
    "owner": {"type": "external_select"},
    "day": {"type": "datepicker"},
    "at": {"type": "datetimepicker"},
}


def form(**more: Any) -> Json:
    inputs = [
        {
            "type": "input",
            "block_id": name,
            "optional": True,
            "label": {"type": "plain_text", "text": "The same words"},
            "element": {"action_id": "it", **element},
        }
        for name, element in ELEMENTS.items()
    ]
    return {"type": "modal", "callback_id": "form", "title": TITLE, "submit": TITLE, "blocks": inputs, **more}


async def opened(stage: Stage, view: Json) -> View:
    trigger = stage.slack.workspace.passes.issue_trigger("U0ANA", stage.clock())
    await stage.client.views_open(trigger_id=trigger, view=view)
    modal = stage.ana.modal()
    assert modal is not None
    return modal


async def test_an_element_is_meant_by_both_its_ids_where_words_would_not_do(stage: Stage) -> None:
    view = await opened(stage, form())
    with pytest.raises(NotPossible, match="'The same words' is there 8 times"):
        await stage.ana.selects(view, "The same words", "x")
    await stage.ana.selects(view, Control("level", "it"), "low")

    shown = stage.ana.modal()
    assert shown is not None
    assert shown.values["level"]["it"]["selected_option"] == LOW
    with pytest.raises(NotPossible, match="not there any more"):
        await stage.ana.selects(view, Control("level", "other"), "low")


async def test_a_form_is_taken_over_as_it_stands_without_a_word_to_the_app(stage: Stage) -> None:
    view = await opened(stage, form())
    values = {
        Control("text", "it"): "SSO fails",
        Control("levels", "it"): ["high", "low"],
        Control("who", "it"): "U0OLLY",
        Control("day", "it"): "2026-07-02",
        Control("at", "it"): "2026-07-02T10:30",
        Control("gone", "it"): "typed before the form changed",
    }
    held = (await stage.ana.holds(view, values)).values

    assert held["text"]["it"]["value"] == "SSO fails"
    assert held["levels"]["it"]["selected_options"] == [HIGH, LOW]
    assert held["who"]["it"]["selected_user"] == "U0OLLY"
    assert held["day"]["it"]["selected_date"] == "2026-07-02"
    assert held["at"]["it"]["selected_date_time"] == int(stage.clock().timestamp()), "10:30 in Ana's Los Angeles"
    assert held["level"]["it"]["selected_option"] is None
    assert stage.slack.deliveries == []


@pytest.mark.parametrize("name", ELEMENTS)
@pytest.mark.parametrize("wanted", [True, {"a": 1}, [{"a": 1}], [[]], ["x", None], "nonsense", -1, 1.5, 10**30])
async def test_a_value_that_does_not_fit_is_refused_in_a_sentence_or_kept_as_text(
    stage: Stage, name: str, wanted: Any
) -> None:
    @stage.app.options("it")
    async def nobody(ack: Any) -> None:
        await ack(options=[])

    view = await opened(stage, form())
    control = Control(name, "it")
    with suppress(NotPossible):
        held = (await stage.ana.holds(view, {control: wanted})).values[name]["it"]
        [value] = [part for key, part in held.items() if key != "type"]
        assert value in (wanted, str(wanted))


@pytest.mark.parametrize("wanted", ["0001-01-01T00:00", "9999-12-31T23:59", 10**30, -(10**30)])
async def test_an_instant_that_no_clock_shows_is_refused(stage: Stage, wanted: str | int) -> None:
    view = await opened(stage, form())
    with pytest.raises(NotPossible, match="is no date and time"):
        await stage.ana.holds(view, {Control("at", "it"): wanted})


async def test_an_option_that_was_found_once_is_not_asked_for_again(stage: Stage) -> None:
    typed = []

    @stage.app.options("it")
    async def owners(ack: Any, body: Json) -> None:
        typed.append(body["value"])
        await ack(options=[HIGH])

    view, ana = await opened(stage, form()), stage.ana
    control = Control("owner", "it")
    await ana.searches(view, control, "hi")
    held = await ana.holds(view, {control: "high"})

    assert held.values["owner"]["it"]["selected_option"] == HIGH
    assert typed == ["hi"]


async def test_what_the_app_changes_while_options_are_looked_up_stays(stage: Stage) -> None:
    asked, changed = asyncio.Event(), asyncio.Event()

    @stage.app.options("it")
    async def owners(ack: Any) -> None:
        asked.set()
        await changed.wait()
        await ack(options=[HIGH])

    view = await opened(stage, form())
    choosing = asyncio.create_task(stage.ana.selects(view, Control("owner", "it"), "high"))
    await asked.wait()
    await stage.client.views_update(view_id=view.id, view=form(title={"type": "plain_text", "text": "New"}))
    changed.set()
    await choosing

    shown = stage.ana.modal()
    assert shown is not None
    assert (shown.title, shown.values["owner"]["it"]["selected_option"]) == ("New", HIGH)


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ({"response_action": "update", "view": {"type": "modal"}}, "invalid_arguments"),
        ({"response_action": "errors", "errors": {}}, "invalid_arguments"),
        ({"response_action": "errors", "errors": {"nowhere": "Wrong."}}, "invalid_arguments"),
        ({"response_action": "errors", "errors": {"text": 7}}, "invalid_arguments"),
        ({"response_action": "errors"}, "invalid_arguments"),
        ({"response_action": "update"}, "invalid_arguments"),
        ({"response_action": "dance"}, "invalid_arguments"),
    ],
)
async def test_an_answer_that_slack_refuses_leaves_the_form_and_shows_in_the_records(
    stage: Stage, answer: Json, word: str
) -> None:
    @stage.app.view("form")
    async def sent(ack: Any) -> None:
        await ack(answer)

    view = await opened(stage, form())
    submission = await stage.ana.submits(view)

    assert submission.errors == {"": TROUBLE}
    assert stage.ana.modal() == view
    assert stage.slack.deliveries[-1].refused == word
    assert stage.slack.records.exchanges[-1] is stage.slack.deliveries[-1]


async def test_while_slack_is_down_a_form_stays_as_it_is_and_can_be_sent_afterwards(stage: Stage) -> None:
    view = await opened(stage, form())
    filled = await stage.ana.fills(view, {"text": "All logins fail"})
    stage.slack.goes_down()
    for act in (stage.ana.submits(filled), stage.ana.searches(filled, "owner", "an")):
        with pytest.raises(NotPossible, match="Slack is down"):
            await act

    stage.slack.comes_back()
    shown = stage.ana.modal()
    assert shown is not None
    assert shown.values["text"]["it"]["value"] == "All logins fail"
