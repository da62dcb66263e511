from django.contrib import admin

from communities.support.models import Support, SupportEntry
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
