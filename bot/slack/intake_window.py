"""The intake form as it opens and as it is drawn again: filled in with what is known of customer and severity."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.clocks.conduct import LapsedMode, TriageAnswer
from bot.clocks.contract import Contract
from bot.desk import naming, queries
from bot.desk.access import Verb, check
from bot.desk.desk import Desk
from bot.desk.facts import Customer
from bot.desk.previews import OpeningPreview
from bot.desk.refusals import NoSuchCustomerError, NoSuchSeverityError
from bot.desk.requests import Asker, Origin
from bot.slack import intake_form
from bot.slack.blocks import Block
from bot.slack.choices import IntakeChange
from bot.slack.details import subscription
from bot.slack.forms import Draft
from bot.slack.people import People
from bot.slack.windows import Redrawn, Window


@dataclass(frozen=True, kw_only=True, slots=True)
class IntakeWindow:
    """Draws the intake form."""

    desk: Desk
    people: People

    async def opened(self, by: Asker, draft: Draft, customer: str | None, at: datetime) -> Window:
        """The form, filled in with what is known: a customer who was named, or the only one the asker can mean.

        It remembers the channel that it was asked for in, where it is about no message. Refused to whoever could choose
        no customer in it.
        """
        check(Verb.NEW, await queries.asker_role(self.desk, by))
        if draft.origin is None and by.channel is not None:
            draft = replace(draft, origin=Origin(channel=by.channel))
        known: Customer | None
        if customer is not None:
            known = await self._named(by, customer, at)
        else:
            known = await queries.customer_in(self.desk, by)
        if known is not None:
            draft = replace(draft, customer=known.key, customer_name=known.name)
        return Window(view=await self._form(by, draft, at))

    async def changed(self, change: IntakeChange, at: datetime) -> Redrawn:
        """The form after another customer, severity or answer was chosen in it."""
        view = await self._form(change.asker, change.draft, at)
        return Redrawn(view=view, view_id=change.view_id, view_hash=change.view_hash)

    async def _named(self, by: Asker, customer: str, at: datetime) -> Customer | None:
        try:
            return (await queries.sold_to(self.desk, by, customer, at))[0]
        except NoSuchCustomerError:
            return None

    async def _form(self, by: Asker, draft: Draft, at: datetime) -> Block:
        if draft.customer is None:
            return await self.people.render(lambda names: intake_form.intake(draft, names))
        customer, terms = await queries.sold_to(self.desk, by, draft.customer, at)
        today, contract = terms.contract.local_date(at), terms.contract
        lapsed = "" if customer.subscribed(today) else subscription(customer, today)
        answer = contract.triage.answer(draft.triage) if contract.triage and draft.triage else None
        preview = None
        if not lapsed or contract.lapsed is LapsedMode.WITHOUT_SLA:
            preview = await self._preview(by, draft, answer, at)
        severity = preview.severity.id if preview else _known(draft.severity, contract)
        chosen = replace(draft, severity=severity, triage=answer.id if answer else None)
        return await self.people.render(
            lambda names: intake_form.intake(chosen, names, terms=terms, preview=preview, lapsed=lapsed)
        )

    async def _preview(
        self, by: Asker, draft: Draft, answer: TriageAnswer | None, at: datetime
    ) -> OpeningPreview | None:
        """What the chosen severity would promise, or the one that the answer decides; None where neither is known."""
        severity, triage = ("", answer.id) if answer else (draft.severity, None)
        if draft.customer is None or severity is None:
            return None
        try:
            return await queries.preview_opening(self.desk, by, draft.customer, severity, at, triage=triage)
        except NoSuchSeverityError:
            return None


def _known(severity: str | None, contract: Contract) -> str | None:
    """The id of a severity that was chosen or typed, where the contract has it."""
    try:
        return None if severity is None else naming.severity(contract, severity).id
    except NoSuchSeverityError:
        return None
