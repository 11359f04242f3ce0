"""What happens in Slack without anybody asking Belltower for it, read into values: messages, marks, mentions, visits.

As in `payloads`, only the shape is checked here; what is wrong raises MalformedPayloadError.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.desk.requests import Asker, Author, Hear, Origin
from bot.slack.mrkdwn import as_read
from bot.slack.reading import MalformedPayloadError, Payload, mapping, text, text_or_none

_MENTIONS = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")
MARK = "ticket"
"""The emoji that marks a message which is to become a ticket, without its colons."""
_SPOKEN = (None, "file_share", "thread_broadcast", "me_message", "bot_message")
"""The subtypes of messages in which something is said; others tell of edits, joins, topics and the like."""
_SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, kw_only=True, slots=True)
class Spoken:
    """A message that somebody else has posted; `raw` is its text as Slack sends it, with people as ids.

    `files` are its files as Slack tells of them: of one in a shared channel perhaps no more than its id.
    """

    hear: Hear
    raw: str
    files: tuple[Payload, ...] = ()

    @property
    def asker(self) -> Asker:
        """Who wrote it, and where."""
        return Asker(person=self.hear.author.person, channel=self.hear.channel)


@dataclass(frozen=True, kw_only=True, slots=True)
class Marked:
    """Somebody has marked a message with `MARK`, or mentioned the app in it.

    `thread` is the head of the thread that the message is in, where it is in one, and that is known. `for_help` is
    whether it says nothing but the mention, or asks for help.
    """

    asker: Asker
    channel: str
    ts: str
    thread: str | None = None
    for_help: bool = False

    @property
    def message(self) -> Origin:
        """Where the message stands."""
        return Origin(channel=self.channel, ts=self.ts)

    @property
    def head(self) -> str:
        """The head of its thread, which may be the message itself."""
        return self.thread or self.ts

    def within(self, message: Payload | None) -> "Marked":
        """The same with the thread that the message is in, as far as the message is known."""
        return self if message is None else replace(self, thread=text_or_none(message, "thread_ts"))


def spoken(payload: Payload) -> Spoken | None:
    """A message; None for one of our own, and for what Slack calls a message but nobody has said."""
    event = mapping(payload, "event")
    if event.get("type") != "message":
        raise MalformedPayloadError("event.type")
    if event.get("subtype") not in _SPOKEN or _is_ours(payload, event):
        return None
    raw = text_or_none(event, "text") or ""
    ts = text(event, "ts")
    thread = text_or_none(event, "thread_ts")
    hear = Hear(
        key=f"event {text(payload, 'event_id')}",
        home=_home(payload),
        author=_author(payload, event),
        channel=text(event, "channel"),
        ts=ts,
        thread=None if thread == ts else thread,
        text=as_read(raw),
        to_app=raw.lstrip().startswith((f"<@{own_id(payload)}>", f"<@{own_id(payload)}|")),
    )
    return Spoken(hear=hear, raw=raw, files=_files(event))


def marked(payload: Payload) -> Marked | None:
    """A `reaction_added` event; None where it is another emoji, or on something else than a message."""
    event = mapping(payload, "event")
    if event.get("type") != "reaction_added":
        raise MalformedPayloadError("event.type")
    item = mapping(event, "item")
    if event.get("reaction") != MARK or item.get("type") != "message":
        return None
    channel = text(item, "channel")
    return Marked(asker=Asker(person=text(event, "user"), channel=channel), channel=channel, ts=text(item, "ts"))


def mention(payload: Payload) -> Marked:
    """An `app_mention` event."""
    event = mapping(payload, "event")
    if event.get("type") != "app_mention":
        raise MalformedPayloadError("event.type")
    channel = text(event, "channel")
    return Marked(
        asker=Asker(person=text(event, "user"), channel=channel),
        channel=channel,
        ts=text(event, "ts"),
        thread=text_or_none(event, "thread_ts"),
        for_help=_MENTIONS.sub("", text_or_none(event, "text") or "").strip(" ?!.").casefold() in ("", "help"),
    )


def home_opened(payload: Payload) -> Asker | None:
    """Who has opened App Home; None where it was the app's messages that were opened."""
    event = mapping(payload, "event")
    if event.get("type") != "app_home_opened":
        raise MalformedPayloadError("event.type")
    return Asker(person=text(event, "user")) if text_or_none(event, "tab") == "home" else None


def _author(payload: Payload, event: Payload) -> Author:
    """Who wrote a message. Apps, workflows and Slackbot's automatic replies are nobody."""
    person = text_or_none(event, "user")
    return Author(
        person=person or text_or_none(event, "bot_id") or "",
        team=text_or_none(event, "user_team") or text_or_none(event, "team") or _home(payload),
        automatic=person in (None, _SLACKBOT) or bool(event.get("bot_id") or event.get("subtype") == "bot_message"),
    )


def _home(payload: Payload) -> str:
    """The workspace that the app is installed in; an event of a shared channel may be of another one."""
    match payload.get("authorizations"):
        case [{"team_id": str(team)}, *_] if team:
            return team
    return text(payload, "team_id")


def own_id(payload: Payload) -> str:
    """The app's own user id."""
    match payload.get("authorizations"):
        case [{"user_id": str(bot)}, *_]:
            return bot
    return ""


def _is_ours(payload: Payload, event: Payload) -> bool:
    profile = event.get("bot_profile")
    apps = [event.get("app_id"), profile.get("app_id") if isinstance(profile, Mapping) else None]
    return bool(event.get("bot_id")) and text_or_none(payload, "api_app_id") in apps


def _files(event: Payload) -> tuple[Payload, ...]:
    files = event.get("files")
    return tuple(each for each in files if isinstance(each, Mapping)) if isinstance(files, list) else ()
