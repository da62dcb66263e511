from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from leaders.consents.models import Consent, ConsentText
from registry.accounts.admin_site import ReadOnlyAdmin
from registry.audit.recorded_admin import RecordedAdmin


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    list_display = ["leader", "field", "text", "form", "given_on", "withdrawn_at"]
    list_select_related = ["leader", "text"]
    list_filter = ["field", "form"]
    ordering = ["-id"]
    extra_lookups = ("leader",)
    actions = ["withdraw"]

    @admin.action(description=_("Record the withdrawal of the chosen consents"), permissions=["view"])
    def withdraw(self, request, queryset):
        self.each(request, queryset, lambda row: row.withdraw(by=request.user), _("Withdrawn: %(count)s."))


@admin.register(ConsentText)
class ConsentTextAdmin(RecordedAdmin):
    """A version people have signed is never rewritten; a new purpose is a new version."""

    noun = "consent_text"
    list_display = ["version", "effective_from"]

    def has_change_permission(self, request, obj=None):
        return obj is None or not obj.consents.exists()
