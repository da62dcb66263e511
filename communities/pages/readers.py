"""Numbers and words from the address bar and from posted boxes: read here, whatever they hold, and nowhere else."""

from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_date

from communities.scope import Row

PICKED = 200  # rows a bulk act takes at once
DIGITS = 18  # the longest number every database column of ours holds


def number_in(value: object) -> int | None:
    """The whole number a text holds, or None for anything else."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else None


def words_in(value: object, *, most: int = 40) -> str:
    """What is looked for, without what no database takes: a text of at most `most` characters."""
    return str(value or "").replace("\x00", "").strip()[:most]


def day_in(value: object) -> date | None:
    """The day a text as "2026-11-26" holds, or None for anything else, a day the calendar does not have included."""
    try:
        return parse_date(str(value or ""))
    except ValueError:
        return None


def picked(request: HttpRequest, *, name: str = "pick", most: int = PICKED) -> list[int]:
    """The numbers of the rows ticked on a list, each once, at most `most`; what is no number is left out."""
    numbers = (number_in(text) for text in request.POST.getlist(name)[:most])
    return list(dict.fromkeys(number for number in numbers if number is not None))


def chosen_row(queryset: QuerySet[Row], raw: object) -> Row | None:
    """The row a parameter names, or None for nonsense."""
    number = number_in(raw)
    return None if number is None else queryset.filter(pk=number).first()
