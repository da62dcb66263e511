from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from communities.oversight.models import AuthorityDecision, Inspection
from registry.accounts.admin_site import DecidedByAnother, ReadOnlyAdmin


@admin.register(AuthorityDecision)
class AuthorityDecisionAdmin(DecidedByAnother):
    list_display = ["organization", "kind", "authority", "document_number", "decided_on", "state", "entered_by"]
    list_filter = ["state", "kind"]
    actions = ["decide", "send_back"]

    @admin.action(description=_("Confirm the chosen decisions"), permissions=["view"])
    def decide(self, request, queryset):
        self.each(request, queryset, lambda row: row.decide(by=request.user), _("Confirmed: %(count)s."))


@admin.register(Inspection)
class InspectionAdmin(ReadOnlyAdmin):
    list_display = ["organization", "kind", "inspected_on", "state", "due_on", "entered_by"]
    list_select_related = ["organization", "entered_by"]
    list_filter = ["state", "kind"]
    ordering = ["-id"]
    extra_lookups = ("organization",)
