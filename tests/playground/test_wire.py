"""The answers of our methods beside Slack's own: the same keys of the same types, and every difference by its name."""

import pytest

from bot.playground.refusals import Json
from tests.playground.kit import modal
from tests.playground.methods.situations import Scene
from tests.playground.methods.test_windows import HOME, NOTE
from tests.playground.shapes import differences, sample

LEFT_OUT = {
    "only a refusal or a warning has it": "error needed provided warning response_metadata arg callstack",
    "nothing here has a picture or a colour": """avatar_base_url avatar_hash color icon icons image_1024 image_192
        image_24 image_32 image_48 image_512 image_72 image_original is_custom_image""",
    "nobody here has a status, a telephone or a birthday": """first_name guest_invited_by huddle_state
        huddle_state_expiration_ts last_name phone pronouns skype start_date status_emoji status_emoji_display_info
        status_emoji_url status_expiration status_text status_text_canonical fields""",
    "how people sign in is not kept": """has_2fa is_email_confirmed is_invited_user two_factor_type
        who_can_share_contact_card is_connector_bot is_workflow_bot always_active api_app_id bot_id""",
    "the workspace is part of no organisation": """enterprise_domain enterprise_user teams is_global_shared
        is_org_default is_org_mandatory internal_team_ids conversation_host_id is_sfdc_auto_slack
        lob_sales_home_enabled sso_provider pay_prod_cur""",
    "channels are neither invited to nor moved": """connected_limited_team_ids connected_team_ids is_moved
        is_pending_ext_shared pending_connected_team_ids pending_shared""",
    "channels have no more than a name and a topic": """creator is_general is_starred last_read locale previous_names
        priority properties purpose unlinked is_non_threadable is_read_only is_thread_only""",
    "there is one app, and its token does not expire": "app_id app_name expires_in",
    "windows of files, links and other messages are not opened": """app_unfurl_url channel entity_url external_ref
        message_ts thread_ts""",
    "the app posted its texts and windows without it": "emoji submit_disabled title",
    "nobody asks when it was changed": "updated cache_ts offset",
    "the team is shown to nobody else": "discoverable is_verified url",
    "not of people of another team": "email",
    "user groups are made and changed by people alone": """is_editing_restricted is_idp_group is_membership_locked
        is_org_level is_section is_visible""",
    "direct conversations are not listed here": "user is_user_deleted",
}
"""Keys of Slack's answers that ours have not, and why."""
REASONS = {name: reason for reason, names in LEFT_OUT.items() for name in names.split()}
STATE = {"/view/state/values": "invented"}
"""The samples' state is empty; what it holds is as in captured requests."""

CALLS: dict[str, Json] = {
    "apps.connections.open": {},
    "auth.test": {},
    "bots.info": {"bot": "B0BOT"},
    "chat.delete": {"channel": "C0TRIAGE", "ts": "{ts}"},
    "chat.getPermalink": {"channel": "C0TRIAGE", "message_ts": "{ts}"},
    "chat.postEphemeral": {"channel": "C0TRIAGE", "user": "U0ANA", "text": "x"},
    "conversations.info": {"channel": "C0TRIAGE", "include_num_members": True},
    "conversations.join": {"channel": "C0LOBBY"},
    "conversations.list": {},
    "conversations.members": {"channel": "C0TRIAGE"},
    "reactions.add": {"channel": "C0TRIAGE", "timestamp": "{ts}", "name": "eyes"},
    "team.info": {},
    "usergroups.list": {"include_users": True, "include_count": True},
    "usergroups.users.list": {"usergroup": "S0LEADS"},
    "users.info": {"user": "U0CARL"},
    "users.list": {},
    "users.lookupByEmail": {"email": "ana.agent@northbell.example"},
    "views.open": {"trigger_id": "{trigger}", "view": modal(NOTE)},
    "views.publish": {"user_id": "U0ANA", "view": HOME},
    "views.push": {"trigger_id": "{trigger}", "view": modal(NOTE)},
    "views.update": {"view_id": "{view}", "view": modal(NOTE)},
}


@pytest.mark.parametrize("method", sorted(CALLS))
async def test_an_answer_looks_like_slacks(scene: Scene, method: str) -> None:
    workspace = scene.slack.workspace
    workspace.add_user_group("leads", id="S0LEADS", members=[workspace.users["U0ANA"]])
    shown = await scene.client.views_open(trigger_id=scene.trigger(), view=modal())
    values = {"{ts}": (await scene.posted())["ts"], "{trigger}": scene.trigger(), "{view}": shown["view"]["id"]}
    args = {
        name: values.get(value, value) if isinstance(value, str) else value for name, value in CALLS[method].items()
    }
    token = scene.slack.app_token if method == "apps.connections.open" else scene.slack.bot_token
    answer = (await scene.client.api_call(method, json={**args, "token": token})).data
    assert isinstance(answer, dict)

    found = differences(answer, sample("responses", f"{method}.json"))
    absent = {path for path, what in found.items() if what == "absent"}
    highest = {path for path in absent if path.rpartition("/")[0] not in absent}
    assert {path for path in highest if path.rpartition("/")[2] not in REASONS} == set()
    invented = {path: what for path, what in found.items() if path not in absent}
    assert invented == (STATE if method.startswith("views.") else {})


def test_nothing_is_named_as_left_out_that_slack_does_not_answer() -> None:
    answered = set()
    for method in CALLS:
        answered |= set(names(sample("responses", f"{method}.json")))
    assert set(REASONS) <= answered


def names(value: object) -> list[str]:
    if isinstance(value, list):
        return [name for entry in value for name in names(entry)]
    if isinstance(value, dict):
        return [name for key, entry in value.items() for name in (key, *names(entry))]
    return []
