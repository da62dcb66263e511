"""Filters of the lists about management, centres, inspections and decisions of authorities."""

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.filters.region import RegionFilter
from communities.models import (
    AuthorityDecision,
    Inspection,
    ManagementDecision,
    Organization,
    OrganizationToken,
    ServiceCenter,
)
from communities.scope import reached_spans
from communities.search import HIT_CAP
from registry.accounts.roles import Permission


class PlacedFilter(filters.FilterSet):
    """The region's choices are the user's own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["region"].set_user(self.request.user)
        for field in self.form.fields.values():
            if isinstance(field.widget, forms.Select):
                field.widget.attrs["class"] = "form-select"
            elif isinstance(field.widget, forms.TextInput):
                field.widget.input_type = "search"
                field.widget.attrs |= {"class": "form-control", "maxlength": 50, "autocomplete": "off"}

    def of_organizations(self, queryset, words, permission, field="organization"):
        """Rows whose organization's name, pinyin or initials match."""
        ids = OrganizationToken.hits(words, reached_spans(self.request.user, permission))
        return queryset.filter(**{f"{field}__in": ids[:HIT_CAP]})


class ManagementFilter(PlacedFilter):
    q = filters.CharFilter(method="filter_words", label=_("Name, pinyin or initials"))
    region = RegionFilter(Permission.MANAGEMENT_VIEW, label=_("Region"))
    status = filters.ChoiceFilter(
        field_name="legal_status",
        choices=Organization.LegalStatus.choices,
        label=_("Legal status"),
        empty_label=_("All"),
    )
    mode = filters.ChoiceFilter(
        field_name="management_mode", choices=Organization.ManagementMode.choices, widget=forms.HiddenInput
    )

    class Meta:
        model = Organization
        fields = []

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).current()

    def filter_words(self, queryset, _name, words):
        return self.of_organizations(queryset, words, Permission.MANAGEMENT_VIEW, field="pk")


class ProposalFilter(PlacedFilter):
    region = RegionFilter(Permission.MANAGEMENT_VIEW, label=_("Region"))
    state = filters.ChoiceFilter(
        choices=ManagementDecision.State.choices, label=_("State"), empty_label=_("All states")
    )

    class Meta:
        model = ManagementDecision
        fields = []


class CenterFilter(PlacedFilter):
    region = RegionFilter(Permission.MANAGEMENT_VIEW, label=_("Region"))
    state = filters.ChoiceFilter(
        method="filter_state", label=_("State"), empty_label=_("In service"), choices=[("retired", _("Retired"))]
    )

    class Meta:
        model = ServiceCenter
        fields = []

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") == "retired" else found.current()

    def filter_state(self, queryset, _name, _state):
        return queryset.exclude(retired_on=None)


class InspectionFilter(PlacedFilter):
    q = filters.CharFilter(method="filter_words", label=_("Organization"))
    region = RegionFilter(Permission.OVERSIGHT_VIEW, label=_("Region"))
    kind = filters.ChoiceFilter(
        choices=Inspection.Kind.choices, label=_("Kind of inspection"), empty_label=_("All kinds")
    )
    due = filters.ChoiceFilter(
        method="filter_due", choices=[("late", _("Past the due day"))], label=_("Due day"), empty_label=_("All")
    )
    state = filters.ChoiceFilter(choices=Inspection.State.choices, widget=forms.HiddenInput)

    class Meta:
        model = Inspection
        fields = []

    def filter_words(self, queryset, _name, words):
        return self.of_organizations(queryset, words, Permission.OVERSIGHT_VIEW)

    def filter_due(self, queryset, _name, _value):
        return queryset.filter(Q(state=Inspection.State.TO_RECTIFY, due_on__lt=timezone.localdate()))


class AuthorityFilter(PlacedFilter):
    q = filters.CharFilter(method="filter_words", label=_("Organization"))
    region = RegionFilter(Permission.OVERSIGHT_VIEW, label=_("Region"))
    kind = filters.ChoiceFilter(
        choices=AuthorityDecision.Kind.choices, label=_("Kind of decision"), empty_label=_("All kinds")
    )
    state = filters.ChoiceFilter(choices=AuthorityDecision.State.choices, widget=forms.HiddenInput)

    class Meta:
        model = AuthorityDecision
        fields = []

    def filter_words(self, queryset, _name, words):
        return self.of_organizations(queryset, words, Permission.OVERSIGHT_VIEW)
