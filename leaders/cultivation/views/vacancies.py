"""Seats nobody holds: buildings without a head, compounds without a chair, organizations without a leader."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy

from communities.organizations.models import Organization
from communities.pages.exports import Export, ListExport
from communities.pages.lists import KeysetList
from communities.records.counting import capped_counts, shown_count
from communities.regions.forms.picker import crumbs_to
from communities.regions.models import Level, Region
from leaders.appointments.models import Appointment
from leaders.cultivation.filters.vacancy import OrganizationVacancyFilter, VacancyFilter
from leaders.nominations.models.nomination import waiting_for
from leaders.people.models import Kind
from registry.accounts.roles import Permission
from registry.sheets.columns import Column

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


def _line(region):
    names = [region.parent.parent, region.parent] if region.parent_id else []
    return " › ".join(one.name for one in names if one is not None)


YES = {True: gettext_lazy("Yes"), False: gettext_lazy("No")}
MARKS = (
    Column("pending", gettext_lazy("A post awaits review"), lambda row: YES[row.is_pending]),
    Column("nominated", gettext_lazy("Somebody is put forward"), lambda row: YES[row.is_nominated]),
)
OF_PLACES = Export(
    name="vacancy",
    title=gettext_lazy("Vacancies"),
    permission=Permission.LEADER_EXPORT,
    prepare=lambda rows: rows.select_related("parent__parent"),
    order=("path",),
    columns=(
        Column("seat", gettext_lazy("Seat"), "place_label"),
        Column("region", gettext_lazy("Region"), _line),
        *MARKS,
    ),
)
OF_ORGANIZATIONS = Export(
    name="vacancy",
    title=gettext_lazy("Vacancies"),
    permission=Permission.LEADER_EXPORT,
    prepare=lambda rows: rows.select_related("region__parent"),
    columns=(
        Column("seat", gettext_lazy("Seat"), "name"),
        Column("region", gettext_lazy("Region"), "region.place_label"),
        *MARKS,
    ),
)


class VacancyList(KeysetList):
    permission = Permission.LEADER_LIST
    template_name = "leaders/cultivation/vacancy_list.html"
    rights = {
        "may_nominate": Permission.NOMINATION_EDIT,
        "may_edit": Permission.LEADER_EDIT,
        "may_export": Permission.LEADER_EXPORT,
    }
    filterset_class = VacancyFilter
    model = Region
    kind = Kind.BUILDING
    place = "region"
    orders = {"place": ("path",)}
    exports = OF_PLACES

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
            "crumbs": crumbs_to(region),
            "region": region,
            "is_filtered": any(values.values()),
            "add_name": {Kind.BUILDING: "building", Kind.ESTATE: "compound", Kind.TEAM: "organization"}[self.kind],
        }


class CompoundVacancies(VacancyList):
    kind = Kind.ESTATE


class OrganizationVacancies(VacancyList):
    model = Organization
    filterset_class = OrganizationVacancyFilter
    kind = Kind.TEAM
    place = "organization"
    orders = {"place": ("region_path", "id")}
    exports = OF_ORGANIZATIONS

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


class VacancyExport(ListExport):
    """The vacancies of the kind the address names, buildings first of all."""

    lists = {Kind.TEAM: OrganizationVacancies, Kind.ESTATE: CompoundVacancies}

    def dispatch(self, request, *args, **kwargs):
        self.of = self.lists.get(request.GET.get("kind", ""), VacancyList)
        return super().dispatch(request, *args, **kwargs)
