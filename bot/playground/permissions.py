"""The scopes and events that Slack knows, and which scope it takes to hear of which event."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

_EVENTS_BY_SCOPES: dict[tuple[str, ...], str] = {
    (): """app_home_opened app_installed app_rate_limited app_requested app_uninstalled
        assistant_thread_context_changed assistant_thread_started call_rejected channel_id_changed
        entity_comments_requested entity_details_requested function_executed grid_migration_finished
        grid_migration_started message.app_home shared_channel_invite_accepted shared_channel_invite_approved
        shared_channel_invite_declined shared_channel_invite_received shared_channel_invite_requested
        team_access_granted team_access_revoked tokens_revoked url_verification user_huddle_changed""",
    ("admin.apps:read",): "app_deleted app_uninstalled_team",
    ("admin.invites:read",): "invite_requested",
    ("app_mentions:read",): "app_mention",
    ("assistant:write",): "app_context_changed",
    ("channels:history",): "message.channels",
    ("channels:history", "groups:history", "im:history", "mpim:history"): "channel_posting_permissions message",
    ("channels:history", "groups:history", "mpim:history"): "channel_history_changed",
    ("channels:read",): "channel_created channel_deleted channel_left channel_rename",
    ("channels:read", "groups:read"): "channel_shared channel_unshared member_left_channel",
    ("channels:read", "groups:read", "mpim:read"): "member_joined_channel",
    ("chat:write",): "agent_session_stopped agent_session_title_changed",
    ("dnd:read",): "dnd_updated dnd_updated_user",
    ("emoji:read",): "emoji_changed",
    ("files:read",): """file_change file_comment_added file_comment_deleted file_comment_edited file_created
        file_deleted file_public file_shared file_unshared""",
    ("groups:history",): "group_history_changed message.groups",
    ("groups:read",): "group_close group_deleted group_left group_open group_rename",
    ("im:history",): "im_history_changed message.im",
    ("im:read",): "im_close im_created im_open",
    ("links:read",): "link_shared",
    ("metadata.message:read",): "message_metadata_deleted message_metadata_posted message_metadata_updated",
    ("mpim:history",): "message.mpim",
    ("pins:read",): "pin_added pin_removed",
    ("reactions:read",): "reaction_added reaction_removed",
    ("stars:read",): "star_added star_removed",
    ("team:read",): "email_domain_changed team_domain_change team_rename",
    ("usergroups:read",): """subteam_created subteam_members_changed subteam_self_added subteam_self_removed
        subteam_updated""",
    ("users:read",): "team_join user_change user_profile_changed user_status_changed",
    ("users:write",): "user_connection",
}
SCOPES_OF_EVENTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {event: scopes for scopes, events in _EVENTS_BY_SCOPES.items() for event in events.split()}
)
"""Each event with the scopes of which it takes one; none where it takes none."""
_SCOPES_OF_NO_EVENT = """
    bookmarks:read bookmarks:write calls:read calls:write canvases:read canvases:write
    channels:join channels:manage channels:write channels:write.invites channels:write.topic
    chat:write.customize chat:write.public commands conversations.connect:manage conversations.connect:read
    conversations.connect:write datastore:read datastore:write files:write groups:write groups:write.invites
    groups:write.topic im:write im:write.topic incoming-webhook links:write lists:read lists:write mpim:write
    mpim:write.topic pins:write reactions:write remote_files:read remote_files:share remote_files:write
    search:read.files search:read.public search:read.users team.billing:read team.preferences:read tokens.basic
    triggers:read triggers:write usergroups:write users.profile:read users:read.email workflow.steps:execute
"""
SCOPES = frozenset(_SCOPES_OF_NO_EVENT.split()).union(*_EVENTS_BY_SCOPES)
"""What a manifest can ask for."""


def grants(scopes: frozenset[str], event: str) -> bool:
    """Whether these scopes are enough to hear of an event."""
    needed = SCOPES_OF_EVENTS[event]
    return not needed or not scopes.isdisjoint(needed)


def faults(scopes: Iterable[str], events: Iterable[str]) -> Iterator[str]:
    """What Slack refuses in a manifest's scopes and events, each with the place where it stands."""
    asked = list(scopes)
    for position, scope in enumerate(asked):
        if scope not in SCOPES:
            yield f"unknown scope: {scope} [json-pointer:/oauth_config/scopes/bot/{position}]"
    for position, event in enumerate(events):
        place = f"[json-pointer:/settings/event_subscriptions/bot_events/{position}]"
        if event not in SCOPES_OF_EVENTS:
            yield f"unknown event: {event} {place}"
        elif not grants(frozenset(asked), event):
            yield f"{event} requires the scope {' or '.join(SCOPES_OF_EVENTS[event])} {place}"
