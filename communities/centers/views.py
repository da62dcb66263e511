"""Service centres: what they look after, what they did."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View
from django.views.generic import FormView

from communities.centers.filters import CenterFilter
from communities.centers.forms import CenterForm, CenterRetireForm, HostForm, HostingEndForm, ServiceForm, TransferForm
from communities.centers.models import Hosting, ServiceCenter, ServiceRecord
from communities.filings.models import Filing, Shown, shown_as
from communities.organizations.models import Organization
from communities.organizations.views.for_organization import ForOrganization
from communities.pages import plain_list
from communities.pages.acts import RowAct
from communities.pages.base import ScopedMixin, UserFormMixin, found
from communities.pages.drafts import Drafted
from communities.pages.edit import EditAct
from communities.pages.exports import Export
from communities.pages.hanging import ShowsHanging
from communities.records.endings import hanging_of
from communities.regions.views.picker import PickingMixin
from communities.scope import holds_anywhere, reaches
from registry.accounts.roles import Permission
from registry.audit.log import snapshot
from registry.sheets.columns import Column

PAGE = 50


EXPORT = Export(
    name="center",
    title=gettext_lazy("Service centres"),
    permission=Permission.ORGANIZATION_EXPORT,
    prepare=lambda rows: with_hosts(rows, Hosting.objects.current()),
    columns=(
        Column("name", gettext_lazy("Name"), "name"),
        Column("region", gettext_lazy("Street or county"), "region.name"),
        Column("address", gettext_lazy("Address"), "address"),
        Column("phone", gettext_lazy("Office telephone"), "phone"),
        Column("hours", gettext_lazy("Opening hours"), "hours"),
        Column("contact", pgettext_lazy("centre", "Contact"), "contact_name"),
        Column("hosts", gettext_lazy("Hosted organizations"), "hosts"),
        Column("opened", gettext_lazy("Opened on"), "opened_on"),
        Column("retired", gettext_lazy("Retired on"), "retired_on"),
    ),
)


def with_hosts(centers, hostings):
    """Centres with the number of these hostings each has."""
    number = hostings.filter(center=OuterRef("pk")).order_by().values("center").annotate(n=Count("pk")).values("n")
    return centers.select_related("region").annotate(hosts=Coalesce(Subquery(number), 0))


class CenterList(plain_list.PlainList):
    """Centres in reach, and those above that serve the own place; groups are counted in reach."""

    permission = Permission.MANAGEMENT_VIEW
    model = ServiceCenter
    filterset_class = CenterFilter
    exports = EXPORT
    title = gettext_lazy("Service centres")
    lead = gettext_lazy("Filing, guidance and services for organizations from one place")
    nothing = gettext_lazy("No service centre serves this region yet")
    hint = gettext_lazy("A street or county opens one; then organizations can be hosted by it.")
    shown = (
        plain_list.Shown(gettext_lazy("Name"), "name", sub=lambda row: "" if row.is_current else _("Retired")),
        plain_list.Shown(gettext_lazy("Street or county"), "region.name"),
        plain_list.Shown(gettext_lazy("Address"), "address"),
        plain_list.Shown(gettext_lazy("Office telephone"), "phone"),
        plain_list.Shown(gettext_lazy("Hosted organizations"), "hosts", is_number=True),
    )
    adds = plain_list.Way("communities:center-create", gettext_lazy("Open centre"), Permission.CENTER_EDIT)
    takes_away = "communities:center-export"

    def prepare(self, queryset):
        return with_hosts(queryset, Hosting.objects.current().permitted(self.request.user, self.permission))


def hosted_groups(center, user):
    """Current hostings of a centre in the user's reach, in the order of places, with each group's status now."""
    rows = Hosting.objects.current().permitted(user, Permission.MANAGEMENT_VIEW).filter(center=center)
    return rows.with_names().order_by("region_path", "id")


def past_hostings(center, user):
    rows = Hosting.objects.permitted(user, Permission.MANAGEMENT_VIEW).filter(center=center)
    return rows.exclude(ended_on=None).with_names().order_by("-ended_on", "-id")


def services_given(center, user):
    rows = ServiceRecord.objects.permitted(user, Permission.MANAGEMENT_VIEW).filter(center=center)
    return rows.select_related("organization", "center", "entered_by").order_by("-given_on", "-id")


def filings_in_hand(center, user):
    """Filings prepared through the centre that are not decided yet, the oldest first."""
    hosted = Hosting.objects.current().filter(center=center).values("organization")
    rows = Filing.objects.open().permitted(user, Permission.FILING_VIEW)
    rows = rows.filter(Q(center=center) | Q(center=None, organization__in=hosted))
    return rows.select_related("organization__region", "submitted_by").order_by("id")


def filings_due(center, user):
    """[(hosted group, kind of filing, the page that begins it)]: never filed or to be renewed, and none in hand."""
    groups = Organization.objects.current().permitted(user, Permission.FILING_EDIT).filter(restraint="")
    hosted = Hosting.objects.current().filter(center=center).values("organization")
    groups = groups.filter(pk__in=hosted).exclude(pk__in=Filing.objects.open().values("organization"))
    over = Filing.objects.filter(shown_as(Shown.RENEW) | shown_as(Shown.EXPIRED)).values("organization")
    groups = groups.filter(Q(legal_status=Organization.LegalStatus.GUIDED) | Q(pk__in=over))
    found = []
    groups = groups.annotate(is_renewal=Exists(over.filter(organization=OuterRef("pk"))))
    for row in groups.order_by("pinyin", "id")[:PAGE]:
        kind = Filing.Kind.RENEWAL if row.is_renewal else Filing.Kind.FIRST
        found.append((row, kind.label, f"{reverse('communities:filing-create', args=[row.pk])}?kind={kind}"))
    return found


TABS = {
    "groups": (gettext_lazy("Hosted organizations"), hosted_groups),
    "filings": (gettext_lazy("Filings in hand"), filings_in_hand),
    "services": (gettext_lazy("Services given"), services_given),
    "past": (gettext_lazy("Earlier hostings"), past_hostings),
}


class CenterDetail(ScopedMixin, View):
    """One centre: how to reach it, which groups it looks after, what it did for them."""

    permission = Permission.MANAGEMENT_VIEW

    def get(self, request, pk):
        center = found(self, self.rows, pk)
        tab = request.GET.get("tab", "")
        tab = tab if tab in TABS else "groups"
        page = Paginator(TABS[tab][1](center, request.user), PAGE).get_page(request.GET.get("page"))
        may_edit = center.is_current and reaches(request.user, Permission.CENTER_EDIT, center.region_path)
        context = {
            "center": center,
            "tab": tab,
            "tabs": [(key, label, key == tab) for key, (label, _rows) in TABS.items()],
            "page": page,
            "next_url": f"?tab={tab}&page={page.next_page_number()}" if page.has_next() else "",
            "previous_url": f"?tab={tab}&page={page.previous_page_number()}" if page.has_previous() else "",
            "figures": figures_of(center, request.user),
            "due": filings_due(center, request.user) if tab == "filings" else [],
            "may_edit": may_edit,
        }
        return render(request, "communities/centers/center_detail.html", context)

    def rows(self):
        return ServiceCenter.objects.permitted(self.request.user, self.permission).select_related("region")


def figures_of(center, user):
    """Groups hosted by legal status, and services of this year by kind: two queries."""
    status = Organization.LegalStatus
    groups = (
        hosted_groups(center, user)
        .order_by()
        .aggregate(
            all=Count("pk"), **{name: Count("pk", filter=Q(organization__legal_status=name)) for name in status.values}
        )
    )
    year = timezone.localdate().year
    kinds = services_given(center, user).filter(given_on__year=year).order_by().values("kind").annotate(n=Count("pk"))
    counted = {row["kind"]: row["n"] for row in kinds}
    return {
        "groups": groups["all"],
        "by_status": [(label, groups[name]) for name, label in status.choices],
        "services": sum(counted.values()),
        "by_kind": [(label, counted.get(kind, 0)) for kind, label in ServiceRecord.Kind.choices],
        "year": year,
    }


class CenterCreate(Drafted, PickingMixin, ScopedMixin, UserFormMixin, FormView):
    """Open a centre in a street or county of the own reach."""

    draft_title = gettext_lazy("Open centre")
    permission = Permission.CENTER_EDIT
    form_class = CenterForm
    template_name = "communities/centers/center_form.html"
    center = None

    def get_form_kwargs(self):
        url = reverse("communities:center-list")
        return super().get_form_kwargs() | {"cancel_url": url, "submit": _("Open centre"), "is_new": True}

    def get_initial(self):
        return {"opened_on": timezone.localdate()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"center": self.center}

    def form_valid(self, form):
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        center = ServiceCenter(**values)
        try:
            center.open(by=self.request.user)
        except ValidationError as refused:
            form.take(refused)
            return self.form_invalid(form)
        messages.success(self.request, _("%(center)s was opened.") % {"center": center})
        return redirect(center)


class CenterUpdate(EditAct):
    permission = Permission.CENTER_EDIT
    model = ServiceCenter
    template_name = "communities/centers/center_form.html"
    title = gettext_lazy("Edit centre")

    def rows(self):
        return super().rows().select_related("region")

    def is_open(self, row):
        return row.is_current

    def make_form(self, row, data=None):
        names = ("name", "opened_on", "address", "phone", "hours", "contact_name")
        return CenterForm(
            data,
            user=self.request.user,
            cancel_url=row.get_absolute_url(),
            submit=_("Save centre"),
            is_new=False,
            initial={name: getattr(row, name) for name in names},
        )

    def act(self, row, values):
        before = snapshot(row)
        for name, value in values.items():
            setattr(row, name, value)
        row.revise(by=self.request.user, before=before)
        return _("The record of %(center)s was saved.") % {"center": row}

    def more_context(self, row):
        return {"center": row}


class CenterRetire(ShowsHanging, RowAct):
    permission = Permission.CENTER_EDIT
    model = ServiceCenter
    template_name = "communities/pages/ending_form.html"
    title = gettext_lazy("Retire centre")
    lead = gettext_lazy("Once retired, %(row)s stays in the history only.")
    is_grave = True

    def is_open(self, row):
        return row.is_current

    def act(self, row, values):
        row.retire(by=self.request.user, note=values["note"], to=values.get("to"))
        return _("%(center)s was retired.") % {"center": row}

    def make_form(self, row, data=None):
        return CenterRetireForm(data, user=self.request.user, center=row)

    def hanging_of_row(self, row):
        groups = [one.organization for one in row.hostings.current().with_names()]
        filings = list(Filing.objects.open().filter(center=row).select_related("organization"))
        return [
            *hanging_of(groups, _("go to the centre named below, with what it prepares for them")),
            *hanging_of(filings, _("are decided as they are; what is handed in from now on names the new centre")),
        ]

    def more_context(self, row):
        return {"hanging": self.hanging(row)}


class OfCenter(ForOrganization):
    """A form about one organization and the centre in the URL; only groups the centre serves can be chosen."""

    permission = Permission.CENTER_EDIT
    template_name = "communities/pages/act_form.html"

    def dispatch(self, request, *args, **kwargs):
        if holds_anywhere(request.user, self.permission):
            centers = ServiceCenter.objects.current().permitted(request.user, self.permission)
            self.center = get_object_or_404(centers.select_related("region"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def organizations(self):
        return super().organizations().within(self.center.region)

    def more_context(self, organization):
        return {
            "lead": f"{organization} – {self.center}",
            "submit": self.title,
            "is_grave": False,
            "changes": (),
            "back_url": self.center.get_absolute_url(),
        }


class HostingBegin(OfCenter):
    form_class = HostForm
    title = gettext_lazy("Host organization")
    template_name = "communities/centers/host_form.html"
    left_out = gettext_lazy("What a centre hosts already, and what an authority's decision restricts, is not offered.")

    def offered(self):
        hosted = Hosting.objects.current().values("organization")
        return super().offered().filter(restraint="").exclude(pk__in=hosted)

    def act(self, organization, values):
        self.center.host(
            organization,
            by=self.request.user,
            on=values["started_on"],
            document_number=values["document_number"],
        )
        said = _("%(organization)s is hosted by %(center)s.")
        return said % {"organization": organization, "center": self.center}, self.center


class ServiceCreate(OfCenter):
    form_class = ServiceForm
    title = gettext_lazy("Record service")

    def make_form(self, organization, data=None):
        return ServiceForm(data, initial={"given_on": timezone.localdate()})

    def act(self, organization, values):
        ServiceRecord(center=self.center, organization=organization, **values).enter(by=self.request.user)
        page = f"{self.center.get_absolute_url()}?tab=services"
        return _("The service for %(organization)s was recorded.") % {"organization": organization}, page


class ServiceUpdate(EditAct):
    needs_note = False
    permission = Permission.CENTER_EDIT
    model = ServiceRecord
    form_class = ServiceForm
    title = gettext_lazy("Correct service")

    def rows(self):
        return super().rows().filter(center__in=_run_by(self.request.user)).select_related("center", "organization")

    def make_form(self, row, data=None):
        return ServiceForm(data, initial={"given_on": row.given_on, "kind": row.kind, "what": row.what})

    def act(self, row, values):
        for name, value in values.items():
            setattr(row, name, value)
        row.correct(by=self.request.user)
        return _("The service for %(organization)s was corrected.") % {"organization": row.organization}

    def next_page(self, row):
        return f"{row.get_absolute_url()}?tab=services"


class HostingAct(RowAct):
    """About a current hosting by a centre the user runs."""

    permission = Permission.CENTER_EDIT
    model = Hosting

    def rows(self):
        return super().rows().filter(center__in=_run_by(self.request.user)).with_names()

    def is_open(self, row):
        return row.ended_on is None


class HostingTransfer(HostingAct):
    title = gettext_lazy("Transfer to another centre")

    def make_form(self, row, data=None):
        return TransferForm(data, user=self.request.user, hosting=row)

    def act(self, row, values):
        center = values["center"]
        row.transfer(center, by=self.request.user, on=values["started_on"], document_number=values["document_number"])
        said = _("%(organization)s is hosted by %(center)s.")
        return said % {"organization": row.organization, "center": center}


class HostingEnd(HostingAct):
    form_class = HostingEndForm
    title = gettext_lazy("End hosting")
    is_grave = True

    def act(self, row, values):
        row.end(by=self.request.user, on=values["started_on"], note=values["note"])
        return _("%(organization)s is hosted no longer.") % {"organization": row.organization}


def _run_by(user):
    return ServiceCenter.objects.permitted(user, Permission.CENTER_EDIT).values("pk")
