from django.contrib import admin

from leaders.privacy.models import Erasure
from registry.accounts.admin_site import ReadOnlyAdmin


@admin.register(Erasure)
class ErasureAdmin(ReadOnlyAdmin):
    list_display = ["leader", "asker", "asked_on", "answer_by", "state", "submitted_by"]
    list_select_related = ["leader", "submitted_by"]
    list_filter = ["asker", "state"]
    ordering = ["-id"]
