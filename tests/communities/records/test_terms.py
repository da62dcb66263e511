from datetime import date

from communities.records.terms import last_day, years_later


def test_a_leap_day_comes_back_on_the_28th():
    assert years_later(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert years_later(date(2028, 2, 29), 4) == date(2032, 2, 29)


def test_whole_years_end_on_the_day_before_they_began():
    assert last_day(date(2026, 11, 26), 2) == date(2028, 11, 25)
    assert last_day(date(2026, 1, 1), 1) == date(2026, 12, 31)
    assert last_day(date(2027, 3, 1), 1) == date(2028, 2, 29)
