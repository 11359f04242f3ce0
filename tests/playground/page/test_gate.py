"""Who is turned away at the gate of the page."""

import httpx2
import pytest

FOREIGN_HOSTS = ["evil.example", "127.0.0.1.evil.example:4100", "192.0.2.7", "", "[", "localhost.evil.example"]


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
async def test_a_name_that_was_made_to_lead_to_this_machine_is_not_answered(
    browser: httpx2.AsyncClient, host: str
) -> None:
    for path in ("/", "/as/ana/triage", "/as/ana/triage/live", "/static/page.css", "/wire"):
        assert (await browser.get(path, headers={"Host": host})).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:4100", "localhost:4100", "[::1]:4100", "LOCALHOST"])
async def test_this_machine_is_answered_by_each_of_its_names(browser: httpx2.AsyncClient, host: str) -> None:
    assert (await browser.get("/as/ana/triage", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json", "Origin": "http://evil.example"},
        {"Content-Type": "application/json", "Origin": "http://127.0.0.1:9999"},
        {"Content-Type": "application/json", "Origin": "null"},
        {"Content-Type": "application/json", "Origin": "http://["},
        {"Content-Type": "application/json", "Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_another_page_cannot_act_for_anybody(browser: httpx2.AsyncClient, headers: dict[str, str]) -> None:
    answer = await browser.post("/as/ana/do", content='{"act": "read", "place": "triage"}', headers=headers)

    assert answer.status_code == 403


async def test_the_page_itself_can(browser: httpx2.AsyncClient) -> None:
    headers = {"Origin": "http://127.0.0.1:4100", "Sec-Fetch-Site": "same-origin"}
    answer = await browser.post("/as/ana/do", json={"act": "read", "place": "triage"}, headers=headers)

    assert (answer.status_code, answer.json()) == (200, {})
