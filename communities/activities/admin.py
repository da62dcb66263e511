from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from communities.activities.models import Activity, ActivityPhoto, ActivityRule, RuleChange
from registry.accounts.admin_site import ReadOnlyAdmin


class AnnouncedAdmin(ReadOnlyAdmin):
    actions = ["publish", "unpublish"]
    list_select_related = ["organization", "region"]
    ordering = ["-id"]

    @admin.action(description=_("Put the chosen entries into the public calendar"))
    def publish(self, request, queryset):
        self.each(request, queryset, lambda row: row.publish(by=request.user), _("Published: %(count)s."))

    @admin.action(description=_("Take the chosen entries out of the public calendar"))
    def unpublish(self, request, queryset):
        self.each(request, queryset, lambda row: row.publish(by=request.user, shown=False), _("Taken out: %(count)s."))


@admin.register(Activity)
class ActivityAdmin(AnnouncedAdmin):
    list_display = ["title", "organization", "region", "kind", "starts_at", "state", "attended", "is_published"]
    list_filter = ["kind", "state", "is_published"]
    search_fields = ["title"]
    extra_lookups = ("organization", "region", "rule")


@admin.register(ActivityRule)
class ActivityRuleAdmin(AnnouncedAdmin):
    list_display = ["title", "organization", "region", "weekdays", "starts", "ends", "ends_on", "is_published"]
    list_filter = ["is_published"]
    search_fields = ["title"]
    extra_lookups = ("organization", "region")


@admin.register(RuleChange)
class RuleChangeAdmin(ReadOnlyAdmin):
    list_display = ["rule", "on", "starts_at", "ends_at", "place", "reason", "entered_by"]
    list_select_related = ["rule__organization", "rule__region", "entered_by"]
    ordering = ["-id"]
    extra_lookups = ("rule",)


@admin.register(ActivityPhoto)
class ActivityPhotoAdmin(ReadOnlyAdmin):
    """The file itself leaves through the activity's page, never through a media address."""

    list_display = ["caption", "activity", "uploaded_by", "uploaded_at", "agreed_at", "agreed_by", "removed_at"]
    list_select_related = ["activity__organization", "activity__region", "uploaded_by", "agreed_by"]
    ordering = ["-id"]
    exclude = ["file"]
    extra_lookups = ("activity",)
