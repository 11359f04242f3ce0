from datetime import date

import pytest

from bot.clocks.holiday_set import HolidaySet

US = HolidaySet(country="US")


@pytest.mark.complaint(11)
def test_a_holiday_at_a_weekend_is_also_kept_on_its_observed_weekday() -> None:
    assert US.name_on(date(2026, 7, 3)) == "Independence Day (observed)"
    assert US.name_on(date(2026, 7, 4)) == "Independence Day"
    assert US.name_on(date(2026, 7, 2)) is None


@pytest.mark.complaint(12)
def test_observed_days_can_be_left_out() -> None:
    assert HolidaySet(country="US", observed=False).name_on(date(2026, 7, 3)) is None


@pytest.mark.complaint(11)
def test_juneteenth_begins_in_2021_and_moves_only_off_weekends() -> None:
    # vacanza/holidays#503 and #616: the observed date was missing, misnamed or moved.
    kept = {year: [day for day, name in US.in_year(year).items() if "Juneteenth" in name] for year in range(2020, 2028)}
    assert kept[2020] == []
    assert kept[2021] == [date(2021, 6, 18), date(2021, 6, 19)]
    assert kept[2022] == [date(2022, 6, 19), date(2022, 6, 20)]
    assert kept[2024] == [date(2024, 6, 19)]
    assert kept[2027] == [date(2027, 6, 18), date(2027, 6, 19)]


def test_new_year_observed_in_december_belongs_to_the_year_before() -> None:
    assert US.in_year(2027)[date(2027, 12, 31)] == "New Year's Day (observed)"


@pytest.mark.complaint(1, 12)
def test_every_holiday_of_a_year_can_be_seen() -> None:
    # zammad/zammad#390: a loose public holiday feed that nobody could see made 48 hours six days.
    assert list(US.in_year(2026).values()) == [
        "New Year's Day",
        "Martin Luther King Jr. Day",
        "Washington's Birthday",
        "Memorial Day",
        "Juneteenth National Independence Day",
        "Independence Day (observed)",
        "Independence Day",
        "Labor Day",
        "Columbus Day",
        "Veterans Day",
        "Thanksgiving Day",
        "Christmas Day",
    ]


def test_names_are_english_whatever_the_machine_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LANG", "LANGUAGE", "LC_ALL"):
        monkeypatch.setenv(variable, "nl_NL.UTF-8")
    names = HolidaySet(country="NL", categories=("public", "optional")).in_year(2026)
    assert names[date(2026, 4, 27)] == "King's Day"


def test_categories_and_subdivisions_add_days() -> None:
    assert date(2024, 12, 24) in HolidaySet(country="US", categories=("public", "government")).in_year(2024)
    assert date(2024, 12, 24) not in US.in_year(2024)
    assert HolidaySet(country="DE", subdivision="BY").name_on(date(2026, 1, 6)) == "Epiphany"
    assert HolidaySet(country="DE").name_on(date(2026, 1, 6)) is None


def test_a_year_beyond_the_package_is_empty() -> None:
    assert US.in_year(2500) == {}


@pytest.mark.parametrize(
    ("country", "subdivision", "categories", "words"),
    [
        ("us", None, ("public",), "unknown country 'us'; did you mean 'US'"),
        ("US", "XA", ("public",), "unknown subdivision 'XA' of US; did you mean"),
        ("NL", None, ("publik",), "unknown holiday category 'publik' of NL; did you mean 'public'"),
        ("NL", None, (), "at least one category"),
    ],
)
def test_unknown_names_are_refused_with_the_nearest(
    country: str, subdivision: str | None, categories: tuple[str, ...], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        HolidaySet(country=country, subdivision=subdivision, categories=categories)
