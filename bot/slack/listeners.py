"""Bolt's side of the reception: what Slack sends goes in, and the answer goes where the person can see it.

Every listener acknowledges after the work is committed, and nobody is left without an answer: a refusal, a database
that was too slow and a mistake of ours are each told privately, with what was typed.
"""

from collections.abc import Awaitable, Callable
from functools import partial

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.refusals import RefusedError
from bot.slack import choices, modals, payloads, submissions, wording
from bot.slack.actions import COMMAND, MORE, Action, Callback, DutyAction, Entrance, Field
from bot.slack.blocks import Message
from bot.slack.clientele import customer_change
from bot.slack.event_listeners import EventListeners
from bot.slack.in_flight import InFlight
from bot.slack.mrkdwn import as_read
from bot.slack.overhearing import Overhearing
from bot.slack.quoting import quoted
from bot.slack.reading import MalformedPayloadError
from bot.slack.reception import Reception
from bot.slack.redrawing import Redrawing
from bot.slack.showing import Body, finished, opened, said, told
from bot.slack.sightings import Sightings, pressed_on
from bot.slack.windows import Window
from storage.database import Unavailable

log = structlog.get_logger(__name__)
_SHORTCUTS = (Callback.OPEN_TICKET, Callback.TICKET_NEXT)
_TURNING = (Action.LIST, Action.LIST_BACK)
"""The buttons for another page of a list."""
_TOLD = {Callback.INTAKE: "Ticket opened", Callback.CUSTOMER: "Customer saved", Callback.OVERRIDE: "On call"}
"""The windows that say what was done when they have been sent, and the title they have then."""


def register(app: AsyncApp, reception: Reception, in_flight: InFlight) -> None:
    """Let a Bolt app answer by this reception; requests count as in flight while they are answered."""
    listeners, events, counted = Listeners(reception), EventListeners(reception), in_flight.counted
    app.error(_failed)
    app.middleware(counted(events.take_in))
    app.command(COMMAND)(counted(listeners.command))
    for action in (*Action, MORE):
        app.action(action)(counted(listeners.turn if action in (*_TURNING, Action.REST) else listeners.press))
    for about_duty in DutyAction:
        app.action(about_duty)(counted(listeners.duty))
    for entrance in Entrance:
        app.action(entrance)(counted(listeners.entrance))
    for field in (Field.CUSTOMER, Field.SEVERITY, Field.TRIAGE):
        app.action(field)(counted(listeners.intake_choice))
    app.action(Field.NEW_SEVERITY)(counted(listeners.regrade_choice))
    app.action(Field.REASON)(counted(listeners.close_choice))
    app.action(Field.CUSTOMER_PLAN)(counted(listeners.customer_choice))
    app.options(Field.CUSTOMER)(counted(listeners.search))
    for callback in Callback:
        if callback not in (*_SHORTCUTS, Callback.NOTICE):
            app.view(callback)(counted(listeners.submission))
    for callback in _SHORTCUTS:
        app.shortcut(callback)(counted(listeners.shortcut))
    app.event("message")(counted(events.message))
    app.event("reaction_added")(counted(events.reaction))
    app.event("app_mention")(counted(events.mention))
    app.event("app_home_opened")(counted(events.home))
    app.event("subteam_members_changed")(counted(events.regrouped))


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
    """The listeners to what people do with one app."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._overhearing = Overhearing(reception=reception)
        self._redrawing = Redrawing()
        self._sightings = Sightings(reception=reception)

    async def command(self, ack: AsyncAck, body: Body, client: AsyncWebClient, respond: AsyncRespond) -> None:
        """`/ticket …`: the answer is private and comes with the acknowledgement."""
        typed = payloads.command(body)
        message = await self._told(
            client, body, lambda: self._reception.typed(typed), f"{COMMAND} {as_read(typed.text)}".strip()
        )
        await (ack(text=message.text, blocks=message.blocks, response_type="ephemeral") if message else ack())
        if message is not None and (more := await finished(self._reception.people, message)) is not None:
            await said(respond, client, body, more)

    async def press(self, ack: AsyncAck, body: Body, client: AsyncWebClient, respond: AsyncRespond) -> None:
        """A button about a ticket: a window opens, or what was done is said privately."""
        press = payloads.press(body)
        await self._answered(ack, body, client, respond, lambda: self._reception.pressed(press))
        await self._sightings.noted(pressed_on(body))

    async def duty(self, ack: AsyncAck, body: Body, client: AsyncWebClient, respond: AsyncRespond) -> None:
        """A button about duty: what was done is said privately."""
        press = payloads.duty_press(body)
        await self._answered(ack, body, client, respond, lambda: self._reception.duty_pressed(press))

    async def turn(self, ack: AsyncAck, body: Body, client: AsyncWebClient, respond: AsyncRespond) -> None:
        """A button that says words: those for another page of a list, which takes the place of the one it is on.

        Or those that were typed in a thread: here a window can ask for the rest.
        """
        typed = payloads.turned(body)
        in_place = body["actions"][0]["action_id"] in _TURNING
        await self._answered(ack, body, client, respond, lambda: self._reception.typed(typed), in_place=in_place)

    async def entrance(self, ack: AsyncAck, body: Body, client: AsyncWebClient, respond: AsyncRespond) -> None:
        """A button that is about no ticket: a window opens."""
        entered = payloads.entered(body)

        async def answered() -> Window | None:
            about = entered.about
            message = None if about is None else await quoted(client, about)
            if about is None or message is None:
                return await self._reception.entered(entered)
            draft = payloads.drafted(payloads.unaddressed(message), about.channel)
            return await self._reception.entered(entered, draft)

        await self._answered(ack, body, client, respond, answered)

    async def shortcut(self, ack: AsyncAck, body: Body, client: AsyncWebClient, respond: AsyncRespond) -> None:
        """A shortcut on a message: the intake form opens with the message in it, or what can be done to its ticket."""
        used = payloads.shortcut(body)
        is_about_ticket = body.get("callback_id") == Callback.TICKET_NEXT
        carried_out = self._overhearing.thread if is_about_ticket else self._reception.shortcut
        await self._answered(ack, body, client, respond, lambda: carried_out(used))

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
            if (title := _TOLD.get(body["view"]["callback_id"])) is not None:
                await ack(response_action="update", view=modals.told(title, message))
            else:
                await (ack(response_action="clear") if sent.stacked else ack())

    async def intake_choice(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Another customer, severity or answer in the intake form: it is drawn again with the due times."""
        change = choices.intake_change(body)
        await self._redrawing.answer(change.view_id, ack, client, partial(self._reception.intake_changed, change))

    async def regrade_choice(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Another severity in the regrade window: it is drawn again with the due times."""
        change = choices.regrade_change(body)
        await self._redrawing.answer(change.view_id, ack, client, partial(self._reception.regrade_changed, change))

    async def close_choice(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Another reason in the close window: it is drawn again with what that one needs."""
        change = choices.close_change(body)
        await self._redrawing.answer(change.view_id, ack, client, partial(self._reception.close_changed, change))

    async def customer_choice(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Another contract and plan in a customer's window: it is drawn again with its duties."""
        change = customer_change(body)
        await self._redrawing.answer(change.view_id, ack, client, partial(self._reception.customer_changed, change))

    async def search(self, ack: AsyncAck, body: Body) -> None:
        """The customers that fit what has been typed; none when they cannot be read in time."""
        try:
            found = await self._reception.searched(payloads.suggestion(body))
        except Unavailable as error:
            log.warning("customers could not be searched", error=str(error))
            found = {"options": []}
        await ack(**found)

    async def _answered(
        self,
        ack: AsyncAck,
        body: Body,
        client: AsyncWebClient,
        respond: AsyncRespond,
        answered: Callable[[], Awaitable[Message | Window | None]],
        *,
        in_place: bool = False,
    ) -> None:
        """Answer a press or a shortcut: its window opens, it is acknowledged, and what there is to say is said."""
        message = await self._told(client, body, answered, in_place=in_place)
        await ack()
        if message is not None:
            await said(respond, client, body, message, in_place=in_place)
            if (more := await finished(self._reception.people, message)) is not None:
                await said(respond, client, body, more)

    async def _told(
        self,
        client: AsyncWebClient,
        body: Body,
        answered: Callable[[], Awaitable[Message | Window | None]],
        typed: str = "",
        *,
        in_place: bool = False,
    ) -> Message | None:
        """What is to be said in answer; nothing where a window has opened instead."""

        async def shown() -> Message | None:
            answer = await answered()
            if isinstance(answer, Window):
                await opened(client, body, answer, in_place=in_place)
                return None
            return answer

        return await told(self._reception.people, shown, typed)

    async def _refused(self, refusal: RefusedError, sent: submissions.Submission) -> Body:
        """What to answer to a window: errors beneath the inputs to blame, otherwise a window on top that says why."""
        errors = await self._reception.people.render(lambda names: modals.blamed(refusal, names, sent.block_ids))
        if errors:
            return {"response_action": "errors", "errors": errors}
        words = await self._reception.people.render(partial(wording.refusal, refusal))
        return {"response_action": "push", "view": modals.notice("Not done", words)}
