"""What becomes of an app's answer to a person: with the acknowledgement of a command, or later by its response URL."""

from collections.abc import Callable
from datetime import datetime

from bot.playground.blockkit import check_message_blocks
from bot.playground.events import Events
from bot.playground.messages import Message
from bot.playground.passes import ResponsePass
from bot.playground.refusals import Json, Refusal
from bot.playground.workspace import Workspace


class Answers:
    """Puts answers where they belong: beside, or in the place of, what the person acted on."""

    def __init__(self, workspace: Workspace, events: Events, now: Callable[[], datetime]) -> None:
        self._workspace = workspace
        self._events = events
        self._now = now

    def by_url(self, name: str, body: Json) -> None:
        """Take an answer that came by a response URL.

        Raises:
            Refusal: when the URL is spent or too old, or Slack refuses the content.
        """
        self.show(body, self._workspace.passes.use_response(name, self._now()))

    def show(self, body: Json, given: ResponsePass) -> Message | None:
        """Show an answer; None when it took a message away.

        Raises:
            Refusal: `no_text`, `invalid_blocks`, or `message_not_found` when the message to replace is gone.
        """
        blocks = check_message_blocks(body["blocks"]) if body.get("blocks") else ()
        text = body.get("text") or ""
        if body.get("delete_original"):
            original = self._original(given)
            self._workspace.messages.delete(original)
            self._events.deleted(original)
            return None
        if not text and not blocks:
            raise Refusal("no_text")
        if body.get("replace_original"):
            stamp = self._workspace.next_stamp(self._now())
            original = self._original(given)
            changed = self._workspace.messages.change(original, text=text, blocks=blocks, edited_ts=stamp)
            self._events.changed(original, changed)
            return changed
        message = self._workspace.say(
            channel=self._workspace.channels[given.channel],
            user=self._workspace.bot,
            text=text,
            at=self._now(),
            blocks=blocks,
            thread_ts=body.get("thread_ts"),
            shown_only_to=None if body.get("response_type") == "in_channel" else given.user,
        )
        self._events.posted(message)
        return message

    def _original(self, given: ResponsePass) -> Message:
        messages = self._workspace.messages
        found = None
        if given.message_ts is not None and given.message_is_ephemeral:
            found = messages.ephemeral(given.user, given.message_ts)
        elif given.message_ts is not None:
            found = messages.get(given.channel, given.message_ts)
        if found is None:
            raise Refusal("message_not_found", status=404)
        return found
