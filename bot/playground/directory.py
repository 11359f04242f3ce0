"""Who is in the workspace and where they talk: teams, users, user groups, channels."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, kw_only=True, slots=True)
class Team:
    """An organisation on Slack."""

    id: str
    name: str
    domain: str


class BotKind(StrEnum):
    """What a bot other than the app's own is, and how its messages say so."""

    APP = "app"
    """Another app with a user of its own; its messages carry that user beside their `bot_id`."""
    INTEGRATION = "bot_message"
    """A workflow, an incoming webhook, a classic bot: a name and a `bot_id`, and no user."""
    SLACKBOT = "slackbot_response"
    """Slack's own automatic answer to words that the workspace has set up; a user without a `bot_id`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class User:
    """A member of a team, of ours or of one that shares a channel with us; `zone` is an IANA name."""

    id: str
    team_id: str
    handle: str
    name: str
    email: str
    zone: str = "UTC"
    title: str = ""
    is_bot: bool = False
    is_admin: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    deleted: bool = False
    bot_kind: BotKind | None = None
    """Of bots that are not the app's own."""
    bot_id: str = ""
    app_id: str = ""

    @property
    def has_account(self) -> bool:
        """Whether the workspace lists it among its users."""
        return self.bot_kind is not BotKind.INTEGRATION


@dataclass(frozen=True, kw_only=True, slots=True)
class UserGroup:
    """People of the home team who are mentioned and looked up together, by user id."""

    id: str
    handle: str
    name: str
    members: tuple[str, ...] = ()
    changed: datetime | None = None
    """When its members were last changed, in UTC; None where they never were."""


class ChannelKind(StrEnum):
    """What a conversation is; the value is the prefix of the scopes that open it."""

    PUBLIC = "channels"
    """Everybody of the home team can find and join it."""
    PRIVATE = "groups"
    """Members only; to others it does not exist."""
    DIRECT = "im"
    """Two people, or a person and the app."""

    @property
    def event_name(self) -> str:
        """The `channel_type` of this kind in a message event."""
        return {"channels": "channel", "groups": "group", "im": "im"}[self.value]


class Posting(StrEnum):
    """What the people who manage a channel let an app post there."""

    OPEN = "open"
    """Everything."""
    RESTRICTED = "restricted"
    """Nothing: posting is kept to some people of the workspace."""
    NONE = "none"
    """Nothing: nobody but its managers writes into the channel."""
    IN_THREADS_ONLY = "in threads only"
    """Replies, but no new messages."""
    WITHOUT_THREADS = "without threads"
    """New messages, but no replies."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """A conversation and its members; `shared_with` names the other teams of a Slack Connect channel."""

    id: str
    name: str
    kind: ChannelKind
    members: frozenset[str]
    shared_with: frozenset[str] = frozenset()
    topic: str = ""
    is_archived: bool = False
    posting: Posting = Posting.OPEN
