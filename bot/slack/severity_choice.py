"""The choice of a severity in a window, or of what fails, and beneath it what each means in the contract's words."""

from collections.abc import Sequence

from bot.clocks.conduct import Triage
from bot.clocks.contract import Contract
from bot.slack.actions import Field, triage_block
from bot.slack.blocks import Block, fitting, paragraphs, section
from bot.slack.inputs import LONGEST_OPTION, MOST_RADIO_BUTTONS, choice, option
from bot.slack.mrkdwn import cut, escape, inert, line

_MOST_DEFINITIONS_TEXT = 9_000
_LONGEST_LABEL = 300


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
        *_defined(definitions),
    ]


def triage_choice(contract: Contract, triage: Triage, *, chosen: str | None) -> list[Block]:
    """The question whose answer decides the severity, what each answer decides, and in full those that Slack cuts."""
    decides = {each.id: contract.severity(each.severity).name for each in triage.answers}
    beside = {each.id: f"{decides[each.id]} · {each.clause}" for each in triage.answers}
    shortened = [each for each in triage.answers if len(each.text) > LONGEST_OPTION]
    if len(triage.answers) > MOST_RADIO_BUTTONS:
        # A menu hides what stands beside an option, so all of it is said beneath.
        beside, shortened = {}, list(triage.answers)
    options = [option(each.id, each.text, beside.get(each.id, "")) for each in triage.answers]
    in_full = [f"*{line(each.text, 300)}* {line(decides[each.id], 80)} ({line(each.clause, 80)})" for each in shortened]
    block_id = triage_block(contract.id)
    return [
        choice(
            Field.TRIAGE, cut(triage.question, _LONGEST_LABEL), options, chosen=chosen, block_id=block_id, redraws=True
        ),
        *_defined(in_full),
    ]


def _defined(definitions: Sequence[str]) -> list[Block]:
    return [section(text) for text in paragraphs(fitting(definitions, _MOST_DEFINITIONS_TEXT))]
