from django.contrib import admin
from django.contrib.admin.helpers import ActionForm
from django.forms import CharField
from django.utils.translation import gettext_lazy as _

from leaders.incentives.models import CertificateCounter, EarlierHonour, Incentive
from registry.accounts.admin_site import ReadOnlyAdmin


class ReasonActionForm(ActionForm):
    reason = CharField(label=_("Reason"), max_length=200, required=False)


@admin.register(Incentive)
class IncentiveAdmin(ReadOnlyAdmin):
    list_display = ["id", "leader", "organization", "form", "title", "batch", "state", "certificate_number"]
    list_select_related = ["leader", "organization"]
    list_filter = ["state", "kind", "form"]
    ordering = ["-id"]
    extra_lookups = ("leader", "organization", "notice", "batch")
    action_form = ReasonActionForm
    actions = ["decide", "award", "withdraw"]

    @admin.action(description=_("Confirm the chosen incentives"), permissions=["view"])
    def decide(self, request, queryset):
        self.each(request, queryset, lambda row: row.decide(by=request.user), _("Confirmed: %(count)s."))

    @admin.action(description=_("Award the chosen incentives"), permissions=["view"])
    def award(self, request, queryset):
        self.each(request, queryset, lambda row: row.award(by=request.user), _("Awarded: %(count)s."))

    @admin.action(description=_("Revoke the chosen incentives (reason)"), permissions=["view"])
    def withdraw(self, request, queryset):
        reason = request.POST.get("reason", "")
        self.each(request, queryset, lambda row: row.withdraw(by=request.user, reason=reason), _("Revoked: %(count)s."))


@admin.register(CertificateCounter)
class CertificateCounterAdmin(ReadOnlyAdmin):
    list_display = ["street", "year", "last"]
    list_select_related = ["street"]
    ordering = ["-year", "id"]


@admin.register(EarlierHonour)
class EarlierHonourAdmin(ReadOnlyAdmin):
    list_display = ["id", "leader", "title", "issuer", "level", "year", "state"]
    list_select_related = ["leader"]
    list_filter = ["state", "level"]
    ordering = ["-id"]
    extra_lookups = ("leader",)
