from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.postings.actions import end_posting, set_active
from communities.postings.models import Posting
from registry.accounts.admin_site import ReadOnlyAdmin
from registry.accounts.models import User
from registry.audit.recorded_admin import RecordedAdmin


@admin.register(User)
class UserAdmin(RecordedAdmin):
    """Accounts are made, posted and given first passwords on the pages below /work/people/."""

    noun = "account"
    list_display = ["username", "display_name", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    ordering = ["username"]
    fields = [
        "username",
        "display_name",
        "email",
        "is_superuser",
        "is_active",
        "first_password_until",
        "last_login",
        "date_joined",
    ]
    readonly_fields = ["is_active", "first_password_until", "last_login", "date_joined"]
    search_fields = ["username"]
    actions = ["close", "reopen"]

    def has_add_permission(self, request):
        return False

    def get_readonly_fields(self, request, obj=None):
        own = obj is not None and obj.pk == request.user.pk
        return [*self.readonly_fields, "is_superuser"] if own else self.readonly_fields

    def get_search_results(self, request, queryset, search_term):
        words = search_term.strip()
        if words:
            queryset = queryset.filter(Q(username__startswith=words) | Q(display_name=words))
        return queryset, False

    def save_model(self, request, obj, form, change):
        obj.is_staff = obj.is_superuser
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Close the chosen accounts"), permissions=["change"])
    def close(self, request, queryset):
        self.each(
            request,
            queryset,
            lambda row: set_active(person=row, active=False, by=request.user),
            _("Closed: %(count)s."),
        )

    @admin.action(description=_("Open the chosen accounts again"), permissions=["change"])
    def reopen(self, request, queryset):
        self.each(
            request,
            queryset,
            lambda row: set_active(person=row, active=True, by=request.user),
            _("Opened again: %(count)s."),
        )


@admin.register(Posting)
class PostingAdmin(ReadOnlyAdmin):
    list_display = ["user", "role", "region", "started_on", "ended_on"]
    list_select_related = ["user", "region"]
    list_filter = ["role"]
    ordering = ["-id"]
    extra_lookups = ("user", "region")
    actions = ["end"]

    @admin.action(description=_("End the chosen postings"), permissions=["view"])
    def end(self, request, queryset):
        rows = queryset.select_related("region", "user")
        self.each(request, rows, lambda row: end_posting(posting=row, by=request.user), _("Ended: %(count)s."))
