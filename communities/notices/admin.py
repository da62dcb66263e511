from django.contrib import admin

from communities.notices.models import Notice, Opinion
from registry.accounts.admin_site import ReadOnlyAdmin


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ["title", "kind", "region", "published_on", "ends_on", "state", "opened_by"]
    list_select_related = ["region", "opened_by"]
    list_filter = ["state", "kind"]
    ordering = ["-id"]
    extra_lookups = ("region",)


@admin.register(Opinion)
class OpinionAdmin(ReadOnlyAdmin):
    """Names and contacts stay masked here too."""

    list_display = ["id", "notice", "side", "name_masked", "contact_masked", "received_at", "answered_at"]
    list_select_related = ["notice"]
    list_filter = ["side"]
    ordering = ["-id"]
    extra_lookups = ("notice",)
    fields = [
        "notice", "side", "text", "name_masked", "contact_masked", "received_at",
        "answer", "answered_by", "answered_at",
    ]  # fmt: skip
