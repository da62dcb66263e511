from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from leaders.cases.models import Case, CaseRequest, ReplyTemplate
from registry.accounts.admin_site import ReadOnlyAdmin


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    """Read only, and without anything about who raised it; acts happen on the worker's page."""

    list_display = ["number_shown", "title", "category", "region", "state", "received_on", "due_on", "assignee"]
    list_select_related = ["region__parent", "assignee"]
    list_filter = ["state", "category", "source"]
    ordering = ["-id"]
    extra_lookups = ("region", "assignee")
    exclude = ["name_sealed", "contact_sealed", "key_index", "nonce", "partners"]

    @admin.display(description=_("Number"), ordering="id")
    def number_shown(self, row):
        return row.number


@admin.register(CaseRequest)
class CaseRequestAdmin(ReadOnlyAdmin):
    list_display = ["kind", "case", "state", "submitted_by", "submitted_at", "decided_by"]
    list_select_related = ["case", "submitted_by", "decided_by"]
    list_filter = ["kind", "state"]
    ordering = ["-id"]


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(ReadOnlyAdmin):
    list_display = ["title", "region", "retired_at"]
    list_select_related = ["region"]
    ordering = ["-id"]
