"""Reaching Slack: what a call of its Web API raises when it did not get through, or was refused, and that in words."""

import os
from collections.abc import Mapping
from typing import Any

from aiohttp import ClientConnectorError, ClientError, ClientSSLError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

NOT_REACHED = (SlackClientError, ClientError, TimeoutError, OSError)
"""Slack was not reached, or refused; which of them, and how it refused, only the error itself says."""
SLACK = "https://slack.com/api/"


def client_of(token: str, api_url: str) -> AsyncWebClient:
    """A client with that token of Slack's Web API, or of another server that speaks it."""
    return AsyncWebClient(token=token, base_url=api_url or SLACK)


def word_of(error: SlackApiError) -> str | None:
    """Slack's word for a refusal; None where the answer was not Slack's at all, such as a page of a proxy."""
    word = _answer(error).get("error")
    return None if word is None else str(word)


def reason(error: BaseException) -> str:
    """In a few words why Slack was not reached, or how it refused.

    What an error says itself is left out: with an address or an answer there may be a token or a password in it.
    """
    match error:
        case SlackApiError():
            status = getattr(error.response, "status_code", 0)
            return f"it answers “{word_of(error) or f'HTTP {status}'}”{_details(error)}"
        case ClientSSLError():
            return f"no secure connection to {error.host}"
        case ClientConnectorError():
            return f"no connection to {error.host} ({_of_system(error.os_error)})"
        case TimeoutError():
            return "no answer in time"
        case _:
            return f"the connection failed ({type(error).__name__})"


def _answer(error: SlackApiError) -> Mapping[str, Any]:
    """What Slack has answered; nothing where the answer was not Slack's. The SDK gives a mapping or what holds one."""
    data = getattr(error.response, "data", error.response)
    return data if isinstance(data, Mapping) else {}


def _details(error: SlackApiError) -> str:
    """What Slack says beside its word: what is wrong with what was asked, the scope that is missing."""
    data = _answer(error)
    told = list((data.get("response_metadata") or {}).get("messages") or ())
    told += [f"needed: {data['needed']}"] if data.get("needed") else []
    return f" ({'; '.join(told)})" if told else ""


def _of_system(error: OSError) -> str:
    """The system's words for an error; a name that is not found has a number of another kind."""
    number = error.errno or 0
    return os.strerror(number) if number > 0 else error.strerror or type(error).__name__
