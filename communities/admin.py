"""For superusers. Nothing here writes around a verb; what has a state is moved by actions."""

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.actions import end_posting, set_active
from communities.models import Category, MemberCount, Organization, OrganizationToken, Posting, Region
from communities.scope import WHOLE_TREE
from registry.accounts.admin_site import ReadOnlyAdmin
from registry.accounts.models import User
from registry.audit.recorded_admin import RecordedAdmin


class TokenSearchMixin:
    """Searching by name, pinyin or initials through the token table: any part of the name."""

    token_model = None
    search_fields = ["pinyin"]

    def get_search_results(self, request, queryset, search_term):
        if search_term:
            queryset = queryset.filter(pk__in=self.token_model.hits(search_term, [WHOLE_TREE]))
        return queryset, False


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


class RegionAddForm(forms.ModelForm):
    """A new region needs a place to hang on; provinces come with the import."""

    class Meta:
        model = Region
        fields = ["parent", "level", "name", "kind", "code", "aliases", "is_virtual"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].required = True


@admin.register(Region)
class RegionAdmin(RecordedAdmin):
    list_display = ["name", "level", "kind", "parent", "code", "retired_on"]
    list_select_related = ["parent"]
    list_filter = ["level", "is_virtual"]
    ordering = ["path"]
    search_fields = ["name"]
    extra_lookups = ("parent", "code")
    autocomplete_fields = ["parent"]
    fields = [
        "parent",
        "level",
        "name",
        "kind",
        "code",
        "aliases",
        "contact_phone",
        "contact_address",
        "contact_hours",
        "opened_on",
        "retired_on",
    ]
    readonly_fields = ["parent", "level", "kind", "code", "opened_on", "retired_on"]
    actions = ["retire", "reopen"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs |= {"form": RegionAddForm, "fields": RegionAddForm.Meta.fields}
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request, obj=None):
        return self.fields if obj else RegionAddForm.Meta.fields

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj else ()

    def get_search_results(self, request, queryset, search_term):
        return (queryset.matching(search_term, [WHOLE_TREE]) if search_term.strip() else queryset), False

    def save_model(self, request, obj, form, change):
        if not change:
            made = obj.parent.add_child(
                by=request.user, **{k: v for k, v in form.cleaned_data.items() if k != "parent"}
            )
            obj.pk, obj.path = made.pk, made.path
            return
        row = Region.objects.get(pk=obj.pk)
        told = {name: form.cleaned_data[name] for name in form.changed_data if name != "name"}
        if told:
            row.describe(by=request.user, **told)
        if "name" in form.changed_data:
            row.rename(form.cleaned_data["name"], by=request.user)

    @admin.action(description=_("Retire the chosen regions"), permissions=["change"])
    def retire(self, request, queryset):
        self.each(request, queryset, lambda row: row.retire(by=request.user), _("Retired: %(count)s."))

    @admin.action(description=_("Reopen the chosen regions"), permissions=["change"])
    def reopen(self, request, queryset):
        self.each(request, queryset, lambda row: row.reopen(by=request.user), _("Reopened: %(count)s."))


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
    list_filter = ["is_published", "is_recruiting", "legal_status", "management_mode"]
    ordering = ["-id"]
    autocomplete_fields = ["region", "category"]
    extra_lookups = ("region", "category")
    readonly_fields = [
        "is_published",
        "legal_status",
        "management_mode",
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
