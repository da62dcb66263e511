from django.contrib import admin

from communities.models import Document, Rule
from registry.accounts.admin_site import ReadOnlyAdmin


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    list_display = ["title", "owner_type", "owner_id", "media_type", "size", "uploaded_by", "uploaded_at", "removed_at"]
    list_select_related = ["uploaded_by"]
    list_filter = ["owner_type", "media_type"]
    ordering = ["-id"]
    extra_lookups = ("owner_id",)


@admin.register(Rule)
class RuleAdmin(ReadOnlyAdmin):
    list_display = ["name", "region", "value", "effective_from", "set_by", "set_at"]
    list_select_related = ["region", "set_by"]
    list_filter = ["name"]
    ordering = ["-id"]
    extra_lookups = ("region",)
