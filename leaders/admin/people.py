from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ActionForm
from django.utils.translation import gettext_lazy as _

from communities.scope import WHOLE_TREE
from leaders.models import Appointment, Consent, ConsentText, Expertise, Leader, LeaderToken
from registry.accounts.admin_site import ReadOnlyAdmin
from registry.audit.recorded_admin import RecordedAdmin


@admin.register(Leader)
class LeaderAdmin(RecordedAdmin):
    list_display = [
        "name",
        "pinyin",
        "gender",
        "birth_year",
        "phone_masked",
        "region",
        "stage",
        "term_ends_on",
    ]
    list_select_related = ["region"]
    list_filter = [
        "stage",
        "gender",
        "leads_team",
        "leads_opinion",
        "leads_building",
        "leads_estate",
        "has_pending",
    ]
    ordering = ["-id"]
    search_fields = ["pinyin"]
    autocomplete_fields = ["region", "expertise"]
    extra_lookups = ("region",)
    fields = [
        "name",
        "pinyin",
        "initials",
        "gender",
        "birth_year",
        "phone_masked",
        "region",
        "expertise",
        "biography",
        "basis",
        "stage",
        "term_ends_on",
        "created_at",
        "created_by",
    ]
    readonly_fields = ["phone_masked", "stage", "term_ends_on", "created_at", "created_by"]

    def get_search_results(self, request, queryset, search_term):
        if search_term:
            queryset = queryset.filter(pk__in=LeaderToken.hits(search_term, [WHOLE_TREE]))
        return queryset, False

    def save_model(self, request, obj, form, change):
        by_hand = {"pinyin", "initials"} & set(form.changed_data)
        if by_hand or not change or "name" in form.changed_data:
            given = {name: getattr(obj, name) for name in by_hand}
            obj.set_keys(**given)
        if change:
            obj.revise(by=request.user, before=self.before(obj))
        else:
            obj.register(by=request.user)


class AppointmentActionForm(ActionForm):
    """What returning and ending need besides the rows."""

    end_reason = forms.ChoiceField(
        label=_("reason for ending"),
        choices=[("", "---------"), *Appointment.EndReason.choices],
        required=False,
    )
    return_reason = forms.CharField(label=_("reason for returning"), max_length=200, required=False)


@admin.register(Appointment)
class AppointmentAdmin(ReadOnlyAdmin):
    list_display = ["leader", "kind", "organization", "region", "started_on", "term_ends_on", "state"]
    list_select_related = ["leader", "organization", "region__parent"]
    list_filter = ["state", "kind"]
    ordering = ["-id"]
    extra_lookups = ("leader", "organization", "region")
    action_form = AppointmentActionForm
    actions = ["confirm", "return_", "end"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_names()

    @admin.action(description=_("Confirm the chosen appointments"), permissions=["view"])
    def confirm(self, request, queryset):
        self.each(request, queryset, lambda row: row.confirm(by=request.user), _("Confirmed: %(count)s."))

    @admin.action(description=_("Return the chosen appointments (reason for returning)"), permissions=["view"])
    def return_(self, request, queryset):
        reason = request.POST.get("return_reason", "")
        self.each(
            request,
            queryset,
            lambda row: row.return_(by=request.user, reason=reason),
            _("Returned: %(count)s."),
        )

    @admin.action(description=_("End the chosen appointments (reason for ending)"), permissions=["view"])
    def end(self, request, queryset):
        reason = request.POST.get("end_reason", "")
        if reason not in Appointment.EndReason.values:
            self.message_user(request, _("Choose the reason for ending."), "ERROR")
            return
        self.each(request, queryset, lambda row: row.end(by=request.user, reason=reason), _("Ended: %(count)s."))


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    list_display = ["leader", "field", "text", "form", "given_on", "withdrawn_at"]
    list_select_related = ["leader", "text"]
    list_filter = ["field", "form"]
    ordering = ["-id"]
    extra_lookups = ("leader",)
    actions = ["withdraw"]

    @admin.action(description=_("Record the withdrawal of the chosen consents"), permissions=["view"])
    def withdraw(self, request, queryset):
        self.each(request, queryset, lambda row: row.withdraw(by=request.user), _("Withdrawn: %(count)s."))


@admin.register(ConsentText)
class ConsentTextAdmin(RecordedAdmin):
    """A version people have signed is never rewritten; a new purpose is a new version."""

    noun = "consent_text"
    list_display = ["version", "effective_from"]

    def has_change_permission(self, request, obj=None):
        return obj is None or not obj.consents.exists()


@admin.register(Expertise)
class ExpertiseAdmin(RecordedAdmin):
    noun = "expertise"
    list_display = ["name", "position"]
    search_fields = ["name"]
