"""What a person does with what the app shows: buttons, menus, forms; each act waits for the app's acknowledgement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.playground.blockkit import check_view
from bot.playground.deliveries import Deliveries
from bot.playground.directory import User
from bot.playground.forms import (
    Control,
    filled,
    find,
    keeping,
    needs_options,
    option,
    options_in,
    refused_before_sending,
    state_of,
)
from bot.playground.messages import Message
from bot.playground.methods.windows import changed_view, new_view
from bot.playground.onlooker import Onlooker
from bot.playground.payloads import Payloads
from bot.playground.records import Delivery, Kind, Outcome, Records
from bot.playground.refusals import Json, NotPossible, Refusal
from bot.playground.views import View
from bot.playground.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"
"""What Slack shows over a modal when the app does not answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """What became of a submitted modal: errors by block id, or the view that came in its place, or nothing left."""

    errors: Mapping[str, str]
    view: View | None

    @property
    def closed(self) -> bool:
        """Whether the modal went away."""
        return not self.errors and self.view is None


class Operator(Onlooker):
    """Somebody at the controls of what they see."""

    def __init__(
        self,
        *,
        user: User,
        workspace: Workspace,
        payloads: Payloads,
        deliveries: Deliveries,
        records: Records,
    ) -> None:
        super().__init__(user, workspace)
        self._payloads = payloads
        self._deliveries = deliveries
        self._records = records
        self._searched: dict[str, dict[str, Json]] = {}

    async def clicks(self, where: Message | View, name: str | Control) -> Delivery:
        """Press a button, or what stands in a menu behind three dots, named by its action id or its words."""
        where = self._as_it_is_now(where)
        block, element = find(where.blocks, name)
        if element["type"] == "overflow":
            return await self._picks(where, block, element, str(name))
        if element["type"] != "button":
            raise NotPossible(f"{element['action_id']!r} is no button but {element['type']}")
        action: Json = {key: element[key] for key in ("type", "text", "value", "style", "url") if key in element}
        return await self._acts(where, block, element, action)

    async def selects(self, where: Message | View, name: str | Control, wanted: Any) -> Delivery | None:
        """Choose in a menu, by value or by words; in an input that dispatches nothing, only the form changes."""
        where = self._as_it_is_now(where)
        block, element = find(where.blocks, name)
        if element["type"] == "overflow":
            return await self._picks(where, block, element, str(wanted))
        state = await self._state(where, block, element, wanted)
        where = self._with(where, block, element, state)
        if block["type"] == "input" and not block.get("dispatch_action", False):
            return None
        return await self._acts(where, block, element, state)

    async def searches(self, where: Message | View, name: str | Control, typed: str) -> list[Json]:
        """Type into a menu whose options come from the app; the options that it then offers."""
        where = self._as_it_is_now(where)
        block, element = find(where.blocks, name)
        return await self._offered(where, block, element, typed)

    async def fills(self, view: View, values: Mapping[str, Any]) -> View:
        """Fill in a form, each input named by its label, block id or action id."""
        for name, wanted in values.items():
            await self.selects(view, name, wanted)
        return self._open(view)

    async def holds(self, view: View, values: Mapping[Control, Any]) -> View:
        """Take over what stands in a form, without a word to the app; what is no longer in the form is left out."""
        for block, element in keeping(self._open(view).blocks):
            control = Control(block["block_id"], element["action_id"])
            if control in values:
                self._with(view, block, element, await self._state(view, block, element, values[control]))
        return self._open(view)

    async def submits(self, view: View, values: Mapping[str, Any] | None = None) -> Submission:
        """Fill in a modal and submit it; Slack's own checks come before the app is asked."""
        view = await self.fills(view, values or {})
        self._deliveries.require_up()
        if view.content.get("submit") is None:
            raise NotPossible("there is nothing to submit here")
        faults = refused_before_sending(view.blocks, view.values)
        if faults:
            return Submission(errors=faults, view=view)
        delivery = await self._deliveries.send(Kind.INTERACTION, self._payloads.submission(self.user, view))
        if delivery.outcome is not Outcome.ACKNOWLEDGED:
            return Submission(errors={"": TROUBLE}, view=view)
        try:
            return self._after_submission(view, delivery.ack or {})
        except Refusal as refusal:
            self._records.refuse(delivery, refusal)
            return Submission(errors={"": TROUBLE}, view=view)
        finally:
            self._records.tell()

    async def closes(self, view: View) -> None:
        """Close a modal with its cross or its cancel button."""
        view = self._open(view)
        cleared = bool(view.content.get("clear_on_close", False))
        if cleared:
            self._workspace.views.clear(self.id)
        else:
            self._workspace.views.close(view)
        self._records.tell()
        if view.content.get("notify_on_close", False):
            payload = self._payloads.closing(self.user, view, is_cleared=cleared)
            await self._deliveries.send(Kind.INTERACTION, payload)

    async def _picks(self, where: Message | View, block: Json, element: Json, wanted: str) -> Delivery:
        """Choose in a menu behind three dots, which keeps no value."""
        chosen = option(element["options"], wanted)
        return await self._acts(where, block, element, {"type": "overflow", "selected_option": chosen})

    async def _acts(self, where: Message | View, block: Json, element: Json, action: Json) -> Delivery:
        self._deliveries.require_up()
        named = {**action, "action_id": element["action_id"], "block_id": block["block_id"]}
        if isinstance(where, View):
            payload = self._payloads.view_action(self.user, where, named)
        else:
            payload = self._payloads.message_action(self.user, where, named)
        return await self._deliveries.send(Kind.INTERACTION, payload)

    def _with(self, where: Message | View, block: Json, element: Json, state: Json) -> Message | View:
        """Where it was chosen, as it is now, with the new state kept; a message keeps none."""
        where = self._as_it_is_now(where)
        if not isinstance(where, View):
            return where
        return self._workspace.views.change(where, values=filled(where.values, block, element, state))

    async def _state(self, where: Message | View, block: Json, element: Json, wanted: Any) -> Json:
        if element["type"].endswith("external_select"):
            several = wanted if isinstance(wanted, list) else [] if wanted is None else [wanted]
            offered = [o for each in several for o in await self._known(where, block, element, str(each))]
        else:
            offered = options_in(element) if needs_options(element) else []
        if element["type"] == "datetimepicker" and isinstance(wanted, str):
            wanted = self._instant(wanted)
        return state_of(element, wanted, offered)

    def _instant(self, written: str) -> int:
        """Seconds since 1970 of a local date and time as written in a form: `2026-07-02T17:30`."""
        try:
            return int(datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(self.user.zone)).timestamp())
        except ValueError:
            raise NotPossible(f"{written!r} is no date and time") from None

    async def _known(self, where: Message | View, block: Json, element: Json, value: str) -> list[Json]:
        """The options to choose a value from: what a search has offered before, else what the app finds by it."""
        seen = self._searched.get(element["action_id"], {}).get(value)
        return [seen] if seen else await self._offered(where, block, element, value)

    async def _offered(self, where: Message | View, block: Json, element: Json, typed: str) -> list[Json]:
        if not element["type"].endswith("external_select"):
            raise NotPossible(f"{element['type']} cannot be searched")
        self._deliveries.require_up()
        payload = self._payloads.suggestion(self.user, where, block, element, typed)
        delivery = await self._deliveries.send(Kind.INTERACTION, payload)
        options = options_in(delivery.ack or {})
        self._searched.setdefault(element["action_id"], {}).update({each["value"]: each for each in options})
        return options

    def _after_submission(self, view: View, ack: Json) -> Submission:
        """Do what the acknowledgement of a submission says; with a view that Slack refuses, nothing."""
        views = self._workspace.views
        match ack.get("response_action"):
            case "errors":
                return Submission(errors=_checked_errors(ack.get("errors"), view), view=view)
            case "update":
                content = check_view(ack.get("view"), "modal")
                return Submission(errors={}, view=changed_view(self._workspace, view, content))
            case "push":
                content = check_view(ack.get("view"), "modal")
                return Submission(errors={}, view=views.push(new_view(self._workspace, self.id, content)))
            case "clear":
                views.clear(self.id)
            case None:
                views.close(view)
            case other:
                raise Refusal("invalid_arguments", details=[f"[ERROR] unknown response_action: {other}"])
        return Submission(errors={}, view=None)


def _checked_errors(errors: Any, view: View) -> dict[str, str]:
    """The errors that an app answers, each for an input of the form.

    Raises:
        Refusal: `invalid_arguments` for anything else.
    """
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise Refusal("invalid_arguments", details=["[ERROR] errors must name at least one input"])
    unknown = [name for name, words in errors.items() if name not in inputs or not isinstance(words, str)]
    if unknown:
        raise Refusal("invalid_arguments", details=[f"[ERROR] no input with this block_id: {name}" for name in unknown])
    return dict(errors)
