from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from communities.organizations.models import Category, MemberCount, Organization, OrganizationToken
from communities.scope import WHOLE_TREE
from registry.accounts.admin_site import ReadOnlyAdmin
from registry.audit.recorded_admin import RecordedAdmin


class TokenSearchMixin:
    """Searching by name, pinyin or initials through the token table: any part of the name."""

    token_model = None
    search_fields = ["pinyin"]

    def get_search_results(self, request, queryset, search_term):
        if search_term:
            queryset = queryset.filter(pk__in=self.token_model.hits(search_term, [WHOLE_TREE]))
        return queryset, False


@admin.register(Category)
class CategoryAdmin(RecordedAdmin):
    noun = "category"
    list_display = ["name", "parent", "national_class", "position"]
    list_select_related = ["parent"]
    list_filter = ["national_class"]
    search_fields = ["name"]
    autocomplete_fields = ["parent"]


@admin.register(Organization)
class OrganizationAdmin(TokenSearchMixin, RecordedAdmin):
    token_model = OrganizationToken
    list_display = ["name", "region", "category", "is_published", "ended_on"]
    list_select_related = ["region", "category"]
    list_filter = ["is_published", "is_recruiting", "legal_status", "management_mode", "restraint"]
    ordering = ["-id"]
    autocomplete_fields = ["region", "category"]
    extra_lookups = ("region", "category")
    readonly_fields = [
        "is_published",
        "legal_status",
        "management_mode",
        "restraint",
        "credit_code",
        "registered_on",
        "registered_with",
        "ended_on",
        "created_at",
        "created_by",
    ]
    actions = ["publish", "unpublish"]

    def save_model(self, request, obj, form, change):
        if change:
            obj.revise(by=request.user, before=self.before(obj))
        else:
            obj.register(by=request.user)

    @admin.action(description=_("Publish the chosen organizations"), permissions=["change"])
    def publish(self, request, queryset):
        self.each(request, queryset, lambda row: row.publish(by=request.user), _("Published: %(count)s."))

    @admin.action(description=_("Take the chosen organizations out of the public directory"), permissions=["change"])
    def unpublish(self, request, queryset):
        self.each(
            request,
            queryset,
            lambda row: row.publish(by=request.user, shown=False),
            _("Taken out: %(count)s."),
        )


@admin.register(MemberCount)
class MemberCountAdmin(ReadOnlyAdmin):
    list_display = ["organization", "year", "members", "over_sixty"]
    list_select_related = ["organization"]
    ordering = ["-id"]
    extra_lookups = ("organization", "year")
