"""How long something holds that is given for whole years."""

from datetime import date, timedelta


def years_later(day: date, years: int) -> date:
    """The same day `years` later; 28 February for the 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def last_day(start: date, years: int) -> date:
    """The last of so many whole years that begin on `start`: two years from 26 November end on 25 November."""
    return years_later(start, years) - timedelta(days=1)
