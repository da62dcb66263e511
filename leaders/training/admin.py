from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leaders.training.models import Enrolment, OutsideHours, TrainingSession, TrainingYear
from registry.accounts.admin_site import ReadOnlyAdmin


@admin.register(TrainingSession)
class TrainingSessionAdmin(ReadOnlyAdmin):
    list_display = ["title", "content_area", "region", "starts_at", "minutes", "capacity", "enrolled", "state"]
    list_select_related = ["region"]
    list_filter = ["state", "content_area", "format"]
    ordering = ["-id"]
    extra_lookups = ("region",)
    fields = [*TrainingSession.written, "state", "cancel_reason", "enrolled", "created_at", "created_by"]
    actions = ["close", "complete"]

    @admin.action(description=_("Close enrolment of the chosen sessions"), permissions=["view"])
    def close(self, request, queryset):
        self.each(
            request, queryset, lambda row: row.close(by=request.user), pgettext_lazy("training", "Closed: %(count)s.")
        )

    @admin.action(description=_("Complete the chosen sessions"), permissions=["view"])
    def complete(self, request, queryset):
        self.each(request, queryset, lambda row: row.complete(by=request.user), _("Completed: %(count)s."))


@admin.register(Enrolment)
class EnrolmentAdmin(ReadOnlyAdmin):
    list_display = ["leader", "session", "state", "attendance", "minutes", "enrolled_by", "marked_by", "correction"]
    list_select_related = ["leader", "session", "enrolled_by", "marked_by"]
    list_filter = ["state", "attendance"]
    ordering = ["-id"]
    extra_lookups = ("leader", "session")
    actions = ["withdraw"]

    @admin.action(description=_("Withdraw the chosen enrolments"), permissions=["view"])
    def withdraw(self, request, queryset):
        rows = queryset.select_related("session", "leader")
        self.each(request, rows, lambda row: row.withdraw(by=request.user), _("Withdrawn: %(count)s."))


@admin.register(OutsideHours)
class OutsideHoursAdmin(ReadOnlyAdmin):
    list_display = ["leader", "title", "organizer", "year", "minutes", "state", "submitted_by", "decided_by"]
    list_select_related = ["leader", "submitted_by", "decided_by"]
    list_filter = ["state", "content_area", "year"]
    ordering = ["-id"]
    extra_lookups = ("leader",)


@admin.register(TrainingYear)
class TrainingYearAdmin(ReadOnlyAdmin):
    """Derived from the enrolments. Answers after class are not here: below five nobody sees them."""

    list_display = ["leader", "year", "minutes", "horizon", "ethics", "knowledge", "elsewhere"]
    list_select_related = ["leader"]
    list_filter = ["year"]
    ordering = ["-id"]
    extra_lookups = ("leader",)
