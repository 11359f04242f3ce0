"""The door of the Web API: which methods there are, and the checks that come before each of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.playground.events import Events
from bot.playground.installation import Installation
from bot.playground.limits import RateLimits, Tier
from bot.playground.methods import chat, conversations, files, people, reactions, windows
from bot.playground.methods.call import Call
from bot.playground.refusals import Json, Refusal
from bot.playground.workspace import Workspace


@dataclass(frozen=True, kw_only=True, slots=True)
class Method:
    """A Web API method; one of `scopes` is needed where there are any, all of `required` must be given."""

    run: Callable[[Call], Json]
    tier: Tier
    scopes: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


_WRITE = ("chat:write",)
_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_OPEN = ("channels:manage", "groups:write", "im:write", "mpim:write")
_REACT = ("reactions:write",)

METHODS: dict[str, Method] = {
    "auth.test": Method(run=people.auth_test, tier=Tier.SPECIAL),
    "bots.info": Method(run=people.bot_info, tier=Tier.THREE, scopes=("users:read",)),
    "chat.delete": Method(run=chat.delete, tier=Tier.THREE, scopes=_WRITE, required=("channel", "ts")),
    "chat.getPermalink": Method(run=chat.get_permalink, tier=Tier.SPECIAL, required=("channel", "message_ts")),
    "chat.postEphemeral": Method(run=chat.post_ephemeral, tier=Tier.FOUR, scopes=_WRITE, required=("channel", "user")),
    "chat.postMessage": Method(run=chat.post_message, tier=Tier.SPECIAL, scopes=_WRITE, required=("channel",)),
    "chat.update": Method(run=chat.update, tier=Tier.THREE, scopes=_WRITE, required=("channel", "ts")),
    "conversations.history": Method(run=conversations.history, tier=Tier.THREE, scopes=_HISTORY, required=("channel",)),
    "conversations.info": Method(run=conversations.info, tier=Tier.THREE, scopes=_READ, required=("channel",)),
    "conversations.join": Method(
        run=conversations.join, tier=Tier.THREE, scopes=("channels:join",), required=("channel",)
    ),
    "conversations.list": Method(run=conversations.list_all, tier=Tier.TWO, scopes=_READ),
    "conversations.members": Method(run=conversations.members, tier=Tier.FOUR, scopes=_READ, required=("channel",)),
    "conversations.open": Method(run=conversations.open_direct, tier=Tier.THREE, scopes=_OPEN),
    "conversations.replies": Method(
        run=conversations.replies, tier=Tier.THREE, scopes=_HISTORY, required=("channel", "ts")
    ),
    "files.info": Method(run=files.info, tier=Tier.FOUR, scopes=("files:read",), required=("file",)),
    "reactions.add": Method(run=reactions.add, tier=Tier.THREE, scopes=_REACT, required=("name",)),
    "reactions.remove": Method(run=reactions.remove, tier=Tier.TWO, scopes=_REACT, required=("name",)),
    "team.info": Method(run=people.team_info, tier=Tier.THREE, scopes=("team:read",)),
    "usergroups.list": Method(run=people.list_groups, tier=Tier.TWO, scopes=("usergroups:read",)),
    "usergroups.users.list": Method(
        run=people.group_members, tier=Tier.TWO, scopes=("usergroups:read",), required=("usergroup",)
    ),
    "usergroups.users.update": Method(
        run=people.regroup, tier=Tier.TWO, scopes=("usergroups:write",), required=("usergroup", "users")
    ),
    "users.info": Method(run=people.user_info, tier=Tier.FOUR, scopes=("users:read",), required=("user",)),
    "users.list": Method(run=people.list_users, tier=Tier.TWO, scopes=("users:read",)),
    "users.lookupByEmail": Method(
        run=people.look_up_by_email, tier=Tier.THREE, scopes=("users:read.email",), required=("email",)
    ),
    "views.open": Method(run=windows.open_modal, tier=Tier.FOUR, required=("view", "trigger_id")),
    "views.publish": Method(run=windows.publish, tier=Tier.FOUR, required=("view", "user_id")),
    "views.push": Method(run=windows.push, tier=Tier.FOUR, required=("view", "trigger_id")),
    "views.update": Method(run=windows.update, tier=Tier.FOUR, required=("view",)),
}
"""Of `reactions.add` Slack documents more as required, and a word of its own for the case that it is not there."""
_STRUCTURES = frozenset({"view"})
"""Required arguments that are no strings."""


class WebApi:
    """Answers calls of Web API methods for one installed app."""

    def __init__(
        self,
        *,
        workspace: Workspace,
        installation: Installation,
        events: Events,
        now: Callable[[], datetime],
        rate: RateLimits | None,
    ) -> None:
        self._workspace = workspace
        self._installation = installation
        self._events = events
        self._now = now
        self._rate = rate

    def answer(self, method: str, token: str | None, args: Json) -> Json:
        """What the method answers.

        Raises:
            Refusal: with Slack's word when the call is refused.
        """
        if method not in METHODS:
            raise Refusal("unknown_method", fields={"req_method": method})
        self.check_token(token, self._installation.bot_token)
        wanted = METHODS[method]
        if self._rate is not None:
            self._rate.admit_call(method, wanted.tier)
        call = Call(
            method=method,
            args=args,
            workspace=self._workspace,
            installation=self._installation,
            events=self._events,
            rate=self._rate,
            at=self._now(),
        )
        if wanted.scopes:
            call.require_scope(*wanted.scopes)
        faults = list(_faults(wanted, args))
        if faults:
            raise Refusal("invalid_arguments", details=faults)
        return {"ok": True, **wanted.run(call)}

    def check_token(self, token: str | None, expected: str) -> None:
        """Check the token of a call.

        Raises:
            Refusal: `not_authed` without one, `not_allowed_token_type` for the app's other one, else `invalid_auth`.
        """
        if not token:
            raise Refusal("not_authed")
        if token == expected:
            return
        known = (self._installation.bot_token, self._installation.app_token)
        raise Refusal("not_allowed_token_type" if token in known else "invalid_auth")


def _faults(method: Method, args: Json) -> Iterator[str]:
    """What is wrong with the arguments before the method looks at them."""
    for name in method.required:
        if args.get(name, "") == "":
            yield f"[ERROR] missing required field: {name}"
        elif name not in _STRUCTURES and not isinstance(args[name], str):
            yield f"[ERROR] must provide a string [json-pointer:/{name}]"
