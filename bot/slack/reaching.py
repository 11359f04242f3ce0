"""Reaching Slack: what a call of its Web API raises when it did not get through, or was refused."""

from aiohttp import ClientError
from slack_sdk.errors import SlackClientError

NOT_REACHED = (SlackClientError, ClientError, TimeoutError, OSError)
"""Slack was not reached, or refused; which of them, and how it refused, only the error itself says."""
