from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ActionForm
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _

from leaders.nominations.models import Nomination
from registry.accounts.admin_site import ReadOnlyAdmin


class NominationActionForm(ActionForm):
    """What closing needs besides the rows."""

    decline_reason = forms.ChoiceField(
        label=_("reason for not taking it up"),
        choices=[*BLANK_CHOICE_DASH, *Nomination.DeclineReason.choices],
        required=False,
    )


@admin.register(Nomination)
class NominationAdmin(ReadOnlyAdmin):
    """Accepting needs the person's agreement and a record, so it happens on the worker's page."""

    list_display = ["number_shown", "kind", "region", "organization", "source", "state", "received_at", "answered_at"]
    list_select_related = ["region__parent", "organization", "leader"]
    list_filter = ["state", "kind", "source"]
    ordering = ["-id"]
    extra_lookups = ("region", "organization", "leader")
    exclude = ["phone_sealed", "nonce"]
    action_form = NominationActionForm
    actions = ["decline"]

    @admin.display(description=_("Number"), ordering="id")
    def number_shown(self, row):
        return row.number

    @admin.action(description=_("Close the chosen nominations (reason for not taking it up)"), permissions=["view"])
    def decline(self, request, queryset):
        reason = request.POST.get("decline_reason", "")
        if reason not in Nomination.DeclineReason.values:
            self.message_user(request, _("Choose the reason for not taking it up."), "ERROR")
            return
        rows = queryset.with_names()
        self.each(request, rows, lambda row: row.decline(by=request.user, reason=reason), _("Closed: %(count)s."))
