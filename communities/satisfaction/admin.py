from django.contrib import admin

from communities.satisfaction.models import SatisfactionAnswer
from registry.accounts.admin_site import ReadOnlyAdmin


@admin.register(SatisfactionAnswer)
class SatisfactionAnswerAdmin(ReadOnlyAdmin):
    """Counted, never read one by one: the list shows when and where, not the answer."""

    list_display = ["month", "organization", "building"]
    list_select_related = ["organization", "building"]
    ordering = ["-id"]
    fields = ["month", "organization", "building"]
