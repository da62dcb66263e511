from django.contrib import admin

from communities.documents.models import Document
from registry.accounts.admin_site import ReadOnlyAdmin


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    """The file itself leaves by its own page, which logs the look; its media address leads nowhere."""

    exclude = ["file"]
    list_display = ["title", "owner_type", "owner_id", "media_type", "size", "uploaded_by", "uploaded_at", "removed_at"]
    list_select_related = ["uploaded_by"]
    list_filter = ["owner_type", "media_type"]
    ordering = ["-id"]
    extra_lookups = ("owner_id",)
