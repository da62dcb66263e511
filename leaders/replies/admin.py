from django.contrib import admin

from leaders.replies.models import SatisfactionReply
from registry.accounts.admin_site import ReadOnlyAdmin


@admin.register(SatisfactionReply)
class SatisfactionReplyAdmin(ReadOnlyAdmin):
    list_display = ["organization", "region", "category", "state", "replied_on", "submitted_by", "decided_by"]
    list_select_related = ["organization", "region__parent", "submitted_by", "decided_by"]
    list_filter = ["state"]
    ordering = ["-id"]
    extra_lookups = ("organization", "region")
