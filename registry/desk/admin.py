from django.contrib import admin

from registry.accounts.admin_site import ReadOnlyAdmin
from registry.upkeep.models import DailyRun


@admin.register(DailyRun)
class DailyRunAdmin(ReadOnlyAdmin):
    """Whether the jobs of the day were done."""

    list_display = ["job", "done_at", "outcome", "is_failed"]
    fields = ["job", "started_at", "done_at", "outcome", "is_failed"]
    ordering = ["job"]
