"""Filters of the lists about management, centres, inspections and decisions of authorities."""

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.organizations.filters import PlacedFilter
from communities.oversight.models import AuthorityDecision, Inspection
from communities.pages.tabbed import Tabbed
from communities.regions.filters import RegionFilter
from registry.accounts.roles import Permission


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


class AuthorityFilter(Tabbed, PlacedFilter):
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
