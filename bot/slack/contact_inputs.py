"""The inputs for whom to reach about a ticket, where its severity asks for them (B20)."""

from bot.clocks.contract import IntakeField
from bot.desk.facts import Customer
from bot.slack.blocks import Block
from bot.slack.forms import FIELD_OF
from bot.slack.inputs import address, typed

_LABELS = {
    IntakeField.COMPANY: "Company",
    IntakeField.CONTACT: "Who is to be called?",
    IntakeField.PHONE: "Phone number",
    IntakeField.EMAIL: "Email address",
}


def contact_input(asked: IntakeField, customer: Customer, given: str | None = None) -> Block:
    """The input for one thing that a severity asks for, with what was given; the company is known without asking."""
    known = customer.name if asked is IntakeField.COMPANY else ""
    value = known if given is None else given
    if asked is IntakeField.EMAIL:
        return address(FIELD_OF[asked], _LABELS[asked], value=value)
    return typed(FIELD_OF[asked], _LABELS[asked], value=value)
