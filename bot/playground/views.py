"""Open windows: each person's stack of modals, and their home tab."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.playground.refusals import Json, Refusal

DEEPEST_STACK = 3
"""Slack shows at most three modals on top of each other."""


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """A modal or a home tab as one person has it open; `values` is what they have filled in so far."""

    id: str
    user: str
    content: Json
    hash: str
    values: Json
    root_id: str
    previous_id: str | None = None

    @property
    def is_modal(self) -> bool:
        """Whether it is a modal, not a home tab."""
        return bool(self.content["type"] == "modal")

    @property
    def blocks(self) -> tuple[Json, ...]:
        """Its Block Kit blocks."""
        return tuple(self.content["blocks"])

    @property
    def title(self) -> str:
        """The title of a modal."""
        return str(self.content["title"]["text"])


class Views:
    """The stacks of open modals and the home tabs of a workspace."""

    def __init__(self) -> None:
        self._stacks: defaultdict[str, list[View]] = defaultdict(list)
        self._homes: dict[str, View] = {}

    def top(self, user: str) -> View | None:
        """The modal that the person looks at."""
        stack = self._stacks[user]
        return stack[-1] if stack else None

    def home(self, user: str) -> View | None:
        """The home tab as published for the person."""
        return self._homes.get(user)

    def find(self, *, view_id: str | None = None, external_id: str | None = None) -> View | None:
        """An open view by Slack's id or by the app's own."""
        for view in self._all():
            if view.id == view_id or (external_id and view.content.get("external_id") == external_id):
                return view
        return None

    def open(self, view: View) -> View:
        """Show a modal alone; whatever was open is replaced."""
        self._stacks[view.user] = [view]
        return view

    def push(self, view: View) -> View:
        """Show a modal on top of the open ones.

        Raises:
            Refusal: `push_limit_reached` when three are open already, `not_found` when none is.
        """
        stack = self._stacks[view.user]
        if not stack:
            raise Refusal("not_found")
        if len(stack) >= DEEPEST_STACK:
            raise Refusal("push_limit_reached")
        placed = replace(view, root_id=stack[0].id, previous_id=stack[-1].id)
        stack.append(placed)
        return placed

    def publish(self, view: View) -> View:
        """Show a home tab in the place of the former one."""
        self._homes[view.user] = view
        return view

    def change(self, view: View, **changes: Any) -> View:
        """Put the changed view in the place of the old one."""
        changed = replace(view, **changes)
        if changed.is_modal:
            self._stacks[view.user] = [changed if v.id == view.id else v for v in self._stacks[view.user]]
        else:
            self._homes[view.user] = changed
        return changed

    def close(self, view: View) -> None:
        """Take the modal away; the one below it shows again."""
        self._stacks[view.user] = [v for v in self._stacks[view.user] if v.id != view.id]

    def clear(self, user: str) -> None:
        """Take all of a person's modals away."""
        self._stacks[user] = []

    def _all(self) -> Iterator[View]:
        for stack in self._stacks.values():
            yield from stack
        yield from self._homes.values()
