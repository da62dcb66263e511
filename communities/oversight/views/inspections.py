"""Inspections: what was found, by when it is put right, and that it was looked at again."""

from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View

from communities.documents.views import DocumentAdd, documents_of
from communities.organizations.views.for_organization import ForOrganization
from communities.oversight.filters import InspectionFilter
from communities.oversight.forms import InspectionForm, RectifyForm
from communities.oversight.models import Inspection
from communities.pages.acts import RowAct, newest
from communities.pages.base import ScopedMixin, found
from communities.pages.edit import EditAct
from communities.pages.exports import Export
from communities.pages.lists import KeysetList
from communities.scope import COUNT_CAP, holds_anywhere, reaches
from registry.accounts.roles import Permission
from registry.audit.history import history_of
from registry.sheets.columns import Column
from registry.upkeep.written import Given, ask

State = Inspection.State
LAST = 3


EXPORT = Export(
    name="inspection",
    title=gettext_lazy("Inspections"),
    permission=Permission.ORGANIZATION_EXPORT,
    prepare=lambda rows: rows.with_names(),
    columns=(
        Column("organization", gettext_lazy("Organization"), "organization.name"),
        Column("region", gettext_lazy("Region"), "organization.region.name"),
        Column("on", gettext_lazy("Inspected on"), "inspected_on"),
        Column("kind", gettext_lazy("Kind of inspection"), "get_kind_display"),
        Column("result", pgettext_lazy("inspection", "Result"), "get_state_display"),
        Column("findings", gettext_lazy("Findings"), "findings"),
        Column("due", gettext_lazy("To be rectified by"), "due_on"),
        Column("rectified", gettext_lazy("Rectified on"), "rectified_on"),
        Column("done", pgettext_lazy("inspection", "What was done"), "rectification"),
    ),
)


class InspectionList(KeysetList):
    """Inspections by result; those to be rectified can be read in the order of their due days."""

    permission = Permission.OVERSIGHT_VIEW
    model = Inspection
    filterset_class = InspectionFilter
    template_name = "communities/oversight/inspection_list.html"
    exports = EXPORT
    orders = {"newest": ("newest", "id"), "due": ("due_on?", "id"), "place": ("region_path", "id")}

    def prepare(self, queryset):
        return queryset.with_names().annotate(newest=newest("inspected_on"))

    def more_context(self, filterset, scoped, found):
        user = self.request.user
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        region = values.get("region")
        within = scoped.within(region) if region else scoped
        return {
            "tabs": by_state(within, [State.TO_RECTIFY, State.RECTIFIED, State.PASSED], values.get("state") or ""),
            "is_filtered": any(values.values()),
            "may_edit": holds_anywhere(user, Permission.INSPECTION_EDIT),
            "may_export": holds_anywhere(user, Permission.ORGANIZATION_EXPORT),
        }


def by_state(scoped, states, chosen):
    """[(state, label, count, chosen)], all first: one query over at most 10,001 rows; no counts beyond."""
    ids = scoped.order_by().values("pk")[: COUNT_CAP + 1]
    rows = scoped.model.objects.filter(pk__in=ids).order_by().values("state").annotate(n=Count("pk"))
    counts = {row["state"]: row["n"] for row in rows}
    total = sum(counts.values())
    names = [("", _("All"), total)] + [(state.value, state.label, counts.get(state, 0)) for state in states]
    return [(value, label, "" if total > COUNT_CAP else number, value == chosen) for value, label, number in names]


class InspectionCreate(ForOrganization):
    permission = Permission.INSPECTION_EDIT
    title = gettext_lazy("Enter inspection")

    def make_form(self, organization, data=None):
        return InspectionForm(data, cancel_url=organization.get_absolute_url())

    def act(self, organization, values):
        facts = {name: values[name] for name in ("inspected_on", "kind", "findings", "due_on")}
        inspection = Inspection(organization=organization, state=values["result"], **facts)
        inspection.enter(by=self.request.user)
        return _("The inspection of %(organization)s was entered.") % {"organization": organization}, inspection


class InspectionDetail(ScopedMixin, View):
    """One inspection with its findings, documents and history."""

    permission = Permission.OVERSIGHT_VIEW

    def get(self, request, pk):
        row = found(self, lambda: Inspection.objects.permitted(request.user, self.permission).with_names(), pk)
        may_edit = reaches(request.user, Permission.INSPECTION_EDIT, row.region_path)
        context = {
            "row": row,
            "may_edit": may_edit,
            "waits": row.state == State.TO_RECTIFY,
            "is_closed": row.state == State.RECTIFIED,
            "documents": documents_of(row, request.user),
            "add_url": reverse("communities:inspection-document", args=[row.pk]) if may_edit else "",
            "entries": history_of(row),
        }
        return render(request, "communities/oversight/inspection_detail.html", context)


class InspectionPrint(ScopedMixin, View):
    """The sheet the office keeps, with room for signatures."""

    permission = Permission.OVERSIGHT_VIEW

    def get(self, request, pk):
        row = get_object_or_404(Inspection.objects.permitted(request.user, self.permission).with_names(), pk=pk)
        context = {"row": row, "today": timezone.localdate()}
        return render(request, "communities/oversight/inspection_print.html", context)


class InspectionUpdate(EditAct):
    """Correct the facts of an inspection until its rectification is entered."""

    permission = Permission.INSPECTION_EDIT
    model = Inspection
    template_name = "communities/organizations/organization_act.html"
    title = gettext_lazy("Correct inspection")

    def rows(self):
        return super().rows().with_names()

    def is_open(self, row):
        return row.state != State.RECTIFIED

    def make_form(self, row, data=None):
        names = ("inspected_on", "kind", "findings", "due_on")
        initial = {name: getattr(row, name) for name in names}
        return InspectionForm(data, cancel_url=row.get_absolute_url(), inspection=row, initial=initial)

    def act(self, row, values):
        for name, value in values.items():
            setattr(row, name, value)
        row.correct(by=self.request.user)
        return _("The inspection was saved.")

    def show(self, row, form, status=200, changes=()):
        context = {"changes": changes, "organization": row.organization, "form": form, "title": self.title}
        return render(self.request, self.template_name, context, status=status)


class InspectionRectify(RowAct):
    """Enter that what was found is put right. Once."""

    permission = Permission.INSPECTION_EDIT
    model = Inspection
    form_class = RectifyForm
    title = gettext_lazy("Check rectification")
    submit = gettext_lazy("Enter rectification")

    def rows(self):
        return super().rows().with_names()

    def is_open(self, row):
        return row.state == State.TO_RECTIFY

    def act(self, row, values):
        row.rectify(by=self.request.user, on=values["rectified_on"], done=values["rectification"])
        return _("%(inspection)s: rectified.") % {"inspection": row}


class InspectionDocument(DocumentAdd):
    permission = Permission.INSPECTION_EDIT
    model = Inspection


def panel(row, user):
    """The sheet on an organization's page: the last three, one query."""
    return {
        "inspections": ask("inspections of an organization", _last, organization=row.pk),
        "may_enter": row.is_current and reaches(user, Permission.INSPECTION_EDIT, row.region_path),
    }


def _last():
    return Inspection.objects.filter(organization=Given("organization")).order_by("-inspected_on", "-id")[:LAST]
