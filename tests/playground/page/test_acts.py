"""What the page's script may ask for, and what it is answered; whatever it asks, nothing breaks."""

import json
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.playground.people import LONGEST_TYPED
from bot.playground.refusals import Json
from tests.playground.conftest import Stage
from tests.playground.page.conftest import Board

OPTION = {"text": {"type": "plain_text", "text": "Nobody"}, "value": "nobody"}
FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "Form"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "title",
            "label": {"type": "plain_text", "text": "Title"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        },
        {
            "type": "input",
            "block_id": "owner",
            "optional": True,
            "label": {"type": "plain_text", "text": "Owner"},
            "element": {"type": "external_select", "action_id": "owner"},
        },
        {
            "type": "actions",
            "block_id": "more",
            "elements": [{"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}],
        },
    ],
}


class Script:
    """The page's script of one person."""

    def __init__(self, browser: httpx2.AsyncClient, handle: str) -> None:
        self._browser = browser
        self._handle = handle

    async def __call__(self, act: str, **detail: Any) -> Any:
        answer = await self._browser.post(f"/as/{self._handle}/do", json={"act": act, **detail})
        assert answer.status_code == 200
        return answer.json()


@pytest.fixture
def ana(browser: httpx2.AsyncClient) -> Script:
    return Script(browser, "ana")


@pytest.fixture
def heard(stage: Stage) -> list[tuple[str, Any]]:
    """What the app has heard, by kind; it opens the form for `/ticket` and `new_ticket`."""
    heard: list[tuple[str, Any]] = []

    @stage.app.command("/ticket")
    async def ticket(ack: Any, client: Any, command: Json) -> None:
        heard.append(("command", command["text"]))
        await ack()
        await client.views_open(trigger_id=command["trigger_id"], view=FORM)

    @stage.app.shortcut("ticket_from_message")
    @stage.app.shortcut("new_ticket")
    async def shortcut(ack: Any, body: Json) -> None:
        heard.append(("shortcut", body.get("message", {}).get("text")))
        await ack()

    @stage.app.action("take")
    @stage.app.action("go")
    @stage.app.action("owner")
    async def action(ack: Any, body: Json, action: Json) -> None:
        state = body.get("view", {}).get("state", {}).get("values", {})
        heard.append((action["action_id"], state.get("title", {}).get("text", {}).get("value")))
        await ack()

    @stage.app.options("owner")
    async def owners(ack: Any) -> None:
        await ack(options=[OPTION])

    @stage.app.view("form")
    async def form(ack: Any, view: Json) -> None:
        heard.append(("form", view["state"]["values"]["owner"]["owner"]["selected_option"]))
        await ack(response_action="errors", errors={"title": "Too dull."})

    return heard


async def open_form(stage: Stage, ana: Script) -> str:
    await ana("say", place="triage", text="/ticket")
    view = await stage.slack.until(stage.ana.modal)
    return view.id


async def test_what_is_said_stands_in_the_channel_or_in_the_thread(stage: Stage, ana: Script) -> None:
    assert await ana("say", place="triage", text="hello <!channel> & all") == {}
    [root] = stage.olly.sees("#triage")
    assert await ana("say", place="triage", text="more", thread=root.ts) == {}

    assert root.text == "hello &lt;!channel&gt; &amp; all"
    assert [m.text for m in stage.olly.thread(root)] == ["more"]
    assert "is gone" in (await ana("say", place="triage", text="x", thread="1.0"))["error"]


async def test_a_line_that_begins_with_a_slash_is_a_command(
    stage: Stage, ana: Script, heard: list[tuple[str, Any]]
) -> None:
    assert await ana("say", place="triage", text="/ticket list mine") == {}
    assert await ana("say", place="triage", text=" /ticket is what I typed") == {}

    assert heard == [("command", "list mine")]
    assert [m.text for m in stage.olly.sees("#triage")] == [" /ticket is what I typed"]


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        ({"text": "/nope"}, "/nope is not a valid command. To send it as a message, begin with a space."),
        ({"text": "/page me"}, "/page failed with the error “operation_timeout”"),
        ({"text": "/ticket", "thread": "1.0"}, "/ticket is not supported in threads. Sorry!"),
        ({"text": "  \n"}, "no_text: there is nothing to send"),
        ({"text": "x" * (LONGEST_TYPED + 1)}, "msg_too_long: a message has at most 12000 characters, this one 12001"),
        ({"text": "/" + "x" * LONGEST_TYPED}, "msg_too_long: a message has at most 12000 characters, this one 12001"),
        ({"place": "leads", "text": "x"}, "Ana Agent is in no channel #leads"),
        ({"place": "home", "text": "x"}, "Ana Agent is in no channel #home"),
        ({"text": None}, "`text` must be a text"),
    ],
)
async def test_what_cannot_be_said_is_answered_with_the_reason(
    stage: Stage, ana: Script, wanted: Json, error: str
) -> None:
    assert await ana("say", **{"place": "triage", **wanted}) == {"error": error}
    assert stage.olly.sees("#triage") == []


async def test_people_of_other_teams_have_no_command(stage: Stage, browser: httpx2.AsyncClient) -> None:
    answer = await Script(browser, "carl")("say", place="acme-support", text="/ticket")

    assert answer == {"error": "Carl Customer is of another team; /ticket is not offered to them"}


async def test_a_form_goes_along_with_a_button_and_is_sent_with_its_errors(
    stage: Stage, ana: Script, heard: list[tuple[str, Any]]
) -> None:
    view = await open_form(stage, ana)
    values = {"title": {"text": "SSO fails"}, "gone": {"gone": "x"}}
    pressed = await ana("press", where={"view": view}, block="more", action="go", values=values)
    found = await ana("search", where={"view": view}, block="owner", action="owner", typed="no")
    sent = await ana("submit", view=view, values={"owner": {"owner": "nobody"}})

    assert pressed == {}
    assert found == {"options": [{"value": "nobody", "text": "Nobody"}]}
    assert sent == {"errors": {"title": "Too dull."}}
    assert heard == [("command", ""), ("go", "SSO fails"), ("form", OPTION)]
    assert await ana("close", view=view) == {}
    assert stage.ana.modal() is None


async def test_what_is_missing_in_a_form_is_said_before_the_app_hears_of_it(
    stage: Stage, ana: Script, heard: list[tuple[str, Any]]
) -> None:
    view = await open_form(stage, ana)
    sent = await ana("submit", view=view, values={"title": {"text": ""}})

    assert sent == {"errors": {"title": "Please complete this required field."}}
    assert heard == [("command", "")]


async def test_a_window_is_only_for_whom_it_opened(
    stage: Stage, ana: Script, browser: httpx2.AsyncClient, heard: list[tuple[str, Any]]
) -> None:
    view = await open_form(stage, ana)
    olly = Script(browser, "olly")
    for answer in (
        await olly("submit", view=view, values={}),
        await olly("close", view=view),
        await olly("press", where={"view": view}, block="more", action="go"),
    ):
        assert answer == {"error": "this window is not open any more"}


async def test_a_button_in_a_message_is_pressed_by_who_sees_it(
    stage: Stage, ana: Script, browser: httpx2.AsyncClient, heard: list[tuple[str, Any]]
) -> None:
    button = {"type": "button", "action_id": "take", "text": {"type": "plain_text", "text": "Take it"}}
    block = {"type": "actions", "block_id": "card", "elements": [button, {**button, "action_id": "leave"}]}
    ts = (await stage.client.chat_postMessage(channel="C0TRIAGE", text="card", blocks=[block]))["ts"]
    where = {"channel": "C0TRIAGE", "ts": ts}

    assert await ana("press", where=where, block="card", action="take") == {}
    assert heard == [("take", None)]
    assert "operation_timeout" in (await ana("press", where=where, block="card", action="leave"))["error"]
    assert "not there any more" in (await ana("press", where=where, block="card", action="x"))["error"]
    carl = Script(browser, "carl")
    assert "is in no channel" in (await carl("press", where=where, block="card", action="take"))["error"]
    assert "not there any more" in (await ana("press", where={**where, "ts": "1.0"}, block="b", action="a"))["error"]


async def test_shortcuts_are_used_on_a_message_and_without_one(
    stage: Stage, ana: Script, heard: list[tuple[str, Any]]
) -> None:
    message = await stage.olly.says("#triage", "It fails.")
    assert await ana("shortcut", callback="ticket_from_message", channel="C0TRIAGE", ts=message.ts) == {}
    assert await ana("shortcut", callback="new_ticket") == {}

    assert heard == [("shortcut", "It fails."), ("shortcut", None)]
    assert "no global shortcut" in (await ana("shortcut", callback="ticket_from_message"))["error"]


async def test_an_emoji_is_put_on_a_message_and_taken_off_again(stage: Stage, ana: Script) -> None:
    message = await stage.olly.says("#triage", "Done.")
    wanted = {"channel": "C0TRIAGE", "ts": message.ts}
    reactions = []
    for _ in range(2):
        assert await ana("react", **wanted, emoji="tada") == {}
        reactions.append(stage.olly.sees("#triage")[0].reactions)

    assert reactions == [(("tada", "U0ANA"),), ()]
    assert (await ana("react", **wanted, emoji="<b>"))["error"] == "invalid_name: there is no emoji :<b>:"


async def test_what_only_one_person_sees_can_be_dismissed_by_them(
    stage: Stage, ana: Script, browser: httpx2.AsyncClient
) -> None:
    await stage.client.chat_postEphemeral(channel="C0TRIAGE", user="U0ANA", text="psst")
    [hint] = stage.ana.ephemerals()
    wanted = {"channel": "C0TRIAGE", "ts": hint.ts}

    assert "not there any more" in (await Script(browser, "olly")("dismiss", **wanted))["error"]
    assert await ana("dismiss", **wanted) == {}
    assert stage.ana.ephemerals() == []
    message = await stage.ana.says("#triage", "for all")
    assert "not only for you" in (await ana("dismiss", channel="C0TRIAGE", ts=message.ts))["error"]


async def test_a_channel_is_read_and_the_home_tab_is_opened(stage: Stage, ana: Script) -> None:
    opened = []

    @stage.app.event("app_home_opened")
    async def home(event: Json) -> None:
        opened.append(event["user"])

    await stage.olly.says("#triage", "news")
    assert await ana("read", place="triage") == {}
    assert await ana("read", place="home") == {}
    assert await ana("read", place="wall") == {}, "there is nothing unread on a panel"
    await stage.slack.until(lambda: opened)

    assert stage.ana.unread("#triage") == []
    assert opened == ["U0ANA"]


async def test_a_panel_that_is_not_for_somebody_takes_nothing_from_them(
    browser: httpx2.AsyncClient, panels: list[Board]
) -> None:
    assert await Script(browser, "carl")("panel", panel="time", jump="day") == {"error": "there is no panel 'time'"}
    assert panels[0].asked == []


async def test_a_panel_takes_what_its_buttons_want(ana: Script, panels: list[Board]) -> None:
    assert await ana("panel", panel="time", jump="day") == {"go": "/as/ana/triage"}
    assert await ana("panel", panel="time") == {"error": "There is nowhere to go."}
    assert await ana("panel", panel="tide", jump="day") == {"error": "there is no panel 'tide'"}

    assert panels[0].asked == [{"jump": "day"}]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KNOWN = st.sampled_from(["triage", "home", "app", "C0TRIAGE", "1.0", "title", "text", "owner", "more", "go", "time"])
ACTS = st.sampled_from(
    ["say", "press", "choose", "search", "submit", "close", "shortcut", "react", "dismiss", "read", "panel", "fly"]
)
PARTS = [
    "act",
    "place",
    "text",
    "thread",
    "where",
    "block",
    "action",
    "value",
    "values",
    "typed",
    "view",
    "callback",
    "channel",
    "ts",
    "emoji",
    "panel",
]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(act=ACTS, parts=st.dictionaries(st.sampled_from(PARTS), JSON | KNOWN), in_form=st.booleans(), body=JSON)
async def test_whatever_is_asked_is_answered_with_json(
    stage: Stage, browser: httpx2.AsyncClient, act: str, parts: Json, in_form: bool, body: Any
) -> None:
    if in_form:
        trigger = stage.slack.workspace.passes.issue_trigger("U0ANA", stage.clock())
        view = (await stage.client.views_open(trigger_id=trigger, view=FORM))["view"]["id"]
        parts |= {"where": {"view": view}, "view": view}
    for asked in ({"act": act, **parts}, body):
        answer = await browser.post(
            "/as/ana/do", content=json.dumps(asked), headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 200
        assert isinstance(answer.json(), dict)
