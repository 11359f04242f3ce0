"""Named holiday sets: which local dates the `holidays` package publishes for a country, and their names."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import holidays

from bot.clocks.nearest import nearest


@dataclass(frozen=True, kw_only=True, slots=True)
class HolidaySet:
    """The holidays of a country, with English names wherever the package has them.

    `categories` are the package's own: public, government, half_day, bank …; `observed` adds the weekdays on
    which a holiday at a weekend is kept. Raises ValueError for a country, subdivision or category that the
    package does not know, naming the nearest that it does.
    """

    country: str
    subdivision: str | None = None
    categories: tuple[str, ...] = ("public",)
    observed: bool = True

    def __post_init__(self) -> None:
        countries = holidays.list_supported_countries()
        if self.country not in countries:
            raise ValueError(f"unknown country {self.country!r}{nearest(self.country, countries)}")
        try:
            known = holidays.country_holidays(self.country, subdiv=self.subdivision).supported_categories
        except NotImplementedError:
            hint = nearest(str(self.subdivision), countries[self.country])
            raise ValueError(f"unknown subdivision {self.subdivision!r} of {self.country}{hint}") from None
        if not self.categories:
            raise ValueError("a holiday set needs at least one category, such as 'public'")
        for category in self.categories:
            if category not in known:
                hint = nearest(category, known)
                raise ValueError(f"unknown holiday category {category!r} of {self.country}{hint}")

    def name_on(self, day: date) -> str | None:
        """The name of the holiday on a local date, or None."""
        return _published(self).get(day)

    def in_year(self, year: int) -> dict[date, str]:
        """Every holiday of a year with its name, in order; empty for a year that the package does not know."""
        published = _published(self)
        published.get(date(year, 1, 1))  # The package fills in a year when one of its dates is first looked up.
        return {day: name for day, name in sorted(published.items()) if day.year == year}


@cache
def _published(holiday_set: HolidaySet) -> holidays.HolidayBase:
    # The language is given because the package would otherwise take it from the machine's locale.
    return holidays.country_holidays(
        holiday_set.country,
        subdiv=holiday_set.subdivision,
        categories=holiday_set.categories,
        observed=holiday_set.observed,
        language="en_US",
    )
