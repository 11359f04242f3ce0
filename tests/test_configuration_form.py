"""The form of the configuration file: terms, timetables, and leads who can always be called."""

from datetime import date

import pytest
from pydantic import ValidationError

from bot.configuration_form import DigestForm, GapsForm, PeopleForm, TermForm


@pytest.mark.parametrize("term", [{}, {"starts": "2026-01-01"}, {"ends": "2026-01-01"}])
def test_a_term_may_be_open_at_either_end(term: dict[str, str]) -> None:
    assert TermForm.model_validate(term).model_dump(exclude_none=True).keys() == term.keys()


def test_a_term_lasts_a_day_at_least() -> None:
    assert TermForm.model_validate({"starts": "2026-01-01", "ends": "2026-01-01"}).ends == date(2026, 1, 1)
    with pytest.raises(ValidationError, match="a date not before 2026-01-02, on which the term starts"):
        TermForm.model_validate({"starts": "2026-01-02", "ends": "2026-01-01"})


def test_the_digest_comes_on_working_days_and_gaps_are_told_on_mondays_unless_said_otherwise() -> None:
    when = {"at": "08:30", "zone": "Europe/Amsterdam"}

    assert DigestForm.model_validate(when).days == (0, 1, 2, 3, 4)
    assert GapsForm.model_validate(when).days == (0,)
    assert DigestForm.model_validate(when).channel == GapsForm.model_validate(when).channel == "triage"


def test_leads_are_not_user_groups_alone() -> None:
    assert PeopleForm.model_validate({"leads": ["S0LEADS", "U0LENA"]}).leads == ("S0LEADS", "U0LENA")
    with pytest.raises(ValidationError, match="a person among them"):
        PeopleForm.model_validate({"leads": ["S0LEADS"]})
