from django.contrib import admin

from communities.venues.models import Venue, VenueSlot
from registry.accounts.admin_site import ReadOnlyAdmin


@admin.register(Venue)
class VenueAdmin(ReadOnlyAdmin):
    list_display = ["name", "region", "address", "capacity", "retired_on"]
    list_select_related = ["region"]
    ordering = ["-id"]
    extra_lookups = ("region",)


@admin.register(VenueSlot)
class VenueSlotAdmin(ReadOnlyAdmin):
    list_display = ["venue", "organization", "weekday", "starts", "ends", "valid_from", "valid_until"]
    list_select_related = ["venue", "organization"]
    list_filter = ["weekday"]
    ordering = ["-id"]
    extra_lookups = ("venue", "organization")
