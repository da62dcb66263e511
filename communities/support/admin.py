from django.contrib import admin

from communities.support.models import Support, SupportEntry, Venue, VenueSlot
from registry.accounts.admin_site import ReadOnlyAdmin


@admin.register(Support)
class SupportAdmin(ReadOnlyAdmin):
    list_display = ["organization", "kind", "title", "year", "granted", "used", "returned", "state"]
    list_select_related = ["organization"]
    list_filter = ["kind", "state"]
    ordering = ["-id"]
    extra_lookups = ("organization", "year")


@admin.register(SupportEntry)
class SupportEntryAdmin(ReadOnlyAdmin):
    list_display = ["support", "kind", "amount", "booked_on", "what_for", "entered_by"]
    list_select_related = ["support__organization", "entered_by"]
    list_filter = ["kind"]
    ordering = ["-id"]
    extra_lookups = ("support",)


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
