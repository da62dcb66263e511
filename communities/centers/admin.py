from django.contrib import admin

from communities.centers.models import Hosting, ServiceCenter, ServiceRecord
from registry.accounts.admin_site import ReadOnlyAdmin
from registry.audit.recorded_admin import RecordedAdmin


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
