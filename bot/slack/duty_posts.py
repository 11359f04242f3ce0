"""What the team reads of duty without having asked: the hand-over of a shift, hours that nobody covers, and audits."""

from bot.desk.duty_notices import Audit, Drill, DrillResult, DutyFacts, Gaps, HandOver, StandIn, Swap, Uncovered
from bot.slack.actions import Action
from bot.slack.blocks import Block, Message, Names, actions, button, context, header, marked, paragraphs, plain, section
from bot.slack.details import by_name
from bot.slack.digest import due_words, part_blocks
from bot.slack.drills import drill, drill_result
from bot.slack.mrkdwn import first_of, line, mention, printed, when
from bot.slack.sentences import sentence
from bot.slack.stand_ins import stand_in, swap

MOST_PEOPLE = 20
MOST_CUSTOMERS = 5
"""Customers who are named for one stretch that nobody covers."""
MOST_UNCOVERED = 7
MOST_UNREACHABLE = 15
MOST_FINDINGS = 10
_MOST_FINDING = 900


def post(facts: DutyFacts, place: str, names: Names) -> Message:
    """The message of each of them, of what people have arranged and of drills, as it is read in that place."""
    match facts:
        case HandOver():
            return hand_over(facts, names)
        case Gaps():
            return gaps(facts, names)
        case Audit():
            return audit(facts, names)
        case StandIn():
            return stand_in(facts, names, place)
        case Swap():
            return swap(facts, names, place)
        case Drill():
            return drill(facts, names)
        case DrillResult():
            return drill_result(facts, names)


def hand_over(facts: HandOver, names: Names) -> Message:
    """Who was on call, who is, and the open work: whoever begins is called, everybody else is named."""
    schedule = line(facts.schedule, 60)
    begin = [person for person in facts.now if person not in facts.before]
    people = [mention(person) if person in begin else line(names(person), 80) for person in facts.now]
    first = f"🔁 *On call now, {schedule}* · {first_of(people, MOST_PEOPLE) or 'nobody: pages go to the leads'}"
    around = [f"Before: {by_name(facts.before, names) or 'nobody'}"]
    if facts.until is not None:
        around.append(f"Until {when(facts.until, facts.zone)}, then {by_name(facts.following, names) or 'nobody'}")
    until = "" if facts.until is None else f" until {printed(facts.until, facts.zone)}"
    return Message(
        text=f"On call now, {schedule}: {by_name(facts.now, names) or 'nobody'}{until}",
        blocks=[*(section(text) for text in paragraphs([first, *around])), *_work(facts, names)],
    )


def _work(facts: HandOver, names: Names) -> list[Block]:
    if not facts.paging and not facts.open.total:
        return [section("No ticket is open.")]
    blocks: list[Block] = []
    if facts.paging:
        blocks.append(section("*📟 Being called, and nobody has answered*"))
        blocks += [
            {
                **section(due_words(ticket, facts.at, names)),
                "accessory": button(Action.ACKNOWLEDGE, "Acknowledge", str(ticket.number)),
            }
            for ticket in facts.paging
        ]
    if facts.open.total:
        blocks += part_blocks("Open, the next due first", facts.open, due_words, "", facts.at, names)
    return blocks


def gaps(facts: Gaps, names: Names) -> Message:
    """Hours that were promised and that nobody covers, and who could not be reached; one line where all is well."""
    days = (facts.until - facts.at).days
    if not facts.uncovered and not facts.unreachable:
        calm = f"On call, the next {days} days: every hour that was promised is covered, and everybody can be reached."
        return Message(text=calm, blocks=[section(f"✓ {calm}"), *_without_own_way(facts, names)])
    counted = _counted(facts)
    blocks: list[Block] = [header(f"On call, the next {days} days")]
    if facts.uncovered:
        lines = [_uncovered(each) for each in facts.uncovered[:MOST_UNCOVERED]]
        blocks += [section(text) for text in paragraphs(["*Promised, and nobody is on call*", *lines])]
        more = len(facts.uncovered) - MOST_UNCOVERED
        blocks += [context(plain(f"and {more} more: belltower oncall check"))] if more > 0 else []
        blocks.append(context(plain("Pages in these hours go to the leads; a gap is a gap all the same.")))
    if facts.unreachable:
        people = list(facts.unreachable.items())
        lines = [f"{line(names(person), 80)}: {line(why, 200)}" for person, why in people[:MOST_UNREACHABLE]]
        blocks += [section(text) for text in paragraphs(["*Called at times, and hard to reach*", *lines])]
        more = len(people) - MOST_UNREACHABLE
        blocks += [context(plain(f"and {more} more: belltower oncall check"))] if more > 0 else []
    blocks += _without_own_way(facts, names)
    return Message(text=f"On call, the next {days} days: {counted}", blocks=blocks)


def _without_own_way(facts: Gaps, names: Names) -> list[Block]:
    if not facts.without_own_way:
        return []
    people = by_name(facts.without_own_way, names)
    return [context(marked(f"No way of their own beside Slack, only the one for the case that Slack fails: {people}"))]


def _counted(facts: Gaps) -> str:
    stretches, people = sum(each.times for each in facts.uncovered), len(facts.unreachable)
    counted = [f"{stretches} {'gap' if stretches == 1 else 'gaps'} in promised hours"] if stretches else []
    counted += [f"{people} {'person' if people == 1 else 'people'} hard to reach"] if people else []
    return ", ".join(counted)


def _uncovered(each: Uncovered) -> str:
    """The first stretch, in its calendar's zone as well as in the reader's, and when those after it begin."""
    stretch = f"{when(each.starts, each.zone)} to {when(each.ends, each.zone)}"
    there = f"{printed(each.starts, each.zone)} – {printed(each.ends, each.zone)}"
    further = first_of([when(later.starts, each.zone) for later in each.further], len(each.further))
    more = each.times - 1 - len(each.further)
    often = "" if each.times == 1 else f", one of {each.times}"
    often += (f", then {further}" if further else "") + (f" and {more} more" if further and more > 0 else "")
    customers = first_of([line(name, 60) for name in each.customers], MOST_CUSTOMERS)
    return f"• *{line(each.schedule, 60)}* {stretch} ({there}){often} · {customers} · {line(each.clause, 100)}"


def audit(facts: Audit, names: Names) -> Message:
    """What should have happened and did not, loudly: it is a fault of Belltower's, and somebody must look."""
    findings = [f"• {sentence(finding, names, _MOST_FINDING)}" for finding in facts.findings[:MOST_FINDINGS]]
    first = "Belltower's audit: something that should have happened did not"
    return Message(
        text=f"🚨 {first}: {sentence(facts.findings[0], names, 200, printed)}",
        blocks=[
            section(f"🚨 *{first}*"),
            *(section(text) for text in paragraphs(findings)),
            *(actions(button(Action.SHOW, f"Show T-{number}", str(number))) for number in facts.tickets[:1]),
            context(marked(f"As it stood {when(facts.at)}. Look after it yourselves; Belltower's log says more.")),
        ],
    )
