"""Seats nobody holds: buildings without a head, compounds without a chair, organizations without a leader."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from communities.organizations.models import Organization
from communities.pages.base import ScopedMixin
from communities.pages.lists import KeysetList
from communities.records.counting import capped_counts, shown_count
from communities.regions.forms.picker import chain_of
from communities.regions.models import Level, Region
from communities.scope import holds_anywhere
from leaders.appointments.models import Appointment
from leaders.cultivation.filters.vacancy import OrganizationVacancyFilter, VacancyFilter
from leaders.nominations.models.nomination import waiting_for
from leaders.people.models import Kind
from registry.accounts.roles import Permission
from registry.audit.log import record_read
from registry.sheets.export import stream_csv

TABS = [
    (Kind.BUILDING, "leaders:vacancy-buildings", gettext_lazy("Buildings without a head")),
    (Kind.ESTATE, "leaders:vacancy-compounds", gettext_lazy("Compounds without a chair")),
    (Kind.TEAM, "leaders:vacancy-organizations", gettext_lazy("Organizations without a leader")),
]


def vacant(kind, user):
    """Seats of this kind in reach that nobody holds; the first compound of a linked whole stands for all."""
    if kind == Kind.TEAM:
        seats, place = Organization.objects.current().permitted(user, Permission.LEADER_LIST), "organization"
    else:
        level = Level.BUILDING if kind == Kind.BUILDING else Level.COMPOUND
        seats = Region.objects.current().permitted(user, Permission.LEADER_LIST).filter(level=level, linked_to=None)
        place = "region"
    held = Appointment.objects.current().filter(**{place: OuterRef("pk"), "kind": kind})
    return seats.filter(~Exists(held))


class VacancyList(KeysetList):
    permission = Permission.LEADER_LIST
    template_name = "leaders/cultivation/vacancy_list.html"
    filterset_class = VacancyFilter
    model = Region
    kind = Kind.BUILDING
    place = "region"
    orders = {"place": ("path",)}

    def scoped(self):
        return vacant(self.kind, self.request.user).annotate(**waiting_for(self.kind, self.place))

    def prepare(self, queryset):
        return queryset.select_related("parent__parent")

    def more_context(self, filterset, scoped, found):
        user = self.request.user
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        region = values.get("region")
        return {
            "kind": self.kind.value,
            "tabs": _tabs(user, region, self.kind),
            "crumbs": [(row.name, f"?region={row.pk}") for row in chain_of(region)] if region else [],
            "region": region,
            "is_filtered": any(values.values()),
            "add_name": {Kind.BUILDING: "building", Kind.ESTATE: "compound", Kind.TEAM: "organization"}[self.kind],
            "may_nominate": holds_anywhere(user, Permission.NOMINATION_EDIT),
            "may_edit": holds_anywhere(user, Permission.LEADER_EDIT),
            "may_export": holds_anywhere(user, Permission.LEADER_EXPORT),
        }


class CompoundVacancies(VacancyList):
    kind = Kind.ESTATE


class OrganizationVacancies(VacancyList):
    model = Organization
    filterset_class = OrganizationVacancyFilter
    kind = Kind.TEAM
    place = "organization"
    orders = {"place": ("region_path", "id")}

    def prepare(self, queryset):
        return queryset.select_related("region__parent")


def _tabs(user, region, chosen):
    """[(url, label, number, chosen)]: all three numbers in one query."""
    seats = {kind.value: vacant(kind, user) for kind, _url, _label in TABS}
    counts = capped_counts(user, {kind: rows.within(region) if region else rows for kind, rows in seats.items()})
    tail = f"?region={region.pk}" if region else ""
    return [
        (f"{reverse(url)}{tail}", kind.value, label, shown_count(counts[kind.value]), kind == chosen)
        for kind, url, label in TABS
    ]


class VacancyExport(ScopedMixin, View):
    """The vacancies of one kind as CSV; logged under the first place of the list."""

    permission = Permission.LEADER_EXPORT

    def get(self, request):
        asked = request.GET.get("kind", "")
        kind = Kind(asked) if asked in (Kind.TEAM, Kind.ESTATE) else Kind.BUILDING
        is_team = kind == Kind.TEAM
        rows = vacant(kind, request.user).annotate(**waiting_for(kind, "organization" if is_team else "region"))
        filterset = (OrganizationVacancyFilter if is_team else VacancyFilter)(
            request.GET, queryset=rows, request=request
        )
        found = filterset.qs.select_related("region__parent" if is_team else "parent__parent")
        found = found.order_by(*(["region_path", "id"] if is_team else ["path"]))
        first = found.first()
        if first is not None:
            record_read("vacancy.export", first, by=request.user, rows=found.order_by().count())
        header = [_("Seat"), _("Region"), _("A post awaits review"), _("Somebody is put forward")]
        return stream_csv(
            f"vacancies-{timezone.localdate()}.csv",
            header,
            (_cells(row, is_team) for row in found.iterator(chunk_size=1000)),
        )


def _cells(row, is_team):
    yes_no = {True: _("Yes"), False: _("No")}
    seat, above = (row.name, row.region.place_label) if is_team else (row.place_label, _line(row))
    return [seat, above, yes_no[row.is_pending], yes_no[row.is_nominated]]


def _line(region):
    names = [region.parent.parent, region.parent] if region.parent_id else []
    return " › ".join(one.name for one in names if one is not None)
