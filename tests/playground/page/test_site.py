"""The addresses of the page: what each answers, and to whom."""

import re
from datetime import timedelta

import httpx2
import pytest
import structlog
from starlette.types import Message

from bot.playground.page.site import LARGEST_ACT, Page
from bot.playground.server import LocalSlack
from bot.playground.workspace import Workspace
from tests.playground.conftest import Clock
from tests.playground.page.conftest import Board

MANY = 1000


@pytest.fixture
def crowded(workspace: Workspace, clock: Clock) -> Workspace:
    """#triage with a thousand messages, one each minute."""
    olly, triage = workspace.users["U0OLLY"], workspace.channels["C0TRIAGE"]
    for number in range(MANY):
        workspace.say(channel=triage, user=olly, text=f"message {number}.", at=clock())
        clock.at += timedelta(minutes=1)
    return workspace


def said(html: str) -> list[int]:
    return [int(number) for number in re.findall(r"message (\d+)\.", html)]


async def test_the_page_begins_where_the_demo_begins(browser: httpx2.AsyncClient) -> None:
    answer = await browser.get("/")

    assert answer.headers["location"] == "/as/ana/triage"


async def test_the_whole_page_comes_at_once(browser: httpx2.AsyncClient, slack: LocalSlack) -> None:
    await slack.person("U0OLLY").says("triage", "Is <b>anybody</b> there? <@U0ANA>")
    html = (await browser.get("/as/ana/triage")).text

    assert "Is &lt;b&gt;anybody&lt;/b&gt; there?" in html
    assert "<title>#triage · " in html
    assert html.count("<b>0 things</b>") == 2, "the bar above and the guide, not the wall"
    assert 'placeholder="Message #triage"' in html
    assert 'href="/as/carl/acme-support"' in html, "who may not be here is led to their own channel"
    assert 'href="/as/olly/triage"' in html


async def test_nothing_on_the_page_comes_from_elsewhere(browser: httpx2.AsyncClient) -> None:
    answer = await browser.get("/as/ana/triage")
    loaded = re.findall(r'(?:src|href)="([^"]+)"', answer.text)

    assert [each for each in loaded if not each.startswith(("/", "#", "?"))] == []
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"], "scripts fall under the default"
    for path in re.findall(r'"(/static/[^"]+)"', answer.text):
        assert (await browser.get(path)).status_code == 200, path


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/as/carl/triage", "Carl Customer is in no channel #triage"),
        ("/as/ana/leads", "Ana Agent is in no channel #leads"),
        ("/as/carl/wall", "Carl Customer is in no channel #wall"),
        ("/as/zoe/triage", "there is nobody called &#39;zoe&#39; here"),
        ("/as/ana/nowhere", "Ana Agent is in no channel #nowhere"),
    ],
)
async def test_nobody_looks_where_they_may_not(browser: httpx2.AsyncClient, path: str, reason: str) -> None:
    for more in ("", "/older?before=9", "/live"):
        answer = await browser.get(path + more)
        assert (answer.status_code, reason in answer.text) == (404, True)


async def test_only_the_newest_fifty_of_a_thousand_messages_are_drawn(
    browser: httpx2.AsyncClient, crowded: Workspace
) -> None:
    html = (await browser.get("/as/ana/triage")).text

    assert said(html) == [*range(MANY - 50, MANY)]
    assert re.search(r'data-does="older">', html), "there is a button for the older ones"


async def test_older_messages_come_page_by_page_to_the_first_one(
    browser: httpx2.AsyncClient, crowded: Workspace
) -> None:
    html = (await browser.get("/as/ana/triage")).text
    seen = said(html)
    while True:
        oldest = re.findall(r'data-ts="([\d.]+)"', html)[0]
        html = (await browser.get("/as/ana/triage/older", params={"before": oldest})).text
        if not said(html):
            break
        assert len(said(html)) == 50
        seen = said(html) + seen

    assert seen == [*range(MANY)]


async def test_the_home_tab_is_there_where_the_manifest_has_one(browser: httpx2.AsyncClient, slack: LocalSlack) -> None:
    html = (await browser.get("/as/ana/home")).text

    assert "has not published a home tab for you yet" in html
    assert 'href="/as/ana/home" aria-current="page"' in html


async def test_a_thread_stands_beside_the_channel(browser: httpx2.AsyncClient, slack: LocalSlack) -> None:
    olly = slack.person("U0OLLY")
    root = await olly.says("triage", "The root.")
    await olly.says("triage", "The answer.", root)
    html = (await browser.get("/as/ana/triage", params={"thread": root.ts})).text
    beside = html[html.index('data-list="thread"') :]

    assert "The root." in beside
    assert "1 reply" in beside
    assert "The answer." in beside
    assert "The answer." not in html[: html.index('data-list="thread"')]
    assert 'aria-label="Guide"' not in html, "the thread takes the place of the side panels"


async def test_a_board_of_the_demo_fills_the_page(browser: httpx2.AsyncClient) -> None:
    html = (await browser.get("/as/ana/wall")).text

    assert 'data-region="panel-wall"><b>0 things</b>' in html
    assert 'class="composer"' not in html


HALF_AN_EMOJI = '{"act": "say", "place": "triage", "text": "\\ud83d"}'


@pytest.mark.parametrize(
    "body", ["", "no json", '{"act": ', "[" * 100_000, '{"act": NaN}', '{"act": 1e400}', HALF_AN_EMOJI]
)
async def test_what_is_no_json_is_answered_with_a_sentence(browser: httpx2.AsyncClient, body: str) -> None:
    answer = await browser.post("/as/ana/do", content=body, headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()) == (200, {"error": "an act is JSON"})


async def test_a_page_that_is_left_while_it_asks_is_no_fault(page: Page) -> None:
    headers = [(b"host", b"127.0.0.1:4100"), (b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/as/ana/do", "query_string": b"", "headers": headers}

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def nobody_hears(_: Message) -> None:
        return

    with structlog.testing.capture_logs() as logs:
        await page.app(scope, gone, nobody_hears)

    assert logs == []


async def test_an_act_has_an_end(browser: httpx2.AsyncClient) -> None:
    answer = await browser.post("/as/ana/do", json={"act": "say", "place": "triage", "text": "x" * LARGEST_ACT})

    assert answer.json() == {"error": "that is more than anything on the page can say"}
    assert "nobody called" in (await browser.post("/as/zoe/do", json={})).json()["error"]


async def test_what_was_said_on_the_wire_is_listed_newest_first(browser: httpx2.AsyncClient, slack: LocalSlack) -> None:
    await slack.person("U0ANA").types("triage", "/ticket first")
    await slack.person("U0ANA").types("triage", "/ticket second")
    html = (await browser.get("/wire")).text

    assert html.index("/ticket second") < html.index("/ticket first")
    assert "operation_timeout" in html or "dispatch_failed" in html
    assert "/ticket first" not in (await browser.get("/wire", params={"after": "1"})).text
    for nonsense in ("-1", "x", "9" * 5000):
        assert (await browser.get("/wire", params={"after": nonsense})).status_code == 200
    assert "/ticket first" in (await browser.get("/wire", params={"after": "-1"})).text


async def test_emoji_are_found_by_name(browser: httpx2.AsyncClient) -> None:
    assert (await browser.get("/emoji", params={"typed": "tada"})).json()[0] == {"name": "tada", "picture": "🎉"}


@pytest.mark.parametrize("path", ["/as/ana/triage", "/as/ana/triage/live"])
async def test_a_fault_in_a_panel_is_in_the_log(
    page: Page, panels: list[Board], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    async def broken(_: object) -> None:
        raise RuntimeError("a broken panel")

    monkeypatch.setattr(panels[0], "html", broken)
    transport = httpx2.ASGITransport(app=page.app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:4100") as browser:
        with structlog.testing.capture_logs() as logs:
            await browser.get(path)

    [fault] = logs
    assert (fault["log_level"], fault["path"], str(fault["exc_info"])) == ("error", path, "a broken panel")


async def test_a_fault_in_an_act_is_told_to_the_person(
    page: Page, panels: list[Board], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("a broken panel")

    monkeypatch.setattr(panels[0], "act", broken)
    transport = httpx2.ASGITransport(app=page.app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:4100") as browser:
        with structlog.testing.capture_logs():
            answer = await browser.post("/as/ana/do", json={"act": "panel", "panel": "time"})

    assert (answer.status_code, answer.text) == (500, "The page has a fault there; it is in the log.")


async def test_a_closed_page_leads_to_the_next_one(page: Page, browser: httpx2.AsyncClient) -> None:
    await page.close()

    assert (await browser.get("/as/ana/triage/live")).text == "event: moved\ndata: {}\n\n"
