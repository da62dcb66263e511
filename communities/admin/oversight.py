from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ActionForm
from django.utils.translation import gettext_lazy as _

from communities.models import (
    AuthorityDecision,
    Hosting,
    Inspection,
    ManagementDecision,
    ServiceCenter,
    ServiceRecord,
)
from registry.accounts.admin_site import ReadOnlyAdmin
from registry.audit.recorded_admin import RecordedAdmin


class ReturnActionForm(ActionForm):
    """What returning needs besides the rows."""

    return_reason = forms.CharField(label=_("reason for returning"), max_length=200, required=False)


class DecidedByAnother(ReadOnlyAdmin):
    """Rows one person hands in and another decides, by the same verbs as on the pages."""

    ordering = ["-id"]
    extra_lookups = ("organization",)
    action_form = ReturnActionForm

    def get_queryset(self, request):
        return super().get_queryset(request).with_names()

    @admin.action(description=_("Return the chosen rows (reason for returning)"), permissions=["view"])
    def return_(self, request, queryset):
        reason = request.POST.get("return_reason", "")
        self.each(request, queryset, lambda row: row.return_(by=request.user, reason=reason), _("Returned: %(count)s."))


@admin.register(ManagementDecision)
class ManagementDecisionAdmin(DecidedByAnother):
    list_display = ["organization", "from_mode", "to_mode", "effective_on", "state", "proposed_by", "decided_by"]
    list_filter = ["state", "to_mode"]
    actions = ["decide", "return_"]

    @admin.action(description=_("Decide the chosen changes of mode"), permissions=["view"])
    def decide(self, request, queryset):
        self.each(request, queryset, lambda row: row.decide(by=request.user), _("Decided: %(count)s."))


@admin.register(AuthorityDecision)
class AuthorityDecisionAdmin(DecidedByAnother):
    list_display = ["organization", "kind", "authority", "document_number", "decided_on", "state", "entered_by"]
    list_filter = ["state", "kind"]
    actions = ["confirm", "return_"]

    @admin.action(description=_("Confirm the chosen decisions"), permissions=["view"])
    def confirm(self, request, queryset):
        self.each(request, queryset, lambda row: row.confirm(by=request.user), _("Confirmed: %(count)s."))


@admin.register(Inspection)
class InspectionAdmin(ReadOnlyAdmin):
    list_display = ["organization", "kind", "inspected_on", "state", "due_on", "entered_by"]
    list_select_related = ["organization", "entered_by"]
    list_filter = ["state", "kind"]
    ordering = ["-id"]
    extra_lookups = ("organization",)


@admin.register(ServiceCenter)
class ServiceCenterAdmin(RecordedAdmin):
    list_display = ["name", "region", "phone", "opened_on", "retired_on"]
    list_select_related = ["region"]
    ordering = ["-id"]
    search_fields = ["name"]
    autocomplete_fields = ["region"]
    extra_lookups = ("region",)

    def get_readonly_fields(self, request, obj=None):
        """The place is chosen once."""
        return ["retired_on", *(["region"] if obj else [])]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.is_current)

    def save_model(self, request, obj, form, change):
        if change:
            obj.revise(by=request.user, before=self.before(obj))
        else:
            obj.open(by=request.user)


@admin.register(Hosting)
class HostingAdmin(ReadOnlyAdmin):
    list_display = ["organization", "center", "started_on", "ended_on", "document_number"]
    list_select_related = ["organization", "center"]
    ordering = ["-id"]
    extra_lookups = ("organization", "center")


@admin.register(ServiceRecord)
class ServiceRecordAdmin(ReadOnlyAdmin):
    list_display = ["organization", "center", "given_on", "kind", "entered_by"]
    list_select_related = ["organization", "center", "entered_by"]
    list_filter = ["kind"]
    ordering = ["-id"]
    extra_lookups = ("organization", "center")
