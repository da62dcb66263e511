from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from communities.closings.models import Closing
from registry.accounts.admin_site import DecidedByAnother


@admin.register(Closing)
class ClosingAdmin(DecidedByAnother):
    list_display = ["organization", "state", "submitted_by", "decided_by", "closed_on"]
    list_select_related = ["organization", "submitted_by", "decided_by"]
    list_filter = ["state"]
    actions = ["decide", "send_back"]

    @admin.action(description=_("Decide the chosen closings"), permissions=["view"])
    def decide(self, request, queryset):
        self.each(request, queryset, lambda row: row.decide(by=request.user), _("Decided: %(count)s."))
