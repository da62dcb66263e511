"""Numbers and words from the address bar and from posted boxes: read here, whatever they hold, and nowhere else."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.scope import Row
from communities.text.dates import read_day
from communities.text.numbers import read_number

PICKED = 200  # rows a bulk act takes at once
YEARS = 1900, 2999  # so that a week or a month beside a day is a day of the calendar too
DIGITS = 18  # the longest number every database column of ours holds


def number_in(value: object) -> int | None:
    """The whole number a text holds, or None for anything else."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else None


def words_in(value: object, *, most: int = 40) -> str:
    """What is looked for, without what no database takes: a text of at most `most` characters."""
    return str(value or "").replace("\x00", "").strip()[:most]


def day_in(value: object) -> date | None:
    """The day a text holds, however it is typed, or None for anything else and for the ends of the calendar."""
    try:
        day = read_day(str(value or "")).day
    except ValidationError:
        return None
    return day if is_near(day) else None


def is_near(day: date) -> bool:
    return YEARS[0] <= day.year <= YEARS[1]


def asked_day(request: HttpRequest, name: str = "on") -> tuple[date, object]:
    """(the day a page is asked for, what its box shows); today, and a sentence, where what was typed is no day."""
    typed, today = words_in(request.GET.get(name)), timezone.localdate()
    day = day_in(typed)
    if typed and day is None:
        messages.error(request, _("The day “%(typed)s” cannot be read; today stands in for it.") % {"typed": typed})
    return day or today, typed or today


def asked_year(request: HttpRequest, *, since: int, until: int = 2100) -> tuple[int, object]:
    """(the year a page is asked for, what its box shows); this year, and a sentence, where what was typed is none."""
    typed, this_year = words_in(request.GET.get("year")), timezone.localdate().year
    year = number_in(read_number(typed))
    if year is not None and since <= year <= until:
        return year, year
    if typed:
        said = _("The year “%(typed)s” cannot be read; %(year)s stands in for it.")
        messages.error(request, said % {"typed": typed, "year": this_year})
    return this_year, typed or this_year


def picked(request: HttpRequest, *, name: str = "pick", most: int = PICKED) -> list[int]:
    """The numbers of the rows ticked on a list, each once, at most `most`; what is no number is left out."""
    return list(shown_of_picked(request, name=name, most=most))


def shown_of_picked(request: HttpRequest, *, name: str = "pick", most: int = PICKED) -> dict[int, int | None]:
    """{number of a ticked row: its version as the list showed it}; None from a list, or a program, that says none."""
    parts = (text.partition("-") for text in request.POST.getlist(name)[:most])
    found = ((number_in(number), number_in(version)) for number, _sign, version in parts)
    return {number: version for number, version in found if number is not None}


def chosen_row(queryset: QuerySet[Row], raw: object) -> Row | None:
    """The row a parameter names, or None for nonsense."""
    number = number_in(raw)
    return None if number is None else queryset.filter(pk=number).first()
