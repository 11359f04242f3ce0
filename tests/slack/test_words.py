from bot.slack.words import letters, parted, severity_meant

SEVERITIES = ("urgent", "medium", "Medium", "non_critical", "P1")


def test_the_first_word_is_parted_from_the_rest_by_any_white_space() -> None:
    assert parted("take\u00a012  over ") == ("take", "12  over")
    assert parted("  ") == ("", "")


def test_what_people_write_differently_makes_no_other_word() -> None:
    assert letters("Non-critical") == letters("non_CRITICAL") == letters("non critical")


def test_a_severity_is_meant_by_its_beginning_unless_it_is_too_short_or_fits_two() -> None:
    assert severity_meant("urg", SEVERITIES) == "urgent"
    assert severity_meant("MED", SEVERITIES) == "medium"
    assert severity_meant("non-crit", SEVERITIES) == "non_critical"
    assert severity_meant("p1", SEVERITIES) == "P1"
    assert severity_meant("u", SEVERITIES) is None
    assert severity_meant("med", ("medium", "medical")) is None
    assert severity_meant("", SEVERITIES) is None
