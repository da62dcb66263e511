from django.contrib import admin

from leaders.departures.models import Departure
from registry.accounts.admin_site import ReadOnlyAdmin


@admin.register(Departure)
class DepartureAdmin(ReadOnlyAdmin):
    list_display = ["leader", "how", "left_on", "state", "submitted_by"]
    list_select_related = ["leader", "submitted_by"]
    list_filter = ["how", "state"]
    ordering = ["-id"]
