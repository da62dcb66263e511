from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError

from communities.text.dates import BORN, Day, read_day, read_moment, refuse_day, shown

SECOND = date(2026, 11, 2)


@pytest.mark.parametrize(
    "typed",
    ["2026-11-02", "2026年11月2日", "2026年11月2号", "2026.11.2", "2026/11/2", "2026 11 2", "20261102", "２０２６-１１-０２",
     "2026–11–02", "2026。11。2", "2026年 11 月 2 日", "二〇二六年十一月二日", "2026年11月2日 14:00", "2026-11-02T14:00:00",
     "2026年11月2日（星期一）下午2点", "2026年11月2號", "2026、11、2", "2026，11，2", "2026_11_02", "2026年11月2日上午"],
)  # fmt: skip
def test_a_date_as_people_type_it(typed):
    assert read_day(typed) == Day(SECOND)


@pytest.mark.parametrize(
    ("typed", "day", "precision"),
    [
        ("2019", date(2019, 1, 1), "year"),
        ("2019年", date(2019, 1, 1), "year"),
        ("一九八五年", date(1985, 1, 1), "year"),
        ("2019年5月", date(2019, 5, 1), "month"),
        ("2019-05", date(2019, 5, 1), "month"),
        ("2019.5", date(2019, 5, 1), "month"),
        ("201905", date(2019, 5, 1), "month"),
    ],
)
def test_only_what_is_known_of_a_date_is_kept(typed, day, precision):
    assert read_day(typed, partial=True) == Day(day, precision)
    with pytest.raises(ValidationError):
        read_day(typed)


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("2009年冬", "2009"), ("2009冬季", "2009"), ("二〇〇九年秋天", "2009"), ("2009年初", "2009"), ("2009年年底", "2009"),
        ("2009年上半年", "2009"), ("2009年第四季度", "2009"), ("2009年5月上旬", "2009-05"), ("2009年5月份", "2009-05"),
        ("2009年5月底", "2009-05"),
    ],
)  # fmt: skip
def test_of_a_season_or_a_part_of_a_month_the_year_or_the_month_is_kept(typed, known):
    assert read_day(typed, partial=True) == read_day(known, partial=True)
    with pytest.raises(ValidationError, match="whole date"):
        read_day(typed)


@pytest.mark.parametrize("typed", ["2009年前后", "约2009年", "上世纪九十年代", "很久以前", "2009年3、4月", "冬"])
def test_where_a_part_of_a_date_will_do_the_refusal_says_which(typed):
    with pytest.raises(ValidationError, match="the year alone or year and month will do"):
        read_day(typed, partial=True)


@pytest.mark.parametrize(
    "typed", ["", "今天", "26.11.2", "11/2/2026", "2026-02-30", "2026-13-01", "0000-01-01", "2026-11-02x"]
)
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(ValidationError):
        read_day(typed, partial=True)


@pytest.mark.parametrize(
    "typed",
    ["2026年11月28日 14:00", "2026-11-28T14:00", "20261128 1400", "2026.11.28 下午2点", "2026年11月28日（周六）14时"],
)
def test_a_moment_has_a_day_and_a_time(typed):
    assert read_moment(typed) == datetime(2026, 11, 28, 14)


def test_a_moment_without_a_time_is_refused():
    with pytest.raises(ValidationError):
        read_moment("2026-11-28")


def test_the_end_of_a_day_is_the_beginning_of_the_next():
    for typed in ("2026-11-28 24:00", "2026年11月28日 晚上12点", "20261128 2400"):
        assert read_moment(typed) == datetime(2026, 11, 29)
    with pytest.raises(ValidationError):
        read_moment("9999-12-31 24:00")


def test_dates_lie_within_what_can_be():
    refuse_day(date(1949, 10, 1))
    refuse_day(date(1900, 1, 1), since=BORN)
    for wrong in (date(26, 11, 2), date(1800, 5, 1), date(2099, 1, 1)):
        with pytest.raises(ValidationError):
            refuse_day(wrong)
    with pytest.raises(ValidationError):
        refuse_day(date(1899, 12, 31), since=BORN)


def test_a_partial_date_shows_what_is_known_and_ends_where_it_may():
    assert shown(date(2019, 1, 1), "year") == "the year 2019"
    assert shown(date(2019, 5, 1), "month") == "month 5 of 2019"
    assert shown(SECOND) == "2026-11-02"
    assert (Day(date(2019, 1, 1), "year").last, Day(date(2024, 2, 1), "month").last) == (
        date(2019, 12, 31),
        date(2024, 2, 29),
    )


@pytest.mark.parametrize(
    ("typed", "known"),
    [("二〇二六", "the year 2026"), ("一九九八", "the year 1998"), ("2026\\11\\2", "2026-11-02")],
)
def test_a_year_in_numerals_alone_and_signs_of_a_wrong_key_are_read(typed, known):
    assert str(read_day(typed, partial=True)) == known


@pytest.mark.parametrize(
    "typed", ["26/11/2", "26年11月2日", "民国115年11月2日", "11/2/2026", "二百", "2026年第45周", "去年"]
)
def test_what_may_mean_several_days_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError) as refused:
        read_day(typed, partial=True)

    assert "for example 2026-11-02" in refused.value.messages[0]
