from django.contrib import admin

from communities.assessments.models import Assessment
from registry.accounts.admin_site import ReadOnlyAdmin


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    list_display = ["region", "assessed_on", "signer", "review_on"]
    list_select_related = ["region"]
    ordering = ["-id"]
    extra_lookups = ("region",)
