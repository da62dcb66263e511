from django.contrib import admin

from communities.records.throttle import SendingCount
from registry.accounts.admin_site import ReadOnlyAdmin


@admin.register(SendingCount)
class SendingCountAdmin(ReadOnlyAdmin):
    list_display = ["purpose", "starts_at", "times"]
    list_filter = ["purpose"]
    ordering = ["-id"]
    fields = ["purpose", "starts_at", "times"]
