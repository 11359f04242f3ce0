"""Bolt's side of the reception: what Slack sends goes in, and the answer goes where the person can see it.

Every listener acknowledges after the work is committed, and nobody is left without an answer: a refusal, a database
that was too slow and a mistake of ours are each told privately, with what was typed.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.refusals import RefusedError
from bot.slack import answers, home, modals, payloads, submissions, wording
from bot.slack.actions import COMMAND, MORE, Action, Callback, Entrance, Field
from bot.slack.blocks import Message, section
from bot.slack.in_flight import InFlight
from bot.slack.reaching import NOT_REACHED
from bot.slack.reading import MalformedPayloadError
from bot.slack.reception import Reception, Window
from bot.slack.redrawing import Redrawing
from storage import inbox
from storage.database import Unavailable

log = structlog.get_logger(__name__)
Body = dict[str, Any]


def register(app: AsyncApp, reception: Reception, in_flight: InFlight) -> None:
    """Let a Bolt app answer by this reception; requests count as in flight while they are answered."""
    listeners, counted = Listeners(reception), in_flight.counted
    app.error(_failed)
    app.middleware(listeners.take_in)
    app.command(COMMAND)(counted(listeners.command))
    for action in (*Action, MORE):
        app.action(action)(counted(listeners.press))
    for entrance in Entrance:
        app.action(entrance)(counted(listeners.entrance))
    for field in (Field.CUSTOMER, Field.SEVERITY):
        app.action(field)(counted(listeners.intake_choice))
    app.action(Field.NEW_SEVERITY)(counted(listeners.regrade_choice))
    app.options(Field.CUSTOMER)(counted(listeners.search))
    for callback in Callback:
        if callback not in (Callback.OPEN_TICKET, Callback.NOTICE):
            app.view(callback)(counted(listeners.submission))
    app.shortcut(Callback.OPEN_TICKET)(counted(listeners.shortcut))
    app.event("app_mention")(counted(listeners.mention))
    app.event("app_home_opened")(counted(listeners.home))


async def _failed(error: Exception, response: BoltResponse | None) -> BoltResponse | None:
    """Refuse what Slack does not send; whatever else comes here was not acknowledged, and Slack says so.

    There is no `response` where Bolt has acknowledged already, as it does with events, and takes none then.
    """
    if isinstance(error, MalformedPayloadError):
        log.warning("a payload was refused", missing=error.missing)
        return None if response is None else BoltResponse(status=400)
    log.error("a request failed", exc_info=error)
    return None if response is None else BoltResponse(status=500)


class Listeners:
    """The listeners of one app."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._redrawing = Redrawing()

    async def take_in(
        self,
        body: Body,
        req: AsyncBoltRequest,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse | None:
        """Write an event down before Bolt acknowledges it, and pass over one that was taken in before.

        When it cannot be written down this raises, Slack gets no acknowledgement, and delivers the event again.
        """
        if body.get("type") == "event_callback" and body.get("event_id"):
            database = self._reception.desk.database
            async with database.transaction() as session:
                if not await inbox.record(session, f"event {body['event_id']}", await self._reception.now()):
                    return BoltResponse(status=200)
        return await next()

    async def command(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """`/ticket …`: the answer is private and comes with the acknowledgement."""
        typed = payloads.command(body)

        async def answered() -> Message | None:
            answer = await self._reception.typed(typed)
            if isinstance(answer, Message):
                return answer
            await _opened(client, typed.trigger, answer)
            return None

        message = await self._told(answered, f"{COMMAND} {typed.text}".strip())
        await (ack(text=message.text, blocks=message.blocks, response_type="ephemeral") if message else ack())

    async def press(self, ack: AsyncAck, body: Body, client: AsyncWebClient, respond: AsyncRespond) -> None:
        """A button of a card or a notice: a window opens, or what was done is said privately."""
        press = payloads.press(body)

        async def answered() -> Message | None:
            answer = await self._reception.pressed(press)
            if isinstance(answer, Message):
                return answer
            await _opened(client, press.trigger, answer)
            return None

        message = await self._told(answered)
        await ack()
        if message is not None:
            await _said(respond, client, body, message)

    async def entrance(self, ack: AsyncAck, body: Body, client: AsyncWebClient, respond: AsyncRespond) -> None:
        """A button of App Home that is about no ticket: a window opens."""
        entered = payloads.entered(body)

        async def answered() -> Message | None:
            window = await self._reception.entered(entered)
            if window is not None:
                await _opened(client, entered.trigger, window)
            return None

        message = await self._told(answered)
        await ack()
        if message is not None:
            await _said(respond, client, body, message)

    async def submission(self, ack: AsyncAck, body: Body) -> None:
        """A window that was sent: it closes, or it stays as it was filled in and says what is wrong."""
        sent = submissions.submission(body)
        try:
            message = await self._reception.submitted(sent)
        except RefusedError as refusal:
            await ack(**await self._refused(refusal, sent))
        except Unavailable as error:
            log.warning("a window was not recorded", error=str(error))
            await ack(response_action="push", view=modals.notice("Not recorded", wording.NOT_RECORDED))
        except Exception:
            log.exception("a window could not be carried out")
            await ack(response_action="push", view=modals.notice("Not done", wording.OUR_MISTAKE))
        else:
            if body["view"]["callback_id"] == Callback.INTAKE:
                await ack(response_action="update", view=modals.told("Ticket opened", message))
            else:
                await ack()

    async def intake_choice(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Another customer or severity in the intake form: it is drawn again with the due times."""
        change = submissions.intake_change(body)
        drawn = partial(self._reception.intake_changed, change)
        await self._redrawing.answer(change.view_id, ack, client, drawn)

    async def regrade_choice(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Another severity in the regrade window: it is drawn again with the due times."""
        change = submissions.regrade_change(body)
        drawn = partial(self._reception.regrade_changed, change)
        await self._redrawing.answer(change.view_id, ack, client, drawn)

    async def search(self, ack: AsyncAck, body: Body) -> None:
        """The customers that fit what has been typed; none when they cannot be read in time."""
        try:
            found = await self._reception.searched(payloads.suggestion(body))
        except Unavailable as error:
            log.warning("customers could not be searched", error=str(error))
            found = {"options": []}
        await ack(**found)

    async def shortcut(self, ack: AsyncAck, body: Body, client: AsyncWebClient, respond: AsyncRespond) -> None:
        """The message shortcut: the intake form opens with the message in it."""
        used = payloads.shortcut(body)

        async def answered() -> Message | None:
            await _opened(client, used.trigger, await self._reception.shortcut(used))
            return None

        message = await self._told(answered)
        await ack()
        if message is not None:
            await _said(respond, client, body, message)

    async def home(self, body: Body, client: AsyncWebClient) -> None:
        """Somebody opens App Home: it is drawn anew for them."""
        by = payloads.home_opened(body)
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
            log.warning("App Home could not be published", error=repr(error))

    async def mention(self, body: Body, client: AsyncWebClient) -> None:
        """A mention of the app: help, to the one who asked, in the thread where they asked."""
        mention = payloads.mention(body)
        message = await self._reception.mentioned(mention)
        try:
            await client.chat_postEphemeral(
                channel=mention.origin.channel,
                user=mention.asker.person,
                thread_ts=mention.origin.ts,
                text=message.text,
                blocks=message.blocks,
            )
        except NOT_REACHED as error:
            # Slack is away; or whoever asked has left, or the channel is closed, and there is nobody to show it to.
            log.warning("a mention could not be answered", error=repr(error))

    async def _told(self, answered: Callable[[], Awaitable[Message | None]], typed: str = "") -> Message | None:
        """What to say: the answer, or why there is none; a refused command comes back with its words."""
        try:
            return await answered()
        except RefusedError as refusal:
            message = await self._reception.people.render(partial(answers.refused, refusal))
        except Unavailable as error:
            log.warning("a request was not recorded", error=str(error))
            return answers.not_recorded(typed)
        except _NotOpenedError as error:
            log.warning("a window could not be opened", error=repr(error.__cause__))
            message = Message(text=wording.TOO_LATE, blocks=[section(wording.TOO_LATE)])
        except Exception:
            log.exception("a request could not be carried out")
            message = Message(text=wording.OUR_MISTAKE, blocks=[section(wording.OUR_MISTAKE)])
        return answers.given_back(message, typed)

    async def _refused(self, refusal: RefusedError, sent: submissions.Submission) -> Body:
        """What to answer to a window: errors beneath the inputs to blame, otherwise a window on top that says why."""
        errors = await self._reception.people.render(lambda names: modals.blamed(refusal, names, sent.block_ids))
        if errors:
            return {"response_action": "errors", "errors": errors}
        words = await self._reception.people.render(partial(wording.refusal, refusal))
        return {"response_action": "push", "view": modals.notice("Not done", words)}


async def _said(respond: AsyncRespond, client: AsyncWebClient, body: Body, message: Message) -> None:
    """Say something privately where a button was pressed; where there is no channel, as in App Home, in a window.

    What was done is done, so a failure ends here; Bolt would take the acknowledgement back if it went on.
    """
    try:
        if body.get("response_url"):
            await respond(text=message.text, blocks=message.blocks, response_type="ephemeral", replace_original=False)
        else:
            await _opened(client, body["trigger_id"], Window(view=modals.told("Belltower", message)))
    except (ValueError, _NotOpenedError, *NOT_REACHED) as error:
        log.warning("an answer could not be shown", error=repr(error))


class _NotOpenedError(Exception):
    """Slack was too late, or was not reached, to open a window."""


async def _opened(client: AsyncWebClient, trigger: str, window: Window) -> None:
    """Open a window; Slack allows it only for three seconds after the gesture. Raises _NotOpenedError."""
    try:
        await client.views_open(trigger_id=trigger, view=window.view)
    except SlackApiError as error:
        match error.response.get("error"):
            case "expired_trigger_id":
                raise _NotOpenedError from error
            case "exchanged_trigger_id":
                # The gesture came twice, and the window is open since the first time.
                return
        raise
    except NOT_REACHED as error:
        raise _NotOpenedError from error
