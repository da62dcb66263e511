from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ActionForm
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _

from leaders.appointments.models import Appointment
from registry.accounts.admin_site import ReadOnlyAdmin


class AppointmentActionForm(ActionForm):
    """What returning and ending need besides the rows."""

    end_reason = forms.ChoiceField(
        label=_("reason for ending"),
        choices=[*BLANK_CHOICE_DASH, *Appointment.EndReason.choices],
        required=False,
    )
    return_reason = forms.CharField(label=_("reason for returning"), max_length=200, required=False)


@admin.register(Appointment)
class AppointmentAdmin(ReadOnlyAdmin):
    list_display = ["leader", "kind", "organization", "region", "started_on", "term_ends_on", "state"]
    list_select_related = ["leader", "organization", "region__parent"]
    list_filter = ["state", "kind"]
    ordering = ["-id"]
    extra_lookups = ("leader", "organization", "region")
    action_form = AppointmentActionForm
    actions = ["decide", "send_back", "end"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_names()

    @admin.action(description=_("Confirm the chosen appointments"), permissions=["view"])
    def decide(self, request, queryset):
        self.each(request, queryset, lambda row: row.decide(by=request.user), _("Confirmed: %(count)s."))

    @admin.action(description=_("Return the chosen appointments (reason for returning)"), permissions=["view"])
    def send_back(self, request, queryset):
        self.return_each(request, queryset, request.POST.get("return_reason", ""))

    @admin.action(description=_("End the chosen appointments (reason for ending)"), permissions=["view"])
    def end(self, request, queryset):
        reason = request.POST.get("end_reason", "")
        if reason not in Appointment.EndReason.values:
            self.message_user(request, _("Choose the reason for ending."), "ERROR")
            return
        self.each(request, queryset, lambda row: row.end(by=request.user, reason=reason), _("Ended: %(count)s."))
