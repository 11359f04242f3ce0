"""Windows that are drawn again after a choice in them: of two quick choices, the newer is the one that is shown."""

from collections.abc import Awaitable, Callable

import structlog
from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.refusals import RefusedError
from bot.slack.reaching import NOT_REACHED
from bot.slack.windows import Redrawn
from storage.database import Unavailable

log = structlog.get_logger(__name__)

_GONE = ("not_found", "view_not_found")
"""Slack's words for a window that was closed meanwhile."""


class Redrawing:
    """Draws windows again, and knows of each the newest choice.

    Two quick choices come with the hash of one and the same drawing. Slack takes the drawing that arrives first and
    refuses the other with `hash_conflict`, whichever of them is the newer; so the newest is sent again, without a hash.
    """

    def __init__(self) -> None:
        self.newest: dict[str, object] = {}
        """The newest choice in each window, by view id, for as long as that choice is being answered."""

    async def answer(
        self, view_id: str, ack: AsyncAck, client: AsyncWebClient, drawn: Callable[[], Awaitable[Redrawn]]
    ) -> None:
        """Acknowledge a choice in a window and draw the window again; a failure is logged, and it stays as it is.

        Choices are as old as their calls of this: nothing is waited for before a choice is known as the newest.
        """
        choice = self.newest[view_id] = object()
        try:
            await ack()
            await self._draw(client, drawn, choice)
        finally:
            if self.newest.get(view_id) is choice:
                del self.newest[view_id]

    async def _draw(self, client: AsyncWebClient, drawn: Callable[[], Awaitable[Redrawn]], choice: object) -> None:
        try:
            await self._update(client, await drawn(), choice)
        except SlackApiError as error:
            if error.response.get("error") not in _GONE:
                log.exception("a window could not be drawn again")
        except (RefusedError, Unavailable, *NOT_REACHED) as error:
            log.warning("a window was not drawn again", error=repr(error))
        except Exception:
            log.exception("a window could not be drawn again")

    async def _update(self, client: AsyncWebClient, redrawn: Redrawn, choice: object) -> None:
        try:
            await client.views_update(view_id=redrawn.view_id, hash=redrawn.view_hash, view=redrawn.view)
        except SlackApiError as error:
            if error.response.get("error") != "hash_conflict":
                raise
            # What is on the screen belongs to an older choice, unless somebody has chosen again meanwhile.
            if self.newest.get(redrawn.view_id) is choice:
                await client.views_update(view_id=redrawn.view_id, view=redrawn.view)
