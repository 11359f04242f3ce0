"""The window for a change of severity (V31): the impact it asks for, each due time before and after, the pages."""

from collections.abc import Mapping

from bot.clocks.clock import Clock
from bot.clocks.contract import ClockKind, IntakeField
from bot.desk.facts import Ticket
from bot.desk.previews import RegradePreview
from bot.slack.actions import Callback, Field
from bot.slack.blocks import Block, Names, section
from bot.slack.contact_inputs import contact_input
from bot.slack.details import by_name
from bot.slack.inputs import typed
from bot.slack.modals import about, on_ticket, only_told
from bot.slack.mrkdwn import escape, when
from bot.slack.promises import clock_name, zone
from bot.slack.severity_choice import severity_choice


def regrade(
    preview: RegradePreview, names: Names, *, impact: str = "", contact: Mapping[IntakeField, str] | None = None
) -> Block:
    """The window as it stands with the severity that `preview` is about, drawn again when another is chosen.

    It asks for what that severity needs and the ticket does not have (B20); `contact` is what was filled in of it.
    """
    ticket, chosen = preview.ticket, preview.severity
    given = {**ticket.contact, **(contact or {})}
    words = [f"It is {escape(chosen.name)} now. Choose another severity to see what changes."]
    if chosen.id != ticket.severity.id:
        words = _before_and_after(preview) or ["No promise runs on it, so no due time changes."]
        words += [f"Paged at once: {by_name(preview.pages, names)}"] if preview.pages else []
    blocks = [
        about(ticket),
        *severity_choice(ticket.terms.contract, Field.NEW_SEVERITY, chosen=chosen.id),
        section("\n".join(words)),
        typed(Field.IMPACT, "Current impact", value=impact, lines=True, hint="What does not work now, and for whom?"),
        *(contact_input(each, ticket.customer, given.get(each)) for each in preview.asks),
        only_told(ticket, "the new severity, and what is due by when"),
    ]
    return on_ticket(ticket, "Regrade", blocks, Callback.REGRADE, submit="Regrade")


def _before_and_after(preview: RegradePreview) -> list[str]:
    before = {clock.kind: clock for clock in preview.before}
    after = {clock.kind: clock for clock in preview.after}
    lines = []
    for kind in ClockKind:
        if kind in before or kind in after:
            was, will_be = (_due(preview.ticket, clocks.get(kind)) for clocks in (before, after))
            change = was if was == will_be else f"{was} → {will_be}"
            lines.append(f"*{clock_name(kind)}* {change}")
    return lines


def _due(ticket: Ticket, clock: Clock | None) -> str:
    if clock is None:
        return "not promised"
    at = clock.breached or clock.aim
    if at is None:
        return "paused"
    sort = "broken" if clock.breached else "due" if clock.promise.target else "goal"
    return f"{sort} {when(at, zone(ticket.terms, clock))}"
