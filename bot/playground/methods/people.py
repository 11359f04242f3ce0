"""`auth.*`, `users.*`, `usergroups.*`, `team.*`, `bots.*`: who is who."""

from bot.playground.methods.call import Call
from bot.playground.refusals import Json, Refusal
from bot.playground.wire import bot_ids, user_group_json, user_json


def auth_test(call: Call) -> Json:
    """`auth.test`: whose token this is."""
    workspace = call.workspace
    return {
        "url": f"https://{workspace.team.domain}.slack.example/",
        "team": workspace.team.name,
        "user": workspace.bot.handle,
        "team_id": workspace.team.id,
        "user_id": workspace.bot.id,
        "bot_id": call.installation.bot_id,
        "is_enterprise_install": False,
    }


def user_info(call: Call) -> Json:
    """`users.info`."""
    user = call.workspace.users.get(call.text("user") or "")
    if user is None or not user.has_account:
        raise Refusal("user_not_found")
    return {"user": _user(call, user.id)}


def list_users(call: Call) -> Json:
    """`users.list`: people of the home team."""
    home = [u.id for u in call.workspace.users.values() if u.team_id == call.workspace.team.id and u.has_account]
    page, more = call.page(home, 200)
    return {"members": [_user(call, user_id) for user_id in page], **more}


def look_up_by_email(call: Call) -> Json:
    """`users.lookupByEmail`: people of the home team."""
    for user in call.workspace.users.values():
        if user.email == call.text("email") and user.team_id == call.workspace.team.id:
            return {"user": _user(call, user.id)}
    raise Refusal("users_not_found")


def list_groups(call: Call) -> Json:
    """`usergroups.list`."""
    return {
        "usergroups": [
            user_group_json(
                group,
                call.workspace,
                with_users=call.flag("include_users"),
                with_count=call.flag("include_count"),
            )
            for group in call.workspace.groups.values()
        ]
    }


def group_members(call: Call) -> Json:
    """`usergroups.users.list`."""
    group = call.workspace.groups.get(call.text("usergroup") or "")
    if group is None:
        raise Refusal("no_such_subteam")
    return {"users": list(group.members)}


def regroup(call: Call) -> Json:
    """`usergroups.users.update`: the group consists of these people from now on; an empty one Slack does not allow."""
    wanted = list(dict.fromkeys(each.strip() for each in (call.text("users") or "").split(",") if each.strip()))
    if not wanted:
        raise Refusal("no_users_provided")
    people = [call.workspace.users[each] for each in wanted if each in call.workspace.users]
    if len(people) < len(wanted) or any(each.team_id != call.workspace.team.id for each in people):
        raise Refusal("invalid_users")
    group = call.workspace.groups.get(call.text("usergroup") or "")
    if group is None:
        raise Refusal("no_such_subteam")
    changed = call.workspace.regroup(group, people, call.at)
    call.events.group_changed(group, changed)
    return {"usergroup": user_group_json(changed, call.workspace, with_users=True, with_count=True)}


def team_info(call: Call) -> Json:
    """`team.info`: the home team, or one that shares a channel with it."""
    team = call.workspace.teams.get(call.text("team") or call.workspace.team.id)
    if team is None:
        raise Refusal("team_not_found")
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": ""}}


def bot_info(call: Call) -> Json:
    """`bots.info`: the app's own bot, or another one."""
    wanted = call.text("bot") or call.installation.bot_id
    for bot in call.workspace.users.values():
        bot_id, app_id = bot_ids(bot, call.workspace, call.installation)
        if bot_id == wanted:
            known: Json = {"id": bot_id, "app_id": app_id, "name": bot.name, "deleted": False}
            return {"bot": {**known, "user_id": bot.id} if bot.has_account else known}
    raise Refusal("bot_not_found")


def _user(call: Call, user_id: str) -> Json:
    answer = user_json(call.workspace.users[user_id], call.workspace, call.at)
    if "users:read.email" not in call.installation.manifest.scopes:
        answer["profile"].pop("email", None)
    return answer
