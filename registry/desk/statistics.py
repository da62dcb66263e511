"""The figures of a place and of each part one step below it; every number is one that a list shows too.

What stands (people, buildings, organizations) is counted as it is today; what happens (money, hours, awards, matters)
is summed over a year, beside the year before. Sums are asked of the database, a query each, never added up from rows.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import BigIntegerField, CharField, Count, Exists, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Cast, ExtractMonth, ExtractYear
from django.utils import timezone

from communities.organizations.models import NationalClass, Organization
from communities.regions.models import Level, Region
from communities.scope import step_below
from communities.support.models import Support
from leaders.appointments.models import Appointment
from leaders.cases.models import Case
from leaders.incentives.models import Incentive
from leaders.people.models import Kind, Leader
from leaders.training.models import TrainingYear
from leaders.training.models.session import hours
from registry.accounts.roles import Permission

MODES = Organization.ManagementMode.values
CLASSES = NationalClass.values
STATUSES = Organization.LegalStatus.values
FLOWS = ("granted", "minutes", "awarded", "raised", "answered")
MONTHS = range(1, 13)


class Figures(NamedTuple):
    """`region` is None for the sum over all; `now` and `before` are {name: number}."""

    region: Region | None
    now: dict
    before: dict

    @property
    def coverage(self):
        """Buildings with a head of a hundred, to one decimal; None where there is no building."""
        buildings = self.now["buildings"]
        return round(100 * self.now["covered"] / buildings, 1) if buildings else None

    @property
    def leading(self):
        """[(kind, who leads something of it)] in the order of the kinds."""
        return [(kind, self.now[kind]) for kind in Kind.values]

    @property
    def answered_share(self):
        raised = self.now["raised"]
        return round(100 * self.now["answered"] / raised) if raised else None

    @property
    def hours(self):
        """学时 credited in the year."""
        return hours(self.now["minutes"])

    @property
    def granted(self):
        return Decimal(self.now["granted"]).scaleb(-2)

    @property
    def granted_before(self):
        return Decimal(self.before["granted"]).scaleb(-2)


class Statistics:
    """The figures that `user` may see of the place at `path` ("" for the whole country) in `year`."""

    def __init__(self, user, region, path, year):
        self.user, self.region, self.path, self.year = user, region, path, year

    def parts(self):
        """[Figures] of the places one step below, in their order, those at the place itself under its own name."""
        found: dict[str, dict[str, int]] = {}
        for sums in self._standing():
            for row in sums:
                found.setdefault(row.pop("part"), {}).update(row)
        happened = self._happened()
        below = Region.objects.permitted(self.user, Permission.STATISTICS_VIEW).current()
        below = below.filter(parent=self.region) if self.region else below.filter(path__in=[*found, *happened])
        named = {region.path: region for region in below}
        named |= {self.path: self.region} if self.path in found or self.path in happened else {}
        return [
            self._figures(region, found.get(path, {}), happened.get(path, {}))
            for path, region in sorted(named.items())
            if region is not None
        ]

    def total(self, parts):
        names = parts[0].now if parts else self._figures(None, {}, {}).now
        return Figures(
            None,
            {name: sum(part.now[name] for part in parts) for name in names},
            {name: sum(part.before[name] for part in parts) for name in FLOWS},
        )

    def months(self):
        """[(first day of the month, posts begun, posts ended)] of the year, up to this month."""
        posts = self._of(Appointment).filter(state__in=[Appointment.State.CURRENT, Appointment.State.ENDED])
        counted = {}
        asked = [
            self._by_month(posts, "started_on", "begun"),
            self._by_month(posts, "ended_on", "ended"),
        ]
        for what, month, number in asked[0].union(asked[1], all=True):
            counted[what, month] = number
        today = timezone.localdate()
        shown = [month for month in MONTHS if self.year < today.year or month <= today.month]
        return [
            (date(self.year, month, 1), counted.get(("begun", month), 0), counted.get(("ended", month), 0))
            for month in shown
        ]

    def _by_month(self, posts, day, name):
        what = Value(name, output_field=CharField())
        rows = posts.filter(**{f"{day}__year": self.year}).annotate(what=what, month=ExtractMonth(day))
        return rows.values("what", "month").annotate(number=Count("pk")).values_list("what", "month", "number")

    def _of(self, model):
        rows = model.objects.permitted(self.user, Permission.STATISTICS_VIEW).order_by()
        return rows.within(self.region) if self.region else rows

    def _standing(self):
        """For each kind of thing its sums by part: [{"part": path, name: number}]."""
        leading = {kind: Count("pk", filter=Q(**{f"leads_{kind}": True})) for kind in Kind.values}
        in_office = Count("pk", filter=Q(term_ends_on__isnull=False))
        yield self._grouped(self._of(Leader), people=in_office, **leading)
        heads = Appointment.objects.current().filter(kind=Kind.BUILDING, region=OuterRef("pk"))
        buildings = self._of(Region).current().filter(level=Level.BUILDING)
        counted = {"buildings": Count("pk"), "covered": Count("pk", filter=Exists(heads))}
        yield self._grouped(buildings, "path", **counted)
        statuses = {status: Count("pk", filter=Q(legal_status=status)) for status in STATUSES}
        modes = {f"mode_{mode}": Count("pk", filter=Q(management_mode=mode)) for mode in MODES}
        classes = {f"class_{one}": Count("pk", filter=Q(category__national_class=one)) for one in CLASSES}
        organizations = self._of(Organization).current()
        yield self._grouped(organizations, organizations=Count("pk"), **statuses, **modes, **classes)

    def _grouped(self, rows, field="region_path", **sums):
        return list(rows.annotate(part=step_below(self.path, field)).values("part").annotate(**sums))

    def _happened(self):
        """{path: {(name, year): number}} of what is summed over a year; one query, a union of the sums."""
        cases = self._of(Case).standing()
        asked = [
            self._by_year(self._of(Support).granted(), "granted", F("year"), Sum("granted")),
            self._by_year(self._of(TrainingYear), "minutes", F("year"), Sum("minutes")),
            self._by_year(self._of(Incentive), "awarded", ExtractYear("awarded_on"), Count("pk")),
            self._by_year(cases, "raised", ExtractYear("received_on"), Count("pk")),
            self._by_year(cases.exclude(answered_on=None), "answered", ExtractYear("received_on"), Count("pk")),
        ]
        found: dict[str, dict[tuple[str, int], int]] = {}
        for part, name, year, number in asked[0].union(*asked[1:], all=True):
            found.setdefault(part, {})[name, year] = number
        return found

    def _by_year(self, rows, name, year, number):
        what = Value(name, output_field=CharField())
        rows = rows.annotate(part=step_below(self.path), what=what, on=Cast(year, BigIntegerField()))
        rows = rows.filter(on__in=(self.year, self.year - 1))
        sums = rows.values("part", "what", "on").annotate(number=Cast(number, BigIntegerField()))
        return sums.values_list("part", "what", "on", "number")

    def _figures(self, region, standing, happened):
        names = ["people", *Kind.values, "buildings", "covered", "organizations", *STATUSES]
        names += [*[f"mode_{mode}" for mode in MODES], *[f"class_{one}" for one in CLASSES]]
        now = {name: standing.get(name, 0) for name in names}
        now |= {name: happened.get((name, self.year), 0) or 0 for name in FLOWS}
        return Figures(region, now, {name: happened.get((name, self.year - 1), 0) or 0 for name in FLOWS})
