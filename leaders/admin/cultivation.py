from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ActionForm
from django.utils.translation import gettext_lazy as _

from leaders.models import Nomination, PublicPost, ReservePlace, StageStep, SuccessionPlan
from registry.accounts.admin_site import ReadOnlyAdmin


class NominationActionForm(ActionForm):
    """What closing needs besides the rows."""

    decline_reason = forms.ChoiceField(
        label=_("reason for not taking it up"),
        choices=[("", "---------"), *Nomination.DeclineReason.choices],
        required=False,
    )


@admin.register(Nomination)
class NominationAdmin(ReadOnlyAdmin):
    """Accepting needs the person's agreement and a record, so it happens on the worker's page."""

    list_display = ["number", "kind", "region", "organization", "source", "state", "received_at", "answered_at"]
    list_select_related = ["region__parent", "organization", "leader"]
    list_filter = ["state", "kind", "source"]
    ordering = ["-id"]
    extra_lookups = ("region", "organization", "leader")
    exclude = ["phone_sealed", "nonce"]
    action_form = NominationActionForm
    actions = ["decline"]

    @admin.action(description=_("Close the chosen nominations (reason for not taking it up)"), permissions=["view"])
    def decline(self, request, queryset):
        reason = request.POST.get("decline_reason", "")
        if reason not in Nomination.DeclineReason.values:
            self.message_user(request, _("Choose the reason for not taking it up."), "ERROR")
            return
        rows = queryset.with_names()
        self.each(request, rows, lambda row: row.decline(by=request.user, reason=reason), _("Closed: %(count)s."))


@admin.register(StageStep)
class StageStepAdmin(ReadOnlyAdmin):
    list_display = [
        "leader",
        "from_stage",
        "to_stage",
        "on",
        "mentor",
        "mentor_user",
        "next_step",
        "next_step_due",
        "by",
    ]
    list_select_related = ["leader", "mentor", "mentor_user", "by"]
    list_filter = ["to_stage", "is_last"]
    ordering = ["-id"]
    extra_lookups = ("leader", "mentor")


@admin.register(ReservePlace)
class ReservePlaceAdmin(ReadOnlyAdmin):
    list_display = ["leader", "organization", "region", "since", "until", "entered_by"]
    list_select_related = ["leader", "organization", "region__parent", "entered_by"]
    ordering = ["-id"]
    extra_lookups = ("leader", "organization", "region", "until")
    actions = ["leave"]

    @admin.action(description=_("Take the chosen people off their reserve lists"), permissions=["view"])
    def leave(self, request, queryset):
        self.each(request, queryset.with_names(), lambda row: row.leave(by=request.user), _("Taken off: %(count)s."))


@admin.register(SuccessionPlan)
class SuccessionPlanAdmin(ReadOnlyAdmin):
    list_display = ["appointment", "planned_on", "arranger", "made_by", "done_at"]
    list_select_related = [
        "appointment__leader", "appointment__organization", "appointment__region__parent", "made_by"
    ]  # fmt: skip
    ordering = ["-id"]
    extra_lookups = ("appointment",)
    actions = ["finish"]

    @admin.action(description=_("Close the chosen succession plans"), permissions=["view"])
    def finish(self, request, queryset):
        rows = queryset.select_related(*self.list_select_related)
        self.each(request, rows, lambda row: row.finish(by=request.user), _("Closed: %(count)s."))


@admin.register(PublicPost)
class PublicPostAdmin(ReadOnlyAdmin):
    list_display = ["form", "hour", "count"]
    list_filter = ["form"]
    ordering = ["-id"]
    exclude = ["address_index"]
