"""Every message and window there is, made of one text: each with the name of the function that makes it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.clocks.contract import ClockKind
from bot.clocks.entries import Closed, Confirmed, Objected, Outcome, Regraded
from bot.clocks.explain import explain
from bot.clocks.schedule import Shift
from bot.desk import previews
from bot.desk.access import Role
from bot.desk.assignment import HandedOver
from bot.desk.clientele import Account, ListedCustomers, Standing
from bot.desk.composing import event_facts, promise_lines
from bot.desk.digest_facts import Digest, DigestTicket, Part
from bot.desk.duty import OnCall
from bot.desk.facts import DutyStanding
from bot.desk.lists import Listed, Wanted, Which
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import (
    Answer,
    AtRisk,
    Breach,
    Escalation,
    GoalMissed,
    News,
    Proposal,
    Receipt,
    Reminder,
    Undelivered,
)
from bot.desk.overview import Overview
from bot.desk.page_notices import Held, NextPage, Page, PageAnswer
from bot.desk.refusals import NoSuchCustomerError, TakenError
from bot.desk.storm_notices import Storm, StormLine
from bot.desk.storms import MOST_LINES
from bot.slack import (
    answers,
    calls,
    cards,
    customer_notices,
    customer_pages,
    customer_window,
    digest,
    ending_windows,
    handling_windows,
    history,
    home,
    intake_form,
    listing,
    modals,
    next_steps,
    notices,
    regrade_window,
    storm,
    whispers,
)
from bot.slack.actions import Action
from bot.slack.blocks import Block, Message
from bot.slack.cards import FIELD_LABELS
from bot.slack.forms import Draft
from bot.slack.grammar import Incomplete, Unknown
from bot.slack.list_words import UnknownFilter
from bot.slack.manual import EXAMPLES
from tests.desk.office import configuration
from tests.slack.drill_faces import drill_faces
from tests.slack.longest import LATEST, MANY, Longest
from tests.slack.on_call_faces import on_call_faces
from tests.slack.proof_faces import proof_faces
from tests.slack.tickets import ANA, FRIDAY, LENA, OLLY, ORIGIN, ROSTER, outgoing

Made = Message | Block
EVERYBODY = tuple(f"U0{number:04}" for number in range(MANY))
ALIVE = ("#C0ACME", *(f"@{person}" for person in (ANA, LENA, OLLY, *EVERYBODY)))
"""What faces write on purpose: the customer's channel, and whoever must act."""


def _answers(of: Longest) -> Iterator[tuple[str, Made]]:
    for each in of.tickets:
        yield "answers.opened", answers.opened(each)
        yield "answers.done", answers.done(each, of.names, LENA)
        yield "answers.show", answers.show(each, of.names)
        for clock in each.clocks[-1:]:
            lines = explain(each.terms, each.history, clock)
            yield "answers.why", answers.why(each, clock, lines)
            yield "modals.why", modals.why(each, clock, lines)
        yield "whispers.already", whispers.already(each)
        yield "whispers.closed", whispers.closed(each, ORIGIN, reopens=True)
    yield (
        "answers.handed_over",
        answers.handed_over(HandedOver(of=ANA, to=LENA, tickets=tuple(range(9_999)), left=9_999), of.names),
    )
    yield "answers.needs_window", answers.needs_window(Action.RESOLVE, 999_999_999, f"resolve 999999999 {of.text}")
    yield "answers.offer_form", answers.offer_form(ORIGIN)
    for role in Role:
        for verb in (None, *EXAMPLES):
            yield "answers.help_for", answers.help_for(role, verb)
    for refusal in (NoSuchCustomerError(text=of.text, nearest=[of.word] * MANY), TakenError(number=12, person=ANA)):
        yield "answers.refused", answers.refused(refusal, of.names)
    yield "answers.unknown", answers.unknown(Unknown(text=of.text, word=of.text, nearest=None))
    yield "answers.incomplete", answers.incomplete(Incomplete(text=of.text, verb="list"))
    yield "answers.not_recorded", answers.not_recorded(of.text)
    yield "answers.given_back", answers.given_back(answers.offer_form(ORIGIN), of.text)
    yield "whispers.no_answer", whispers.no_answer(999_999_999, of.text)
    yield "whispers.unknown_macro", whispers.unknown_macro("regrade", of.text)
    yield "whispers.no_ticket_here", whispers.no_ticket_here()
    for role in Role:
        yield "whispers.macro_help", whispers.macro_help(role, None)


def _windows(of: Longest) -> Iterator[tuple[str, Made]]:
    work, text = of.open, of.text
    yield "handling_windows.reply", handling_windows.reply(work, text=text)
    yield "handling_windows.update", handling_windows.update(work, text=text, eta=LATEST, cadence=text)
    yield "handling_windows.called_back", handling_windows.called_back(work, text=text)
    yield "handling_windows.attempt", handling_windows.attempt(work, text=text)
    yield "handling_windows.pause", handling_windows.pause(work, text=text)
    yield "handling_windows.assign", handling_windows.assign(work, of.names, on_call=EVERYBODY)
    yield "ending_windows.resolve", ending_windows.resolve(work, text=text)
    yield "ending_windows.confirmation", ending_windows.confirmation(of.proposed, text=text)
    yield "ending_windows.objection", ending_windows.objection(of.proposed, text=text)
    for reason in ("", "r0", "r99", "gone"):
        yield "ending_windows.close", ending_windows.close(work, reason=reason, text=text, line="X1")
    yield "ending_windows.reopen", ending_windows.reopen(of.closed, text=text)
    for severity in ("critical", "non_critical"):
        preview = replace(previews.regrade(ROSTER, work, severity), pages=EVERYBODY)
        yield "regrade_window.regrade", regrade_window.regrade(preview, of.names, impact=text)
    for each in of.tickets:
        yield "next_steps.next_steps", next_steps.next_steps(each, of.names, Role.AGENT)
        yield "modals.show", modals.show(each, of.names)
        yield "history.history", history.history(each, of.names, {})
    yield "modals.notice", modals.notice(of.word, text)
    yield "modals.told", modals.told(of.word, answers.not_recorded(text))
    yield "modals.wall", modals.wall("https://wall.example/" + "x" * 2_000)


def _forms(of: Longest) -> Iterator[tuple[str, Made]]:
    answer = of.terms.contract.triage.answer("a1") if of.terms.contract.triage else None
    draft = Draft(
        customer="globex",
        customer_name=of.word,
        severity="critical",
        triage="a1",
        via="w1",
        title=of.text,
        description=of.text,
        contact=dict.fromkeys(FIELD_LABELS, of.text),
        origin=ORIGIN,
    )
    graded = replace(of.terms, contract=replace(of.terms.contract, triage=None))
    for sold in (of.terms, graded):
        for covered in (True, False):
            opening = previews.opening(ROSTER, of.customer, sold, "critical", FRIDAY, answer=answer, covered=covered)
            preview, lapsed = replace(opening, pages=EVERYBODY), "" if covered else "the subscription has ended"
            form = intake_form.intake(draft, of.names, terms=sold, preview=preview, lapsed=lapsed)
            yield "intake_form.intake", form
    yield "intake_form.intake", intake_form.intake(Draft(title=of.text), of.names)
    written = customer_window.CustomerDraft(
        key=of.word,
        name=of.word,
        contract="bird",
        plan="email_enterprise",
        ids=of.text,
        duties={"B25": DutyStanding(state=next(iter(of.customer.duties.values())).state, note=of.word)},
    )
    yield "customer_window.customer_window", customer_window.customer_window(written, configuration().shelf)


def _notices(of: Longest) -> Iterator[tuple[str, Made]]:
    entries = {type(entry): entry for each in of.tickets for entry in each.history.entries}
    for entry in entries.values():
        yield "notices.notice", _sent(of, replace(event_facts(of.open, of.open.last), entry=entry, before=of.word))
    every: dict[str, Any] = {"about": of.about, "people": EVERYBODY}
    (promise, *_) = promise_lines(of.open)
    for facts in (
        AtRisk(warn="75%", promise=promise, **every),
        GoalMissed(promise=promise, **every),
        Breach(promise=promise, done=LATEST, **every),
        Escalation(promise=promise, after="30 minutes", **every),
        Reminder(since=FRIDAY, clause=of.word, **every),
        Undelivered(about=of.about, what=NoticeKind.ANSWER, place="C0ACME", error=of.word),
    ):
        yield "notices.notice", _sent(of, facts)
    for kind in (NoticeKind.PAGE, NoticeKind.PAGE_DIRECT):
        page = Page(
            kind=kind,
            whom=of.word,
            cycle=1,
            step=0,
            promises=promise_lines(of.open),
            contact=dict.fromkeys(FIELD_LABELS, of.text),
            following=NextPage(whom=of.word, people=EVERYBODY, at=LATEST),
            **every,
        )
        yield "notices.notice", _sent(of, page)
        yield "calls.call", calls.call(page, LATEST, of.names, None)
        ended = replace(page, kind=NoticeKind.PAGE_EDIT, over=PageAnswer(by=ANA, how="acknowledged", at=LATEST))
        yield "notices.notice", _sent(of, ended)
    held = Held(
        cycle=1,
        coverage=of.word,
        until=LATEST,
        zone="America/Los_Angeles",
        clause=of.word,
        whom=of.word,
        **every,
    )
    yield "notices.notice", _sent(of, held)
    told = StormLine(key=of.word, what=NoticeKind.BREACH, about=of.about, promise=promise, people=EVERYBODY)
    yield "storm.storm", storm.storm(Storm(lines=(told,) * MOST_LINES))
    yield "notices.notice", _sent(of, Storm(lines=(told,)))
    for each in of.tickets:
        yield "cards.card", cards.card(each, of.names)
    yield (
        "customer_notices.receipt",
        customer_notices.receipt(Receipt(about=of.about, promises=promise_lines(of.open)), LATEST, of.names),
    )
    answer = Answer(
        about=of.about, text=of.text * 5, by=ANA, update=True, eta=LATEST, earlier=(FRIDAY,) * MANY, next_update=LATEST
    )
    yield "customer_notices.answer", customer_notices.answer(answer, of.names)
    yield "customer_notices.told", customer_notices.told(answer, LATEST, of.names)
    proposal = Proposal(
        about=of.about,
        number=999,
        since=FRIDAY,
        text=of.text * 5,
        by=ANA,
        outcome=Outcome.WORKAROUND,
        agreed_at=LATEST,
        clause=of.word,
    )
    yield "customer_notices.proposal", customer_notices.proposal(proposal, of.names)
    over = replace(proposal, answer=Objected(at=FRIDAY, by=ANA, text=""))
    yield "customer_notices.proposal", customer_notices.proposal(over, of.names)
    for entry in (
        Regraded(at=FRIDAY, by=ANA, severity="critical", impact=of.text),
        Closed(at=FRIDAY, by=ANA, reason="r0"),
        Confirmed(at=FRIDAY, by=ANA),
    ):
        news = News(about=of.about, entry=entry, before=of.word, reason=of.text, promises=promise_lines(of.open))
        yield "customer_notices.news", customer_notices.news(news, LATEST, of.names)


def _lists(of: Longest) -> Iterator[tuple[str, Made]]:
    page = Listed(tickets=of.tickets * 2, page=2, pages=99, total=999)
    wanted = Wanted(which=frozenset({Which.MINE, Which.BREACHING}), customer=of.text, severity=of.word, owner=ANA)
    yield "listing.listing", listing.listing(page, of.names, wanted)
    yield "listing.found", listing.found(page, of.names, of.text)
    yield "listing.unknown_filter", listing.unknown_filter(UnknownFilter(text=of.text, word=of.text, nearest="mine"))
    shift = Shift(people=EVERYBODY, starts=LATEST, ends=LATEST)
    on_call = {f"{of.word}{number}": OnCall(now=shift, following=shift) for number in range(9)}
    for role in Role:
        seen = Overview(
            role=role,
            at=LATEST,
            leads=EVERYBODY,
            open=page,
            resolved=page,
            mine=page,
            counts=dict.fromkeys(Which, 9_999),
            on_call=on_call,
        )
        yield "home.home", home.home(seen, of.names, wall=True, passes={})
    yield "home.not_read", home.not_read()
    one = DigestTicket(
        number=999_999_999,
        title=of.text,
        customer=of.word,
        rank=0,
        assignee=ANA,
        clock=ClockKind.FIRST_RESPONSE,
        due=LATEST,
        since=FRIDAY,
    )
    part = Part(tickets=(one,) * 10, total=999)
    day = timedelta(days=1)
    facts = Digest(
        at=LATEST,
        since=LATEST - day,
        until=LATEST + day,
        overdue=part,
        due=part,
        unassigned=part,
        waiting=part,
        resolved=part,
        kept=dict.fromkeys(ClockKind, 99),
        broken=dict.fromkeys(ClockKind, 99),
    )
    yield "digest.digest", digest.digest(facts, of.names)


def _customers(of: Longest) -> Iterator[tuple[str, Made]]:
    customer = replace(of.customer, channels=("C0ACME",) * 20, contacts=EVERYBODY)
    standing = Standing(customer=customer, terms=of.terms, today=LATEST.date())
    listed = ListedCustomers(customers=(standing,) * 20, page=1, pages=9, total=180)
    account = Account(standing=standing, tickets=of.tickets[:5], open=99, may_edit=True)
    yield "customer_pages.listing", customer_pages.listing(listed, of.text)
    yield "customer_pages.account", customer_pages.account(account, of.names)
    yield "customer_pages.saved", customer_pages.saved(account, of.names, is_new=True)


def _sent(of: Longest, facts: Any) -> Message:

    return notices.notice(outgoing(facts, at=LATEST, planned=FRIDAY), of.names)


FACES: tuple[Callable[[Longest], Iterator[tuple[str, Made]]], ...] = (
    _answers,
    _windows,
    _forms,
    _notices,
    _lists,
    _customers,
    on_call_faces,
    drill_faces,
    proof_faces,
)
