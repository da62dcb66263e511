"""How many matters were raised, answered and solved, and how quickly: sums of a year, never a row."""

from datetime import date

from django.db.models import Case, Count, F, Q, Sum, Value, When

FEWEST = 3  # on public pages smaller numbers do not stand
FEWEST_ANSWERS = 5  # below it satisfaction could be traced to people
SUMS = {
    "raised": Count("pk"),
    "answered": Count("pk", filter=Q(answered_on__isnull=False)),
    "closed": Count("pk", filter=Q(state="closed")),
    "solved": Count("pk", filter=Q(outcome="solved")),
    "timed": Count("answer_workdays"),
    "days": Sum("answer_workdays"),
    "rated": Count("satisfaction"),
    "stars": Sum("satisfaction"),
}


def figures_by_kind(rows, year):
    """({category: (sums of the year, sums of the year before)}, the same pair of all of them); one query."""
    found = _counted(rows, F("category"), year)
    whole = [{name: sum(row[name] or 0 for row in found if row["year"] == one) for name in SUMS} for one in _two(year)]
    return _by_key(found, year), tuple(map(_shown, whole))


def figures_by_place(rows, year, part):
    """{what the expression `part` says of a row: (sums of the year, sums of the year before)}; one query."""
    return _by_key(_counted(rows, part, year), year)


def sums_of_years(rows, year):
    """(sums of the year, sums of the year before), each {} where nothing was raised; one query."""
    pair = _by_key(_counted(rows, Value(""), year), year).get("", ())
    return tuple(sums or {} for sums in pair) or ({}, {})


def public_figures(rows, year):
    """{"raised", "answered", "closed"} of a year for residents: None where the number is under FEWEST."""
    names = ("raised", "answered", "closed")
    found = rows.filter(received_on__year=year, merged_into=None).aggregate(**{name: SUMS[name] for name in names})
    return {name: number if number >= FEWEST else None for name, number in found.items()}


def _two(year):
    return year, year - 1


def _counted(rows, key, year):
    """[{"key", "year", each of SUMS}] of the year and the one before; one query."""
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    rows = rows.filter(received_on__range=(date(year - 1, 1, 1), ends), merged_into=None).order_by()
    # Compared as a day: a part of a date is a function of Python on SQLite, called for each row.
    of_year = Case(When(received_on__gte=begins, then=Value(year)), default=Value(year - 1))
    return list(rows.annotate(key=key, year=of_year).values("key", "year").annotate(**SUMS))


def _by_key(found, year):
    pairs = {}
    for row in found:
        pairs.setdefault(row["key"], [None, None])[0 if row["year"] == year else 1] = _shown(row)
    return {name: tuple(pair) for name, pair in pairs.items()}


def _shown(row):
    return {name: row[name] for name in ("raised", "answered", "closed", "solved")} | {
        "days": round(row["days"] / row["timed"], 1) if row["timed"] else None,
        "mean": round(row["stars"] / row["rated"], 1) if row["rated"] >= FEWEST_ANSWERS else None,
    }
