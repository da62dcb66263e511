from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import CreateView

from communities.organizations.filters import OrganizationFilter
from communities.organizations.forms.organization import MemberCountForm, OrganizationForm, grouped_categories
from communities.organizations.models import MemberCount, NationalClass, Organization
from communities.organizations.models.shown import PUBLISHED, is_shown
from communities.pages.acts import TransitionView
from communities.pages.back import asked_back
from communities.pages.base import ScopedMixin, UserFormMixin, open_or_404
from communities.pages.bulk import back_to_list, picked_rows, tell_done, tell_refused
from communities.pages.drafts import Drafted
from communities.pages.edit import EditPage
from communities.pages.exports import Export
from communities.pages.lists import KeysetList
from communities.pages.readers import number_in
from communities.pages.tabbed import counted
from communities.regions.forms.picker import crumbs_to
from communities.regions.views.picker import PickingMixin
from communities.scope import COUNT_CAP
from communities.text.dates import exported
from registry.accounts.roles import Permission
from registry.sheets.columns import Column, Made

BULK_CAP = 200


def _newest_members(row):
    """The count of the latest year, or None."""
    return next((count.members for count in row.member_counts.all()), None)


def _newest_members_of(numbers):
    """{number of an organization: its newest count}; the newest year is read last and stays."""
    counts = MemberCount.objects.filter(organization__in=numbers).order_by("year")
    return dict(counts.values_list("organization_id", "members"))


def _published(*values):
    return _("yes") if is_shown(*values) else _("no")


EXPORT = Export(
    name="organization",
    title=gettext_lazy("Organizations"),
    permission=Permission.ORGANIZATION_EXPORT,
    prepare=lambda rows: rows.select_related("region", "category").prefetch_related("member_counts"),
    columns=(
        Column("name", gettext_lazy("Name"), "name"),
        Column("region", gettext_lazy("Region"), "region.name"),
        Column("category", gettext_lazy("Category"), "category.name"),
        Column("times", gettext_lazy("Meeting times"), "meeting_times"),
        Column("place", gettext_lazy("Meeting place"), "meeting_place"),
        Column("founded", gettext_lazy("Founded on"), Made(("founded_on", "founded_precision"), exported)),
        Column("published", gettext_lazy("Published"), Made(tuple(PUBLISHED), _published)),
        Column("legal", gettext_lazy("Legal status"), "get_legal_status_display"),
        Column("mode", gettext_lazy("Management mode"), "get_management_mode_display"),
        Column("members", gettext_lazy("Members"), _newest_members, many=_newest_members_of),
        Column("ended", gettext_lazy("Ended on"), "ended_on", is_usual=False),
    ),
)


class OrganizationList(KeysetList):
    permission = Permission.ORGANIZATION_VIEW
    model = Organization
    filterset_class = OrganizationFilter
    template_name = "communities/organizations/organization_list.html"
    exports = EXPORT
    orders = {"place": ("region_path", "id"), "name": ("pinyin", "id")}
    rights = {"may_edit": Permission.ORGANIZATION_EDIT, "may_export": Permission.ORGANIZATION_EXPORT}

    def prepare(self, queryset):
        return queryset.select_related("region", "category")

    def more_context(self, filterset, scoped, found):
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        region = values.get("region")
        within = counted(filterset, scoped)
        within = within if values.get("state") == "ended" else within.current()
        return {
            "tabs": _tabs(within, self.request.GET.get("national", "")),
            "crumbs": crumbs_to(region),
            "is_filtered": any(values.values()),
            "categories": grouped_categories(),
        }


def _tabs(scoped, chosen):
    """[(class, label, count, chosen)]: one query over at most 10,001 rows."""
    classes = {name: Count("pk", filter=Q(category__national_class=name)) for name in NationalClass.values}
    rows = scoped.filter(pk__in=scoped.order_by().values("pk")[: COUNT_CAP + 1])
    row = rows.order_by().aggregate(all=Count("pk"), **classes)
    over = row["all"] > COUNT_CAP
    names = [("", _("All")), *NationalClass.choices]
    return [(name, label, "" if over else row[name or "all"], name == chosen) for name, label in names]


class OrganizationCreate(Drafted, PickingMixin, ScopedMixin, UserFormMixin, CreateView):
    draft_title = gettext_lazy("Register organization")
    model = Organization
    permission = Permission.ORGANIZATION_EDIT
    form_class = OrganizationForm
    template_name = "communities/organizations/organization_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cancel_url": reverse("communities:organization-list")}

    def get_initial(self):
        region = number_in(self.request.GET.get("region"))
        return {"region": region} if region else {}

    def form_valid(self, form):
        form.instance.register(by=self.request.user)
        messages.success(self.request, _("%(organization)s was registered.") % {"organization": form.instance})
        return redirect(form.instance)


class OrganizationUpdate(PickingMixin, EditPage):
    model = Organization
    permission = Permission.ORGANIZATION_EDIT
    form_class = OrganizationForm
    template_name = "communities/organizations/organization_form.html"

    def get_queryset(self):
        return super().get_queryset().current()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cancel_url": asked_back(self.request) or self.object.get_absolute_url()}


class OrganizationPublish(TransitionView):
    model = Organization
    permission = Permission.ORGANIZATION_EDIT
    verb = "publish"
    done = gettext_lazy("%(row)s is shown in the public directory.")


class OrganizationUnpublish(TransitionView):
    model = Organization
    permission = Permission.ORGANIZATION_EDIT
    done = gettext_lazy("%(row)s is no longer shown in the public directory.")

    def act(self, row):
        row.publish(by=self.request.user, shown=False)


class MemberCountEdit(ScopedMixin, View):
    """Add or correct the members of one year."""

    permission = Permission.ORGANIZATION_EDIT

    def get(self, request, pk):
        row = self._row(pk)
        return self._show(row, MemberCountForm(initial={"year": timezone.localdate().year, "known": row.known_members}))

    def post(self, request, pk):
        row = self._row(pk)
        present = row.member_counts.filter(year=number_in(request.POST.get("year")) or 0).first()
        theirs, told = (present.key, present.told) if present else ("", "")
        form = MemberCountForm(request.POST, instance=present)
        if not form.is_valid():
            return self._show(row, form)
        known = form.cleaned_data.pop("known").split()
        if known and theirs and theirs not in [*known, form.instance.key]:
            said = _("Meanwhile somebody entered for %(year)s: %(told)s. Save once more to put yours in its place.")
            form.add_error(None, said % {"year": present.year, "told": told})
            form.data = form.data.dict() | {"known": row.known_members}
            return self._show(row, form, status=409)
        row.set_members(by=request.user, **form.cleaned_data)
        messages.success(request, _("The members of %(year)s were saved.") % {"year": form.cleaned_data["year"]})
        return redirect(self._back(row))

    def _back(self, row):
        return asked_back(self.request) or f"{row.get_absolute_url()}?tab=members"

    def _row(self, pk):
        rows = Organization.objects.permitted(self.request.user, self.permission)
        return open_or_404(rows, lambda row: row.is_current, pk)

    def _show(self, row, form, status=200):
        context = {"organization": row, "form": form, "back_url": self._back(row)}
        return render(self.request, "communities/organizations/member_count_form.html", context, status=status)


class OrganizationBulkPublish(ScopedMixin, View):
    """Show or hide the picked organizations; ended ones are named and skipped."""

    http_method_names = ["post"]
    permission = Permission.ORGANIZATION_EDIT

    def post(self, request):
        shown, done, kept = request.POST.get("shown") == "1", 0, []
        for row in picked_rows(request, Organization.objects.permitted(request.user, self.permission)):
            try:
                row.publish(by=request.user, shown=shown)
                done += 1
            except ValidationError as refused:
                tell_refused(request, row, refused)
                kept.append(row.pk)
        text = ngettext("%(n)s organization was changed.", "%(n)s organizations were changed.", done)
        tell_done(request, text, done)
        return back_to_list(request, "communities:organization-list", kept=kept)
