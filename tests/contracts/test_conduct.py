"""What a file says besides its clocks, and how its slips are told."""

import pytest

from bot.clocks.conduct import Agreement, CloseNeed, Duty, EscalationPoint, LapsedMode, Silence
from bot.clocks.contract import Contract
from bot.clocks.durations import parse_target
from bot.contracts.reader import read_contract
from tests.contracts.sample import changed, messages

REASON = "  - {id: resolved, text: The problem has ended., reopens: true, clause: A8}\n"
REOPEN = "  reopen: {mode: new cycle, clause: A7}\n"
ROUTING = "breaches: breaches}"


def with_reason(more: str, scope: str = "") -> str:
    return changed((REASON, REASON.replace("A8}", f"A8, {more}}}") + scope))


def with_rule(rule: str) -> str:
    return changed((REOPEN, f"{REOPEN}  {rule}\n"))


def with_answers(*severities: str) -> str:
    answers = "".join(
        f"    - {{id: answer{number}, text: Some cannot., severity: {severity}, clause: A2}}\n"
        for number, severity in enumerate(severities)
    )
    return changed(("examples:\n", f"triage:\n  question: Who cannot work?\n  answers:\n{answers}examples:\n"))


def contract(text: str) -> Contract:
    return read_contract(text, "acme.yaml")


def test_a_contract_that_says_nothing_of_it_refuses_the_lapsed_and_lets_silence_be() -> None:
    plain = contract(changed())

    assert (plain.lapsed, plain.lapsed_clause, plain.agreement, plain.triage) == (LapsedMode.REFUSE, "", None, None)
    assert plain.routing.tam is None
    assert (plain.close_reasons[0].needs, plain.close_reasons[0].attempts) == (frozenset(), 0)


class TestCloseReasons:
    def test_what_a_closing_needs_is_read(self) -> None:
        scope = "scope: {excluded: {A12: Work.}}\n"
        (reason,) = contract(with_reason("needs: [agreement, attempts, scope line], attempts: 3", scope)).close_reasons

        assert (reason.needs, reason.attempts) == (frozenset(CloseNeed), 3)

    def test_attempts_have_a_number_and_a_number_is_of_attempts(self) -> None:
        assert messages(with_reason("needs: [attempts]")) == [
            "acme.yaml:39:84: close_reasons[0].needs: expected also the key “attempts”, which says how many are "
            "needed, got none"
        ]
        assert messages(with_reason("attempts: 3")) == [
            "acme.yaml:39:87: close_reasons[0].attempts: expected “attempts” among the “needs” of this reason, "
            "got a number only"
        ]
        assert messages(with_reason("needs: [attempts], attempts: 0"))[0].endswith("expected 1 or more, got 0")

    def test_a_scope_line_can_be_named_only_where_there_are_some(self) -> None:
        assert messages(with_reason("needs: [scope line]")) == [
            "acme.yaml:39:84: close_reasons[0].needs: expected lines under “scope.excluded” that can be named, got none"
        ]

    def test_a_need_that_there_is_not_is_told_with_the_nearest(self) -> None:
        assert messages(with_reason("needs: [agrement]"))[0].endswith("did you mean “agreement”?")

    def test_each_id_stands_once(self) -> None:
        assert messages(changed((REASON, REASON * 2)))[0].endswith(
            "close_reasons[1].id: expected each id once, got “resolved” again"
        )


class TestAgreement:
    @pytest.mark.parametrize(("after", "calendar"), [("2 business days", "desk"), ("48 hours", None)])
    def test_what_silence_means_is_read(self, after: str, calendar: str | None) -> None:
        named = f"calendar: {calendar}, " if calendar else ""
        text = with_rule(f"agreement: {{after: {after}, {named}silence: agrees, clause: A8}}")

        assert contract(text).agreement == Agreement(
            after=parse_target(after), calendar=calendar, silence=Silence.AGREES, clause="A8"
        )

    def test_it_is_measured_like_its_calendar(self) -> None:
        assert messages(with_rule("agreement: {after: 48 hours, calendar: desk, silence: agrees, clause: A8}")) == [
            "acme.yaml:38:22: rules.agreement.after: expected a length in business time, because it is counted in "
            "desk, got “48 hours”; did you mean “48 business hours”?"
        ]
        assert (
            "did you mean “desk”?"
            in messages(with_rule("agreement: {after: 48 business hours, calendar: dsk, silence: agrees, clause: A8}"))[
                0
            ]
        )

    def test_silence_agrees_or_reminds(self) -> None:
        assert messages(with_rule("agreement: {after: 48 hours, silence: agree, clause: A8}")) == [
            "acme.yaml:38:41: rules.agreement.silence: expected one of “reminds”, “agrees”, got “agree”; "
            "did you mean “agrees”?"
        ]


def test_a_lapsed_customer_may_be_helped_without_promises() -> None:
    helped = contract(with_rule("lapsed: {mode: without sla, clause: A9}"))

    assert (helped.lapsed, helped.lapsed_clause) == (LapsedMode.WITHOUT_SLA, "A9")
    assert "one of “refuse”, “without sla”" in messages(with_rule("lapsed: {mode: free, clause: A9}"))[0]


class TestEscalationPoint:
    @pytest.mark.parametrize(("written", "calendar"), [("calendar: desk, ", "desk"), ("", None)])
    def test_the_tam_is_one_while_a_calendar_is_open(self, written: str, calendar: str | None) -> None:
        text = changed((ROUTING, f"breaches: breaches, tam: {{{written}otherwise: leads, clause: A9}}}}"))

        assert contract(text).routing.tam == EscalationPoint(calendar=calendar, otherwise="leads", clause="A9")

    def test_a_misspelt_calendar_is_told(self) -> None:
        text = changed((ROUTING, "breaches: breaches, tam: {calendar: dsk, otherwise: leads, clause: A9}}"))

        assert messages(text)[0].endswith("expected one of “desk”, “always”, got “dsk”; did you mean “desk”?")


class TestTriage:
    def test_each_answer_decides_a_severity(self) -> None:
        triage = contract(with_answers("urgent", "normal")).triage

        assert triage is not None
        assert triage.question == "Who cannot work?"
        assert [(answer.id, answer.severity) for answer in triage.answers] == [
            ("answer0", "urgent"),
            ("answer1", "normal"),
        ]

    def test_a_severity_that_there_is_not_is_told_with_the_nearest(self) -> None:
        assert messages(with_answers("urgent", "norml")) == [
            "acme.yaml:44:51: triage.answers[1].severity: expected one of “urgent”, “normal”, got “norml”; "
            "did you mean “normal”?"
        ]

    def test_there_are_two_to_ten_answers(self) -> None:
        assert messages(with_answers("urgent"))[0].endswith("expected 2 or more entries, got a list")
        assert messages(with_answers(*["urgent", "normal"] * 5)) == []
        assert messages(with_answers(*["urgent"] * 11))[0].endswith("expected 10 or fewer entries, got a list")

    def test_each_answer_has_its_own_id(self) -> None:
        text = with_answers("urgent", "normal").replace("id: answer1", "id: answer0")

        assert messages(text)[0].endswith("triage.answers[1].id: expected each id once, got “answer0” again")


class TestDuties:
    def test_a_duty_that_can_block_has_a_name(self) -> None:
        text = changed(
            ("examples:\n", "customer_duties:\n  A13: Decide.\n  A14: {text: Move., name: DNS}\nexamples:\n")
        )

        assert contract(text).duties == (
            Duty(text="Decide.", clause="A13"),
            Duty(text="Move.", clause="A14", name="DNS"),
        )

    @pytest.mark.parametrize(
        ("duty", "told"),
        [
            ("{name: DNS}", "customer_duties.A13: expected the key “text”, got none"),
            ("{text: Move., nam: DNS}", "expected one of “text”, “name”, got the key “nam”; did you mean “name”?"),
            ("[Move.]", "expected a mapping of keys to values, got a list"),
        ],
    )
    def test_a_slip_is_told_in_words(self, duty: str, told: str) -> None:
        (message,) = messages(changed(("examples:\n", f"customer_duties:\n  A13: {duty}\nexamples:\n")))

        assert message.endswith(told)
