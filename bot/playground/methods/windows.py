"""`views.*`: open, push and update modals, publish home tabs."""

from typing import Any

from bot.playground.blockkit import check_view
from bot.playground.forms import carried_over, starting_values
from bot.playground.methods.call import Call
from bot.playground.refusals import Json, Refusal
from bot.playground.views import View
from bot.playground.wire import view_json
from bot.playground.workspace import Workspace


def new_view(workspace: Workspace, user: str, content: Json) -> View:
    """A view that nobody sees yet, filled in with its initial values."""
    view_id = workspace.next_id("V")
    return View(
        id=view_id,
        user=user,
        content=content,
        hash=workspace.next_id("h"),
        values=starting_values(content["blocks"]),
        root_id=view_id,
    )


def changed_view(workspace: Workspace, view: View, content: Json) -> View:
    """An open view with new content; what was typed into inputs that are still there stays."""
    return workspace.views.change(
        view,
        content=content,
        hash=workspace.next_id("h"),
        values=carried_over(view.values, content["blocks"]),
    )


def open_modal(call: Call) -> Json:
    """`views.open`: needs a trigger id of the last three seconds."""
    content = _content(call, "modal")
    user = _exchange(call)
    return _answer(call, call.workspace.views.open(new_view(call.workspace, user, content)))


def push(call: Call) -> Json:
    """`views.push`: a modal on top of the open one."""
    content = _content(call, "modal")
    user = _exchange(call)
    return _answer(call, call.workspace.views.push(new_view(call.workspace, user, content)))


def update(call: Call) -> Json:
    """`views.update`: by id, refused when `hash` shows that somebody was faster."""
    view = call.workspace.views.find(view_id=call.text("view_id"), external_id=call.text("external_id"))
    if view is None:
        raise Refusal("not_found")
    content = _content(call, str(view.content["type"]), open_already=view)
    _check_hash(call, view)
    return _answer(call, changed_view(call.workspace, view, content))


def publish(call: Call) -> Json:
    """`views.publish`: a person's home tab, where the manifest has one."""
    if not call.installation.manifest.has_home_tab:
        raise Refusal("not_enabled")
    user = call.workspace.users.get(call.text("user_id") or "")
    if user is None:
        raise Refusal("invalid_arguments", details=["[ERROR] invalid `user_id` [json-pointer:/user_id]"])
    content = _content(call, "home")
    shown = call.workspace.views.home(user.id)
    if shown is not None:
        _check_hash(call, shown)
        return _answer(call, changed_view(call.workspace, shown, content))
    return _answer(call, call.workspace.views.publish(new_view(call.workspace, user.id, content)))


def _content(call: Call, kind: str, *, open_already: View | None = None) -> Json:
    view: Any = call.structure("view")
    content = check_view(view, kind)
    other = call.workspace.views.find(external_id=content.get("external_id"))
    if other is not None and (open_already is None or other.id != open_already.id):
        raise Refusal("duplicate_external_id")
    return content


def _exchange(call: Call) -> str:
    return call.workspace.passes.exchange_trigger(call.text("trigger_id") or "", call.at)


def _check_hash(call: Call, view: View) -> None:
    if call.text("hash") not in (None, view.hash):
        raise Refusal("hash_conflict")


def _answer(call: Call, view: View) -> Json:
    return {"view": view_json(view, call.workspace, call.installation)}
