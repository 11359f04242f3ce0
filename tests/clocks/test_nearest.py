from bot.clocks.nearest import nearest


def test_the_nearest_name_is_offered_whatever_its_case() -> None:
    assert nearest("europe/amsterdm", ["Europe/Amsterdam", "Asia/Tokyo"]) == "; did you mean 'Europe/Amsterdam'?"


def test_nothing_is_offered_where_nothing_is_near() -> None:
    assert nearest("zzz", ["Europe/Amsterdam"]) == ""
