"""The form that opens a ticket, drawn again after each choice: first the customer, then the severity.

What it shows is what would happen if it were sent now: nothing is promised before it is.
"""

from collections.abc import Sequence

from bot.clocks.clock import Clock
from bot.clocks.conduct import LapsedMode
from bot.clocks.contract import Contract, IntakeField, Plan, Terms
from bot.desk.facts import Customer
from bot.desk.previews import OpeningPreview
from bot.slack.actions import Callback, Field, severity_block, way_block
from bot.slack.blocks import Block, Names, context, fitting, paragraphs, plain, section
from bot.slack.contact_inputs import contact_input
from bot.slack.details import by_name
from bot.slack.forms import Draft, Memory
from bot.slack.inputs import MOST_OPTIONS, choice, option, search, typed
from bot.slack.modals import window
from bot.slack.mrkdwn import cut, escape, line, when
from bot.slack.promises import clock_name, rule, zone
from bot.slack.severity_choice import severity_choice, triage_choice

_LONGEST_LABEL = 100


def intake(
    draft: Draft,
    names: Names,
    *,
    terms: Terms | None = None,
    preview: OpeningPreview | None = None,
    lapsed: str = "",
) -> Block:
    """The form as far as it has been filled in.

    Without `terms` it asks for the customer first; with them it offers the contract's severities, or the question that
    decides one, and says what they mean; with a `preview` it says what the severity promises, whom it pages, and asks
    for what it needs (B20). `lapsed` says how the subscription stands where it does not cover today (V22).
    """
    chosen = option(draft.customer, draft.customer_name or draft.customer) if draft.customer else None
    blocks = [search(Field.CUSTOMER, "Customer", chosen=chosen)]
    if terms is None:
        blocks.append(context(plain("The severities and due times appear once the customer is chosen.")))
    else:
        blocks += [section(_without_sla(terms.contract, lapsed))] if lapsed else []
        blocks += _severity(draft, terms.contract)
        # An answer that is still open decides nothing, whatever severity was named before.
        preview = preview if terms.contract.triage is None or draft.triage else None
    if preview is not None:
        blocks += [section(text) for text in paragraphs(fitting(_consequences(preview, names), 6_000))]
    blocks += [
        typed(Field.TITLE, "Title", value=draft.title),
        typed(Field.DESCRIPTION, "Description", value=draft.description, lines=True, needed=_is_needed(preview)),
    ]
    if preview is not None:
        asked = [each for each in preview.severity.asks if each is not IntakeField.DESCRIPTION]
        blocks += [contact_input(each, preview.customer, draft.contact.get(each)) for each in asked]
    if terms is not None and (draft.origin is None or draft.origin.ts is None):
        blocks += _way(draft, terms.plan)
    memory = Memory(origin=draft.origin)
    return window("New ticket", blocks, callback=Callback.INTAKE, memory=memory, submit="Open ticket")


def customer_options(customers: Sequence[Customer]) -> Block:
    """The answer to a search for a customer; the value of each is the customer's key."""
    return {"options": [option(each.key, each.name, each.contract) for each in customers[:MOST_OPTIONS]]}


def _is_needed(preview: OpeningPreview | None) -> bool:
    """Whether a title is not enough at the severity that is chosen."""
    return preview is not None and IntakeField.DESCRIPTION in preview.severity.asks


def _way(draft: Draft, plan: Plan) -> list[Block]:
    """How the customer turned to support, where their plan names the ways; a message in Slack speaks for itself."""
    if plan.reached_by is None:
        return []
    ways = [option(each, words) for each, words in plan.reached_by.ways.items()]
    label = cut(f"Reached us by ({plan.reached_by.clause})", _LONGEST_LABEL)
    return [choice(Field.VIA, label, ways, chosen=draft.via, block_id=way_block(plan.id), needed=False)]


def _severity(draft: Draft, contract: Contract) -> list[Block]:
    if contract.triage is not None:
        return triage_choice(contract, contract.triage, chosen=draft.triage)
    return severity_choice(contract, Field.SEVERITY, chosen=draft.severity, block_id=severity_block(contract.id))


def _without_sla(contract: Contract, lapsed: str) -> str:
    by = f" ({escape(contract.lapsed_clause)})" if contract.lapsed_clause else ""
    if contract.lapsed is LapsedMode.WITHOUT_SLA:
        return f"*Taken without SLA*: {lapsed}{by}. No clock starts and nobody is paged."
    return f"*Not taken*: {lapsed}{by}. A lead can change the dates of the subscription."


def _consequences(preview: OpeningPreview, names: Names) -> list[str]:
    lines = []
    severity = line(preview.severity.name, 80)
    if preview.answer is not None:
        lines.append(f"*{severity}*, because of “{line(preview.answer.text, 300)}” ({escape(preview.answer.clause)})")
    if not preview.covered:
        return lines
    promised = [_promised(preview, clock) for clock in preview.clocks if clock.aim is not None]
    lines += promised
    if not promised:
        lines.append(f"Nothing is promised for {severity}, so no clock starts.")
    if preview.pages:
        lines.append(f"Paged at once: {by_name(preview.pages, names)}")
    return lines


def _promised(preview: OpeningPreview, clock: Clock) -> str:
    sort = "due" if clock.promise.target else "goal"
    at = "" if clock.aim is None else when(clock.aim, zone(preview.terms, clock))
    return f"*{clock_name(clock.kind)}* {sort} {at} · {rule(clock.promise.aim, clock.promise.clause)}"
