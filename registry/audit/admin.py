"""Both logs, to be read: no add, no change, no delete, for nobody."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from registry.accounts.admin_site import ReadOnlyAdmin
from registry.audit.models import AuditEntry, Entry, ReadLog
from registry.audit.sentences import name_of_type, name_relations, sentence, told_changes
from registry.ui.signs import told


class EntryAdmin(ReadOnlyAdmin):
    """In the sentences of the log on the pages; the verb itself stands on the entry, to be searched for."""

    list_display = ["at", "what_happened", "kind", "address"]
    list_select_related = ["actor"]
    ordering = ["-id"]
    extra_lookups = ("object_type", "object_id", "actor", "verb", "request_id")
    search_fields = ["request_id"]
    search_help_text = _("By the number of a request, as an error page shows it")
    fields: ClassVar[Any] = [
        "at", "actor", "what_happened", "verb", "kind", "object_id", "object_label", "request_id", "address",
    ]  # fmt: skip
    readonly_fields = ["what_happened", "kind"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By the number of a request, in full: it is what an error page shows."""
        return (queryset.filter(request_id=search_term.strip()[:16]) if search_term else queryset), False

    @admin.display(description=_("What happened"))
    def what_happened(self, entry: Entry) -> str:
        return sentence(entry)  # type: ignore[arg-type]  # both logs have what a sentence is made of

    @admin.display(description=_("record type"))
    def kind(self, entry: Entry) -> str:
        return name_of_type(entry.object_type)


@admin.register(AuditEntry)
class AuditEntryAdmin(EntryAdmin):
    fields: ClassVar[Any] = [*EntryAdmin.fields, "changed", "note"]
    readonly_fields = [*EntryAdmin.readonly_fields, "changed"]

    @admin.display(description=_("changes"))
    def changed(self, entry: AuditEntry) -> str:
        name_relations([entry])
        lines = ((told(one.label, f"{one.old or '–'} → {one.new or '–'}"),) for one in told_changes(entry))
        return format_html_join("", "<p>{}</p>", lines) or "–"


@admin.register(ReadLog)
class ReadLogAdmin(EntryAdmin):
    list_display = [*EntryAdmin.list_display, "rows"]
    fields: ClassVar[Any] = [*EntryAdmin.fields, "rows", "purpose", "columns", "recipient"]
