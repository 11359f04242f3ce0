"""What is wrong with a customer that was entered in a window: each fault in a sentence, beneath the input to blame."""

from collections.abc import Collection, Iterable

from bot.desk.customer_details import Detail, DetailFault
from bot.desk.slack_ids import CHANNEL_ID, PERSON_ID
from bot.slack.actions import Field

FIELD_OF_DETAIL = {
    Detail.KEY: Field.CUSTOMER_KEY,
    Detail.NAME: Field.CUSTOMER_NAME,
    Detail.CONTRACT: Field.CUSTOMER_PLAN,
    Detail.PLAN: Field.CUSTOMER_PLAN,
    Detail.TERM_STARTS: Field.CUSTOMER_STARTS,
    Detail.TERM_ENDS: Field.CUSTOMER_ENDS,
    Detail.TAM: Field.CUSTOMER_TAM,
    Detail.CHANNELS: Field.CUSTOMER_CHANNELS,
    Detail.CONTACTS: Field.CUSTOMER_CONTACTS,
    Detail.DUTIES: Field.CUSTOMER_PLAN,
}
"""The input in which a customer's window asks for a detail; duties follow the plan."""


def sentence(fault: DetailFault) -> str:
    """A fault in words."""
    meant = f" Did you mean “{fault.nearest}”?" if fault.nearest else ""
    return f"Expected {fault.expected}, got {fault.got}.{meant}"


def beneath(faults: Iterable[DetailFault], block_ids: Collection[str]) -> dict[str, str]:
    """What to write beneath which input; whatever cannot be blamed on one stands beneath the name."""
    words: dict[str, list[str]] = {}
    for fault in faults:
        is_typed = fault.detail in (Detail.CHANNELS, Detail.CONTACTS) and fault.expected in (CHANNEL_ID, PERSON_ID)
        field = Field.CUSTOMER_IDS if is_typed else FIELD_OF_DETAIL[fault.detail]
        words.setdefault(field if field in block_ids else Field.CUSTOMER_NAME, []).append(sentence(fault))
    return {field.value if isinstance(field, Field) else field: " ".join(each) for field, each in words.items()}
