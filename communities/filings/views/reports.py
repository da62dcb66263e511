"""Yearly reports: who owes one, which are in, and the page of one with its acceptance."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View

from communities.filings.filters import OwedFilter, ReportFilter
from communities.filings.forms.report import ReportForm
from communities.filings.models import YearlyReport
from communities.filings.models.owed import owing, with_due_days
from communities.filings.models.report import report_year
from communities.organizations.models import Organization
from communities.pages.back import asked_back
from communities.pages.base import ScopedMixin, open_or_404
from communities.pages.decisions import DecisionPage
from communities.pages.edit import EditPage
from communities.pages.exports import Export
from communities.pages.lists import KeysetList
from communities.scope import holds_anywhere, reaches
from registry.accounts.roles import Permission
from registry.sheets.columns import Column

OWED = "owed"


class ReportTabs:
    """Who owes a report and which are in are two lists under one row of tabs."""

    permission = Permission.FILING_VIEW

    def tabs(self, chosen):
        year, user = report_year(), self.request.user
        owed = owing(Organization.objects.permitted(user, self.permission), year).capped_count()
        states = YearlyReport.State
        counts = {f"n_{state}": Count("pk", filter=Q(state=state)) for state in states}
        found = YearlyReport.objects.permitted(user, self.permission).order_by().aggregate(n_=Count("pk"), **counts)
        names = [("", _("All reports")), *states.choices]
        return [
            (OWED, _("Owed for %(year)s") % {"year": year}, owed, chosen == OWED),
            *[(state, label, found[f"n_{state}"], chosen == state) for state, label in names],
        ]


EXPORT = Export(
    name="report",
    title=gettext_lazy("Yearly reports"),
    permission=Permission.FILING_EDIT,
    prepare=lambda rows: rows.select_related("organization__region"),
    columns=(
        Column("organization", gettext_lazy("Organization"), "organization.name"),
        Column("region", gettext_lazy("Region"), "organization.region.name"),
        Column("year", gettext_lazy("Year"), "year"),
        Column("activities", pgettext_lazy("count", "Activities"), "activities"),
        Column("members", gettext_lazy("Members"), "members"),
        Column("income", gettext_lazy("Income"), "income"),
        Column("expense", gettext_lazy("Expense"), "expense"),
        Column("state", gettext_lazy("State"), "get_state_display"),
    ),
)


class ReportList(ReportTabs, KeysetList):
    model = YearlyReport
    filterset_class = ReportFilter
    template_name = "communities/filings/report_list.html"
    exports = EXPORT
    orders = {"place": ("region_path", "id"), "submitted": ("submitted_at", "id")}

    def prepare(self, queryset):
        return queryset.select_related("organization__region")

    def more_context(self, filterset, scoped, found):
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        return {
            "tabs": self.tabs(values.get("state", "")),
            "is_filtered": any(values.values()),
            "may_export": holds_anywhere(self.request.user, Permission.FILING_EDIT),
        }


OWED_EXPORT = Export(
    name="report_owed",
    title=gettext_lazy("Organizations that owe a yearly report"),
    permission=Permission.FILING_EDIT,
    prepare=lambda rows: rows.select_related("region", "category"),
    columns=(
        Column("organization", gettext_lazy("Organization"), "name"),
        Column("region", gettext_lazy("Region"), "region.name"),
        Column("category", gettext_lazy("Category"), "category.name"),
        Column("place", gettext_lazy("Meeting place"), "meeting_place"),
    ),
)


class ReportOwedList(ReportTabs, KeysetList):
    """Organizations on file without the report of last year, with the last day by the rule of their street."""

    model = Organization
    filterset_class = OwedFilter
    template_name = "communities/filings/report_owed_list.html"
    exports = OWED_EXPORT
    rights = {"may_edit": Permission.FILING_EDIT}

    def prepare(self, queryset):
        return queryset.select_related("region")

    def more_context(self, filterset, scoped, found):
        return {
            "tabs": self.tabs(OWED),
            "may_export": holds_anywhere(self.request.user, Permission.FILING_EDIT),
            "year": report_year(),
        }

    def page(self, queryset):
        page = super().page(queryset)
        with_due_days(page.rows)
        return page


class ReportCreate(ScopedMixin, View):
    """Hand in the report of last year (`?year=` for an earlier one)."""

    permission = Permission.FILING_EDIT
    decided_with = Permission.FILING_REVIEW

    def get(self, request, pk):
        row = self._row(pk)
        there = row.reports.filter(year=self._year()).first()
        return redirect(there) if there else self._show(row, self._form(row, initial=self._initial(row)))

    def post(self, request, pk):
        row = self._row(pk)
        form = self._form(row, request.POST, instance=YearlyReport(organization=row, year=self._year()))
        if not form.is_valid():
            return self._show(row, form)
        try:
            form.instance.submit(by=request.user)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self._show(row, form, status=409)
        messages.success(request, _("The report was submitted. The street accepts it."))
        return redirect(asked_back(request) or form.instance)

    def _year(self):
        text = self.request.GET.get("year", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else report_year()

    def _initial(self, row):
        count = row.member_counts.filter(year=self._year()).first()
        return {"members": count.members if count else None}

    def _row(self, pk):
        rows = Organization.objects.permitted(self.request.user, self.permission)
        return open_or_404(rows, lambda row: row.is_current, pk)

    def _form(self, row, *data, **more):
        return ReportForm(*data, cancel_url=asked_back(self.request) or f"{row.get_absolute_url()}?tab=filings", **more)

    def _show(self, row, form, status=200):
        context = {"organization": row, "year": self._year(), "form": form}
        return render(self.request, "communities/filings/report_form.html", context, status=status)


class ReportUpdate(EditPage):
    """Correct a returned report and hand it in again."""

    model = YearlyReport
    permission = Permission.FILING_EDIT
    form_class = ReportForm
    template_name = "communities/filings/report_form.html"
    done = gettext_lazy("The report was submitted. The street accepts it.")

    def get(self, request, *args, **kwargs):
        row = self.get_object()
        if row.state != YearlyReport.State.RETURNED:
            messages.error(request, YearlyReport.stale_message)
            return redirect(row)
        return super().get(request, *args, **kwargs)

    def get_queryset(self):
        return super().get_queryset().select_related("organization")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cancel_url": self.object.get_absolute_url()}

    def save_row(self, form):
        form.instance.submit(by=self.request.user)

    def get_context_data(self, **kwargs):
        row = self.object
        return super().get_context_data(**kwargs) | {"organization": row.organization, "year": row.year}


class ReportDetail(DecisionPage):
    """One report; somebody else accepts or returns it."""

    model = YearlyReport
    permission = Permission.FILING_VIEW
    decide_permission = Permission.FILING_REVIEW
    template_name = "communities/filings/report_detail.html"
    passes = (gettext_lazy("Accept report"), gettext_lazy("It counts as handed in"))

    def rows(self):
        return super().rows().select_related("submitted_by", "decided_by")

    def facts(self, row):
        returned = row.state == YearlyReport.State.RETURNED
        return {"may_correct": returned and reaches(self.request.user, Permission.FILING_EDIT, row.region_path)}
