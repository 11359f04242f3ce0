"""The door of the Web API: which methods there are, and the checks that come before each of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.playground.installation import Installation
from bot.playground.limits import MessageRate
from bot.playground.methods import chat, conversations, people, windows
from bot.playground.methods.call import Call
from bot.playground.refusals import Json, Refusal
from bot.playground.workspace import Workspace


@dataclass(frozen=True, kw_only=True, slots=True)
class Method:
    """A Web API method; one of `scopes` is needed where there are any, all of `required` must be given."""

    run: Callable[[Call], Json]
    scopes: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


_WRITE = ("chat:write",)
_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_REACT = ("reactions:write",)

METHODS: dict[str, Method] = {
    "auth.test": Method(run=people.auth_test),
    "bots.info": Method(run=people.bot_info, scopes=("users:read",)),
    "chat.delete": Method(run=chat.delete, scopes=_WRITE, required=("channel", "ts")),
    "chat.getPermalink": Method(run=chat.get_permalink, required=("channel", "message_ts")),
    "chat.postEphemeral": Method(run=chat.post_ephemeral, scopes=_WRITE, required=("channel", "user")),
    "chat.postMessage": Method(run=chat.post_message, scopes=_WRITE, required=("channel",)),
    "chat.update": Method(run=chat.update, scopes=_WRITE, required=("channel", "ts")),
    "conversations.history": Method(run=conversations.history, scopes=_HISTORY, required=("channel",)),
    "conversations.info": Method(run=conversations.info, scopes=_READ, required=("channel",)),
    "conversations.join": Method(run=conversations.join, scopes=("channels:join",), required=("channel",)),
    "conversations.list": Method(run=conversations.list_all, scopes=_READ),
    "conversations.members": Method(run=conversations.members, scopes=_READ, required=("channel",)),
    "conversations.open": Method(run=conversations.open_direct),
    "conversations.replies": Method(run=conversations.replies, scopes=_HISTORY, required=("channel", "ts")),
    "reactions.add": Method(run=conversations.add_reaction, scopes=_REACT, required=("channel", "name", "timestamp")),
    "reactions.remove": Method(
        run=conversations.remove_reaction, scopes=_REACT, required=("channel", "name", "timestamp")
    ),
    "team.info": Method(run=people.team_info, scopes=("team:read",)),
    "usergroups.users.list": Method(run=people.group_members, scopes=("usergroups:read",), required=("usergroup",)),
    "users.info": Method(run=people.user_info, scopes=("users:read",), required=("user",)),
    "users.list": Method(run=people.list_users, scopes=("users:read",)),
    "users.lookupByEmail": Method(run=people.look_up_by_email, scopes=("users:read.email",), required=("email",)),
    "views.open": Method(run=windows.open_modal, required=("view", "trigger_id")),
    "views.publish": Method(run=windows.publish, required=("view", "user_id")),
    "views.push": Method(run=windows.push, required=("view", "trigger_id")),
    "views.update": Method(run=windows.update, required=("view",)),
}


class WebApi:
    """Answers calls of Web API methods for one installed app."""

    def __init__(
        self,
        *,
        workspace: Workspace,
        installation: Installation,
        now: Callable[[], datetime],
        rate: MessageRate | None,
    ) -> None:
        self._workspace = workspace
        self._installation = installation
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
        call = Call(
            method=method,
            args=args,
            workspace=self._workspace,
            installation=self._installation,
            rate=self._rate,
            at=self._now(),
        )
        if wanted.scopes:
            call.require_scope(*wanted.scopes)
        missing = [name for name in wanted.required if args.get(name) in (None, "")]
        if missing:
            details = [f"[ERROR] missing required field: {name}" for name in missing]
            raise Refusal("invalid_arguments", details=details)
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
