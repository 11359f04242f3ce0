from bot.clocks.conduct import Triage, TriageAnswer

ANSWER = TriageAnswer(id="all", text="Nobody can.", severity="urgent", clause="A2")
OTHER = TriageAnswer(id="some", text="Some can.", severity="low", clause="A2")


def test_an_answer_of_the_triage_question_is_found_by_its_id() -> None:
    triage = Triage(question="Who cannot work?", answers=(ANSWER, OTHER))
    assert (triage.answer("some"), triage.answer("none")) == (OTHER, None)
