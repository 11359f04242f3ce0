"""Forms from opening to closing, with the real slack-bolt behind them."""

from collections.abc import Iterator
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from tests.playground.conftest import Stage

CUSTOMER = {
    "type": "input",
    "block_id": "customer",
    "dispatch_action": True,
    "label": {"type": "plain_text", "text": "Customer"},
    "element": {"type": "external_select", "action_id": "customer_choice", "min_query_length": 0},
}
SUMMARY = {
    "type": "input",
    "block_id": "summary",
    "label": {"type": "plain_text", "text": "What is wrong"},
    "element": {"type": "plain_text_input", "action_id": "summary_text"},
}


def modal(*blocks: dict[str, Any], title: str = "New ticket") -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "intake",
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Create"},
        "notify_on_close": True,
        "blocks": list(blocks),
    }


async def test_a_form_is_opened_searched_updated_corrected_and_submitted(stage: Stage) -> None:
    submitted = []

    @stage.app.command("/ticket")
    async def ticket(ack: Any, command: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=command["trigger_id"], view=modal(CUSTOMER, SUMMARY))

    @stage.app.options("customer_choice")
    async def customers(ack: Any, payload: dict[str, Any]) -> None:
        names = [name for name in ("Acme", "Globex") if payload["value"].lower() in name.lower()]
        await ack(options=[{"text": {"type": "plain_text", "text": n}, "value": n.lower()} for n in names])

    @stage.app.action("customer_choice")
    async def chosen(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        due = {"type": "section", "block_id": "due", "text": {"type": "mrkdwn", "text": "Due at 18:30"}}
        view = body["view"]
        await client.views_update(view_id=view["id"], hash=view["hash"], view=modal(CUSTOMER, SUMMARY, due))

    @stage.app.view("intake")
    async def intake(ack: Any, view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        words = values["summary"]["summary_text"]["value"]
        if len(words) < 5:
            await ack(response_action="errors", errors={"summary": "Say a little more."})
            return
        submitted.append((values["customer"]["customer_choice"]["selected_option"]["value"], words))
        await ack()

    await stage.ana.types("#triage", "/ticket")
    form = await stage.slack.until(stage.ana.modal)
    offered = await stage.ana.searches(form, "Customer", "ac")
    await stage.ana.selects(form, "Customer", "Acme")
    await stage.slack.until(lambda: "Due at 18:30" in str(stage.ana.modal()))

    missing = await stage.ana.submits(form)
    refused = await stage.ana.submits(form, {"What is wrong": "SSO"})
    accepted = await stage.ana.submits(form, {"What is wrong": "SSO login fails"})

    assert [each["value"] for each in offered] == ["acme"]
    assert missing.errors == {"summary": "Please complete this required field."}
    assert refused.errors == {"summary": "Say a little more."}
    assert accepted.closed
    assert stage.ana.modal() is None
    assert submitted == [("acme", "SSO login fails")]


async def test_a_submission_can_put_another_view_on_top_in_its_place_or_clear_all(stage: Stage) -> None:
    answers: Iterator[dict[str, Any]] = iter(
        [
            {"response_action": "push", "view": modal(SUMMARY, title="Second")},
            {"response_action": "update", "view": modal(SUMMARY, title="Changed")},
            {"response_action": "update", "view": {"type": "modal"}},
            {"response_action": "clear"},
        ]
    )

    @stage.app.shortcut("new_ticket")
    async def new_ticket(ack: Any, shortcut: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=modal(SUMMARY))

    @stage.app.view("intake")
    async def intake(ack: Any) -> None:
        await ack(**next(answers))

    await stage.ana.uses_shortcut("new_ticket")
    first = await stage.slack.until(stage.ana.modal)
    pushed = await stage.ana.submits(first, {"summary": "one"})
    assert pushed.view
    changed = await stage.ana.submits(pushed.view, {"summary": "two"})
    assert changed.view
    broken = await stage.ana.submits(changed.view)
    cleared = await stage.ana.submits(changed.view)

    assert (pushed.view.title, pushed.view.previous_id, pushed.view.root_id) == ("Second", first.id, first.id)
    assert (changed.view.title, changed.view.id) == ("Changed", pushed.view.id)
    assert broken.errors == {"": "We had some trouble connecting. Try again?"}
    assert cleared.closed
    assert stage.ana.modal() is None


async def test_the_app_hears_of_a_closed_form(stage: Stage) -> None:
    closed = []

    @stage.app.shortcut("new_ticket")
    async def new_ticket(ack: Any, shortcut: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=modal(SUMMARY))

    @stage.app.view_closed("intake")
    async def intake(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        closed.append(body["is_cleared"])

    await stage.ana.uses_shortcut("new_ticket")
    await stage.ana.closes(await stage.slack.until(stage.ana.modal))

    assert closed == [False]
    assert stage.ana.modal() is None
