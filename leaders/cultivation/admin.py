from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from leaders.cultivation.models import ReservePlace, StageStep, SuccessionPlan
from registry.accounts.admin_site import ReadOnlyAdmin


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
