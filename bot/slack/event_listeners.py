"""Bolt's side of what happens in Slack without a request: it is taken in before Slack's event is acknowledged.

Bolt acknowledges an event as soon as a listener is found for it. So what must not be lost is done in a middleware, and
only answers, which may fail without harm, are left to the listeners.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import structlog
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import home, occurrences
from bot.slack.blocks import Message
from bot.slack.overhearing import Overhearing
from bot.slack.quoting import file_names, quoted
from bot.slack.reaching import NOT_REACHED, reason
from bot.slack.reception import Reception
from bot.slack.showing import finished, told, whispered
from bot.slack.sightings import Sightings, reacted_to
from storage import inbox
from storage.database import Unavailable

log = structlog.get_logger(__name__)
Body = dict[str, Any]
Next = Callable[[], Awaitable[BoltResponse]]
_ANSWER = "belltower_answer"
"""The name in Bolt's context under which a message's answer waits for the listener."""


class EventListeners:
    """The listeners to the events of one app."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._overhearing = Overhearing(reception=reception)
        self._sightings = Sightings(reception=reception)

    async def take_in(
        self,
        body: Body,
        context: AsyncBoltContext,
        client: AsyncWebClient,
        next: Next,  # noqa: A002
    ) -> BoltResponse | None:
        """Take an event in before Bolt acknowledges it, and pass over one that was taken in before.

        When that fails this raises, Slack gets no acknowledgement, and delivers the event again.
        """
        if body.get("type") != "event_callback":
            return await next()
        event = body.get("event")
        kind = event.get("type") if isinstance(event, dict) else None
        if kind == "message":
            return await self._take_message_in(body, context, client, next)
        if kind == "reaction_added":
            await self._sightings.noted(reacted_to(body))
            if occurrences.marked(body) is None:
                # People react all day long, and what is for nobody here need not be kept.
                return BoltResponse(status=200)
        if body.get("event_id"):
            async with self._reception.desk.database.transaction() as session:
                if not await inbox.record(session, f"event {body['event_id']}", await self._reception.now()):
                    return BoltResponse(status=200)
        return await next()

    async def _take_message_in(
        self, body: Body, context: AsyncBoltContext, client: AsyncWebClient, then: Next
    ) -> BoltResponse | None:
        """A message is carried out under its own key here, in one transaction with what follows from it."""
        said = occurrences.spoken(body)
        if said is None:
            return BoltResponse(status=200)
        answer = await self._overhearing.heard(said, partial(file_names, client, said.files))
        if answer is None:
            return BoltResponse(status=200)
        context[_ANSWER] = answer
        return await then()

    async def message(self, body: Body, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        """A message after which somebody should be told something, where they wrote it."""
        said, answer = occurrences.spoken(body), context.get(_ANSWER)
        if said is not None and isinstance(answer, Message):
            await whispered(client, said.asker, said.hear.thread, answer)
            if (more := await finished(self._reception.people, answer)) is not None:
                await whispered(client, said.asker, said.hear.thread, more)

    async def reaction(self, body: Body, client: AsyncWebClient) -> None:
        """An emoji on a message: `:ticket:` offers the form for it."""
        marked = occurrences.marked(body)
        if marked is None:
            return
        message = await quoted(client, marked.message)
        marked = marked.within(message)
        answer = await told(self._reception.people, lambda: self._overhearing.marked(marked))
        if answer is not None:
            await whispered(client, marked.asker, marked.thread, answer)

    async def mention(self, body: Body, client: AsyncWebClient) -> None:
        """A mention of the app: the form or help, for the one who asked, where they asked."""
        mention = occurrences.mention(body)
        answer = await told(self._reception.people, lambda: self._overhearing.mentioned(mention))
        if answer is not None:
            await whispered(client, mention.asker, mention.thread, answer)

    async def regrouped(self) -> None:
        """Somebody has joined or left a user group: the team may be another from now on."""
        self._reception.regrouped()

    async def home(self, body: Body, client: AsyncWebClient) -> None:
        """Somebody opens App Home: it is drawn anew for them."""
        by = occurrences.home_opened(body)
        if by is None:
            return
        try:
            view = await self._reception.home(by)
        except Unavailable as error:
            log.warning("App Home could not be drawn", error=str(error))
            view = home.not_read()
        try:
            await client.views_publish(user_id=by.person, view=view)
        except NOT_REACHED as error:
            log.warning("App Home could not be published", error=reason(error))
