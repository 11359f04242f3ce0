"""`reactions.*`: the emoji that the app puts on messages; which emoji there are is not checked, only their form."""

import re

from bot.playground.messages import Message
from bot.playground.methods.call import Call
from bot.playground.refusals import Json, Refusal

_EMOJI = re.compile(r"[a-z0-9_'+-]+(::skin-tone-[2-6])?")


def add(call: Call) -> Json:
    """`reactions.add`."""
    message, emoji = _item(call)
    if call.workspace.channels[message.channel].is_archived:
        raise Refusal("is_archived")
    reaction = (emoji, call.workspace.bot.id)
    if reaction in message.reactions:
        raise Refusal("already_reacted")
    call.workspace.messages.change(message, reactions=(*message.reactions, reaction))
    call.events.reaction_added(call.workspace.bot, message, emoji)
    return {}


def remove(call: Call) -> Json:
    """`reactions.remove`."""
    message, emoji = _item(call)
    reaction = (emoji, call.workspace.bot.id)
    if reaction not in message.reactions:
        raise Refusal("no_reaction")
    call.workspace.messages.change(message, reactions=tuple(r for r in message.reactions if r != reaction))
    call.events.reaction_removed(call.workspace.bot, message, emoji)
    return {}


def _item(call: Call) -> tuple[Message, str]:
    """The message that is meant, and the name of the emoji."""
    emoji = call.text("name") or ""
    if call.text("channel") is None or call.text("timestamp") is None:
        raise Refusal("no_item_specified")
    if not _EMOJI.fullmatch(emoji):
        raise Refusal("invalid_name")
    channel = call.channel()
    call.stamp("timestamp", refused_as="bad_timestamp")
    return call.message(channel, "timestamp"), emoji
