"""Drafts; accounts themselves stand in communities/admin, where their postings and the log can be reached."""

from django.contrib import admin

from registry.accounts.admin_site import ReadOnlyAdmin
from registry.accounts.models import FormDraft


@admin.register(FormDraft)
class FormDraftAdmin(ReadOnlyAdmin):
    """That a draft is there, never what is in it."""

    list_display = ["user", "form", "updated_at"]
    list_select_related = ["user"]
    fields = ["user", "form", "updated_at"]
