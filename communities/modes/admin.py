from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from communities.modes.models import ManagementDecision
from communities.oversight.admin import DecidedByAnother


@admin.register(ManagementDecision)
class ManagementDecisionAdmin(DecidedByAnother):
    list_display = ["organization", "from_mode", "to_mode", "effective_on", "state", "proposed_by", "decided_by"]
    list_filter = ["state", "to_mode"]
    actions = ["decide", "send_back"]

    @admin.action(description=_("Decide the chosen changes of mode"), permissions=["view"])
    def decide(self, request, queryset):
        self.each(request, queryset, lambda row: row.decide(by=request.user), _("Decided: %(count)s."))
