"""Reaching Slack: what a call of its Web API raises when it did not get through, or was refused."""

from aiohttp import ClientError
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

NOT_REACHED = (SlackClientError, ClientError, TimeoutError, OSError)
"""Slack was not reached, or refused; which of them, and how it refused, only the error itself says."""
SLACK = "https://slack.com/api/"


def client_of(token: str, api_url: str) -> AsyncWebClient:
    """A client with that token of Slack's Web API, or of another server that speaks it."""
    return AsyncWebClient(token=token, base_url=api_url or SLACK)
