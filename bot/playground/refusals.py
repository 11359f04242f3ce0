"""How the local Slack says no: Slack's own error word, with what Slack sends beside it."""

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]


class Refusal(Exception):  # noqa: N818  (Slack's answer, foreseen on both sides)
    """A request that Slack refuses; `word` is the value of `error` in the answer."""

    def __init__(
        self,
        word: str,
        *,
        details: Sequence[str] = (),
        fields: Json | None = None,
        status: int = 200,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(word, *details)
        self.word = word
        self.details = tuple(details)
        self.fields = fields or {}
        self.status = status
        self.retry_after = retry_after

    def answer(self) -> Json:
        """The body that Slack answers with."""
        body: Json = {"ok": False, "error": self.word, **self.fields}
        if self.details:
            body["response_metadata"] = {"messages": list(self.details)}
        return body


class NotPossible(Exception):  # noqa: N818  (it says what a person cannot do, not that something broke)
    """A person tried what Slack's own windows do not offer: a button that is not there, a channel they are not in."""


class NobodyListens(Exception):  # noqa: N818  (a state of the world, not a fault of the program)
    """There is no way to the app, or it answered with an error."""
