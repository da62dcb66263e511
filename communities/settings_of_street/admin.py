from django.contrib import admin

from communities.settings_of_street.models import Rule
from registry.accounts.admin_site import ReadOnlyAdmin


@admin.register(Rule)
class RuleAdmin(ReadOnlyAdmin):
    list_display = ["name", "region", "value", "effective_from", "set_by", "set_at"]
    list_select_related = ["region", "set_by"]
    list_filter = ["name"]
    ordering = ["-id"]
    extra_lookups = ("region",)
