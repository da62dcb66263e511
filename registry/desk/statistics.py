"""The figures of a place and of each part one step below it; whatever a list shows too is the same number there.

What stands (people, buildings, organizations) is counted as it is today; what happens (money, hours, awards, matters)
is summed over a year, beside the year before. Sums are asked of the database, a query each, never added up from rows.
A year gone by is that of the tree as it was on its last day.
"""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F, Q, Sum
from django.db.models.functions import ExtractMonth
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from communities.filings.models import Filing
from communities.regions.former_tree import FormerTree, tree_of_year
from communities.regions.models import Region
from communities.scope import WHOLE_TREE, place_among, reached_spans, reaches, step_below
from leaders.appointments.models import Appointment
from leaders.appointments.models.served import GROUPS, group_served
from leaders.cases.figures import sums_of_years
from leaders.cases.models import Case as Matter
from leaders.people.models import Kind
from leaders.training.models import ContentArea, TrainingYear
from leaders.training.models.lessons import hours
from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.audit.changes import GENERATIONS
from registry.desk.figures import CLASSES, FLOWS, MODES, STATUSES, Counted, happened, standing, union_of
from registry.desk.streets import by_part, figures_by_street, is_wide, sums_below

MONTHS = range(1, 13)
COUNTED = ("raised", "answered", "solved")


class Yearly(NamedTuple):
    """A number of the chosen year beside that of the year before; None where nothing was counted."""

    label: str
    key: str  # what the list behind it is narrowed to
    now: Any
    before: Any


class Figures(NamedTuple):
    """`region` is None for the sum over all; `now` and `before` are {name: number}; `name` heads the line.

    `lists_cases` says whether the list of matters shows the reader all that are counted.
    """

    region: Region | None
    now: dict
    before: dict
    name: str = ""
    lists_cases: bool = False

    @property
    def coverage(self) -> float | None:
        """Buildings with a head of a hundred, to one decimal; None where there is no building."""
        buildings = self.now["buildings"]
        return round(100 * self.now["covered"] / buildings, 1) if buildings else None

    @property
    def leading(self) -> list[tuple[str, int]]:
        """[(kind, who leads something of it)] in the order of the kinds."""
        return [(kind, self.now[kind]) for kind in Kind.values]

    @property
    def answered_share(self) -> int | None:
        raised = self.now["raised"]
        return round(100 * self.now["answered"] / raised) if raised else None

    @property
    def hours(self) -> Any:
        """学时 credited in the year."""
        return hours(self.now["minutes"])

    @property
    def hours_each(self) -> Any:
        """学时 that the people in office have of the year, for each of them; None where nobody is."""
        return hours(self.now["held_minutes"] // self.now["people"]) if self.now["people"] else None

    @property
    def granted(self) -> Decimal:
        return Decimal(self.now["granted"]).scaleb(-2)

    @property
    def granted_before(self) -> Decimal:
        return Decimal(self.before["granted"]).scaleb(-2)


class Statistics:
    """The figures that `user` may see in `year` of the place `region`; without one, of the whole reach.

    The parts of several postings at places apart are those places, those of the whole country its provinces.
    """

    def __init__(self, user: User, region: Region | None, year: int) -> None:
        self.user, self.region, self.year = user, region, year
        self.path = region.path if region else ""
        spans = reached_spans(user, Permission.STATISTICS_VIEW)
        self.apart = [] if region or spans == [WHOLE_TREE] else [low for low, _high in spans]

    @cached_property
    def former(self) -> FormerTree | None:
        """The tree at the end of a year gone by, where a place lay elsewhere then; None where it is today's."""
        return tree_of_year(self.path, self.year)

    def parts(self) -> list[Figures]:
        """[Figures] of the places one step below, in their order, those at the place itself under its own name."""
        found = self._counted()
        below = Region.objects.permitted(self.user, Permission.STATISTICS_VIEW).current()
        if self.former:
            rows = below.filter(Q(parent=self.region) | Q(path__in=[*found]))
            below = [region for region in rows if self.former.holds(region.path)]
        else:
            below = below.filter(parent=self.region) if self.region else below.filter(path__in=self.apart or [*found])
        named = {region.path: region for region in below}
        named |= {self.path: self.region} if self.path in found else {}
        return [
            self._figures(region, found.get(path, {}), self._name(region))
            for path, region in sorted(named.items())
            if region is not None
        ]

    def lists_all(self, permission: str, region: Region | None) -> bool:
        """Whether a list that asks for `permission` shows all that is counted of `region`, or of the whole reach."""
        if region is not None:
            return reaches(self.user, permission, region.path)
        return reached_spans(self.user, permission) == reached_spans(self.user, Permission.STATISTICS_VIEW)

    def _name(self, region: Region) -> str:
        """The place itself is told apart from the sum over it and all below."""
        is_itself = self.region is not None and region.pk == self.region.pk
        return _("%(place)s itself") % {"place": region.name} if is_itself else region.name

    def total(self, parts: list[Figures]) -> Figures:
        names = parts[0].now if parts else self._figures(None, {}).now
        return Figures(
            None,
            {name: sum(part.now[name] for part in parts) for name in names},
            {name: sum(part.before[name] for part in parts) for name in FLOWS},
            _("Total"),
            self.lists_all(Permission.CASE_VIEW, self.region),
        )

    def months(self) -> list[tuple[date, int, int]]:
        """[(first day of the month, posts begun, posts ended)] of the year, up to this month."""
        today = timezone.localdate()
        shown = [month for month in MONTHS if self.year < today.year or month <= today.month]
        counted = self._course
        return [
            (date(self.year, month, 1), counted.get(("begun", month), 0), counted.get(("ended", month), 0))
            for month in shown
        ]

    def served(self) -> list[int]:
        """[posts held today for so long], a number for each of GROUPS."""
        return [self._course.get(("served", group), 0) for group in range(len(GROUPS))]

    def areas(self) -> list[Yearly]:
        """[Yearly] of the 学时 credited in each area of content."""
        return [
            Yearly(str(label), area, *(hours(self._course.get((area, year), 0)) for year in self._years))
            for area, label in ContentArea.choices
        ]

    def filings(self) -> list[Yearly]:
        """[Yearly] of the filings that got their number in the year, by kind."""
        return [
            Yearly(str(label), kind, *(self._course.get((kind, year), 0) for year in self._years))
            for kind, label in Filing.Kind.choices
        ]

    @property
    def _years(self) -> tuple[int, int]:
        return (self.year, self.year - 1)

    @cached_property
    def _course(self) -> dict[tuple[str, int], int]:
        """{(what, month, year or group): number} of posts, hours and filings; one query, a union of the counts."""
        posts = self._of(Appointment).filter(state__in=[Appointment.State.CURRENT, Appointment.State.ENDED])
        filings = self._of(Filing).issued().filter(year__in=self._years)
        trained = self._of(TrainingYear).filter(year__in=self._years)
        asked = [
            union_of(posts.filter(started_on__year=self.year), "begun", ExtractMonth("started_on")),
            union_of(posts.filter(ended_on__year=self.year), "ended", ExtractMonth("ended_on")),
            union_of(self._of(Appointment).current(), "served", group_served()),
            union_of(filings, F("kind"), F("year")),
            *[union_of(trained, area, F("year"), Sum(area)) for area in ContentArea.values],
        ]
        return {(what, key): number for what, key, number in asked[0].union(*asked[1:], all=True)}

    def matters(self) -> list[Yearly]:
        """[Yearly] of the matters raised: how many were answered and solved, how quickly, how well liked."""
        now, before = sums_of_years(self._of(Matter), self.year)
        said = [
            (pgettext("matters", "Raised"), "raised"),
            (pgettext("matter", "Answered"), "answered"),
            (_("Solved"), "solved"),
            (_("Working days to the answer"), "days"),
            (_("Satisfaction, from five answers on"), "mean"),
        ]
        return [
            Yearly(label, name, *(sums.get(name, 0 if name in COUNTED else None) for sums in (now, before)))
            for label, name in said
        ]

    def _of(self, model: Any) -> Any:
        rows = model.objects.permitted(self.user, Permission.STATISTICS_VIEW).order_by()
        if self.former:
            return rows.filter(self.former.inside(rows.path_field))
        return rows.within(self.region) if self.region else rows

    def _counted(self) -> Counted:
        """{part: {name, or (name, year): number}}: sums of streets that are kept, where the reach is wide enough."""
        spans = reached_spans(self.user, Permission.STATISTICS_VIEW)
        is_kept = is_wide(spans) and len(self.path) < GENERATIONS and self.year == timezone.localdate().year
        if is_kept:
            streets = figures_by_street(self.user, Permission.STATISTICS_VIEW)
            return sums_below(streets, self.apart) if self.apart else dict(by_part(streets, self.path))
        found = standing(self._of, self._part)
        for path, numbers in happened(self._of, self._part, self._years).items():
            found.setdefault(path, {}).update(numbers)
        return found

    def _part(self, field: str) -> Any:
        if self.former:
            return self.former.part(field)
        return place_among(self.apart, field) if self.apart else step_below(self.path, field)

    def _figures(self, region: Region | None, counted: dict[Any, int], name: str = "") -> Figures:
        names = ["people", *Kind.values, "buildings", "covered", "organizations", *STATUSES]
        names += [*[f"mode_{mode}" for mode in MODES], *[f"class_{one}" for one in CLASSES]]
        now = {name: counted.get(name, 0) for name in names}
        now |= {flow: counted.get((flow, self.year), 0) for flow in FLOWS}
        lists_cases = self.lists_all(Permission.CASE_VIEW, region)
        return Figures(region, now, {flow: counted.get((flow, self.year - 1), 0) for flow in FLOWS}, name, lists_cases)
