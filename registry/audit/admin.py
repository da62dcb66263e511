"""Both logs, to be read: no add, no change, no delete, for nobody."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from registry.accounts.admin_site import ReadOnlyAdmin
from registry.audit.models import AuditEntry, ReadLog


class EntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "actor", "verb", "object_type", "object_id", "object_label", "address"]
    list_select_related = ["actor"]
    ordering = ["-id"]
    extra_lookups = ("object_type", "object_id", "actor", "verb", "request_id")
    search_fields = ["request_id"]
    search_help_text = "request_id"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By the number of a request, in full: it is what an error page shows."""
        return (queryset.filter(request_id=search_term.strip()[:16]) if search_term else queryset), False


@admin.register(AuditEntry)
class AuditEntryAdmin(EntryAdmin):
    pass


@admin.register(ReadLog)
class ReadLogAdmin(EntryAdmin):
    list_display = [*EntryAdmin.list_display, "rows"]
