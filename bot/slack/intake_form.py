"""The form that opens a ticket, drawn again after each choice: first the customer, then the severity.

What it shows is what would happen if it were sent now: nothing is promised before it is.
"""

from collections.abc import Sequence

from bot.clocks.contract import IntakeField, Terms
from bot.desk.facts import Customer
from bot.desk.previews import OpeningPreview
from bot.slack.actions import Callback, Field, severity_block
from bot.slack.blocks import Block, Names, context, plain, section
from bot.slack.forms import FIELD_OF, Draft, Memory
from bot.slack.inputs import address, option, search, typed
from bot.slack.modals import window
from bot.slack.mrkdwn import escape, line, when
from bot.slack.promises import clock_name, rule, zone
from bot.slack.severity_choice import severity_choice

MOST_OPTIONS = 100
"""Options that Slack shows at most; typing narrows them down."""
_LABELS = {
    IntakeField.COMPANY: "Company",
    IntakeField.CONTACT: "Who is to be called?",
    IntakeField.PHONE: "Phone number",
    IntakeField.EMAIL: "Email address",
}


def intake(draft: Draft, names: Names, *, terms: Terms | None = None, preview: OpeningPreview | None = None) -> Block:
    """The form as far as it has been filled in.

    Without `terms` it asks for the customer first; with them it offers the contract's severities and says what they
    mean; with a `preview` it says what the chosen one promises, whom it pages, and asks for what it needs (B20).
    """
    chosen = option(draft.customer, draft.customer_name or draft.customer) if draft.customer else None
    blocks = [search(Field.CUSTOMER, "Customer", chosen=chosen)]
    if terms is None:
        blocks.append(context(plain("The severities and due times appear once the customer is chosen.")))
    else:
        block_id = severity_block(terms.contract.id)
        blocks += severity_choice(terms.contract, Field.SEVERITY, chosen=draft.severity, block_id=block_id)
    if preview is not None:
        blocks.append(section("\n".join(_consequences(preview, names))))
    blocks += [
        typed(Field.TITLE, "Title", value=draft.title),
        typed(Field.DESCRIPTION, "Description", value=draft.description, lines=True, needed=False),
    ]
    if preview is not None:
        blocks += [_asked(each, draft, preview) for each in preview.severity.asks]
    memory = Memory(origin=draft.origin)
    return window("New ticket", blocks, callback=Callback.INTAKE, memory=memory, submit="Open ticket")


def customer_options(customers: Sequence[Customer]) -> Block:
    """The answer to a search for a customer; the value of each is the customer's key."""
    return {"options": [option(each.key, each.name, each.contract) for each in customers[:MOST_OPTIONS]]}


def _consequences(preview: OpeningPreview, names: Names) -> list[str]:
    lines = []
    for clock in preview.clocks:
        if clock.aim is not None:
            sort = "due" if clock.promise.target else "goal"
            due = f"{sort} {when(clock.aim, zone(preview.terms, clock))}"
            lines.append(f"*{clock_name(clock.kind)}* {due} · {rule(clock.promise.aim, clock.promise.clause)}")
    if preview.pages:
        lines.append(f"Paged at once: {', '.join(line(names(person), 80) for person in preview.pages)}")
    return lines or [f"Nothing is promised for {escape(preview.severity.name)}, so no clock starts."]


def _asked(asked: IntakeField, draft: Draft, preview: OpeningPreview) -> Block:
    given = draft.contact.get(asked, preview.customer.name if asked is IntakeField.COMPANY else "")
    if asked is IntakeField.EMAIL:
        return address(FIELD_OF[asked], _LABELS[asked], value=given)
    return typed(FIELD_OF[asked], _LABELS[asked], value=given)
