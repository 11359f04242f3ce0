"""The doors of the local Slack: a body that cannot be read is a bad request with its reason, and no fault of ours."""

import aiohttp
import pytest

from bot.playground.server import LocalSlack

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


def bad_request(reason: str) -> dict[str, object]:
    return {
        "ok": False,
        "error": "invalid_arguments",
        "response_metadata": {"messages": [f"[ERROR] {reason}"]},
    }


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b"{", JSON, "this is no JSON"),
        (b"\xff", JSON, "this is no JSON"),
        (b"[" * 100_000, JSON, "this is no JSON"),
        (b'{"channel": "C0TRIAGE", "text": "\\ud83d"}', JSON, "this is no JSON"),
        (b"[1]", JSON, "this is no JSON object"),
        (b"null", JSON, "this is no JSON object"),
        (b"text=\xff", FORM, "this is no form"),
    ],
)
@pytest.mark.parametrize("method", ["chat.postMessage", "apps.connections.open"])
async def test_a_call_that_cannot_be_read_is_a_bad_request(
    slack: LocalSlack, method: str, body: bytes, kind: str, reason: str
) -> None:
    headers = {"Content-Type": kind, "Authorization": f"Bearer {slack.bot_token}"}
    async with aiohttp.ClientSession(headers=headers) as client:
        answer = await client.post(f"{slack.api_url}{method}", data=body)

        assert (answer.status, await answer.json()) == (400, bad_request(reason))


@pytest.mark.parametrize(("body", "reason"), [(b"{", "this is no JSON"), (b"[1]", "this is no JSON object")])
async def test_an_answer_by_response_url_that_cannot_be_read_is_a_bad_request(
    slack: LocalSlack, body: bytes, reason: str
) -> None:
    url = slack.api_url.replace("/api/", "/respond/anything")
    async with aiohttp.ClientSession(headers={"Content-Type": JSON}) as client:
        answer = await client.post(url, data=body)

        assert (answer.status, await answer.json()) == (400, bad_request(reason))


async def test_a_structure_within_a_form_that_goes_too_deep_is_refused_by_its_name(slack: LocalSlack) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    async with aiohttp.ClientSession(headers=headers) as client:
        said = {"channel": "C0TRIAGE", "text": "x", "blocks": "[" * 100_000}
        answer = await client.post(f"{slack.api_url}chat.postMessage", data=said)

        found = await answer.json()
    assert answer.status == 200
    assert found["response_metadata"]["messages"] == ["[ERROR] invalid JSON [json-pointer:/blocks]"]
