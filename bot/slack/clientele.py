"""What happens when somebody of the team looks at customers, adds one or edits one: to a message or a window."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk import clientele
from bot.desk.access import Verb, check, role
from bot.desk.desk import Desk
from bot.desk.facts import DutyStanding
from bot.desk.requests import AddCustomer, Asker, EditCustomer
from bot.slack import customer_pages
from bot.slack.blocks import Block, Message
from bot.slack.choices import Choice, drawing
from bot.slack.customer_window import CustomerDraft, customer_window, draft_in, draft_of
from bot.slack.customer_words import CustomerAct, Customers
from bot.slack.people import People
from bot.slack.reading import Payload, mapping
from bot.slack.windows import Redrawn, Window


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerChange(Choice):
    """A customer's window after another plan was chosen in it."""

    draft: CustomerDraft


def customer_change(payload: Payload) -> CustomerChange:
    """A choice of contract and plan in a customer's window."""
    return CustomerChange(*drawing(payload), draft=draft_in(mapping(payload, "view")))


def customer_request(view: Payload, key: str, by: Asker) -> AddCustomer | EditCustomer:
    """What a customer's window asks for when it is sent."""
    draft = draft_in(view)
    if draft.edited is None:
        return AddCustomer(key=key, asker=by, written=draft.written)
    return EditCustomer(key=key, asker=by, customer=draft.edited, written=draft.written)


@dataclass(frozen=True, kw_only=True, slots=True)
class Clientele:
    """Answers everything about customers. Refusals are raised as the desk raises them."""

    desk: Desk
    people: People

    async def typed(self, said: Customers, by: Asker, at: datetime) -> Message | Window:
        """`/ticket customer …`."""
        match said.act:
            case CustomerAct.LIST:
                listed = await clientele.listed(self.desk, by, said.text, at, page=said.page)
                return customer_pages.listing(listed, said.text)
            case CustomerAct.SHOW:
                account = await clientele.shown(self.desk, by, said.text, at)
                return await self.people.render(lambda names: customer_pages.account(account, names))
            case CustomerAct.ADD:
                check(Verb.CUSTOMER_EDIT, role(self.desk.roster, by))
                return Window(view=customer_window(CustomerDraft(name=said.text), self.desk.shelf))
            case CustomerAct.EDIT:
                return await self.edit(by, said.text, at)

    async def edit(self, by: Asker, customer: str, at: datetime) -> Window:
        """The window in which a customer is edited, who is named by key or name."""
        account = await clientele.shown(self.desk, by, customer, at, verb=Verb.CUSTOMER_EDIT)
        draft = draft_of(account.standing.customer)
        return Window(view=customer_window(draft, self.desk.shelf, open_tickets=account.open))

    async def changed(self, change: CustomerChange, at: datetime) -> Redrawn:
        """Another contract and plan was chosen in a customer's window: its duties are asked about."""
        return Redrawn(view=await self._drawn(change, at), view_id=change.view_id, view_hash=change.view_hash)

    async def _drawn(self, change: CustomerChange, at: datetime) -> Block:
        by, draft = change.asker, change.draft
        if draft.edited is None:
            check(Verb.CUSTOMER_EDIT, role(self.desk.roster, by))
            return customer_window(draft, self.desk.shelf)
        account = await clientele.shown(self.desk, by, draft.edited, at, verb=Verb.CUSTOMER_EDIT)
        # What is known of the chosen contract's duties comes back with them, unless it was changed in the window.
        duties: Mapping[str, DutyStanding] = {**account.standing.customer.duties, **draft.duties}
        return customer_window(replace(draft, duties=duties), self.desk.shelf, open_tickets=account.open)

    async def saved(self, request: AddCustomer | EditCustomer, at: datetime) -> Message:
        """A customer's window that was sent."""
        is_new = isinstance(request, AddCustomer)
        done = await (
            clientele.add(self.desk, request, at)
            if isinstance(request, AddCustomer)
            else clientele.edit(self.desk, request, at)
        )
        account = await clientele.shown(self.desk, request.asker, done.customer.key, at)
        return await self.people.render(lambda names: customer_pages.saved(account, names, is_new=is_new))
