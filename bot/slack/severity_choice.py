"""The choice of a severity in a window, and beneath it what each one means, in the contract's own words."""

from bot.clocks.contract import Contract
from bot.slack.actions import Field
from bot.slack.blocks import Block, paragraphs, section
from bot.slack.inputs import choice, option
from bot.slack.mrkdwn import escape, inert


def severity_choice(contract: Contract, name: Field, *, chosen: str | None, block_id: str = "") -> list[Block]:
    """The severities of a contract as an input that tells of each choice, and their definitions.

    Slack cuts what stands beside an option, and half a definition decides nothing; so they stand beneath, in full.
    """
    options = [option(each.id, f"{each.name} ({each.priority})") for each in contract.severities]
    definitions = [
        f"*{escape(each.name)}*: {inert(each.definition, 1_000)} ({escape(each.clause)})"
        for each in contract.severities
    ]
    return [
        choice(name, "Severity", options, chosen=chosen, block_id=block_id, redraws=True),
        *(section(text) for text in paragraphs(definitions)),
    ]
