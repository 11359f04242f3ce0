"""How an answer reaches the person: beneath what they typed, where they pressed, in a window, or only for them."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import structlog
from slack_bolt.async_app import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.refusals import RefusedError
from bot.desk.requests import Asker
from bot.slack import answers, modals, wording
from bot.slack.blocks import Block, Message, section
from bot.slack.people import People
from bot.slack.reaching import NOT_REACHED, reason
from bot.slack.windows import Window
from storage.database import Unavailable

log = structlog.get_logger(__name__)
Body = dict[str, Any]


class NotOpenedError(Exception):
    """Slack was too late, or was not reached, to open a window."""


async def told(people: People, answered: Callable[[], Awaitable[Message | None]], typed: str = "") -> Message | None:
    """What to say: the answer, or why there is none; what was typed comes back with a refusal."""
    try:
        return await answered()
    except RefusedError as refusal:
        message = await people.render(partial(answers.refused, refusal))
    except Unavailable as error:
        log.warning("a request was not recorded", error=str(error))
        return answers.not_recorded(typed)
    except NotOpenedError as error:
        log.warning("a window could not be opened", error=repr(error.__cause__))
        message = Message(text=wording.TOO_LATE, blocks=[section(wording.TOO_LATE)])
    except Exception:
        log.exception("a request could not be carried out")
        message = Message(text=wording.OUR_MISTAKE, blocks=[section(wording.OUR_MISTAKE)])
    return answers.given_back(message, typed)


async def finished(people: People, message: Message) -> Message | None:
    """What to say when the rest of what an answer told the beginning of is done; None where it told everything."""
    return None if message.rest is None else await told(people, message.rest)


async def opened(client: AsyncWebClient, body: Body, window: Window, *, in_place: bool = False) -> None:
    """Open a window, on top of the one in which the button was pressed, if it was one, or `in_place` of that one.

    Slack allows it only for three seconds after the gesture. Raises NotOpenedError.
    """
    trigger, modal = body["trigger_id"], modal_of(body)
    try:
        if modal is None:
            await client.views_open(trigger_id=trigger, view=window.view)
        elif in_place:
            await client.views_update(view_id=modal["id"], view=window.view)
        else:
            await client.views_push(trigger_id=trigger, view=window.view)
    except SlackApiError as error:
        match error.response.get("error"):
            case "expired_trigger_id":
                raise NotOpenedError from error
            case "exchanged_trigger_id":
                # The gesture came twice, and the window is open since the first time.
                return
        raise
    except NOT_REACHED as error:
        raise NotOpenedError from error


async def said(
    respond: AsyncRespond, client: AsyncWebClient, body: Body, message: Message, *, in_place: bool = False
) -> None:
    """Say something privately where a button was pressed: in the window that it is in, or in its thread or channel.

    Where there is neither, as in App Home, a window opens for it; `in_place` puts it where the button was. What was
    done is done, so a failure ends here; Bolt would take the acknowledgement back if it went on.
    """
    try:
        modal = modal_of(body)
        if modal is not None:
            await client.views_update(view_id=modal["id"], view=modals.told("Belltower", message))
        elif body.get("response_url"):
            await respond(
                text=message.text,
                blocks=message.blocks,
                response_type="ephemeral",
                replace_original=in_place,
                # Without it the answer to a button in a thread stands in the channel.
                thread_ts=body.get("container", {}).get("thread_ts"),
            )
        else:
            await opened(client, body, Window(view=modals.told("Belltower", message)))
    except (ValueError, NotOpenedError, *NOT_REACHED) as error:
        log.warning("an answer could not be shown", error=repr(error))


async def whispered(client: AsyncWebClient, to: Asker, thread: str | None, message: Message) -> None:
    """Say something in a channel that only one person sees, in the thread they are in; a failure is logged.

    Slack may be away; or they have left, or the channel is closed, and there is nobody to show it to.
    """
    try:
        await client.chat_postEphemeral(
            channel=to.channel or to.person,
            user=to.person,
            thread_ts=thread,
            text=message.text,
            blocks=message.blocks,
        )
    except NOT_REACHED as error:
        log.warning("a private answer could not be given", error=reason(error))


def modal_of(body: Body) -> Block | None:
    """The modal in which a button was pressed; None for a message, and for App Home, on which windows open as usual."""
    view = body.get("view")
    return view if isinstance(view, dict) and view.get("type") == "modal" and view.get("id") else None
