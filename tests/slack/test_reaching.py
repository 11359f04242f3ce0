"""A client goes to Slack unless another server is named, and why Slack was not reached is said in plain words."""

import errno
import socket

import pytest
from aiohttp import (
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientConnectorSSLError,
    RequestInfo,
    WSServerHandshakeError,
)
from aiohttp.client_reqrep import ConnectionKey
from multidict import CIMultiDict, CIMultiDictProxy
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from yarl import URL

from bot.slack.reaching import SLACK, client_of, reason


def test_without_another_address_it_goes_to_slack() -> None:
    client = client_of("xoxb-of-a-test", "")
    assert (client.token, client.base_url) == ("xoxb-of-a-test", SLACK)


def test_another_server_that_speaks_the_same_can_be_named() -> None:
    assert client_of("xoxb-of-a-test", "http://127.0.0.1:4000/api/").base_url == "http://127.0.0.1:4000/api/"


def answered(status: int, data: dict[str, object] | str) -> SlackApiError:
    response = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="https://slack.example/api/apps.connections.open",
        req_args={},
        data=data,  # type: ignore[arg-type]
        headers={},
        status_code=status,
    )
    return SlackApiError("refused", response)  # type: ignore[no-untyped-call]


KEY = ConnectionKey(
    host="slack.example",
    port=443,
    is_ssl=True,
    ssl=True,
    proxy=URL("http://user:secret@proxy.example"),
    proxy_auth=None,
    proxy_headers_hash=None,
)
HANDSHAKE = RequestInfo(
    url=URL("wss://slack.example/link?ticket=secret"),
    method="GET",
    headers=CIMultiDictProxy(CIMultiDict()),
    real_url=URL("wss://slack.example/link?ticket=secret"),
)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (answered(200, {"error": "token_revoked"}), "it answers “token_revoked”"),
        (
            answered(200, {"error": "missing_scope", "needed": "users:read", "provided": "commands"}),
            "it answers “missing_scope” (needed: users:read)",
        ),
        (
            answered(200, {"error": "invalid_arguments", "response_metadata": {"messages": ["[ERROR] no view"]}}),
            "it answers “invalid_arguments” ([ERROR] no view)",
        ),
        (answered(502, "<html>secret</html>"), "it answers “HTTP 502”"),
        (
            ClientConnectorError(KEY, OSError(errno.ECONNREFUSED, "secret")),
            "no connection to slack.example (Connection refused)",
        ),
        (
            ClientConnectorDNSError(KEY, socket.gaierror(socket.EAI_NONAME, "Name or service not known")),
            "no connection to slack.example (Name or service not known)",
        ),
        (ClientConnectorError(KEY, OSError()), "no connection to slack.example (OSError)"),
        (ClientConnectorSSLError(KEY, OSError(1, "secret")), "no secure connection to slack.example"),
        (TimeoutError("secret"), "no answer in time"),
        (WSServerHandshakeError(HANDSHAKE, (), status=500), "the connection failed (WSServerHandshakeError)"),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, Exception) else "",
)
def test_why_slack_was_not_reached_is_said_in_a_few_words_without_what_may_be_secret(
    error: Exception, words: str
) -> None:
    assert reason(error) == words
