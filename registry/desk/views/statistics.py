"""The figures of a place: a page with drawings and a table, the same as a workbook, and a step down on each name."""

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views import View

from communities.organizations.models import NationalClass, Organization
from communities.pages.base import ScopedMixin
from communities.pages.readers import chosen_row, number_in
from communities.regions.models import Region
from communities.scope import reached_spans, reaches
from leaders.appointments.filters import BEGUN, ENDED
from leaders.appointments.models.served import GROUPS
from leaders.people.models import Kind
from leaders.training.models.lessons import counted
from registry.accounts.models import User
from registry.accounts.requests import StaffRequest
from registry.accounts.roles import Permission
from registry.audit.log import record_read
from registry.desk.statistics import COUNTED, Figures, Statistics, Yearly
from registry.sheets.export import FileFormat, stream
from registry.ui.days import listed, month_name

YEARS = 5
Choices = Iterable[tuple[str, Any]]
ORDERS = {
    "coverage": lambda part: part.coverage,
    "filed": lambda part: part.now["filed"],
    "minutes": lambda part: part.now["held_minutes"] / part.now["people"] if part.now["people"] else None,
    "raised": lambda part: part.now["raised"],
    "answered": lambda part: part.answered_share,
} | {kind: lambda part, kind=kind: part.now[kind] for kind in Kind.values}


class Led(NamedTuple):
    """A number and the address of the list that shows it, or ""."""

    number: Any
    url: str


class Share(NamedTuple):
    """A bar of a drawing; `percent` is its length beside the longest one."""

    key: str
    label: Any
    number: int
    percent: int


class StatisticsMixin(ScopedMixin):
    """`?year=` and `?region=` choose; without a region it is all that the user reaches."""

    permission = Permission.STATISTICS_VIEW

    @cached_property
    def year(self) -> int:
        this_year = timezone.localdate().year
        asked = number_in(self.request.GET.get("year")) or this_year
        return min(max(asked, this_year - YEARS + 1), this_year)

    @cached_property
    def region(self) -> Region | None:
        reach = Region.objects.permitted(self.request.user, self.permission)
        asked = chosen_row(reach.select_related("parent"), self.request.GET.get("region"))
        return asked or whole_reach(self.request.user)

    @cached_property
    def place_name(self) -> str:
        """What the figures are of, in words."""
        if self.region:
            return self.region.name
        apart = Region.objects.filter(path__in=self.statistics.apart).order_by("path")
        return listed(apart.values_list("name", flat=True)) if self.statistics.apart else _("Whole country")

    @cached_property
    def statistics(self) -> Statistics:
        return Statistics(self.request.user, self.region, self.year)


def whole_reach(user: User) -> Region | None:
    """The one place a user sees figures of; None for the whole country, and where there are several."""
    spans = reached_spans(user, Permission.STATISTICS_VIEW)
    return Region.objects.select_related("parent").filter(path=spans[0][0]).first() if len(spans) == 1 else None


class StatisticsPage(StatisticsMixin, View):
    def get(self, request: StaffRequest) -> HttpResponse:
        order = request.GET.get("order", "")
        parts = self.statistics.parts()
        total = self.statistics.total(parts)
        today = timezone.localdate()
        months = self.statistics.months()
        context = {
            "today": today,
            "region": self.region,
            "place": self.place_name,
            "crumbs": self._crumbs(),
            "year": self.year,
            "years": range(today.year, today.year - YEARS, -1),
            "parts": in_order(parts, order),
            "order": order,
            "total": total,
            "kinds": shares(Kind.choices, total.now),
            "modes": shares(Organization.ManagementMode.choices, total.now, "mode_"),
            "months": [(month_name(month), begun, ended) for month, begun, ended in months],
            "month_rows": [
                (month_name(month), self._of_month(begun, BEGUN, month), self._of_month(ended, ENDED, month))
                for month, begun, ended in months
            ],
            "served": served(self.statistics.served()),
            "areas": self._led(self.statistics.areas(), lambda area, year: self._hours(year, area=area)),
            "filings": self._led(self.statistics.filings(), self._filings),
            "moved": self.statistics.former.moved if self.statistics.former else [],
            "matters": self._led(self.statistics.matters(), self._matters if total.lists_cases else self._report),
            "classes": _counted_by(NationalClass.choices, parts, total, "class_"),
            "lists_incentives": self.statistics.lists_all(Permission.INCENTIVE_VIEW, self.region),
        }
        return render(request, "desk/statistics.html", context)

    def _way(self, page: str, **query: Any) -> str:
        """The address of a list narrowed to the place and to `query`."""
        place = {"region": self.region.pk} if self.region else {}
        return f"{reverse(page)}?{urlencode(query | place)}"

    def _of_month(self, number: int, event: str, month: date) -> Led:
        last = month.replace(day=monthrange(month.year, month.month)[1])
        what = {"event": event} if event == ENDED else {}
        return Led(number, self._way("leaders:appointment-list", **what, first=month, last=last))

    def _led(self, rows: list[Yearly], way: Callable[[str, int], str]) -> list[tuple[str, list[Led]]]:
        """[(label, [the number of the year, that of the year before])]; `way` takes the key of a row and a year."""
        return [
            (row.label, [Led(row.now, way(row.key, self.year)), Led(row.before, way(row.key, self.year - 1))])
            for row in rows
        ]

    def _hours(self, year: int, **query: str) -> str:
        return self._way("leaders:training-hours", year=year, **query)

    def _filings(self, kind: str, year: int) -> str:
        return self._way("communities:filing-list", issued="on", kind=kind, year=year)

    def _report(self, _name: str, year: int) -> str:
        return self._way("leaders:case-report", year=year)

    def _matters(self, name: str, year: int) -> str:
        """What was raised stands in the list of matters, the rest in the report of the year alone."""
        if name == COUNTED[0]:
            return self._way("leaders:case-list", state="all", year=year)
        return self._report(name, year)

    def _crumbs(self) -> list[tuple[str, str]]:
        """The place one step up, where the user sees figures too, and this one."""
        parent = self.region.parent if self.region else None
        is_seen = parent and reaches(self.request.user, self.permission, parent.path)
        above = [(parent.name, f"?region={parent.pk}&year={self.year}")] if parent and is_seen else []
        return [*above, (self.place_name, "")]


class StatisticsWorkbook(StatisticsMixin, View):
    """The table as a workbook."""

    http_method_names = ["post"]

    def post(self, request: StaffRequest) -> HttpResponseBase:
        parts = self.statistics.parts()
        rows = [*parts, self.statistics.total(parts)]
        kinds, modes = Kind.choices, Organization.ManagementMode.choices
        header = [
            _("Place"), _("In office"), *[str(label) for _kind, label in kinds], _("Buildings"), _("With a head"),
            _("Coverage"), _("Organizations"), _("Filed with the street"), *[str(label) for _mode, label in modes],
            _("Support granted in yuan"), _("Training hours"), _("Incentives awarded"),
            pgettext("matters", "Raised"), pgettext("matter", "Answered"),
        ]  # fmt: skip
        lines = [
            [
                row.name,
                row.now["people"], *[row.now[kind] for kind, _label in kinds],
                row.now["buildings"], row.now["covered"], row.coverage, row.now["organizations"], row.now["filed"],
                *[row.now[f"mode_{mode}"] for mode, _label in modes],
                row.granted, counted(row.hours), row.now["awarded"], row.now["raised"], row.now["answered"],
            ]
            for row in rows
        ]  # fmt: skip
        record_read("statistics.export", self.region or request.user, by=request.user, rows=len(lines))
        name = f"{_('Statistics')}-{self.place_name}-{self.year}"
        return stream(name, header, lines, file_format=FileFormat.XLSX, title=_("Statistics"))


class CountTable(StatisticsMixin, View):
    """The office's usual count table: each place a line, its organizations by national class and legal status."""

    http_method_names = ["post"]

    def post(self, request: StaffRequest) -> HttpResponseBase:
        parts = self.statistics.parts()
        rows = [*parts, self.statistics.total(parts)]
        classes, statuses = NationalClass.choices, Organization.LegalStatus.choices
        header = [_("Place"), _("Organizations"), *[str(label) for _key, label in (*classes, *statuses)]]
        names = ["organizations", *[f"class_{key}" for key, _label in classes], *[key for key, _label in statuses]]
        lines = [[row.name, *[row.now[name] for name in names]] for row in rows]
        record_read("statistics.export", self.region or request.user, by=request.user, rows=len(lines))
        place, day = self.place_name, timezone.localdate()
        title = _("Count table of organizations")
        return stream(f"{title}-{place}-{day}", header, lines, file_format=FileFormat.XLSX, title=title)


def in_order(parts: list[Figures], order: str) -> list[Figures]:
    """`parts` by the key of ORDERS in `order`, "-" before it turns round; those without a number last."""
    number = ORDERS.get(order.removeprefix("-"))
    if number is None:
        return parts
    known = [part for part in parts if number(part) is not None]
    known.sort(key=number, reverse=not order.startswith("-"))
    return known + [part for part in parts if number(part) is None]


def served(numbers: list[int]) -> list[Share]:
    """Posts by how long they are held."""
    return _drawn([(str(group), label, numbers[group]) for group, label in enumerate(GROUPS)])


def _counted_by(choices: Choices, parts: list[Figures], total: Figures, prefix: str) -> dict[str, Any]:
    """{"labels", "rows": [(region or None, name, all of them, [(key, number)])]}, the sum last."""
    lines = [
        (row.region, row.name, row.now["organizations"], [(key, row.now[prefix + key]) for key, _label in choices])
        for row in (*parts, total)
    ]
    return {"labels": [label for _key, label in choices], "rows": lines}


def shares(choices: Choices, numbers: dict[str, int], prefix: str = "") -> list[Share]:
    return _drawn([(key, label, numbers[prefix + key]) for key, label in choices])


def _drawn(rows: list[tuple[str, Any, int]]) -> list[Share]:
    most = max([number for _key, _label, number in rows] + [1])
    return [Share(*row, percent=round(100 * row[2] / most)) for row in rows]
