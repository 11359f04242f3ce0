"""The window in which a customer is added or edited: how it is drawn, and what it holds as somebody has filled it in.

Menus offer the people and channels that Slack shows to whoever looks; ids that they do not offer can be typed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.clocks.conduct import Duty
from bot.contracts.shelf import Shelf
from bot.desk.customer_details import Detail, Written
from bot.desk.customer_entry import plans_of, tracked_duties
from bot.desk.facts import Customer, DutyStanding, DutyState
from bot.slack.actions import Callback, Field
from bot.slack.blocks import Block, context, header, plain
from bot.slack.filled import Filled, memory_of
from bot.slack.forms import Memory
from bot.slack.inputs import channels, choice, day, grouped, option, people, person, typed
from bot.slack.modals import window
from bot.slack.mrkdwn import cut
from bot.slack.reading import MalformedPayloadError, Payload, text_or_none

_LONGEST_LABEL = 2_000
_STATES = {
    DutyState.UNKNOWN: "Not known",
    DutyState.MISSING: "Missing",
    DutyState.DONE: "Done",
}
_UNKNOWN = DutyStanding(state=DutyState.UNKNOWN)
_BETWEEN_IDS = re.compile(r"[\s,;]+")
_BEGIN_CHANNELS = "CG#"


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerDraft:
    """A customer who is being written, as a window holds them; `edited` is the key of one there is already.

    `ids` are members and channels that were typed, `duties` how each one stands that the window asks about, by clause.
    """

    edited: str | None = None
    key: str = ""
    name: str = ""
    contract: str = ""
    plan: str = ""
    starts: str = ""
    ends: str = ""
    tam: str = ""
    channels: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    ids: str = ""
    duties: Mapping[str, DutyStanding] = field(default_factory=dict)

    @property
    def written(self) -> Written:
        """What is asked for when the window is sent."""
        ids = [each for each in _BETWEEN_IDS.split(self.ids) if each]
        further_channels = [each for each in ids if each[0] in _BEGIN_CHANNELS]
        further_people = [each for each in ids if each[0] not in _BEGIN_CHANNELS]
        duties = [f"{clause}: {duty.state} {duty.note}".rstrip() for clause, duty in self.duties.items()]
        return {
            Detail.KEY: self.key,
            Detail.NAME: self.name,
            Detail.CONTRACT: self.contract,
            Detail.PLAN: self.plan,
            Detail.TERM_STARTS: self.starts,
            Detail.TERM_ENDS: self.ends,
            Detail.TAM: self.tam,
            Detail.CHANNELS: " ".join([*self.channels, *further_channels]),
            Detail.CONTACTS: " ".join([*self.contacts, *further_people]),
            Detail.DUTIES: "\n".join(duties),
        }


def draft_of(customer: Customer) -> CustomerDraft:
    """A customer there is already, as their window begins."""
    return CustomerDraft(
        edited=customer.key,
        name=customer.name,
        contract=customer.contract,
        plan=customer.plan,
        starts=str(customer.starts or ""),
        ends=str(customer.ends or ""),
        tam=customer.tam or "",
        channels=customer.channels,
        contacts=customer.contacts,
        duties=customer.duties,
    )


def draft_in(view: Payload) -> CustomerDraft:
    """What a window holds as somebody has filled it in."""
    filled = Filled.of(view)
    contract, _, plan = filled.get(Field.CUSTOMER_PLAN).partition(" ")
    return CustomerDraft(
        edited=memory_of(view).customer,
        key=filled.get(Field.CUSTOMER_KEY),
        name=filled.get(Field.CUSTOMER_NAME),
        contract=contract,
        plan=plan,
        starts=filled.day(Field.CUSTOMER_STARTS),
        ends=filled.day(Field.CUSTOMER_ENDS),
        tam=filled.get(Field.CUSTOMER_TAM),
        channels=filled.several(Field.CUSTOMER_CHANNELS),
        contacts=filled.several(Field.CUSTOMER_CONTACTS),
        ids=filled.get(Field.CUSTOMER_IDS),
        duties=dict(_duties_in(view, filled)),
    )


def customer_window(draft: CustomerDraft, shelf: Shelf, *, open_tickets: int = 0) -> Block:
    """The window as far as it is filled in; the duties are those of the contract that is chosen."""
    plan_value = f"{draft.contract} {draft.plan}"
    who = "Who speaks for them; they see this customer's tickets and no others."
    ids = "Members such as U0123ABCD, channels such as C0123ABCD, with spaces between."
    blocks = [
        typed(Field.CUSTOMER_NAME, "Name", value=draft.name),
        *([] if draft.edited else [_key(draft.key)]),
        grouped(Field.CUSTOMER_PLAN, "Contract and plan", _plans(shelf), chosen=plan_value),
        *_kept(open_tickets),
        day(Field.CUSTOMER_STARTS, "First day of the subscription", value=draft.starts),
        day(Field.CUSTOMER_ENDS, "Last day of the subscription", value=draft.ends),
        person(Field.CUSTOMER_TAM, "Technical account manager", chosen=draft.tam or None),
        people(Field.CUSTOMER_CONTACTS, "Contacts", chosen=draft.contacts, hint=who),
        channels(Field.CUSTOMER_CHANNELS, "Channels shared with them", chosen=draft.channels),
        typed(Field.CUSTOMER_IDS, "Ids that the menus do not offer", value=draft.ids, needed=False, hint=ids),
        *_duties(tracked_duties(shelf, draft.contract), draft.duties),
    ]
    if draft.edited:
        blocks.append(context(plain("What you change here stays: the configuration file leaves it alone from now on.")))
    title, submit = ("Edit a customer", "Save") if draft.edited else ("Add a customer", "Add")
    memory = Memory(customer=draft.edited)
    return window(title, blocks, callback=Callback.CUSTOMER, memory=memory, submit=submit)


def _key(key: str) -> Block:
    hint = "How commands name them, as in “/ticket new urgent acme: …”. Left empty, it is made from the name."
    return typed(Field.CUSTOMER_KEY, "Key", value=key, needed=False, hint=hint)


def _plans(shelf: Shelf) -> list[tuple[str, list[Block]]]:
    """The plans of each contract; the value of one is both ids."""
    names = {contract.id: contract.name for contract in shelf.contracts}
    return [
        (name, [option(f"{contract} {plan.id}", plan.name) for plan in plans_of(shelf, contract).values()])
        for contract, name in names.items()
    ]


def _kept(open_tickets: int) -> list[Block]:
    """That nothing which is chosen here changes a ticket that is open."""
    if not open_tickets:
        return []
    which = "One ticket is open; it keeps" if open_tickets == 1 else f"{open_tickets} tickets are open; they keep"
    return [context(plain(f"{which} the contract and the plan from when it was opened, whatever you choose here."))]


def _duties(tracked: Mapping[str, Duty], standing: Mapping[str, DutyStanding]) -> Iterator[Block]:
    """For each duty how it stands and a note. A block id ends with the clause, so another contract's are others."""
    if tracked:
        yield header("What the customer must do")
    options = [option(state.value, words) for state, words in _STATES.items()]
    for clause, duty in tracked.items():
        found = standing.get(clause, _UNKNOWN)
        label = cut(f"{duty.text} ({clause})", _LONGEST_LABEL)
        asked = f"{Field.CUSTOMER_DUTY} {clause}"
        yield choice(Field.CUSTOMER_DUTY, label, options, chosen=found.state, block_id=asked)
        note = typed(Field.CUSTOMER_NOTE, f"Note on {clause}, {duty.name}", value=found.note, needed=False)
        yield {**note, "block_id": f"{Field.CUSTOMER_NOTE} {clause}"}


def _duties_in(view: Payload, filled: Filled) -> Iterator[tuple[str, DutyStanding]]:
    for block_id in filled.blocks:
        name, _, clause = block_id.partition(" ")
        if name != Field.CUSTOMER_DUTY:
            continue
        asked = ("state", "values", block_id, Field.CUSTOMER_DUTY, "selected_option", "value")
        noted = ("state", "values", f"{Field.CUSTOMER_NOTE} {clause}", Field.CUSTOMER_NOTE, "value")
        note = " ".join((text_or_none(view, *noted) or "").split())
        try:
            yield clause, DutyStanding(state=DutyState(text_or_none(view, *asked) or DutyState.UNKNOWN), note=note)
        except ValueError:
            raise MalformedPayloadError(f"view.state.values.{block_id}") from None
