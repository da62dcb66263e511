from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ActionForm
from django.utils.translation import gettext_lazy as _

from communities.filings.models import Filing, FilingCounter, YearlyReport
from registry.accounts.admin_site import ReadOnlyAdmin


class ReasonActionForm(ActionForm):
    reason = forms.CharField(label=_("reason"), max_length=200, required=False)


@admin.register(Filing)
class FilingAdmin(ReadOnlyAdmin):
    list_display = ["organization", "kind", "state", "number", "valid_until", "is_standing", "street"]
    list_select_related = ["organization", "street"]
    list_filter = ["state", "kind", "is_standing"]
    ordering = ["-id"]
    extra_lookups = ("organization", "street", "year")
    exclude = ["token"]  # whoever has it can show the certificate as real
    action_form = ReasonActionForm
    actions = ["review", "decide", "send_back", "end"]

    @admin.action(description=_("Pass the pre-check of the chosen filings"), permissions=["view"])
    def review(self, request, queryset):
        self.each(request, queryset, lambda row: row.review(by=request.user), _("Pre-checked: %(count)s."))

    @admin.action(description=_("Put the chosen filings on file"), permissions=["view"])
    def decide(self, request, queryset):
        self.each(request, queryset, lambda row: row.decide(by=request.user), _("Put on file: %(count)s."))

    @admin.action(description=_("Return the chosen filings (reason)"), permissions=["view"])
    def send_back(self, request, queryset):
        self.return_each(request, queryset, request.POST.get("reason", ""))

    @admin.action(description=_("End the chosen filings (reason)"), permissions=["view"])
    def end(self, request, queryset):
        reason = request.POST.get("reason", "")
        self.each(request, queryset, lambda row: row.end(by=request.user, reason=reason), _("Ended: %(count)s."))


@admin.register(FilingCounter)
class FilingCounterAdmin(ReadOnlyAdmin):
    list_display = ["street", "year", "last"]
    list_select_related = ["street"]
    ordering = ["-id"]
    extra_lookups = ("street", "year")


@admin.register(YearlyReport)
class YearlyReportAdmin(ReadOnlyAdmin):
    list_display = ["organization", "year", "activities", "members", "income", "expense", "state"]
    list_select_related = ["organization"]
    list_filter = ["state", "year"]
    ordering = ["-id"]
    extra_lookups = ("organization",)
    action_form = ReasonActionForm
    actions = ["decide", "send_back"]

    @admin.action(description=_("Accept the chosen reports"), permissions=["view"])
    def decide(self, request, queryset):
        self.each(request, queryset, lambda row: row.decide(by=request.user), _("Accepted: %(count)s."))

    @admin.action(description=_("Return the chosen reports (reason)"), permissions=["view"])
    def send_back(self, request, queryset):
        self.return_each(request, queryset, request.POST.get("reason", ""))
