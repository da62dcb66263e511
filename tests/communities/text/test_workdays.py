from datetime import date, timedelta

import pytest

from communities.workdays import add_workdays, is_workday, known_until, workdays_between


@pytest.mark.parametrize(
    ("first", "days", "last"),
    [
        ("2026-11-26", 5, "2026-12-03"),
        ("2026-11-26", 27, "2027-01-05"),
        ("2026-12-25", 5, "2027-01-04"),
        ("2026-09-30", 5, "2026-10-13"),
        ("2026-02-13", 5, "2026-02-27"),
        ("2027-02-01", 5, "2027-02-12"),
        ("2027-09-30", 5, "2027-10-12"),
        ("2027-04-30", 5, "2027-05-11"),  # 1 and 2 May fall on a weekend: 3 and 4 stand in
        ("2028-01-24", 3, "2028-02-02"),  # New Year's Eve and three days
    ],
)
def test_a_period_of_working_days_ends_on_its_day_also_in_years_not_announced(first, days, last):
    assert add_workdays(date.fromisoformat(first), days) == date.fromisoformat(last)


def test_what_a_street_enters_goes_before_the_calendar():
    first, saturday = date(2026, 11, 27), date(2026, 11, 28)
    own = {date(2026, 11, 30): False, saturday: True}

    assert is_workday(saturday, own) and not is_workday(date(2026, 11, 30), own)
    assert add_workdays(first, 2, own) == date(2026, 12, 1)
    assert workdays_between(first, date(2026, 12, 1), own) == 3


def test_days_far_off_are_counted_by_the_week():
    monday = date(2150, 1, 5)

    assert known_until() >= date(2026, 12, 31)
    assert [is_workday(monday + timedelta(days=step)) for step in range(7)] == [True] * 5 + [False] * 2
