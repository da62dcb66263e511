from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from communities.regions.models import LeftOutChange, Region, RegionEdition
from communities.scope import WHOLE_TREE
from registry.accounts.admin_site import ReadOnlyAdmin
from registry.audit.recorded_admin import RecordedAdmin


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


@admin.register(RegionEdition)
class RegionEditionAdmin(ReadOnlyAdmin):
    list_display = ["file_name", "compared_at", "compared_by", "applied_at", "applied_by", "taken_back_at"]
    list_select_related = ["compared_by", "applied_by"]
    ordering = ["-id"]


@admin.register(LeftOutChange)
class LeftOutChangeAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "left_out_at", "left_out_by"]
    list_select_related = ["left_out_by"]
    ordering = ["-id"]
